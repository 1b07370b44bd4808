/// Reads a file from its end, token by token.
struct TailScanner {
    private let file: [UInt8]
    /// What lies before here is not read yet.
    var end: Int

    init(_ file: [UInt8]) {
        self.file = file
        end = file.count
    }

    /// Steps back over a text; false when another stands there.
    mutating func back(_ text: String) -> Bool {
        let start = end - text.utf8.count
        guard start >= 0, file[start..<end].elementsEqual(text.utf8) else { return false }
        end = start
        return true
    }

    /// Steps back over a number of at most nine digits without leading zeros.
    mutating func backNumber() -> Int? {
        let digits = file[..<end].suffix(10).reversed().prefix { (0x30...0x39).contains($0) }
        let text = String(decoding: digits.reversed(), as: UTF8.self)
        guard digits.count < 10, let value = Int(text), String(value) == text else { return nil }
        end -= digits.count
        return value
    }

    /// Steps back over at most 200 characters and the sign before them.
    mutating func backText(until sign: Character) -> String? {
        guard let byte = sign.asciiValue,
            let start = file[..<end].suffix(201).lastIndex(of: byte)
        else { return nil }
        defer { end = start }
        return String(validating: file[(start + 1)..<end], as: UTF8.self)
    }
}
