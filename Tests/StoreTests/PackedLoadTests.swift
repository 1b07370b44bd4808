import Metering
import Quantities
import Store
import TestSupport
import Testing

/// A load that waits for its transaction says what it said.
@Suite struct PackedLoadTests {
    /// Two months of which any slots hold amounts, at times more than four bytes, and any state.
    private static func profile(_ random: inout SeededNumbers) -> LoadProfile {
        var profile = LoadProfile(slotSeconds: 3_600)
        for number in [671, 672] {
            let slots = Int(LoadProfile.interval(ofMonth: number).seconds / 3_600)
            var month = LoadProfile.Month(slots: slots)
            let most: Int64 = Bool.random(using: &random) ? 9 : 1 << 40
            let (one, other) = (
                Int.random(in: 0...slots, using: &random), Int.random(in: 0...slots, using: &random)
            )
            for slot in min(one, other)..<max(one, other) {
                month.amounts[slot] = Int64.random(in: -most...most, using: &random)
                month.coveredSeconds[slot] = [0, 900, 3_600].randomElement(using: &random) ?? 0
                month.flags[slot] = UInt8.random(in: 0...15, using: &random)
                month.sources[slot] = Int32.random(in: -1...3, using: &random)
            }
            profile.months[number] = month
        }
        return profile
    }

    @Test("what is packed comes back, before it is stored and after", arguments: 1...40)
    func law(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let (own, mirror) = (Self.profile(&random), Self.profile(&random))
        let key = StoredMeter.Key(meterID: "m", validFrom: 0)
        let meter = StoredMeter(
            key: key, definition: "d", own: own, mirror: mirror, midnightSpans: [], suspects: [],
            statements: [:], findings: [])
        #expect(meter.own == own)
        #expect(meter.mirror == mirror)
        let store = try TemporaryStore()
        defer { store.remove() }
        var change = LedgerChange()
        (change.meters, change.tables) = ([meter], "t")
        try store.store.apply(change)
        let load = try #require(
            try store.reopened().load(
                of: key, over: Interval(start: .clock("2020-01-01"), end: .clock("2030-01-01"))))
        #expect(load.own == own)
        #expect(load.mirror == mirror)
    }
}
