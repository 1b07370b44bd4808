import Quantities

extension Balances {
    /// `E_DC` and `E_IT` of parts of the period, given as slots of the journal, each over the hours that
    /// both have (逐段数据); nil for a part without such an hour. Over the whole period it is `facilityToIT`.
    ///
    /// Asks the hours themselves: the run must have walked them.
    public func facilityToIT(over parts: [Range<Int>]) -> [Parts?] {
        let journal = journal
        let terms = BoundaryTerms(excluding: site.boundaryExcludes)
        guard !closing.isSupplyDerived, Self.itAccounts.contains(where: closing.hasMeter) else {
            return parts.map { _ in nil }
        }
        let facilityHours = journal.hours(of: terms.all, anchoredBy: journal.supplyAnchors)
        let itHours = journal.hours(of: Self.itAccounts)
        let (inside, off) = (journal.amounts(of: terms.inside), journal.amounts(of: terms.off))
        let it = journal.amounts(of: Self.itAccounts)
        return parts.map { part in
            let slots = part.clamped(to: 0..<journal.slotCount).filter {
                facilityHours[$0] && itHours[$0]
            }
            guard !slots.isEmpty else { return nil }
            return ExactRatio(Int128(slots.count), to: Int128(part.count)).map {
                Parts(
                    numerator: slots.reduce(0) { $0 + inside[$1] - off[$1] },
                    denominator: slots.reduce(0) { $0 + it[$1] }, coverage: $0)
            }
        }
    }
}
