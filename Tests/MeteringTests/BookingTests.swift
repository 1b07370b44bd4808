import Metering
import Quantities
import TestSupport
import Testing

@Suite struct BookingTests {
    /// One part of a booking on the grid.
    private struct Part: Equatable {
        let slot: Int64
        let seconds: Int64
        let amount: Int64
    }

    private func parts(_ start: Int64, _ end: Int64, _ amount: Int64, slot: Int64 = 3_600) -> [Part]
    {
        var parts: [Part] = []
        Booking(interval: Interval(start: start, end: end), amount: amount, source: 0, line: 2)
            .forEachPart(slotSeconds: slot) {
                parts.append(Part(slot: $0, seconds: $1, amount: $2))
            }
        return parts
    }

    @Test("a booking inside a slot is one part")
    func oneSlot() {
        #expect(parts(0, 3_600, 7) == [Part(slot: 0, seconds: 3_600, amount: 7)])
        #expect(parts(900, 1_800, -7) == [Part(slot: 0, seconds: 900, amount: -7)])
        #expect(parts(-1_800, 0, 7) == [Part(slot: -3_600, seconds: 1_800, amount: 7)])
    }

    @Test("parts are floored, and what is left goes one each to the earliest")
    func leftOver() {
        // 3 h, 11 J: 11/3 = 3.67 -> 3 3 3, two left -> 4 4 3
        #expect(parts(0, 10_800, 11).map(\.amount) == [4, 4, 3])
        #expect(parts(0, 10_800, -11).map(\.amount) == [-4, -4, -3])
        // half an hour, an hour, a quarter: 10 J x 1800, 3600, 900 / 6300 = 2.86 5.71 1.43
        // -> 2 5 1, two left -> 3 6 1
        #expect(
            parts(1_800, 8_100, 10) == [
                Part(slot: 0, seconds: 1_800, amount: 3),
                Part(slot: 3_600, seconds: 3_600, amount: 6),
                Part(slot: 7_200, seconds: 900, amount: 1),
            ])
        #expect(parts(0, 10_800, 0).map(\.amount) == [0, 0, 0])
        #expect(parts(0, 10_800, 2).map(\.amount) == [1, 1, 0])
    }

    @Test(
        "law: the sum and the time are kept, no part is a joule off",
        arguments: 1...6 as ClosedRange<UInt64>)
    func sums(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<300 {
            let start = Int64.random(in: -1_000_000...2_000_000_000, using: &numbers)
            let seconds = Int64.random(in: 1...400_000, using: &numbers)
            let bound = Int64(1) << Int64.random(in: 1...62, using: &numbers)
            let amount = Int64.random(in: -bound...bound, using: &numbers)
            let slot = [3_600, 1_800, 900].randomElement(using: &numbers) ?? 3_600
            let parts = parts(start, start + seconds, amount, slot: Int64(slot))
            #expect(parts.reduce(0) { $0 + $1.amount } == amount)
            #expect(parts.reduce(0) { $0 + $1.seconds } == seconds)
            #expect(parts.allSatisfy { $0.slot % Int64(slot) == 0 && $0.seconds <= slot })
            // the floors, and one more for the first of them
            let floors = parts.map {
                Int64(Int128(amount.magnitude) * Int128($0.seconds) / Int128(seconds))
            }
            let left = Int(Int64(amount.magnitude) - floors.reduce(0, +))
            let expected = floors.enumerated().map { $1 + ($0 < left ? 1 : 0) }
            #expect(parts.map { abs($0.amount) } == expected)
        }
    }
}

@Suite struct LoadProfileTests {
    private func profile(
        _ bookings: [Booking], slot: Int64 = 3_600, account: Account = .it, mirror: Bool = false
    ) -> LoadProfile {
        LoadProfile(bookings, slotSeconds: slot, of: account, wantsMirror: mirror)
    }

    private func booking(
        _ start: String, hours: Int64, _ amount: Int64, register: Bool = false, source: Int = 1
    ) -> Booking {
        let first = Int64.clock(start)
        return Booking(
            interval: Interval(start: first, end: first + hours * 3_600), amount: amount,
            source: source, line: 2, isRegisterSpan: register)
    }

