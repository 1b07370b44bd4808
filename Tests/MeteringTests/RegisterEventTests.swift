import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Registers whose falls `events.csv` explains. Stamps are hours, counts are kWh.
@Suite struct RegisterEventTests {
    /// An event at an hour: final and first count, and what changes.
    private func event(
        _ kind: MeterEvent.Kind, at hour: Int64, final: Int64? = nil, first: Int64? = nil,
        multiplier: Int64? = nil, registerMax: Int64? = nil
    ) -> MeterEvent {
        func decimal(_ value: Int64?) -> DecimalText? {
            value.map { DecimalText(significand: Int128($0), scale: 0) }
        }
        return MeterEvent(
            meterID: "m", at: hour * 3_600, kind: kind, finalReading: decimal(final),
            firstReading: decimal(first), multiplier: decimal(multiplier),
            registerMax: decimal(registerMax), line: 2)
    }

    /// Spans as `from-to: kWh`, and the codes beside.
    private func derive(
        _ counts: [(Int64, Int64)], _ events: [MeterEvent], registerMax: Int64? = nil
    ) -> (spans: [String], codes: Set<String>) {
        let derivation = MeterDerivation(
            .example(.register, registerMax: registerMax),
            from: [ReadingBatch(hours: counts.map { (hour: $0.0, value: $0.1) })], events: events)
        #expect(derivation.total.balance == 0)
        #expect(derivation.unfilledMessages.isEmpty)
        return (
            derivation.amounts.map {
                "\($0.start / 3_600)-\($0.end / 3_600): \($0.amount / 3_600_000)"
            }, Set(derivation.codes).subtracting(["register-spread"])
        )
    }

    @Test("an exchange joins the final of the old with the first of the new")
    func exchange() {
        // 105 - 100 + 10 - 3 = 12
        let found = derive([(0, 100), (2, 10)], [event(.exchange, at: 1, final: 105, first: 3)])
        #expect(found.spans == ["0-2: 12"])
        #expect(found.codes == ["register-exchange"])
    }

