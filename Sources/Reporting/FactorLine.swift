public import CarbonAccounting
public import Provenance
public import Quantities

/// One published value of any kind, as lists show it (因子清单行).
public struct FactorLine: Hashable, Sendable {
    /// What kind of value it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A direct factor of electricity.
        case electricity
        /// A life-cycle footprint of electricity.
        case footprint
        /// A property of a fuel.
        case fuel
        /// Bought heat.
        case heat
        /// Standard coal.
        case coalEquivalent = "coal_equivalent"
        /// A global warming potential.
        case warmingPotential = "warming_potential"
        /// A file of hourly intensities.
        case hourly
    }

    /// Its kind.
    public let kind: Kind
    /// Its name.
    public let factorID: String
    /// The region; empty for a potential.
    public let region: String
    /// The region's, fuel's or substance's name for people.
    public let name: BilingualText
    /// The year it describes.
    public let dataYear: Int?
    /// What it measures: a variant, a technology, a parameter, a set.
    public let measure: String
    /// The value.
    public let value: String
    /// The unit.
    public let unit: String
    /// The gases that it counts, and by which potentials.
    public let gases: String
    /// The document.
    public let publication: Publication
    /// The table or page.
    public let place: String
    /// How far it was checked.
    public let confidence: Confidence
    /// What it was computed from; empty for a printed value.
    public let parts: [String]

    /// The value as an exact decimal.
    public var decimal: DecimalText? { DecimalText(value) }

    /// All values of a catalogue, by kind, name and publication.
    public static func all(of catalogue: FactorCatalogue) -> [FactorLine] {
        let contents = catalogue.contents
        var lines = catalogue.factors.map(FactorLine.init)
        lines += contents.footprints.map(FactorLine.init)
        lines += contents.fuels.flatMap(FactorLine.lines)
        lines += contents.heat.map(FactorLine.init)
        lines += contents.coalEquivalents.map(FactorLine.init)
        lines += catalogue.warming.all.map { potential in
            FactorLine(potential, catalogue.warming.substance(named: potential.substance))
        }
        lines += contents.profiles.map(FactorLine.init)
        let order = Dictionary(
            zip(Kind.allCases, 0...), uniquingKeysWith: { first, _ in first })
        return lines.sorted { one, other in
            let (left, right) = (order[one.kind] ?? 0, order[other.kind] ?? 0)
            if left != right { return left < right }
            if one.factorID != other.factorID { return one.factorID < other.factorID }
            return one.publication.identifier < other.publication.identifier
        }
    }
}

extension FactorLine {
    init(_ factor: EmissionFactor) {
        var parts: [String] = []
        if case .carbonDioxideEquivalent(let equivalent) = factor, let gases = equivalent.gases {
            parts = [gases.carbonDioxide, gases.methane, gases.nitrousOxide].map {
                "\($0.valuePrinted) \($0.unit.rawValue)"
            }
        }
        self.init(
            kind: .electricity, factorID: factor.factorID, region: factor.region,
            name: factor.name, dataYear: factor.dataYear, measure: factor.variant.rawValue,
            value: factor.valuePrinted, unit: factor.unitPrinted, gases: factor.gasesText,
            publication: factor.publication, place: factor.place, confidence: factor.confidence,
            parts: parts)
    }

    init(_ factor: FootprintFactor) {
        self.init(
            kind: .footprint, factorID: factor.factorID, region: factor.region, name: factor.name,
            dataYear: factor.dataYear, measure: factor.technology.rawValue,
            value: factor.valuePrinted, unit: factor.unitPrinted, gases: "CO2e (life cycle)",
            publication: factor.publication, place: factor.place, confidence: factor.confidence,
            parts: [])
    }

