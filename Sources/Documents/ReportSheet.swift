import Charts
public import Provenance
import Quantities
public import Reporting

/// The quarterly report on A4 pages (季报 PDF), lying: typeset with embedded fonts, tables that go over
/// pages with their headings, pictures, contents, bookmarks, page numbers.
///
/// It is drawn twice: first to know on which page each part begins, then with these numbers.
public final class ReportSheet {
    let outline: ReportOutline
    let canvas: Canvas
    /// The page that each part begins on; empty in the rehearsal.
    private let known: [Int]
    private let pageCount: Int

    private(set) var starts: [Int] = []
    /// From each line of the contents to its part.
    private var links: [DrawnPage.Link] = []
    private(set) var page = 1
    /// Where the next thing goes.
    var y = 0.0

    static let left = 42.0
    static let top = 52.0
    static let width = Canvas.height - 2 * left
    static let bottom = Canvas.width - 40

    /// The bytes of the PDF, the same for the same report.
    ///
    /// - Throws: `DocumentFailure` when a font is missing. A character of a name that the fonts lack
    ///   stands there by its number, and the last page says how many there are.
    public static func pdf(
        of report: QuarterlyReport, language: Language
    ) throws(DocumentFailure) -> [UInt8] {
        let outline = ReportOutline(of: report, language: language)
        let sections = outline.sections
        let rehearsal = try ReportSheet(outline, report, known: [], pageCount: 0)
        rehearsal.canvas.isRehearsal = true
        rehearsal.draw(sections)
        let sheet = try ReportSheet(
            outline, report, known: rehearsal.starts, pageCount: rehearsal.page)
        sheet.draw(sections)
        return try sheet.canvas.finish().archived(links: sheet.links)
    }

    private init(
        _ outline: ReportOutline, _ report: QuarterlyReport, known: [Int], pageCount: Int
    ) throws(DocumentFailure) {
        self.outline = outline
        self.known = known
        self.pageCount = pageCount
        canvas = try Canvas(
            PaperImprint(
                title: "\(outline.title) · \(outline.organisation) · \(report.period.label)",
                subject: outline.statement, created: "\(report.period.end)T00:00:00Z"),
            isLandscape: true)
    }

    private func draw(_ sections: [ReportSection]) {
        drawCover(sections)
        y = Self.bottom
        for section in sections {
            // A heading needs something to stand above.
            var needed = 150.0
            if case .chart? = section.blocks.first { needed = 250 }
            if y + needed > Self.bottom { nextPage() } else { y += 18 }
            starts.append(page)
            canvas.addBookmark(section.title, page: page)
            drawHeading(section.title)
            draw(section.blocks)
        }
        if canvas.unknownGlyphs > 0 {
            drawParagraph(
                outline.words(
                    "\(canvas.unknownGlyphs) characters of names are in none of the fonts of this document and stand by their numbers, [U+...].",
                    "名称中有 \(canvas.unknownGlyphs) 个字符不在本文件字体中，以其编码 [U+...] 表示。"))
        }
    }

    /// Pictures side by side, everything else below one another.
    private func draw(_ blocks: [ReportSection.Block]) {
        var waiting: [any Chart] = []
        for block in blocks {
            switch block {
            case .chart(let chart): waiting.append(chart)
            case .paragraph(let text):
                drawCharts(&waiting)
                drawParagraph(text)
            case .warning(let text):
                drawCharts(&waiting)
                drawWarning(text)
            case .table(let table):
                drawCharts(&waiting)
                if !table.isDetail { drawTable(table) }
            }
        }
        drawCharts(&waiting)
    }

    // MARK: - Pages

    /// Ends the page and begins the next one, with its head and foot.
    func nextPage() {
        canvas.nextPage()
        page += 1
        let quiet = Canvas.Style(size: 7, ink: .quiet)
        var right = quiet
        right.alignment = .right
        let head = "\(outline.organisation) · \(outline.title)"
        canvas.text(head, x: Self.left, y: 30, width: Self.width - 200, quiet)
        canvas.text(
            outline.period, x: Self.left + Self.width - 200, y: 30, width: 200, right)
        canvas.line(.line, [(Self.left, 36), (Self.left + Self.width, 36)], line: 0.5)
        drawFoot()
        y = Self.top
    }

    private func drawFoot() {
        let quiet = Canvas.Style(size: 7, ink: .quiet)
        var right = quiet
        right.alignment = .right
        let foot = Canvas.width - 22
        canvas.text("carbongrade", x: Self.left, y: foot, width: 200, quiet)
        canvas.text(
            "\(page) / \(pageCount)", x: Self.left + Self.width - 100, y: foot, width: 100, right)
    }

    /// Goes to the next page when there is not so much room left.
    func ensure(_ height: Double) {
        if y + height > Self.bottom { nextPage() }
    }

    // MARK: - Cover

