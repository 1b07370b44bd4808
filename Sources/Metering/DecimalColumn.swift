public import Quantities

/// Decimals as written (读数列), of which nearly all take nine bytes; the few with more digits stand beside.
public struct DecimalColumn: RandomAccessCollection, Sendable {
    /// All digits of each as one integer; of one with more digits its place among the wide.
    private var significands: [Int64] = []
    /// How many of them stand after the point; `isWide` for one that stands beside.
    private var scales: [UInt8] = []
    private var wide: [DecimalText] = []

    private static let isWide = UInt8.max

    /// None yet.
    public init() {}

    /// The first row.
    public var startIndex: Int { 0 }
    /// How many rows there are.
    public var endIndex: Int { scales.count }

    /// The decimal of a row.
    public subscript(row: Int) -> DecimalText {
        get {
            scales[row] == Self.isWide
                ? wide[Int(significands[row])]
                : DecimalText(significand: Int128(significands[row]), scale: Int(scales[row]))
        }
        set { (significands[row], scales[row]) = parts(of: newValue) }
    }

    /// Adds a decimal.
    public mutating func append(_ value: DecimalText) {
        let (significand, scale) = parts(of: value)
        significands.append(significand)
        scales.append(scale)
    }

    private mutating func parts(of value: DecimalText) -> (Int64, UInt8) {
        if let significand = Int64(exactly: value.significand) {
            return (significand, UInt8(value.scale))
        }
        wide.append(value)
        return (Int64(wide.count - 1), Self.isWide)
    }
}
