import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct IntervalStepsTests {
    @Test(
        "the length of an interval is found from the steps, run by run",
        arguments: [
            (.start, [0, 15, 30, 45], ["0-15", "15-30", "30-45", "45-60"]),
            // a gap is no step
            (
                .start, [0, 15, 30, 45, 105, 120, 135],
                ["0-15", "15-30", "30-45", "45-60", "105-120", "120-135", "135-150"]
            ),
            // a step that holds for four readings starts a run
            (
                .start, [0, 15, 30, 45, 60, 120, 180, 240],
                ["0-15", "15-30", "30-45", "45-60", "60-120", "120-180", "180-240", "240-300"]
            ),
            (
                .start, [0, 60, 120, 180, 195, 210, 225],
                ["0-60", "60-120", "120-180", "180-195", "195-210", "210-225", "225-240"]
            ),
            // the reading before a run ends where the run begins
            (
                .start, [0, 60, 120, 180, 200, 215, 230, 245],
                [
                    "0-60", "60-120", "120-180", "180-200", "200-215", "215-230", "230-245",
                    "245-260",
                ]
            ),
            // readings before the first run have its step
            (.start, [0, 50, 65, 80, 95], ["0-15", "50-65", "65-80", "80-95", "95-110"]),
            (.start, [0, 10, 25, 40, 55], ["0-10", "10-25", "25-40", "40-55", "55-70"]),
            // two readings; ties: the shorter
            (.start, [0, 30], ["0-30", "30-60"]),
            (.start, [0, 15, 45], ["0-15", "15-30", "45-60"]),
            // stamps that name the end
            (.end, [15, 30, 45, 60], ["0-15", "15-30", "30-45", "45-60"]),
            (
                .end, [15, 30, 45, 60, 120, 180, 240],
                ["0-15", "15-30", "30-45", "45-60", "60-120", "120-180", "180-240"]
            ),
        ] as [(Meter.Label, [Int64], [String])])
    func runs(label: Meter.Label, minutes: [Int64], expected: [String]) {
        let rows = minutes.map { ReadingRow($0 * 60, .one) }
        for file in [rows, rows.reversed(), rows + rows] {
            let derivation = MeterDerivation(.example(label: label), from: [ReadingBatch(file)])
            #expect(derivation.amounts.map { "\($0.start / 60)-\($0.end / 60)" } == expected)
            #expect(derivation.codes.contains("interval-from-data"))
            #expect(derivation.total.rowsRejected == 0)
            #expect(derivation.unfilledMessages.isEmpty)
        }
    }

    @Test("three readings do not start a run; they overlap and the later ones are rejected")
    func shortRun() {
        let rows = [0, 60, 120, 180, 195, 210].map { ReadingRow($0 * 60, .one) }
        let derivation = MeterDerivation(.example(), from: [ReadingBatch(rows)])
        #expect(derivation.amounts.map { $0.start / 60 } == [0, 60, 120, 180])
        #expect(derivation.total.rejected == 2 * 3_600_000)
        #expect(derivation.total.balance == 0)
    }

    @Test("a lone reading has the declared interval or none")
    func lone() {
        let batch = ReadingBatch([ReadingRow(0, .one)])
        let unknown = MeterDerivation(.example(), from: [batch])
        #expect(unknown.bookings.isEmpty)
        #expect(unknown.codes == ["interval-unknown"])
        #expect(unknown.total.rowsRejected == 1)
        let declared = MeterDerivation(.example(every: 900), from: [batch])
        #expect(declared.amounts == [Amount(0, 900, 3_600_000)])
        let ending = MeterDerivation(
            .example(every: 900, label: .end), from: [ReadingBatch([ReadingRow(900, .one)])])
        #expect(ending.amounts == [Amount(0, 900, 3_600_000)])
    }
}

