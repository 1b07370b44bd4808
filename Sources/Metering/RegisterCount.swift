/// A reading of a register, in the ledger's unit.
struct RegisterCount: BitwiseCopyable {
    /// When it was read [s, Unix time].
    let at: Int64
    /// The file in the order of evidence, 31 bits, and whether it calls the count an estimate.
    private var place: UInt32
    /// The physical line in that file.
    let line: Int32
    /// What it showed, rounded to a joule (millilitre, gram); wide, because a count may be far larger
    /// than any difference that the ledger keeps.
    let amount: Int128

    /// The file in the order of evidence.
    var source: Int { Int(place >> 1) }

    /// The file calls it an estimate.
    var isEstimate: Bool {
        get { place & 1 != 0 }
        set { place = place & ~1 | (newValue ? 1 : 0) }
    }

    init(at: Int64, amount: Int128, source: Int, line: Int32, isEstimate: Bool) {
        self.at = at
        self.amount = amount
        self.line = line
        place = UInt32(Int32(clamping: source)) << 1 | (isEstimate ? 1 : 0)
    }
}
