/// A day as far as it is known (日期或其所在月、年): the day itself, or the month or the year in which it lies.
public struct CivilDateSpan: Hashable, Sendable {
    /// The first day that it can be.
    public let first: CivilDate
    /// The last day that it can be.
    public let last: CivilDate
    private let text: String

    /// Reads `2014-06-01`, `2014-06` or `2014`; anything else is nil.
    public init?(iso text: some StringProtocol) {
        let missing = ["", "-01", "-01-01"]
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).count
        guard (1...3).contains(parts), let first = CivilDate(iso: text + missing[3 - parts]) else {
            return nil
        }
        self.first = first
        self.text = String(text)
        last =
            switch parts {
            case 1: first.firstOfMonth(adding: 12).adding(days: -1)
            case 2: first.firstOfMonth(adding: 1).adding(days: -1)
            default: first
            }
    }

    /// A day that is known.
    public init(_ day: CivilDate) {
        (first, last) = (day, day)
        text = "\(day)"
    }
}

extension CivilDateSpan: CustomStringConvertible {
    /// As it was written.
    public var description: String { text }
}
