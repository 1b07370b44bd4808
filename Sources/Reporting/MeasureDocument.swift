import EnergyLedger
public import Provenance
import Quantities
public import Retrofit

/// Retrofit measures as JSON and CSV (改造措施).
public enum MeasureDocument {
    /// One measure.
    public static func json(
        _ measure: Measure, _ catalogue: MeasureCatalogue, language: Language
    ) -> JSONValue {
        let source = catalogue.source(measure.source)
        return .object([
            "measure": .string(measure.id),
            "title": .string(measure.title.text(in: language)),
            "applies_to": .array(measure.appliesTo.map { .string($0.rawValue) }),
            "needs": .text(words(measure.needs, language)),
            "end_use": .text(measure.endUse?.rawValue),
            "effect": .string(measure.effect.rawValue),
            "low": .decimal(measure.low?.description),
            "high": .decimal(measure.high?.description),
            "unit": .string(measure.unit),
            "needs_quantity": .bool(measure.needsQuantity),
            "depends_on": dependencies(measure),
            "conflicts_with": .array(measure.conflictsWith.map(JSONValue.string)),
            "water": .string(measure.water.rawValue),
            "needs_plant": .array(measure.needsPlant.map { .string($0.rawValue) }),
            "replaces": .text(measure.replaces?.rawValue),
            "age_years": measure.minimumAgeYears.map { .integer($0) } ?? .null,
            "age_fact": .text(measure.replaces?.place.name),
            "age_reason": .text(measure.reasonAgainstAge?.text(in: language)),
            "remark": .text(words(measure.remark, language)),
            "confidence": .string(measure.confidence.rawValue),
            "default": .bool(measure.shipsAsDefault),
            "reason": .text(
                measure.reasonAgainstDefault?.text.text(in: language)),
            "source": .object([
                "id": .string(measure.source),
                "title": .text(source?.title.text(in: language)),
                "locator": .text(source?.locator),
            ]),
        ])
    }

    /// Groups of prerequisites: all groups are needed, of each any one.
    static func dependencies(_ measure: Measure) -> JSONValue {
        .array(measure.dependsOn.map { .array($0.map(JSONValue.string)) })
    }

    /// Measures as rows.
    public static func csv(
        _ measures: [Measure], _ catalogue: MeasureCatalogue, language: Language
    ) -> String {
        var table = CSVText(header: [
            "measure", "title", "applies_to", "end_use", "effect", "low", "high", "unit",
            "needs_quantity", "depends_on", "conflicts_with", "water", "default", "confidence",
            "source", "locator", "needs", "remark",
            "needs_plant", "replaces", "minimum_age_years",
        ])
        for measure in measures {
            let source = catalogue.source(measure.source)
            table.append([
                measure.id, measure.title.text(in: language),
                measure.appliesTo.map(\.rawValue).joined(separator: ";"),
                measure.endUse?.rawValue ?? "", measure.effect.rawValue,
                measure.low?.description ?? "", measure.high?.description ?? "", measure.unit,
                measure.needsQuantity ? "true" : "false",
                measure.dependsOn.map { $0.joined(separator: "|") }.joined(separator: ";"),
                measure.conflictsWith.joined(separator: ";"), measure.water.rawValue,
                measure.shipsAsDefault ? "true" : "false", measure.confidence.rawValue,
                source?.title.text(in: language) ?? measure.source, source?.locator ?? "",
                measure.needs.text(in: language), measure.remark.text(in: language),
                measure.needsPlant.map(\.rawValue).joined(separator: ";"),
                measure.replaces?.rawValue ?? "", measure.minimumAgeYears.map(String.init) ?? "",
            ])
        }
        return table.text
    }

    private static func words(_ text: BilingualText, _ language: Language) -> String? {
        text.english.isEmpty ? nil : text.text(in: language)
    }
}
