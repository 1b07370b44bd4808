import CarbonAccounting
import MeterFiles
import Provenance
import Quantities

/// `carbon_free_shares.csv`: the carbon-free share of a grid by the hour, for the CFE score.
enum CarbonFreeSharesTable {
    static let columns = ["region", "hour_start_utc", "share"]
    /// Fifty years; more is no table of hours.
    private static let longest: Int64 = 50 * 366 * 24

    static func read(
        path: String, name: String, findings: inout [Finding]
    ) throws -> (grids: [String: CarbonFreeGrid], table: Table) {
        let table = try Table(path: path, name: name, known: columns, mandatory: columns)
        findings += table.findings
        var shares: [String: [Int64: Int64]] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            if let region = row["region"], let hour = reader.utcHour("hour_start_utc"),
                let share = share(&reader)
            {
                if shares[region]?[hour] != nil {
                    reader.add(.duplicateKey, "hour_start_utc", ["first": "1"])
                }
                shares[region, default: [:]][hour] = share
            }
            findings += reader.findings
        }
        var grids: [String: CarbonFreeGrid] = [:]
        for (region, hours) in shares {
            guard let first = hours.keys.min(), let last = hours.keys.max() else { continue }
            guard last - first < longest else {
                findings.append(
                    Finding(.fileTooLarge, file: name, arguments: ["limit": "\(longest) h"]))
                continue
            }
            var column = [Int64](
                repeating: CarbonFreeGrid.missing, count: Int(last - first + 1))
            for (hour, share) in hours { column[Int(hour - first)] = share }
            grids[region] = CarbonFreeGrid(firstHour: first, millionths: column)
        }
        return (grids, table)
    }

    /// A share from 0 to 1 with at most six places.
    private static func share(_ row: inout TableRow) -> Int64? {
        guard let value = row.decimal("share", positive: false) else { return nil }
        if value.significand >= 0, value <= .one, value.scale <= 6 {
            return value.rounded(times: .one, times: 1_000_000)
        }
        row.add(
            .valueMalformed, "share", ["example": "0.615"],
            ["expected": BilingualText("a share from 0 to 1", zh: "0 至 1 的占比")])
        return nil
    }
}
