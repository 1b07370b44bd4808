public import Charts
public import Provenance
import Quantities

/// What the quarterly report says, part by part, in one language (报告提纲): the page, the PDF and the
/// workbook are drawn from it and add nothing.
///
/// Energy is in MWh, emissions in t, water in m3; what stands here is the exact value of the report
/// with its unit shifted by powers of ten.
public struct ReportOutline: Sendable {
    let report: QuarterlyReport
    let language: Language
    /// Places of MWh and t: to the kWh and the kg, or to tenths where a group counts in hundred thousands.
    let places: Int

    /// Makes the outline of a report.
    public init(of report: QuarterlyReport, language: Language) {
        self.report = report
        self.language = language
        let whole = report.portfolio?.present.facilityEnergy.sum ?? .zero
        places = whole.joules.magnitude < 360_000_000_000_000 ? 3 : 1
    }

    /// The title of the whole.
    public var title: String {
        words("Quarterly energy and carbon report", "能源与碳排放季度报告")
    }

    /// Who reports.
    public var organisation: String { text(report.organisation) }

    /// The period as people read it: label, first and last day.
    public var period: String {
        "\(report.period.label) (\(report.period.start) – \(report.period.end.adding(days: -1)))"
    }

    /// The parts, in order.
    public var sections: [ReportSection] {
        [summary, months, groups, sites, comparison, levels, obligations, plan, quality]
            .compactMap { $0 } + returns + [methods, sources]
    }

    // MARK: - Words

    /// Words in the language of the report.
    public func words(_ english: String, _ chinese: String) -> String {
        text(BilingualText(english, zh: chinese))
    }

    /// A title for the tab of a sheet, which has room for 31 letters and none for two languages.
    func tab(_ english: String, _ chinese: String) -> String {
        language == .english ? english : chinese
    }

    func text(_ words: BilingualText) -> String { ShownText.of(words.text(in: language)) }

    /// The words that charts add of their own.
    public var chartWords: ChartWords {
        switch language {
        case .chinese: .chinese
        case .english: .english
        case .both: .both
        }
    }

    /// What stands in front of every form: tool, releases, statement.
    public var imprint: [(name: String, value: String)] {
        [
            (words("Organisation", "组织"), organisation),
            (words("Period", "统计期"), period),
            (words("Period before", "上期"), report.periodBefore.label),
            (words("A year before", "上年同期"), report.periodYearBefore.label),
            (words("Levels and months", "等级与逐月"), report.twelveMonths.label),
            (words("Tool", "工具"), "carbongrade \(report.tool), tzdata \(report.zoneRelease)"),
            (words("Factor release", "因子版本"), report.sources.factorRelease),
        ]
    }

    /// The name of the sheet that leads to the others.
    public var contentsTab: String { tab("Contents", "目录") }

    /// What the report is not.
    public var statement: String {
        words(
            "Computed from meter data by published rules; self-declared, no official label. A dash is a "
                + "figure that is not known, with its reason; it is never zero. (n/m): n of m sites stand "
                + "behind the figure.",
            "由计量数据按公开规则计算；自行声明，非官方标识。“–”表示未知并附原因，绝不等于零。（n/m）表示 m 个站点中有 n 个具备该指标。")
    }

    // MARK: - Cells

    typealias Cell = ReportTable.Cell
    typealias Row = ReportTable.Row
    typealias Column = ReportTable.Column
    typealias Relation = ReportTable.Relation

    /// Energy in MWh.
    func cell(_ energy: Energy?, reason: BilingualText? = nil, _ relation: Relation? = nil) -> Cell
    {
        amount(energy?.kilowattHoursText, shift: 3, places: places, reason, relation)
    }

    /// A mass in tonnes.
    func cell(_ mass: EmissionMass?, reason: BilingualText? = nil, _ relation: Relation? = nil)
        -> Cell
    { amount(mass?.kilogramsText, shift: 3, places: places, reason, relation) }

    /// A volume in cubic metres.
    func cell(_ volume: Volume?, reason: BilingualText? = nil) -> Cell {
        amount(volume?.cubicMetresText, shift: 0, places: 1, reason, nil)
    }

    /// A sum over sites, with how many stand behind it.
    func cell<Quantity>(_ total: ReportTotal<Quantity>, _ relation: Relation? = nil) -> Cell {
        let isVolume = Quantity.self == Volume.self
        return amount(
            total.known?.text, shift: isVolume ? 0 : 3, places: isVolume ? 1 : places, total.reason,
            relation, behind: behind(total.sites, total.missing))
    }

    /// A ratio of sums.
    func cell(
        _ ratio: ReportRatio, places: Int, isShare: Bool = false, _ relation: Relation? = nil
    ) -> Cell {
        guard let value = ratio.value, let decimal = DecimalText(value.text(places: 9)) else {
            return absent(ratio.reason)
        }
        return .amount(
            ReportTable.Amount(
                decimal, places: places, isShare: isShare, relation: relation,
                behind: behind(ratio.sites, ratio.missing)))
    }

    func money(_ money: Money?, _ relation: Relation? = nil) -> Cell {
        amount(money?.text, shift: 0, places: 2, nil, relation)
    }

    func count(_ number: Int, _ relation: Relation? = nil) -> Cell {
        .amount(
            ReportTable.Amount(
                DecimalText(significand: Int128(number), scale: 0), places: 0, relation: relation))
    }

    func absent(_ reason: BilingualText?) -> Cell {
        .absent(reason.map(text) ?? words("not known", "未知"))
    }

    private func behind(_ sites: Int, _ missing: Int) -> ReportTable.Behind? {
        missing == 0 ? nil : ReportTable.Behind(sites: sites, all: sites + missing)
    }

    private func amount(
        _ value: String?, shift: Int, places: Int, _ reason: BilingualText?,
        _ relation: Relation?, behind: ReportTable.Behind? = nil
    ) -> Cell {
        guard let value, let decimal = DecimalText(value)?.dividedByTen(toThe: shift) else {
            return absent(reason)
        }
        return .amount(
            ReportTable.Amount(decimal, places: places, relation: relation, behind: behind))
    }

    // MARK: - Names

    /// The name of a group for people; sites with their `site_id` behind.
    func name(_ group: ReportGroup) -> String {
        let name = text(group.name)
        guard group.kind == .site, name != group.id, !name.isEmpty else {
            return name.isEmpty ? ShownText.of(group.id) : name
        }
        return name
    }

    /// The value of a cell for a chart.
    static func value(_ cell: Cell) -> DecimalText? {
        if case .amount(let amount) = cell { amount.value } else { nil }
    }
}

extension ReportOutline {
    /// What a form says below a table of which it prints only the first rows.
    public func note(of table: ReportTable) -> String? {
        guard let shown = table.shownRows, shown < table.rows.count else { return nil }
        return words(
            "\(shown) of \(table.rows.count) rows; all of them stand in the workbook.",
            "此处列出 \(table.rows.count) 行中的 \(shown) 行；全部见工作簿。")
    }
}
