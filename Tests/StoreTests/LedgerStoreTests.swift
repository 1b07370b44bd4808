import Metering
import Provenance
import Quantities
import Store
import TestSupport
import Testing

@Suite struct LedgerStoreTests {
    private let key = StoredMeter.Key(meterID: "m", validFrom: 0)
    private let always = Interval(start: .clock("2024-01-01"), end: .clock("2027-01-01"))

    private func digest(_ byte: UInt8) -> Digest {
        Digest(bytes: Array(repeating: byte, count: 32))
    }

    private func file(_ source: Int, batch: Int, meters: [String] = ["m"]) -> StoredFile {
        var strays = EnergyStatement()
        (strays.rows, strays.rowsRejected) = (5, 3)
        return StoredFile(
            source: source, batch: batch, name: "readings/\(source).csv",
            digest: digest(UInt8(source)), byteCount: 1_234, layoutName: source == 2 ? "wide" : nil,
            context: "c", strays: strays,
            findings: [Finding(.unknownMeter, file: "readings/\(source).csv", line: 7)],
            meterIDs: meters)
    }

    private func meter(
        _ bookings: [Booking], account: Account = .gridImport, definition: String = "d",
        statements: [Int: EnergyStatement] = [:], findings: [Finding] = [],
        demands: [MonthlyDemand]? = nil
    ) -> StoredMeter {
        func profile(mirror: Bool) -> LoadProfile {
            LoadProfile(bookings, slotSeconds: 1_800, of: account, wantsMirror: mirror)
        }
        return StoredMeter(
            key: key, definition: definition, own: profile(mirror: false),
            mirror: profile(mirror: true), midnightSpans: Array(bookings.prefix(5)),
            suspects: Array(bookings.suffix(2)), statements: statements, findings: findings,
            demands: demands)
    }

    private func change(
        _ files: [StoredFile] = [], _ meters: [StoredMeter] = [], tables: String = "t"
    ) -> LedgerChange {
        var change = LedgerChange()
        (change.files, change.meters, change.tables) = (files, meters, tables)
        return change
    }

    @Test("what is acknowledged is on the disk: every commit is synced")
    func synchronous() throws {
        let store = try TemporaryStore()
        defer { store.remove() }
        #expect(try store.store.synchronousLevel() == 2)
        #expect(try store.reopened().synchronousLevel() == 2)
    }

    @Test("the demand of months comes back, none and not derived apart, and goes with its meter")
    func demands() throws {
        let block = DemandBlock(energy: .kWh(250), start: .clock("2025-01-08"))
        let some = [
            MonthlyDemand(month: 660, sliding: block, coveredSeconds: 4_500),
            MonthlyDemand(
                month: 661, fixed: DemandBlock(energy: 0, start: .clock("2025-02-01")),
                sliding: block, blocks: 2_688, coveredSeconds: 2_419_200),
        ]
        let store = try TemporaryStore()
        defer { store.remove() }
        for demands in [some, [], nil] {
            try store.store.apply(change([], [meter([], demands: demands)]))
            #expect(try store.store.load(of: key, over: always)?.demands == demands)
            #expect(try store.reopened().meterHeaders()[key]?.demands == demands)
        }
        var removal = change()
        removal.removedMeters = [key]
        try store.store.apply(removal)
        #expect(try store.store.meterHeaders().isEmpty)
    }

    @Test(
        "an amount takes four bytes, and eight in a month in which one needs them",
        arguments: [
            (Int64(Int32.max), 4), (Int64(Int32.min), 4), (Int64(Int32.max) + 1, 8),
            (Int64(Int32.min) - 1, 8), (1_000_000_000_000_000, 8), (-1, 4), (0, 4),
        ])
    func fourBytes(amount: Int64, bytes: Int) throws {
        let (start, next) = (Int64.clock("2025-02-01"), Int64.clock("2025-02-11"))
        let meter = meter(
            [
                Booking(
                    interval: Interval(start: start, end: start + 1_800), amount: amount, source: 1,
                    line: 1),
                Booking(
                    interval: Interval(start: next, end: next + 1_800), amount: 7, source: 1,
                    line: 2
                ),
            ], account: .check)
        let store = try TemporaryStore()
        defer { store.remove() }
        try store.store.apply(change([], [meter]))
        #expect(try store.reopened().load(of: key, over: always)?.own == meter.own)
        #expect(try store.number("SELECT length(amounts) FROM loads") == 28 * 48 * bytes)
    }

