import EnergyLedger
import Metering
import Quantities

/// An energy that is set against `E_DC`, such as the heat that a site hands out, with `E_DC` and
/// `E_IT`, over the hours that all of them have.
///
/// The terms of the boundary are those of `Balances.facilityEnergy`.
struct EnergyReuse {
    let taken: Energy
    let facility: Energy
    let it: Energy
    let coverage: ExactRatio

    /// Gathers the parts; nil without a meter of the account or of the supply.
    ///
    /// - Parameters:
    ///   - account: What is set against `E_DC`.
    ///   - needsIT: Whether hours without complete IT meters are left out as well.
    init?(of balances: Balances, taking account: Account = .heatExport, needsIT: Bool) {
        let journal = balances.journal
        guard balances.heat[account] != nil || balances.energy[account] != nil,
            balances.facilityEnergy != nil,
            !needsIT || balances.itEnergy != nil
        else { return nil }
        let outside = journal.site.boundaryExcludes.union([.gridExport, .office])
        let inside = Balances.facilitySupply.union([.coolingImport, .heatImport])
            .subtracting(outside)
        var masks = [journal.hours(of: [account]), journal.hours(of: inside.union(outside))]
        if needsIT { masks.append(journal.hours(of: Balances.itAccounts)) }
        let hours = (0..<journal.slotCount).map { slot in masks.allSatisfy { $0[slot] } }
        let share = ExactRatio(
            Int128(hours.count { $0 }), to: Int128(journal.slotCount))
        guard let share else { return nil }
        func sum(_ accounts: Set<Account>) -> Energy {
            Energy(joules: journal.sum(of: accounts, where: hours))
        }
        taken = sum([account])
        facility = sum(inside) - sum(outside.filter { $0.side == .use })
        it = sum(Balances.itAccounts)
        coverage = share
    }
}
