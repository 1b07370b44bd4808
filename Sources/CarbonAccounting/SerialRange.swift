/// The serial numbers of the certificates in a lot (凭证编号区间), both ends included.
///
/// A serial is a text of which the last digits count: `GEC-2025-0001000` is number 1000 behind
/// `GEC-2025-`. Two ranges can overlap only behind the same text.
public struct SerialRange: Hashable, Sendable {
    /// What stands before the counting digits, in capitals.
    public let prefix: String
    /// The first number.
    public let first: Int128
    /// The last number.
    public let last: Int128

    /// Reads both ends; nil when an end has no digits, the texts before them differ, or the last
    /// comes before the first.
    public init?(from: String, to: String) {
        guard let (prefix, first) = Self.parts(from), let (other, last) = Self.parts(to),
            prefix == other, first <= last
        else { return nil }
        self.prefix = prefix
        self.first = first
        self.last = last
    }

    /// How many certificates it holds.
    public var count: Int128 { last - first + 1 }

    /// Tells whether a certificate lies in both.
    public func overlaps(_ other: SerialRange) -> Bool {
        prefix == other.prefix && first <= other.last && other.first <= last
    }

    private static func parts(_ text: String) -> (String, Int128)? {
        let digits = text.utf8.reversed().prefix { $0 >= 0x30 && $0 <= 0x39 }.count
        guard (1...38).contains(digits), let number = Int128(text.suffix(digits)) else {
            return nil
        }
        return (text.dropLast(digits).uppercased(), number)
    }
}
