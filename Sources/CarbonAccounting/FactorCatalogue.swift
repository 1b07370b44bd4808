public import Provenance

/// The published factors of one release (排放因子库), and which of them hold: those that a portfolio
/// chose, else the defaults of each region.
public struct FactorCatalogue: Sendable {
    /// A catalogue that contradicts itself.
    public enum Fault: Error, Hashable, Sendable {
        /// Two values of one publication bear the same name.
        case duplicate(factorID: String, publication: String)
        /// A default, or a portfolio, names a publication that is not there.
        case unknownPublication(String)
        /// Two publications hold for the same region, measure and year, and neither supersedes the
        /// other.
        case overlap(factorID: String, publications: [String])
        /// A default names a publication whose values are of another family.
        case mixedFamilies(region: String, publication: String)
        /// A potential or a blend names a substance that is not there.
        case unknownSubstance(String, publication: String)
        /// A factor is printed gas by gas, but no potentials are there to value it.
        case noPotential(factorID: String)
    }

    /// The release's name, `2026b`.
    public let release: String
    /// What was read, in the order of name and publication.
    public let contents: FactorContents
    /// All electricity factors, sorted by name and publication; those printed gas by gas valued by
    /// the default set, AR5.
    public let factors: [EmissionFactor]
    /// Which publications hold by default.
    public let defaults: [FactorDefault]
    /// The publications that a portfolio chose in place of the defaults.
    public let chosen: Set<String>
    /// The regional grid of each province that belongs to one grid only.
    public let grids: [String: GridMembership]
    /// Substances and their potentials.
    public let warming: WarmingPotentials
    /// The digest of the files it was read from.
    public let digest: Digest

    private let electricity: FactorShelf<EmissionFactor>
    private let footprints: FactorShelf<FootprintFactor>
    private let fuels: FactorShelf<FuelFactor>
    private let heatFactors: FactorShelf<HeatFactor>
    private let coalEquivalents: FactorShelf<CoalEquivalent>
    private let gasFactors: [[String]: GasFactor]
    private let profiles: [String: IntensityProfile]

    /// Makes a catalogue.
    ///
    /// - Parameter chosen: The publications that a portfolio prefers to the defaults.
    /// - Throws: `Fault` when names are used twice, a publication is not there, or values that hold
    ///   contradict each other.
    public init(
        release: String, contents: FactorContents, defaults: [FactorDefault],
        grids: [GridMembership] = [], chosen: Set<String> = [], digest: Digest
    ) throws(Fault) {
        let known = Set(contents.records.map(\.id))
        for name in defaults.flatMap(\.publications) + chosen.sorted() where !known.contains(name) {
            throw .unknownPublication(name)
        }
        try self.init(
            release: release, contents: contents, defaults: defaults, grids: grids, chosen: chosen,
            supersedes: contents.records.reduce(into: [:]) { $0[$1.id] = $1.supersedes },
            digest: digest)
    }

    /// Makes a catalogue of electricity factors alone.
    ///
    /// - Throws: `Fault`, as above.
    public init(
        release: String, factors: [EmissionFactor], defaults: [FactorDefault],
        grids: [GridMembership] = [], supersedes: [String: [String]] = [:], digest: Digest
    ) throws(Fault) {
        let known = Set(factors.map(\.publication.identifier))
        for name in defaults.flatMap(\.publications) where !known.contains(name) {
            throw .unknownPublication(name)
        }
        var contents = FactorContents()
        contents.electricity = factors
        try self.init(
            release: release, contents: contents, defaults: defaults, grids: grids, chosen: [],
            supersedes: supersedes, digest: digest)
    }

