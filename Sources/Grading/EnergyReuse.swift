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
        guard balances.heat[account] != nil || balances.energy[account] != nil,
            balances.facilityEnergy != nil,
            !needsIT || balances.itEnergy != nil
        else { return nil }
        let closing = balances.closing
        let terms = BoundaryTerms(excluding: closing.site.boundaryExcludes)
        var masks = [closing.hours(of: [account]), closing.hours(of: terms.all)]
        if needsIT { masks.append(closing.hours(of: Balances.itAccounts)) }
        let hours = (0..<closing.stretchCount).map { place in masks.allSatisfy { $0[place] } }
        guard let share = closing.share(hours) else { return nil }
        func sum(_ accounts: Set<Account>) -> Energy {
            Energy(joules: closing.sum(of: accounts, where: hours))
        }
        taken = sum([account])
        facility = sum(terms.inside) - sum(terms.off)
        it = sum(Balances.itAccounts)
        coverage = share
    }
}
