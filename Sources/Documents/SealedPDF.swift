public import Provenance

/// A PDF that carries a document as an attachment and a seal over every byte of itself (带签章的 PDF).
///
/// The page is followed by one incremental update (ISO 32000-1, 7.5.6): the attachment, its file
/// specification, the catalogue that names it, and a trailer with the key and the seal. The seal is
/// a signature over the whole file with 128 zeros in its own place.
public struct SealedPDF {
    /// The attached document.
    public let attachment: [UInt8]
    /// The key that sealed the file, as the file names it.
    public let key: String
    /// The 64 bytes of the seal.
    public let seal: [UInt8]
    /// What the seal was made over.
    public let message: [UInt8]

    /// Why a file is not taken.
    public struct Fault: Error, Hashable, Sendable {
        /// The reason.
        public let reason: BilingualText
    }

    /// The largest file that is read [bytes].
    public static let limit = 16 << 20
    private static let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 128)

    /// What is signed for a file: a line that says for what, then the file.
    private static func message(_ file: [UInt8]) -> [UInt8] {
        Array("carbongrade-seal/1\n".utf8) + file
    }

    // MARK: - Writing

    /// Attaches a document to a page and seals both.
    ///
    /// - Parameters:
    ///   - page: A PDF as cairo writes it, with one cross-reference table.
    ///   - name: The attachment's file name, ASCII without parentheses and backslashes.
    ///   - sign: Signs the message; 64 bytes.
    public static func bytes(
        page: [UInt8], attaching document: [UInt8], named name: String, key: String,
        sign: ([UInt8]) -> [UInt8]
    ) throws(DocumentFailure) -> [UInt8] {
        guard let tail = PageTail(page) else {
            throw DocumentFailure(
                reason: BilingualText(
                    "the PDF library writes a form that is not known", zh: "PDF 库的输出格式未知"))
        }
        var file = page
        func append(_ text: String) { file += Array(text.utf8) }
        let (stream, specification) = (tail.size, tail.size + 1)
        let streamOffset = file.count
        append(
            "\(stream) 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fvc /Length \(document.count) "
                + "/Params << /Size \(document.count) >> >>\nstream\n")
        let documentOffset = file.count
        file += document
        append("\nendstream\nendobj\n")
        let specificationOffset = file.count
        append(
            "\(specification) 0 obj\n<< /Type /Filespec /F (\(name)) /UF (\(name)) "
                + "/EF << /F \(stream) 0 R >> /AFRelationship /Source >>\nendobj\n")
        let catalogueOffset = file.count
        append(
            "\(tail.root) 0 obj\n<< \(tail.catalogue)\n/Names << /EmbeddedFiles << /Names "
                + "[ (\(name)) \(specification) 0 R ] >> >> /AF [ \(specification) 0 R ] >>\nendobj\n"
        )
        let tableOffset = file.count
        append("xref\n\(tail.root) 1\n\(Self.line(catalogueOffset))")
        append("\(stream) 2\n\(Self.line(streamOffset))\(Self.line(specificationOffset))")
        append(
            "trailer\n<< /Size \(tail.size + 2) /Root \(tail.root) 0 R /Info \(tail.info) 0 R "
                + "/Prev \(tail.table) /CarbonGradeDocument [ \(documentOffset) \(document.count) ] "
                + "/CarbonGradeKey (\(key)) /CarbonGradeSeal <")
        let sealOffset = file.count
        file += zeros
        append("> >>\nstartxref\n\(tableOffset)\n%%EOF\n")
        let seal = Self.hexadecimal(sign(message(file)))
        file.replaceSubrange(sealOffset..<(sealOffset + zeros.count), with: seal)
        return file
    }

    private static func line(_ offset: Int) -> String {
        let digits = String(offset)
        return String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    // MARK: - Reading

    /// Reads a file that `bytes` made; anything else is refused. The seal is not checked here.
    public init(_ file: [UInt8]) throws(Fault) {
        guard file.count <= Self.limit, file.starts(with: "%PDF-1.".utf8) else {
            throw Fault(reason: BilingualText("no PDF of carbongrade", zh: "不是 carbongrade 的 PDF"))
        }
        let broken = Fault(
            reason: BilingualText(
                "the end of the PDF is not as carbongrade writes it", zh: "PDF 尾部不是 carbongrade 的写法"
            ))
        var scanner = TailScanner(file)
        guard scanner.back("\n%%EOF\n"), let table = scanner.backNumber(),
            scanner.back("> >>\nstartxref\n")
        else { throw broken }
        let sealEnd = scanner.end
        let sealStart = sealEnd - Self.zeros.count
        guard sealStart > 0, let seal = Self.bytes(ofHexadecimal: file[sealStart..<sealEnd]) else {
            throw broken
        }
        scanner.end = sealStart
        guard scanner.back(") /CarbonGradeSeal <"), let key = scanner.backText(until: "("),
            scanner.back("/CarbonGradeKey "), scanner.back(" ] "), let count = scanner.backNumber(),
            scanner.back(" "), let start = scanner.backNumber(),
            scanner.back("/CarbonGradeDocument [ ")
        else { throw broken }
        let opening = Array("stream\n".utf8)
        let closing = Array("\nendstream\nendobj\n".utf8)
        guard start >= opening.count, count <= file.count, start + count + closing.count < table,
            table < file.count, file[(start - opening.count)..<start].elementsEqual(opening),
            file[(start + count)...].starts(with: closing),
            file[table...].starts(with: "xref\n".utf8)
        else { throw broken }
        attachment = Array(file[start..<(start + count)])
        self.key = key
        self.seal = seal
        var unsealed = file
        unsealed.replaceSubrange(sealStart..<sealEnd, with: Self.zeros)
        message = Self.message(unsealed)
    }

    private static func bytes(ofHexadecimal digits: ArraySlice<UInt8>) -> [UInt8]? {
        let values = digits.compactMap { digit -> UInt8? in
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x61 + 10
            default: nil
            }
        }
        guard values.count == zeros.count else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
