import Charts
import Provenance
import Quantities

extension ReportOutline {
    /// Where the energy of all files went, and what was found.
    var quality: ReportSection {
        var blocks: [ReportSection.Block] = []
        if let statement = report.quality.statement {
            blocks.append(.table(statementTable(statement)))
        } else {
            blocks.append(
                .paragraph(
                    words(
                        "Rolled up from submissions: the statements of energy are the units' own.",
                        "由下级报送汇总：电量平衡表见各单位报送。")))
        }
        blocks.append(.table(findingTable))
        if !report.submissions.isEmpty { blocks.append(.table(submissionTable)) }
        return ReportSection(
            id: "quality", title: words("Data quality", "数据质量"),
            tab: tab("Data quality", "数据质量"), isWide: true, blocks: blocks)
    }

    private func statementTable(_ one: ReportQuality.Statement) -> ReportTable {
        ReportTable(
            title: words("Statement of energy", "电量平衡表"),
            tab: tab("Statement of energy", "电量平衡表"),
            note: words(
                "Energy in = booked + duplicate + superseded + rejected; estimates come on top.",
                "读入 = 入账 + 重复 + 被取代 + 拒收；估算另计。"),
            columns: [
                Column(words("Files", "文件"), isNumber: true),
                Column(words("Rows", "行"), isNumber: true),
                Column(words("taken", "采纳"), isNumber: true),
                Column(words("rejected", "拒收"), isNumber: true),
                Column(words("Energy in", "读入电量"), unit: "MWh", isNumber: true),
                Column(words("booked", "入账"), unit: "MWh", isNumber: true),
                Column(words("duplicate", "重复"), unit: "MWh", isNumber: true),
                Column(words("superseded", "被取代"), unit: "MWh", isNumber: true),
                Column(words("rejected", "拒收"), unit: "MWh", isNumber: true),
                Column(words("balance", "差额"), unit: "MWh", isNumber: true),
                Column(words("estimated", "估算"), unit: "MWh", isNumber: true),
            ],
            rows: [
                Row([
                    count(one.files), count(one.rows), count(one.rowsAccepted),
                    count(one.rowsRejected), cell(one.energyIn), cell(one.booked),
                    cell(one.duplicate), cell(one.superseded), cell(one.rejected),
                    cell(one.balance, .balance(4, [5, 6, 7, 8])), cell(one.estimated),
                ])
            ])
    }

    private var findingTable: ReportTable {
        ReportTable(
            title: words("Findings", "发现的问题"),
            tab: tab("Findings", "发现的问题"),
            columns: [
                Column(words("Code", "代码")), Column(words("Weight", "严重程度")),
                Column(words("Count", "次数"), isNumber: true), Column(words("Sites", "站点")),
                Column(words("The first one", "首例")), Column(words("What to do", "处理方法")),
            ],
            rows: report.quality.kinds.map { kind in
                let sites = kind.sites.prefix(6).map(ShownText.of).joined(separator: ", ")
                let more = kind.sites.count > 6 ? " … (\(kind.sites.count))" : ""
                return Row([
                    .text(kind.code),
                    .text(FindingDocument.severityName(kind.severity, language)),
                    count(kind.count), .text(sites + more), .text(text(kind.example)),
                    .text(text(kind.remedy)),
                ])
            })
    }

    private var submissionTable: ReportTable {
        ReportTable(
            title: words("Submissions", "下级报送"),
            tab: tab("Submissions", "下级报送"),
            columns: [
                Column(words("Unit", "单位")), Column(words("Sites", "站点数"), isNumber: true),
                Column(words("Key", "密钥")), Column("SHA-256"),
            ],
            rows: report.submissions.map { one in
                Row([
                    .text(text(one.organisation)), count(one.sites), .text(ShownText.of(one.key)),
                    .text(one.digest.hexadecimal),
                ])
            })
    }
}
