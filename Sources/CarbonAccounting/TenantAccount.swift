import EnergyLedger
import Metering
import Provenance
public import Quantities

/// The tenants' part of a site's emissions (租户分摊): operator and tenants together are the site.
public struct TenantAccount: Hashable, Sendable {
    /// Who accounts for it in the figures.
    public let boundary: TenantBoundary
    /// Electricity of tenants' equipment [J].
    public let energy: Energy
    /// Tenants' equipment over all IT equipment, over the hours that both have; nil without such an hour.
    public let share: ExactRatio?
    /// Electricity of tenants' equipment, by location [mg]: the operator's Scope 3, category 13, under
    /// the boundary `tenant`; part of its Scope 2 under `operator`.
    public let location: EmissionMass
    /// The same by market [mg].
    public let market: EmissionMass
    /// What remains of Scope 2 for the operator, by location [mg].
    public let operatorLocation: EmissionMass
    /// The same by market [mg].
    public let operatorMarket: EmissionMass
    /// What tenants may report as Scope 3, category 8, by location [mg]: their share of what the operator
    /// accounts for in Scope 1 and 2. Nil when a part is absent.
    public let upstreamLocation: EmissionMass?
    /// The same by market [mg].
    public let upstreamMarket: EmissionMass?

    init(
        of balances: Balances, entries: [EmissionEntry], boundary: TenantBoundary,
        reasons: [EmissionScope: BilingualText], hasDirect: Bool
    ) {
        self.boundary = boundary
        energy = balances.energy[.tenantIT] ?? .zero
        let share = balances.perIT([.tenantIT]).flatMap {
            ExactRatio(Int128($0.numerator), to: Int128($0.denominator))
        }
        self.share = share
        func sums(_ scope: EmissionScope) -> (tenants: EmissionMass, rest: EmissionMass) {
            var (tenants, rest) = (Int64(0), Int64(0))
            for entry in entries where entry.scope == scope {
                tenants += entry.tenantMass.milligrams
                rest += entry.mass.milligrams - entry.tenantMass.milligrams
            }
            return (EmissionMass(milligrams: tenants), EmissionMass(milligrams: rest))
        }
        let (location, market) = (sums(.scope2Location), sums(.scope2Market))
        (self.location, operatorLocation) = location
        (self.market, operatorMarket) = market
        // A site that states no direct source leaves the tenants' share to Scope 2 alone; of one that states some,
        // but whose figure is absent, it is not known.
        let direct = sums(.scope1).rest
        let isKnown = reasons[.scope1] == nil || !hasDirect
        func upstream(
            _ scope: EmissionScope, _ sums: (tenants: EmissionMass, rest: EmissionMass)
        ) -> EmissionMass? {
            guard reasons[scope] == nil, isKnown, let share else { return nil }
            let own = sums.rest + (hasDirect ? direct : .zero)
            let whole = boundary == .operator ? sums.tenants + own : own
            let (product, overflow) = Int128(whole.milligrams)
                .multipliedReportingOverflow(by: share.numerator)
            guard !overflow else { return nil }
            return Int64(exactly: Rounding.halfToEven(product, over: share.denominator))
                .map(EmissionMass.init(milligrams:))
        }
        upstreamLocation = upstream(.scope2Location, location)
        upstreamMarket = upstream(.scope2Market, market)
    }
}
