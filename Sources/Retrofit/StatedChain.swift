import Quantities

/// What a site states of its power chain where no meter tells it (链路事实): facts, with a flag.
public struct StatedChain: Hashable, Sendable {
    /// A fact about the chain; each is a share from 0 to 1.
    public enum Fact: String, Hashable, Sendable, CaseIterable {
        /// Parts of the metered cooling.
        case coolingCompressor = "cooling_compressor_share"
        case coolingPump = "cooling_pump_share"
        case coolingHeatRejection = "cooling_heat_rejection_share"
        case coolingFan = "cooling_fan_share"
        /// Parts of what no meter explains.
        case unallocatedIT = "unallocated_it_share"
        case unallocatedCooling = "unallocated_cooling_share"
        case unallocatedConversionLoss = "unallocated_conversion_loss_share"
        case unallocatedDistributionLoss = "unallocated_distribution_loss_share"
        case unallocatedFan = "unallocated_fan_share"
        case unallocatedLighting = "unallocated_lighting_share"
        /// Efficiency of UPS or rectifier; the loss is taken out of what no meter explains.
        case conversionEfficiency = "conversion_efficiency"
        /// Parts that follow the load; the rest is fixed.
        case coolingFollowing = "cooling_following_share"
        case conversionLossFollowing = "conversion_loss_following_share"
        case distributionLossFollowing = "distribution_loss_following_share"
        case fanFollowing = "fan_following_share"

        /// The link and its part of the cooling account.
        static let partsOfCooling: [(Fact, EndUse)] = [
            (.coolingCompressor, .compressor), (.coolingPump, .pump),
            (.coolingHeatRejection, .heatRejection), (.coolingFan, .fan),
        ]

        /// The link and its part of the open remainder.
        static let partsOfUnallocated: [(Fact, EndUse)] = [
            (.unallocatedIT, .it), (.unallocatedCooling, .cooling),
            (.unallocatedConversionLoss, .conversionLoss),
            (.unallocatedDistributionLoss, .distributionLoss), (.unallocatedFan, .fan),
            (.unallocatedLighting, .lighting),
        ]
    }

    /// The facts.
    public let shares: [Fact: Share]

    /// Makes a statement of facts; nil when parts of one whole are more than the whole.
    public init?(_ shares: [Fact: Share] = [:]) {
        func isWhole(_ parts: [(Fact, EndUse)]) -> Bool {
            parts.reduce(0) { $0 + (shares[$1.0]?.billionths ?? 0) } <= Share.all.billionths
        }
        guard isWhole(Fact.partsOfCooling), isWhole(Fact.partsOfUnallocated),
            shares[.conversionEfficiency].map({ $0 > .none }) ?? true
        else { return nil }
        self.shares = shares
    }

    /// Nothing is stated.
    public static let nothing = StatedChain(unchecked: [:])

    private init(unchecked shares: [Fact: Share]) { self.shares = shares }

    /// The part of the metered accounts of a link that it takes: all of them, but of the cooling account what the
    /// site states; nil where it does not.
    public func partOfMetered(_ endUse: EndUse) -> Share? {
        guard endUse.isPartOfCooling else { return .all }
        return Fact.partsOfCooling.first { $0.1 == endUse }.flatMap { shares[$0.0] }
    }

    /// The part of a link that follows the load, where the site states it.
    func following(_ endUse: EndUse) -> Share? {
        switch endUse {
        case .cooling, .compressor, .pump, .heatRejection: shares[.coolingFollowing]
        case .conversionLoss: shares[.conversionLossFollowing]
        case .distributionLoss: shares[.distributionLossFollowing]
        case .fan: shares[.fanFollowing]
        case .it, .lighting, .other: nil
        }
    }
}
