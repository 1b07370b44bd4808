import Metering
public import Quantities

/// The boundary energies of one calendar month of a closed journal (月度结账): questions to the same
/// journal, so that twelve months are to the joule what their period is.
public struct MonthlyBalance: Sendable {
    /// The month, clipped to the period.
    public let month: Period
    /// Energy that entered the boundary; nil where no supply was read in the month.
    public let facilityEnergy: Energy?
    /// Energy of the IT equipment; nil where none was read in the month.
    public let itEnergy: Energy?
    /// `E_DC` and `E_IT` over the hours that both have; nil where one has no meter.
    public let facilityToIT: Balances.Parts?
    /// All water; nil where none was read in the month.
    public let water: Volume?
}

extension Balances {
    /// The months of the period, the earliest first.
    public var monthly: [MonthlyBalance] {
        let boundary = Boundary(of: journal)
        let facility = boundary.facilityAmounts()
        let it = journal.amounts(of: Self.itAccounts)
        let both = boundary.hoursOfBoth()
        let supplyRead = journal.slotsRead(of: Self.facilitySupply)
        let itRead = journal.slotsRead(of: Self.itAccounts)
        let water = journal.amounts(of: [.waterIn])
        let waterRead = journal.slotsRead(of: [.waterIn])
        return period.months.map { month in
            let slots = journal.slots(of: month)
            func sum(_ amounts: [Int64], _ read: [Bool]) -> Int64? {
                slots.contains { read[$0] } ? amounts[slots].reduce(0, +) : nil
            }
            return MonthlyBalance(
                month: month,
                facilityEnergy: facilityEnergy == nil
                    ? nil : sum(facility, supplyRead).map(Energy.init(joules:)),
                itEnergy: itEnergy == nil ? nil : sum(it, itRead).map(Energy.init(joules:)),
                facilityToIT: both.flatMap { mask in
                    let kept = slots.filter { mask[$0] }
                    return ExactRatio(Int128(kept.count), to: Int128(slots.count)).map {
                        Parts(
                            numerator: kept.reduce(0) { $0 + facility[$1] },
                            denominator: kept.reduce(0) { $0 + it[$1] }, coverage: $0)
                    }
                },
                water: sum(water, waterRead).map(Volume.init(millilitres:)))
        }
    }
}

extension Journal {
    /// The slots in which some meter of the accounts has a reading.
    fileprivate func slotsRead(of accounts: Set<Account>) -> [Bool] {
        var read = [Bool](repeating: false, count: slotCount)
        for column in columns(of: accounts) {
            for slot in read.indices
            where column.states[slot] & (LoadProfile.present | Column.covered) != 0 {
                read[slot] = true
            }
        }
        return read
    }
}
