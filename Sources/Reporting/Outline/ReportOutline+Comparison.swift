import Charts
import Provenance
import Quantities

extension ReportOutline {
    /// Against both earlier periods, by cause; then what was restated.
    var comparison: ReportSection {
        var blocks: [ReportSection.Block] = []
        for (label, comparison) in comparisons {
            guard let portfolio = report.portfolio, let side = comparison(portfolio) else {
                continue
            }
            if side.differences.isEmpty {
                let reason = side.reason.map(text) ?? words("no site has it", "无站点具备")
                blocks.append(
                    .paragraph(words("No comparison with \(label): ", "无法与 \(label) 对比：") + reason))
                continue
            }
            blocks += side.differences.filter { $0.scope != .scope3 }.map {
                .chart(waterfall($0, label))
            }
        }
        blocks += comparisons.map { .table(differenceTable($0.label, $0.of)) }
        if let table = restatementTable { blocks.append(.table(table)) }
        return ReportSection(
            id: "comparison", title: words("Comparison by cause", "按原因对比"),
            tab: tab("Comparison", "对比"), isWide: true, blocks: blocks)
    }

    private var comparisons: [(label: String, of: (ReportGroup) -> ReportComparison?)] {
        [
            (report.periodBefore.label, { $0.before }),
            (report.periodYearBefore.label, { $0.yearBefore }),
        ]
    }

    private func waterfall(_ difference: ReportDifference, _ label: String) -> any Chart {
        func tonnes(_ mass: EmissionMass) -> DecimalText {
            DecimalText(significand: Int128(mass.milligrams), scale: 9)
        }
        let steps: [Waterfall.Step] =
            [.level(label, tonnes(difference.reported))]
            + difference.causes.map { .change(text($0.label), tonnes($0.mass)) }
            + [.level(report.period.label, tonnes(difference.present))]
        return Waterfall(
            title: "\(text(difference.scope.label)): \(label) → \(report.period.label)",
            steps: steps, measure: Measure("t", places: places), words: chartWords)
    }

    /// All groups, then sites; the page shows the groups and the workbook all.
    private func differenceTable(
        _ label: String, _ side: (ReportGroup) -> ReportComparison?
    ) -> ReportTable {
        let groups = report.groups.filter { $0.kind != .site }
        let sites = report.groups(.site)
        var rows: [Row] = []
        var shown = 0
        for group in groups + sites {
            rows += (side(group)?.differences ?? []).map { row(group, $0) }
            // One site alone is its portfolio; a few are worth reading, hundreds are not.
            if group.kind != .site || sites.count <= 12 { shown = rows.count }
        }
        return ReportTable(
            title: words(
                "\(report.period.label) against \(label)", "\(report.period.label) 对比 \(label)"),
            tab: tab("Against \(label)", "对比 \(label)"),
            note: words(
                "Causes add up to the change, to the milligram. Only sites that have the figure in both "
                    + "periods enter; the others are counted as lacking it.",
                "各原因之和等于变化量，精确到毫克。仅计入两期均有数据的站点，其余计入缺失数。"),
            columns: [
                Column(words("Kind", "类别")), Column(words("Group or site", "分组或站点")),
                Column(words("Figure", "指标")), Column(label, unit: "t", isNumber: true),
                Column(words("activity", "活动水平"), unit: "t", isNumber: true),
                Column(words("factor", "排放因子"), unit: "t", isNumber: true),
                Column(words("green power", "绿色电力"), unit: "t", isNumber: true),
                Column(words("restatement", "重述"), unit: "t", isNumber: true),
                Column(report.period.label, unit: "t", isNumber: true),
                Column(words("change", "变化"), unit: "t", isNumber: true),
                Column(words("change", "变化"), isNumber: true),
                Column(words("sites", "站点数"), isNumber: true),
                Column(words("lacking", "缺失"), isNumber: true),
            ], rows: rows, shownRows: shown)
    }

    private func row(_ group: ReportGroup, _ difference: ReportDifference) -> Row {
        let reported = cell(difference.reported)
        let share: Cell
        if let before = Self.value(reported), let whole = Self.value(cell(difference.whole)),
            let quotient = Self.quotient(whole, over: before)
        {
            share = .amount(
                ReportTable.Amount(quotient, places: 1, isShare: true, relation: .ratio(9, 3)))
        } else {
            share = absent(BilingualText("nothing before", zh: "上期为零"))
        }
        let label = group.kind == .site ? "\(ShownText.of(group.id)) \(name(group))" : name(group)
        return Row(
            [
                .text(text(group.kind.label)), .text(label), .text(text(difference.scope.label)),
                reported, cell(difference.activity), cell(difference.factor),
                cell(difference.greenPower), cell(difference.restatement),
                cell(difference.present, .sum([3, 4, 5, 6, 7])),
                cell(difference.whole, .difference(8, 3)), share, count(difference.sites),
                count(difference.missing),
            ])
    }

    private var restatementTable: ReportTable? {
        guard !report.restatements.isEmpty else { return nil }
        return ReportTable(
            title: words("Restated figures", "重述的数据"), tab: tab("Restated", "重述"),
            note: words(
                "A released figure stands as it was; this is what it would be today, and why.",
                "已发布的数据保持不变；此处列出按现有数据应为多少及原因。"),
            columns: [
                Column(words("Period", "统计期")), Column(words("Version", "版本"), isNumber: true),
                Column(words("Site", "站点编号")), Column(words("Figure", "指标")),
                Column(words("released", "已发布"), unit: "t", isNumber: true),
                Column(words("readings", "读数"), unit: "t", isNumber: true),
                Column(words("factor", "排放因子"), unit: "t", isNumber: true),
                Column(words("green power", "绿色电力"), unit: "t", isNumber: true),
                Column(words("rule", "规则"), unit: "t", isNumber: true),
                Column(words("today", "现值"), unit: "t", isNumber: true),
                Column(words("change", "变化"), unit: "t", isNumber: true),
            ],
            rows: report.restatements.map { one in
                let isWhole = one.whole != nil
                return Row(
                    [
                        .text(one.period), count(one.version), .text(ShownText.of(one.siteID)),
                        .text(text(one.scope.label)), cell(one.released),
                    ] + one.causes.map { cell($0) } + [
                        cell(one.present, isWhole ? .sum([4, 5, 6, 7, 8]) : nil),
                        cell(one.whole, isWhole ? .difference(9, 4) : nil),
                    ])
            })
    }
}
