import Quantities
import TestSupport
import Testing

@Suite struct RoundingTests {
    @Test(
        "a quotient goes to the nearest integer, a tie to the even one",
        arguments: [
            (7, 2, 4), (5, 2, 2), (3, 2, 2), (1, 2, 0), (-1, 2, 0), (-3, 2, -2), (-5, 2, -2),
            (-7, 2, -4), (1, 3, 0), (2, 3, 1), (-1, 3, 0), (-2, 3, -1), (6, 3, 2), (0, 7, 0),
            (Int128.max, Int128.max, 1), (Int128.max, 2, Rounding.powerOfTen(0) << 126),
        ] as [(Int128, Int128, Int128)])
    func halfToEven(numerator: Int128, denominator: Int128, expected: Int128) {
        #expect(Rounding.halfToEven(numerator, over: denominator) == expected)
    }

    @Test(
        "a point is set without rounding",
        arguments: [
            (0, 0, "0"), (0, 3, "0.000"), (5, 3, "0.005"), (-5, 3, "-0.005"), (1_234, 3, "1.234"),
            (-1_234, 0, "-1234"), (1_000, 3, "1.000"),
        ] as [(Int128, Int, String)])
    func pointed(integer: Int128, places: Int, text: String) {
        #expect(Rounding.pointed(integer, places: places) == text)
    }

    @Test(
        "a fraction is printed with a fixed number of places",
        arguments: [
            (1, 3, 6, "0.333333"), (2, 3, 6, "0.666667"), (-2, 3, 2, "-0.67"),
            (1, 8, 2, "0.12"), (3, 8, 2, "0.38"), (1_855, 1_400, 6, "1.325000"), (5, 2, 0, "2"),
        ] as [(Int128, Int128, Int, String)])
    func text(numerator: Int128, denominator: Int128, places: Int, text: String) {
        #expect(Rounding.text(numerator, over: denominator, places: places) == text)
    }
}

@Suite struct EnergyTests {
    @Test("a kilowatt-hour is 3,600,000 joules, a watt-hour 3,600")
    func units() {
        #expect(Energy.kilowattHours(2).joules == 7_200_000)
        #expect(Energy.wattHours(1_250).joules == 4_500_000)
        #expect(Energy.kilowattHours(1) == .wattHours(1_000))
        #expect((Energy.wattHours(3) - .wattHours(5)).magnitude == .wattHours(2))
        #expect(-Energy.wattHours(1) < .zero)
    }

    @Test(
        "kilowatt-hours are printed with nine places",
        arguments: [
            (0, "0.000000000"), (3_600_000, "1.000000000"), (-3_600_000, "-1.000000000"),
            // 1 / 3,600,000 = 0.000000277777...
            (1, "0.000000278"), (-1, "-0.000000278"), (1_485_360_000, "412.600000000"),
            // 9,223,372,036,854,775,807 / 3,600,000 = 2562047788015.215501944...
            (Int64.max, "2562047788015.215501944"),
        ] as [(Int64, String)])
    func text(joules: Int64, text: String) {
        #expect(Energy(joules: joules).kilowattHoursText == text)
    }

    @Test(
        "law: the printed kilowatt-hours give every joule back",
        arguments: 1...8 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for bits in 0..<63 {
            let joules = Int64.random(in: -(1 << bits)...(1 << bits), using: &numbers)
            let printed = try #require(DecimalText(Energy(joules: joules).kilowattHoursText))
            #expect(printed.scale == 9)
            #expect(printed.rounded(times: .one, times: 3_600_000) == joules)
        }
    }
}

@Suite struct EmissionIntensityTests {
    @Test(
        "energy times a factor is rounded once, half to even, to a milligram",
        arguments: [
            // 1 MWh x 0.5366 kg/kWh = 536.6 kg
            (3_600_000_000, "0.5366", 536_600_000),
            // 1 J x 0.36 kg/kWh = 0.36 / 3.6 mg = 0.1 mg; 5 J: 0.5 -> 0; 15 J: 1.5 -> 2; 25 J: 2.5 -> 2
            (1, "0.36", 0), (5, "0.36", 0), (15, "0.36", 2), (25, "0.36", 2), (26, "0.36", 3),
            (-15, "0.36", -2), (3_600_000, "0", 0), (0, "0.5366", 0),
            // 12,345,678 kWh x 0.6205 = 7,660,493.199 kg
            (44_444_440_800_000, "0.6205", 7_660_493_199_000),
        ] as [(Int64, String, Int64)])
    func emission(joules: Int64, factor: String, milligrams: Int64) throws {
        let intensity = EmissionIntensity(
            kilogramsPerKilowattHour: try #require(DecimalText(factor)))
        #expect(
            intensity.emission(of: Energy(joules: joules)) == EmissionMass(milligrams: milligrams))
    }

