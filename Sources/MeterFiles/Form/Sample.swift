import Provenance

/// The first rows of a file as text, from which its form is told.
struct Sample {
    /// How much is looked at [bytes], unless so few rows lie in it that more is needed.
    static let size = 131_072
    /// A wide file has long rows; so many lines are looked at, up to `largest` bytes.
    private static let fewestLines = 24
    private static let largest = 16 << 20

    /// The text as UTF-8.
    let bytes: [UInt8]
    /// The delimiter that a `sep=` line names.
    let delimiter: UInt8?
    /// How the bytes became text.
    let encoding: TextEncoding
    /// How that was told.
    let evidence: TextEncoding.Evidence
    /// Tells that the sample is all of the file.
    let isWhole: Bool
    /// Tells that the sample is valid UTF-8 by letters that GB18030 has as well, so that the rest must say.
    let isOpen: Bool

    /// Reads the beginning of a file.
    ///
    /// - Parameters:
    ///   - declared: The encoding that a layout names, or that all of the file told.
    ///   - evidence: How that is known.
    init(
        path: String, name: String, encoding declared: TextEncoding? = nil,
        evidence: TextEncoding.Evidence = .strict
    ) throws {
        try self.init(
            try ByteReader(path: path, name: name, wantsDigest: false), name: name,
            encoding: declared, evidence: evidence)
    }

    /// Reads the beginning of a file, in the encoding of all of it where the beginning leaves that open.
    static func settled(
        path: String, name: String, encoding declared: TextEncoding? = nil
    ) throws -> Sample {
        let first = try Sample(path: path, name: name, encoding: declared)
        guard first.isOpen, let whole = try TextEncoding.ofWhole(path: path, name: name),
            whole != first.encoding
        else { return first }
        return try Sample(path: path, name: name, encoding: whole, evidence: .likeliest)
    }

