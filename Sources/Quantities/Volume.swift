/// An amount of water (用水量), held exactly as whole millilitres.
public struct Volume: Hashable, Sendable {
    /// The amount [mL].
    public let millilitres: Int64

    /// Nothing.
    public static let zero = Volume(millilitres: 0)

    /// Makes an amount of whole millilitres.
    public init(millilitres: Int64) { self.millilitres = millilitres }

    /// Cubic metres as exact text with six places.
    public var cubicMetresText: String { Rounding.pointed(Int128(millilitres), places: 6) }

    /// The sum; traps on overflow.
    public static func + (lhs: Volume, rhs: Volume) -> Volume {
        Volume(millilitres: lhs.millilitres + rhs.millilitres)
    }
}
