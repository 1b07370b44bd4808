/// What a portfolio decides about its accounting (核算设定).
public struct AccountingSettings: Hashable, Sendable {
    /// The rules of the market-based figure.
    public let profile: AccountingProfile
    /// How factors are chosen, and which steps down are allowed.
    public let location: LocationChoice

    /// Makes settings; without arguments the defaults that every output prints.
    public init(
        profile: AccountingProfile = .ghgProtocol2015, location: LocationChoice = LocationChoice()
    ) {
        self.profile = profile
        self.location = location
    }
}
