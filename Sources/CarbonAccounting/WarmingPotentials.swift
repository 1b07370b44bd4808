import Provenance
import Quantities

/// The global warming potentials of a release: printed ones, and those of blends, computed exactly
/// from the shares and potentials of their components.
public struct WarmingPotentials: Sendable {
    private struct Key: Hashable {
        let substance: String
        let set: GWPSet
    }

    /// The substances, by name.
    public let substances: [Substance]
    private let names: [String: String]
    private let values: [Key: WarmingPotential]

    /// Gathers them.
    ///
    /// - Throws: `FactorCatalogue.Fault` when a name is used twice, a potential or component names
    ///   no substance, or a potential is printed twice.
    init(
        _ substances: [Substance], _ printed: [WarmingPotential]
    ) throws(FactorCatalogue.Fault) {
        self.substances = substances.sorted { $0.id < $1.id }
        var names: [String: String] = [:]
        for substance in self.substances {
            for name in Set(([substance.id] + substance.aliases).map(Self.normal)) {
                guard names[name] == nil else {
                    throw .duplicate(
                        factorID: substance.id, publication: substance.publication.identifier)
                }
                names[name] = substance.id
            }
        }
        self.names = names
        let known = Set(substances.map(\.id))
        var values: [Key: WarmingPotential] = [:]
        for potential in printed {
            let key = Key(substance: potential.substance, set: potential.set)
            guard known.contains(key.substance) else {
                throw .unknownSubstance(
                    key.substance, publication: potential.publication.identifier)
            }
            guard values[key] == nil else {
                throw .duplicate(
                    factorID: "\(key.substance)/\(key.set.rawValue)",
                    publication: potential.publication.identifier)
            }
            values[key] = potential
        }
        for blend in substances where blend.group == .blend {
            for component in blend.components where !known.contains(component.substance) {
                throw .unknownSubstance(
                    component.substance, publication: blend.publication.identifier)
            }
            for set in GWPSet.allCases {
                let key = Key(substance: blend.id, set: set)
                // A printed value of a blend would contradict its components.
                guard values[key] == nil else {
                    throw .duplicate(
                        factorID: "\(blend.id)/\(set.rawValue)",
                        publication: blend.publication.identifier)
                }
                values[key] = Self.potential(of: blend, in: set, from: values)
            }
        }
        self.values = values
    }

    /// The potential of a blend: the sum of shares times potentials; nil when a component has none.
    private static func potential(
        of blend: Substance, in set: GWPSet, from values: [Key: WarmingPotential]
    ) -> WarmingPotential? {
        var sum = ExactRational.zero
        var confidence = blend.confidence
        for component in blend.components {
            let key = Key(substance: component.substance, set: set)
            guard let potential = values[key],
                let term = ExactRational(component.massFraction)
                    .multiplied(by: ExactRational(potential.value)),
                let next = sum.adding(term)
            else { return nil }
            sum = next
            confidence = max(confidence, potential.confidence)
        }
        return sum.decimal.map {
            WarmingPotential(
                substance: blend.id, set: set, value: $0, isComputed: true,
                publication: blend.publication, place: blend.place, confidence: confidence)
        }
    }

    /// The substance of a name, however it is written: `R410A`, `r-410a`, `FM-200`.
    public func substance(named name: String) -> Substance? {
        guard let id = names[Self.normal(name)] else { return nil }
        return substances.first { $0.id == id }
    }

    /// The potential of a substance under a set; nil when none is published.
    public func potential(of name: String, in set: GWPSet) -> WarmingPotential? {
        names[Self.normal(name)].flatMap { values[Key(substance: $0, set: set)] }
    }

    /// All of them, by substance and set.
    public var all: [WarmingPotential] {
        substances.flatMap { substance in
            GWPSet.allCases.compactMap { values[Key(substance: substance.id, set: $0)] }
        }
    }

    /// A name without case, hyphens and blanks.
    private static func normal(_ name: String) -> String {
        String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
    }
}
