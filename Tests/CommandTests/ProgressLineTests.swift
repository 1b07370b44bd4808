import Provenance
import Reporting
import Runs
import Testing

@testable import Commands

/// The line of progress says what is done, how fast and how long it will take, on one line of the terminal.
@Suite struct ProgressLineTests {
    private static func reading(_ file: String, rows: Int64) -> Ingest.Progress {
        // 600 MB of 2.4 GB in 4 s are 150 MB/s, and 1,800 MB take 12 s more.
        .reading(
            file: file, number: 2, of: 3, bytes: 600_000_000, ofBytes: 2_400_000_000, rows: rows)
    }

    @Test("rate and time left, rows once a file is read, nothing in the first second")
    func rates() {
        let many = Self.reading("readings/a.csv", rows: 8_000_000)
        #expect(
            ProgressLine.text(many, after: 4, in: .english)
                == "reading 2/3 readings/a.csv  150.0 MB/s, 2,000,000 rows/s, 0:12 left")
        #expect(
            ProgressLine.text(many, after: 4, in: .chinese)
                == "读取 2/3 readings/a.csv  150.0 MB/s，2,000,000 行/秒，剩余 0:12")
        let first = Self.reading("readings/a.csv", rows: 0)
        #expect(
            ProgressLine.text(first, after: 4, in: .english)
                == "reading 2/3 readings/a.csv  150.0 MB/s, 0:12 left")
        #expect(
            ProgressLine.text(first, after: 0, in: .english) == "reading 2/3 readings/a.csv")
    }

    @Test("a name that is too long for the terminal loses its beginning", arguments: [60, 61, 80])
    func narrow(columns: Int) {
        let name = "readings/数据中心一期/2026-07-dc-nansha-feeder-a-quarter-hours.csv"
        for language in [Language.english, .chinese] {
            let line = ProgressLine.text(
                Self.reading(name, rows: 0), after: 4, in: language, columns: columns)
            let width = TextTable.width(line)
            #expect(width < columns && width >= columns - 3, "\(line)")
            #expect(line.contains(" …"))
            #expect(line.contains("-hours.csv  150.0 MB/s"))
        }
        let short = ProgressLine.text(
            .deriving(meter: "m1", number: 1, of: 2), after: 4, in: .english, columns: columns)
        #expect(short == "deriving 1/2 m1")
        // Not even a rate fits.
        let least = ProgressLine.text(
            Self.reading("a.csv", rows: 0), after: 4, in: .english, columns: 10)
        #expect(least == "reading 2/3 …  150.0 MB/s, 0:12 left")
    }
}
