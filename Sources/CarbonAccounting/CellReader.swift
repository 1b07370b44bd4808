public import Provenance

/// A cell of a factor table that cannot be read.
public struct CellFault: Error, Hashable, Sendable {
    /// The column it stands in.
    public let column: String
    /// What stands there.
    public let value: String
    /// What could have stood there.
    public let expected: BilingualText
}

/// Reads one line of a factor table strictly, given as its cells by column name.
struct CellReader {
    let cells: [String: String]

    /// The text of a cell, empty when there is none.
    func text(_ column: String) -> String { cells[column] ?? "" }

    /// A fault of a column.
    func fault(_ column: String, _ english: String, zh chinese: String) -> CellFault {
        CellFault(
            column: column, value: text(column), expected: BilingualText(english, zh: chinese))
    }

    /// A text that must be there.
    func filled(_ column: String) throws(CellFault) -> String {
        guard !text(column).isEmpty else { throw fault(column, "a text", zh: "文字") }
        return text(column)
    }

    /// A code of a region: `CN-GD`, `US-EGRID-SRVC`.
    func region() throws(CellFault) -> String {
        guard text("region").isRegionCode else {
            throw fault("region", "a code such as CN-GD", zh: "代码，例如 CN-GD")
        }
        return text("region")
    }

    /// The names for people, `name` and `name_zh`.
    func names() throws(CellFault) -> BilingualText {
        BilingualText(try filled("name"), zh: try filled("name_zh"))
    }

    /// One of a set of words.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ column: String, of type: Word.Type
    ) throws(CellFault) -> Word {
        guard let word = Word(rawValue: text(column)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(column, "one of \(words)", zh: "\(words) 之一")
        }
        return word
    }

    /// The year of the line: the publication's own where it has one, else any of four digits.
    func dataYear(of record: PublicationRecord) throws(CellFault) -> Int {
        guard let year = Int(text("data_year")), (1_900...2_200).contains(year),
            record.dataYear == nil || record.dataYear == year
        else {
            guard let own = record.dataYear else {
                throw fault("data_year", "a year", zh: "年份")
            }
            throw fault(
                "data_year", "the publication's data year \(own)", zh: "该出版物的数据年份 \(own)")
        }
        return year
    }

    /// A unit of electricity factors that belongs to the publication's family.
    func factorUnit(
        _ column: String, of family: FactorFamily
    ) throws(CellFault) -> FactorUnit {
        guard let unit = FactorUnit(rawValue: text(column)), unit.belongs(to: family) else {
            let words = FactorUnit.allCases.filter { $0.belongs(to: family) }.map(\.rawValue)
                .joined(separator: ", ")
            throw fault(
                column, "a unit of the family \(family.rawValue): \(words)",
                zh: "类别 \(family.rawValue) 的单位：\(words)")
        }
        return unit
    }

    /// The printed number of the line with its unit.
    func quantity(units: Set<String>? = nil) throws(CellFault) -> PublishedQuantity {
        let confidence = try word("confidence", of: Confidence.self)
        let unit = try filled("unit")
        if let units, !units.contains(unit) {
            let words = units.sorted().joined(separator: ", ")
            throw fault("unit", "one of \(words)", zh: "\(words) 之一")
        }
        let quantity = PublishedQuantity(
            text("value"), unit: unit, place: try filled("place"), confidence: confidence)
        guard let quantity else { throw notADecimal("value") }
        return quantity
    }

    /// The fault of a value that is no decimal of zero or more.
    func notADecimal(_ column: String) -> CellFault {
        fault(column, "a decimal of zero or more", zh: "不小于零的小数")
    }

    /// The fault of an intensity that is no decimal, negative, or so large that its unit must be
    /// wrong.
    func notAnIntensity(_ column: String) -> CellFault {
        fault(
            column, "a decimal of zero or more that is worth at most 5 kg/kWh",
            zh: "不小于零且不超过 5 kg/kWh 的小数")
    }
}

extension String {
    /// Tells whether the text is a code of a region: capitals and digits, joined by hyphens.
    var isRegionCode: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        return utf8.count <= 40
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy {
                        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    }
            }
    }
}
