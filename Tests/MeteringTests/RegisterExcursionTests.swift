import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Spikes that are taken back, and registers that begin again by themselves. Counts are kWh.
@Suite struct RegisterExcursionTests {
    private func derive(
        _ counts: [(Int64, Int64)], maxPower: String? = nil, reset: RegisterReset? = nil,
        in calendar: LocalCalendar = .utc, unit: Int64 = 3_600, events: [MeterEvent] = []
    ) -> (spans: [String], codes: Set<String>, derivation: MeterDerivation) {
        let base = Meter.example(
            .register, in: calendar, maxPowerKilowatts: maxPower.flatMap { DecimalText($0) })
        let meter = Meter(
            id: base.id, siteID: base.siteID, account: base.account, medium: base.medium,
            quantity: base.quantity, unit: base.unit, multiplier: base.multiplier,
            intervalSeconds: nil, label: base.label, calendar: calendar, registerMax: nil,
            maxPowerKilowatts: base.maxPowerKilowatts, parentID: nil, measurementPoint: nil,
            validity: base.validity, layout: nil, registerReset: reset)
        let rows = counts.map {
            ReadingRow($0.0 * unit, DecimalText(significand: Int128($0.1), scale: 0))
        }
        let derivation = MeterDerivation(meter, from: [ReadingBatch(rows)], events: events)
        #expect(derivation.total.balance == 0)
        #expect(derivation.unfilledMessages.isEmpty)
        let spans = derivation.amounts.map {
            "\($0.start / unit)-\($0.end / unit): \($0.amount / 3_600_000)"
        }
        return (
            spans, Set(derivation.codes).subtracting(["register-spread", "long-zero"]), derivation
        )
    }

    @Test(
        "an unbelievable rise that is taken back is a spike; one that is not taken back is refused",
        arguments: [
            // 900 kWh in an hour is above 50 kW; back at 110, 10 kWh over two hours
            ([(0, 100), (1, 1_000), (2, 110)], ["0-2: 10"], "register-spike"),
            ([(0, 100), (1, 1_000), (2, 900), (3, 130)], ["0-3: 30"], "register-spike"),
            // exactly 24 hours are within 24 hours
            ([(0, 100), (1, 5_000), (24, 110)], ["0-24: 10"], "register-spike"),
            // the register goes on from there: no spike
            ([(0, 100), (1, 1_000), (2, 1_010)], ["1-2: 10"], "above-max-power"),
            // a believable rise is none
            ([(0, 100), (1, 140), (2, 110)], ["0-1: 40"], "register-reset"),
        ] as [([(Int64, Int64)], [String], String)])
    func spike(counts: [(Int64, Int64)], expected: [String], code: String) {
        let found = derive(counts, maxPower: "50")
        #expect(found.spans == expected)
        #expect(found.codes == [code])
    }

    @Test("back below the count before the rise is no spike but a fall")
    func below() {
        let found = derive([(0, 100), (1, 1_000), (2, 90)], maxPower: "50")
        #expect(found.spans.isEmpty)
        #expect(found.codes == ["above-max-power", "register-reset"])
    }

    @Test("without a declared power the register's own rises judge, ten times what 99 of 100 show")
    func usualRise() {
        // 150 rises of 1 kWh; 12 is over ten times 1, 10 is not
        for (high, code) in [(12, "register-spike"), (10, "register-reset")] as [(Int64, String)] {
            var counts = (0...150).map { ($0, $0) } as [(Int64, Int64)]
            counts.append((151, 150 + high))
            counts.append((152, 151))
            let found = derive(counts)
            #expect(found.codes == [code])
            #expect(found.spans.count == (code == "register-spike" ? 151 : 151))
            #expect(found.spans.last == (code == "register-spike" ? "150-152: 1" : "150-151: 10"))
        }
    }