    @Test("without counts the old one stood still and the new one began at zero")
    func exchangeWithoutCounts() {
        #expect(derive([(0, 100), (2, 10)], [event(.exchange, at: 1)]).spans == ["0-2: 10"])
        #expect(
            derive([(0, 100), (2, 10)], [event(.exchange, at: 1, final: 104)]).spans
                == ["0-2: 14"])
    }

    @Test("a reset to a higher count is no energy")
    func resetUpwards() {
        // 101 - 100 + 502 - 500 = 3, not 402
        let found = derive([(0, 100), (2, 502)], [event(.reset, at: 1, final: 101, first: 500)])
        #expect(found.spans == ["0-2: 3"])
    }

    @Test("an event lies before the reading of its own instant and after none")
    func atReading() {
        // at hour 1 the reading 5 is already the new register's
        let found = derive(
            [(0, 100), (1, 5), (2, 9)], [event(.exchange, at: 1, final: 103, first: 2)])
        #expect(found.spans == ["0-1: 6", "1-2: 4"])
        let first = derive([(1, 5), (2, 9)], [event(.exchange, at: 1, final: 103, first: 2)])
        #expect(first.spans == ["1-2: 4"])
    }

    @Test("an exchange dated to a reading that goes on from the old register lies after it")
    func exchangeOfTheDay() {
        // read at midnight, exchanged by day: 60 - 50, then 64 - 60 and 6 - 0
        let found = derive(
            [(0, 50), (24, 60), (48, 6), (72, 16)], [event(.exchange, at: 24, final: 64, first: 0)],
            registerMax: 100)
        #expect(found.spans == ["0-24: 10", "24-48: 10", "48-72: 10"])
        #expect(found.codes == ["register-exchange"])
        // to a higher register: 64 - 60 and 4006 - 4000
        let higher = derive(
            [(0, 50), (24, 60), (48, 4_006)], [event(.exchange, at: 24, final: 64, first: 4_000)])
        #expect(higher.spans == ["0-24: 10", "24-48: 10"])
        // without a final reading the fall behind it tells
        let open = derive(
            [(0, 50), (24, 60), (48, 6)], [event(.exchange, at: 24)], registerMax: 100)
        #expect(open.spans == ["0-24: 10", "24-48: 6"])
        // no reading of the new register lies below its first one
        let above = derive(
            [(0, 50), (24, 60), (48, 4_006)], [event(.exchange, at: 24, first: 4_000)])
        #expect(above.spans == ["0-24: 10", "24-48: 6"])
        // what the new register shows at that instant is its first reading: 64 - 50, then 66 - 60
        let new = derive(
            [(0, 50), (24, 60), (48, 66)], [event(.exchange, at: 24, final: 64, first: 60)])
        #expect(new.spans == ["0-24: 14", "24-48: 6"])
    }

    @Test("several events in one span follow each other")
    func several() {
        // 105 - 100, 7 - 0, 1002 - 1000
        let events = [
            event(.exchange, at: 2, final: 7, first: 1_000),
            event(.exchange, at: 1, final: 105, first: 0),
        ]
        #expect(derive([(0, 100), (3, 1_002)], events).spans == ["0-3: 14"])
    }

    @Test("a changed multiplier counts the old way before and the new way after")
    func multiplierChange() {
        // (105 - 100) x 1 + (106 - 105) x 10 = 15; then 1 x 10
        let events = [
            event(.multiplierChange, at: 1, final: 105, first: 105, multiplier: 10)
        ]
        #expect(derive([(0, 100), (2, 106), (3, 107)], events).spans == ["0-2: 15", "2-3: 10"])
    }

    @Test("a changed multiplier without a count leaves its span unknown, and only that")
    func multiplierUnknown() {
        let found = derive(
            [(0, 100), (2, 106), (3, 107)], [event(.multiplierChange, at: 1, multiplier: 10)])
        #expect(found.spans == ["2-3: 10"])
        #expect(found.codes == ["event-without-reading"])
    }

    @Test("one count of a changed multiplier is both: the register itself went on")
    func multiplierOneCount() {
        let counts: [(Int64, Int64)] = [(0, 100), (2, 106)]
        for event in [
            event(.multiplierChange, at: 1, final: 105, multiplier: 10),
            event(.multiplierChange, at: 1, first: 105, multiplier: 10),
        ] {
            #expect(derive(counts, [event]).spans == ["0-2: 15"])
        }
    }

    @Test(
        "counts that contradict the readings leave the span missing",
        arguments: [(99, 0), (105, 11)] as [(Int64, Int64)])
    func contradiction(final: Int64, first: Int64) {
        let found = derive(
            [(0, 100), (2, 10)], [event(.exchange, at: 1, final: final, first: first)])
        #expect(found.spans.isEmpty)
        #expect(found.codes == ["event-contradicted"])
    }

    @Test("a rollover that an event confirms needs no plausibility")
    func rollover() {
        // 600 -> 1000 -> 590 = 990, far over half of the register
        let found = derive(
            [(0, 600), (2, 590)], [event(.rollover, at: 1)], registerMax: 1_000)
        #expect(found.spans == ["0-2: 990"])
        #expect(found.codes == ["register-rollover"])
        let sized = derive([(0, 600), (2, 590)], [event(.rollover, at: 1, registerMax: 1_000)])
        #expect(sized.spans == ["0-2: 990"])
    }

    @Test("a rollover of a register of unknown size leaves its span missing")
    func rolloverUnknown() {
        let found = derive([(0, 600), (2, 10)], [event(.rollover, at: 1)])
        #expect(found.spans.isEmpty)
        #expect(found.codes == ["event-without-reading"])
    }

    @Test("being out of service explains no fall")
    func outOfService() {
        let found = derive(
            [(0, 100), (4, 10)],
            [event(.outOfService, at: 1), event(.backInService, at: 3)])
        #expect(found.spans == ["1-3: 0"])
        #expect(found.codes == ["register-reset"])
    }

    @Test("an event outside a fall ends a dip")
    func dipWithEvent() {
        // without the event 40 would be a dip of a register that goes on at 104
        let found = derive(
            [(0, 100), (1, 40), (3, 104)], [event(.exchange, at: 2, final: 42, first: 101)])
        #expect(found.spans == ["1-3: 5"])
        #expect(found.codes == ["register-exchange", "register-reset"])
    }

    @Test("an event that no two readings have between them is told")
    func unmatched() {
        for hour in [0, 1, 4] as [Int64] {
            let found = derive([(1, 5), (3, 9)], [event(.exchange, at: hour, final: 7, first: 0)])
            #expect(found.spans == ["1-3: 4"])
            #expect(found.codes == ["event-unmatched"])
        }
        #expect(derive([], [event(.reset, at: 1)]).codes == ["event-unmatched"])
        // an interval meter has no count that could be exchanged, but its multiplier may change
        let rows = [ReadingRow(0, .one), ReadingRow(3_600, .one)]
        let events = [
            event(.exchange, at: 1), event(.multiplierChange, at: 1, multiplier: 10),
        ]
        let derivation = MeterDerivation(
            .example(every: 3_600), from: [ReadingBatch(rows)], events: events)
        #expect(derivation.codes == ["event-unmatched"])
        #expect(derivation.amounts.map { $0.amount / 3_600_000 } == [1, 10])
    }
}