    static func lines(_ fuel: FuelFactor) -> [FactorLine] {
        FuelParameter.allCases.compactMap { parameter in
            fuel.parameters[parameter].map { quantity in
                FactorLine(
                    kind: .fuel, factorID: "\(fuel.factorID)/\(parameter.rawValue)",
                    region: fuel.region, name: fuel.name, dataYear: fuel.dataYear,
                    measure: parameter.rawValue, quantity,
                    gases: quantity.unitPrinted.contains("CO2e")
                        ? "CO2e (\(fuel.warming.text))" : "", publication: fuel.publication)
            }
        }
    }

    init(_ factor: HeatFactor) {
        self.init(
            kind: .heat, factorID: factor.factorID, region: factor.region, name: factor.name,
            dataYear: factor.dataYear, measure: "heat", factor.quantity,
            gases: factor.family == .co2 ? "CO2" : "CO2e", publication: factor.publication)
    }

    init(_ equivalent: CoalEquivalent) {
        self.init(
            kind: .coalEquivalent, factorID: equivalent.factorID, region: equivalent.region,
            name: equivalent.name, dataYear: nil, measure: equivalent.method.rawValue,
            equivalent.quantity, gases: "", publication: equivalent.publication)
    }

    init(_ potential: WarmingPotential, _ substance: Substance?) {
        self.init(
            kind: .warmingPotential,
            factorID: "\(potential.substance)/gwp/\(potential.set.rawValue)", region: "",
            name: substance?.name ?? BilingualText(potential.substance, zh: potential.substance),
            dataYear: nil, measure: potential.set.rawValue, value: potential.value.description,
            unit: "kgCO2e/kg", gases: "CO2e (\(potential.set.rawValue))",
            publication: potential.publication, place: potential.place,
            confidence: potential.confidence,
            parts: potential.isComputed
                ? (substance?.components ?? []).map { "\($0.massFraction) \($0.substance)" } : [])
    }

    init(_ profile: IntensityProfile) {
        self.init(
            kind: .hourly, factorID: profile.factorID, region: profile.region,
            name: BilingualText(profile.region, zh: profile.region), dataYear: nil,
            measure: "hourly",
            value: String(profile.values.count { $0 != IntensityProfile.missing }),
            unit: "steps of \(profile.stepSeconds) s", gases: profile.family.rawValue,
            publication: profile.publication, place: profile.publication.locator,
            confidence: profile.confidence, parts: [])
    }

    private init(
        kind: Kind, factorID: String, region: String, name: BilingualText, dataYear: Int?,
        measure: String, _ quantity: PublishedQuantity, gases: String, publication: Publication
    ) {
        self.init(
            kind: kind, factorID: factorID, region: region, name: name, dataYear: dataYear,
            measure: measure, value: quantity.valuePrinted, unit: quantity.unitPrinted,
            gases: gases, publication: publication, place: quantity.place,
            confidence: quantity.confidence, parts: [])
    }
}

extension FactorLine {
    /// The columns of a list as CSV.
    public static let header = [
        "factor_id", "region", "data_year", "variant", "value", "unit", "publication", "place",
        "confidence", "kind", "gases", "parts",
    ]

    /// The line as cells of `header`.
    public var cells: [String] {
        [
            factorID, region, dataYear.map { String($0) } ?? "", measure, value, unit,
            publication.identifier, place, confidence.rawValue, kind.rawValue, gases,
            parts.joined(separator: "; "),
        ]
    }

    /// The line as JSON.
    public var json: JSONValue {
        .object([
            "factor_id": .string(factorID), "kind": .string(kind.rawValue),
            "region": .string(region), "name": .string(name.english),
            "name_zh": .string(name.chinese),
            "data_year": dataYear.map { .integer($0) } ?? .null, "variant": .string(measure),
            "value": .decimal(decimal?.description), "unit": .string(unit),
            "gases": .string(gases), "parts": .array(parts.map(JSONValue.string)),
            "publication": .string(publication.identifier),
            "title": .string(publication.title.english),
            "title_zh": .string(publication.title.chinese), "place": .string(place),
            "confidence": .string(confidence.rawValue),
        ])
    }
}
