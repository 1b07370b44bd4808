import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Registers without events. Stamps are hours, counts are kWh.
@Suite struct RegisterTests {
    private let kWh: Int64 = 3_600_000

    /// Spans as `from-to: kWh`.
    private func spans(_ derivation: MeterDerivation) -> [String] {
        derivation.amounts.map { "\($0.start / 3_600)-\($0.end / 3_600): \($0.amount / kWh)" }
    }

    @Test("energy is the difference of readings over the time between them; standing still is zero")
    func rise() {
        let derivation = MeterDerivation(
            .example(.register),
            from: [ReadingBatch(hours: [(0, 100), (1, 110), (2, 110), (4, 113)])])
        #expect(spans(derivation) == ["0-1: 10", "1-2: 0", "2-4: 3"])
        #expect(derivation.bookings.allSatisfy { $0.isRegisterSpan })
        // two hours are one span: measured for sums, spread for hours
        #expect(derivation.codes == ["register-spread"])
        #expect(derivation.total.energyIn == 13 * kWh)
        #expect(derivation.total.booked == 13 * kWh)
        #expect(derivation.total.rows == 4)
        #expect(derivation.total.rowsRejected == 0)
    }

    @Test("an hour is no spread, a second more is")
    func spread() {
        for (seconds, codes) in [(3_600, []), (3_601, ["register-spread"])] as [(Int64, [String])] {
            let rows = [ReadingRow(0, .one), ReadingRow(seconds, .one)]
            let derivation = MeterDerivation(.example(.register), from: [ReadingBatch(rows)])
            #expect(derivation.codes == codes)
        }
    }

