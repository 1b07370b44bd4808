import Charts
import Provenance
import Quantities

extension ReportOutline {
    /// The statistical returns, one part each.
    var returns: [ReportSection] {
        report.returns.map { one in
            let blocks: [ReportSection.Block] =
                [
                    .paragraph(
                        words("Source: ", "依据：") + ShownText.of(one.source) + " ["
                            + one.confidence.rawValue + "]")
                ] + one.remarks.map { .paragraph(text($0)) } + [.table(returnTable(one))]
            return ReportSection(
                id: "return-" + one.id, title: text(one.title), tab: one.id, isWide: true,
                blocks: blocks)
        }
    }

    private func returnTable(_ one: ReportReturn) -> ReportTable {
        let hasSubjects = one.rows.contains { !$0.subject.isEmpty }
        var columns = [
            Column(words("Site", "站点编号")), Column(words("No.", "序号")),
            Column(words("Indicator", "指标名称")), Column(words("Unit", "计量单位")),
            Column(words("This year", "本年") + " " + one.presentLabel, isNumber: true),
        ]
        if let before = one.beforeLabel {
            columns += [
                Column(words("Last year", "上年") + " " + before, isNumber: true),
                Column(words("change", "增减"), isNumber: true),
                Column(words("change", "增减") + " %", isNumber: true),
            ]
        }
        columns.append(Column(words("Remark, or why it is empty", "备注或缺失原因")))
        let rows = one.rows.map { row -> Row in
            var cells: [Cell] = [
                .text(ShownText.of(row.subject)), .text(row.code), .text(text(row.title)),
                .text(row.unit), printed(row.present, row.reason),
            ]
            if one.beforeLabel != nil {
                cells += [
                    printed(row.before, nil), printed(row.change, nil, .difference(4, 5)),
                    printed(row.changePercent, nil),
                ]
            }
            let remark = [row.present == nil ? row.reason : nil, row.note].compactMap { $0 }
            cells.append(.text(remark.map(text).joined(separator: "; ")))
            return Row(hasSubjects ? cells : shifted(cells))
        }
        return ReportTable(
            title: text(one.title), columns: hasSubjects ? columns : Array(columns.dropFirst()),
            rows: rows)
    }

    /// The cells without the first one, their relations one column further left.
    private func shifted(_ cells: [Cell]) -> [Cell] {
        cells.dropFirst().map { cell in
            guard case .amount(let amount) = cell,
                case .difference(let one, let other)? = amount.relation
            else { return cell }
            return .amount(
                ReportTable.Amount(
                    amount.value, places: amount.places,
                    relation: .difference(one - 1, other - 1)))
        }
    }

    /// A value as the return prints it; a value of a return may be words.
    private func printed(
        _ value: String?, _ reason: BilingualText?, _ relation: Relation? = nil
    ) -> Cell {
        guard let value else { return absent(reason) }
        guard let decimal = DecimalText(value) else { return .text(ShownText.of(value)) }
        return .amount(
            ReportTable.Amount(decimal, places: min(decimal.scale, 9), relation: relation))
    }

    /// The rules by which the figures were made.
    var methods: ReportSection {
        let table = ReportTable(
            title: words("Methods", "方法"),
            columns: [
                Column(words("Topic", "主题")), Column(words("What was done", "做法")),
                Column(words("Document", "依据文件")),
            ],
            rows: report.methods.map {
                Row([.text(text($0.topic)), .text(text($0.text)), .text(ShownText.of($0.source))])
            })
        let exactness = words(
            "Figures are exact in the JSON document and the CSV tables: whole joules, milligrams and "
                + "millilitres, rounded once for print. Cells of the workbook are binary floating point of "
                + "about 15 digits, as spreadsheets have; where a formula stands, its stored value is the "
                + "exact one.",
            "JSON 与 CSV 中的数据为精确值：以整焦耳、毫克、毫升计，仅在输出时舍入一次。工作簿单元格为约 15 位的二进制浮点数；含公式的单元格所存数值为精确值。")
        return ReportSection(
            id: "methods", title: words("Methods", "方法"), tab: tab("Methods", "方法"),
            blocks: [.table(table), .paragraph(exactness)])
    }

    /// Factors, rulebooks, inputs.
    var sources: ReportSection {
        ReportSection(
            id: "sources", title: words("Sources", "来源"), tab: tab("Sources", "来源"), isWide: true,
            blocks: [.table(factorTable), .table(rulebookTable), .table(inputTable)])
    }

    private var factorTable: ReportTable {
        ReportTable(
            title: words("Emission factors", "排放因子") + " " + report.sources.factorRelease,
            tab: tab("Factors", "排放因子"),
            columns: [
                Column(words("Factor", "因子")), Column(words("Value", "数值"), isNumber: true),
                Column(words("Unit", "单位")), Column(words("Gases", "气体")),
                Column(words("Year", "数据年")), Column(words("For", "用于")),
                Column(words("Document", "文件")), Column(words("Confidence", "可信度")),
                Column(words("Step down", "退级"), isDetail: true),
                Column(words("Found at", "出处"), isDetail: true),
            ],
            rows: report.sources.factors.map { one in
                let document = one.publication.map { text($0.title) }
                let place = ShownText.of(one.place)
                return Row([
                    .text(ShownText.of(one.id)), .text(ShownText.of(one.value)), .text(one.unit),
                    .text(one.gases), .text(one.dataYear.map(String.init) ?? "–"),
                    .text(one.scopes.map { text($0.label) }.joined(separator: ", ")),
                    .text(
                        [document, place].compactMap { $0 }.filter { !$0.isEmpty }.joined(
                            separator: "; ")),
                    .text(one.confidence.rawValue), .text(one.fallback ?? ""),
                    .text(ShownText.of(one.publication?.locator ?? "")),
                ])
            })
    }

    private var rulebookTable: ReportTable {
        ReportTable(
            title: words("Rulebooks", "评级规则"), tab: tab("Rulebooks", "评级规则"),
            columns: [
                Column(words("Rulebook", "规则")), Column(words("Number", "编号")),
                Column(words("Title", "名称")), Column(words("Edition", "版本")),
                Column(words("Issuer", "发布机构")), Column(words("Documents", "文件")),
                Column("SHA-256", isDetail: true),
            ],
            rows: report.sources.rulebooks.map { one in
                let documents = one.documents.map {
                    "\(text($0.title)), \(ShownText.of($0.locator))"
                }
                return Row([
                    .text(one.id), .text(one.number), .text(text(one.title)), .text(one.edition),
                    .text(text(one.issuer)), .text(documents.joined(separator: "; ")),
                    .text(one.digest.hexadecimal),
                ])
            })
    }

    private var inputTable: ReportTable {
        ReportTable(
            title: words("Inputs", "输入文件"), tab: tab("Inputs", "输入文件"),
            columns: [Column(words("File", "文件")), Column("SHA-256")],
            rows: report.sources.inputs.map {
                Row([.text(ShownText.of($0.name)), .text($0.digest.hexadecimal)])
            }, shownRows: 100)
    }
}