    @Test(
        "what does not fit 64 bits of milligrams is no emission",
        arguments: [
            (Int64.max, "100"), (1, "99999999999999999999999999999999999999"),
            (1, "0.00000000000000000000000000000000000001"),
        ] as [(Int64, String)])
    func tooLarge(joules: Int64, factor: String) throws {
        let intensity = EmissionIntensity(
            kilogramsPerKilowattHour: try #require(DecimalText(factor)))
        #expect(intensity.emission(of: Energy(joules: joules)) == nil)
    }

    @Test("a mass is printed in kilograms with six places")
    func text() {
        #expect(EmissionMass(milligrams: 536_600_001).kilogramsText == "536.600001")
        #expect(EmissionMass(milligrams: -1).kilogramsText == "-0.000001")
    }
}

@Suite struct ExactRatioTests {
    @Test("parts near 128 bits are compared and printed exactly")
    func wide() throws {
        // 1.5 x 10^38 over 10^38; times 10^6 neither part fits.
        let tenTo38 = Rounding.powerOfTen(38)
        let ratio = try #require(ExactRatio(tenTo38 / 2 * 3, to: tenTo38))
        let (limit, more) = (
            try #require(DecimalText("1.500000")), try #require(DecimalText("1.500001"))
        )
        #expect(ratio.isAtMost(limit) && !ratio.isBelow(limit))
        #expect(ratio.isAtMost(more) && ratio.isBelow(more))
        #expect(ratio.text() == "1.500000")
        // 1.2345675 lies halfway and goes to the even digit; one part more goes up.
        let half = try #require(ExactRatio(tenTo38 / 10_000_000 * 12_345_675, to: tenTo38))
        #expect(half.text() == "1.234568")
        let even = try #require(ExactRatio(tenTo38 / 10_000_000 * 12_345_665, to: tenTo38))
        #expect(even.text() == "1.234566")
        let up = try #require(ExactRatio(tenTo38 / 10_000_000 * 12_345_665 + 1, to: tenTo38))
        #expect(up.text() == "1.234567")
        let negative = try #require(ExactRatio(-tenTo38 / 4, to: tenTo38))
        #expect(negative.text() == "-0.250000" && negative.isBelow(limit))
    }

    @Test(
        "a limit that is touched is met by `at most` and not by `below`",
        arguments: [
            (1_250, 1_000, "1.25", true, false), (1_251, 1_000, "1.25", false, false),
            (1_249, 1_000, "1.25", true, true), (1, 3, "0.333333", false, false),
            (1, 3, "0.333334", true, true), (0, 1, "0", true, false), (-1, 2, "-0.5", true, false),
            (-1, 2, "-0.6", false, false),
            (Int64.max, Int64.max, "1.000000000000000000", true, false),
        ] as [(Int64, Int64, String, Bool, Bool)])
    func limits(
        above: Int64, below: Int64, limit: String, atMost: Bool, isBelow: Bool
    ) throws {
        let ratio = try #require(ExactRatio(Energy(joules: above), to: Energy(joules: below)))
        let limit = try #require(DecimalText(limit))
        #expect(ratio.isAtMost(limit) == atMost)
        #expect(ratio.isBelow(limit) == isBelow)
    }

    @Test("nothing can be measured against nothing", arguments: [0, -1] as [Int64])
    func noDenominator(joules: Int64) {
        #expect(ExactRatio(Energy(joules: 1), to: Energy(joules: joules)) == nil)
    }

    @Test("water and carbon are set against kilowatt-hours")
    func units() throws {
        // 1.8 L for each kWh: 1800 mL over 3,600,000 J
        let water = try #require(
            ExactRatio(Volume(millilitres: 1_800), to: Energy.kilowattHours(1)))
        #expect(water.text() == "1.800000")
        // 0.5366 kg for each kWh: 536,600 mg over 3,600,000 J
        let carbon = try #require(
            ExactRatio(EmissionMass(milligrams: 536_600), to: Energy.kilowattHours(1)))
        #expect(carbon.text() == "0.536600")
        #expect(Volume(millilitres: 1_234_567).cubicMetresText == "1.234567")
    }

    @Test("two ratios are compared without dividing, whatever their digits")
    func twoRatios() throws {
        let wide = Int128.max
        let third = try #require(ExactRatio(1, to: 3))
        let alike = try #require(ExactRatio(2, to: 6))
        let more = try #require(ExactRatio(wide / 2, to: wide))
        let most = try #require(ExactRatio(wide - 1, to: wide))
        #expect(!third.isBelow(alike) && !alike.isBelow(third))
        #expect(third.isBelow(more) && !more.isBelow(third))
        #expect(more.isBelow(most) && !most.isBelow(more))
        #expect(try #require(ExactRatio(-wide, to: 3)).isBelow(third))
    }
}
