import Foundation
import TestSupport
import Testing

/// However the same readings come in, the ledger is the same to the joule: rows shuffled, files cut,
/// packed, imported again. Rows that contradict each other are not among them.
@Suite struct IngestLawTests {
    private struct Row {
        let stamp: String
        let meter: String
        let value: String

        var text: String { "\(stamp),\(meter),\(value)\n" }
    }

    private static let header = "timestamp,meter_id,value\n"

    private static func portfolio() throws -> Folder {
        let folder = try Folder()
        try folder.write(
            "organisation: Law\nestimation: [linear: 2, like_days]\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            """
            meter_id,site_id,account,quantity,unit,multiplier,interval,register_max,max_power_kw,register_reset
            g,s1,grid_import,interval,kWh,40,PT15M,,,
            p,s1,it,power,kW,,PT5M,,2000,
            r,s1,cooling,register,kWh,1.25,,10000,900,
            d,s1,lighting,register,Wh,,,,50,daily

            """, to: "meters.csv")
        return folder
    }

    /// Four days of readings with gaps and repeats, dips and spikes, a roll-over and daily resets.
    private static func rows(seed: UInt64) -> [Row] {
        var numbers = SeededNumbers(seed: seed)
        var rows: [Row] = []
        let begin = Int64.clock("2025-03-01") - 8 * 3_600
        func stamp(_ instant: Int64) -> String {
            let second = instant % 86_400
            let date = 1 + (instant - Int64.clock("2025-03-01")) / 86_400
            let (day, left) =
                instant < Int64.clock("2025-03-01")
                ? ("2025-02-28", second) : ("2025-03-0\(date)", second)
            return day + String(format: "T%02d:%02d:%02dZ", left / 3_600, left / 60 % 60, left % 60)
        }
        func add(_ meter: String, _ instant: Int64, _ value: Int64, _ places: Int) {
            if Int.random(in: 0..<12, using: &numbers) == 0 { return }
            let digits = String(format: "%0*lld", places + 1, value)
            let text = digits.dropLast(places) + (places > 0 ? "." + digits.suffix(places) : "")
            let row = Row(stamp: stamp(instant), meter: meter, value: String(text))
            rows.append(row)
            if Int.random(in: 0..<15, using: &numbers) == 0 { rows.append(row) }
        }
        var (count, lamp) = (Int64(9_500_000), Int64(0))
        for step in 0..<Int64(4 * 288) {
            let instant = begin + step * 300
            add("p", instant, .random(in: 0...1_500_000, using: &numbers), 3)
            if step % 3 == 0 { add("g", instant, .random(in: 0...9_999, using: &numbers), 3) }
            if step % 6 == 0 {
                count = (count + .random(in: 0...200_000, using: &numbers)) % 10_000_000
                let odd = Int.random(in: 0..<40, using: &numbers)
                add("r", instant, odd == 0 ? 1 : odd == 1 ? 9_999_000 : count, 3)
                add("d", instant, lamp, 0)
                lamp =
                    (instant + 8 * 3_600) % 86_400 == 0
                    ? 0 : lamp + .random(in: 0...9_000, using: &numbers)
            }
        }
        return rows
    }

    /// The journal without the batch, and the sum of the statements.
    private static func journal(of folder: Folder) throws -> [String] {
        let text = try Program.run(
            "ledger", "-C", folder.path, "--period", "2025-02-28/2025-03-06", "--format", "csv",
            "--quiet"
        ).output
        return text.split(separator: "\n").map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return (cells.prefix(7) + cells.dropFirst(8)).joined(separator: ",")
        }
    }

    private static func booked(_ folder: Folder, _ files: [(String, [Row])]) throws -> [String] {
        for (name, rows) in files {
            try folder.write(header + rows.map(\.text).joined(), to: "readings/" + name)
        }
        let ingest = try Program.run("ingest", "-C", folder.path, "--quiet")
        #expect(ingest.status <= 1, "\(ingest.errors)")
        return try journal(of: folder)
    }

    @Test("the same readings give the same ledger", arguments: 1...2 as ClosedRange<UInt64>)
    func same(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed &+ 100)
        let rows = Self.rows(seed: seed)
        let straight = try Self.portfolio()
        let expected = try Self.booked(straight, [("a.csv", rows)])
        #expect(expected.count > 300)

        let shuffled = try Self.booked(
            try Self.portfolio(), [("a.csv", rows.shuffled(using: &numbers))])
        #expect(shuffled == expected, "shuffled")

        var parts = [[Row]](repeating: [], count: 5)
        for row in rows { parts[.random(in: 0..<5, using: &numbers)].append(row) }
        let split = try Self.booked(
            try Self.portfolio(), parts.enumerated().map { ("part-\($0).csv", $1) })
        #expect(split == expected, "split")

        let packed = try Self.portfolio()
        try packed.write(Self.header + rows.map(\.text).joined(), to: "readings/a.csv")
        let gzip = try Program.run(
            ["gzip", packed.path + "/readings/a.csv"], executable: "/usr/bin/env")
        #expect(gzip.status == 0)
        #expect(try Self.booked(packed, []) == expected, "gzip")

        // Batch after batch, in an order of its own, each with rows that came before.
        let late = try Self.portfolio()
        for part in [3, 1, 4, 0, 2] {
            _ = try Self.booked(late, [("part-\(part).csv", parts[part] + parts[(part + 1) % 5])])
        }
        #expect(try Self.journal(of: late) == expected, "batches")
        _ = try Self.booked(late, [("again.csv", rows.reversed())])
        #expect(try Self.journal(of: late) == expected, "again")
    }
}
