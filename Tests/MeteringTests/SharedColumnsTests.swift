import Metering
import Quantities
import TestSupport
import Testing

/// Columns that meters have in common stand in memory once, and say what they said.
@Suite struct SharedColumnsTests {
    private static func address<Value>(_ column: [Value]) -> UnsafeRawPointer? {
        column.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
    }

    /// A year of two files, of which some slots of some months are missing.
    private static func profile(_ random: inout SeededNumbers) -> LoadProfile {
        var profile = LoadProfile(slotSeconds: 3_600)
        for number in 672..<684 {
            let slots = Int(LoadProfile.interval(ofMonth: number).seconds / 3_600)
            var month = LoadProfile.Month(
                amounts: (0..<slots).map { _ in Int64.random(in: 0..<9, using: &random) },
                coveredSeconds: Array(repeating: 3_600, count: slots),
                flags: Array(repeating: LoadProfile.present, count: slots),
                sources: Array(repeating: number < 678 ? 1 : 2, count: slots))
            if Int.random(in: 0..<4, using: &random) == 0 {
                let gap = Int.random(in: 0..<slots, using: &random)
                month.coveredSeconds[gap] = 900
            }
            profile.months[number] = month
        }
        return profile
    }

    @Test("what is shared says the same", arguments: 1...20)
    func law(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var columns = SharedColumns()
        for _ in 0..<10 {
            let profile = Self.profile(&random)
            var shared = profile
            columns.share(with: &shared)
            #expect(shared == profile)
        }
    }

    @Test("equal columns of two meters are one, others and all amounts are not")
    func once() throws {
        var random = SeededNumbers(seed: 7)
        var (one, other) = (Self.profile(&random), Self.profile(&random))
        for number in 672..<684 {
            // An own copy of what the first meter has: equal, at another place.
            other.months[number]?.coveredSeconds = (one.months[number]?.coveredSeconds ?? []).map {
                $0
            }
        }
        other.months[675]?.flags[5] = LoadProfile.estimated
        other.months[675]?.coveredSeconds[5] = 60
        var columns = SharedColumns()
        columns.share(with: &one)
        columns.share(with: &other)
        for number in 672..<684 {
            let (own, its) = (try #require(one.months[number]), try #require(other.months[number]))
            #expect((Self.address(own.flags) == Self.address(its.flags)) == (number != 675))
            #expect(
                (Self.address(own.coveredSeconds) == Self.address(its.coveredSeconds))
                    == (number != 675))
            #expect(Self.address(own.sources) == Self.address(its.sources))
            #expect(Self.address(own.amounts) != Self.address(its.amounts))
        }
    }
}
