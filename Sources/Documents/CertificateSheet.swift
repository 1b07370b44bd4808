public import Provenance
public import Reporting

/// A certificate on one A4 page (证书版面), drawn from its credential and nothing else.
///
/// It imitates no official label: no arrows of energy classes, no state emblem, no seal; it says so
/// in its own words.
public struct CertificateSheet {
    let credential: JSONValue
    let language: Language
    let canvas: Canvas
    /// The text of the QR code.
    private let compact: String

    /// The space at both sides of the page [pt].
    static let margin = 52.0
    static let left = margin
    static let width = Canvas.width - 2 * margin

    /// The page, which `SealedPDF` makes a file of.
    ///
    /// - Parameters:
    ///   - credential: A credential of the form of `CertificateForm`, with its proofs.
    ///   - compact: The text of the QR code.
    /// - Throws: `DocumentFailure` when a font is missing, `CertificateRefusal` when a name has
    ///   characters that the fonts lack.
    public static func page(
        of credential: JSONValue, compact: String, language: Language
    ) throws -> DrawnPage {
        let subject = credential["credentialSubject"] ?? .null
        let name = subject["site"]?["name"]?.bilingual ?? BilingualText("", zh: "")
        let title = BilingualText("Certificate", zh: "证书").text(in: language)
        let canvas = try Canvas(
            PaperImprint(
                title: "carbongrade · \(title) · \(name.text(in: language))",
                subject: credential["id"]?.string ?? "",
                created: credential["validFrom"]?.string ?? "2000-01-01T00:00:00Z"))
        let sheet = CertificateSheet(
            credential: credential, language: language, canvas: canvas, compact: compact)
        try sheet.draw()
        let page = canvas.finish()
        guard canvas.unknownGlyphs == 0 else {
            throw CertificateRefusal(
                .unsafeText,
                "the fonts of the page lack \(canvas.unknownGlyphs) characters of its names",
                zh: "证书页字体缺少名称中的 \(canvas.unknownGlyphs) 个字符")
        }
        return page
    }

    private init(credential: JSONValue, language: Language, canvas: Canvas, compact: String) {
        self.credential = credential
        self.language = language
        self.canvas = canvas
        self.compact = compact
    }

    private func draw() throws(DocumentFailure) {
        guard let code = QRMatrix(compact) else {
            throw DocumentFailure(
                reason: BilingualText(
                    "the QR code cannot hold the certificate", zh: "二维码无法容纳证书内容"))
        }
        drawFrame()
        drawTitle()
        drawSite()
        drawPanels()
        drawScale()
        drawCharts()
        drawFigures()
        drawProof(code)
    }

    // MARK: - What it speaks of

    var subject: JSONValue { credential["credentialSubject"] ?? .null }
    var grade: JSONValue { subject["grade"] ?? .null }
    var months: [JSONValue] { subject["months"]?.elements ?? [] }

    /// Words in the language of the page.
    func words(_ english: String, zh chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: language)
    }

    /// The leading and the second line of a pair of words; one language has no second.
    func lines(_ text: BilingualText) -> (String, String?) {
        switch language {
        case .chinese: (text.chinese, nil)
        case .english: (text.english, nil)
        case .both:
            text.chinese == text.english ? (text.english, nil) : (text.chinese, text.english)
        }
    }

    /// Words that stand in the credential.
    func text(_ value: JSONValue?) -> String { value?.bilingual?.text(in: language) ?? "" }

    // MARK: - Frame and title

    /// Two fine lines and a rosette in the middle of the page, as pale as a watermark.
    private func drawFrame() {
        let (width, height) = (Canvas.width, Canvas.height)
        canvas.frame(.deep, x: 24, y: 24, width: width - 48, height: height - 48, line: 1.1)
        canvas.frame(.pale, x: 28.5, y: 28.5, width: width - 57, height: height - 57, line: 0.5)
        for (x, y) in [
            (24.0, 24.0), (width - 24, 24), (24, height - 24), (width - 24, height - 24),
        ] {
            canvas.disc(.paper, x: x, y: y, radius: 5)
            canvas.line(
                .deep, Rosette.points(x: x, y: y, inner: 1.2, outer: 4.6, petals: 8), line: 0.5,
                closed: true)
        }
    }

    private func drawTitle() {
        let centre = Canvas.Style(size: 30, ink: .deep, alignment: .centre, tracking: 6)
        let (first, second) = lines(
            BilingualText("Green Low-Carbon Grade Certificate", zh: "绿色低碳等级证书"))
        let big =
            language == .english
            ? Canvas.Style(
                size: 26, weight: .light, ink: .deep, alignment: .centre, tracking: 0.6) : centre
        canvas.text(first, x: Self.left, y: 88, width: Self.width, big)
        if let second {
            canvas.text(
                second, x: Self.left, y: 110, width: Self.width,
                Canvas.Style(size: 12.5, ink: .quiet, alignment: .centre, tracking: 1.6))
        }
        let y = second == nil ? 106.0 : 122
        canvas.line(.green, [(Canvas.width / 2 - 26, y), (Canvas.width / 2 + 26, y)], line: 1.2)
        let small = Canvas.Style(size: 7, ink: .quiet, tracking: 0.3)
        canvas.text("carbongrade", x: Self.left - 14, y: 46, width: 120, small)
        var right = small
        right.alignment = .right
        let id = credential["id"]?.string.map { String($0.suffix(64).prefix(16)) } ?? ""
        canvas.text(
            words("No.", zh: "编号") + " " + id, x: Canvas.width - 238, y: 46, width: 200, right)
    }

    /// The site, its operator, the year.
    private func drawSite() {
        let name = subject["site"]?["name"]?.bilingual ?? BilingualText("", zh: "")
        let (first, second) = lines(name)
        drawName(first, isAlone: second == nil)
        if let second {
            let quiet = Canvas.Style(size: 13, ink: .quiet, alignment: .centre)
            canvas.text(
                second, x: Self.left, y: 177, width: Self.width,
                canvas.fitting(second, width: Self.width, quiet, least: 0.55))
        }
        let operatorName = subject["operator"]?.bilingual ?? BilingualText("", zh: "")
        let region = subject["site"]?["region"]?.string ?? ""
        let facts = [operatorName.text(in: language), region, period].filter { !$0.isEmpty }
        let line = facts.joined(separator: "   ·   ")
        let style2 = Canvas.Style(size: 10, ink: .text, alignment: .centre)
        canvas.text(
            line, x: Self.left, y: second == nil ? 180 : 196, width: Self.width,
            canvas.fitting(line, width: Self.width, style2, least: 0.7))
    }

    /// The name large on one line; a long one smaller on two.
    private func drawName(_ name: String, isAlone: Bool) {
        var style = Canvas.Style(
            size: 25, weight: .semibold, ink: .text, alignment: .centre, leading: 1.25)
        let isLong = canvas.width(of: name, style) > 1.45 * Self.width
        if isLong {
            style.size = isAlone ? 16 : 13.5
            style.lines = 2
            canvas.text(name, x: Self.left, y: 145, width: Self.width, style)
        } else {
            canvas.text(
                name, x: Self.left, y: 158, width: Self.width,
                canvas.fitting(name, width: Self.width, style, least: 0.65))
        }
    }

    /// The period with both its days; the last one inclusive, as people read it.
    private var period: String {
        let start = subject["period"]?["start"]?.string ?? ""
        let end = subject["period"]?["end"]?.string ?? ""
        return PaperText.span(start, before: end)
    }
}
