import Quantities
import Runs
import Testing

/// The first period that a draft asks for: the one that its readings fill.
@Suite struct DraftTests {
    @Test(
        arguments: [
            // A reading at midnight ends the year; it is no reason to ask for the next one.
            ("2025-01-01 00:00", "2026-01-01 00:00", "2025"),
            ("2024-03-10 00:00", "2026-02-01 00:00", "2025"),
            // Five days short is a year with gaps; a month short is no year.
            ("2025-01-04 00:00", "2025-12-29 23:45", "2025"),
            ("2025-01-20 00:00", "2025-12-29 23:45", "2025Q3"),
            ("2025-02-10 06:00", "2025-05-02 00:00", "2025-04"),
            ("2025-02-10 06:00", "2025-02-12 18:00", "2025-02-10/2025-02-13"),
            ("2025-02-10 06:00", "2025-02-10 06:00", "2025-02-10/2025-02-11"),
        ])
    func firstPeriod(first: String, last: String, period: String) throws {
        #expect(
            try Draft.firstPeriod(from: stamp(first), to: stamp(last))?.label == period)
    }

    /// Wall-clock seconds of `2025-01-01 06:00`.
    private func stamp(_ text: String) throws -> Int64 {
        let date = try #require(CivilDate(iso: text.prefix(10)))
        let clock = text.suffix(5).split(separator: ":").compactMap { Int64($0) }
        return date.dayNumber * 86_400 + clock[0] * 3_600 + clock[1] * 60
    }
}
