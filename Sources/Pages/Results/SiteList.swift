import CarbonAccounting
import Charts
import EnergyLedger
import Grading
import Metering
import Quantities
import Reporting
import Runs

/// One site as a line of the overview (站点行).
struct SiteRow {
    let site: Run.SiteResult
    /// Its level, or nothing.
    let mark: String?
    /// Its place by a column.
    let keys: [String: Key]

    /// What a column is sorted by; what is absent comes last in either direction.
    enum Key {
        case text(String)
        case number(ExactRatio?)
    }

    init(_ site: Run.SiteResult, _ context: PageContext) {
        self.site = site
        let (balances, inventory) = (site.balances, site.inventory)
        let level = site.leadingGrade?.level
        mark = level
        func ratio(_ value: Int64?) -> Key {
            .number(value.flatMap { ExactRatio(Int128($0), to: 1) })
        }
        keys = [
            "name": .text(context.name(of: site)), "level": .text(level ?? "\u{10FFFF}"),
            "pue": .number(site.indicators.pue.figure.value),
            "energy": ratio(balances.facilityEnergy?.joules),
            "location": ratio(inventory.scope2Location?.milligrams),
            "market": ratio(inventory.scope2Market?.milligrams),
            "coverage": .number(balances.coverage), "due": ratio(Int64(Self.due(site))),
        ]
    }

    /// How many obligations are not met.
    private static func due(_ site: Run.SiteResult) -> Int {
        site.grades.filter { !$0.isInformative }.flatMap(\.obligations).count {
            $0.verdict == .notMet
        }
    }

    /// The line as it is shown; made only for the rows of one page, for months are dear.
    func model(_ pages: RunPages, _ context: PageContext) -> Model {
        let (balances, inventory) = (site.balances, site.inventory)
        let pue = site.indicators.pue.figure.value
        let grade = site.leadingGrade
        let due = Self.due(site)
        let name = context.name(of: site)
        return [
            "name": name, "address": pages.address(["sites", site.site.id]).text,
            "kind": context.words(SiteWords.kind(site.site.kind)), "region": site.site.region,
            "level": grade?.level ?? "–", "scheme": grade?.scheme,
            "levelState": grade?.level == nil
                ? "none"
                : grade?.isInformative == true
                    ? "informs" : "reached",
            "pue": pue.map { Figure.ratio($0) },
            "pueAddress": pages.explanation(site, "indicators.pue").text,
            "energy": balances.facilityEnergy.map(Figure.megawattHours),
            "energyAddress": pages.explanation(site, "e_dc_kwh").text,
            "location": inventory.scope2Location.map(Figure.tonnes),
            "locationAddress": pages.explanation(site, "emissions_kgco2e.scope2_location").text,
            "market": inventory.scope2Market.map(Figure.tonnes),
            "marketAddress": pages.explanation(site, "emissions_kgco2e.scope2_market").text,
            "coverage": balances.coverage.map(Figure.percent),
            "due": due == 0 ? nil : String(due),
            "sparkHTML": Spark.markup(of: site, pages, context),
        ]
    }
}

extension Grade {
    /// Whether it says more than that it says nothing: a level, a class by rank, or a way to a level.
    var isTelling: Bool {
        level != nil || rank?.mark != nil || indicativeLevel != nil
            || gapToNext.map { !$0.changes.isEmpty || !$0.combination.isEmpty } ?? false
    }
}

extension Run.SiteResult {
    /// The grade that stands for the site: the first of its own jurisdiction with a level, else the
    /// first that could give one.
    var leadingGrade: Grade? {
        let own = grades.filter { !$0.isInformative }
        return own.first { $0.level != nil } ?? own.first ?? grades.first { $0.level != nil }
            ?? grades.first
    }
}

/// The lines of the overview, filtered and in order, as the address asks (筛选与排序).
struct SiteList {
    /// The rows that fit, in order.
    let rows: [SiteRow]
    /// The levels that occur.
    let marks: [String]
    /// The number of the page, from 0.
    let page: Int
    private let context: PageContext
    private let sort: String
    private let isDescending: Bool

    /// What the address may ask for, beside the period.
    static let names = ["q", "kind", "level", "sort", "order"]

    private static let columnNames: [(id: String, english: String, chinese: String)] = [
        ("name", "Site", "站点"), ("level", "Level", "等级"), ("pue", "PUE", "PUE"),
        ("energy", "Energy [MWh]", "总用电 [MWh]"),
        ("location", "Location [t CO₂]", "位置法 [t CO₂]"),
        ("market", "Market [t CO₂]", "市场法 [t CO₂]"), ("coverage", "Coverage", "覆盖率"),
        ("due", "Not met", "未达到"), ("", "By month", "逐月"),
    ]

    init(_ all: [SiteRow], _ context: PageContext) {
        self.context = context
        let address = context.address
        let known = Self.columnNames.map(\.id).filter { !$0.isEmpty }
        let sort = address["sort"].flatMap { known.contains($0) ? $0 : nil }
        let isDescending = address["order"] == "desc"
        self.sort = sort ?? ""
        self.isDescending = isDescending
        page = max(0, min(address["page"].flatMap(Int.init) ?? 0, 10_000))
        marks = Set(all.compactMap(\.mark)).sorted()
        let words = address["q"].map { $0.lowercased() }
        let fitting = all.filter { row in
            let site = row.site.site
            if let kind = address["kind"], site.kind.rawValue != kind { return false }
            if let level = address["level"], row.mark != level { return false }
            guard let words else { return true }
            return [site.id, site.name, site.nameChinese, site.region, site.organisation, site.hub]
                .contains { $0?.lowercased().contains(words) ?? false }
        }
        guard let sort else {
            rows = fitting
            return
        }
        // Rows that stand alike keep the order of sites.csv.
        rows = fitting.enumerated().sorted { left, right in
            let order = Self.order(left.element, right.element, by: sort, isDescending)
            return order == 0 ? left.offset < right.offset : order < 0
        }.map(\.element)
    }

    private static func order(
        _ left: SiteRow, _ right: SiteRow, by sort: String, _ isDescending: Bool
    ) -> Int {
        let turn = isDescending ? -1 : 1
        switch (left.keys[sort], right.keys[sort]) {
        case (.text(let one)?, .text(let other)?):
            return one == other ? 0 : (one < other ? -turn : turn)
        case (.number(let one)?, .number(let other)?):
            guard let one, let other else {
                return (one == nil ? 1 : 0) - (other == nil ? 1 : 0)
            }
            return one.isBelow(other) ? -turn : other.isBelow(one) ? turn : 0
        default: return 0
        }
    }

    /// The headings; a second press turns the order around.
    var columns: [Model] {
        Self.columnNames.map { column in
            let isSorted = !column.id.isEmpty && column.id == sort
            let turned = isSorted && !isDescending ? "desc" : nil
            let address = context.address.with("sort", column.id).with("order", turned)
                .with("page", nil)
            return [
                "name": context.words(column.english, column.chinese),
                "isNumber": !["name", "level", "due", ""].contains(column.id),
                "address": column.id.isEmpty ? nil : address.text,
                "direction": isSorted ? (isDescending ? "descending" : "ascending") : nil,
                "arrow": isSorted ? (isDescending ? "▼" : "▲") : nil,
            ]
        }
    }

    func address(page: Int) -> PageAddress {
        context.address.with("page", page == 0 ? nil : String(page))
    }
}
