/// A reading of a register, in the ledger's unit.
struct RegisterCount {
    /// When it was read [s, Unix time].
    let at: Int64
    /// The file in the order of evidence.
    private let place: Int32
    /// The physical line in that file.
    let line: Int32
    /// What it showed, rounded to a joule (millilitre, gram); wide, because a count may be far larger
    /// than any difference that the ledger keeps.
    let amount: Int128
    /// The file calls it an estimate.
    var isEstimate: Bool

    /// The file in the order of evidence.
    var source: Int { Int(place) }

    init(at: Int64, amount: Int128, source: Int, line: Int32, isEstimate: Bool) {
        self.at = at
        self.amount = amount
        place = Int32(clamping: source)
        self.line = line
        self.isEstimate = isEstimate
    }
}
