/// A place in a drawing, in its own units from the upper left corner.
public struct Point: Hashable, Sendable {
    /// To the right.
    public var x: Double
    /// Downwards.
    public var y: Double

    /// Makes a place.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle in a drawing.
public struct Box: Hashable, Sendable {
    /// Its left edge.
    public var x: Double
    /// Its upper edge.
    public var y: Double
    /// From left to right; never negative.
    public var width: Double
    /// From top to bottom; never negative.
    public var height: Double

    /// Makes a rectangle.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The right edge.
    public var right: Double { x + width }
    /// The lower edge.
    public var bottom: Double { y + height }
}

/// What a colour is for (色调). The renderer knows the colours: a page has one set for light, one for
/// dark and one for print, paper has its own.
public enum Tone: Hashable, Sendable {
    /// Text and axes.
    case ink
    /// Text of less weight.
    case quiet
    /// Lines behind the data.
    case grid
    /// The ground.
    case paper
    /// One of eight kinds of thing, from 0; further ones begin anew.
    case series(Int)
    /// One of nine steps from little (0) to much (8).
    case heat(Int)
    /// Reached, saved.
    case good
    /// Close to a limit.
    case caution
    /// Missed, added.
    case bad
    /// Where data are missing.
    case missing

    /// How many kinds of thing have a colour of their own.
    public static let seriesCount = 10
    /// How many steps the heat has.
    public static let heatCount = 9
}

/// How a line is drawn.
public struct Stroke: Hashable, Sendable {
    /// Whole, or broken, so that lines can be told apart without colours.
    public enum Dash: Hashable, Sendable { case solid, dashed, dotted }

    /// Its colour.
    public var tone: Tone
    /// How thick it is.
    public var width: Double
    /// Whether it is broken.
    public var dash: Dash

    /// Makes a stroke.
    public init(_ tone: Tone, width: Double = 1, dash: Dash = .solid) {
        self.tone = tone
        self.width = width
        self.dash = dash
    }
}

/// A line of text in a drawing.
public struct Caption: Hashable, Sendable {
    /// Which part of the text stands at its place.
    public enum Anchor: Hashable, Sendable { case start, middle, end }

    /// The words; a renderer quotes them.
    public var text: String
    /// Where its baseline stands.
    public var place: Point
    /// The size of its letters.
    public var size: Double
    /// Its colour.
    public var tone: Tone
    /// Which part of it stands at its place.
    public var anchor: Anchor
    /// Set in bolder letters.
    public var isStrong: Bool

    /// Makes a line of text.
    public init(
        _ text: String, at place: Point, size: Double = 11, tone: Tone = .ink,
        anchor: Anchor = .start, isStrong: Bool = false
    ) {
        self.text = text
        self.place = place
        self.size = size
        self.tone = tone
        self.anchor = anchor
        self.isStrong = isStrong
    }
}

/// One thing that is drawn.
public indirect enum Shape: Hashable, Sendable {
    /// A line through places.
    case polyline([Point], Stroke)
    /// Many straight lines of one kind, each from an even place of the list to the next one.
    case segments([Point], Stroke)
    /// A closed area.
    case area([Point], Tone, opacity: Double)
    /// Filled rectangles of one kind.
    case boxes([Box], Tone)
    /// An empty rectangle.
    case frame(Box, Stroke)
    /// A filled disc.
    case disc(Point, radius: Double, Tone)
    /// A line of text.
    case text(Caption)
    /// Things that belong together: with words that a pointer calls up, and perhaps a place to go to.
    case group([Shape], title: String?, link: String?)

    /// A rectangle.
    public static func box(_ box: Box, _ tone: Tone) -> Shape { .boxes([box], tone) }

    /// A straight line.
    public static func line(_ start: Point, _ end: Point, _ stroke: Stroke) -> Shape {
        .segments([start, end], stroke)
    }

    /// A rectangle that is hatched (阴影线): here something is missing. Its lines are cut at the edges by
    /// computation, so that no renderer needs to clip.
    public static func hatched(_ box: Box, step: Double = 5, tone: Tone = .missing) -> Shape {
        var ends: [Point] = []
        // Lines rise to the right and meet the lower or left edge at even distances of the drawing's
        // own grid, so that neighbouring boxes fit together.
        var offset = ((box.x + box.y) / step).rounded(.down) * step
        while offset <= box.right + box.bottom {
            // On the line x + y = offset.
            let left = max(box.x, offset - box.bottom)
            let right = min(box.right, offset - box.y)
            if right > left { ends += [Point(left, offset - left), Point(right, offset - right)] }
            offset += step
        }
        return .segments(ends, Stroke(tone, width: 0.8))
    }
}

/// A picture as a value (图形): shapes in the order in which they are drawn, with the words that say what
/// it shows to those who do not see it.
public struct Drawing: Hashable, Sendable {
    /// From left to right.
    public let width: Double
    /// From top to bottom.
    public let height: Double
    /// What it is.
    public let title: String
    /// What it shows, in a sentence or two.
    public let summary: String
    /// What is drawn, the last above the others.
    public var shapes: [Shape]

    /// Makes a drawing.
    public init(
        width: Double, height: Double, title: String, summary: String = "", shapes: [Shape] = []
    ) {
        self.width = width
        self.height = height
        self.title = title
        self.summary = summary
        self.shapes = shapes
    }

    /// Draws one thing more.
    public mutating func add(_ shape: Shape) { shapes.append(shape) }

    /// Whether something in it leads elsewhere.
    public var hasLinks: Bool { shapes.contains(where: Self.hasLink) }

    private static func hasLink(_ shape: Shape) -> Bool {
        guard case .group(let shapes, _, let link) = shape else { return false }
        return link != nil || shapes.contains(where: hasLink)
    }
}
