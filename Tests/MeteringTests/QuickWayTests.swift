import Quantities
import TestSupport
import Testing

@testable import Metering

/// What is computed in a quick way gives what the plain definition gives.
@Suite struct QuickWayTests {
    @Test(
        "a remembered factor gives the amount that one rounding gives",
        arguments: [1, 2, 3] as [UInt64]
    )
    func factors(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let units: [MeterUnit] = [.wattHour, .kilowattHour, .megawattHour, .joule, .kilowatt]
        for _ in 0..<300 {
            let unit = units[Int(numbers.next() % 5)]
            let multiplier = DecimalText(
                significand: Int128(numbers.next() % 1_000), scale: Int(numbers.next() % 4))
            let meter = Meter.example(
                unit == .kilowatt ? .power : .interval, unit: unit, multiplier: multiplier,
                every: 900)
            var scale = AmountScale(of: meter)
            for _ in 0..<40 {
                let digits = Int64(bitPattern: numbers.next()) >> Int64(numbers.next() % 60)
                let value = DecimalText(
                    significand: Int128(digits), scale: Int(numbers.next() % 12))
                let seconds: Int64 = numbers.next() % 2 == 0 ? 900 : 3_600
                let whole = unit.scale * (unit == .kilowatt ? seconds : 1)
                #expect(
                    scale.amount(of: value, times: multiplier, seconds: seconds)
                        == value.roundedWide(times: multiplier, times: whole)
                        .flatMap { Int64(exactly: $0) },
                    "\(value) x \(multiplier) \(unit)")
            }
        }
    }

    @Test(
        "the greatest amount that a rule takes is the last that is not above the highest power",
        arguments: ["100", "0.1", "0.333", "99999999999999999999", "0", "1.0000000000000000000001"])
    func greatest(power: String) throws {
        for step: Int64 in [60, 900, 3_600] {
            let meter = Meter.example(every: step, maxPowerKilowatts: DecimalText(power))
            let rule = try #require(
                RegularRule(meter, events: [], lines: 1, siteCalendar: .utc))
            let greatest = rule.greatestTaken(step: step)
            #expect(!meter.isAboveMaxPower(greatest, seconds: step))
            #expect(
                greatest == Int64(meter.greatestAmount)
                    || meter.isAboveMaxPower(greatest + 1, seconds: step))
        }
    }

    /// The values over ten times the 99th percentile (nearest rank) of those that are not zero, which is never the
    /// highest of them; none among fewer than 24.
    private func spikes(in values: [Int64]) -> Set<Int> {
        let sorted = values.filter { $0 != 0 }.sorted()
        guard sorted.count >= 24 else { return [] }
        let percentile = sorted[min((sorted.count * 99 + 99) / 100, sorted.count - 1) - 1]
        return Set(values.indices.filter { values[$0] > 10 * percentile })
    }

    @Test("spikes are those of the definition", arguments: 1...40 as ClosedRange<UInt64>)
    func spikes(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let count = Int(1 + numbers.next() % 400)
        let rare = 1 + numbers.next() % 120
        let values = (0..<count).map { _ -> Int64 in
            let base = Int64(numbers.next() % 100)
            return numbers.next() % rare == 0 ? base * Int64(numbers.next() % 300) : base
        }
        let derivation = MeterDerivation(
            Meter.example(every: 3_600),
            from: [ReadingBatch(hours: values.enumerated().map { (Int64($0), $1) })])
        let found = Set(derivation.suspects.map { Int($0.interval.start / 3_600) })
        #expect(found == spikes(in: values))
    }

    @Test(
        "lengths of stamps in any order are those of the stamps in order",
        arguments: [1, 2, 3, 4] as [UInt64])
    func lengths(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<200 {
            var (stamp, stamps): (Int64, [Int64]) = (0, [])
            for _ in 0..<(1 + numbers.next() % 30) {
                stamp += [900, 900, 900, 1_800, 3_600][Int(numbers.next() % 5)]
                stamps.append(stamp)
            }
            var ordered = StampLengths(ascending: LongList(stamps), namesStart: true)
            let rows = (stamps + stamps.prefix(3)).shuffled(using: &numbers)
            let sorted = LongList(rows)
            sorted.sort(by: <)
            var shuffled = StampLengths(ascending: sorted, namesStart: true)
            let steps = Self.lengths(ofSorted: stamps)
            for row in rows {
                let expected = stamps.firstIndex(of: row).flatMap { steps?[$0] }
                #expect(shuffled?.length(at: row) == expected)
            }
            for (index, row) in stamps.enumerated() {
                #expect(ordered?.length(at: row) == steps?[index])
            }
            #expect(ordered?.words == steps.map { Set($0).sorted().map { "\($0) s" } })
            // Backwards and out of turn as well.
            var found = IntervalSteps(count: stamps.count) { stamps[$0] }
            for place in stamps.indices.shuffled(using: &numbers) {
                #expect(found?.length(at: place) == steps?[place])
            }
        }
    }

    /// The rule for lengths, said plainly: see `IntervalSteps`.
    private static func lengths(ofSorted stamps: [Int64]) -> [Int64]? {
        let steps = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
        guard !steps.isEmpty else { return nil }
        var runs: [(first: Int, step: Int64)] = []
        for index in steps.indices.dropLast(2) where runs.last?.step != steps[index] {
            if Set(steps[index...index + 2]).count == 1 { runs.append((index, steps[index])) }
        }
        if runs.isEmpty {
            let counts = Dictionary(grouping: steps) { $0 }.mapValues(\.count)
            let most = counts.values.max()
            runs = [(0, counts.filter { $0.value == most }.keys.min() ?? 0)]
        }
        return stamps.indices.map { index in
            let step = runs.last { $0.first <= index }?.step ?? runs[0].step
            guard index + 1 < stamps.count, runs.contains(where: { $0.first == index + 1 }) else {
                return step
            }
            return min(step, steps[index])
        }
    }
}
