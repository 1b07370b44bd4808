import Foundation

/// What a page looks like from far away: how dark each of 32 by 22 fields is. Another version of a font moves
/// letters by a little and changes this hardly; a missing chart, a table that runs over its page, text over
/// text change it at once.
struct PagePicture {
    private static let columns = 32
    private static let rows = 22
    /// Darkness of each field in 255ths, row by row.
    private let fields: [Int]

    /// Draws a page of a PDF with poppler.
    init(_ pdf: [UInt8], page: Int) throws {
        let picture = try Tool.withFile(pdf, "pdf") { path in
            try Tool.run(
                "pdftoppm", "-gray", "-r", "48", "-f", "\(page)", "-l", "\(page)", path
            ).output
        }
        // P5, width, height, 255 and one blank, then a byte a pixel.
        let head = picture.prefix(64).split(separator: 0x0A, maxSplits: 3)
        let size = String(decoding: head[1], as: UTF8.self).split(separator: " ").compactMap {
            Int($0)
        }
        let pixels = [UInt8](picture.suffix(size[0] * size[1]))
        fields = (0..<Self.rows * Self.columns).map { field in
            let (row, column) = (field / Self.columns, field % Self.columns)
            let rows = (row * size[1] / Self.rows)..<((row + 1) * size[1] / Self.rows)
            let columns =
                (column * size[0] / Self.columns)..<((column + 1) * size[0] / Self.columns)
            var sum = 0
            for y in rows { for x in columns { sum += 255 - Int(pixels[y * size[0] + x]) } }
            return sum / (rows.count * columns.count)
        }
    }

    /// What differs from the picture that is kept under a name; nil when it is the same within the
    /// tolerance. `CARBONGRADE_RECORD=1` keeps this one instead: look at the page before you commit it.
    func fault(against name: String) throws -> String? {
        let path = URL(fileURLWithPath: "\(Tool.tests)/Pictures/\(name).txt")
        if ProcessInfo.processInfo.environment["CARBONGRADE_RECORD"] != nil {
            try text.write(to: path, atomically: true, encoding: .utf8)
            return nil
        }
        let kept = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
            .flatMap { $0.split(separator: " ").compactMap { Int($0, radix: 16) } }
        guard kept.count == fields.count else { return "the picture has another size" }
        let differences = zip(fields, kept).map { abs($0 - $1) }
        let mean = Double(differences.reduce(0, +)) / Double(differences.count)
        let far = differences.count { $0 > 48 }
        // Letters of another hinting change a field by a few 255ths; a bar of a chart by a hundred.
        return mean > 3 || far > 8 ? "mean difference \(mean), \(far) fields differ much" : nil
    }

    private var text: String {
        (0..<Self.rows).map { row in
            fields[row * Self.columns..<(row + 1) * Self.columns].map {
                ($0 < 16 ? "0" : "") + String($0, radix: 16)
            }.joined(separator: " ") + "\n"
        }.joined()
    }
}
