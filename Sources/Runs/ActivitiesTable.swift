import CarbonAccounting
import EnergyLedger
import MeterFiles
import Provenance
import Quantities

/// `activities.csv`: fuels, refrigerants, heat, water by bill.
enum ActivitiesTable {
    static let columns = [
        "activity_id", "site_id", "start", "end", "kind", "substance", "amount", "unit",
        "rate_percent", "equipment", "evidence",
    ]
    static let mandatory = ["activity_id", "site_id", "start", "end", "kind", "amount", "unit"]

    static func read(
        path: String, name: String, sites: [Site], findings: inout [Finding]
    ) throws -> (activities: [Activity], table: Table) {
        let table = try Table(path: path, name: name, known: columns, mandatory: mandatory)
        findings += table.findings
        let calendars = Dictionary(sites.map { ($0.id, $0.calendar) }) { first, _ in first }
        var activities: [Activity] = []
        var seen: [String: Int] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            let activity = activity(&reader, calendars: calendars)
            if let id = row["activity_id"] {
                if let first = seen[id] {
                    reader.add(.duplicateKey, "activity_id", ["first": String(first)])
                }
                seen[id] = seen[id] ?? row.line
            }
            findings += reader.findings
            if let activity { activities.append(activity) }
        }
        return (activities, table)
    }

    private static func activity(
        _ row: inout TableRow, calendars: [String: LocalCalendar]
    ) -> Activity? {
        let kind = row.word("kind", of: Activity.Kind.self)
        guard let site = row.text("site_id"), let calendar = calendars[site] else {
            if row.text("site_id") != nil {
                row.add(
                    .danglingReference, "site_id",
                    ["expected": calendars.keys.sorted().prefix(20).joined(separator: ", ")])
            }
            return nil
        }
        let (start, end) = (row.instant("start", in: calendar), row.instant("end", in: calendar))
        if let start, let end, end <= start {
            row.add(
                .valueMalformed, "end", ["example": "2026-02-01"],
                ["expected": BilingualText("an end after start", zh: "晚于 start 的时间")])
        }
        let amount = amount(&row)
        let rate = row.decimal("rate_percent")
        guard let kind else { return nil }
        let unit = unit(&row, kind)
        if kind.needsSubstance, row.text("substance") == nil {
            row.add(.missingValue, "substance")
        }
        if kind.isScreening, row.text("rate_percent") == nil {
            row.add(.missingValue, "rate_percent")
        }
        guard let id = row.text("activity_id"), let start, let end, start < end, let amount,
            let unit
        else { return nil }
        return Activity(
            id: id, siteID: site, interval: Interval(start: start, end: end), kind: kind,
            substance: row.text("substance"), amount: amount, unit: unit, ratePercent: rate,
            equipment: row.text("equipment"), evidence: row.text("evidence"), line: row.row.line)
    }

    /// An amount of zero or more, of at most 15 digits.
    private static func amount(_ row: inout TableRow) -> DecimalText? {
        guard let value = row.decimal("amount", positive: false) else { return nil }
        if value.significand >= 0, value.significand < 1_000_000_000_000_000, value.scale <= 9 {
            return value
        }
        row.add(
            .valueMalformed, "amount", ["example": "120.5"],
            ["expected": BilingualText("an amount of zero or more", zh: "不小于零的数量")])
        return nil
    }

    private static func unit(_ row: inout TableRow, _ kind: Activity.Kind) -> String? {
        guard let text = row.text("unit") else { return nil }
        if kind.units.contains(text) { return text }
        row.add(
            .unitMismatch, "unit",
            ["expected": kind.rawValue, "units": kind.units.joined(separator: ", ")])
        return nil
    }
}
