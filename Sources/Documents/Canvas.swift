import Charts
import CPangoCairo

/// Pages to draw on (画布), in points from their upper left corner; they become a PDF.
final class Canvas {
    /// How a text looks.
    struct Style {
        enum Weight: UInt32 {
            case light = 300
            case regular = 400
            case semibold = 600
        }
        enum Alignment { case left, centre, right }

        var size: Double
        var weight = Weight.regular
        var ink = Ink.text
        var alignment = Alignment.left
        /// Extra space between letters [pt].
        var tracking = 0.0
        /// How many lines a text may take before it ends in an ellipsis.
        var lines = 1
        /// Line height over font size.
        var leading = 1.35
    }

    /// The bytes that cairo writes.
    private final class Sink { var bytes: [UInt8] = [] }

    private let sink = Sink()
    let surface: OpaquePointer
    let context: OpaquePointer
    private let typefaces: Typefaces
    /// Draws nothing and only tells how much room things take.
    var isRehearsal = false
    /// Characters that no font of ours has; they stand on the page by their number.
    private(set) var unknownGlyphs = 0
    /// Whether a font of ours has a character, as far as that was asked.
    private var isKnown: [Unicode.Scalar: Bool] = [:]

    /// A4, upright.
    static let width = 595.276
    static let height = 841.89

    private let imprint: PaperImprint

    /// Makes an empty page.
    init(_ imprint: PaperImprint, isLandscape: Bool = false) throws(DocumentFailure) {
        self.imprint = imprint
        typefaces = try Typefaces()
        let write: cairo_write_func_t = { sink, bytes, count in
            guard let sink, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
            Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes += UnsafeBufferPointer(
                start: bytes, count: Int(count))
            return CAIRO_STATUS_SUCCESS
        }
        surface = cairo_pdf_surface_create_for_stream(
            write, Unmanaged.passUnretained(sink).toOpaque(),
            isLandscape ? Self.height : Self.width, isLandscape ? Self.width : Self.height)
        // Later versions may pack objects together, which an update cannot read.
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
        // The rest is written when the archival form is; this alone would be taken from a clock.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, imprint.created)
        context = cairo_create(surface)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Ends the page and begins the next one of the same size.
    func nextPage() {
        if !isRehearsal { cairo_show_page(context) }
    }

    /// Ends the last page and gives what was drawn.
    func finish() -> DrawnPage {
        cairo_surface_finish(surface)
        return DrawnPage(bytes: sink.bytes, imprint: imprint)
    }

    // MARK: - Text

    /// Draws a text whose first baseline lies at `y`; gives the height that its lines take.
    @discardableResult
    func text(_ text: String, x: Double, y: Double, width: Double, _ style: Style) -> Double {
        // One line needs no measuring.
        if isRehearsal, style.lines == 1 { return style.size * style.leading }
        let layout = layout(text, width: width, style)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        if isRehearsal { return Double(lineCount(layout, style)) * style.size * style.leading }
        if String(cString: pango_layout_get_text(layout)) != text {
            unknownGlyphs += text.unicodeScalars.count { !isDrawn($0) }
        }
        colour(style.ink)
        let lines = lineCount(layout, style)
        for number in 0..<lines {
            guard let line = pango_layout_get_line_readonly(layout, Int32(number)) else { continue }
            var extent = PangoRectangle()
            pango_layout_line_get_extents(line, nil, &extent)
            let slack = width - Double(extent.width) / Double(PANGO_SCALE)
            let shift =
                switch style.alignment {
                case .left: 0.0
                case .centre: slack / 2
                case .right: slack
                }
            cairo_move_to(context, x + shift, y + Double(number) * style.size * style.leading)
            pango_cairo_show_layout_line(context, line)
        }
        return Double(lines) * style.size * style.leading
    }

    private func lineCount(_ layout: OpaquePointer, _ style: Style) -> Int {
        min(Int(pango_layout_get_line_count(layout)), style.lines)
    }

    /// How many lines a text takes.
    func lines(of text: String, width: Double, _ style: Style) -> Int {
        let layout = layout(text, width: width, style)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        return lineCount(layout, style)
    }

    /// How wide a text is on one line.
    func width(of text: String, _ style: Style) -> Double {
        let layout = layout(text, width: 100_000, style)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var extent = PangoRectangle()
        pango_layout_get_extents(layout, nil, &extent)
        return Double(extent.width) / Double(PANGO_SCALE)
    }

    /// The style with its size made smaller until a text fits on one line, down to a share of it.
    func fitting(_ text: String, width: Double, _ style: Style, least: Double = 0.5) -> Style {
        var style = style
        let natural = self.width(of: text, style)
        if natural > width { style.size *= max(least, width / natural * 0.995) }
        return style
    }

    private func layout(_ text: String, width: Double, _ style: Style) -> OpaquePointer {
        guard let layout = pango_layout_new(typefaces.context) else { preconditionFailure() }
        let font = pango_font_description_new()
        pango_font_description_set_family_static(font, Typefaces.families)
        pango_font_description_set_weight(font, PangoWeight(style.weight.rawValue))
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        // Plain text, never markup: names come from files.
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_height(layout, Int32(-style.lines))
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        if style.tracking != 0 {
            let attributes = pango_attr_list_new()
            pango_attr_list_insert(
                attributes,
                pango_attr_letter_spacing_new(Int32(style.tracking * Double(PANGO_SCALE))))
            pango_layout_set_attributes(layout, attributes)
            pango_attr_list_unref(attributes)
        }
        if pango_layout_get_unknown_glyphs_count(layout) > 0 {
            // Characters that no font of ours has.
            let shown = ShownText.byNumber(text) { !isDrawn($0) }
            pango_layout_set_text(layout, shown, Int32(shown.utf8.count))
        }
        return layout
    }

    private func isDrawn(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return true }
        if let known = isKnown[scalar] { return known }
        guard let layout = pango_layout_new(typefaces.context) else { preconditionFailure() }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        let font = pango_font_description_new()
        pango_font_description_set_family_static(font, Typefaces.families)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        let text = String(scalar)
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        let isDrawn = pango_layout_get_unknown_glyphs_count(layout) == 0
        isKnown[scalar] = isDrawn
        return isDrawn
    }

