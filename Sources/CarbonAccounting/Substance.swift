public import Provenance
public import Quantities

/// The group of a gas, which decides where its emission is reported.
public enum SubstanceGroup: String, Hashable, Sendable, CaseIterable, Codable {
    case carbonDioxide = "co2"
    case methane = "ch4"
    case nitrousOxide = "n2o"
    /// Hydrofluorocarbons (氢氟碳化物).
    case hydrofluorocarbon = "hfc"
    /// Perfluorocarbons (全氟化碳).
    case perfluorocarbon = "pfc"
    /// Sulfur hexafluoride (六氟化硫).
    case sulfurHexafluoride = "sf6"
    /// Nitrogen trifluoride (三氟化氮).
    case nitrogenTrifluoride = "nf3"
    /// Hydrochlorofluorocarbons (含氢氯氟烃); they deplete ozone and are reported outside the scopes.
    case hydrochlorofluorocarbon = "hcfc"
    /// Halons (哈龙); they deplete ozone and are reported outside the scopes.
    case halon
    /// Unsaturated HFCs (氢氟烯烃).
    case hydrofluoroolefin = "hfo"
    /// Everything else: fluoroketones, hydrocarbons.
    case other
    /// A mixture of others (混合制冷剂).
    case blend

    /// Tells whether the Montreal Protocol governs it, so that it stands outside the scopes.
    public var depletesOzone: Bool { self == .hydrochlorofluorocarbon || self == .halon }
}

/// A greenhouse gas, refrigerant or fire-suppression agent (温室气体、制冷剂、灭火剂).
public struct Substance: Hashable, Sendable {
    /// A component of a blend.
    public struct Component: Hashable, Sendable {
        /// The component's name.
        public let substance: String
        /// Its share of the mass.
        public let massFraction: DecimalText
    }

    /// Its name: `HFC-134a`, `R-410A`, `SF6`.
    public let id: String
    /// Its names for people.
    public let name: BilingualText
    /// Other ways in which it is written: `R134a`, `FM-200`.
    public let aliases: [String]
    /// Its group.
    public let group: SubstanceGroup
    /// The components of a blend, whose shares sum to one; empty for a pure substance.
    public let components: [Component]
    /// The document that gives the composition.
    public let publication: Publication
    /// The table or page.
    public let place: String
    /// How far the composition was checked.
    public let confidence: Confidence

    /// Makes a substance; nil when it is a blend whose shares do not sum to one, or no blend with
    /// components.
    public init?(
        id: String, name: BilingualText, aliases: [String], group: SubstanceGroup,
        components: [(substance: String, massFraction: DecimalText)], publication: Publication,
        place: String, confidence: Confidence
    ) {
        let sum = components.reduce(ExactRational.zero as ExactRational?) {
            $0?.adding(ExactRational($1.massFraction))
        }
        guard (group == .blend) == !components.isEmpty, components.isEmpty || sum == .one else {
            return nil
        }
        self.id = id
        self.name = name
        self.aliases = aliases
        self.group = group
        self.components = components.map(Component.init)
        self.publication = publication
        self.place = place
        self.confidence = confidence
    }
}

/// The 100-year global warming potential of a substance under one set (全球变暖潜势)
/// [kgCO2e/kg].
public struct WarmingPotential: Hashable, Sendable {
    /// The substance.
    public let substance: String
    /// The set.
    public let set: GWPSet
    /// The exact value; of a blend the sum of shares times potentials.
    public let value: DecimalText
    /// Tells whether it was computed from components and not printed.
    public let isComputed: Bool
    /// The document.
    public let publication: Publication
    /// The table.
    public let place: String
    /// How far the value was checked; of a blend the weakest of composition and components.
    public let confidence: Confidence

    /// Makes a potential.
    public init(
        substance: String, set: GWPSet, value: DecimalText, isComputed: Bool = false,
        publication: Publication, place: String, confidence: Confidence
    ) {
        self.substance = substance
        self.set = set
        self.value = value
        self.isComputed = isComputed
        self.publication = publication
        self.place = place
        self.confidence = confidence
    }

    /// The equivalent of an amount of the substance [kg], rounded half to even to a milligram: the
    /// one rounding of the entry. Nil when it does not fit 64 bits.
    public func emission(ofKilograms amount: DecimalText) -> EmissionMass? {
        EmissionMass(
            roundingKilograms: ExactRational(amount).multiplied(by: ExactRational(value)))
    }
}
