import EnergyLedger
import Metering

/// Which places take part in a chain (参与拟合的时段), and which of them the PUE leaves out.
///
/// A place takes part where the grid and the IT load are complete and the grid gives all overhead and half of the IT
/// load. The ratio `E_DC / E_IT` asks for more: all that enters or leaves the boundary, such as own generation, exports
/// and the office. What is saved where only those are missing is saved all the same, but the ratio does not see it;
/// so such places are counted in bins of their own.
struct TakingPart {
    /// The places that take part.
    let base: [Bool]
    /// The places that the ratio leaves out; nil where it has all that take part, or where there is no ratio.
    let leftOut: [Bool]?

    init(of places: some ChainPlaces) {
        let base = Self.base(of: places)
        self.base = base
        let counted = places.boundaryHours
        let isTold = counted.map { counted in zip(base, counted).allSatisfy { !$0 || $1 } } ?? true
        leftOut = isTold ? nil : counted?.map { !$0 }
    }

    /// Complete places in which the grid gives all overhead and half of the IT load.
    private static func base(of places: some ChainPlaces) -> [Bool] {
        let it = EndUse.it.accounts
        let itHours = places.meteredAccount(among: it) == nil ? nil : places.covered(by: it)
        if places.isSupplyDerived {
            return itHours ?? Array(repeating: false, count: places.count)
        }
        let grid = places.covered(by: [.gridImport])
        let bought = places.amounts(of: [.gridImport])
        let load = places.amounts(of: it)
        let overhead = places.amounts(of: EndUse.overheadAccounts)
        return grid.indices.map { place in
            grid[place] && (itHours?[place] ?? true)
                && bought[place] >= overhead[place] + load[place] / 2 && bought[place] > 0
        }
    }
}

extension EndUse {
    /// The accounts of all links but the equipment's.
    fileprivate static let overheadAccounts = EndUse.allCases.reduce(into: Set<Account>()) {
        $0.formUnion($1.accounts)
    }.subtracting(EndUse.it.accounts)
}
