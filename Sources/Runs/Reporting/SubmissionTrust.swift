public import Credentials
import MeterFiles
import Provenance
public import Quantities
import Reporting

/// Whom a parent believes (报送信任名单): a list of units with the key that speaks for each, or a bare list of keys.
public enum SubmissionTrust: Sendable {
    /// `units.csv`: which key speaks for which unit, and when.
    case units([Unit])
    /// Public keys that do not say for whom they speak.
    case keys(KeyRing)

    /// A line of `units.csv`.
    public struct Unit: Sendable {
        /// The unit, as its submissions name it.
        let name: BilingualText
        /// The key.
        let key: PublicKey
        /// The first day it may sign; nil for any.
        let from: CivilDate?
        /// The first day it may no longer sign; nil for none.
        let until: CivilDate?

        func holds(on date: CivilDate) -> Bool {
            (from.map { $0 <= date } ?? true) && (until.map { date < $0 } ?? true)
        }
    }

    /// Whether it says which key speaks for which unit.
    var namesUnits: Bool { if case .units = self { true } else { false } }

    /// Tells that a key may sign on a day, for whomever.
    public func knows(_ key: PublicKey, on day: CivilDate) -> Bool {
        switch self {
        case .units(let units): units.contains { $0.key == key && $0.holds(on: day) }
        case .keys(let ring): ring.entry(of: key)?.holds(on: day) ?? false
        }
    }

    /// For whom a key speaks on a day, where that is not a given unit; nil where it is, or where nothing is said.
    func units(
        of key: PublicKey, on day: CivilDate, besides unit: BilingualText
    ) -> BilingualText? {
        guard case .units(let units) = self else { return nil }
        let known = units.filter { $0.key == key && $0.holds(on: day) }.map(\.name)
        guard !known.contains(unit) else { return nil }
        return BilingualText(
            known.map(\.english).joined(separator: ", "),
            zh: known.map(\.chinese).joined(separator: "、"))
    }
}

extension SubmissionTrust {
    private static let columns = ["unit", "unit_zh", "key", "valid_from", "valid_to", "evidence"]
    private static let mandatory = ["unit", "key"]

    /// Reads a `units.csv`.
    ///
    /// - Throws: `Refusal` with every place that is wrong.
    public static func read(unitsAt path: String) throws -> SubmissionTrust {
        try read {
            try Table(path: path, name: path.lastPart, known: columns, mandatory: mandatory)
        }
    }

    /// Reads the bytes of a `units.csv`.
    ///
    /// - Parameter name: How findings call it.
    /// - Throws: `Refusal` with every place that is wrong.
    public static func read(unitsIn bytes: [UInt8], named name: String) throws -> SubmissionTrust {
        try read { try Table(bytes: bytes, name: name, known: columns, mandatory: mandatory) }
    }

    private static func read(_ open: () throws -> Table) throws -> SubmissionTrust {
        let table: Table
        do {
            table = try open()
        } catch let refusal as FileRefusal {
            throw Refusal([refusal.finding])
        }
        var findings = table.findings
        var units: [Unit] = []
        var lines: [String: Int] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            if let unit = unit(&reader) {
                let key = unit.name.english + "\u{1F}" + unit.key.identifier
                if let first = lines[key] {
                    reader.add(.duplicateKey, "key", ["first": String(first)])
                }
                lines[key] = row.line
                units.append(unit)
            }
            findings += reader.findings
        }
        guard findings.isEmpty else { throw Refusal(findings) }
        return .units(units)
    }

    private static func unit(_ row: inout TableRow) -> Unit? {
        let (from, until) = (row.date("valid_from"), row.date("valid_to"))
        guard let name = row.text("unit"), let text = row.text("key") else { return nil }
        guard let key = PublicKey(identifier: text) else {
            row.add(
                .valueMalformed, "key", ["example": "did:key:z6Mk..."],
                ["expected": BilingualText("a public key", zh: "公钥")])
            return nil
        }
        if let from, let until, until <= from {
            row.add(
                .valueMalformed, "valid_to", ["example": "2027-01-01"],
                ["expected": BilingualText("a date after valid_from", zh: "晚于 valid_from 的日期")])
        }
        return Unit(
            name: BilingualText(name, zh: row.text("unit_zh") ?? name), key: key, from: from,
            until: until)
    }
}
