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
            let (value, placeBits, length, bits) = bytes.withUnsafeBytes { bytes in
                bytes.baseAddress.map { PlainNumber.short(PlainNumber.word($0)) } ?? (0, 0, 0, 0)
            }
            guard bits > 0 else { continue }
            let text = String(decoding: bytes[..<length], as: UTF8.self)
            let decimal = DecimalText(text)
            #expect(decimal?.significand == Int128(value), "\(text)")
            #expect(decimal?.scale == Int(placeBits >> 3), "\(text)")
        }
    }

    @Test(
        "a cell that is written as a form says is the number that any look at it gives",
        arguments: [",", "\n", "\r\n", "\"\r\n"])
    func forms(ending: String) {
        let end = Array(ending.utf8)
        let ending = end.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let table = CellForm.table(ending: ending, count: end.count)
        defer { table.deallocate() }
        var numbers = SeededNumbers(seed: 12)
        let letters = Array("0123456789012345678901234567890123456789...-/:".utf8)
        for _ in 0..<100_000 {
            var bytes = (0..<8).map { _ in letters[Int(numbers.next() % UInt64(letters.count))] }
            let place = Int(numbers.next() % 10)
            for (number, byte) in end.enumerated() where place + number < 8 {
                bytes[place + number] = byte
            }
            let word = bytes.withUnsafeBytes { bytes in
                bytes.baseAddress.map { PlainNumber.word($0) } ?? 0
            }
            let (value, placeBits, length, bits) = PlainNumber.short(word)
            let isCell =
                bits > 0 && length + end.count <= 8
                && Array(bytes[length..<length + end.count]) == end
            let places = Int(placeBits >> 3)
            let isPointed = bytes[..<min(length, 8)].contains(UInt8(ascii: "."))
            let own = CellForm.index(length: length, places: isPointed ? places : nil)
            if bits > 0 {
                #expect(CellForm.index(of: word, length: length, places: places) == own)
            }
            for form in 0..<81 {
                let read = table[form].value(of: word)
                #expect(read == (isCell && form == own ? value : nil), "\(bytes) \(form)")
                guard read != nil else { continue }
                #expect(table[form].step == length + end.count)
                #expect(table[form].placeBits == placeBits)
            }
        }
    }

    /// 2.670 and 0.992 are 3.662: digit by digit 2 . 15 16 2 is 2,000 + 1,500 + 160 + 2.
    @Test("numbers that are written alike are summed digit by digit, whatever stands behind them")
    func summed() {
        var numbers = SeededNumbers(seed: 13)
        let table = CellForm.table(ending: 0x0A, count: 1)
        defer { table.deallocate() }
        for _ in 0..<20_000 {
            let form = anyForm(using: &numbers)
            let own = table[CellForm.index(length: form.length, places: form.places)]
            var (digits, sum) = (UInt64(0), Int64(0))
            for _ in 0..<Int.random(in: 1...Int(CellForm.mostSummed), using: &numbers) {
                // Now and then nothing but nines.
                let value = numbers.next() % 3 == 0 ? form.most : form.value(using: &numbers)
                let read = own.digits(of: form.word(value, behind: numbers.next()))
                #expect(read != nil)
                digits &+= read ?? 0
                sum += value
            }
            #expect(own.value(ofSummed: digits) == sum, "\(form)")
        }
    }

    @Test("a number is over the bound of a form where its value is")
    func bound() {
        var numbers = SeededNumbers(seed: 14)
        let table = CellForm.table(ending: 0x0A, count: 1)
        defer { table.deallocate() }
        for _ in 0..<100_000 {
            let form = anyForm(using: &numbers)
            let own = table[CellForm.index(length: form.length, places: form.places)]
            let value = form.value(using: &numbers)
            let near = value + Int64.random(in: -2...2, using: &numbers)
            let limit = numbers.next() % 2 == 0 ? max(0, near) : form.value(using: &numbers) * 3
            let digits = own.digits(of: form.word(value, behind: numbers.next())) ?? 0
            #expect(
                (digits.byteSwapped <= own.bound(UInt64(limit))) == (value <= limit),
                "\(form) \(value) \(limit)")
        }
    }

    /// How numbers of at most seven bytes are written, before the end of a line.
    private struct Form {
        let length: Int
        let places: Int?

        /// The greatest number that is.
        var most: Int64 {
            (0..<(places == nil ? length : length - 1)).reduce(1) { most, _ in most * 10 } - 1
        }

        func value(using numbers: inout SeededNumbers) -> Int64 {
            Int64.random(in: 0...most, using: &numbers)
        }

        /// Its bytes, a line feed, and what stands behind it.
        func word(_ value: Int64, behind: UInt64) -> UInt64 {
            var text = String(value)
            let count = places == nil ? length : length - 1
            text = String(repeating: "0", count: count - text.count) + text
            if let places { text.insert(".", at: text.index(text.endIndex, offsetBy: -places)) }
            let bytes = Array(text.utf8) + [0x0A]
            return bytes.enumerated().reduce(
                bytes.count < 8 ? behind << UInt64(bytes.count * 8) : 0
            ) { $0 | UInt64($1.element) << UInt64($1.offset * 8) }
        }
    }

    private func anyForm(using numbers: inout SeededNumbers) -> Form {
        let length = Int.random(in: 2...7, using: &numbers)
        let places = Int.random(in: -1..<length, using: &numbers)
        return Form(length: length, places: places < 0 ? nil : places)
    }

    @Test("no number is written as the first form says, not even zero bytes")
    func noForm() {
        let table = CellForm.table(ending: 0x0A, count: 1)
        defer { table.deallocate() }
        for word: UInt64 in [0, 1, .max, 0x0A] { #expect(table[0].value(of: word) == nil) }
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
