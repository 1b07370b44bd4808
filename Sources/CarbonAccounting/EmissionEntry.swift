public import Metering
public import Quantities

/// The two ways of valuing bought electricity; they stand side by side and are never added.
public enum AccountingMethod: String, Hashable, Sendable, CaseIterable, Codable {
    /// By the grid where it is used (位置法).
    case location
    /// By what was contracted (市场法).
    case market
}

/// One valuation of bought electricity (排放分录): one site, one account, one month, one factor.
public struct EmissionEntry: Hashable, Sendable {
    /// The site.
    public let siteID: String
    /// The account whose energy is valued.
    public let account: Account
    /// The calendar month at the site, clipped to the period.
    public let month: Period
    /// The method it belongs to.
    public let method: AccountingMethod
    /// The energy of the month [J].
    public let energy: Energy
    /// The factor.
    public let choice: FactorChoice
    /// The emission [mg], rounded half to even here and nowhere else.
    public let mass: EmissionMass

    /// Values energy; nil when the product does not fit 64 bits.
    public init?(
        siteID: String, account: Account, month: Period, method: AccountingMethod, energy: Energy,
        choice: FactorChoice
    ) {
        guard let mass = choice.factor.intensity.emission(of: energy) else { return nil }
        self.siteID = siteID
        self.account = account
        self.month = month
        self.method = method
        self.energy = energy
        self.choice = choice
        self.mass = mass
    }
}

/// A factor that entries use, listed once with the methods that use it.
public struct FactorUse: Hashable, Sendable {
    /// The factor and the step down to it.
    public let choice: FactorChoice
    /// The methods whose entries use it.
    public let methods: [AccountingMethod]
}
