import CarbonAccounting
import Charts
import Provenance
import Quantities

extension ReportOutline {
    /// The figures of all sites against both earlier periods, and the twelve months as pictures.
    var summary: ReportSection {
        var blocks: [ReportSection.Block] = report.emptiness.map { [.warning(text($0))] } ?? []
        blocks += [.paragraph(headline), .table(summaryTable)]
        blocks += gaps.map { .paragraph($0) }
        blocks += [energyChart, carbonChart, pueChart].compactMap { $0 }.map { .chart($0) }
        return ReportSection(
            id: "summary", title: words("Summary", "摘要"), tab: tab("Summary", "摘要"),
            blocks: blocks)
    }

    private var headline: String {
        let sites = report.portfolio?.present.sites ?? 0
        let reached = Set(
            report.grades.filter { $0.level != nil && !$0.isInformative }.map(\.siteID))
        let heavy = report.quality.count(.disqualifies)
        return words(
            "\(sites) \(sites == 1 ? "site" : "sites"); \(reached.count) of them \(reached.count == 1 ? "reaches" : "reach") a level by a scheme that applies to them; "
                + "\(heavy) findings stand against a certificate.",
            "共 \(sites) 个站点，其中 \(reached.count) 个达到适用体系的等级；不可出证的发现 \(heavy) 项。")
    }

    /// What paper and workbook cannot show behind a pointer: each reason with the figures that are not known
    /// for it, and the figures behind which only some sites stand.
    private var gaps: [String] {
        guard let portfolio = report.portfolio else { return [] }
        let periods: [(String, ReportFigures?, BilingualText?)] = [
            (report.period.label, portfolio.present, nil),
            (report.periodBefore.label, portfolio.before.figures, portfolio.before.reason),
            (
                report.periodYearBefore.label, portfolio.yearBefore.figures,
                portfolio.yearBefore.reason
            ),
        ]
        var reasons: [String] = []
        var lacking: [String: [String]] = [:]
        var partial: [String] = []
        for (label, figures, reason) in periods {
            func lacks(_ reason: String, _ what: String) {
                if lacking[reason] == nil { reasons.append(reason) }
                lacking[reason, default: []].append(what)
            }
            guard let figures else {
                lacks(reason.map(text) ?? words("not known", "未知"), label)
                continue
            }
            for line in lines {
                switch line.cell(figures) {
                case .absent(let reason): lacks(reason, "\(line.name) \(label)")
                case .amount(let amount):
                    guard let behind = amount.behind else { continue }
                    partial.append("\(line.name) \(label): \(behind.sites)/\(behind.all)")
                case .text: continue
                }
            }
        }
        let unknown = reasons.map { reason in
            words("Not known (\(reason)): ", "未知（\(reason)）：")
                + (lacking[reason] ?? []).joined(separator: "; ") + "."
        }
        guard !partial.isEmpty else { return unknown }
        return [words("Of some sites only: ", "仅含部分站点：") + partial.joined(separator: "; ") + "."]
            + unknown
    }

    /// One line of the summary, drawn from the figures of a period.
    private struct Line {
        let name: String
        let unit: String
        let cell: (ReportFigures) -> Cell
    }

    private var lines: [Line] {
        let scopes = ReportScope.allCases.map { scope -> Line in
            let gases = text(
                Inventory.text(ofGases: report.portfolio?.present.gases[scope] ?? ""))
            return Line(
                name: text(scope.label), unit: gases.isEmpty ? "t CO2" : "t \(gases)",
                cell: { cell($0.emission(scope)) })
        }
        return [
            Line(
                name: words("Energy of the data centers, E_DC", "总耗能 E_DC"), unit: "MWh",
                cell: { cell($0.facilityEnergy) }),
            Line(
                name: words("Energy of IT equipment, E_IT", "IT 设备耗能 E_IT"), unit: "MWh",
                cell: { cell($0.itEnergy) }),
            Line(
                name: report.portfolio?.present.pueDesignation ?? "PUE", unit: "",
                cell: { cell($0.pue, places: 3) }),
        ] + scopes + [
            Line(
                name: words("Green power", "绿色电力"), unit: "MWh",
                cell: { cell($0.greenEnergy) }),
            Line(
                name: words("Green power share", "绿电消费比例"), unit: "%",
                cell: { cell($0.greenShare, places: 1, isShare: true) }),
            Line(name: words("Water", "用水量"), unit: "m3", cell: { cell($0.water) }),
            Line(
                name: "WUE", unit: "L/kWh", cell: { cell($0.wue, places: 3) }),
            Line(
                name: words("Hours complete", "完整小时占比"), unit: "%",
                cell: { cell($0.coverage, places: 2, isShare: true) }),
            Line(
                name: words("Estimated share", "估算占比"), unit: "%",
                cell: { cell($0.estimatedShare, places: 2, isShare: true) }),
        ]
    }

