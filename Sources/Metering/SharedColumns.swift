/// The columns that months of many meters have in common (整月): most months are covered whole by one file, so that a
/// month's amounts are all that is kept of its own.
public struct SharedColumns {
    private struct Kind: Hashable {
        let slots: Int
        let slotSeconds: Int64
        let source: Int32
    }

    /// More kinds than this come from many files, where a month of one is hardly met again.
    private static let mostKinds = 64

    private var whole: [Kind: LoadProfile.Month] = [:]

    /// Knows no month yet.
    public init() {}

    /// A whole month with these amounts [J, mL or g].
    mutating func month(
        of amounts: [Int64], slotSeconds: Int64, source: Int32
    ) -> LoadProfile.Month {
        let kind = Kind(slots: amounts.count, slotSeconds: slotSeconds, source: source)
        if var known = whole[kind] {
            known.amounts = amounts
            return known
        }
        func column<Value>(_ value: Value) -> [Value] { Array(repeating: value, count: kind.slots) }
        let month = LoadProfile.Month(
            amounts: amounts, coveredSeconds: column(UInt16(slotSeconds)),
            flags: column(LoadProfile.present), sources: column(source))
        if whole.count == Self.mostKinds { whole = [:] }
        var shared = month
        shared.amounts = []
        whole[kind] = shared
        return month
    }
}