    @Test("months are those of UTC, and a booking over their edge is in both")
    func months() {
        let profile = profile([booking("2025-02-28 22:00", hours: 4, 40)])
        let february = LoadProfile.monthNumber(at: .clock("2025-02-01"))
        #expect(february == 55 * 12 + 1)
        #expect(profile.months.keys.sorted() == [february, february + 1])
        #expect(profile.months[february]?.amounts.count == 28 * 24)
        #expect(profile.months[february]?.amounts.suffix(3) == [0, 10, 10])
        #expect(profile.months[february + 1]?.amounts.prefix(3) == [10, 10, 0])
        #expect(LoadProfile.interval(ofMonth: february).start == .clock("2025-02-01"))
        #expect(LoadProfile.interval(ofMonth: february).end == .clock("2025-03-01"))
    }

    @Test("an hour that a reading covers in part says how much of it")
    func covered() throws {
        let bookings = [
            Booking(interval: Interval(start: 0, end: 900), amount: 1, source: 1, line: 2),
            Booking(interval: Interval(start: 1_800, end: 2_700), amount: 2, source: 2, line: 3),
        ]
        let month = try #require(profile(bookings).months[0])
        #expect(month.amounts.prefix(2) == [3, 0])
        #expect(month.coveredSeconds.prefix(2) == [1_800, 0])
        #expect(month.sources.prefix(2) == [2, -1])
        #expect(month.flags.prefix(2) == [LoadProfile.present, 0])
    }

    @Test("what was spread from longer than an hour says so, and whether a register did it")
    func flags() throws {
        let month = try #require(
            profile([
                booking("1970-01-01 00:00", hours: 1, 1, register: true),
                booking("1970-01-01 01:00", hours: 2, 2),
                booking("1970-01-01 03:00", hours: 2, 2, register: true),
                booking("1970-01-01 05:00", hours: 2, 0, source: -1),
            ]).months[0])
        let (present, spread) = (LoadProfile.present, LoadProfile.present | LoadProfile.spread)
        let register = spread | LoadProfile.registerSpread
        #expect(
            month.flags.prefix(7) == [
                present, spread, spread, register, register, present, present,
            ])
    }

    @Test("the opposite direction has a profile of its own, and covers only its own time")
    func mirror() throws {
        let bookings = [
            booking("1970-01-01 00:00", hours: 1, 5), booking("1970-01-01 01:00", hours: 1, -3),
        ]
        let own = try #require(profile(bookings, account: .gridImport).months[0])
        let mirror = try #require(profile(bookings, account: .gridImport, mirror: true).months[0])
        #expect(own.amounts.prefix(2) == [5, 0])
        #expect(own.coveredSeconds.prefix(2) == [3_600, 3_600])
        #expect(mirror.amounts.prefix(2) == [0, 3])
        #expect(mirror.coveredSeconds.prefix(2) == [0, 3_600])
        #expect(profile(bookings, account: .check, mirror: true).months.isEmpty)
    }

    @Test(
        "law: a profile holds the sum of its bookings on every grid",
        arguments: 1...4 as ClosedRange<UInt64>)
    func sums(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var end = Int64.clock("2024-12-20")
        let bookings = (0..<500).map { _ -> Booking in
            let start = end + .random(in: 0...2_000, using: &numbers)
            end = start + .random(in: 1...30_000, using: &numbers)
            return Booking(
                interval: Interval(start: start, end: end),
                amount: .random(in: 0...1_000_000_000, using: &numbers), source: 1, line: 2)
        }
        for slot in [3_600, 1_800, 900] as [Int64] {
            let months = profile(bookings, slot: slot).months.values
            #expect(
                months.reduce(0) { $0 + $1.amounts.reduce(0, +) }
                    == bookings.reduce(0) { $0 + $1.amount })
            #expect(
                months.reduce(0) { $0 + $1.coveredSeconds.reduce(0) { $0 + Int64($1) } }
                    == bookings.reduce(0) { $0 + $1.interval.seconds })
        }
    }
}
