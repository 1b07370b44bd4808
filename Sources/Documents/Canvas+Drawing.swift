import CPangoCairo
import Charts

extension Canvas {
    /// Draws a picture with its upper left corner at a place, scaled to a width.
    func draw(_ drawing: Drawing, x: Double, y: Double, width: Double) {
        guard !isRehearsal, drawing.width > 0 else { return }
        cairo_save(context)
        cairo_translate(context, x, y)
        cairo_scale(context, width / drawing.width, width / drawing.width)
        for shape in drawing.shapes { draw(shape) }
        cairo_restore(context)
    }

    private func draw(_ shape: Shape) {
        switch shape {
        case .polyline(let points, let stroke):
            guard points.count > 1 else { return }
            trace(points)
            self.stroke(stroke)
        case .segments(let points, let stroke):
            for index in stride(from: 0, to: points.count - 1, by: 2) {
                cairo_move_to(context, points[index].x, points[index].y)
                cairo_line_to(context, points[index + 1].x, points[index + 1].y)
            }
            self.stroke(stroke)
        case .area(let points, let tone, let opacity):
            guard points.count > 2 else { return }
            trace(points)
            cairo_close_path(context)
            colour(Ink(tone, opacity: opacity))
            cairo_fill(context)
        case .boxes(let boxes, let tone):
            for box in boxes { cairo_rectangle(context, box.x, box.y, box.width, box.height) }
            colour(Ink(tone))
            cairo_fill(context)
        case .frame(let box, let stroke):
            cairo_rectangle(context, box.x, box.y, box.width, box.height)
            self.stroke(stroke)
        case .disc(let centre, let radius, let tone):
            disc(Ink(tone), x: centre.x, y: centre.y, radius: radius)
        case .text(let caption): draw(caption)
        // Words behind a pointer and places to go to have no meaning on paper.
        case .group(let shapes, _, _): for shape in shapes { draw(shape) }
        }
    }

    private func draw(_ caption: Caption) {
        let style = Style(
            size: caption.size, weight: caption.isStrong ? .semibold : .regular,
            ink: Ink(caption.tone), alignment: .left)
        let width = self.width(of: caption.text, style)
        let shift =
            switch caption.anchor {
            case .start: 0.0
            case .middle: width / 2
            case .end: width
            }
        text(
            caption.text, x: caption.place.x - shift, y: caption.place.y, width: width + 1, style)
    }

    private func trace(_ points: [Point]) {
        cairo_move_to(context, points[0].x, points[0].y)
        for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    }

    private func stroke(_ stroke: Stroke) {
        let dashes: [Double] =
            switch stroke.dash {
            case .solid: []
            case .dashed: [5, 3]
            case .dotted: [1.5, 2.5]
            }
        cairo_set_dash(context, dashes, Int32(dashes.count), 0)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_width(context, stroke.width)
        colour(Ink(stroke.tone))
        cairo_stroke(context)
        cairo_set_dash(context, nil, 0, 0)
    }
}

extension Ink {
    /// The colour of a tone on white paper; paleness is mixed here, so that a page needs no transparency.
    init(_ tone: Tone, opacity: Double = 1) {
        self.init(ChartStyle.paperColour(tone), opacity: opacity)
    }
}

extension Canvas {
    /// A bookmark of the PDF that leads to a page, counted from 1. Links inside pages are `DrawnPage.Link`:
    /// with its own, cairo 1.16 writes a table of objects that `qpdf --check` calls damaged.
    func addBookmark(_ name: String, page: Int) {
        guard !isRehearsal else { return }
        cairo_pdf_surface_add_outline(
            surface, CAIRO_PDF_OUTLINE_ROOT, name, "page=\(page) pos=[0.0 0.0]",
            CAIRO_PDF_OUTLINE_FLAG_OPEN)
    }
}
