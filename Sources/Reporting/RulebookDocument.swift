import EnergyLedger
public import Grading
public import Provenance
import Quantities

/// A rulebook as JSON and CSV (评级规则): every limit with its document, place and confidence.
public enum RulebookDocument {
    /// The rulebook as JSON.
    public static func json(_ rulebook: Rulebook, language: Language) -> JSONValue {
        func words(_ texts: [BilingualText]) -> JSONValue {
            .array(texts.map { .string($0.text(in: language)) })
        }
        return .object([
            "id": .string(rulebook.id), "edition": .string(rulebook.edition),
            "title": .string(rulebook.title.text(in: language)),
            "number": .string(rulebook.number),
            "issuer": .string(rulebook.issuer.text(in: language)),
            "jurisdiction": .string(rulebook.jurisdiction.rawValue),
            "regions": .array(rulebook.regions.map(JSONValue.string)),
            "regions_except": .array(rulebook.regionsExcept.map(JSONValue.string)),
            "applies_to": .array(rulebook.appliesTo.map { .string($0.rawValue) }),
            "conditions": .array(
                rulebook.conditions.map {
                    .object([
                        "id": .string($0.id), "text": .string($0.text.text(in: language)),
                        "source": .string($0.source),
                        "confidence": .string($0.confidence.rawValue),
                    ])
                }),
            "criterion": criterion(rulebook.criterion, language),
            "remarks": words(rulebook.remarks),
            "sources": .array(
                rulebook.sources.map {
                    .object([
                        "id": .string($0.id), "title": .string($0.title.text(in: language)),
                        "locator": .string($0.locator),
                    ])
                }),
            "not_known": words(rulebook.notKnown),
        ])
    }

    private static func criterion(_ criterion: Criterion, _ language: Language) -> JSONValue {
        .object([
            "id": .string(criterion.id), "indicator": .string(criterion.indicator.rawValue),
            "unit": .string(criterion.unit),
            "bands": .array(
                criterion.bands.map {
                    .object([
                        "level": .string($0.level),
                        "level_label": .string($0.label.text(in: language)),
                        "threshold": .decimal($0.limit.threshold?.description),
                        "inclusive": isInclusive($0).map(JSONValue.bool) ?? .null,
                        "reason": .text(
                            $0.limit == .open
                                ? BilingualText(
                                    "takes everything that the other bands leave", zh: "其余情况"
                                ).text(in: language) : nil),
                        "source": .string($0.source),
                        "place": .string($0.place.text(in: language)),
                        "confidence": .string($0.confidence.rawValue),
                    ])
                }),
        ])
    }

    /// The limits as CSV, a line for each level.
    public static func csv(_ rulebook: Rulebook, language: Language) -> String {
        var table = CSVText(header: [
            "scheme", "edition", "criterion", "indicator", "unit", "level", "level_label",
            "threshold", "inclusive", "source", "place", "confidence",
        ])
        let criterion = rulebook.criterion
        for band in criterion.bands {
            table.append([
                rulebook.id, rulebook.edition, criterion.id, criterion.indicator.rawValue,
                criterion.unit, band.level, band.label.text(in: language),
                band.limit.threshold?.description ?? "", isInclusive(band).map(String.init) ?? "",
                band.source, band.place.text(in: language), band.confidence.rawValue,
            ])
        }
        return table.text
    }

    /// Whether the limit itself belongs to the band; nil where there is no limit.
    private static func isInclusive(_ band: Band) -> Bool? {
        switch band.limit {
        case .atMost: true
        case .below: false
        case .open: nil
        }
    }
}
