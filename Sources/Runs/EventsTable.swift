import MeterFiles
import Metering
import Provenance
import Quantities

/// `events.csv`: exchanges, resets, changed multipliers, service, confirmations.
enum EventsTable {
    static let columns = [
        "meter_id", "at", "event", "final_reading", "first_reading", "multiplier", "register_max",
        "evidence",
    ]

    static func read(
        path: String, name: String, meters: [Meter], findings: inout [Finding]
    ) throws -> (events: [MeterEvent], table: Table) {
        let table = try Table(
            path: path, name: name, known: columns, mandatory: ["meter_id", "at", "event"])
        findings += table.findings
        let calendars = Dictionary(meters.map { ($0.id, $0.calendar) }) { first, _ in first }
        var events: [MeterEvent] = []
        for row in table.rows {
            var reader = TableRow(row, of: table)
            let kind = reader.word("event", of: MeterEvent.Kind.self)
            let final = reader.decimal("final_reading", positive: false)
            let first = reader.decimal("first_reading", positive: false)
            let multiplier = reader.decimal("multiplier")
            let registerMax = reader.decimal("register_max", digits: 20)
            // A change without the new multiplier would change nothing.
            if kind == .multiplierChange, multiplier == nil, row["multiplier"] == nil {
                reader.add(.missingValue, "multiplier")
            }
            if let id = row["meter_id"] {
                if let calendar = calendars[id] {
                    if let at = reader.instant("at", in: calendar), let kind {
                        events.append(
                            MeterEvent(
                                meterID: id, at: at, kind: kind, finalReading: final,
                                firstReading: first, multiplier: multiplier,
                                registerMax: registerMax, line: row.line))
                    }
                } else {
                    reader.add(
                        .danglingReference, "meter_id", [:],
                        [
                            "expected": BilingualText(
                                "a meter_id of meters.csv", zh: "meters.csv 中的 meter_id")
                        ])
                }
            }
            findings += reader.findings
        }
        return (events, table)
    }
}