    @Test(
        "of few rises the highest but one judges, of fewer than 24 none",
        arguments: [22, 23, 24, 98])
    func fewRises(ones: Int64) {
        // With the rise to judge, 23 rises are too few and 24 are enough.
        let counts = (0...ones).map { ($0, $0) } + [(ones + 1, ones + 12), (ones + 2, ones + 1)]
        let found = derive(counts)
        #expect(found.codes == [ones == 22 ? "register-reset" : "register-spike"])
        #expect(
            found.spans.last == (ones == 22 ? "22-23: 12" : "\(ones)-\(ones + 2): 1"))
    }

    @Test("an event between ends a spike")
    func spikeWithEvent() {
        let event = MeterEvent(
            meterID: "m", at: 5_400, kind: .exchange, finalReading: DecimalText("1001"),
            firstReading: DecimalText("100"), multiplier: nil, registerMax: nil, line: 2)
        let found = derive([(0, 100), (1, 1_000), (2, 110)], maxPower: "50", events: [event])
        #expect(found.codes == ["above-max-power", "register-exchange"])
        // 1001 - 1000 + 110 - 100
        #expect(found.spans == ["1-2: 11"])
    }

    @Test(
        "a declared daily reset: what stands after midnight was counted from it",
        arguments: [
            // read at midnight, before it began again
            (
                [(20, 80), (24, 96), (26, 8)], ["20-24: 16", "24-26: 8"],
                ["register-periodic-reset"]
            ),
            // read at midnight, after it began again: 20:00 to midnight is missing
            ([(20, 80), (24, 0), (26, 8)], ["24-26: 8"], ["register-periodic-reset"]),
            // midnight inside a span: the part before it is missing
            ([(20, 80), (26, 8)], ["24-26: 8"], ["register-periodic-reset"]),
            // a gap over midnight in which the count caught up, known from the reset a day later
            (
                [(20, 80), (47, 91), (50, 7)], ["24-47: 91", "48-50: 7"],
                ["register-periodic-reset"]
            ),
            // never a reset: the declaration is wrong, and the rise stands
            (
                [(20, 80), (24, 96), (26, 104)], ["20-24: 16", "24-26: 8"],
                ["register-reset-absent"]
            ),
            // a clock on standard time in summer: read at one as it begins again, so that the hour before is not known
            (
                [(22, 22), (23, 23), (24, 24), (25, 0), (26, 1)],
                ["22-23: 1", "23-24: 1", "25-26: 1"], ["register-periodic-reset"]
            ),
            // the same with the hour before midnight missing as well
            (
                [(22, 22), (23, 23), (25, 0), (26, 1)], ["22-23: 1", "25-26: 1"],
                ["register-periodic-reset"]
            ),
            // a meter that stands still counts nothing after midnight either
            (
                [(22, 9), (23, 9), (24, 9), (25, 0), (26, 1)],
                ["22-23: 0", "23-24: 0", "24-25: 0", "25-26: 1"], ["register-periodic-reset"]
            ),
            // what was switched off at midnight
            (
                [(22, 8), (23, 9), (24, 10), (25, 0), (26, 0), (27, 0)],
                ["22-23: 1", "23-24: 1", "24-25: 0", "25-26: 0", "26-27: 0"],
                ["register-periodic-reset"]
            ),
            // a fall far from midnight is no declared reset
            ([(8, 80), (12, 5)], [], ["register-reset"]),
        ] as [([(Int64, Int64)], [String], Set<String>)])
    func daily(counts: [(Int64, Int64)], expected: [String], codes: Set<String>) {
        let found = derive(counts, reset: .daily)
        #expect(found.spans == expected)
        #expect(found.codes == codes)
    }

    @Test("the boundary is local, and monthly and yearly resets have their own")
    func boundaries() {
        // 2025-01-31 16:00 UTC is midnight in Shanghai; hours since then
        let midnight = Int64.clock("2025-01-31 16:00") / 3_600
        let counts = [(midnight - 1, 50), (midnight, 52), (midnight + 1, 3)] as [(Int64, Int64)]
        for reset in RegisterReset.allCases {
            let found = derive(counts, reset: reset, in: .shanghai)
            #expect(
                found.codes == [reset == .yearly ? "register-reset" : "register-periodic-reset"])
            #expect(found.spans.count == (reset == .yearly ? 1 : 2))
        }
    }

    @Test("minutes late or early are the same reset")
    func tolerance() {
        // in minutes: midnight is 1440; 20 minutes late, then 20 early
        let late = derive(
            [(1_380, 50), (1_440, 51), (1_455, 52), (1_470, 1), (1_530, 3)], reset: .daily, unit: 60
        )
        #expect(late.spans == ["1380-1440: 1", "1440-1455: 1", "1455-1470: 1", "1470-1530: 2"])
        #expect(late.codes == ["register-periodic-reset"])
        let early = derive(
            [(1_380, 50), (1_425, 1), (1_440, 2), (1_500, 4)], reset: .daily, unit: 60)
        #expect(early.spans == ["1380-1425: 1", "1425-1440: 1", "1440-1500: 2"])
        #expect(early.codes == ["register-periodic-reset"])
    }

    @Test("a count beyond 64 bits of joules counts by its differences")
    func wide() {
        // 10^16 kWh are 3.6 x 10^22 J
        let found = derive([(0, 10_000_000_000_000_000), (1, 10_000_000_000_000_004)])
        #expect(found.spans == ["0-1: 4"])
        #expect(found.codes.isEmpty)
    }

    @Test("no file makes the walk slow", .timeLimit(.minutes(10)))
    func linearTime() {
        // falls and unbelievable rises without an end, a second apart
        let falling = (0..<30_000).map { ($0, 1_000_000 - $0) } as [(Int64, Int64)]
        #expect(derive(falling, unit: 1).spans.isEmpty)
        let wild =
            (0..<30_000).map { ($0, $0 * 1_000_000 + ($0 % 7 == 0 ? 0 : 5)) } as [(Int64, Int64)]
        #expect(!derive(wild + [(30_001, 0)], maxPower: "1", unit: 1).codes.isEmpty)
    }
}
