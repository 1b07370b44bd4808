import CarbonAccounting
import Charts
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// The pictures of a site (站点图表): hours, months, PUE over time, carbon, water.
struct SiteCharts {
    private let pages: RunPages
    private let site: Run.SiteResult
    private let context: PageContext
    private let hours: Hours

    init(_ pages: RunPages, _ site: Run.SiteResult, _ context: PageContext) {
        self.pages = pages
        self.site = site
        self.context = context
        hours = Hours(site: site)
    }

    private var period: Period { pages.run.period }
    private var journal: Journal { site.balances.journal }
    private var words: ChartWords { context.chartWords }

    private func name(_ account: Account) -> String { context.words(Labels.account(account)) }

    private func block(_ charts: [ChartFigure], isWide: Bool = false) -> HTML {
        guard !charts.isEmpty else { return HTML("") }
        // One alone takes the row, not half of it.
        let isWide = isWide || charts.count == 1
        var charts = charts
        if charts.count == 1 { charts[0].width = 1_200 }
        let all = charts.map { $0.markup(context).html }.joined(separator: "\n")
        return HTML("<div class=\"\(isWide ? "charts" : "pair")\">\n\(all)\n</div>")
    }

    /// The accounts of a side that have a line, in their order.
    private func standing(_ side: Account.Side) -> [Account] {
        Account.allCases.filter { $0.side == side && site.balances.energy[$0] != nil }
    }

    // MARK: - Energy

    var energy: HTML {
        let uses =
            standing(.use) + (site.balances.energy[.unallocated] == nil ? [] : [.unallocated])
        guard !uses.isEmpty || !standing(.supply).isEmpty else { return HTML("") }
        var all = [area(uses)]
        all += [heat].compactMap { $0 }
        let wide = block(all, isWide: true).html
        return HTML(wide + "\n" + block([monthly(uses), pue].compactMap { $0 }).html)
    }

    /// Hour by hour, the accounts one on the other.
    private func area(_ uses: [Account]) -> ChartFigure {
        let series = uses.map { Series(name($0), hours.power(of: [$0]), tone: $0.tone) }
        return ChartFigure(
            chart: AreaChart(
                title: context.words("Power by the hour, by account", "逐小时用电功率（按账户）"),
                series: series, marks: hours.fittingMarks(period), isWhole: hours.wholeHours,
                measure: Measure("kW", places: 1), words: words), width: 1_200, height: 300,
            focus: ChartFigure.focus(series),
            note: context.words(
                "Hours that no reading and no estimate covers are gaps, never zero. Where one meter of the balance is missing, the space above the others is hatched, and nothing is shown as not allocated.",
                "没有读数也没有估算的小时留空，不按零计。平衡中任一计量点缺失的小时，其余用量之上以斜线标示，不显示未分配量。"))
    }

    /// One account by day and hour: the one that is asked for, else what enters the site.
    private var heat: ChartFigure? {
        let supply = Set(standing(.supply))
        let asked = context.address["heat"].flatMap(Account.init(rawValue:))
        let accounts = asked.map { [$0] } ?? supply
        guard !accounts.isEmpty else { return nil }
        let what = asked.map(name) ?? context.words("all supply", "全部供电")
        let power = hours.power(of: accounts)
        let (days, first) = hours.days(power)
        return ChartFigure(
            chart: HeatMap(
                title: context.words(
                    "Mean power by day and hour: \(what)", "逐日逐时平均功率：\(what)"),
                days: days,
                marks: days.count > 62
                    ? AxisMark.months(from: first, days: days.count, withYear: true)
                    : days.indices.map {
                        AxisMark($0, String("\(first.adding(days: Int64($0)))".suffix(5)))
                    },
                measure: Measure("kW", places: 1), words: words),
            width: 1_200, height: 300, focus: ChartFigure.focus([Series("", power)]))
    }

    private func monthly(_ uses: [Account]) -> ChartFigure? {
        let months = period.months
        guard months.count > 1, !uses.isEmpty else { return nil }
        let series = uses.map { account -> Series in
            let known = hours.power(of: [account]).map { $0 != nil }
            let amounts = journal.amounts(of: [account])
            // What is not allocated is told only of hours that all meters of the balance have.
            let isOpen = account == .unallocated
            let values = months.map { month -> DecimalText? in
                let slots = journal.slots(of: month)
                guard known[slots].contains(true) else { return nil }
                let sum = slots.reduce(Int128(0)) {
                    $0 + (isOpen && !known[$1] ? 0 : Int128(amounts[$1]))
                }
                return DecimalText(Rounding.text(sum, over: 3_600_000_000, places: 3))
            }
            return Series(name(account), values, tone: account.tone)
        }
        return ChartFigure(
            chart: ColumnChart(
                title: context.words("Energy by month, by account", "逐月用电量（按账户）"),
                categories: months.map(\.label), series: series, measure: Measure("MWh", places: 1),
                words: words), focus: ChartFigure.focus(series))
    }

