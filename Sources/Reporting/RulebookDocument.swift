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
        var members: [String: JSONValue] = [
            "id": .string(rulebook.id), "edition": .string(rulebook.edition),
            "title": .string(rulebook.title.text(in: language)),
            "number": .string(rulebook.number),
            "issuer": .string(rulebook.issuer.text(in: language)),
            "jurisdiction": .string(rulebook.jurisdiction.rawValue),
            "grades": .string(rulebook.grades.rawValue),
            "regions": .array(rulebook.regions.map(JSONValue.string)),
            "regions_except": .array(rulebook.regionsExcept.map(JSONValue.string)),
            "applies_to": .array(rulebook.appliesTo.map { .string($0.rawValue) }),
            "conditions": .array(
                rulebook.conditions.map {
                    .object([
                        "id": .string($0.id), "text": .string($0.text.text(in: language)),
                        "when": .string($0.when.text),
                        "source": .string($0.source),
                        "confidence": .string($0.confidence.rawValue),
                    ])
                }),
            "levels": .array(
                rulebook.levels.map {
                    .object([
                        "level": .string($0.level),
                        "level_label": .string($0.label.text(in: language)),
                        "points_at_least": .decimal($0.pointsAtLeast?.description),
                    ])
                }),
            "criteria": .array(rulebook.criteria.map { criterion($0, language) }),
            "remarks": words(rulebook.remarks),
            "not_known": words(rulebook.notKnown),
        ]
        members["sources"] = .array(
            rulebook.sources.map {
                .object([
                    "id": .string($0.id), "title": .string($0.title.text(in: language)),
                    "locator": .string($0.locator),
                ])
            })
        members["slot"] =
            rulebook.slot.map {
                .object([
                    "fact": .text($0.fact?.rawValue),
                    "missing": .string($0.missing.text(in: language)),
                    "where": .string($0.whereFound.text(in: language)),
                ])
            } ?? .null
        return .object(members)
    }

    private static func criterion(_ criterion: Criterion, _ language: Language) -> JSONValue {
        .object([
            "id": .string(criterion.id), "name": .string(criterion.name.text(in: language)),
            "quantity": .string(criterion.quantity.word), "unit": .string(criterion.unit),
            "when": .array(criterion.when.map { .string($0.text) }),
            "decides": .bool(criterion.decides), "veto": .bool(criterion.isVeto),
            "points_possible": .decimal(criterion.points?.possible.description),
            "lines": .array(
                RulebookLine.all(of: criterion).map { line in
                    .object([
                        "level": .text(line.level), "bound": .text(line.bound),
                        "threshold": .decimal(line.threshold),
                        "points": .decimal(line.points),
                        "when": .text(line.when.isEmpty ? nil : line.when),
                        "source": .string(line.source),
                        "place": .string(line.place.text(in: language)),
                        "confidence": .string(line.confidence.rawValue),
                    ])
                }),
        ])
    }

    /// The limits as CSV, a line for each limit, anchor and step.
    public static func csv(_ rulebook: Rulebook, language: Language) -> String {
        var table = CSVText(header: [
            "scheme", "edition", "criterion", "quantity", "unit", "level", "level_label",
            "threshold", "bound", "points", "when", "source", "place", "confidence",
        ])
        for criterion in rulebook.criteria {
            for line in RulebookLine.all(of: criterion) {
                let level = rulebook.levels.first { $0.level == line.level }
                table.append([
                    rulebook.id, rulebook.edition, criterion.id, criterion.quantity.word,
                    criterion.unit, line.level ?? "", level?.label.text(in: language) ?? "",
                    line.threshold ?? "", line.bound ?? "", line.points ?? "", line.when,
                    line.source, line.place.text(in: language), line.confidence.rawValue,
                ])
            }
        }
        return table.text
    }
}

/// One published number of a criterion (条目): a limit, an anchor, a step or a formula.
public struct RulebookLine: Hashable, Sendable {
    /// The level that it opens.
    public let level: String?
    /// `at_most`, `below`, `at_least`, `above`, `at`, `formula`.
    public let bound: String?
    /// The number.
    public let threshold: String?
    /// The points.
    public let points: String?
    /// Its conditions.
    public let when: String
    /// The document.
    public let source: String
    /// The place in it.
    public let place: BilingualText
    /// How far it was checked.
    public let confidence: Confidence

    /// All numbers of a criterion.
    public static func all(of criterion: Criterion) -> [RulebookLine] {
        criterion.thresholds.map {
            RulebookLine(
                level: $0.level, bound: $0.limit.key, threshold: $0.limit.threshold.description,
                points: nil, when: $0.when.map(\.text).joined(separator: "; "),
                source: $0.source, place: $0.place, confidence: $0.confidence)
        } + (criterion.points.map(lines) ?? [])
    }

    private static func lines(_ scale: PointScale) -> [RulebookLine] {
        switch scale.shape {
        case .line(let anchors):
            anchors.map {
                RulebookLine(
                    level: nil, bound: "at", threshold: $0.at.description,
                    points: $0.points.description, when: "", source: $0.source, place: $0.place,
                    confidence: $0.confidence)
            }
        case .steps(let steps, _):
            steps.map {
                RulebookLine(
                    level: nil, bound: $0.limit.key, threshold: $0.limit.threshold.description,
                    points: $0.points.description,
                    when: $0.when.map(\.text).joined(separator: "; "), source: $0.source,
                    place: $0.place, confidence: $0.confidence)
            }
        case .formula(let constant, let slope, let source, let place, let confidence):
            [
                RulebookLine(
                    level: nil, bound: "formula", threshold: nil,
                    points: nil, when: "\(constant) + \(slope) x", source: source, place: place,
                    confidence: confidence)
            ]
        case .notSeen: []
        }
    }
}