    @Test("law: a load comes back to the byte", arguments: 1...6 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var at = Int64.clock("2024-11-20")
        let bookings = (0..<3_000).map { index -> Booking in
            let start =
                at + (Bool.random(using: &numbers) ? 0 : .random(in: 1...9_000, using: &numbers))
            at = start + .random(in: 1...20_000, using: &numbers)
            let bound = Int64(1) << Int64.random(in: 1...58, using: &numbers)
            return Booking(
                interval: Interval(start: start, end: at),
                amount: .random(in: -bound...bound, using: &numbers),
                source: .random(in: -1...70_000, using: &numbers),
                line: .random(in: 0...Int32.max, using: &numbers),
                isRegisterSpan: .random(using: &numbers))
        }
        let meter = meter(bookings)
        let store = try TemporaryStore()
        defer { store.remove() }
        try store.store.apply(change([], [meter]))
        for reader in [store.store, try store.reopened()] {
            let load = try #require(try reader.load(of: key, over: always))
            #expect(load.own == meter.own)
            #expect(load.mirror == meter.mirror)
            #expect(load.midnightSpans == meter.midnightSpans)
            #expect(load.suspects == meter.suspects)
        }
        // the first and the last half hour that a booking touches
        let span = try #require(try store.store.span())
        #expect(span.start == bookings[0].interval.start / 1_800 * 1_800)
        #expect(span.end == (at + 1_799) / 1_800 * 1_800)
    }

    @Test("a period reads the months that it touches and no other")
    func months() throws {
        let bookings = (0..<12).map { month -> Booking in
            let bounds = LoadProfile.interval(ofMonth: 55 * 12 + month)
            return Booking(
                interval: Interval(start: bounds.start, end: bounds.start + 1_800),
                amount: Int64(month), source: 1, line: 2)
        }
        let store = try TemporaryStore()
        defer { store.remove() }
        try store.store.apply(change([], [meter(bookings)]))
        // March local time in Shanghai: from February 28, 16:00 UTC, up to March 31, 16:00
        let march = Interval(start: .clock("2025-02-28 16:00"), end: .clock("2025-03-31 16:00"))
        let load = try #require(try store.store.load(of: key, over: march))
        #expect(load.own.months.keys.sorted() == [55 * 12 + 1, 55 * 12 + 2])
        #expect(load.own.slotSeconds == 1_800)
        let april = Interval(start: .clock("2025-03-01"), end: .clock("2025-04-01"))
        #expect(try store.store.load(of: key, over: april)?.own.months.keys.sorted() == [662])
        let none = StoredMeter.Key(meterID: "m", validFrom: 1)
        #expect(try store.store.load(of: none, over: march) == nil)
    }

    @Test("a meter that is derived anew replaces what stood before")
    func replaced() throws {
        let hour = Interval(start: 0, end: 3_600)
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        var first = EnergyStatement()
        (first.rows, first.energyIn, first.booked) = (2, 9, 9)
        try store.apply(
            change(
                [file(1, batch: 1)],
                [
                    meter(
                        [Booking(interval: hour, amount: -9, source: 1, line: 2)],
                        statements: [1: first], findings: [Finding(.signSplit, meterID: "m")])
                ]))
        var second = first
        second.superseded = 4
        second.booked = 5
        try store.apply(
            change(
                [],
                [
                    meter(
                        [Booking(interval: hour, amount: 5, source: 1, line: 2)],
                        definition: "other", statements: [1: second])
                ], tables: "u"))
        let epoch = Interval(start: 0, end: 86_400)
        let load = try #require(try store.load(of: key, over: epoch))
        // 5 J in two half hours: 3 and 2
        #expect(load.own.months[0]?.amounts.prefix(2) == [3, 2])
        #expect(load.mirror.months.isEmpty)
        #expect(try store.statements() == [1: second])
        #expect(try store.definitions() == [key: "other"])
        #expect(try store.tables() == "u")
        #expect(try store.findings().map(\.code) == [.unknownMeter])
    }

