import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Every event has an effect, or it is said why not. Values are kWh by the hour since 1970.
@Suite struct EventEffectTests {
    private func event(
        _ kind: MeterEvent.Kind, at hour: Int64, line: Int = 2, multiplier: String? = nil
    ) -> MeterEvent {
        MeterEvent(
            meterID: "m", at: hour * 3_600, kind: kind, finalReading: nil, firstReading: nil,
            multiplier: multiplier.flatMap { DecimalText($0) }, registerMax: nil, line: line)
    }

    private func derive(
        _ hours: [Int64], _ events: [MeterEvent], account: Account = .it, value: Int64 = 1
    ) -> MeterDerivation {
        let rows = hours.map {
            ReadingRow($0 * 3_600, DecimalText(significand: Int128(value), scale: 0))
        }
        return MeterDerivation(
            .example(account: account, every: 3_600), from: [ReadingBatch(rows)], events: events)
    }

    @Test("out of service without an end lasts until the next reading, and it is said")
    func openUntilReading() {
        let derivation = derive([0, 1, 5, 6], [event(.outOfService, at: 2)])
        #expect(derivation.amounts.map { [$0.start, $0.end, $0.amount] }[2] == [7_200, 18_000, 0])
        #expect(derivation.outOfServiceSince == nil)
        #expect(derivation.codes == ["out-of-service-open"])
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("without a later reading it lasts for good")
    func openForGood() {
        let derivation = derive([0, 1], [event(.outOfService, at: 2)])
        #expect(derivation.bookings.count == 2)
        #expect(derivation.outOfServiceSince == 7_200)
        #expect(derivation.codes == ["out-of-service-open"])
    }

    @Test("back without out, and out when out already, change nothing and say so")
    func unpaired() {
        let derivation = derive(
            [0, 1, 2, 3],
            [
                event(.backInService, at: 1), event(.outOfService, at: 2, line: 3),
                event(.outOfService, at: 2, line: 4), event(.backInService, at: 3, line: 5),
            ])
        let lines = derivation.findings.findings.filter { $0.code == .eventUnmatched }.map(\.line)
        #expect(lines == [2, 4])
    }

    @Test(
        "a meter of intervals has no count that an exchange could explain, unless its ratio changes"
    )
    func intervalExchange() {
        #expect(derive([0, 1], [event(.exchange, at: 1)]).codes == ["event-unmatched"])
        let changed = derive([0, 1], [event(.exchange, at: 1, multiplier: "2")])
        #expect(changed.codes.isEmpty)
        #expect(changed.amounts.map { $0.amount / 3_600_000 } == [1, 2])
    }

    @Test("a day of exact zero is suspected, and `confirm` settles it")
    func confirmZero() {
        let day = Array(0..<24) as [Int64]
        #expect(derive(day, [], value: 0).codes == ["long-zero"])
        #expect(derive(Array(day.dropLast()), [], value: 0).codes.isEmpty)
        #expect(derive(day, [event(.confirm, at: 12)], value: 0).codes.isEmpty)
        // it stays measured either way
        #expect(derive(day, [], value: 0).bookings.count == 24)
        // a standby generator rests as long as it likes, a lamp for a week
        #expect(derive(day, [], account: .generator, value: 0).codes.isEmpty)
        #expect(derive(day, [], account: .lighting, value: 0).codes.isEmpty)
        #expect(derive(Array(0..<168), [], account: .lighting, value: 0).codes == ["long-zero"])
    }

    @Test("a gap ends a run of zeros, and being out of service is none")
    func zeroRuns() {
        #expect(!derive(Array(0..<20) + Array(21..<40), [], value: 0).codes.contains("long-zero"))
        let derivation = derive(
            [0, 40], [event(.outOfService, at: 1), event(.backInService, at: 40, line: 3)])
        #expect(derivation.codes.isEmpty)
    }

    @Test("a confirmation of nothing says so")
    func confirmNothing() {
        #expect(derive([0, 1], [event(.confirm, at: 1)]).codes == ["event-unmatched"])
    }

    @Test("a multiplier that changed before the first reading of a register holds for all of it")
    func earlyMultiplier() {
        let derivation = MeterDerivation(
            .example(.register), from: [ReadingBatch(hours: [(5, 10), (6, 12)])],
            events: [event(.multiplierChange, at: 1, multiplier: "40")])
        #expect(derivation.codes.isEmpty)
        #expect(derivation.amounts.map { $0.amount / 3_600_000 } == [80])
    }
}
