import CarbonAccounting

/// The kinds of tables that may stand beside `publication.json`.
enum TableKind: String, CaseIterable {
    case factors = "factors.csv"
    case gases = "gases.csv"
    case footprints = "footprints.csv"
    case fuels = "fuels.csv"
    case heat = "heat.csv"
    case coalEquivalents = "coal-equivalents.csv"
    case substances = "substances.csv"
    case potentials = "potentials.csv"

    var columns: [String] {
        switch self {
        case .factors: FactorTable.columns
        case .gases: GasTable.columns
        case .footprints: FootprintTable.columns
        case .fuels: FuelTable.columns
        case .heat: HeatTable.columns
        case .coalEquivalents: CoalEquivalentTable.columns
        case .substances: SubstanceTable.columns
        case .potentials: PotentialTable.columns
        }
    }

    var optional: Set<String> {
        switch self {
        case .heat: HeatTable.optional
        case .substances: SubstanceTable.optional
        default: []
        }
    }
}
