import Quantities
import TestSupport
import Testing

@testable import Metering

@Suite struct MonthlyDemandTests {
    private static let newYear = Int64.clock("2025-01-01")

    /// Amounts of one length that follow each other from an instant; nil is missing.
    private static func bookings(
        _ amounts: [Int64?], every step: Int64, from start: Int64 = newYear, source: Int = 1
    ) -> [Booking] {
        amounts.enumerated().compactMap { place, amount in
            let at = start + Int64(place) * step
            return amount.map {
                Booking(
                    interval: Interval(start: at, end: at + step), amount: $0, source: source,
                    line: Int32(place + 2))
            }
        }
    }

    private static func kilowatts(_ block: DemandBlock?) -> ExactRatio? {
        block.flatMap { ExactRatio(Int128($0.energy), to: 900_000) }
    }

    // MARK: - Examples

    /// 500 kW for an hour but 1000 kW for the 15 minutes from 00:07:30 on, as readings of mean power.
    private static func straddling(every step: Int64, from start: Int64) -> MeterDerivation {
        let meter = Meter.example(
            .power, account: .gridImport, unit: .kilowatt, every: step)
        let rows = stride(from: newYear + start, to: newYear + 3_600, by: Int(step)).map { at in
            let isHigh = at >= newYear + 450 && at < newYear + 1_350
            return ReadingRow(at, DecimalText(significand: isHigh ? 1_000 : 500, scale: 0))
        }
        return MeterDerivation(meter, from: [ReadingBatch(rows)])
    }

    @Test("1000 kW for 15 minutes across two blocks of 500 kW: 750 kW by blocks, 1000 kW sliding")
    func straddling() throws {
        let derivation = Self.straddling(every: 150, from: 0)
        let months = MonthlyDemand.months(of: derivation.bookings, in: .utc)
        let january = try #require(months.first)
        #expect(months.count == 1)
        // Both first blocks have 7.5 min x 500 kW and 7.5 min x 1000 kW: 675 MJ / 900 s = 750 kW; the first stands.
        #expect(january.fixed == DemandBlock(energy: 675_000_000, start: Self.newYear))
        #expect(Self.kilowatts(january.fixed)?.text() == "750.000000")
        // 00:07:30 to 00:22:30: 900 MJ / 900 s = 1000 kW.
        #expect(january.sliding == DemandBlock(energy: 900_000_000, start: Self.newYear + 450))
        #expect(Self.kilowatts(january.sliding)?.text() == "1000.000000")
        #expect(january.blocks == 4)
        #expect(january.coveredSeconds == 3_600)
        #expect(january.month == 55 * 12)
    }

