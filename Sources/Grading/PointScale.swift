import CarbonAccounting
public import Provenance
public import Quantities

/// How a value becomes points (计分): straight lines between anchors, steps, or a closed formula.
///
/// Points are floored to a millionth once for each criterion, so that no rounding ever lifts a
/// site; sums of points are exact.
public struct PointScale: Hashable, Sendable, Decodable {
    /// A value and its points; between two anchors the points run straight, beyond they stay.
    public struct Anchor: Hashable, Sendable {
        /// The value.
        public let at: DecimalText
        /// Its points.
        public let points: DecimalText
        /// The document.
        public let source: String
        /// The place in it.
        public let place: BilingualText
        /// How far it was checked.
        public let confidence: Confidence
    }

    /// A limit and the points of a value that meets it; the first that is met counts.
    public struct Step: Hashable, Sendable {
        /// The limit.
        public let limit: Limit
        /// Its points.
        public let points: DecimalText
        /// When it holds.
        public let when: [Condition]
        /// The document.
        public let source: String
        /// The place in it.
        public let place: BilingualText
        /// How far it was checked.
        public let confidence: Confidence
    }

    /// The shape of a scale.
    public enum Shape: Hashable, Sendable {
        case line([Anchor])
        /// Steps, and the points of a value that meets none; nil where that was not seen.
        case steps([Step], otherwise: DecimalText?)
        /// `constant + slope x value`, at most the possible points.
        case formula(
            constant: DecimalText, slope: DecimalText, source: String, place: BilingualText,
            confidence: Confidence)
        /// The points are known, the way to them was not seen.
        case notSeen
    }

    /// The points that can be had.
    public let possible: DecimalText
    /// How the value becomes points.
    public let shape: Shape
    /// Conditions without which there are no points.
    public let onlyIf: [Condition]

    /// A millionth of a point.
    static let unit = 6

    /// The possible points in millionths.
    var possibleMillionths: Int64 { Self.millionths(possible) }

    static func millionths(_ points: DecimalText) -> Int64 {
        Int64(points.significand * Rounding.powerOfTen(unit) / Rounding.powerOfTen(points.scale))
    }

    /// The points of a value in millionths, floored; nil where the scale does not say.
    func millionths(of value: ExactRatio, in graded: GradingCase) -> Int64? {
        switch shape {
        case .line(let anchors): Self.line(anchors, value)
        case .steps(let steps, let otherwise): Self.step(steps, otherwise, value, graded)
        case .formula(let constant, let slope, _, _, _):
            Self.formula(constant, slope, value).map { min($0, possibleMillionths) }
        case .notSeen: nil
        }
    }

    private static func line(_ anchors: [Anchor], _ value: ExactRatio) -> Int64? {
        guard let first = anchors.first, let last = anchors.last else { return nil }
        if value.isAtMost(first.at) { return millionths(first.points) }
        for (low, high) in zip(anchors, anchors.dropFirst()) where value.isAtMost(high.at) {
            // points = p0 + (x - x0) (p1 - p0) / (x1 - x0), all over the denominators of x, x0, x1
            let places = max(low.at.scale, high.at.scale)
            let scale = Rounding.powerOfTen(places)
            let x0 = low.at.significand * Rounding.powerOfTen(places - low.at.scale)
            let x1 = high.at.significand * Rounding.powerOfTen(places - high.at.scale)
            let (p0, p1) = (millionths(low.points), millionths(high.points))
            guard let moved = product(value.numerator, scale),
                let origin = product(x0, value.denominator),
                let away = difference(moved, origin), let over = product(away, Int128(p1 - p0)),
                let under = product(value.denominator, x1 - x0)
            else { return nil }
            return Int64(exactly: floored(over, under)).map { p0 + $0 }
        }
        return millionths(last.points)
    }

    private static func step(
        _ steps: [Step], _ otherwise: DecimalText?, _ value: ExactRatio, _ graded: GradingCase
    ) -> Int64? {
        for step in steps where step.limit.admits(value) {
            switch Condition.standing(of: graded, to: step.when) {
            case .met: return millionths(step.points)
            case .failed: continue
            case .unstated: return nil
            }
        }
        return otherwise.map(millionths)
    }

    private static func formula(
        _ constant: DecimalText, _ slope: DecimalText, _ value: ExactRatio
    ) -> Int64? {
        guard let top = product(value.numerator, slope.significand),
            let millionth = product(top, Rounding.powerOfTen(unit)),
            let bottom = product(value.denominator, Rounding.powerOfTen(slope.scale)),
            let moved = Int64(exactly: floored(millionth, bottom))
        else { return nil }
        let (points, isTooFar) = millionths(constant).addingReportingOverflow(moved)
        return isTooFar ? nil : max(0, points)
    }

    /// A product that fits; a gap is sought along fractions of many digits.
    private static func product(_ left: Int128, _ right: Int128) -> Int128? {
        let (product, isTooLong) = left.multipliedReportingOverflow(by: right)
        return isTooLong ? nil : product
    }

    private static func difference(_ left: Int128, _ right: Int128) -> Int128? {
        let (difference, isTooLong) = left.subtractingReportingOverflow(right)
        return isTooLong ? nil : difference
    }

    private static func floored(_ numerator: Int128, _ denominator: Int128) -> Int128 {
        let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
        return rest < 0 ? quotient - 1 : quotient
    }
}