    /// PUE of each day, or of each month where the days are many.
    private var pue: ChartFigure? {
        guard site.indicators.pue.figure.value != nil else { return nil }
        let parts = DailyRatio.daily(site, period)
        let values = parts.map { parts in
            parts.flatMap { ExactRatio(Int128($0.numerator), to: Int128($0.denominator)) }
                .flatMap { DecimalText($0.text(places: 4)) }
        }
        let isLong = period.months.count > 2
        let marks =
            isLong
            ? AxisMark.months(from: period.start, days: values.count, withYear: true)
            : values.indices.map {
                AxisMark($0, String("\(period.start.adding(days: Int64($0)))".suffix(5)))
            }
        return ChartFigure(
            chart: LineChart(
                title: context.words("PUE by day", "逐日 PUE"), series: [Series("PUE", values)],
                marks: marks, measure: Measure("", places: 3), words: words),
            focus: ChartFigure.focus([Series("PUE", values)]),
            note: context.words(
                "Over the hours of each day that both supply and IT meters have; each day is a ratio of sums.",
                "按每日进线与 IT 计量都完整的小时计算；每日为合计之比。"))
    }

    // MARK: - Carbon and water

    var carbon: HTML {
        let months = period.months
        guard months.count > 1 else { return HTML("") }
        let scopes: [EmissionScope] = [.scope2Location, .scope2Market]
        // A month in which nothing was read has no emission that is known; its entries say nothing.
        let known = hours.hasReadings(in: months, of: .energy)
        let series = scopes.filter { site.inventory.mass(of: $0) != nil }.map { scope in
            Series(
                context.words(FigureWords.scope(scope)),
                zip(months, known).map { month, isKnown in
                    let mass = mass(scope, month)
                    return isKnown || mass != 0
                        ? DecimalText(significand: Int128(mass), scale: 9) : nil
                })
        }
        guard !series.isEmpty else { return HTML("") }
        let gases = context.words(
            Inventory.text(ofGases: site.inventory.gases(of: .scope2Location)))
        return block(
            [
                ChartFigure(
                    chart: LineChart(
                        title: context.words("Carbon by month, both methods", "逐月碳排放（两种方法）"),
                        series: series,
                        marks: months.indices.map { AxisMark($0, months[$0].label) },
                        measure: Measure("t " + Figure.gases(gases), places: 1), includesZero: true,
                        words: words), focus: ChartFigure.focus(series)),
                categories,
            ].compactMap { $0 })
    }

    /// The operator's part of a scope in a month [mg].
    private func mass(_ scope: EmissionScope, _ month: Period) -> Int64 {
        let isTenants = site.inventory.settings.sources.tenantBoundary == .tenant
        return site.inventory.entries.filter { $0.scope == scope && $0.month.label == month.label }
            .reduce(0) { $0 + $1.mass.milligrams - (isTenants ? $1.tenantMass.milligrams : 0) }
    }

    /// Scope 1 and 3 beside Scope 2, as far as they are known.
    private var categories: ChartFigure? {
        let known = EmissionScope.allCases.compactMap { scope in
            site.inventory.mass(of: scope).map { (scope, $0) }
        }
        guard known.count > 2 else { return nil }
        return ChartFigure(
            chart: ColumnChart(
                title: context.words("Carbon by scope", "碳排放（按范围）"),
                categories: known.map { context.words(FigureWords.scope($0.0)) },
                series: [
                    Series(
                        context.words("emission", "排放"),
                        known.map { DecimalText(significand: Int128($0.1.milligrams), scale: 9) })
                ], measure: Measure("t", places: 1), words: words),
            note: context.words(
                "The two methods of Scope 2 stand side by side and are never added.",
                "范围二的两种方法并列，不相加。"))
    }

    /// Consumption by the hour, the part that green power of the same hour covers lowest.
    var matching: HTML {
        guard let match = site.inventory.hourlyGreen?.matching, match.generation > 0 else {
            return HTML("")
        }
        let (load, green) = pages.run.greenHours(of: site)
        func power(_ part: (Int64, Int64) -> Int64) -> [DecimalText?] {
            zip(load, green).map { load, green in
                guard let load, let green else { return nil }
                return Hours.kilowatts(part(load, green), journal.slotSeconds)
            }
        }
        let chart = AreaChart(
            title: context.words("Consumption and green power by the hour", "逐小时用电与绿电"),
            series: [
                Series(
                    context.words("covered in the same hour", "同小时绿电覆盖"), power { min($0, $1) },
                    tone: .good),
                Series(
                    context.words("not covered", "未覆盖"), power { max(0, $0 - $1) },
                    tone: .series(7)),
            ], marks: hours.fittingMarks(period), measure: Measure("kW", places: 1), words: words)
        return ChartFigure(
            chart: chart, width: 1_200, height: 220,
            note: context.words(
                "A surplus of one hour never covers another; a battery hands on what it was charged with.",
                "一小时的余量不能用于另一小时；储能放电沿用其充电来源。")
        ).markup(context)
    }

    var water: HTML {
        let months = period.months
        let accounts = Account.allCases.filter { site.balances.water[$0] != nil }
        guard months.count > 1, !accounts.isEmpty else { return HTML("") }
        let figures = accounts.map { account -> ChartFigure in
            let values = months.map { month -> DecimalText? in
                let slots = journal.slots(of: month)
                let columns = journal.columns(of: [account])
                let isKnown = columns.contains { column in
                    column.states[slots].contains {
                        $0 & (LoadProfile.present | Journal.Column.filled) != 0
                    }
                }
                let sum = columns.reduce(Int64(0)) { $0 + journal.sum(of: $1, over: month) }
                return isKnown ? DecimalText(significand: Int128(sum), scale: 6) : nil
            }
            return ChartFigure(
                chart: ColumnChart(
                    title: context.words("Water by month: ", "逐月用水：") + name(account),
                    categories: months.map(\.label), series: [Series(name(account), values)],
                    measure: Measure("m³", places: 1), words: words))
        }
        return block(figures)
    }
}
