import EnergyLedger
import MeterFiles
import Metering
import Provenance
import Quantities

/// `bills.csv`: utility bills, held against the ledger and never booked.
enum BillsTable {
    static let columns = [
        "bill_id", "site_id", "account", "start", "end", "amount", "unit", "tolerance_percent",
        "evidence",
    ]
    /// A bill speaks of at most ten years.
    private static let longestDays: Int64 = 3_660
    /// How far ledger and bill may differ where the bill does not say [%].
    static let defaultTolerance = DecimalText.one

    static func read(
        path: String, name: String, sites: [Site], siteIDs: Set<String>, findings: inout [Finding]
    ) throws -> (bills: [Bill], table: Table) {
        let table = try Table(
            path: path, name: name, known: columns,
            mandatory: ["bill_id", "site_id", "account", "start", "end", "amount", "unit"])
        findings += table.findings
        let known = Set(sites.map(\.id))
        var bills: [Bill] = []
        var lines: [String: Int] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            if let siteID = row["site_id"], !siteIDs.contains(siteID) {
                reader.add(
                    .danglingReference, "site_id",
                    ["expected": siteIDs.sorted().prefix(20).joined(separator: ", ")])
            }
            if let bill = bill(&reader) {
                if let first = lines[bill.id] {
                    reader.add(.duplicateKey, "bill_id", ["first": String(first)])
                }
                lines[bill.id] = lines[bill.id] ?? row.line
                if known.contains(bill.siteID) { bills.append(bill) }
            }
            findings += reader.findings
        }
        return (bills, table)
    }

    private static func bill(_ row: inout TableRow) -> Bill? {
        let billed = Account.ofMeters.filter { $0 != .check && $0 != .fuel }
        let account = row.word("account", of: Account.self, allowed: billed)
        let unit = row.word(
            "unit", of: MeterUnit.self, allowed: MeterUnit.allCases.filter { !$0.isPower })
        let (start, end) = (row.date("start"), row.date("end"))
        let amount = row.decimal("amount", positive: false)
        let tolerance = row.tolerance("tolerance_percent")
        if let start, let end, end <= start || end.dayNumber - start.dayNumber > longestDays {
            row.add(
                .valueMalformed, "end", ["example": "\(start.firstOfMonth(adding: 1))"],
                [
                    "expected": BilingualText(
                        "a date after start, within ten years", zh: "晚于 start 且不超过十年的日期")
                ])
            return nil
        }
        guard let id = row.text("bill_id"), let siteID = row.text("site_id"), let account, let unit,
            let start, let end, let amount
        else { return nil }
        guard account.dimension == unit.dimension else {
            let fitting = MeterUnit.allCases.filter {
                !$0.isPower && $0.dimension == account.dimension
            }
            row.add(
                .unitMismatch, "unit",
                [
                    "expected": account.rawValue,
                    "units": fitting.map(\.rawValue).joined(separator: ", "),
                ])
            return nil
        }
        guard let whole = amount.rounded(times: .one, times: unit.scale),
            (0...Self.greatestAmount).contains(whole)
        else {
            row.add(
                .valueMalformed, "amount", ["example": "120000"],
                ["expected": BilingualText("an amount that is not negative", zh: "非负的数量")])
            return nil
        }
        return Bill(
            id: id, siteID: siteID, account: account, start: start, end: end, amount: whole,
            dimension: unit.dimension, tolerancePercent: tolerance ?? defaultTolerance,
            evidence: row.text("evidence"), line: row.row.line)
    }

    /// What all readings of a meter together may mean, [J, mL or g].
    private static let greatestAmount: Int64 = 100_000_000_000_000_000
}

extension TableRow {
    /// A tolerance [%]: zero, or a positive decimal below 100.
    fileprivate mutating func tolerance(_ column: String) -> DecimalText? {
        guard let value = decimal(column, positive: false) else { return nil }
        if value.significand >= 0, value.scale <= 9,
            value < DecimalText(significand: 100, scale: 0)
        {
            return value
        }
        add(
            .valueMalformed, column, ["example": "1.5"],
            ["expected": BilingualText("a percentage from 0 to below 100", zh: "0 至 100（不含）的百分数")])
        return nil
    }
}
