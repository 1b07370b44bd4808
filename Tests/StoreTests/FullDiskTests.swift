import GRDB
import Metering
import Quantities
import TestSupport
import Testing

@testable import Store

/// A disk without room: the change is not made, and the reason is known.
@Suite struct FullDiskTests {
    @Test("a change that finds no room leaves the store as it was, and is made once there is some")
    func full() throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let key = StoredMeter.Key(meterID: "m", validFrom: 0)
        let year = Interval(start: .clock("2025-01-01"), end: .clock("2026-01-01"))
        var load = LoadProfile(slotSeconds: 900)
        for number in 660..<672 {
            let slots = Int(LoadProfile.interval(ofMonth: number).seconds / 900)
            load.months[number] = LoadProfile.Month(slots: slots)
        }
        var change = LedgerChange()
        change.tables = "t"
        change.meters = [
            StoredMeter(
                key: key, definition: "d", own: load, mirror: LoadProfile(slotSeconds: 900),
                midnightSpans: [], suspects: [], statements: [:], findings: [])
        ]
        func limit(_ pages: Int) throws {
            try store.pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
        }
        try limit(1)
        let error = #expect(throws: DatabaseError.self) { try store.apply(change) }
        #expect(error.map { LedgerStore.isDiskFull($0) } == true)
        #expect(try store.tables() == nil)
        #expect(try store.load(of: key, over: year) == nil)
        try limit(1_000_000)
        try store.apply(change)
        #expect(try store.tables() == "t")
        #expect(!LedgerStore.isDiskFull(DatabaseError(resultCode: .SQLITE_BUSY)))
    }
}
