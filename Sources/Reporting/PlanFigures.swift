import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Retrofit

/// A drawing in whole tenths of a unit; coordinates are rounded for the eye only.
private struct Drawing {
    static let width: Int128 = 900
    private let height: Int128
    private var shapes = ""

    init(height: Int128) { self.height = height }

    /// A place on an axis of some length for a value between two ends.
    static func place(_ value: Int128, _ low: Int128, _ high: Int128, length: Int128) -> Int128 {
        high > low ? (value - low) * length / (high - low) : 0
    }

    mutating func rectangle(
        _ x: Int128, _ y: Int128, _ width: Int128, _ height: Int128, _ color: String, _ hint: String
    ) {
        shapes +=
            "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(max(1, width))\" height=\"\(max(1, height))\""
        shapes += " fill=\"\(color)\"><title>\(PlanPage.escaped(hint))</title></rect>"
    }

    mutating func text(
        _ x: Int128, _ y: Int128, _ text: String, anchor: String = "start", size: Int = 13
    ) {
        shapes += "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor)\""
        shapes += " fill=\"#1b2a33\">\(PlanPage.escaped(text))</text>"
    }

    mutating func line(_ points: [(Int128, Int128)], _ color: String) {
        let places = points.map { "\($0.0),\($0.1)" }.joined(separator: " ")
        shapes +=
            "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>"
    }

    mutating func dot(_ x: Int128, _ y: Int128, _ hint: String) {
        shapes += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" fill=\"#0b6e4f\">"
        shapes += "<title>\(PlanPage.escaped(hint))</title></circle>"
    }

    func svg(title: String) -> String {
        "<h2>\(PlanPage.escaped(title))</h2><svg viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\">"
            + shapes + "</svg>"
    }
}

/// From today's PUE to the plan's (瀑布图), measure by measure, with the levels that change.
struct PueWaterfall {
    private let site: SiteOutcome
    private let language: Language

    init(_ site: SiteOutcome, _ language: Language) {
        self.site = site
        self.language = language
    }

    /// Millionths of a ratio.
    private static func millionths(_ ratio: ExactRatio?) -> Int128? {
        ratio.map { Rounding.halfToEven($0.numerator * 1_000_000, over: $0.denominator) }
    }

    var svg: String {
        guard !site.measures.isEmpty,
            let start = Self.millionths(site.before.indicators.pue.figure.value),
            let end = Self.millionths(site.after.indicators.pue.figure.value)
        else { return "" }
        let values = site.measures.compactMap {
            Self.millionths($0.after.indicators.pue.figure.value)
        }
        guard values.count == site.measures.count else { return "" }
        let (low, high) = ((values + [start]).min() ?? end, (values + [start]).max() ?? start)
        // The axis begins a little below, and says so by its numbers.
        let base = low - max(1_000, (high - low) / 5)
        let row: Int128 = 30
        var drawing = Drawing(height: row * Int128(values.count + 2) + 10)
        func bar(_ number: Int128, _ from: Int128, _ to: Int128, _ color: String, _ name: String) {
            let x0 = 330 + Drawing.place(min(from, to), base, high, length: 440)
            let x1 = 330 + Drawing.place(max(from, to), base, high, length: 440)
            let y = number * row + 6
            drawing.rectangle(x0, y, x1 - x0, 20, color, name)
            drawing.text(320, y + 15, name, anchor: "end")
            drawing.text(
                780, y + 15, Rounding.pointed(to, places: 6), anchor: "start")
        }
        let today = BilingualText("today", zh: "现状").text(in: language)
        bar(0, base, start, "#8a9aa3", today + levels(site.before))
        var before = start
        for (number, value) in values.enumerated() {
            let name = site.measures[number].chosen.option.measure.title.text(in: language)
            bar(Int128(number + 1), before, value, value <= before ? "#0b6e4f" : "#b3541e", name)
            before = value
        }
        let plan = BilingualText("plan", zh: "方案").text(in: language)
        bar(Int128(values.count + 1), base, end, "#1f4e79", plan + levels(site.after))
        return drawing.svg(
            title: BilingualText("PUE of \(site.site.id)", zh: "\(site.site.id) 的 PUE")
                .text(in: language))
    }

