public import EnergyLedger

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

    /// Makes a case; options are settled and sorted by name.
    public init(
        siteID: String, chain: PowerChain, options: [RetrofitOption], carbon: CarbonWeights,
        peaks: DemandPeaks? = nil
    ) {
        self.peaks = peaks
        self.siteID = siteID
        self.chain = chain
        self.options = RetrofitOption.settled(options)
        self.carbon = carbon
    }

    /// The options of a site from the catalogue, its own measures and its terms.
    public static func options(
        of site: Site, _ chain: PowerChain, measures: [Measure], terms: [MeasureTerms],
        hasTariff: Bool
    ) -> [RetrofitOption] {
        measures.filter { measure in
            // A line for this very site is the portfolio's word that the measure fits it.
            measure.appliesTo.contains(site.kind)
                || terms.contains { $0.measureID == measure.id && $0.siteID == site.id }
        }.map { measure in
            let lines = terms.filter { $0.measureID == measure.id }
            let own = lines.first { $0.siteID == site.id } ?? lines.first { $0.siteID == nil }
            return RetrofitOption(measure, at: site, chain, terms: own, hasTariff: hasTariff)
        }
    }
}
