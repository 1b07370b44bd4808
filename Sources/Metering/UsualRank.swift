/// What is usual among the values of a meter (常见值): the 99th percentile by nearest rank, but never the highest of all,
/// which is the one that is judged.
///
/// Of 100 to 199 values that is the highest but one, and so it is of fewer. Fewer than a day of hours tell nothing.
enum UsualRank {
    /// Fewer values than this tell nothing of what is usual.
    static let fewest = 24

    /// The place of the usual one, counted from 1, among so many values in ascending order; nil where they are too few.
    static func rank(of count: Int) -> Int? {
        count < fewest ? nil : min((count * 99 + 99) / 100, count - 1)
    }
}
