public import CarbonAccounting
import Provenance
import Quantities

/// Two versions of figures side by side (版本差异), with the difference by cause.
public enum ComparisonDocument {
    /// The causes, in the order of the columns.
    static let causes: [(name: String, value: @Sendable (FigureComparison) -> Int64?)] = [
        ("activity", { $0.cause(\.activity) }), ("restatement", { $0.cause(\.restatement) }),
        ("green_power", { $0.cause(\.greenPower) }), ("factor", { $0.cause(\.factor) }),
        ("rule", { $0.cause(\.rule) }),
    ]

    /// The differences as JSON.
    public static func json(
        _ heading: DocumentHeading, old: (label: String, version: Int),
        new: (label: String, version: Int?), figures: [FigureComparison]
    ) -> JSONValue {
        var members = heading.members("carbongrade-account-compare/1")
        members["old"] = .object([
            "period": .string(old.label), "version": .integer(old.version),
        ])
        members["new"] = .object([
            "period": .string(new.label),
            "version": new.version.map { .integer($0) } ?? .null,
        ])
        members["differences"] = .array(
            figures.map { figure in
                var cells: [String: JSONValue] = [
                    "site_id": .string(figure.key.siteID),
                    "scope": .string(figure.key.scope.rawValue),
                    "old_kgco2e": kilograms(figure.old), "new_kgco2e": kilograms(figure.new),
                    "difference_kgco2e": kilograms(figure.difference),
                ]
                for cause in causes {
                    cells[cause.name + "_kgco2e"] = kilograms(cause.value(figure))
                }
                return .object(cells)
            })
        return .object(members)
    }

    /// The differences as CSV.
    public static func csv(_ figures: [FigureComparison]) -> String {
        var table = CSVText(
            header: ["site_id", "scope", "old_kgco2e", "new_kgco2e", "difference_kgco2e"]
                + causes.map { $0.name + "_kgco2e" })
        for figure in figures {
            let values =
                [figure.old, figure.new, figure.difference] + causes.map { $0.value(figure) }
            table.append(
                [figure.key.siteID, figure.key.scope.rawValue]
                    + values.map {
                        $0.map { EmissionMass(milligrams: $0).kilogramsText } ?? ""
                    })
        }
        return table.text
    }

    private static func kilograms(_ milligrams: Int64?) -> JSONValue {
        .decimal(milligrams.map { EmissionMass(milligrams: $0).kilogramsText })
    }
}
