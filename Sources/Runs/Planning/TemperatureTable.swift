import MeterFiles
import Provenance
import Quantities

/// Outdoor temperatures, as `measures verify` reads them (室外气温): `date, temperature_c`, one line a local day, or
/// `timestamp, temperature_c`, one line an hour.
struct TemperatureTable {
    static let columns = ["date", "timestamp", "temperature_c"]
    /// Colder and hotter than any place on earth is a mistake of unit or column.
    private static let lowest = DecimalText(significand: -90, scale: 0)
    private static let highest = DecimalText(significand: 60, scale: 0)
    /// The longest gap that is filled in a straight line, hours (CalTRACK 2.0).
    private static let longestGap: Int64 = 6
    /// A day needs the temperature of half of its hours (CalTRACK 2.0).
    private static let leastHoursOfDay = 12

    /// The mean of each day [°C], an estimate like all that follows from it.
    let celsius: [CivilDate: Double]
    /// The temperature of each hour [°C], by its number since 1970; empty where the table goes by days.
    let hourly: [Int64: Double]
    /// The SHA-256 of the file.
    let digest: Digest

    /// Reads the table.
    ///
    /// - Parameter calendar: The clock of the site; stamps without an offset are on it.
    /// - Throws: `Refusal` with everything that is wrong with it.
    init(path: String, calendar: LocalCalendar) throws {
        let name = path.lastPart
        var findings: [Finding] = []
        var days: [CivilDate: Double] = [:]
        var hours: [Int64: Double] = [:]
        var lines: [Int64: Int] = [:]
        do {
            let table = try Table(
                path: path, name: name, known: Self.columns, mandatory: ["temperature_c"])
            digest = table.digest
            findings = table.findings
            let isHourly = table.columns.contains("timestamp")
            if isHourly == table.columns.contains("date"), table.findings.isEmpty {
                findings.append(
                    Finding(
                        .missingColumn, file: name, line: 1, value: "date",
                        arguments: ["column": "date", "expected": "date, timestamp"]))
            }
            for row in findings.isEmpty ? table.rows : [] {
                var reader = TableRow(row, of: table)
                let column = isHourly ? "timestamp" : "date"
                var key: Int64?
                if isHourly {
                    key = reader.instant(column, in: calendar).map {
                        LocalCalendar.floor($0, by: 3_600)
                    }
                } else {
                    key = reader.date(column).map(\.dayNumber)
                }
                if row[column] == nil { reader.add(.missingValue, column) }
                let value = row["temperature_c"].flatMap { DecimalText($0) }
                if let value, Self.lowest <= value, value <= Self.highest {
                    if let key {
                        if let first = lines[key] {
                            reader.add(.duplicateKey, column, ["first": String(first)])
                        }
                        lines[key] = lines[key] ?? row.line
                        if isHourly {
                            hours[key] = Double("\(value)")
                        } else {
                            days[CivilDate(dayNumber: key)] = Double("\(value)")
                        }
                    }
                } else {
                    reader.add(
                        .valueMalformed, "temperature_c", ["example": "21.4"],
                        [
                            "expected": BilingualText(
                                "degrees Celsius, -90 to 60", zh: "摄氏度，-90 至 60")
                        ])
                }
                findings += reader.findings
            }
        } catch let refusal as FileRefusal {
            throw Refusal(findings + [refusal.finding])
        }
        guard findings.isEmpty else { throw Refusal(findings.sorted(by: Finding.byPlace)) }
        hourly = Self.filled(hours)
        celsius = hours.isEmpty ? days : Self.means(of: hourly, in: calendar)
    }

    /// Fills gaps of up to six hours in a straight line.
    private static func filled(_ hours: [Int64: Double]) -> [Int64: Double] {
        var filled = hours
        let known = hours.sorted { $0.key < $1.key }
        for (one, next) in zip(known, known.dropFirst()) {
            let gap = next.key - one.key
            guard gap > 1, gap - 1 <= longestGap else { continue }
            for step in 1..<gap {
                filled[one.key + step] =
                    one.value + (next.value - one.value) * Double(step) / Double(gap)
            }
        }
        return filled
    }

    private static func means(
        of hours: [Int64: Double], in calendar: LocalCalendar
    ) -> [CivilDate: Double] {
        let days = Dictionary(grouping: hours.sorted { $0.key < $1.key }) {
            calendar.date(at: $0.key * 3_600)
        }
        return days.compactMapValues { hours in
            hours.count < leastHoursOfDay
                ? nil : hours.reduce(0) { $0 + $1.value } / Double(hours.count)
        }
    }
}