    private init(
        release: String, contents: FactorContents, defaults: [FactorDefault],
        grids: [GridMembership], chosen: Set<String>, supersedes: [String: [String]],
        digest: Digest
    ) throws(Fault) {
        let warming = try WarmingPotentials(contents.substances, contents.potentials)
        var factors = contents.electricity
        for gasFactor in contents.gasFactors {
            guard let factor = Self.valued(gasFactor, .ar5, warming) else {
                throw .noPotential(factorID: gasFactor.factorID)
            }
            factors.append(factor)
        }
        let order = FactorOrder(defaults: defaults, chosen: chosen, supersedes: supersedes)
        electricity = try FactorShelf(factors, in: order)
        footprints = try FactorShelf(contents.footprints, in: order)
        fuels = try FactorShelf(contents.fuels, in: order)
        heatFactors = try FactorShelf(contents.heat, in: order)
        coalEquivalents = try FactorShelf(contents.coalEquivalents, in: order)
        gasFactors = contents.gasFactors.reduce(into: [:]) {
            $0[[$1.factorID, $1.base.publication.identifier]] = $1
        }
        var profiles: [String: IntensityProfile] = [:]
        for profile in contents.profiles {
            if let other = profiles[profile.region] {
                throw .overlap(
                    factorID: profile.factorID,
                    publications: [other, profile].map(\.publication.identifier).sorted())
            }
            profiles[profile.region] = profile
        }
        self.profiles = profiles
        self.factors = factors.sorted {
            ($0.factorID, $0.publication.identifier) < ($1.factorID, $1.publication.identifier)
        }
        self.release = release
        self.contents = contents
        self.defaults = defaults
        self.chosen = chosen
        self.grids = grids.reduce(into: [:]) { $0[$1.region] = $1 }
        self.warming = warming
        self.digest = digest
    }

    private static func valued(
        _ factor: GasFactor, _ set: GWPSet, _ warming: WarmingPotentials
    ) -> EmissionFactor? {
        guard let methane = warming.potential(of: "CH4", in: set),
            let nitrousOxide = warming.potential(of: "N2O", in: set)
        else { return nil }
        return factor.valued(methane: methane, nitrousOxide: nitrousOxide)
    }

    /// The country that a region belongs to: `CN` of `CN-GD`.
    public static func nation(of region: String) -> String {
        String(region.prefix { $0 != "-" })
    }
}

extension FactorCatalogue {
    // MARK: - Electricity

    /// All electricity factors of a name; more than one only where publications repeat each other.
    public func factors(named factorID: String) -> [EmissionFactor] {
        factors.filter { $0.factorID == factorID }
    }

    /// The factor of a region that holds, with the newest data year not later than a year.
    ///
    /// - Parameter set: The potentials by which a factor is valued that is printed gas by gas; others
    ///   stay as published.
    public func newest(
        _ variant: FactorVariant, of region: String, notLaterThan year: Int, by set: GWPSet = .ar5
    ) -> EmissionFactor? {
        let found = electricity.newest(variant.rawValue, of: region, notLaterThan: year)
        guard set != .ar5, let found,
            let gasFactor = gasFactors[[found.factorID, found.publication.identifier]]
        else { return found }
        return Self.valued(gasFactor, set, warming)
    }

    /// Tells whether an average holds for a region, whatever its year.
    public func covers(_ region: String) -> Bool {
        newest(.average, of: region, notLaterThan: Int.max) != nil
    }

    /// The life-cycle footprint of electricity of a region, else of its country.
    public func footprint(
        of technology: FootprintTechnology, in region: String, notLaterThan year: Int
    ) -> FootprintFactor? {
        footprints.nearest(technology.rawValue, to: region, notLaterThan: year)
    }

    /// The hourly intensity of a region that a portfolio brought.
    public func profile(of region: String) -> IntensityProfile? { profiles[region] }

    // MARK: - Fuels, heat, coal

    /// The properties of a fuel in a region, else in its country.
    public func fuel(
        _ fuel: String, in region: String, heatingValues: HeatingValueFamily,
        notLaterThan year: Int = Int.max
    ) -> FuelFactor? {
        fuels.nearest(fuel + "/" + heatingValues.rawValue, to: region, notLaterThan: year)
    }

    /// The factor of heat that is bought in a region, else in its country.
    public func heat(in region: String, notLaterThan year: Int = Int.max) -> HeatFactor? {
        heatFactors.nearest("heat", to: region, notLaterThan: year)
    }

    /// The standard coal of a carrier in a region, else in its country.
    public func coalEquivalent(
        of carrier: String, by method: CoalEquivalentMethod, in region: String
    ) -> CoalEquivalent? {
        coalEquivalents.nearest(carrier + "/" + method.rawValue, to: region, notLaterThan: Int.max)
    }

    // MARK: - Gases

    /// The potential of a substance under a set, however its name is written.
    public func potential(of substance: String, in set: GWPSet) -> WarmingPotential? {
        warming.potential(of: substance, in: set)
    }
}
