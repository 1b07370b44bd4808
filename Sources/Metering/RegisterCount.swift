/// A reading of a register, in the ledger's unit.
struct RegisterCount {
    /// When it was read [s, Unix time].
    let at: Int64
    /// What it showed, rounded to a joule (millilitre, gram); wide, because a count may be far larger
    /// than any difference that the ledger keeps.
    let amount: Int128
    /// The file in the order of evidence.
    let source: Int
    /// The physical line in that file.
    let line: Int32
    /// The place in the order of evidence: file, then row.
    let order: Int
    /// The file calls it an estimate.
    var isEstimate: Bool
}
