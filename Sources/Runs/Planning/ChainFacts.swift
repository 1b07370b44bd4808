import EnergyLedger
import MeterFiles
import Provenance
import Quantities
import Retrofit

/// The facts of `facts.csv` that tell of a site's power chain; other facts are passed over.
enum ChainFacts {
    static let columns = [
        "site_id", "fact", "value", "unit", "valid_from", "valid_to", "evidence", "assurance",
    ]

    /// What each site states for a period; a fact holds when it is valid on the period's last day.
    ///
    /// - Throws: `Refusal` when a fact of the chain is no share or parts exceed their whole.
    static func read(_ portfolio: Portfolio, for period: Period) throws -> [String: StatedChain] {
        let path = portfolio.folder + "/facts.csv"
        guard Files.exists(path) else { return [:] }
        let table: Table
        do {
            table = try Table(
                path: path, name: "facts.csv", known: columns,
                mandatory: ["site_id", "fact", "value"])
        } catch let refusal as FileRefusal {
            throw Refusal([refusal.finding])
        }
        var findings = table.findings
        var shares: [String: [StatedChain.Fact: Share]] = [:]
        var lines: [String: Int] = [:]
        for row in table.rows {
            guard let fact = row["fact"].flatMap(StatedChain.Fact.init(rawValue:)),
                let site = row["site_id"]
            else { continue }
            var reader = TableRow(row, of: table)
            let (from, to) = (reader.date("valid_from"), reader.date("valid_to"))
            let isValid =
                from.map { $0 < period.end } ?? true && to.map { $0 >= period.end } ?? true
            if let share = row["value"].flatMap({ DecimalText($0) }).flatMap(Share.init(_:)) {
                if isValid { shares[site, default: [:]][fact] = share }
            } else {
                reader.add(
                    .valueMalformed, "value", ["example": "0.6"],
                    ["expected": BilingualText("a share from 0 to 1", zh: "0 到 1 的份额")])
            }
            lines[site] = lines[site] ?? row.line
            findings += reader.findings
        }
        var stated: [String: StatedChain] = [:]
        for (site, facts) in shares {
            stated[site] = StatedChain(facts)
            if stated[site] == nil {
                findings.append(
                    Finding(
                        .valueMalformed, file: "facts.csv", line: lines[site], column: "value",
                        value: site, arguments: ["example": "0.6"],
                        phrases: [
                            "expected": BilingualText(
                                "parts that sum to at most 1", zh: "合计不超过 1 的份额")
                        ]))
            }
        }
        guard findings.isEmpty else { throw Refusal(findings.sorted(by: Finding.byPlace)) }
        return stated
    }
}
