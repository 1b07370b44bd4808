import Quantities
import TestSupport
import Testing

@testable import MeterFiles

/// Numbers by words of eight bytes against the decimal that reads byte by byte.
@Suite struct PlainNumberTests {
    @Test("a short number is what the decimal reads, and where it ends")
    func short() {
        var numbers = SeededNumbers(seed: 11)
        let letters = Array("0123456789012345678901234567890123456789...,;\n-e \"".utf8)
        for _ in 0..<200_000 {
            let bytes = (0..<16).map { _ in letters[Int(numbers.next() % UInt64(letters.count))] }
            let (value, placeBits, length) = bytes.withUnsafeBytes { bytes in
                bytes.baseAddress.map { PlainNumber.short(PlainNumber.word($0)) } ?? (0, 0, 0)
            }
            guard length > 0 else { continue }
            let text = String(decoding: bytes[..<length], as: UTF8.self)
            let decimal = DecimalText(text)
            #expect(decimal?.significand == Int128(value), "\(text)")
            #expect(decimal?.scale == Int(placeBits >> 3), "\(text)")
        }
    }

    @Test(
        "a whole cell is digits and one point, and nothing else",
        arguments: [
            ("0", 0, 0), ("12.", 12, 0), (".5", 5, 1), ("007.250", 7250, 3),
            ("123456789012345678", 123_456_789_012_345_678, 0),
        ] as [(String, Int64, Int)])
    func cell(text: String, significand: Int64, places: Int) throws {
        let number = try #require(Array(text.utf8).withUnsafeBytes { PlainNumber.parse($0) })
        #expect(number == (significand, places))
        #expect(DecimalText(text)?.significand == Int128(significand))
        #expect(DecimalText(text)?.scale == places)
    }

    @Test("what is left to the decoder", arguments: ["", ".", "-1", "1e3", "1,2", " 1", "1.2.3"])
    func others(text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { PlainNumber.parse($0) == nil })
    }
}
