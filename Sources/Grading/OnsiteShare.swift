public import EnergyLedger
import Metering
import Provenance
import Quantities

/// On-site share (自发自用占比): own generation that is not exported over the electricity of the site.
///
/// `(solar + wind + other - export) / (grid_import + direct_line + own generation + generator -
/// export)`, all booked energy; an export above the own generation counts as all of it. It says
/// nothing of the attributes, which instruments prove.
public struct OnsiteShare: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    public init(of balances: Balances) {
        guard balances.facilityEnergy != nil, let coverage = balances.coverage else {
            figure = .notEvaluated(reason: PowerUsageEffectiveness.absence(balances))
            return
        }
        func sum(_ accounts: [Account]) -> Int64 {
            accounts.reduce(0) { $0 + (balances.energy[$1]?.joules ?? 0) }
        }
        let own = sum(Account.allCases.filter(\.isOnsiteGeneration))
        let export = sum([.gridExport])
        let supply = sum(Array(Balances.facilitySupply))
        figure = IndicatorFigure(
            ExactRatio(Int128(max(0, own - export)), to: Int128(supply - export)),
            coverage: coverage)
    }
}
