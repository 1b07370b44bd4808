public import Metering
import Quantities

/// The boundary of a site (核算边界): what enters `E_DC`, what is `E_IT`, and which hours have both.
///
/// ISO/IEC 30134-2; method: energy carriers at site energy (`lbnl_site`).
struct Boundary {
    private let closing: Closing
    private let hasSupply: Bool
    private let hasIT: Bool
    private let terms: BoundaryTerms

    init(of closing: Closing) {
        self.closing = closing
        hasSupply = !closing.isSupplyDerived
        hasIT = Balances.itAccounts.contains { closing.hasMeter(of: $0) }
        terms = BoundaryTerms(excluding: closing.site.boundaryExcludes)
    }

    /// `E_DC` over all stretches or over those that a mask keeps [J].
    func facility(where mask: [Bool]? = nil) -> Int64 {
        closing.sum(of: terms.inside, where: mask) - closing.sum(of: terms.off, where: mask)
    }

    func facilityEnergy() -> Energy? { hasSupply ? Energy(joules: facility()) : nil }

    func itEnergy() -> Energy? {
        hasIT ? Energy(joules: closing.sum(of: Balances.itAccounts)) : nil
    }

    func facilityToIT() -> Balances.Parts? {
        guard let mask = hoursOfBoth() else { return nil }
        return parts(
            facility(where: mask), closing.sum(of: Balances.itAccounts, where: mask), mask)
    }

    /// The hours that all terms of `E_DC` and `E_IT` have; nil when one of the two has no meter.
    func hoursOfBoth() -> [Bool]? {
        guard hasSupply, hasIT else { return nil }
        return both(
            closing.hours(of: terms.all, anchoredBy: closing.supplyAnchors),
            closing.hours(of: Balances.itAccounts))
    }

    func perIT(_ accounts: Set<Account>) -> Balances.Parts? {
        guard accounts.contains(where: { closing.hasMeter(of: $0) }), hasIT else { return nil }
        let mask = both(closing.hours(of: accounts), closing.hours(of: Balances.itAccounts))
        return parts(
            closing.sum(of: accounts, where: mask),
            closing.sum(of: Balances.itAccounts, where: mask), mask)
    }

    /// Complete hours in which no supply or IT meter's amount was spread from a longer interval.
    func resolvedShare(_ complete: [Bool]) -> ExactRatio? {
        var hours = complete
        for line in closing.lines where Balances.supplyAndIT.contains(line.account) {
            for place in hours.indices where line.states[place] & LoadProfile.spread != 0 {
                hours[place] = false
            }
        }
        return closing.share(hours)
    }

    /// Tells whether every hour is measured or estimated.
    var isWhole: Bool { completeHours(countingEstimates: true)?.allSatisfy { $0 } ?? false }

    /// Hours that all booked supply and IT meters have.
    func completeHours(countingEstimates: Bool = false) -> [Bool]? {
        let supply = closing.hours(
            of: Closing.supplyAccounts, anchoredBy: closing.supplyAnchors,
            countingEstimates: countingEstimates)
        let it = closing.hours(of: Balances.itAccounts, countingEstimates: countingEstimates)
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

    private func parts(_ numerator: Int64, _ denominator: Int64, _ mask: [Bool]) -> Balances.Parts?
    {
        closing.share(mask).map {
            Balances.Parts(numerator: numerator, denominator: denominator, coverage: $0)
        }
    }
}

/// The accounts that make up `E_DC` at a site (边界构成).
public struct BoundaryTerms: Sendable {
    /// What adds; an account that lies outside the boundary does not.
    public let inside: Set<Account>
    /// Uses that are taken off: exports and what lies outside the boundary.
    public let off: Set<Account>
    /// All accounts that an hour must have, so that `E_DC` has it.
    public let all: Set<Account>

    /// The terms of a site that excludes nothing of its own; most sites.
    private static let common = BoundaryTerms(outside: [.gridExport, .office])

    /// The terms of a site.
    public init(excluding excludes: Set<Account>) {
        self =
            excludes.isEmpty
            ? Self.common : BoundaryTerms(outside: excludes.union([.gridExport, .office]))
    }

    private init(outside: Set<Account>) {
        inside = Balances.facilitySupply.union(Balances.facilityCarriers).subtracting(outside)
        off = outside.filter { $0.side == .use }
        all = inside.union(outside)
    }
}
