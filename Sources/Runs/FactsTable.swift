import EnergyLedger
import Grading
import MeterFiles
import Provenance
import Quantities

/// `facts.csv`: what no meter measures, with its evidence.
enum FactsTable {
    static let columns = [
        "site_id", "fact", "value", "unit", "valid_from", "valid_to", "evidence", "assurance",
    ]

    static func read(
        path: String, name: String, sites: [Site], findings: inout [Finding]
    ) throws -> (facts: [Fact], table: Table) {
        let table = try Table(
            path: path, name: name, known: columns,
            mandatory: ["site_id", "fact", "value", "evidence", "assurance"])
        findings += table.findings
        let known = Set(sites.map(\.id))
        var facts: [Fact] = []
        var earlier: [String: [(fact: Fact, line: Int)]] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            if let fact = fact(&reader, sites: known) {
                let key = fact.siteID + "\u{1F}" + fact.name.rawValue
                if let other = earlier[key]?.first(where: { overlaps($0.fact, fact) }) {
                    reader.add(.duplicateKey, "fact", ["first": String(other.line)])
                }
                earlier[key, default: []].append((fact, row.line))
                facts.append(fact)
            }
            findings += reader.findings
        }
        return (facts, table)
    }

    private static func fact(_ row: inout TableRow, sites: Set<String>) -> Fact? {
        let from = row.date("valid_from")
        let until = row.date("valid_to")
        let assurance = row.word("assurance", of: Assurance.self)
        if let id = row.text("site_id"), !sites.contains(id) {
            row.add(
                .danglingReference, "site_id", [:],
                ["expected": BilingualText("a site_id of sites.csv", zh: "sites.csv 中的 site_id")])
            return nil
        }
        if let from, let until, until <= from {
            row.add(
                .valueMalformed, "valid_to", ["example": "2027-01-01"],
                ["expected": BilingualText("a date after valid_from", zh: "晚于 valid_from 的日期")])
            return nil
        }
        guard let name = name(&row), let number = number(&row, of: name),
            let site = row.text("site_id"), let text = row.text("value"),
            let evidence = row.text("evidence"), let assurance
        else { return nil }
        return Fact(
            siteID: site, name: name, text: text, number: number, from: from, until: until,
            evidence: evidence, assurance: assurance)
    }

    private static func name(_ row: inout TableRow) -> FactName? {
        guard let text = row.text("fact") else { return nil }
        if let name = FactName(rawValue: text) { return name }
        row.add(
            .unknownValue, "fact",
            ["expected": FactName.known.joined(separator: ", ") + ", x_..."])
        return nil
    }

    /// The value in the form and the unit of its fact.
    private static func number(_ row: inout TableRow, of name: FactName) -> DecimalText? {
        guard let text = row.text("value") else { return nil }
        if let unit = row.text("unit"), unit != name.unit {
            row.add(.unknownValue, "unit", ["expected": name.unit])
            return nil
        }
        if let number = Fact.number(text, of: name) { return number }
        switch name.form {
        case .flag: row.add(.unknownValue, "value", ["expected": "true, false"])
        case .word(let words):
            row.add(.unknownValue, "value", ["expected": words.joined(separator: ", ")])
        case .date:
            row.add(
                .valueMalformed, "value", ["example": "2014-06"],
                [
                    "expected": BilingualText(
                        "a day, a month or a year from \(Fact.earliestYear) on",
                        zh: "\(Fact.earliestYear) 年起的日期、月份或年份")
                ])
        case .number:
            row.add(
                .valueMalformed, "value", ["example": "1.25"],
                ["expected": BilingualText("a decimal that is not negative", zh: "非负小数")])
        }
        return nil
    }

    private static func overlaps(_ left: Fact, _ right: Fact) -> Bool {
        let startsLate = right.until.flatMap { end in left.from.map { $0 >= end } } ?? false
        let endsEarly = left.until.flatMap { end in right.from.map { $0 >= end } } ?? false
        return !startsLate && !endsEarly
    }
}
