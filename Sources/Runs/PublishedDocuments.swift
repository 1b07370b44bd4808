import CarbonAccounting
import Grading
public import Provenance
public import Reporting
import Retrofit

extension PublishedData {
    /// All rulebooks as JSON.
    public func schemesDocument(_ language: Language) -> JSONValue {
        var members = heading.members("carbongrade-schemes/1", language: language)
        members["schemes"] = .array(
            rulebooks.map {
                .object([
                    "id": .string($0.rulebook.id), "edition": .string($0.rulebook.edition),
                    "title": .string($0.rulebook.title.text(in: language)),
                    "jurisdiction": .string($0.rulebook.jurisdiction.rawValue),
                    "sha256": .string($0.digest.hexadecimal),
                ])
            })
        return .object(members)
    }

    /// One rulebook as JSON; nil when there is none of that name.
    public func schemeDocument(_ id: String, _ language: Language) -> JSONValue? {
        guard let rulebook = rulebook(id) else { return nil }
        var members = heading.members("carbongrade-scheme/1", language: language)
        members["scheme"] = RulebookDocument.json(rulebook, language: language)
        return .object(members)
    }

    /// Emission factors as JSON.
    public func factorsDocument(_ lines: [FactorLine], _ language: Language) -> JSONValue {
        var members = heading.members("carbongrade-factors/1", language: language)
        members["factors"] = .array(lines.map(\.json))
        return .object(members)
    }

    /// The values that a name stands for: a value, a publication, a fuel or a substance.
    public func factorLines(named name: String) -> [FactorLine] {
        let substance = factors.warming.substance(named: name)?.id
        return FactorLine.all(of: factors).filter { line in
            line.factorID == name || line.publication.identifier == name
                || line.factorID.hasPrefix(name + "/") && line.kind == .fuel
                || substance.map { line.factorID.hasPrefix($0 + "/gwp/") } ?? false
        }
    }

    /// Retrofit measures as JSON.
    func measuresDocument(_ chosen: [Measure], _ language: Language) -> JSONValue {
        var members = heading.members("carbongrade-measures/1", language: language)
        members["measures_digest"] = .string(measures.digest.hexadecimal)
        members["measures"] = .array(
            chosen.map { MeasureDocument.json($0, measures, language: language) })
        return .object(members)
    }
}
