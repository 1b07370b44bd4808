/// What is written behind a PDF (增量更新): new objects, and others in the place of old ones.
///
/// ISO 32000-1, 7.5.6: the file stays as it is; a second table of cross-references names what came.
struct PaperUpdate {
    /// The file that is continued.
    let paper: PaperFile
    private(set) var bytes: [UInt8]
    private var offsets: [Int: Int] = [:]
    private var next: Int

    init(of paper: PaperFile) {
        self.paper = paper
        bytes = paper.bytes
        next = paper.size
    }

    /// Adds a dictionary; gives its number.
    mutating func add(_ inside: String) -> Int {
        let number = take()
        put(number, "<< \(inside) >>")
        return number
    }

    /// Adds a stream; gives its number and where its bytes begin.
    mutating func add(_ inside: String, stream: [UInt8]) -> (number: Int, start: Int) {
        let number = take()
        offsets[number] = bytes.count
        append("\(number) 0 obj\n<< \(inside) /Length \(stream.count) >>\nstream\n")
        let start = bytes.count
        bytes += stream
        append("\nendstream\nendobj\n")
        return (number, start)
    }

    /// Puts a dictionary in the place of an old one.
    mutating func replace(_ number: Int, by inside: String) { put(number, "<< \(inside) >>") }

    /// Writes the table and the trailer.
    ///
    /// - Parameter members: More members of the trailer, its last ones.
    /// - Returns: Where these end.
    mutating func end(with members: String = "") -> Int {
        let table = bytes.count
        append("xref\n")
        let numbers = offsets.keys.sorted()
        var start = 0
        while start < numbers.count {
            var end = start + 1
            while end < numbers.count, numbers[end] == numbers[end - 1] + 1 { end += 1 }
            append("\(numbers[start]) \(end - start)\n")
            for number in numbers[start..<end] { append(Self.line(offsets[number] ?? 0)) }
            start = end
        }
        append(
            "trailer\n<< /Size \(next) /Root \(paper.root) 0 R /Info \(paper.info) 0 R /Prev \(paper.table)"
                + members)
        let end = bytes.count
        append(" >>\nstartxref\n\(table)\n%%EOF\n")
        return end
    }

    /// Lays bytes over others of the same number.
    mutating func lay(_ other: [UInt8], over start: Int) {
        bytes.replaceSubrange(start..<(start + other.count), with: other)
    }

    private mutating func take() -> Int {
        defer { next += 1 }
        return next
    }

    private mutating func put(_ number: Int, _ object: String) {
        offsets[number] = bytes.count
        append("\(number) 0 obj\n\(object)\nendobj\n")
    }

    private mutating func append(_ text: String) { bytes += Array(text.utf8) }

    private static func line(_ offset: Int) -> String {
        let digits = String(offset)
        return String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
}
