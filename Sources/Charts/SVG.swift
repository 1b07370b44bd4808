/// A drawing as SVG (可缩放矢量图): no script, no style attribute, nothing fetched, the same bytes for the
/// same drawing. Colours are classes of `ChartStyle`, so that a page decides about light and dark.
public enum SVG {
    /// Where the picture will stand.
    public enum Place: Sendable {
        /// In a page that has the rules of `ChartStyle.css`.
        case page
        /// In a file of its own, which holds the rules.
        case file
    }

    /// The text of the picture.
    public static func text(_ drawing: Drawing, for place: Place = .page) -> String {
        // What is a picture to a screen reader hides what is in it; links must not be hidden.
        let role = drawing.hasLinks ? "group" : "img"
        var result = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"\(role)\""
        result += " viewBox=\"0 0 \(number(drawing.width)) \(number(drawing.height))\""
        result += " width=\"\(number(drawing.width))\" height=\"\(number(drawing.height))\""
        result += " aria-label=\"\(Markup.escaped(drawing.title))\">"
        result += "<title>\(Markup.escaped(drawing.title))</title>"
        if !drawing.summary.isEmpty { result += "<desc>\(Markup.escaped(drawing.summary))</desc>" }
        if case .file = place { result += "<style>\(ChartStyle.css)</style>" }
        for shape in drawing.shapes { write(shape, to: &result) }
        return result + "</svg>"
    }

    private static func write(_ shape: Shape, to text: inout String) {
        switch shape {
        case .polyline(let points, let stroke):
            guard points.count > 1 else { return }
            text += "<path \(attributes(stroke)) d=\"\(path(points))\"/>"
        case .segments(let points, let stroke):
            guard points.count > 1 else { return }
            text += "<path \(attributes(stroke)) d=\"\(runs(points))\"/>"
        case .area(let points, let tone, let opacity):
            guard points.count > 2 else { return }
            let share = opacity < 1 ? " fill-opacity=\"\(number(opacity))\"" : ""
            text += "<path class=\"\(ChartStyle.fill(tone))\"\(share) d=\"\(path(points))z\"/>"
        case .boxes(let boxes, let tone):
            guard !boxes.isEmpty else { return }
            text += "<path class=\"\(ChartStyle.fill(tone))\" d=\""
            for box in boxes {
                text += "M\(number(box.x)) \(number(box.y))h\(number(box.width))"
                text += "v\(number(box.height))h\(number(-box.width))z"
            }
            text += "\"/>"
        case .frame(let box, let stroke):
            text += "<rect \(attributes(stroke)) x=\"\(number(box.x))\" y=\"\(number(box.y))\""
            text += " width=\"\(number(box.width))\" height=\"\(number(box.height))\"/>"
        case .disc(let centre, let radius, let tone):
            text += "<circle class=\"\(ChartStyle.fill(tone))\" cx=\"\(number(centre.x))\""
            text += " cy=\"\(number(centre.y))\" r=\"\(number(radius))\"/>"
        case .text(let caption): write(caption, to: &text)
        case .group(let shapes, let title, let link): write(shapes, title, link, to: &text)
        }
    }

    private static func write(_ caption: Caption, to text: inout String) {
        text += "<text class=\"\(ChartStyle.fill(caption.tone))\" x=\"\(number(caption.place.x))\""
        text += " y=\"\(number(caption.place.y))\" font-size=\"\(number(caption.size))\""
        switch caption.anchor {
        case .start: break
        case .middle: text += " text-anchor=\"middle\""
        case .end: text += " text-anchor=\"end\""
        }
        if caption.isStrong { text += " font-weight=\"600\"" }
        text += ">\(Markup.escaped(caption.text))</text>"
    }

    private static func write(
        _ shapes: [Shape], _ title: String?, _ link: String?, to text: inout String
    ) {
        let address = link.flatMap(Markup.address)
        text += address.map { "<a href=\"\(Markup.escaped($0))\">" } ?? "<g>"
        if let title { text += "<title>\(Markup.escaped(title))</title>" }
        for shape in shapes { write(shape, to: &text) }
        text += address == nil ? "</g>" : "</a>"
    }

    private static func attributes(_ stroke: Stroke) -> String {
        let dash =
            switch stroke.dash {
            case .solid: ""
            case .dashed: " stroke-dasharray=\"5 3\""
            case .dotted: " stroke-dasharray=\"1.5 2.5\""
            }
        return "class=\"\(ChartStyle.line(stroke.tone))\" stroke-width=\"\(number(stroke.width))\""
            + dash
    }

    /// A line through places, written by the steps between them, in tenths: a year of hours stays short.
    private static func path(_ points: [Point]) -> String {
        var last = tenths(points[0])
        var text = "M\(decimal(last.x)) \(decimal(last.y))"
        var isFirst = true
        for point in points.dropFirst() {
            let next = tenths(point)
            let (dx, dy) = (next.x - last.x, next.y - last.y)
            if isFirst { text += "l" }
            // A minus sign parts numbers as well as a blank does.
            text += (isFirst || dx < 0 ? "" : " ") + decimal(dx)
            text += (dy < 0 ? "" : " ") + decimal(dy)
            isFirst = false
            last = next
        }
        return text
    }

    /// Straight lines with jumps between them; level ones take one number each.
    private static func runs(_ points: [Point]) -> String {
        var text = ""
        var last: (x: Int, y: Int)?
        for index in stride(from: 0, to: points.count - 1, by: 2) {
            let (start, end) = (tenths(points[index]), tenths(points[index + 1]))
            if let last {
                if start.x != last.x || start.y != last.y {
                    let (dx, dy) = (start.x - last.x, start.y - last.y)
                    text += "m\(decimal(dx))" + (dy < 0 ? "" : " ") + decimal(dy)
                }
            } else {
                text += "M\(decimal(start.x)) \(decimal(start.y))"
            }
            if start.y == end.y {
                text += "h\(decimal(end.x - start.x))"
            } else if start.x == end.x {
                text += "v\(decimal(end.y - start.y))"
            } else {
                let dy = end.y - start.y
                text += "l\(decimal(end.x - start.x))" + (dy < 0 ? "" : " ") + decimal(dy)
            }
            last = end
        }
        return text
    }

    private static func tenths(_ point: Point) -> (x: Int, y: Int) {
        (whole(point.x * 10), whole(point.y * 10))
    }

    /// A number that is certainly one; coordinates beyond reason are cut.
    private static func whole(_ value: Double) -> Int {
        value.isFinite ? Int(min(max(value, -1e9), 1e9).rounded()) : 0
    }

    private static func decimal(_ tenths: Int) -> String {
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        if rest == 0 { return sign + String(whole) }
        return sign + (whole == 0 ? "" : String(whole)) + "." + String(rest)
    }

    private static func number(_ value: Double) -> String {
        let hundredths = whole(value * 100)
        if hundredths % 10 == 0 { return decimal(hundredths / 10) }
        let sign = hundredths < 0 ? "-" : ""
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        return sign + String(whole) + (rest < 10 ? ".0" : ".") + String(rest)
    }
}