    @Test("a reading is rounded before it is subtracted, so a late one never changes a total")
    func lateReading() throws {
        // 0.36, 0.72, 1.08, 1.8 J are 0, 1, 1, 2 J: 1 + 0 + 1 = 2
        let rows = try ["0.0000001", "0.0000002", "0.0000003", "0.0000005"].enumerated().map {
            ReadingRow(Int64($0) * 3_600, try #require(DecimalText($1)))
        }
        let all = MeterDerivation(.example(.register), from: [ReadingBatch(rows)])
        #expect(all.amounts.map(\.amount) == [1, 0, 1])
        let few = MeterDerivation(.example(.register), from: [ReadingBatch([rows[0], rows[3]])])
        #expect(few.amounts.map(\.amount) == [2])
        let late = MeterDerivation(
            .example(.register),
            from: [
                ReadingBatch([rows[0], rows[3]], source: 1), ReadingBatch([rows[1]], source: 2),
            ])
        #expect(late.amounts.map(\.amount) == [1, 1])
        // the span's energy belongs to the file of its later reading
        #expect(late.bookings.map(\.source) == [2, 1])
    }

    @Test("readings at the same instant carry no energy of their own; the last value stands")
    func repeated() {
        let derivation = MeterDerivation(
            .example(.register),
            from: [
                ReadingBatch(hours: [(0, 100), (1, 110), (1, 110)], source: 1),
                ReadingBatch(hours: [(1, 112), (2, 120)], source: 2),
            ])
        #expect(spans(derivation) == ["0-1: 12", "1-2: 8"])
        #expect(derivation.codes.contains("superseded"))
        #expect(derivation.total.energyIn == 20 * kWh)
        #expect(derivation.total.balance == 0)
    }

    @Test(
        "a fall is a dip, a rollover or a reset, in this order",
        arguments: [
            // a dip: lower readings that do not rise, then one not below the old count
            ([(0, 100), (1, 40), (2, 40), (3, 104)], 0, ["0-3: 4"], "register-dip", 2),
            ([(0, 100), (1, 40), (2, 30), (3, 100)], 0, ["0-3: 0"], "register-dip", 2),
            // exactly 24 hours are within 24 hours
            ([(0, 100), (12, 40), (24, 101)], 0, ["0-24: 1"], "register-dip", 1),
            ([(0, 100), (12, 40), (25, 101)], 0, ["12-25: 61"], "register-reset", 0),
            // readings that rise among themselves are no dip
            (
                [(0, 100), (1, 40), (2, 41), (3, 101)], 0, ["1-2: 1", "2-3: 60"], "register-reset",
                0
            ),
            ([(0, 100), (1, 40), (2, 99)], 0, ["1-2: 59"], "register-reset", 0),
            ([(0, 100), (1, 40)], 0, [], "register-reset", 0),
            // a dip goes before a rollover
            ([(0, 990), (1, 5), (2, 991)], 1_000, ["0-2: 1"], "register-dip", 1),
            // 990 -> 1000 -> 10 = 20; at most half of the register is plausible
            ([(0, 990), (1, 10)], 1_000, ["0-1: 20"], "register-rollover", 0),
            ([(0, 600), (1, 100)], 1_000, ["0-1: 500"], "register-rollover", 0),
            ([(0, 600), (1, 101)], 1_000, [], "register-reset", 0),
            ([(0, 999), (1, 0), (2, 7)], 1_000, ["0-1: 1", "1-2: 7"], "register-rollover", 0),
            // a count that such a register cannot show
            ([(0, 1_500), (1, 10)], 1_000, [], "register-reset", 0),
        ] as [([(Int64, Int64)], Int64, [String], String, Int64)])
    func falls(
        counts: [(Int64, Int64)], registerMax: Int64, expected: [String], code: String,
        rejected: Int64
    ) {
        let meter = Meter.example(.register, registerMax: registerMax == 0 ? nil : registerMax)
        let derivation = MeterDerivation(
            meter, from: [ReadingBatch(hours: counts.map { (hour: $0.0, value: $0.1) })])
        #expect(spans(derivation) == expected)
        #expect(Set(derivation.codes).subtracting(["register-spread"]) == [code])
        #expect(derivation.total.rowsRejected == rejected)
        #expect(derivation.total.balance == 0)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test(
        "with a declared power a rollover is plausible up to it, whatever half of the register is",
        arguments: [
            // 950 -> 1000 -> 50 = 100 kWh in an hour
            (950, 50, "100", true), (950, 51, "100", false), (600, 200, "600", true),
            (600, 201, "600", false),
        ] as [(Int64, Int64, String, Bool)])
    func rolloverByPower(before: Int64, after: Int64, kilowatts: String, isRollover: Bool) {
        let meter = Meter.example(
            .register, registerMax: 1_000, maxPowerKilowatts: DecimalText(kilowatts))
        let derivation = MeterDerivation(
            meter, from: [ReadingBatch(hours: [(0, before), (1, after)])])
        #expect(derivation.codes == [isRollover ? "register-rollover" : "register-reset"])
        #expect(derivation.bookings.count == (isRollover ? 1 : 0))
        #expect(derivation.total.balance == 0)
    }

    @Test("a reset disqualifies: the energy between the two readings is missing")
    func reset() {
        let derivation = MeterDerivation(
            .example(.register), from: [ReadingBatch(hours: [(0, 100), (1, 5), (2, 8)])])
        let finding = derivation.findings.findings.first
        #expect(finding?.code == .registerReset)
        #expect(finding?.severity == .disqualifies)
        #expect(finding?.interval == Interval(start: 0, end: 3_600))
        #expect(spans(derivation) == ["1-2: 3"])
        #expect(derivation.total.energyIn == 3 * kWh)
    }

    @Test("the multiplier holds for readings and for the size of the register")
    func multiplier() {
        let meter = Meter.example(
            .register, multiplier: DecimalText(significand: 80, scale: 0), registerMax: 1_000)
        let derivation = MeterDerivation(
            meter, from: [ReadingBatch(hours: [(0, 900), (1, 990), (2, 10)])])
        // 90 x 80, 20 x 80
        #expect(spans(derivation) == ["0-1: 7200", "1-2: 1600"])
    }

    @Test("a rise above the highest power is rejected, one at it stands")
    func maxPower() {
        let meter = Meter.example(.register, maxPowerKilowatts: DecimalText("10"))
        let derivation = MeterDerivation(
            meter, from: [ReadingBatch(hours: [(0, 100), (1, 110), (2, 121), (4, 141)])])
        #expect(spans(derivation) == ["0-1: 10", "2-4: 20"])
        #expect(derivation.codes == ["above-max-power", "register-spread"])
        #expect(derivation.total.energyIn == 41 * kWh)
        #expect(derivation.total.rejected == 11 * kWh)
        #expect(derivation.total.balance == 0)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("a register read at the start of its validity and at its end is its own")
    func validity() {
        let lines = [Interval(start: 0, end: 7_200), Interval(start: 7_200, end: 14_400)]
        let batch = ReadingBatch(hours: [(0, 100), (2, 120), (4, 150), (5, 160)])
        let derivations = lines.map {
            MeterDerivation(.example(.register, validity: $0), from: [batch], validities: lines)
        }
        #expect(derivations.map { spans($0) } == [["0-2: 20"], ["2-4: 30"]])
        let total = derivations.reduce(into: EnergyStatement()) { $0 += $1.total }
        #expect(total.rows == 4)
        #expect(total.rowsRejected == 1)
        #expect(derivations.flatMap(\.codes).filter { $0 == "outside-validity" }.count == 1)
    }

    @Test(
        "what a register counts over a change of its line belongs to neither, and is told by both")
    func turn() {
        let lines = [Interval(start: 0, end: 7_200), Interval(start: 7_200, end: 14_400)]
        let batch = ReadingBatch(hours: [(0, 100), (1, 110), (3, 130), (4, 140)])
        let found = lines.map {
            MeterDerivation(.example(.register, validity: $0), from: [batch], validities: lines)
        }
        #expect(found.map { spans($0) } == [["0-1: 10"], ["3-4: 10"]])
        let gaps = found.map { $0.findings.findings.filter { $0.code == .intervalGap } }
        #expect(
            gaps.map { $0.map(\.interval) } == [
                [Interval(start: 3_600, end: 7_200)], [Interval(start: 7_200, end: 10_800)],
            ])
        // a reading at the very change ends the one and begins the other
        let whole = ReadingBatch(hours: [(0, 100), (2, 120), (4, 140)])
        for line in lines {
            let derivation = MeterDerivation(
                .example(.register, validity: line), from: [whole], validities: lines)
            #expect(!derivation.codes.contains("interval-gap"))
        }
    }

    @Test("the label says nothing about a register")
    func label() {
        let batch = ReadingBatch(hours: [(0, 100), (1, 110)])
        for label in Meter.Label.allCases {
            let derivation = MeterDerivation(.example(.register, label: label), from: [batch])
            #expect(spans(derivation) == ["0-1: 10"])
        }
    }

    @Test("a rise that only garbage has is no energy, and the register goes on")
    func garbage() {
        // 3 x 10^8 kWh are over 10^15 J
        let derivation = MeterDerivation(
            .example(.register),
            from: [ReadingBatch(hours: [(0, 1), (1, 300_000_000), (2, 300_000_007)])])
        #expect(spans(derivation) == ["1-2: 7"])
        #expect(derivation.codes == ["value-too-large"])
        #expect(derivation.total.energyIn == 7 * kWh)
    }

    @Test("the message about it is a whole sentence")
    func garbageMessage() throws {
        let derivation = MeterDerivation(
            .example(.register), from: [ReadingBatch(hours: [(0, 1), (1, 300_000_000)])])
        let finding = try #require(derivation.findings.findings.first)
        #expect(!finding.message(in: .english).contains("  "))
    }
}
