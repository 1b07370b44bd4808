/// A mass of carbon dioxide or its equivalent (二氧化碳排放量), held as whole milligrams.
public struct EmissionMass: Hashable, Sendable {
    /// The mass [mg].
    public let milligrams: Int64

    /// Nothing.
    public static let zero = EmissionMass(milligrams: 0)

    /// Makes a mass of whole milligrams.
    public init(milligrams: Int64) { self.milligrams = milligrams }

    /// Kilograms as exact text with six places.
    public var kilogramsText: String { Rounding.pointed(Int128(milligrams), places: 6) }

    /// The sum; traps on overflow.
    public static func + (lhs: EmissionMass, rhs: EmissionMass) -> EmissionMass {
        EmissionMass(milligrams: lhs.milligrams + rhs.milligrams)
    }

    /// Adds in place; traps on overflow.
    public static func += (lhs: inout EmissionMass, rhs: EmissionMass) { lhs = lhs + rhs }
}