    private func drawCover(_ sections: [ReportSection]) {
        let half = Self.width * 0.54
        canvas.fill(.deep, x: 0, y: 0, width: Canvas.height, height: 10)
        var name = Canvas.Style(size: 15, weight: .regular, ink: .quiet, lines: 3)
        var y = 92.0
        y += canvas.text(outline.organisation, x: Self.left, y: y, width: half, name)
        let title = Canvas.Style(size: 27, weight: .semibold, ink: .deep, lines: 3, leading: 1.25)
        y += 20
        y += canvas.text(outline.title, x: Self.left, y: y, width: half, title)
        name.size = 14
        name.ink = .text
        y += canvas.text(outline.period, x: Self.left, y: y, width: half, name)
        canvas.line(.green, [(Self.left, y), (Self.left + 56, y)], line: 1.6)
        y += 30
        for (name, value) in outline.imprint.dropFirst(2) {
            let quiet = Canvas.Style(size: 8.5, ink: .quiet)
            canvas.text(
                name, x: Self.left, y: y, width: 104,
                canvas.fitting(name, width: 104, quiet, least: 0.6))
            canvas.text(
                value, x: Self.left + 110, y: y, width: half - 110, Canvas.Style(size: 8.5))
            y += 14
        }
        canvas.text(
            outline.statement, x: Self.left, y: y + 18, width: half,
            Canvas.Style(size: 8, ink: .quiet, lines: 8))
        drawContents(sections, x: Self.left + half + 44)
        drawFoot()
    }

    private func drawContents(_ sections: [ReportSection], x: Double) {
        let width = Self.left + Self.width - x
        canvas.text(
            outline.words("Contents", "目录"), x: x, y: 92, width: width,
            Canvas.Style(size: 13, weight: .semibold, ink: .deep))
        var y = 120.0
        for (number, section) in sections.enumerated() {
            let start = number < known.count ? known[number] : 1
            let style = Canvas.Style(size: 10)
            var right = style
            right.alignment = .right
            canvas.text(
                section.title, x: x, y: y, width: width - 34,
                canvas.fitting(section.title, width: width - 34, style, least: 0.7))
            canvas.text(String(start), x: x + width - 30, y: y, width: 30, right)
            canvas.line(.line, [(x, y + 6), (x + width, y + 6)], line: 0.4)
            // The paper counts from below; its height is the width of an upright page.
            links.append(
                DrawnPage.Link(
                    page: 1, left: x, bottom: Canvas.width - y - 6, right: x + width,
                    top: Canvas.width - y + 14, target: start))
            y += 22
        }
    }

    // MARK: - Headings, sentences, pictures

    private func drawHeading(_ title: String) {
        y += 6
        canvas.text(
            title, x: Self.left, y: y, width: Self.width,
            Canvas.Style(size: 15, weight: .semibold, ink: .deep))
        canvas.line(.deep, [(Self.left, y + 7), (Self.left + Self.width, y + 7)], line: 0.9)
        y += 24
    }

    func drawParagraph(_ text: String) {
        let style = Canvas.Style(size: 8.5, lines: 30)
        let lines = canvas.lines(of: text, width: Self.width, style)
        let height = Double(lines) * style.size * style.leading
        ensure(height)
        canvas.text(text, x: Self.left, y: y + 2, width: Self.width, style)
        y += height + 6
    }

    /// In a box of its own, larger than what stands around it.
    private func drawWarning(_ text: String) {
        var style = Canvas.Style(size: 11, weight: .semibold, lines: 12)
        style.ink = .amber
        let width = Self.width - 24
        let height =
            Double(canvas.lines(of: text, width: width, style)) * style.size * style.leading
        ensure(height + 20)
        canvas.frame(.amber, x: Self.left, y: y, width: Self.width, height: height + 12, line: 1)
        canvas.text(text, x: Self.left + 12, y: y + 17, width: width, style)
        y += height + 24
    }

    /// Three in a row where there are three, else two.
    private func drawCharts(_ charts: inout [any Chart]) {
        let columns = charts.count == 3 ? 3 : 2
        for start in stride(from: 0, to: charts.count, by: columns) {
            drawRow(charts[start..<min(start + columns, charts.count)], columns: columns)
        }
        charts = []
    }

    private func drawRow(_ charts: ArraySlice<any Chart>, columns: Int) {
        let gap = 24.0
        let width = (Self.width - gap * Double(columns - 1)) / Double(columns)
        // Letters of 11 units come to about 8 points in pairs and to 7 in threes.
        let scale = columns == 3 ? 0.64 : 0.74
        let drawings = charts.map { $0.drawing(width: width / scale, height: 218) }
        let height = (drawings.map(\.height).max() ?? 0) * scale + 20
        ensure(min(height, Self.bottom - Self.top))
        for (number, drawing) in drawings.enumerated() {
            let x = Self.left + Double(number) * (width + gap)
            let title = Canvas.Style(size: 9, weight: .semibold, ink: .deep)
            canvas.text(
                drawing.title, x: x, y: y + 4, width: width,
                canvas.fitting(drawing.title, width: width, title, least: 0.75))
            canvas.draw(drawing, x: x, y: y + 12, width: width)
        }
        y += height + 8
    }
}
