import Provenance
import Quantities

/// The form of `substances.csv`: gases, refrigerants and fire-suppression agents, with the
/// composition of blends.
public enum SubstanceTable {
    /// The columns; lists are separated by `;`, components are written `HFC-32:0.50`.
    public static let columns = [
        "substance", "name", "name_zh", "group", "aliases", "composition", "place", "confidence",
    ]

    /// The columns that may be empty or left out.
    public static let optional: Set<String> = ["aliases", "composition"]

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func substance(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(CellFault) -> Substance {
        let reader = CellReader(cells: cells)
        var components: [(substance: String, massFraction: DecimalText)] = []
        for text in reader.text("composition").split(separator: ";") {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let share = DecimalText(parts[1]),
                share.significand > 0
            else {
                throw reader.fault(
                    "composition", "components such as HFC-32:0.50", zh: "组分，例如 HFC-32:0.50")
            }
            components.append((String(parts[0]), share))
        }
        let substance = Substance(
            id: try reader.filled("substance"), name: try reader.names(),
            aliases: reader.text("aliases").split(separator: ";").map(String.init),
            group: try reader.word("group", of: SubstanceGroup.self), components: components,
            publication: record.publication, place: try reader.filled("place"),
            confidence: try reader.word("confidence", of: Confidence.self))
        guard let substance else {
            throw reader.fault(
                "composition", "shares of a blend that sum to one, and none for a pure substance",
                zh: "混合物各组分份额之和为一；纯物质不填")
        }
        return substance
    }
}

/// The form of `potentials.csv`: global warming potentials of one set.
public enum PotentialTable {
    /// The columns, all of them mandatory.
    public static let columns = ["substance", "set", "value", "unit", "place", "confidence"]

    /// The unit of all of them.
    static let unit = "kgCO2e/kg"

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func potential(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(CellFault) -> WarmingPotential {
        let reader = CellReader(cells: cells)
        let quantity = try reader.quantity(units: [unit])
        return WarmingPotential(
            substance: try reader.filled("substance"),
            set: try reader.word("set", of: GWPSet.self), value: quantity.value,
            publication: record.publication, place: quantity.place,
            confidence: quantity.confidence)
    }
}
