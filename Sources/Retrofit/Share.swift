public import Quantities

/// A part of a whole, held as whole billionths (份额).
///
/// Savings, responses and efficiencies of the chain are shares. They come from printed decimals of
/// at most nine places, or are estimates that are rounded here, down, and say so.
public struct Share: Hashable, Comparable, Sendable {
    /// Billionths.
    public let billionths: Int64

    /// Nothing of it.
    public static let none = Share(billionths: 0)
    /// All of it.
    public static let all = Share(billionths: 1_000_000_000)

    /// Makes a share of whole billionths.
    public init(billionths: Int64) { self.billionths = billionths }

    /// Reads a printed decimal, rounded down to a billionth; nil when it lies outside 0 to 1.
    public init?(_ value: DecimalText) {
        let scaled: Int128
        if value.scale <= 9 {
            let (product, overflow) = value.significand.multipliedReportingOverflow(
                by: Rounding.powerOfTen(9 - value.scale))
            guard !overflow else { return nil }
            scaled = product
        } else {
            scaled = value.significand / Rounding.powerOfTen(value.scale - 9)
        }
        guard scaled >= 0, scaled <= 1_000_000_000 else { return nil }
        self.init(billionths: Int64(scaled))
    }

    /// The part of an amount, rounded down to a joule, so that no saving is ever rounded up.
    public func part(of joules: Int64) -> Int64 {
        Int64(Int128(joules) * Int128(billionths) / 1_000_000_000)
    }

    /// The part of a part, rounded down to a billionth.
    public static func * (lhs: Share, rhs: Share) -> Share {
        Share(billionths: Int64(Int128(lhs.billionths) * Int128(rhs.billionths) / 1_000_000_000))
    }

    /// What is left of the whole.
    public var rest: Share { Share(billionths: 1_000_000_000 - billionths) }

    /// What two savings of the same whole come to, one after the other: `1 - (1 - a)(1 - b)`.
    public func followed(by other: Share) -> Share {
        Share(billionths: billionths + (other * rest).billionths)
    }

    /// The share as text with nine places or fewer.
    public var text: String {
        var text = Rounding.pointed(Int128(billionths), places: 9)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Ordered by size.
    public static func < (lhs: Share, rhs: Share) -> Bool { lhs.billionths < rhs.billionths }
}
