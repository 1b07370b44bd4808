public import EnergyLedger
import Grading
public import Quantities

/// The options of sites (措施选项库), made once for each archetype (原型): sites of one kind with the same links, the
/// same terms and the same things to price by have the same options but for name and prices.
public final class OptionShelf {
    /// What makes two sites one archetype.
    private struct Archetype: Hashable {
        let kind: Site.Kind
        /// For each link whether it is there and uses anything.
        let links: [UInt8]
        /// Conversions that are better already than the range is meant for.
        let isBetter: [Bool]
        /// Whether a store has anything to shift: not known, no, yes.
        let canShift: Bool?
        /// Whether sites have what measures need; nil when not stated.
        let parts: [Bool?]
        /// Whether what measures replace is old enough.
        let ages: [Verdict]
        let hasRacks: Bool
        let hasDesign: Bool
        let hasFloor: Bool
        let hasTariff: Bool
    }

    private let measures: [Measure]
    private let hasTariff: (Site) -> Bool
    private let isCalendarYear: Bool
    private let waterPrice: DecimalText?
    private let plant: StatedPlant
    /// Terms for all sites, the first of each measure.
    private var common: [String: MeasureTerms] = [:]
    /// Terms for one site, the first of each measure.
    private var own: [String: [String: MeasureTerms]] = [:]
    private var known: [Archetype: [RetrofitOption]] = [:]
    private var ofKind: [Site.Kind: [Measure]] = [:]
    /// The ages that measures for a kind ask for, without terms for one site.
    private var agesOfKind: [Site.Kind: [AgeCondition]] = [:]
    /// The plant that they need.
    private var partsOfKind: [Site.Kind: [PlantPart]] = [:]

    /// Makes a shelf.
    ///
    /// - Parameters:
    ///   - hasTariff: Whether a site's electricity has a price.
    ///   - isCalendarYear: Whether the plan's period is one.
    ///   - waterPrice: What a cubic metre of water costs; nil when nobody says.
    ///   - plant: What sites state of their plant.
    public init(
        measures: [Measure], terms: [MeasureTerms], hasTariff: @escaping (Site) -> Bool,
        isCalendarYear: Bool,
        waterPrice: DecimalText? = nil, plant: StatedPlant
    ) {
        self.plant = plant
        self.waterPrice = waterPrice
        self.isCalendarYear = isCalendarYear
        self.measures = measures
        self.hasTariff = hasTariff
        for line in terms {
            if let site = line.siteID {
                if own[site]?[line.measureID] == nil {
                    own[site, default: [:]][line.measureID] = line
                }
            } else if common[line.measureID] == nil {
                common[line.measureID] = line
            }
        }
        for kind in Site.Kind.allCases {
            let fitting = measures.filter { $0.appliesTo.contains(kind) }
            ofKind[kind] = fitting
            let parts = Set(fitting.flatMap { common[$0.id]?.needsPlant ?? $0.needsPlant })
            partsOfKind[kind] = PlantPart.allCases.filter(parts.contains)
            agesOfKind[kind] = fitting.compactMap { AgeCondition(of: $0, common[$0.id]) }
        }
    }

    /// How many archetypes were met.
    public var archetypeCount: Int { known.count }

    /// All that the measures of all sites together can cost, paid once and over the longest life [1/100].
    public func greatestCost(at sites: [Site]) -> Int128 {
        var sum: Int128 = 0
        for site in sites {
            let terms = own[site.id].map { common.merging($0) { $1 } } ?? common
            for line in terms.values { sum += line.greatestCost(at: site, waterPrice: waterPrice) }
        }
        return sum
    }

    /// All water that the measures of all sites together can take or spare in a year [mL].
    public func greatestWater(at sites: [Site]) -> Int128 {
        let isStated = common.values.contains { $0.annualWater != nil }
        return sites.reduce(0) { sum, site in
            guard isStated || own[site.id] != nil else { return sum }
            let terms = own[site.id].map { common.merging($0) { $1 } } ?? common
            return sum + terms.values.reduce(0) { $0 + $1.greatestWater(at: site) }
        }
    }

    /// The options of a site, settled and sorted by name.
    public func options(of site: Site, _ chain: PowerChain) -> [RetrofitOption] {
        // A line for this very site is the portfolio's word about it alone.
        if let own = own[site.id] { return made(site, chain, own) }
        let key = archetype(of: site, chain)
        guard let known = known[key] else {
            let options = made(site, chain, [:])
            known[key] = options
            return options
        }
        let options = known.compactMap { $0.at(site, plant) }
        // A price that overflows at one site alone changes what is planned there.
        return options.count == known.count ? options : made(site, chain, [:])
    }

    private func made(
        _ site: Site, _ chain: PowerChain, _ own: [String: MeasureTerms]
    ) -> [RetrofitOption] {
        // A line for this very site is the portfolio's word that the measure fits it.
        let fitting =
            own.isEmpty
            ? ofKind[site.kind] ?? []
            : measures.filter { $0.appliesTo.contains(site.kind) || own[$0.id] != nil }
        return RetrofitOption.settled(
            fitting.map { measure in
                RetrofitOption(
                    measure, at: site, chain, terms: own[measure.id] ?? common[measure.id],
                    hasTariff: hasTariff(site), isCalendarYear: isCalendarYear,
                    waterPrice: waterPrice,
                    plant: plant)
            })
    }

    private func archetype(of site: Site, _ chain: PowerChain) -> Archetype {
        Archetype(
            kind: site.kind,
            links: EndUse.allCases.map { endUse in
                chain.links[endUse].map { $0.total > 0 ? 2 : 1 } ?? 0
            },
            isBetter: (ofKind[site.kind] ?? []).filter { $0.effect == .efficiencyPoints }.map {
                let terms = common[$0.id]
                return ActionResolution(
                    $0, chain, quantity: terms?.quantity, low: terms?.low ?? $0.low
                ).problem == .betterAlready
            },
            canShift: chain.supply?.canShift,
            parts: (partsOfKind[site.kind] ?? []).map { plant.need(of: $0, at: site).isThere },
            ages: (agesOfKind[site.kind] ?? []).map { plant.verdict(on: $0, at: site).outcome },
            hasRacks: site.racksInstalled != nil,
            hasDesign: site.itDesignKilowatts != nil,
            hasFloor: site.floorAreaSquareMetres != nil, hasTariff: hasTariff(site))
    }
}