@Suite struct IntervalReadingTests {
    @Test(
        "a reading becomes joules by its unit, its multiplier and, for a power, its seconds",
        arguments: [
            (.interval, .kilowattHour, "412.6", "1", 1_485_360_000),
            (.interval, .wattHour, "1", "1", 3_600),
            (.interval, .megawattHour, "0.001", "1", 3_600_000),
            (.interval, .gigawattHour, "0.000001", "1", 3_600_000),
            (.interval, .tenThousandKilowattHours, "0.0001", "1", 3_600_000),
            (.interval, .degree, "2", "1", 7_200_000), (.interval, .joule, "0.5", "1", 0),
            (.interval, .joule, "1.5", "1", 2), (.interval, .megajoule, "3.6", "1", 3_600_000),
            (.interval, .gigajoule, "1", "1", 1_000_000_000),
            // 0.1234567 x 80 kWh = 35555529.6 J
            (.interval, .kilowattHour, "0.1234567", "80", 35_555_530),
            // power x 900 s
            (.power, .watt, "1", "1", 900), (.power, .kilowatt, "2", "1", 1_800_000),
            (.power, .megawatt, "0.5", "1", 450_000_000), (.power, .kilowatt, "2", "0.5", 900_000),
            // 0.0005 W x 900 s = 0.45 J; 0.005 / 9 W would tie: 0.5 J from 0.0005 x 1000
            (.power, .watt, "0.0005", "1", 0), (.power, .watt, "0.001", "1", 1),
            // water and fuel keep millilitres and grams
            (.interval, .cubicMetre, "1.5", "1", 1_500_000), (.interval, .litre, "2", "1", 2_000),
            (.interval, .tonne, "0.001", "1", 1_000), (.interval, .kilogram, "3", "1", 3_000),
        ] as [(Meter.Quantity, MeterUnit, String, String, Int64)])
    func amount(
        quantity: Meter.Quantity, unit: MeterUnit, value: String, multiplier: String,
        expected: Int64
    ) throws {
        let derivation = MeterDerivation(
            .example(
                quantity, unit: unit, multiplier: try #require(DecimalText(multiplier)), every: 900),
            from: [ReadingBatch([ReadingRow(0, try #require(DecimalText(value)))])])
        #expect(derivation.amounts == [Amount(0, 900, expected)])
        // only energy is stated
        #expect(derivation.total.energyIn == (unit.dimension == .energy ? expected : 0))
        #expect(derivation.total.balance == 0)
    }

    @Test("a value that 64 bits cannot hold is rejected")
    func tooLarge() throws {
        let value = try #require(DecimalText("2562047788016"))
        let derivation = MeterDerivation(
            .example(every: 900), from: [ReadingBatch([ReadingRow(0, value)])])
        #expect(derivation.bookings.isEmpty)
        #expect(derivation.codes == ["value-too-large"])
        #expect(derivation.total.rowsRejected == 1)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("an interval that does not end after its start is rejected")
    func backwards() {
        let rows = [
            ReadingRow(0, .one, end: 900), ReadingRow(900, .one, end: 900),
            ReadingRow(1_800, .one, end: 900),
        ]
        let derivation = MeterDerivation(.example(), from: [ReadingBatch(rows)])
        #expect(derivation.amounts == [Amount(0, 900, 3_600_000)])
        #expect(derivation.total.rowsRejected == 2)
    }

    @Test("where readings are missing between two, the gap is told and nothing is booked")
    func gap() {
        let batch = ReadingBatch([0, 900, 3_600].map { ReadingRow($0, .one) })
        let derivation = MeterDerivation(.example(every: 900), from: [batch])
        #expect(derivation.codes == ["interval-gap"])
        #expect(derivation.findings.findings.first?.interval == Interval(start: 1_800, end: 3_600))
        #expect(derivation.amounts.count == 3)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("a reading belongs to the line of its meter that is valid then, and is counted once")
    func validity() {
        let hour: Int64 = 3_600
        let lines = [Interval(start: 0, end: 2 * hour), Interval(start: 2 * hour, end: 4 * hour)]
        // the third row straddles both lines, the last lies after them
        let rows = [0, hour, 2 * hour - 900, 2 * hour, 3 * hour, 4 * hour]
            .map { ReadingRow($0, .one) }
        let derivations = lines.map {
            MeterDerivation(
                .example(every: hour, validity: $0), from: [ReadingBatch(rows)], validities: lines)
        }
        #expect(derivations.map { $0.amounts.map { $0.start / hour } } == [[0, 1], [2, 3]])
        let total = derivations.reduce(into: EnergyStatement()) { $0 += $1.total }
        #expect(total.rows == 6)
        #expect(total.rowsRejected == 2)
        #expect(total.energyIn == 6 * 3_600_000)
        #expect(total.booked == 4 * 3_600_000)
        #expect(total.balance == 0)
        #expect(derivations.flatMap(\.codes) == ["outside-validity", "outside-validity"])
    }
}
