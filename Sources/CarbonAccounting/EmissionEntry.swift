public import Metering
public import Quantities

/// The two ways of valuing bought electricity; they stand side by side and are never added.
public enum AccountingMethod: String, Hashable, Sendable, CaseIterable, Codable {
    /// By the grid where it is used (位置法).
    case location
    /// By what was contracted (市场法).
    case market
}

/// One valuation (排放分录): one site, one source, one calendar month, one factor, one instrument.
public struct EmissionEntry: Hashable, Sendable {
    /// How much was valued.
    public enum Amount: Hashable, Sendable {
        /// Electricity, heat or cooling.
        case energy(Energy)
        /// Anything else, exactly, in a unit.
        case quantity(ExactRational, unit: String)
    }

    /// The site.
    public let siteID: String
    /// The scope and, in Scope 2, the method.
    public let scope: EmissionScope
    /// What it is an emission of.
    public let category: EmissionCategory
    /// The account whose meters show the amount; nil for an activity.
    public let account: Account?
    /// The meter that shows the amount, where one alone does.
    public let meterID: String?
    /// The activity; nil for what was metered.
    public let activityID: String?
    /// The lot that covers the energy; nil where none does.
    public let instrumentID: String?
    /// Tells that the lot was bought for the tenants of the site.
    public let isForTenants: Bool
    /// The calendar month at the site, clipped to the period.
    public let month: Period
    /// What was valued.
    public let amount: Amount
    /// The factor.
    public let factor: AppliedFactor
    /// The emission [mg], rounded half to even here and nowhere else.
    public let mass: EmissionMass
    /// The part of it that is the tenants' [mg]; zero where the boundary is the operator's.
    public internal(set) var tenantMass = EmissionMass.zero
    /// Tells that the amount is an estimate.
    public let isEstimated: Bool

    /// Makes an entry of a mass that was rounded once.
    public init(
        siteID: String, scope: EmissionScope, category: EmissionCategory, account: Account? = nil,
        meterID: String? = nil, activityID: String? = nil, instrumentID: String? = nil,
        isForTenants: Bool = false,
        month: Period, amount: Amount, factor: AppliedFactor, mass: EmissionMass,
        isEstimated: Bool = false
    ) {
        self.siteID = siteID
        self.scope = scope
        self.category = category
        self.account = account
        self.meterID = meterID
        self.activityID = activityID
        self.instrumentID = instrumentID
        self.isForTenants = isForTenants
        self.month = month
        self.amount = amount
        self.factor = factor
        self.mass = mass
        self.isEstimated = isEstimated
    }

    /// Values electricity by a factor; nil when the product does not fit 64 bits.
    public init?(
        siteID: String, account: Account, month: Period, method: AccountingMethod, energy: Energy,
        choice: FactorChoice
    ) {
        guard let mass = choice.factor.intensity.emission(of: energy) else { return nil }
        self.init(
            siteID: siteID, scope: method.scope, category: .electricity, account: account,
            month: month, amount: .energy(energy), factor: AppliedFactor(choice), mass: mass)
    }

    /// Values electricity by the rate that a lot conveys; nil when the product does not fit.
    init?(_ draw: Allocation.Draw, scope: EmissionScope) {
        guard let mass = draw.rate.emission(of: draw.energy) else { return nil }
        self.init(
            siteID: draw.siteID, scope: scope, category: .electricity, account: draw.account,
            instrumentID: draw.instrumentID, isForTenants: draw.isForTenants, month: draw.month,
            amount: .energy(draw.energy),
            factor: AppliedFactor(draw), mass: mass)
    }

    /// The method of Scope 2 that it belongs to; nil in other scopes.
    public var method: AccountingMethod? {
        AccountingMethod.allCases.first { $0.scope == scope }
    }

    /// The energy that was valued; nil for other amounts.
    public var energy: Energy? { if case .energy(let energy) = amount { energy } else { nil } }
}
