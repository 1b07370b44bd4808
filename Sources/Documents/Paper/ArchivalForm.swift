import Charts

/// What a document says of itself: in its information dictionary, in its metadata, on its bookmarks (文件信息).
struct PaperImprint {
    /// Its title.
    let title: String
    /// What it is about.
    let subject: String
    /// The moment it states as that of its making, `2026-02-01T00:00:00Z`; given, never taken from a clock.
    let created: String

    static let creator = "carbongrade"

    /// The moment as a PDF writes it.
    var pdfDate: String { "D:" + created.filter { $0.isNumber } + "Z" }
}

/// The form for keeping documents for decades (长期保存格式): PDF/A-3, level B, ISO 19005-3.
///
/// Everything that a reader needs is in the file: fonts, meaning of the colours, metadata that say which
/// standard it follows. An attachment says how it relates to the page.
enum ArchivalForm {
    /// Adds what cairo leaves out.
    ///
    /// - Returns: Members of the catalogue.
    static func add(to update: inout PaperUpdate, _ imprint: PaperImprint) -> String {
        // 6.2.11.3.2: how codes become glyphs is said and not left to a default.
        for number in 1..<update.paper.size {
            guard let font = update.paper.dictionary(number),
                font.contains("/Subtype /CIDFontType2"), !font.contains("/CIDToGIDMap")
            else { continue }
            update.replace(number, by: font + "/CIDToGIDMap /Identity")
        }
        // 6.2.3: what red, green and blue are.
        let profile = update.add("/N 3", stream: ColourProfile.sRGB).number
        let intent = update.add(
            "/Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
                + "/Info (sRGB IEC61966-2-1) /DestOutputProfile \(profile) 0 R")
        // 6.6.2: the same words in both places.
        let metadata = update.add(
            "/Type /Metadata /Subtype /XML", stream: Array(Self.metadata(imprint).utf8)
        ).number
        update.replace(
            update.paper.info,
            by:
                "/Title \(text(ShownText.of(imprint.title))) /Subject \(text(ShownText.of(imprint.subject))) "
                + "/Creator (\(PaperImprint.creator)) /Producer (\(PaperImprint.creator)) "
                + "/CreationDate (\(imprint.pdfDate)) /ModDate (\(imprint.pdfDate))")
        return "/Version /1.7 /Metadata \(metadata) 0 R /OutputIntents [ \(intent) 0 R ]"
    }

    /// The member of the trailer that names the document, 6.1.3: two sums of what was drawn, so that the
    /// same page has the same name. It tells documents apart and proves nothing.
    static func identifier(_ bytes: [UInt8]) -> String {
        // FNV-1a, 64 bits, from two beginnings.
        let sums = [0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F].map { (start: UInt64) in
            bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
        let name = sums.map { sum in
            let digits = String(sum, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        return " /ID [ <\(name)> <\(name)> ]"
    }

    /// A text of a PDF, UTF-16 in hexadecimal, so that no letter of it can be an operator.
    static func text(_ content: String) -> String {
        let digits = content.utf16.map { unit in
            let digits = String(unit, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "<FEFF" + digits.joined() + ">"
    }

    /// XMP, ISO 16684-1.
    private static func metadata(_ imprint: PaperImprint) -> String {
        let title = Markup.escaped(imprint.title)
        let subject = Markup.escaped(imprint.subject)
        return """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
             xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
             xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <pdfaid:part>3</pdfaid:part>
            <pdfaid:conformance>B</pdfaid:conformance>
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(title)</rdf:li></rdf:Alt></dc:title>
            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">\(subject)</rdf:li></rdf:Alt></dc:description>
            <xmp:CreatorTool>\(PaperImprint.creator)</xmp:CreatorTool>
            <xmp:CreateDate>\(imprint.created)</xmp:CreateDate>
            <xmp:ModifyDate>\(imprint.created)</xmp:ModifyDate>
            <pdf:Producer>\(PaperImprint.creator)</pdf:Producer>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="w"?>
            """
    }
}