    // MARK: - Shapes

    func colour(_ ink: Ink) {
        cairo_set_source_rgb(context, ink.red, ink.green, ink.blue)
    }

    func fill(_ ink: Ink, x: Double, y: Double, width: Double, height: Double) {
        colour(ink)
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }

    func frame(_ ink: Ink, x: Double, y: Double, width: Double, height: Double, line: Double) {
        colour(ink)
        cairo_set_line_width(context, line)
        cairo_rectangle(context, x, y, width, height)
        cairo_stroke(context)
    }

    /// A line through points.
    func line(_ ink: Ink, _ points: [(Double, Double)], line: Double, closed: Bool = false) {
        guard let first = points.first else { return }
        colour(ink)
        cairo_set_line_width(context, line)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_move_to(context, first.0, first.1)
        for point in points.dropFirst() { cairo_line_to(context, point.0, point.1) }
        if closed { cairo_close_path(context) }
        cairo_stroke(context)
    }

    /// An area between points.
    func area(_ ink: Ink, _ points: [(Double, Double)]) {
        guard let first = points.first else { return }
        colour(ink)
        cairo_move_to(context, first.0, first.1)
        for point in points.dropFirst() { cairo_line_to(context, point.0, point.1) }
        cairo_close_path(context)
        cairo_fill(context)
    }

    func disc(_ ink: Ink, x: Double, y: Double, radius: Double) {
        colour(ink)
        cairo_arc(context, x, y, radius, 0, 2 * Double.pi)
        cairo_fill(context)
    }

    /// Squares of a grid as one area, for QR codes: no seams between neighbours.
    func squares(_ ink: Ink, x: Double, y: Double, side: Double, _ rows: [[Bool]]) {
        colour(ink)
        for (row, modules) in rows.enumerated() {
            var column = 0
            while column < modules.count {
                let run = modules[column...].prefix { $0 }.count
                if run > 0 {
                    cairo_rectangle(
                        context, x + Double(column) * side, y + Double(row) * side,
                        Double(run) * side, side)
                }
                column += max(run, 1)
            }
        }
        cairo_fill(context)
    }
}
