public import Provenance

/// From which family of tables the heating values of a fuel come (热值口径); every run names one.
public enum HeatingValueFamily: String, Hashable, Sendable, CaseIterable, Codable {
    /// The heating values of Chinese energy statistics, GB/T 2589 (能源统计热值).
    case energyStatistics = "energy_statistics"
    /// The heating values of China's inventory of 2005, used by the sector guidelines of 2013 to
    /// 2015 (2005年清单热值).
    case inventory2005 = "inventory_2005"
    /// A factor that its publisher prints ready, or with heating values of its own.
    case asPublished = "as_published"
}

/// A property of a fuel that a table prints.
public enum FuelParameter: String, Hashable, Sendable, CaseIterable, Codable {
    /// Net calorific value (低位发热量) [GJ/t, GJ/kL, GJ/1e4Nm3].
    case netCalorificValue = "net_calorific_value"
    /// Carbon for each unit of energy (单位热值含碳量) [tC/TJ].
    case carbonContent = "carbon_content"
    /// The share of carbon that burns (碳氧化率) [1].
    case oxidationRate = "oxidation_rate"
    /// Mass for each volume (密度) [kg/L].
    case density
    /// Carbon dioxide for each amount, ready made [kgCO2/L, kgCO2/GJ].
    case carbonDioxide = "co2"
    /// Methane, as mass of methane or as equivalent [kgCH4/L, kgCO2e/GJ].
    case methane = "ch4"
    /// Nitrous oxide, as mass of nitrous oxide or as equivalent [kgN2O/L, kgCO2e/GJ].
    case nitrousOxide = "n2o"
    /// All gases as equivalent, ready made [kgCO2e/L].
    case equivalent = "co2e"
    /// Upstream of the fuel, as equivalent (上游) [kgCO2e/L]; Scope 3.
    case upstream
}

/// The properties of one fuel of one publication and family (燃料参数).
///
/// Either the carbon balance `NCV x carbon content x oxidation rate x 44/12`, or factors that the
/// publisher prints ready. Rates are exact fractions; nothing is rounded here.
public struct FuelFactor: Hashable, Sendable {
    /// Its name: `CN/fuel/diesel/energy_statistics`; unique within a publication.
    public let factorID: String
    /// The fuel, `diesel`.
    public let fuel: String
    /// Its names for people.
    public let name: BilingualText
    /// The country or region that the publication speaks for.
    public let region: String
    /// The year of the values, where the publication is keyed by one.
    public let dataYear: Int?
    /// The family of its heating values.
    public let heatingValues: HeatingValueFamily
    /// The printed properties.
    public let parameters: [FuelParameter: PublishedQuantity]
    /// By which potentials values in equivalent were made.
    public let warming: WarmingBasis
    /// The document.
    public let publication: Publication

    /// Makes a fuel of its printed properties.
    public init(
        fuel: String, name: BilingualText, region: String, dataYear: Int?,
        heatingValues: HeatingValueFamily, parameters: [FuelParameter: PublishedQuantity],
        warming: WarmingBasis, publication: Publication
    ) {
        factorID = (["\(region)/fuel/\(fuel)", dataYear.map(String.init), heatingValues.rawValue])
            .compactMap(\.self).joined(separator: "/")
        self.fuel = fuel
        self.name = name
        self.region = region
        self.dataYear = dataYear
        self.heatingValues = heatingValues
        self.parameters = parameters
        self.warming = warming
        self.publication = publication
    }

    /// The weakest confidence of the properties that carbon dioxide rests on.
    public var confidence: Confidence {
        parameters.filter { $0.key != .upstream && $0.key != .density }.values.map(\.confidence)
            .max() ?? .m
    }

    /// The same fuel with properties of one's own, of a laboratory's report, in place of the
    /// printed ones.
    public func replacing(_ own: [FuelParameter: PublishedQuantity]) -> FuelFactor {
        FuelFactor(
            fuel: fuel, name: name, region: region, dataYear: dataYear,
            heatingValues: heatingValues, parameters: parameters.merging(own) { $1 },
            warming: warming, publication: publication)
    }
}
