import Provenance

/// The form of `factors.csv`: a line for each electricity factor of one publication.
public enum FactorTable {
    /// A cell that cannot be read.
    public typealias Fault = CellFault

    /// The columns, all of them mandatory.
    public static let columns = [
        "region", "name", "name_zh", "level", "data_year", "variant", "value", "unit", "place",
        "confidence",
    ]

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func factor(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(CellFault) -> EmissionFactor {
        let reader = CellReader(cells: cells)
        let region = try reader.region()
        let name = try reader.names()
        let place = try reader.filled("place")
        let level = try reader.word("level", of: FactorLevel.self)
        let variant = try reader.word("variant", of: FactorVariant.self)
        guard let family = record.family, family != .lifeCycle else {
            throw reader.fault(
                "unit", "a publication of the family co2 or co2e",
                zh: "类别为 co2 或 co2e 的出版物")
        }
        let unit = try reader.factorUnit("unit", of: family)
        let confidence = try reader.word("confidence", of: Confidence.self)
        let factor = EmissionFactor(
            region: region, name: name, level: level, dataYear: try reader.dataYear(of: record),
            variant: variant, family: family, lossBasis: record.lossBasis,
            warming: record.warming, valuePrinted: reader.text("value"),
            unitPrinted: unit.rawValue, publication: record.publication, place: place,
            confidence: confidence)
        guard let factor else { throw reader.notAnIntensity("value") }
        return factor
    }
}

/// The form of `gases.csv`: electricity factors that are printed gas by gas.
public enum GasTable {
    /// The columns, all of them mandatory.
    public static let columns = [
        "region", "name", "name_zh", "level", "data_year", "variant", "co2", "co2_unit", "ch4",
        "ch4_unit", "n2o", "n2o_unit", "place", "confidence",
    ]

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func factor(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(CellFault) -> GasFactor {
        let reader = CellReader(cells: cells)
        guard record.family == .co2e else {
            throw reader.fault(
                "co2_unit", "a publication of the family co2e", zh: "类别为 co2e 的出版物")
        }
        func part(
            _ column: String, _ gas: FactorUnit.Gas
        ) throws(CellFault) -> GasSplit.Part {
            let unit = reader.text(column + "_unit")
            guard FactorUnit(rawValue: unit)?.gas == gas else {
                throw reader.fault(
                    column + "_unit", "a unit of \(gas.rawValue) such as lb\(gas.rawValue)/MWh",
                    zh: "\(gas.rawValue) 的单位，例如 lb\(gas.rawValue)/MWh")
            }
            guard let part = GasSplit.Part(reader.text(column), unit: unit, of: gas) else {
                throw reader.notAnIntensity(column)
            }
            return part
        }
        let split = GasSplit(
            carbonDioxide: try part("co2", .carbonDioxide), methane: try part("ch4", .methane),
            nitrousOxide: try part("n2o", .nitrousOxide))
        let base = PublishedFactor(
            region: try reader.region(), name: try reader.names(),
            level: try reader.word("level", of: FactorLevel.self),
            dataYear: try reader.dataYear(of: record),
            variant: try reader.word("variant", of: FactorVariant.self),
            lossBasis: record.lossBasis, family: .co2, valuePrinted: reader.text("co2"),
            unitPrinted: reader.text("co2_unit"), publication: record.publication,
            place: try reader.filled("place"),
            confidence: try reader.word("confidence", of: Confidence.self))
        guard let base else { throw reader.notAnIntensity("co2") }
        return GasFactor(base: base, gases: split)
    }
}

/// A line of `gases.csv` before a set of potentials is chosen.
public struct GasFactor: Hashable, Sendable {
    /// The facts, with carbon dioxide alone as the value.
    let base: PublishedFactor
    /// The gases.
    public let gases: GasSplit

    /// Its name: `US-EGRID-RFCE/2023/average`.
    public var factorID: String { base.factorID }

    /// The factor under a set of potentials; nil when the digits do not fit.
    public func valued(
        methane: WarmingPotential, nitrousOxide: WarmingPotential
    ) -> EmissionFactor? {
        let intensity = gases.equivalent(methane: methane.value, nitrousOxide: nitrousOxide.value)
        return intensity.map { intensity in
            .carbonDioxideEquivalent(
                CarbonDioxideEquivalentFactor(
                    published: base.valued(
                        at: intensity, by: max(methane.confidence, nitrousOxide.confidence)),
                    warming: .chosen(methane.set), gases: gases))
        }
    }
}

/// The form of `footprints.csv`: life-cycle footprints of electricity.
public enum FootprintTable {
    /// The columns, all of them mandatory.
    public static let columns = [
        "region", "name", "name_zh", "data_year", "technology", "value", "unit", "place",
        "confidence",
    ]

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func factor(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(CellFault) -> FootprintFactor {
        let reader = CellReader(cells: cells)
        guard record.family == .lifeCycle else {
            throw reader.fault(
                "unit", "a publication of the family life_cycle", zh: "类别为 life_cycle 的出版物")
        }
        let unit = try reader.factorUnit("unit", of: .lifeCycle)
        let factor = FootprintFactor(
            region: try reader.region(), name: try reader.names(),
            dataYear: try reader.dataYear(of: record),
            technology: try reader.word("technology", of: FootprintTechnology.self),
            valuePrinted: reader.text("value"), unitPrinted: unit.rawValue,
            publication: record.publication, place: try reader.filled("place"),
            confidence: try reader.word("confidence", of: Confidence.self))
        guard let factor else { throw reader.notAnIntensity("value") }
        return factor
    }
}
