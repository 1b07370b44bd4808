import Metering
import Quantities

/// The boundary of a site (核算边界): what enters `E_DC`, what is `E_IT`, and which hours have both.
///
/// ISO/IEC 30134-2; method: energy carriers at site energy (`lbnl_site`).
struct Boundary {
    private let journal: Journal
    private let hasSupply: Bool
    private let hasIT: Bool
    /// Accounts whose amounts are taken off: exports and uses outside the boundary.
    private let outside: Set<Account>

    init(of journal: Journal) {
        self.journal = journal
        hasSupply = !journal.isSupplyDerived
        hasIT = journal.columns.contains {
            $0.meterID != nil && Balances.itAccounts.contains($0.account)
        }
        outside = Set([.gridExport, .office]).union(journal.site.boundaryExcludes)
    }

    /// The accounts that add to `E_DC`; one that lies outside the boundary does not.
    private var inside: Set<Account> {
        Balances.facilitySupply.union(Balances.facilityCarriers).subtracting(outside)
    }

    private func facility(where mask: [Bool]? = nil) -> Int64 {
        let off = outside.filter { $0.side == .use }
        return journal.sum(of: inside, where: mask) - journal.sum(of: off, where: mask)
    }

    func facilityEnergy() -> Energy? { hasSupply ? Energy(joules: facility()) : nil }

    func itEnergy() -> Energy? {
        hasIT ? Energy(joules: journal.sum(of: Balances.itAccounts)) : nil
    }

    func facilityToIT() -> Balances.Parts? {
        guard let mask = hoursOfBoth() else { return nil }
        return parts(
            facility(where: mask), journal.sum(of: Balances.itAccounts, where: mask), mask)
    }

    /// The same over parts of the period; nil for a part without an hour that has both.
    func facilityToIT(over ranges: [Range<Int>]) -> [Balances.Parts?] {
        guard let mask = hoursOfBoth() else { return ranges.map { _ in nil } }
        let facility = facilityAmounts()
        let it = journal.amounts(of: Balances.itAccounts)
        return ranges.map { range in
            let slots = range.clamped(to: 0..<journal.slotCount).filter { mask[$0] }
            guard !slots.isEmpty else { return nil }
            return ExactRatio(Int128(slots.count), to: Int128(range.count)).map {
                Balances.Parts(
                    numerator: slots.reduce(0) { $0 + facility[$1] },
                    denominator: slots.reduce(0) { $0 + it[$1] }, coverage: $0)
            }
        }
    }

    /// The hours that all terms of `E_DC` and `E_IT` have; nil when one of the two has no meter.
    func hoursOfBoth() -> [Bool]? {
        guard hasSupply, hasIT else { return nil }
        return both(
            journal.hours(of: inside.union(outside), anchoredBy: journal.supplyAnchors),
            journal.hours(of: Balances.itAccounts))
    }

    /// `E_DC` slot by slot.
    func facilityAmounts() -> [Int64] {
        let off = journal.amounts(of: outside.filter { $0.side == .use })
        return zip(journal.amounts(of: inside), off).map { $0 - $1 }
    }

    func perIT(_ accounts: Set<Account>) -> Balances.Parts? {
        let exists = journal.columns.contains {
            $0.meterID != nil && accounts.contains($0.account)
        }
        guard exists, hasIT else { return nil }
        let mask = both(journal.hours(of: accounts), journal.hours(of: Balances.itAccounts))
        return parts(
            journal.sum(of: accounts, where: mask),
            journal.sum(of: Balances.itAccounts, where: mask), mask)
    }

    /// Hours that all booked supply and IT meters have.
    func coverage() -> ExactRatio? { share(of: completeHours()) }

    /// Complete hours in which no supply or IT meter's amount was spread from a longer interval.
    func resolvedShare() -> ExactRatio? {
        guard var hours = completeHours() else { return nil }
        for column in journal.columns(of: supplyAndIT) {
            for slot in hours.indices where column.states[slot] & LoadProfile.spread != 0 {
                hours[slot] = false
            }
        }
        return share(of: hours)
    }

    private var supplyAndIT: Set<Account> {
        Set(Account.allCases.filter { $0.side == .supply }).union(Balances.itAccounts)
    }

    /// Tells whether every hour is measured or estimated.
    var isWhole: Bool { completeHours(countingEstimates: true)?.allSatisfy { $0 } ?? false }

    private func completeHours(countingEstimates: Bool = false) -> [Bool]? {
        let supply = journal.hours(
            of: journal.supplyAccounts, anchoredBy: journal.supplyAnchors,
            countingEstimates: countingEstimates)
        let it = journal.hours(of: Balances.itAccounts, countingEstimates: countingEstimates)
        switch (hasSupply, hasIT) {
        case (true, true): return both(supply, it)
        case (true, false): return supply
        case (false, true): return it
        case (false, false): return nil
        }
    }

    private func both(_ left: [Bool], _ right: [Bool]) -> [Bool] {
        zip(left, right).map { $0 && $1 }
    }

    private func share(of hours: [Bool]?) -> ExactRatio? {
        hours.flatMap {
            ExactRatio(Int128($0.count { $0 }), to: Int128(journal.slotCount))
        }
    }

    private func parts(_ numerator: Int64, _ denominator: Int64, _ mask: [Bool]) -> Balances.Parts?
    {
        share(of: mask).map {
            Balances.Parts(numerator: numerator, denominator: denominator, coverage: $0)
        }
    }
}
