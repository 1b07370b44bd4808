import CarbonAccounting
import MeterFiles
import Provenance
import Quantities

/// A file that an instrument names: its generation by hour. An hour without a line made nothing.
enum HourlyProfileFile {
    static let columns = ["hour_start_utc", "kwh"]
    /// Ten years; a file that spans more is no profile of a lot.
    private static let longest: Int64 = 10 * 366 * 24

    static func read(
        path: String, name: String
    ) throws -> (profile: HourlyProfile?, digest: Digest, findings: [Finding]) {
        let table = try Table(path: path, name: name, known: columns, mandatory: columns)
        var findings = table.findings
        var hours: [Int64: Int64] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            if let hour = reader.utcHour("hour_start_utc"), let joules = joules(&reader) {
                if hours[hour] != nil {
                    reader.add(.duplicateKey, "hour_start_utc", ["first": "1"])
                }
                hours[hour] = joules
            }
            findings += reader.findings
        }
        guard findings.isEmpty, let first = hours.keys.min(), let last = hours.keys.max() else {
            return (nil, table.digest, findings)
        }
        guard last - first < longest else {
            findings.append(
                Finding(.fileTooLarge, file: name, arguments: ["limit": "\(longest) h"]))
            return (nil, table.digest, findings)
        }
        var joules = [Int64](repeating: 0, count: Int(last - first + 1))
        for (hour, amount) in hours { joules[Int(hour - first)] = amount }
        return (HourlyProfile(firstHour: first, joules: joules), table.digest, findings)
    }

    private static func joules(_ row: inout TableRow) -> Int64? {
        guard let value = row.decimal("kwh", positive: false) else { return nil }
        // The sum of ten years of such hours fits 64 bits.
        if let joules = value.rounded(times: .one, times: 3_600_000),
            (0...10_000_000_000_000).contains(joules)
        {
            return joules
        }
        row.add(
            .valueMalformed, "kwh", ["example": "12.5"],
            ["expected": BilingualText("an amount of zero or more kWh", zh: "不小于零的千瓦时数")])
        return nil
    }
}
