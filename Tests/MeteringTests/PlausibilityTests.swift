import Metering
import Quantities
import TestSupport
import Testing

@Suite struct PlausibilityTests {
    @Test(
        "a reading at the highest believable power stands, one joule more is rejected",
        arguments: [
            // 100 kW x 900 s = 90,000,000 J = 25 kWh
            (.interval, .kilowattHour, "100", "1", "25", true),
            (.interval, .joule, "100", "1", "90000000", true),
            (.interval, .joule, "100", "1", "90000001", false),
            (.interval, .joule, "100", "1", "-90000000", true),
            (.interval, .joule, "100", "1", "-90000001", false),
            (.interval, .kilowattHour, "100", "25", "1", true),
            (.interval, .kilowattHour, "100", "26", "1", false),
            (.interval, .joule, "0.1", "1", "90000", true),
            (.interval, .joule, "0.1", "1", "90001", false),
            (.power, .kilowatt, "100", "1", "100", true),
            (.power, .kilowatt, "100", "1", "100.00001", false),
        ] as [(Meter.Quantity, MeterUnit, String, String, String, Bool)])
    func maxPower(
        quantity: Meter.Quantity, unit: MeterUnit, limit: String, multiplier: String,
        value: String, stands: Bool
    ) throws {
        let meter = Meter.example(
            quantity, account: .gridImport, unit: unit,
            multiplier: try #require(DecimalText(multiplier)), every: 900,
            maxPowerKilowatts: DecimalText(limit))
        let row = ReadingRow(0, try #require(DecimalText(value)))
        let derivation = MeterDerivation(meter, from: [ReadingBatch([row])])
        #expect(derivation.bookings.count == (stands ? 1 : 0))
        #expect(derivation.codes.contains("above-max-power") == !stands)
        #expect(derivation.total.rejected == (stands ? 0 : derivation.total.energyIn))
        #expect(derivation.total.balance == 0)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    /// Where a negative amount goes; nil where it is rejected.
    private static func home(ofNegative account: Account) -> Account? {
        switch account {
        case .gridImport: .gridExport
        case .gridExport: .gridImport
        case .storageDischarge: .storageCharge
        case .storageCharge: .storageDischarge
        case .onsiteSolar, .onsiteWind, .onsiteOther: .otherUse
        case .otherUse: .onsiteOther
        default: nil
        }
    }

    @Test(
        "negative energy goes to the mirror account where there is one", arguments: Account.ofMeters
    )
    func negative(account: Account) throws {
        let meter = Meter.example(account: account, every: 3_600)
        let batch = ReadingBatch(hours: [(0, 2), (1, -1), (2, 0)])
        let derivation = MeterDerivation(meter, from: [batch])
        let own = LoadProfile(
            derivation.bookings, slotSeconds: 3_600, of: account, wantsMirror: false)
        let mirror = LoadProfile(
            derivation.bookings, slotSeconds: 3_600, of: account, wantsMirror: true)
        let kWh: Int64 = 3_600_000
        let ownAmounts = own.months[0].map { Array($0.amounts[0..<3]) }
        #expect(account.mirror == Self.home(ofNegative: account))
        if account == .check {
            #expect(ownAmounts == [2 * kWh, -kWh, 0])
            #expect(derivation.codes.isEmpty)
        } else if account.mirror != nil {
            #expect(ownAmounts == [2 * kWh, 0, 0])
            #expect(mirror.months[0].map { Array($0.amounts[0..<3]) } == [0, kWh, 0])
            // the hour is covered for the meter's own direction, where it flowed nothing
            #expect(own.months[0].map { Array($0.coveredSeconds[0..<3]) } == [3_600, 3_600, 3_600])
            #expect(derivation.codes == ["sign-split"])
        } else {
            #expect(ownAmounts == [2 * kWh, 0, 0])
            #expect(own.months[0].map { $0.coveredSeconds[1] } == 0)
            #expect(derivation.codes == ["interval-gap", "negative-value"])
            #expect(derivation.total.rejected == kWh)
        }
        #expect(derivation.total.energyIn == 3 * kWh)
        #expect(derivation.total.balance == 0)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test(
        "without a limit a value over ten times the 99th percentile is kept and suspected",
        arguments: [
            // of 100 values the 99th is a one; of 99 to 24 the highest but one is
            (99, 0, "10", false), (99, 0, "10.000001", true), (98, 0, "10.000001", true),
            (23, 0, "10.000001", true), (23, 0, "10", false), (23, 40, "11", true),
            // of 23 none tells what is usual
            (22, 0, "1000", false), (22, 400, "1000", false), (1, 0, "1000", false),
            (199, 500, "11", true), (199, 0, "10", false),
            // two of 200 are one of 100
            (198, 0, "1000", true),
        ] as [(Int, Int, String, Bool)])
    func spike(ones: Int, zeros: Int, value: String, isSuspect: Bool) throws {
        var values = Array(repeating: DecimalText.one, count: ones)
        values += Array(repeating: DecimalText(significand: 0, scale: 0), count: zeros)
        values.append(try #require(DecimalText(value)))
        if ones == 198 { values.append(.one) }
        let rows = values.enumerated().map { ReadingRow(Int64($0) * 3_600, $1) }
        let derivation = MeterDerivation(.example(every: 3_600), from: [ReadingBatch(rows)])
        #expect(derivation.suspects.count == (isSuspect ? 1 : 0))
        // more than a day of zeros is suspected on its own
        #expect(
            derivation.codes.filter { $0 != "long-zero" } == (isSuspect ? ["suspect-spike"] : []))
        #expect(derivation.codes.contains("long-zero") == (zeros > 0))
        #expect(derivation.bookings.count == values.count)
        #expect(derivation.total.booked == derivation.total.energyIn)
    }

    @Test("values are compared as mean power, and a declared limit ends all suspicion")
    func unlikeLengths() throws {
        // 23 kWh in a day are less power than 1 kWh in an hour
        let hours = (0..<200).map { ReadingRow($0 * 3_600, .one, end: ($0 + 1) * 3_600) }
        let day = ReadingRow(
            864_000, DecimalText(significand: 23, scale: 0), end: 864_000 + 86_400)
        let derivation = MeterDerivation(.example(), from: [ReadingBatch(hours + [day])])
        #expect(derivation.suspects.isEmpty)
        let spike = ReadingRow(
            864_000, DecimalText(significand: 23, scale: 0), end: 864_000 + 3_600)
        let limited = MeterDerivation(
            .example(maxPowerKilowatts: DecimalText("23")), from: [ReadingBatch(hours + [spike])])
        #expect(limited.suspects.isEmpty)
        #expect(limited.bookings.count == 201)
    }

    @Test("a spike that an event of its time confirms is not suspected")
    func confirmedSpike() {
        let rows = (0..<200).map { index in
            ReadingRow(index * 3_600, DecimalText(significand: index == 99 ? 50 : 1, scale: 0))
        }
        for (at, suspects) in [(99 * 3_600, 0), (100 * 3_600, 0), (101 * 3_600, 1)] {
            let event = MeterEvent(
                meterID: "m", at: Int64(at), kind: .multiplierChange, finalReading: nil,
                firstReading: nil, multiplier: .one, registerMax: nil, line: 2)
            let derivation = MeterDerivation(
                .example(every: 3_600), from: [ReadingBatch(rows)], events: [event])
            #expect(derivation.suspects.count == suspects)
        }
    }

    @Test("values that only garbage has are rejected, so that every sum stays exact")
    func garbage() {
        // 10^15 J stand, one joule more does not
        let largest: Int128 = 1_000_000_000_000_000
        let rows = [largest, largest + 1, -largest, -largest - 1].enumerated().map {
            ReadingRow(Int64($0) * 3_600, DecimalText(significand: $1, scale: 0))
        }
        let derivation = MeterDerivation(
            .example(account: .gridImport, unit: .joule, every: 3_600), from: [ReadingBatch(rows)])
        #expect(derivation.bookings.map(\.line) == [2, 4])
        #expect(derivation.codes.filter { $0 == "value-too-large" }.count == 2)
        #expect(derivation.total.rowsRejected == 2)
        #expect(derivation.total.balance == 0)
        // and more than a hundred of them are more than a meter ever counts
        let many = (0..<102).map {
            ReadingRow($0 * 3_600, DecimalText(significand: largest, scale: 0))
        }
        let full = MeterDerivation(
            .example(unit: .joule, every: 3_600), from: [ReadingBatch(many)])
        #expect(full.bookings.count == 100)
        #expect(full.total.rowsRejected == 2)
    }

    @Test("exactly ten times the 99th percentile is not over it")
    func exactlyTenTimes() {
        // 7 J and 70 J in 900 s
        let rows = (0..<200).map { index in
            ReadingRow(index * 900, DecimalText(significand: index == 99 ? 70 : 7, scale: 0))
        }
        let derivation = MeterDerivation(
            .example(unit: .joule, every: 900), from: [ReadingBatch(rows)])
        #expect(derivation.suspects.isEmpty)
    }

    @Test(
        "a limit of many digits is a limit like another",
        arguments: ["100.000000000000000000000000000000000000", "1e34"])
    func longLimit(limit: String) async {
        await #expect(processExitsWith: .success) { [limit] in
            let meter = Meter.example(
                unit: .joule, every: 900, maxPowerKilowatts: DecimalText(limit))
            let row = ReadingRow(0, DecimalText(significand: 90_000_000, scale: 0))
            let derivation = MeterDerivation(meter, from: [ReadingBatch([row])])
            #expect(derivation.bookings.count == 1)
        }
    }
}
