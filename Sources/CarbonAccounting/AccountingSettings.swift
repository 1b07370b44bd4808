/// What a portfolio decides about its accounting (核算设定).
public struct AccountingSettings: Hashable, Sendable {
    /// The rules of the market-based figure.
    public let profile: AccountingProfile
    /// How factors are chosen, and which steps down are allowed.
    public let location: LocationChoice
    /// The global warming potentials.
    public let gwpSet: GWPSet
    /// The rules of instruments.
    public let instruments: InstrumentRules
    /// What is stated about sources that no meter tells.
    public let sources: SourceSettings

    /// Makes settings; without arguments the defaults that every output prints.
    public init(
        profile: AccountingProfile = .ghgProtocol2015, location: LocationChoice = LocationChoice(),
        gwpSet: GWPSet = .ar5, instruments: InstrumentRules = InstrumentRules(),
        sources: SourceSettings = SourceSettings()
    ) {
        self.profile = profile
        self.location = location
        self.gwpSet = gwpSet
        self.instruments = instruments
        self.sources = sources
    }
}
