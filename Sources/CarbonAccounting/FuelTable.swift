import Provenance

/// The form of `fuels.csv`: a line for each printed property of a fuel.
public enum FuelTable {
    /// The columns, all of them mandatory.
    public static let columns = [
        "region", "fuel", "name", "name_zh", "heating_values", "parameter", "value", "unit",
        "place", "confidence",
    ]

    /// One printed property.
    public struct Line: Hashable, Sendable {
        let region: String
        let fuel: String
        let name: BilingualText
        let heatingValues: HeatingValueFamily
        let parameter: FuelParameter
        let quantity: PublishedQuantity
    }

    /// The units of a property; the carbon of a fuel and its density have one each.
    private static func units(of parameter: FuelParameter) -> Set<String> {
        func per(_ masses: [String], _ amounts: [FuelUnit]) -> Set<String> {
            Set(masses.flatMap { mass in amounts.map { "\(mass)/\($0.rawValue)" } })
        }
        let energies: [FuelUnit] = [.megajoule, .gigajoule, .terajoule, .kilowattHour]
        let amounts = FuelUnit.allCases
        switch parameter {
        case .netCalorificValue:
            return per(energies.map(\.rawValue), amounts.filter { !energies.contains($0) })
        case .carbonContent: return ["tC/TJ"]
        case .oxidationRate: return ["1"]
        case .density: return ["kg/L"]
        case .carbonDioxide: return per(["kgCO2", "tCO2", "gCO2"], amounts)
        case .methane: return per(["kgCH4", "gCH4", "kgCO2e"], amounts)
        case .nitrousOxide: return per(["kgN2O", "gN2O", "kgCO2e"], amounts)
        case .equivalent, .upstream: return per(["kgCO2e", "tCO2e", "gCO2e"], amounts)
        }
    }

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func line(_ cells: [String: String]) throws(CellFault) -> Line {
        let reader = CellReader(cells: cells)
        let parameter = try reader.word("parameter", of: FuelParameter.self)
        return Line(
            region: try reader.region(), fuel: try reader.filled("fuel"),
            name: try reader.names(),
            heatingValues: try reader.word("heating_values", of: HeatingValueFamily.self),
            parameter: parameter, quantity: try reader.quantity(units: units(of: parameter)))
    }

    /// A property that is given twice.
    public struct Repetition: Error, Hashable, Sendable {
        /// The position of the first line.
        public let first: Int
        /// The position of the second line.
        public let index: Int
        /// The property.
        public let parameter: FuelParameter
    }

    /// Gathers the lines of a publication into fuels, in the order of their first lines.
    ///
    /// - Throws: `Repetition` when a property of a fuel is given twice.
    public static func fuels(
        _ lines: [Line], of record: PublicationRecord
    ) throws(Repetition) -> [FuelFactor] {
        struct Key: Hashable {
            let region: String
            let fuel: String
            let heatingValues: HeatingValueFamily
        }
        var order: [Key] = []
        var names: [Key: BilingualText] = [:]
        var parameters: [Key: [FuelParameter: PublishedQuantity]] = [:]
        var places: [Key: [FuelParameter: Int]] = [:]
        for (index, line) in lines.enumerated() {
            let key = Key(
                region: line.region, fuel: line.fuel, heatingValues: line.heatingValues)
            if parameters[key] == nil { order.append(key) }
            if let first = places[key]?[line.parameter] {
                throw Repetition(first: first, index: index, parameter: line.parameter)
            }
            places[key, default: [:]][line.parameter] = index
            names[key] = names[key] ?? line.name
            parameters[key, default: [:]][line.parameter] = line.quantity
        }
        return order.map { key in
            FuelFactor(
                fuel: key.fuel, name: names[key] ?? BilingualText(key.fuel, zh: key.fuel),
                region: key.region, dataYear: record.dataYear, heatingValues: key.heatingValues,
                parameters: parameters[key] ?? [:], warming: .asPublished(record.warming),
                publication: record.publication)
        }
    }
}

/// The form of `heat.csv`: factors of bought heat.
public enum HeatTable {
    /// The columns.
    public static let columns = [
        "region", "name", "name_zh", "data_year", "value", "unit", "place", "confidence",
    ]

    /// The columns that may be empty or left out.
    public static let optional: Set<String> = ["data_year"]

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func factor(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(CellFault) -> HeatFactor {
        let reader = CellReader(cells: cells)
        let family = record.family ?? .co2
        let units = HeatFactor.units.filter { $0.value.family == family }.map(\.key)
        let year = reader.text("data_year").isEmpty ? nil : try reader.dataYear(of: record)
        let factor = HeatFactor(
            region: try reader.region(), name: try reader.names(), dataYear: year,
            quantity: try reader.quantity(units: Set(units)), family: family,
            publication: record.publication)
        guard let factor else { throw reader.notADecimal("value") }
        return factor
    }
}

/// The form of `coal-equivalents.csv`: standard coal for each unit of a carrier.
public enum CoalEquivalentTable {
    /// The columns, all of them mandatory.
    public static let columns = [
        "region", "carrier", "name", "name_zh", "method", "value", "unit", "place", "confidence",
    ]

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func equivalent(
        _ cells: [String: String], of record: PublicationRecord
    ) throws(CellFault) -> CoalEquivalent {
        let reader = CellReader(cells: cells)
        let equivalent = CoalEquivalent(
            carrier: try reader.filled("carrier"), name: try reader.names(),
            method: try reader.word("method", of: CoalEquivalentMethod.self),
            region: try reader.region(),
            quantity: try reader.quantity(units: CoalEquivalent.units),
            publication: record.publication)
        guard let equivalent else { throw reader.notADecimal("value") }
        return equivalent
    }
}
