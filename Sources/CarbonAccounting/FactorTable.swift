public import Provenance

/// The form of `factors.csv`: a line for each factor of one publication.
public enum FactorTable {
    /// The columns, all of them mandatory.
    public static let columns = [
        "region", "name", "name_zh", "level", "data_year", "variant", "value", "unit", "place",
        "confidence",
    ]

    /// A cell that cannot be read.
    public struct Fault: Error, Hashable, Sendable {
        /// The column it stands in.
        public let column: String
        /// What stands there.
        public let value: String
        /// What could have stood there.
        public let expected: BilingualText
    }

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `Fault` for the first cell that cannot be read.
    public static func factor(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(Fault) -> EmissionFactor {
        func cell(_ column: String) -> String { cells[column] ?? "" }
        func fault(_ column: String, _ english: String, zh chinese: String) -> Fault {
            Fault(
                column: column, value: cell(column), expected: BilingualText(english, zh: chinese))
        }
        func one<Word: RawRepresentable<String> & CaseIterable>(
            _ column: String, of type: Word.Type
        ) throws(Fault) -> Word {
            guard let word = Word(rawValue: cell(column)) else {
                let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw fault(column, "one of \(words)", zh: "\(words) 之一")
            }
            return word
        }
        for column in ["region", "name", "name_zh", "place"] where cell(column).isEmpty {
            throw fault(column, "a text", zh: "文字")
        }
        let level = try one("level", of: FactorLevel.self)
        let variant = try one("variant", of: FactorVariant.self)
        let unit = try one("unit", of: FactorUnit.self)
        let confidence = try one("confidence", of: Confidence.self)
        guard let year = Int(cell("data_year")), year == record.dataYear else {
            throw fault(
                "data_year", "the publication's data year \(record.dataYear)",
                zh: "该出版物的数据年份 \(record.dataYear)")
        }
        let factor = EmissionFactor(
            region: cell("region"), name: BilingualText(cell("name"), zh: cell("name_zh")),
            level: level, dataYear: year, variant: variant, family: record.family,
            valuePrinted: cell("value"), unitPrinted: unit.rawValue,
            publication: record.publication, place: cell("place"), confidence: confidence)
        guard let factor else {
            throw fault("value", "a decimal of zero or more", zh: "不小于零的小数")
        }
        return factor
    }
}
