import Quantities
import TestSupport
import Testing

@Suite struct DecimalTextTests {
    @Test(
        "a decimal is read as the digits that stand on the page",
        arguments: [
            ("0", 0, 0, "0"), ("12", 12, 0, "12"), ("-0.50", -50, 2, "-0.50"), (".5", 5, 1, "0.5"),
            ("5.", 5, 0, "5"), ("+7.25", 725, 2, "7.25"), ("007", 7, 0, "7"),
            ("0.5366", 5_366, 4, "0.5366"), ("-0.001", -1, 3, "-0.001"), ("-0.0", 0, 1, "0.0"),
            // 1e3 = 1000, 2.5E-2 = 0.025, 1.25e1 = 12.5, 1.5e2 = 150
            ("1e3", 1_000, 0, "1000"), ("2.5E-2", 25, 3, "0.025"), ("1.25e1", 125, 1, "12.5"),
            ("1.5e2", 150, 0, "150"), ("0e999", 0, 0, "0"), ("3e+2", 300, 0, "300"),
        ] as [(String, Int128, Int, String)])
    func reading(text: String, significand: Int128, scale: Int, printed: String) throws {
        let decimal = try #require(DecimalText(text))
        #expect(decimal.significand == significand)
        #expect(decimal.scale == scale)
        #expect(decimal.description == printed)
    }

    @Test(
        "what is no plain decimal is no number",
        arguments: [
            "", ".", "-", "+", "1,5", "1 000", " 1", "1 ", "1.2.3", "--1", "1e", "1e+", "e5",
            "1e5.0",
            "1e1000", "0x10", "NaN", "inf", "１２", "1_000", "12kWh", "−5",
        ])
    func noNumber(text: String) {
        #expect(DecimalText(text) == nil)
    }

    @Test("38 digits are held, more are refused")
    func digits() throws {
        let nines = String(repeating: "9", count: 38)
        #expect(DecimalText(nines)?.description == nines)
        #expect(DecimalText("-" + nines)?.description == "-" + nines)
        let fraction = "0." + nines
        #expect(DecimalText(fraction)?.description == fraction)
        #expect(DecimalText("1e38")?.significand == Rounding.powerOfTen(38))
        #expect(DecimalText(nines + "9") == nil)
        #expect(DecimalText("0." + nines + "9") == nil)
        #expect(DecimalText("2e38") == nil)
        #expect(DecimalText("1e-39") == nil)
    }

    @Test(
        "decimals are equal and ordered by value, not by their digits",
        arguments: [
            ("1.5", "1.50", 0), ("0", "-0.000", 0), ("1e2", "100", 0), ("-1.5", "-1.50", 0),
            ("1.25", "1.251", -1), ("-1.251", "-1.25", -1), ("-1", "0", -1), ("-2", "1", -1),
            ("9", "10", -1), ("0.9", "1", -1), ("-10", "-9", -1), ("0", "0.001", -1),
            ("99999999999999999999999999999999999999", "1e38", -1),
            ("0.00000000000000000000000000000000000001", "1", -1),
        ])
    func order(left: String, right: String, sign: Int) throws {
        let (lhs, rhs) = (try #require(DecimalText(left)), try #require(DecimalText(right)))
        #expect((lhs == rhs) == (sign == 0))
        #expect((lhs < rhs) == (sign < 0))
        #expect(!(rhs < lhs))
        #expect((lhs.hashValue == rhs.hashValue) == (sign == 0))
    }

    @Test(
        "a reading is multiplied exactly and rounded half to even once",
        arguments: [
            // 412.6 kWh = 412.6 x 3,600,000 J
            ("412.6", "1", 3_600_000, 1_485_360_000),
            // 0.1234567 kWh = 444444.12 J; 80 times as much is 35555529.6 J, one rounding, not 80 x 444444
            ("0.1234567", "1", 3_600_000, 444_444), ("0.1234567", "80", 3_600_000, 35_555_530),
            // ties to even, both ways
            ("0.5", "1", 1, 0), ("1.5", "1", 1, 2), ("2.5", "1", 1, 2), ("3.5", "1", 1, 4),
            ("-0.5", "1", 1, 0), ("-1.5", "1", 1, -2), ("-2.5", "1", 1, -2), ("2.5", "-1", 1, -2),
            ("2.5000000000000000000001", "1", 1, 3), ("2.4999999999999999999999", "1", 1, 2),
            // 0.25 x 0.5 x 20 = 2.5
            ("0.25", "0.5", 20, 2), ("0.75", "0.5", 20, 8),
            ("1e18", "0.000000001", 9, 9_000_000_000),
            ("9223372036854775807", "1", 1, Int64.max),
            ("-9223372036854775807", "1", 1, -Int64.max),
            ("9223372036854775807.5", "0", 1, 0), ("5", "1", 0, 0),
        ] as [(String, String, Int64, Int64)])
    func rounding(value: String, multiplier: String, unit: Int64, expected: Int64) throws {
        let value = try #require(DecimalText(value))
        let multiplier = try #require(DecimalText(multiplier))
        #expect(value.rounded(times: multiplier, times: unit) == expected)
    }

    @Test(
        "what does not fit 64 bits has no amount",
        arguments: [
            ("9223372036854775808", "1", 1), ("9223372036854775807.5", "1", 1),
            ("-9223372036854775809", "1", 1), ("1e38", "1", 3_600_000),
            ("3e12", "1", 3_600_000), ("1e20", "1e20", 1), ("1", "1", -1),
            // 20 + 20 places cannot be multiplied exactly
            ("0.00000000000000000001", "0.00000000000000000001", 1),
        ] as [(String, String, Int64)])
    func tooLarge(value: String, multiplier: String, unit: Int64) throws {
        let value = try #require(DecimalText(value))
        #expect(value.rounded(times: try #require(DecimalText(multiplier)), times: unit) == nil)
    }

    @Test(
        "law: rounding a reading agrees with 128-bit arithmetic",
        arguments: 1...5 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<500 {
            let value = DecimalText(
                significand: .random(in: -999_999_999_999...999_999_999_999, using: &numbers),
                scale: .random(in: 0...12, using: &numbers))
            let multiplier = DecimalText(
                significand: .random(in: 1...99_999, using: &numbers),
                scale: .random(in: 0...4, using: &numbers))
            // at most 10^12 x 10^5 x 3.6 x 10^6, well inside 128 bits
            let product = value.significand * multiplier.significand * 3_600_000
            let expected = Rounding.halfToEven(
                product, over: Rounding.powerOfTen(value.scale + multiplier.scale))
            #expect(value.rounded(times: multiplier, times: 3_600_000) == Int64(exactly: expected))
        }
    }

    @Test(
        "law: what is printed is read again as the same digits",
        arguments: 1...3 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<500 {
            let bound = Rounding.powerOfTen(.random(in: 0...38, using: &numbers))
            let decimal = DecimalText(
                significand: .random(in: -bound + 1..<bound, using: &numbers),
                scale: .random(in: 0...38, using: &numbers))
            let again = try #require(DecimalText(decimal.description))
            #expect(again.significand == decimal.significand)
            #expect(again.scale == decimal.scale)
        }
    }
}
