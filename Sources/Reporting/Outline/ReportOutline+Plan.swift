import Charts
import Provenance
import Quantities

extension ReportOutline {
    /// What is planned, and where it stands.
    var plan: ReportSection {
        var blocks: [ReportSection.Block] = []
        let plan = report.plan
        if let reason = plan.reason {
            blocks.append(.paragraph(words("No plan: ", "无方案：") + text(reason)))
        }
        if let chart = savingsChart { blocks.append(.chart(chart)) }
        if !plan.measures.isEmpty { blocks.append(.table(measureTable)) }
        if !plan.progress.isEmpty { blocks.append(.table(progressTable)) }
        if blocks.isEmpty { blocks.append(.paragraph(words("Nothing is planned.", "无入选措施。"))) }
        return ReportSection(
            id: "plan", title: words("Retrofit plan and progress", "改造方案与进展"),
            tab: tab("Plan", "改造方案"), isWide: true, blocks: blocks)
    }

    private var measureTable: ReportTable {
        let plan = report.plan
        let currency = plan.currency
        let rows = plan.measures.map { one in
            Row([
                .text(ShownText.of(one.siteID)), .text(text(one.title)),
                .text(ShownText.of(one.measure)),
                .text(one.isMustDo ? words("must be done", "必须实施") : words("chosen", "入选")),
                money(one.capital), cell(one.saved), cell(one.savedEmission),
                money(one.netPresentValue), .text(one.paybackYears ?? "–"),
                .text(ShownText.of(one.levelEffects.joined(separator: "; "))),
                .text(ShownText.of(one.source)), .text(one.confidence.rawValue),
            ])
        }
        let blank = Cell.text("")
        let total = Row([
            .text(words("Total", "合计")), blank, blank, blank, money(plan.capital, .total),
            cell(plan.saved, .total),
            cell(plan.savedEmission, reason: nil, .total), money(plan.netPresentValue, .total),
            blank,
            blank, blank, blank,
        ])
        return ReportTable(
            title: words("Measures", "措施"), tab: tab("Plan", "改造方案"),
            note: words(
                "Savings of the first year; confidence M and C inform and carry no certificate.",
                "首年节约量；可信度 M、C 仅供参考，不用于出证。"),
            columns: [
                Column(words("Site", "站点编号")), Column(words("Measure", "措施")),
                Column(words("Id", "编号"), isDetail: true), Column(words("Standing", "性质")),
                Column(words("Outlay", "投资"), unit: currency, isNumber: true),
                Column(words("Saved a year", "年节电"), unit: "MWh", isNumber: true),
                Column(words("Carbon a year", "年减排"), unit: "t", isNumber: true),
                Column(words("Net present value", "净现值"), unit: currency, isNumber: true),
                Column(words("Payback", "回收期"), unit: words("years", "年"), isNumber: true),
                Column(words("Levels", "等级变化")),
                Column(words("Source", "来源"), isDetail: true),
                Column(words("Confidence", "可信度"), isDetail: true),
            ], rows: rows, total: total)
    }

    private var progressTable: ReportTable {
        ReportTable(
            title: words("Progress", "进展"), tab: tab("Progress", "改造进展"),
            columns: [
                Column(words("Site", "站点编号")), Column(words("Measure", "措施")),
                Column(words("Status", "状态")), Column(words("Required by", "要求期限")),
                Column(words("Evidence", "证据")),
            ],
            rows: report.plan.progress.map { one in
                Row([
                    .text(one.siteID.map(ShownText.of) ?? words("all", "全部")),
                    .text(ShownText.of(one.measure)), .text(text(one.statusLabel)),
                    .text(one.requiredBy?.description ?? ""),
                    .text(ShownText.of(one.evidence ?? "")),
                ])
            })
    }

    private var savingsChart: (any Chart)? {
        let measures = report.plan.measures
        guard measures.count > 1 else { return nil }
        let largest = measures.enumerated().sorted { one, other in
            (other.element.saved.joules, one.offset) < (one.element.saved.joules, other.offset)
        }.map(\.element)
        return ThresholdBars(
            title: words("Energy saved a year: the 15 largest", "年节电：前 15 项"),
            rows: largest.prefix(15).map { one in
                ThresholdBars.Row(
                    "\(ShownText.of(one.siteID)) · \(text(one.title))", Self.value(cell(one.saved)),
                    tone: one.isMustDo ? .caution : .good)
            }, thresholds: [], measure: Measure("MWh", places: 1), words: chartWords)
    }
}
