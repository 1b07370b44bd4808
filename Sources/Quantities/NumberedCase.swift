/// A plain enumeration whose cases count as small numbers, in the order in which they are declared
/// (枚举序号); at most 256 of them, none with a value of its own.
///
/// An enumeration with texts for names is hashed by its text unless it says otherwise, and ten thousand
/// sites ask their tables for the same few names millions of times.
public protocol NumberedCase: CaseIterable, Hashable, Sendable {}

extension NumberedCase {
    /// The place among all cases: what memory holds of the case, which is nothing where there is only one.
    @inlinable public var number: Int { withUnsafeBytes(of: self) { Int($0.first ?? 0) } }
}

/// A value for some cases of an enumeration (枚举表): a dictionary without hashing.
public struct CaseTable<Name: NumberedCase, Value: Sendable>: Sendable {
    @usableFromInline var values: [Value?]

    /// Makes an empty table.
    @inlinable public init() { values = Array(repeating: nil, count: Name.allCases.count) }

    /// The value of a case; nil for none.
    @inlinable public subscript(name: Name) -> Value? {
        get { values[name.number] }
        set { values[name.number] = newValue }
    }
}
