import EnergyLedger
import Metering
public import Provenance
import Quantities
public import Reporting

extension ReportQuality {
    /// The findings of a run by kind and the statement over all its files.
    init(_ run: Run) {
        let statements = run.statements.map(\.statement)
        func energy(_ part: (Int) -> Int64) -> Energy {
            Energy(joules: statements.indices.reduce(0) { $0 + part($1) })
        }
        func rows(_ part: (Int) -> Int64) -> Int {
            Int(statements.indices.reduce(0) { $0 + part($1) })
        }
        self.init(
            kinds: Self.kinds(of: run.findings),
            statement: Statement(
                files: statements.count, rows: rows { statements[$0].rows },
                rowsAccepted: rows { statements[$0].rowsAccepted },
                rowsRejected: rows { statements[$0].rowsRejected },
                energyIn: energy { statements[$0].energyIn },
                booked: energy { statements[$0].booked },
                duplicate: energy { statements[$0].duplicate },
                superseded: energy { statements[$0].superseded },
                rejected: energy { statements[$0].rejected },
                estimated: energy { statements[$0].estimated }))
    }

    /// Findings by kind, the heaviest first, then by name.
    public static func kinds(of findings: [Finding]) -> [Kind] {
        var order: [FindingCode] = []
        var byCode: [FindingCode: [Finding]] = [:]
        for finding in findings {
            if byCode[finding.code] == nil { order.append(finding.code) }
            byCode[finding.code, default: []].append(finding)
        }
        let kinds = order.compactMap { code -> Kind? in
            let all = byCode[code] ?? []
            let severity = all.map(\.severity).max() ?? .note
            guard let first = all.first(where: { $0.severity == severity }) else { return nil }
            return Kind(
                code: code.rawValue, severity: severity, count: all.reduce(0) { $0 + $1.count },
                sites: Set(all.compactMap(\.siteID)).sorted(),
                example: BilingualText(
                    first.message(in: .english), zh: first.message(in: .chinese)),
                remedy: BilingualText(first.remedy(in: .english), zh: first.remedy(in: .chinese)))
        }
        return kinds.sorted {
            $0.severity == $1.severity ? $0.code < $1.code : $0.severity > $1.severity
        }
    }
}