    @Test("a meter that is no longer defined leaves nothing")
    func removed() throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let hour = Interval(start: 0, end: 3_600)
        try store.apply(
            change(
                [],
                [
                    meter(
                        [Booking(interval: hour, amount: -9, source: 1, line: 2)],
                        statements: [1: EnergyStatement()],
                        findings: [Finding(.signSplit, meterID: "m")])
                ]))
        var removal = change()
        removal.removedMeters = [key, StoredMeter.Key(meterID: "never", validFrom: 0)]
        try store.apply(removal)
        #expect(try store.load(of: key, over: hour) == nil)
        #expect(try store.definitions().isEmpty)
        #expect(try store.statements().isEmpty)
        #expect(try store.findings().isEmpty)
        #expect(try store.span() == nil)
    }

    @Test("files stand in the order of evidence; an undone batch is gone but its number is not")
    func undone() throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        #expect(try store.nextNumbers() == (1, 1))
        try store.apply(change([file(2, batch: 1, meters: ["n", "m"]), file(1, batch: 1)]))
        try store.apply(change([file(3, batch: 2)]))
        #expect(try store.nextNumbers() == (4, 3))
        var live = try store.liveFiles()
        #expect(live.map(\.source) == [1, 2, 3])
        #expect(live[1].meterIDs == ["m", "n"])
        #expect(live.map(\.layoutName) == [nil, "wide", nil])
        #expect(live[0].digest == digest(1))
        #expect(live[0].strays.rows == 5 && live[0].strays.rowsRejected == 3)
        #expect(try store.findings().count == 3)

        var undo = change()
        undo.undoneBatch = 1
        try store.apply(undo)
        live = try store.liveFiles()
        #expect(live.map(\.source) == [3])
        #expect(try store.findings().map(\.file) == ["readings/3.csv"])
        #expect(try store.nextNumbers() == (4, 3))
    }

    @Test("a change that fails leaves nothing behind")
    func failing() throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        try store.apply(change([file(1, batch: 1)], tables: "before"))
        // The same meter twice in one file breaks a key after other rows were written.
        let hour = Booking(interval: Interval(start: 0, end: 3_600), amount: 1, source: 2, line: 2)
        var broken = change(
            [file(2, batch: 2), file(3, batch: 2, meters: ["m", "m"])], [meter([hour])],
            tables: "after")
        broken.undoneBatch = 1
        #expect(throws: (any Error).self) { try store.apply(broken) }
        #expect(try store.liveFiles().map(\.source) == [1])
        #expect(try store.nextNumbers() == (2, 2))
        #expect(try store.findings().count == 1)
        #expect(try store.definitions().isEmpty)
        #expect(try store.tables() == "before")
        // and the store goes on
        try store.apply(change([file(2, batch: 2)], tables: "after"))
        #expect(try store.liveFiles().map(\.source) == [1, 2])
    }

    @Test("a finding comes back whole")
    func findings() throws {
        var whole = Finding(
            .aboveMaxPower, severity: .disqualifies, file: "a,\"b\".csv", line: 12, column: "值",
            value: "1e9\n", arguments: ["power": "12.5", "limit": "", "an=other": "a;b=c"],
            phrases: ["reason": BilingualText("no; column=x", zh: "无")], meterID: "m",
            siteID: "dc-1", interval: Interval(start: -5, end: 7))
        whole.count = 981
        let bare = Finding(.noItMeter)
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        var stored = file(1, batch: 1)
        stored.findings = [whole, bare]
        try store.apply(change([stored]))
        #expect(try store.findings() == [whole, bare])
    }
}
