public import Provenance

/// A PDF that carries a document as an attachment and a seal over every byte of itself (带签章的 PDF).
///
/// The page is followed by one incremental update: what the archival form wants, the attachment, its file
/// specification, the catalogue that names it, and a trailer with the key and the seal. The seal is a signature over the whole file with 128 zeros in its own place.
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

    /// Attaches a document to a page, brings both into the archival form, and seals the whole.
    ///
    /// - Parameters:
    ///   - page: A page as `CertificateSheet` draws it.
    ///   - name: The attachment's file name, ASCII without parentheses and backslashes.
    ///   - sign: Signs the message; 64 bytes.
    public static func bytes(
        page: DrawnPage, attaching document: [UInt8], named name: String, key: String,
        sign: ([UInt8]) -> [UInt8]
    ) throws(DocumentFailure) -> [UInt8] {
        let paper = try page.paper
        var update = PaperUpdate(of: paper)
        let archival = ArchivalForm.add(to: &update, page.imprint)
        let (stream, start) = update.add(
            "/Type /EmbeddedFile /Subtype /application#2Fvc "
                + "/Params << /Size \(document.count) /ModDate (\(page.imprint.pdfDate)) >>",
            stream: document)
        let specification = update.add(
            "/Type /Filespec /F (\(name)) /UF (\(name)) /EF << /F \(stream) 0 R /UF \(stream) 0 R >> "
                + "/Desc (W3C Verifiable Credential) /AFRelationship /Source")
        update.replace(
            paper.root,
            by: paper.catalogue + archival
                + " /Names << /EmbeddedFiles << /Names "
                + "[ (\(name)) \(specification) 0 R ] >> >> /AF [ \(specification) 0 R ]")
        let end = update.end(
            with: ArchivalForm.identifier(page.bytes)
                + " /CarbonGradeDocument [ \(start) \(document.count) ] /CarbonGradeKey (\(key)) "
                + "/CarbonGradeSeal <" + String(decoding: zeros, as: UTF8.self) + ">")
        let seal = hexadecimal(sign(message(update.bytes)))
        update.lay(seal, over: end - 1 - zeros.count)
        return update.bytes
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
