import Metering
public import Quantities

/// The boundary energies of one calendar month of a closed journal (月度结账): questions to the same
/// closing, so that twelve months are to the joule what their period is.
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
        let boundary = Boundary(of: closing)
        let both = boundary.hoursOfBoth()
        let (supply, it, water) = (
            closing.read(Self.facilitySupply), closing.read(Self.itAccounts),
            closing.read([.waterIn])
        )
        return closing.months.map { month in
            let range = closing.stretches(of: month)
            let inMonth = (0..<closing.stretchCount).map(range.contains)
            func isRead(_ read: [Bool]) -> Bool { range.contains { read[$0] } }
            func sum(_ accounts: Set<Account>) -> Int64 {
                closing.sum(of: accounts, where: inMonth)
            }
            let kept = both.map { zip($0, inMonth).map { $0 && $1 } }
            return MonthlyBalance(
                month: month,
                facilityEnergy: facilityEnergy != nil && isRead(supply)
                    ? Energy(joules: boundary.facility(where: inMonth)) : nil,
                itEnergy: itEnergy != nil && isRead(it)
                    ? Energy(joules: sum(Self.itAccounts)) : nil,
                facilityToIT: kept.flatMap { mask in
                    ExactRatio(
                        Int128(closing.count(mask)), to: Int128(closing.count(inMonth))
                    ).map {
                        Parts(
                            numerator: boundary.facility(where: mask),
                            denominator: closing.sum(of: Self.itAccounts, where: mask),
                            coverage: $0)
                    }
                }, water: isRead(water) ? Volume(millilitres: sum([.waterIn])) : nil)
        }
    }
}

extension Closing {
    /// The stretches in which some meter of the accounts has a reading.
    fileprivate func read(_ accounts: Set<Account>) -> [Bool] {
        var read = [Bool](repeating: false, count: stretchCount)
        for line in lines(of: accounts) {
            for place in read.indices
            where line.states[place] & (LoadProfile.present | Journal.Column.covered) != 0 {
                read[place] = true
            }
        }
        return read
    }
}