    @Test("on a step of 5 minutes that does not begin with a block there is only a sliding demand")
    func offGrid() throws {
        // Readings from 00:02:30 on: the reading from 00:12:30 lies in two blocks, and dividing it is a guess.
        let derivation = Self.straddling(every: 300, from: 150)
        let january = try #require(
            MonthlyDemand.months(of: derivation.bookings, in: .utc).first)
        #expect(Self.kilowatts(january.sliding)?.text() == "1000.000000")
        #expect(january.fixed == nil)
        #expect(january.blocks == 0)
    }

    @Test("readings on the grid of 5 minutes: two thirds of a block are high")
    func fiveMinutes() throws {
        let amounts: [Int64?] = [500, 1_000, 1_000, 1_000, 500, 500].map { $0 * 300_000 }
        let january = try #require(
            MonthlyDemand.months(of: Self.bookings(amounts, every: 300), in: .utc).first)
        // (5 x 500 + 10 x 1000) / 15 = 833.3 kW
        #expect(Self.kilowatts(january.fixed)?.text() == "833.333333")
        #expect(
            january.sliding == DemandBlock(energy: 900_000_000, start: Self.newYear + 300))
    }

    @Test("readings of a quarter of an hour are their own blocks, a register's differences too")
    func quarters() throws {
        let rows = [0, 100, 350, 360, 400].enumerated().map { place, count in
            ReadingRow(
                Self.newYear + Int64(place) * 900,
                DecimalText(significand: Int128(count), scale: 0))
        }
        let register = MeterDerivation(
            Meter.example(.register, account: .gridImport), from: [ReadingBatch(rows)])
        let january = try #require(
            MonthlyDemand.months(of: register.bookings, in: .utc).first)
        // 350 - 100 = 250 kWh in a quarter of an hour are 1000 kW.
        let highest = DemandBlock(energy: .kWh(250), start: Self.newYear + 900)
        #expect(january.fixed == highest)
        #expect(january.sliding == highest)
        #expect(january.blocks == 4)
    }

    @Test("readings longer than a block give no demand, never an hourly mean in disguise")
    func hourly() {
        for step: Int64 in [1_200, 1_800, 3_600, 86_400] {
            let hours = Self.bookings(Array(repeating: 3_600_000, count: 100), every: step)
            #expect(MonthlyDemand.months(of: hours, in: .utc).isEmpty)
        }
        // Of half-hourly readings a block of half an hour can be told.
        let halves = Self.bookings([1, 3, 2].map { $0 * 1_800_000 }, every: 1_800)
        let months = MonthlyDemand.months(of: halves, in: .utc, blockSeconds: 1_800)
        #expect(
            months.first?.fixed == DemandBlock(energy: 5_400_000, start: Self.newYear + 1_800))
    }

    @Test("10 minutes do not make up a quarter of an hour, and nothing is divided")
    func tenMinutes() {
        let amounts = Self.bookings(Array(repeating: 1_000, count: 200), every: 600)
        #expect(MonthlyDemand.months(of: amounts, in: .utc).isEmpty)
    }

    @Test("a block with a missing, estimated or idle reading gives no demand")
    func incomplete() throws {
        let amounts: [Int64?] = [9, nil, 9, 1, 1, 1, 9, 9, 9, 2, 2, 2]
        var bookings = Self.bookings(amounts, every: 300)
        bookings = bookings.map {
            $0.line == 2 + 7
                ? Booking(
                    interval: $0.interval, amount: $0.amount, source: $0.source, line: $0.line,
                    isEstimate: true) : $0
        }
        let january = try #require(MonthlyDemand.months(of: bookings, in: .utc).first)
        // Complete blocks: 00:15 with 3, 00:45 with 6. Sliding: from 00:10 9 + 1 + 1 = 11; 00:25 ends before the estimate.
        #expect(january.fixed == DemandBlock(energy: 6, start: Self.newYear + 2_700))
        #expect(january.sliding == DemandBlock(energy: 13, start: Self.newYear + 2_400))
        #expect(january.blocks == 2)
        #expect(january.coveredSeconds == 10 * 300)
        let idle = bookings.map {
            Booking(interval: $0.interval, amount: 0, source: -1, line: 0)
        }
        #expect(MonthlyDemand.months(of: idle, in: .utc).isEmpty)
    }

    @Test("a flow the other way counts zero")
    func backflow() throws {
        let january = try #require(
            MonthlyDemand.months(of: Self.bookings([-8, 5, 5], every: 300), in: .utc).first)
        #expect(january.fixed?.energy == 10)
    }

    @Test("a month is that of the site's calendar, and a block across its end belongs to neither")
    func months() throws {
        // February begins in Shanghai at 16:00 UTC of 31 January. 5 minutes each; the highest block lies across midnight.
        let midnight = Int64.clock("2025-01-31") + 16 * 3_600
        let amounts: [Int64?] = [1, 2, 3, 7, 100, 100, 100, 8, 3, 1]
        let bookings = Self.bookings(amounts, every: 300, from: midnight - 1_500)
        let months = MonthlyDemand.months(of: bookings, in: .shanghai)
        #expect(months.map(\.month) == [55 * 12, 55 * 12 + 1])
        // 3 + 7 + 100 and 100 + 100 + 8
        #expect(months[0].sliding == DemandBlock(energy: 110, start: midnight - 900))
        #expect(months[0].fixed == DemandBlock(energy: 110, start: midnight - 900))
        #expect(months[1].sliding == DemandBlock(energy: 208, start: midnight))
        #expect(months[1].fixed == DemandBlock(energy: 208, start: midnight))
    }

    // MARK: - Laws

    /// The definition, word by word: every stretch of readings without a gap that is exactly a block long.
    private static func plainly(
        _ bookings: [Booking], in calendar: LocalCalendar
    ) -> [MonthlyDemand] {
        var found: [Int: (blocks: [DemandBlock], covered: Int64)] = [:]
        func month(_ from: Int64, _ to: Int64) -> Int? {
            let (one, other) = (
                calendar.date(at: from).components, calendar.date(at: to - 1).components
            )
            guard (one.year, one.month) == (other.year, other.month) else { return nil }
            return (one.year - 1970) * 12 + one.month - 1
        }
        for first in bookings.indices {
            let start = bookings[first].interval.start
            var (end, sum) = (start, Int64(0))
            for booking in bookings[first...] {
                guard booking.interval.start == end, end - start < 900 else { break }
                end = booking.interval.end
                sum += booking.amount
                guard end - start == 900, let number = month(start, end) else { continue }
                found[number, default: ([], 0)].blocks.append(
                    DemandBlock(energy: sum, start: start))
            }
            let interval = bookings[first].interval
            if interval.seconds <= 900, let number = month(interval.start, interval.end) {
                found[number, default: ([], 0)].covered += interval.seconds
            }
        }
        func highest(_ blocks: [DemandBlock]) -> DemandBlock? {
            blocks.max { ($0.energy, -$0.start) < ($1.energy, -$1.start) }
        }
        return found.sorted { $0.key < $1.key }.compactMap { number, part in
            guard !part.blocks.isEmpty else { return nil }
            let fixed = part.blocks.filter { $0.start % 900 == 0 }
            return MonthlyDemand(
                month: number, fixed: highest(fixed), sliding: highest(part.blocks),
                blocks: Int64(fixed.count), coveredSeconds: part.covered)
        }
    }

    /// Readings of one or of several lengths around the end of a month, with gaps.
    private static func random(
        _ numbers: inout SeededNumbers, steps: [Int64], gaps: Int
    ) -> [Booking] {
        let start = Int64.clock("2025-02-28") - Int64(numbers.next() % 40) * 900 + 12 * 3_600
        var at = start + (numbers.next() % 4 == 0 ? 60 : 0)
        var step = steps[0]
        return (0..<400).compactMap { place in
            if numbers.next() % 9 == 0 { step = steps[Int(numbers.next() % UInt64(steps.count))] }
            let from = at
            at += step
            guard numbers.next() % 100 >= gaps else { return nil }
            return Booking(
                interval: Interval(start: from, end: at), amount: Int64(numbers.next() % 50),
                source: 1, line: Int32(place + 2))
        }
    }

    private static let calendars: [LocalCalendar] = [.utc, .shanghai]

    @Test(
        "law: the demand is that of the plain definition", arguments: 1...40 as ClosedRange<UInt64>)
    func definition(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let steps: [[Int64]] = [[300], [60], [900], [150, 300, 450], [60, 900, 3_600], [100, 7]]
        for (number, some) in steps.enumerated() {
            let bookings = Self.random(&numbers, steps: some, gaps: Int(seed % 4) * 3)
            let calendar = Self.calendars[(Int(seed) + number) % 2]
            #expect(
                MonthlyDemand.months(of: bookings, in: calendar)
                    == Self.plainly(bookings, in: calendar), "\(some)")
        }
    }

    @Test(
        "law: readings that pass in pages and in several files give the same",
        arguments: 1...60 as ClosedRange<UInt64>)
    func pages(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for step: Int64 in [1, 60, 300, 450, 900] {
            let bookings = Self.random(&numbers, steps: [step], gaps: Int(seed % 3) * 4)
            let calendar = Self.calendars[Int(seed) % 2]
            var whole = try #require(RegularDemand(step: step, in: calendar))
            var place = 0
            while place < bookings.count {
                // A file, of pages, each of readings without a gap.
                var file = try #require(RegularDemand(step: step, in: calendar))
                let last = min(bookings.count, place + 1 + Int(numbers.next() % 90))
                while place < last {
                    var end = place + 1
                    let most = min(last, place + 1 + Int(numbers.next() % 30))
                    while end < most, bookings[end].interval.start == bookings[end - 1].interval.end
                    {
                        end += 1
                    }
                    let amounts = bookings[place..<end].map(\.amount)
                    amounts.withUnsafeBufferPointer {
                        file.add($0, at: bookings[place].interval.start)
                    }
                    place = end
                }
                whole.join(file.part)
            }
            #expect(
                whole.demands == MonthlyDemand.months(of: bookings, in: calendar), "\(step) s")
        }
        #expect(RegularDemand(step: 3_600, in: .utc) == nil)
        #expect(RegularDemand(step: 600, in: .utc) == nil)
    }

    @Test(
        "law: sliding is no lower than by blocks, and both grow with the readings",
        arguments: 1...30 as ClosedRange<UInt64>)
    func scaling(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let bookings = Self.random(&numbers, steps: [300], gaps: 3)
        func times(_ factor: Int64) -> [MonthlyDemand] {
            MonthlyDemand.months(
                of: bookings.map {
                    Booking(
                        interval: $0.interval, amount: $0.amount * factor, source: 1, line: $0.line)
                }, in: .utc)
        }
        let (once, sevenfold) = (times(1), times(7))
        #expect(!once.isEmpty)
        for (one, other) in zip(once, sevenfold) {
            let sliding = try #require(one.sliding)
            #expect(sliding.energy >= one.fixed?.energy ?? 0)
            #expect(
                other.sliding == DemandBlock(energy: 7 * sliding.energy, start: sliding.start))
            #expect(other.fixed?.energy == one.fixed.map { 7 * $0.energy })
            #expect(other.blocks == one.blocks)
        }
    }

    @Test(
        "law: finer readings of the same load give the same by blocks, and sliding no less",
        arguments: 1...30 as ClosedRange<UInt64>)
    func finer(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let coarse = Self.random(&numbers, steps: [900], gaps: 5).map {
            Booking(interval: $0.interval, amount: $0.amount * 3, source: 1, line: $0.line)
        }
        let fine = coarse.flatMap { booking in
            (0..<3).map { part in
                let at = booking.interval.start + Int64(part) * 300
                return Booking(
                    interval: Interval(start: at, end: at + 300), amount: booking.amount / 3,
                    source: 1, line: booking.line)
            }
        }
        let (one, other) = (
            MonthlyDemand.months(of: coarse, in: .utc), MonthlyDemand.months(of: fine, in: .utc)
        )
        #expect(one.map(\.fixed) == other.map(\.fixed))
        #expect(one.map(\.blocks) == other.map(\.blocks))
        for (one, other) in zip(one, other) {
            #expect(try #require(other.sliding).energy >= (try #require(one.sliding).energy))
        }
    }

    @Test(
        "law: the order of rows and how they are divided into files changes nothing",
        arguments: 1...20 as ClosedRange<UInt64>)
    func order(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let meter = Meter.example(account: .gridImport, every: 300)
        let rows = Self.random(&numbers, steps: [300], gaps: 4).map {
            ReadingRow($0.interval.start, DecimalText(significand: Int128($0.amount), scale: 2))
        }
        let whole = MeterDerivation(meter, from: [ReadingBatch(rows)])
        let shuffled = rows.shuffled(using: &numbers)
        let cut = Int(numbers.next() % UInt64(rows.count))
        let parts = MeterDerivation(
            meter,
            from: [
                ReadingBatch(Array(shuffled[..<cut]), source: 1),
                ReadingBatch(Array(shuffled[cut...]), source: 2),
            ])
        #expect(
            MonthlyDemand.months(of: whole.bookings, in: .utc)
                == MonthlyDemand.months(of: parts.bookings, in: .utc))
    }

    @Test("law: of readings that are taken away no demand grows, and blocks become fewer")
    func missing() throws {
        var numbers = SeededNumbers(seed: 9)
        let bookings = Self.random(&numbers, steps: [300], gaps: 0)
        let before = MonthlyDemand.months(of: bookings, in: .utc)
        for place in stride(from: 0, to: bookings.count, by: 7) {
            var fewer = bookings
            fewer.remove(at: place)
            let after = MonthlyDemand.months(of: fewer, in: .utc)
            for (one, other) in zip(before, after) {
                #expect((other.sliding?.energy ?? 0) <= (one.sliding?.energy ?? 0))
                #expect((other.fixed?.energy ?? 0) <= (one.fixed?.energy ?? 0))
                #expect(other.blocks <= one.blocks)
            }
            let all = { (months: [MonthlyDemand]) in months.reduce(0) { $0 + $1.blocks } }
            #expect(all(before) - all(after) <= 1)
        }
    }
}
