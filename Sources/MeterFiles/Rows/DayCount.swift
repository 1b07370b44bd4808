/// What the numbers of a day's parts count on a day of 23 or 25 hours (换时日的时段序号).
enum DayCount: Hashable {
    /// Time that passed since midnight: 23 hours are 1 to 23, 25 are 1 to 25.
    case elapsed
    /// Times on the clock: 1 to 24, one of which no clock showed, or one that it showed twice.
    case clock

    /// What the parts of a day themselves say; nil where they may count either.
    ///
    /// - Parameters:
    ///   - greatest: The last part that there is.
    ///   - isWhole: Every part up to it is there.
    ///   - usual: How many parts a common day has.
    ///   - parts: How many this day has.
    static func proven(greatest: Int, isWhole: Bool, usual: Int, parts: Int) -> DayCount? {
        if parts > usual { return greatest > usual ? .elapsed : nil }
        if greatest > parts { return .clock }
        return greatest == parts && isWhole ? .elapsed : nil
    }

    /// What parts that may count either are taken for: a day that ends early was counted, one that ends as usual
    /// was read off the clock.
    static func likely(usual: Int, parts: Int) -> DayCount { parts > usual ? .clock : .elapsed }
}
