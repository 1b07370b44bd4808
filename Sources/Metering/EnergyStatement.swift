/// Where the energy of one file went (电量平衡表): in = booked + duplicate + superseded + rejected,
/// to the joule; it balances or the run fails.
public struct EnergyStatement: Hashable, Sendable {
    /// How many readings the file holds; in a wide file every cell that holds something is one.
    public var rows: Int64 = 0
    /// How many of them could not be used at all.
    public var rowsRejected: Int64 = 0
    /// The energy of every reading whose energy can be computed [J].
    public var energyIn: Int64 = 0
    /// The part that stands in the ledger [J].
    public var booked: Int64 = 0
    /// The part that a better reading replaced [J].
    public var superseded: Int64 = 0
    /// The part that says again what is already booked [J].
    public var duplicate: Int64 = 0
    /// The part that was refused [J].
    public var rejected: Int64 = 0
    /// What estimation added on top, never part of the balance [J].
    public var estimated: Int64 = 0

    /// An empty statement.
    public init() {}

    /// How many readings were used or recognised as repeated or replaced.
    public var rowsAccepted: Int64 { rows - rowsRejected }

    /// What is missing from the balance [J]; zero, or the run fails.
    public var balance: Int64 { energyIn - booked - superseded - duplicate - rejected }

    /// The statement of both together.
    public static func += (lhs: inout EnergyStatement, rhs: EnergyStatement) {
        lhs.rows += rhs.rows
        lhs.rowsRejected += rhs.rowsRejected
        lhs.energyIn += rhs.energyIn
        lhs.booked += rhs.booked
        lhs.superseded += rhs.superseded
        lhs.duplicate += rhs.duplicate
        lhs.rejected += rhs.rejected
        lhs.estimated += rhs.estimated
    }
}
