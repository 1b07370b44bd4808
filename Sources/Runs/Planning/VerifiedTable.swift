import EnergyLedger
import Foundation
import MeterFiles
import Provenance
import Quantities
import Reporting
import Retrofit

/// `verified.csv`: savings that were proven at a site, one line a measure and site (已核证节能率). A plan takes
/// them as the site's own, before what `measures.csv` states.
struct VerifiedTable: Sendable {
    static let columns = [
        "measure", "site_id", "saving_low", "saving_high", "baseline", "reporting", "saved_kwh",
        "fractional_uncertainty", "method",
    ]
    static let name = "verified.csv"

    /// A line that gives a share.
    struct Line: Sendable {
        let measureID: String
        let siteID: String
        let low: DecimalText
        let high: DecimalText
        let reporting: String
        /// Its line in the table.
        let line: Int
    }

    private(set) var lines: [Line] = []
    /// All lines as written.
    private var rows: [[String]] = []
    /// The SHA-256 of the table; nil where there is none.
    private(set) var digest: Digest?

    /// Reads the table; a missing one says nothing.
    init(folder: String, siteIDs: [String], findings: inout [Finding]) throws {
        let path = folder + "/" + Self.name
        guard Files.exists(path) else { return }
        let table = try Table(
            path: path, name: Self.name, known: Self.columns, mandatory: ["measure", "site_id"])
        digest = table.digest
        findings += table.findings
        let known = Set(siteIDs)
        var seen: [String: Int] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            rows.append(Self.columns.map { row[$0] ?? "" })
            if let id = row["site_id"], !known.contains(id) {
                reader.add(
                    .danglingReference, "site_id",
                    ["expected": siteIDs.prefix(20).joined(separator: ", ")])
            }
            let key = "\(row["measure"] ?? "")\t\(row["site_id"] ?? "")"
            if let first = seen[key] {
                reader.add(.duplicateKey, "measure", ["first": String(first)])
            }
            seen[key] = seen[key] ?? row.line
            let (low, high) = (reader.decimal("saving_low"), reader.decimal("saving_high"))
            // A saving is a share of its end use: above none of it, not above all of it.
            for (column, value) in [("saving_low", low), ("saving_high", high)] {
                if let value, value > .one {
                    reader.add(
                        .valueMalformed, column, ["example": "0.12"],
                        ["expected": BilingualText("a share up to 1", zh: "不超过 1 的份额")])
                }
            }
            if let low, let high, high < low {
                reader.add(
                    .valueMalformed, "saving_high", ["example": "\(low)"],
                    ["expected": BilingualText("not below saving_low", zh: "不小于 saving_low")])
            }
            findings += reader.findings
            guard let low, let high, let measure = row["measure"], let site = row["site_id"] else {
                continue
            }
            lines.append(
                Line(
                    measureID: measure, siteID: site, low: low, high: high,
                    reporting: row["reporting"] ?? "", line: row.line))
        }
    }

    /// Writes a saving in the place of an earlier one of the same measure and site.
    static func write(_ saving: VerifiedSaving, into portfolio: Portfolio) throws {
        var findings: [Finding] = []
        let table = try VerifiedTable(
            folder: portfolio.folder, siteIDs: portfolio.sites.map(\.id), findings: &findings)
        guard findings.isEmpty else { throw Refusal(findings) }
        var text = CSVText.typedRow(columns)
        for row in table.rows where row[0] != saving.measure.id || row[1] != saving.siteID {
            text += CSVText.typedRow(row)
        }
        text += CSVText.typedRow(saving.cells)
        do {
            try Data(text.utf8).write(
                to: URL(filePath: portfolio.folder + "/" + name), options: .atomic)
        } catch {
            throw RunFailure("\(name) cannot be written", zh: "无法写入 \(name)")
        }
    }

    /// Refuses lines that a plan could not take: of a measure that nobody describes, of one whose saving is no share
    /// of its end use, or with a range that does not fit.
    func check(against measures: [Measure]) throws {
        let known = Dictionary(measures.map { ($0.id, $0) }) { one, _ in one }
        let findings = lines.compactMap { Self.finding($0, known[$0.measureID]) }
        guard findings.isEmpty else { throw Refusal(findings) }
    }

    private static func finding(_ line: Line, _ measure: Measure?) -> Finding? {
        guard let measure else {
            return Finding(
                .danglingReference, file: name, line: line.line, column: "measure",
                value: line.measureID, arguments: ["expected": "`carbongrade measures list`"])
        }
        func malformed(
            _ column: String, _ value: String, _ example: String, _ expected: BilingualText
        ) -> Finding {
            Finding(
                .valueMalformed, file: name, line: line.line, column: column, value: value,
                arguments: ["example": example], phrases: ["expected": expected])
        }
        guard measure.effect == .share else {
            return malformed(
                "measure", line.measureID, "air-side-economizer",
                BilingualText(
                    "a measure whose saving is a share of its end use",
                    zh: "节能量以用能环节占比表示的措施"))
        }
        return MeasureTable.rangeProblem(measure.effect, measure.endUse, line.low, line.high).map {
            let isLow = $0.column == "low"
            return malformed(
                isLow ? "saving_low" : "saving_high", "\(isLow ? line.low : line.high)", "0.2",
                BilingualText($0.english, zh: $0.chinese))
        }
    }

    /// The terms of `measures.csv` with what was proven in the place of what was stated.
    func over(_ terms: [MeasureTerms]) -> [MeasureTerms] {
        struct Place: Hashable {
            let measure: String
            let site: String?
        }
        var terms = terms
        // The first line of each measure and site counts, here as in the plan.
        var places = Dictionary(
            terms.enumerated().map { (Place(measure: $1.measureID, site: $1.siteID), $0) }
        ) { first, _ in first }
        for line in lines {
            let place = Place(measure: line.measureID, site: line.siteID)
            let own = places[place]
            let base =
                (own ?? places[Place(measure: line.measureID, site: nil)]).map { terms[$0] }
            let verified = MeasureTerms(
                measureID: line.measureID, siteID: line.siteID, capex: base?.capex,
                basis: base?.basis ?? .site, annualCost: base?.annualCost,
                annualWater: base?.annualWater,
                lifeYears: base?.lifeYears, low: line.low, high: line.high,
                quantity: base?.quantity, isProven: true, needsPlant: base?.needsPlant,
                replaces: base?.replaces,
                minimumAgeYears: base?.minimumAgeYears, requiredBy: base?.requiredBy,
                status: base?.status ?? .available,
                evidence: "\(Self.name): \(line.reporting)", line: base?.line ?? 0)
            if let own {
                terms[own] = verified
            } else {
                places[place] = terms.count
                terms.append(verified)
            }
        }
        return terms
    }
}