    private var summaryTable: ReportTable {
        let change = words("change", "变化")
        let columns = [
            Column(words("Figure", "指标")), Column(words("Unit", "单位")),
            Column(report.period.label, isNumber: true),
            Column(report.periodBefore.label, isNumber: true), Column(change, isNumber: true),
            Column(change + " %", isNumber: true),
            Column(report.periodYearBefore.label, isNumber: true), Column(change, isNumber: true),
            Column(change + " %", isNumber: true),
        ]
        guard let portfolio = report.portfolio else {
            return ReportTable(title: words("All sites", "全部站点"), columns: columns, rows: [])
        }
        let rows = lines.map { line -> Row in
            let present = line.cell(portfolio.present)
            let cells = [(3, portfolio.before), (6, portfolio.yearBefore)].flatMap {
                column, comparison -> [Cell] in
                let before = comparison.figures.map(line.cell) ?? absent(comparison.reason)
                return [before] + changes(present, before, column: column)
            }
            return Row([.text(line.name), .text(line.unit), present] + cells)
        }
        return ReportTable(
            title: words("All sites", "全部站点"),
            note: words(
                "Changes of sums over unlike sets of sites are left empty; the comparison with causes "
                    + "holds only sites that have the figure in both periods. Changes of shares are in percentage points.",
                "两期站点范围不同的合计不计算变化；按原因对比仅含两期均有数据的站点。占比的变化以百分点计。"),
            columns: columns, rows: rows)
    }

    /// The difference to an earlier value in absolute terms and as a share; only where both speak of all sites.
    private func changes(_ present: Cell, _ before: Cell, column: Int) -> [Cell] {
        guard case .amount(let now) = present, case .amount(let then) = before,
            now.behind == nil, then.behind == nil
        else {
            let reason = BilingualText("not known in both periods", zh: "两期不均有数据")
            return [absent(reason), absent(reason)]
        }
        let difference = Self.difference(now.value, then.value)
        // The change of a share is told in points; a share of a share would only confuse.
        guard !now.isShare else {
            let points = ReportTable.Amount.hundredfold(difference)
            return [
                .amount(
                    ReportTable.Amount(
                        points, places: now.places, suffix: pointsSuffix,
                        relation: .points(2, column))), .text(""),
            ]
        }
        let whole: Cell = .amount(
            ReportTable.Amount(
                difference, places: now.places, relation: .difference(2, column)))
        guard let share = Self.quotient(difference, over: then.value) else {
            return [whole, absent(BilingualText("nothing before", zh: "上期为零"))]
        }
        return [
            whole,
            .amount(
                ReportTable.Amount(share, places: 1, isShare: true, relation: .change(2, column))),
        ]
    }

    /// What stands behind a change of a share: percentage points.
    private var pointsSuffix: String { language == .english ? " pp" : " 百分点" }

    /// The first less the second; both have at most 12 places.
    static func difference(_ one: DecimalText, _ other: DecimalText) -> DecimalText {
        let scale = max(one.scale, other.scale)
        return DecimalText(
            significand: one.significand * Rounding.powerOfTen(scale - one.scale)
                - other.significand * Rounding.powerOfTen(scale - other.scale), scale: scale)
    }

    /// The first over the second with nine places, half to even; nil when that is not positive.
    static func quotient(_ one: DecimalText, over other: DecimalText) -> DecimalText? {
        guard other.significand > 0,
            let text = ExactRational(one).divided(by: ExactRational(other))?.text(places: 9)
        else { return nil }
        return DecimalText(text)
    }
}