    /// The level of the site's first scheme; a second one would not fit beside the bar.
    private func levels(_ state: SiteState) -> String {
        let first = state.grades.first { $0.level != nil }
        return first.map { " (\($0.scheme) \($0.level ?? ""))" } ?? ""
    }
}

/// What each budget buys (投资-净现值曲线).
struct CapitalCurve {
    private let plan: RetrofitPlan
    private let currency: String
    private let language: Language

    init(_ plan: RetrofitPlan, currency: String, _ language: Language) {
        self.plan = plan
        self.currency = currency
        self.language = language
    }

    var svg: String {
        let points = plan.frontier.points
        guard points.count > 1, let most = points.last?.capital.hundredths, most > 0 else {
            return ""
        }
        let worths = points.map { Int128($0.netPresentValue.hundredths) }
        let (low, high) = (min(0, worths.min() ?? 0), worths.max() ?? 0)
        var drawing = Drawing(height: 300)
        let places = points.map { point in
            (
                60 + Drawing.place(Int128(point.capital.hundredths), 0, Int128(most), length: 780),
                260
                    - Drawing.place(
                        Int128(point.netPresentValue.hundredths), low, high, length: 230)
            )
        }
        drawing.line([(60, 20), (60, 260), (850, 260)], "#8a9aa3")
        drawing.line(places, "#0b6e4f")
        for (place, point) in zip(places, points) {
            drawing.dot(
                place.0, place.1,
                "\(point.capital.text) → \(point.netPresentValue.text) \(currency)")
        }
        drawing.text(
            850, 280, PlanNumbers.grouped(points.last?.capital.text ?? "", places: 0), anchor: "end"
        )
        drawing.text(65, 25, PlanNumbers.grouped(Money(hundredths: Int64(high)).text, places: 0))
        return drawing.svg(
            title: BilingualText(
                "Net present value by outlay (\(currency)), what must be done included",
                zh: "净现值随投资变化（\(currency)，含必须实施项）"
            ).text(in: language))
    }
}

/// The cost curve of what does not pay for itself (减排成本曲线); measures with negative costs are not on it, because
/// there a cost for each tonne ranks small savers first.
struct AbatementCurve {
    private let outcome: PlanOutcome
    private let language: Language

    init(_ outcome: PlanOutcome, _ language: Language) {
        self.outcome = outcome
        self.language = language
    }

    private struct Bar {
        let name: String
        let cost: Int128
        let text: String
        let milligrams: Int128
    }

    private var bars: [Bar] {
        outcome.measures.compactMap { planned -> Bar? in
            let chosen = planned.chosen
            guard let saved = planned.before.saved(.scope2Location, to: planned.after),
                let text = Economics.abatementCost(
                    net: chosen.annualized - chosen.annualBenefit, saved: saved.milligrams),
                let cost = DecimalText(text)
            else { return nil }
            return Bar(
                name: chosen.option.measure.title.text(in: language), cost: cost.significand,
                text: text, milligrams: Int128(saved.milligrams))
        }.sorted { $0.cost < $1.cost }
    }

    var svg: String {
        let bars = bars
        guard let most = bars.map(\.cost).max(), most > 0 else { return "" }
        let sum = bars.reduce(Int128(0)) { $0 + $1.milligrams }
        var drawing = Drawing(height: 280)
        var x: Int128 = 60
        for bar in bars {
            let width = Drawing.place(bar.milligrams, 0, sum, length: 780)
            let height = Drawing.place(bar.cost, 0, most, length: 210)
            drawing.rectangle(
                x, 250 - height, width - 1, height, "#b3541e", "\(bar.name): \(bar.text)")
            x += width
        }
        drawing.line([(60, 20), (60, 250), (850, 250)], "#8a9aa3")
        drawing.text(65, 25, bars.last?.text ?? "")
        return drawing.svg(
            title: BilingualText(
                "Abatement cost of what does not pay for itself (\(outcome.currency)/t)",
                zh: "不能自行回本措施的减排成本（\(outcome.currency)/吨）"
            ).text(in: language))
    }
}
