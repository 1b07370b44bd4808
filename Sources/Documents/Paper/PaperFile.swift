/// A PDF as cairo writes it (画布写出的 PDF): one table of cross-references, every object on its own.
struct PaperFile {
    let bytes: [UInt8]
    /// How many objects there are, the free one of number 0 among them.
    let size: Int
    /// The number of the catalogue.
    let root: Int
    /// The inside of the catalogue.
    private(set) var catalogue = ""
    /// The number of the information dictionary.
    let info: Int
    /// Where the table of cross-references begins.
    let table: Int
    /// Where each object begins, by its number.
    private let offsets: [Int]

    /// Reads the end of a file; nil when it is not of that form.
    init?(_ bytes: [UInt8]) {
        var scanner = TailScanner(bytes)
        guard scanner.back("\n%%EOF\n"), let table = scanner.backNumber(),
            scanner.back("\n>>\nstartxref\n") || scanner.back(" >>\nstartxref\n"),
            table < scanner.end
        else { return nil }
        let words = bytes[table..<scanner.end].split { $0 == 0x20 || $0 == 0x0A }
            .map { String(decoding: $0, as: UTF8.self) }
        func number(after name: String) -> Int? {
            words.lastIndex(of: name).flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
        }
        guard let size = number(after: "/Size"), let root = number(after: "/Root"),
            let info = number(after: "/Info"), words.count > 3 + 3 * size,
            words.prefix(3) == ["xref", "0", String(size)], (0..<size).contains(root)
        else { return nil }
        // An entry is three words: the place, the generation, n or f.
        let places = (0..<size).map { Int(words[3 + 3 * $0]) ?? 0 }
        guard places.allSatisfy({ (0..<bytes.count).contains($0) }) else { return nil }
        (self.bytes, self.size, self.root, self.info, self.table) = (bytes, size, root, info, table)
        offsets = places
        guard let catalogue = dictionary(root) else { return nil }
        self.catalogue = catalogue
    }

    /// The inside of an object that is a dictionary; nil for anything else.
    func dictionary(_ number: Int) -> String? {
        guard (1..<size).contains(number) else { return nil }
        let opening = Array("\(number) 0 obj\n<<".utf8)
        let object = bytes[offsets[number]...]
        guard object.starts(with: opening) else { return nil }
        let inside = object.dropFirst(opening.count)
        let closing = Array(">>\nendobj".utf8)
        let other = Array(">>\nstream".utf8)
        var end = inside.startIndex
        while end < inside.endIndex {
            if inside[end] == closing[0] {
                if inside[end...].starts(with: closing) {
                    return String(validating: inside[..<end], as: UTF8.self)
                }
                if inside[end...].starts(with: other) { return nil }
            }
            end += 1
        }
        return nil
    }

    /// The numbers of the pages, in their order; empty when they are kept in a way that is not known.
    var pages: [Int] {
        guard let tree = Self.reference("/Pages", in: catalogue),
            let kids = dictionary(tree)?.split(separator: "/Kids [").dropFirst().first?
                .prefix(while: { $0 != "]" })
        else { return [] }
        return kids.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }.enumerated()
            .filter { $0.offset % 2 == 0 }.map(\.element)
    }

    private static func reference(_ name: String, in dictionary: String) -> Int? {
        let words = dictionary.split { $0 == " " || $0 == "\n" }
        return words.firstIndex(of: Substring(name)).flatMap {
            $0 + 1 < words.count ? Int(words[$0 + 1]) : nil
        }
    }
}
