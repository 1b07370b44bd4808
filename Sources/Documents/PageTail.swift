/// The end of a PDF as cairo writes it: what an update must repeat.
struct PageTail {
    /// How many objects there are.
    let size: Int
    /// The number of the catalogue.
    let root: Int
    /// The number of the information dictionary.
    let info: Int
    /// Where the cross-reference table begins.
    let table: Int
    /// The inside of the catalogue.
    let catalogue: String

    /// Reads the end of a file; nil when it is not of that form.
    init?(_ file: [UInt8]) {
        var scanner = TailScanner(file)
        guard scanner.back("\n%%EOF\n"), let table = scanner.backNumber(),
            scanner.back("\n>>\nstartxref\n") || scanner.back(" >>\nstartxref\n"),
            table < scanner.end
        else { return nil }
        let words = String(decoding: file[table..<scanner.end], as: UTF8.self)
            .split { $0 == " " || $0 == "\n" }.map(String.init)
        func number(after name: String) -> Int? {
            words.lastIndex(of: name).flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
        }
        guard let size = number(after: "/Size"), let root = number(after: "/Root"),
            let info = number(after: "/Info"),
            let catalogue = Self.object(root, in: file)
        else { return nil }
        self.size = size
        self.root = root
        self.info = info
        self.table = table
        self.catalogue = catalogue
    }

    /// The inside of a dictionary object, found from the end of the file.
    private static func object(_ number: Int, in file: [UInt8]) -> String? {
        let opening = Array("\n\(number) 0 obj\n<<".utf8)
        let closing = Array(">>\nendobj".utf8)
        var start = file.count - opening.count
        while start >= 0, !file[start...].starts(with: opening) { start -= 1 }
        guard start >= 0 else { return nil }
        let inside = start + opening.count
        var end = inside
        while end < file.count, !file[end...].starts(with: closing) { end += 1 }
        return end < file.count ? String(validating: file[inside..<end], as: UTF8.self) : nil
    }
}

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