    /// Looks at the beginning of a file that is read on afterwards.
    init(
        _ file: ByteReader, name: String, encoding declared: TextEncoding? = nil,
        evidence declaredBy: TextEncoding.Evidence = .strict
    ) throws {
        var wanted = Self.size
        var stored = Array(try file.peek(wanted))
        var lines = stored.count { $0 == 0x0A || $0 == 0x0D }
        while stored.count == wanted, lines < Self.fewestLines, wanted < Self.largest {
            wanted *= 2
            stored = Array(try file.peek(wanted))
            lines = stored.count { $0 == 0x0A || $0 == 0x0D }
        }
        let isWhole = stored.count < wanted
        guard !stored.isEmpty else { throw FileRefusal(Finding(.fileEmpty, file: name)) }
        if let kind = Self.otherKind(stored) {
            throw FileRefusal(Finding(.fileUnreadable, file: name, phrases: ["reason": kind]))
        }
        if let declared {
            (encoding, evidence) = (declared, declaredBy)
        } else if let found = TextEncoding.detect(stored) {
            (encoding, evidence) = found
        } else {
            let line = Self.firstLineNotUTF8(stored) ?? 1
            throw FileRefusal(
                Finding(
                    .encodingUnsupported, file: name, line: line,
                    arguments: ["line": String(line)]))
        }
        var text = stored
        if encoding != .utf8 {
            text = []
            guard let transcoder = Transcoder(from: encoding) else {
                throw FileRefusal(
                    Finding(
                        .encodingUnsupported, file: name, line: 1, arguments: ["line": "1"]))
            }
            try stored.withUnsafeBytes { block in
                _ = try transcoder.feed(block) { piece in
                    text.append(contentsOf: piece)
                    return true
                }
            }
        }
        self.isWhole = isWhole
        isOpen =
            declared == nil && encoding == .utf8 && evidence == .strict && !isWhole
            && !EncodingEvidence.isASCII(stored) && EncodingEvidence(stored[...]).isWeak
        if !isWhole {
            // The last row may be cut off.
            if let end = text.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
                text.removeLast(text.count - end - 1)
            }
        }
        bytes = text
        let line = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let first = CellText.cleaned(line).filter { $0 != UInt8(ascii: "\"") }
        let isNamed = first.count == 5 && first.starts(with: "sep=".utf8.map { $0 })
        delimiter =
            isNamed || (first.count == 5 && first.starts(with: "SEP=".utf8.map { $0 }))
            ? first[4] : Self.tabNamed(line)
    }

    /// How all of the file became text: a beginning of nothing but ASCII leaves open what the rest is in.
    func encodingOfWhole(path: String, name: String) throws -> TextEncoding {
        guard encoding == .utf8, !isWhole, bytes.allSatisfy({ $0 < 0x80 }) else { return encoding }
        return try TextEncoding.ofWhole(path: path, name: name) ?? encoding
    }

    /// `sep=` and a tab, which cleaning takes for a blank.
    private static func tabNamed(_ line: ArraySlice<UInt8>) -> UInt8? {
        let text = String(decoding: line, as: UTF8.self).lowercased()
        return text.hasSuffix("sep=\t") ? UInt8(ascii: "\t") : nil
    }

    /// Files that are no text at all.
    private static func otherKind(_ bytes: [UInt8]) -> BilingualText? {
        let kinds: [([UInt8], BilingualText)] = [
            (
                [0x50, 0x4B, 0x03, 0x04],
                BilingualText(
                    "it is a zip archive or an Excel workbook: save the sheet as CSV, or unpack it",
                    zh: "它是 zip 压缩包或 Excel 工作簿：请将工作表另存为 CSV，或先解压")
            ),
            (
                [0xD0, 0xCF, 0x11, 0xE0],
                BilingualText(
                    "it is an old Excel workbook: save the sheet as CSV",
                    zh: "它是旧版 Excel 工作簿：请将工作表另存为 CSV")
            ),
            ([0x25, 0x50, 0x44, 0x46], BilingualText("it is a PDF", zh: "它是 PDF 文件")),
            (
                Array("SQLite format 3".utf8),
                BilingualText("it is a SQLite database", zh: "它是 SQLite 数据库")
            ),
            (
                Array("PAR1".utf8), BilingualText("it is a Parquet file", zh: "它是 Parquet 文件")
            ),
            (
                [0xFD, 0x37, 0x7A, 0x58], BilingualText("it is an xz archive", zh: "它是 xz 压缩文件")
            ),
            (
                [0x37, 0x7A, 0xBC, 0xAF], BilingualText("it is a 7z archive", zh: "它是 7z 压缩文件")
            ),
        ]
        return kinds.first { bytes.starts(with: $0.0) }?.1
    }

    /// Why a file has no shape.
    func refusal(_ name: String) -> FileRefusal {
        let rows = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .filter { row in row.contains { $0 != 0x20 && $0 != 0x09 } }
        guard rows.count > 1 else { return FileRefusal(Finding(.fileEmpty, file: name)) }
        func noLayout(_ reason: BilingualText, value: String? = nil) -> FileRefusal {
            FileRefusal(
                Finding(.noLayout, file: name, value: value, phrases: ["reason": reason]))
        }
        if let stamp = Self.shortYear(in: rows) {
            return noLayout(
                BilingualText(
                    "`\(stamp)` has a year of two digits, which no layout settles: it may mean several days; write years with four, such as 2026-01-31",
                    zh: "“\(stamp)”的年份只有两位，可能表示不同日期，版式无法确定；请改用四位年份，如 2026-01-31"),
                value: stamp)
        }
        if let month = Self.monthsAlone(in: rows) {
            return noLayout(
                BilingualText(
                    "months stand side by side from `\(month)` on, and nothing names their year: name it in a row above them (2026), in a column `year`, or in their names (2026-01)",
                    zh: "自“\(month)”起各列为月份，但未注明年份：请在其上方一行（2026年）、“年份”列或列名（2026年1月）中注明"),
                value: month)
        }
        let seen = String(decoding: rows[rows.count / 2].prefix(60), as: UTF8.self)
        return noLayout(
            BilingualText(
                "no row holds both a time and a number that are read; a row is `\(seen)`",
                zh: "没有一行同时含有可读的时间和数字；例如 `\(seen)`"))
    }

    /// The first of the months side by side in one of the first rows.
    private static func monthsAlone(in rows: [ArraySlice<UInt8>]) -> String? {
        for row in rows.prefix(12) {
            let cells = String(decoding: row.prefix(4_096), as: UTF8.self)
                .split(omittingEmptySubsequences: false) { ",;\t|".contains($0) }
                .map { CellText.cleanedText(String($0).replacing("\"", with: "")) }
            if let first = TimeLabels.months(in: cells)?.first { return cells[first.column] }
        }
        return nil
    }

    /// A date of three parts of one or two digits each in the row that stands in the middle.
    private static func shortYear(in rows: [ArraySlice<UInt8>]) -> String? {
        let text = String(decoding: rows[rows.count / 2].prefix(400), as: UTF8.self)
        for cell in text.split(whereSeparator: { ",;\t|".contains($0) }) {
            let stamp = CellText.cleanedText(String(cell).replacing("\"", with: ""))
            let date = stamp.prefix { $0 != " " && $0 != "T" }
            let parts = date.split(
                omittingEmptySubsequences: false, whereSeparator: { "-/.年月".contains($0) })
            let areShort = parts.allSatisfy { part in
                let digits = part.hasSuffix("日") ? part.dropLast() : part
                return (1...2).contains(digits.count) && digits.allSatisfy(\.isNumber)
            }
            if parts.count == 3, areShort { return String(stamp.prefix(40)) }
        }
        return nil
    }

    private static func firstLineNotUTF8(_ bytes: [UInt8]) -> Int? {
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if String(validating: line, as: UTF8.self) == nil { return number }
        }
        return nil
    }
}
