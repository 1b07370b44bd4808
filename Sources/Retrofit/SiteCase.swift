/// One site, ready to be planned (站点方案输入): its chain, its options, what its energy costs and weighs.
public struct SiteCase: Sendable {
    /// The site.
    public let siteID: String
    /// The chain that was fitted to its journal.
    public let chain: PowerChain
    /// All options, by name; those with a hindrance are shown and not planned.
    public let options: [RetrofitOption]
    /// What bought electricity weighs by location.
    public let carbon: CarbonWeights

    /// The hours that can set a month's demand; nil where demand costs nothing.
    public let peaks: DemandPeaks?
    /// The surcharge that hangs on the PUE; nil where the site pays none.
    public let surcharge: SiteSurcharge?
    /// A tariff of its own; nil for the one of the settings.
    public let tariff: Tariff?

    /// Makes a case; options are settled and sorted by name.
    public init(
        siteID: String, chain: PowerChain, options: [RetrofitOption], carbon: CarbonWeights,
        peaks: DemandPeaks? = nil, surcharge: SiteSurcharge? = nil, tariff: Tariff? = nil
    ) {
        self.tariff = tariff
        self.peaks = peaks
        self.surcharge = surcharge
        self.siteID = siteID
        self.chain = chain
        self.options = RetrofitOption.settled(options)
        self.carbon = carbon
    }

    /// Makes a case of options that are settled already, as a shelf gives them.
    public init(
        siteID: String, chain: PowerChain, settled options: [RetrofitOption],
        carbon: CarbonWeights, peaks: DemandPeaks?, surcharge: SiteSurcharge?, tariff: Tariff?
    ) {
        self.tariff = tariff
        self.surcharge = surcharge
        self.siteID = siteID
        self.chain = chain
        self.options = options
        self.carbon = carbon
        self.peaks = peaks
    }
}
