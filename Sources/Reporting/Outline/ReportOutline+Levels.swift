import Charts
import Provenance
import Quantities

extension ReportOutline {
    /// Levels by scheme, then by site.
    var levels: ReportSection {
        ReportSection(
            id: "levels", title: words("Levels", "等级"), tab: tab("Levels", "等级"), isWide: true,
            blocks: [
                .paragraph(
                    words(
                        "Levels are given to the twelve months \(report.twelveMonths.label).",
                        "等级按 \(report.twelveMonths.label) 十二个月评定。")),
                .table(schemeTable), .table(gradeTable(isInformative: false)),
                .table(gradeTable(isInformative: true)),
            ])
    }

    /// How many sites have which level by which scheme.
    private var schemeTable: ReportTable {
        var schemes: [String] = []
        var levels: [String: [String: Int]] = [:]
        var titles: [String: BilingualText] = [:]
        for grade in report.grades where !grade.isInformative {
            if levels[grade.scheme] == nil { schemes.append(grade.scheme) }
            levels[grade.scheme, default: [:]][grade.level ?? "", default: 0] += 1
            titles[grade.scheme] = grade.title
        }
        let rows = schemes.map { scheme -> Row in
            let counts = levels[scheme] ?? [:]
            let reached = counts.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }
            let words = reached.map { "\(ShownText.of($0.key)): \($0.value)" }
            let number = reached.reduce(0) { $0 + $1.value }
            return Row([
                .text(scheme), .text(titles[scheme].map(text) ?? ""),
                count(number + (counts[""] ?? 0)), count(number),
                count(counts[""] ?? 0, .difference(2, 3)),
                .text(words.isEmpty ? "–" : words.joined(separator: ", ")),
            ])
        }
        return ReportTable(
            title: words("Schemes", "体系"), tab: tab("Schemes", "体系"),
            columns: [
                Column(words("Scheme", "体系编号")), Column(words("Title", "名称")),
                Column(words("evaluated", "参评"), isNumber: true),
                Column(words("with a level", "有等级"), isNumber: true),
                Column(words("without", "无等级"), isNumber: true),
                Column(words("sites at each level", "各等级站点数")),
            ], rows: rows)
    }

    private func gradeTable(isInformative: Bool) -> ReportTable {
        let grades = report.grades.filter { $0.isInformative == isInformative }
        return ReportTable(
            title: isInformative
                ? words("For information only", "仅供参考") : words("By site", "按站点"),
            tab: isInformative ? tab("Levels, informative", "等级（参考）") : tab("Levels", "等级"),
            note: isInformative
                ? words(
                    "Schemes of other jurisdictions, other points of measurement, or of weak confidence.",
                    "其他辖区、其他测量位置或可信度不足的体系。") : "",
            columns: [
                Column(words("Site", "站点编号")), Column(words("Scheme", "体系编号")),
                Column(words("Edition", "版本"), isDetail: true), Column(words("Level", "等级")),
                Column(words("Criterion", "指标")), Column(words("Value", "数值"), isNumber: true),
                Column(words("Limit", "限值")), Column(words("Points", "得分")),
                Column(words("Next", "下一级")),
                Column(words("What takes it there, or why there is none", "达到下一级所需，或无等级原因")),
                Column(words("At stake", "应缴"), isDetail: true),
                Column(words("Declared", "已声明"), isDetail: true),
                Column(words("Confidence", "可信度"), isDetail: true),
            ],
            rows: grades.map(gradeRow), isDetail: isInformative)
    }

    private func gradeRow(_ grade: ReportGrade) -> Row {
        let mark = grade.level ?? grade.indicativeLevel.map { "(\($0))" } ?? "–"
        let label = grade.levelLabel.map { text($0) } ?? ""
        let level = label.isEmpty || label == mark ? mark : "\(mark) \(label)"
        let points = grade.points.map { points in
            grade.pointsPossible.map { "\(points)/\($0)" } ?? points
        }
        return Row([
            .text(ShownText.of(grade.siteID)), .text(grade.scheme), .text(grade.edition),
            .text(ShownText.of(level)), .text(grade.criterion.map { text($0) } ?? ""),
            value(grade.value, grade.unit),
            .text(grade.limit.map { unit($0, grade.unit) } ?? ""), .text(points ?? ""),
            .text(grade.nextLevel ?? ""),
            .text(
                [grade.level == nil ? grade.reason : nil, grade.gap].compactMap { $0 }.map(text)
                    .joined(separator: "; ")),
            .text(grade.moneyAtStake.map { text($0) } ?? ""),
            .text(ShownText.of(grade.declared ?? "")), .text(grade.confidence?.rawValue ?? ""),
        ])
    }

    private func value(_ ratio: ExactRatio?, _ unit: String) -> Cell {
        guard let ratio, let decimal = DecimalText(ratio.text(places: 9)) else { return .text("") }
        return .amount(ReportTable.Amount(decimal, places: 4))
    }

    private func unit(_ limit: String, _ unit: String) -> String {
        unit.isEmpty || unit == "1" ? limit : "\(limit) \(unit)"
    }

    /// Limits that fall due, the nearest first.
    var obligations: ReportSection? {
        let rows = report.obligations
        guard !rows.isEmpty else { return nil }
        let table = ReportTable(
            title: words("Limits that fall due", "到期限值"),
            columns: [
                Column(words("Due", "到期日")), Column(words("Site", "站点编号")),
                Column(words("Scheme", "体系编号")), Column(words("Criterion", "指标")),
                Column(words("Limit", "限值")), Column(words("Value", "数值"), isNumber: true),
                Column(words("Standing", "现状")), Column(words("Confidence", "可信度")),
            ],
            rows: rows.map { grade, due in
                Row([
                    .text(due.due.description), .text(ShownText.of(grade.siteID)),
                    .text(grade.scheme), .text(due.criterion), .text(unit(due.limit, due.unit)),
                    value(due.value, due.unit), .text(text(due.standing.label)),
                    .text(due.confidence.rawValue),
                ])
            })
        return ReportSection(
            id: "obligations", title: words("Obligations", "到期义务"),
            tab: tab("Obligations", "义务"), blocks: [.table(table)])
    }
}
