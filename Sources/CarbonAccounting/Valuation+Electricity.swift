import EnergyLedger
import Metering
import Provenance
import Quantities

// Scope 2 of electricity, both methods.

extension Valuation {
    /// The accounts of bought electricity.
    static let bought: [Account] = [.gridImport, .directLine]

    mutating func valueElectricity() {
        for method in AccountingMethod.allCases {
            for account in SiteConsumption.accounts {
                guard balances.energy[account] != nil else { continue }
                let isOwn = account.isOnsiteGeneration
                if isOwn, method == .location { continue }
                let amounts = balances.closing.monthly(account)
                for (month, energy) in amounts where energy != .zero {
                    if isOwn {
                        valueOwn(account, in: month)
                    } else {
                        valueBought(energy, of: account, in: month, by: method)
                    }
                }
            }
        }
    }

    private mutating func valueBought(
        _ energy: Energy, of account: Account, in month: Period, by method: AccountingMethod
    ) {
        // A direct line has the plant's own factor, by location as well, where a lot proves it.
        let draws = draws(for: account, in: month).filter {
            method == .market || $0.kind == .directLine
        }
        var rest = energy
        for draw in draws {
            rest -= draw.energy
            value(draw, by: method)
        }
        valueRest(rest, of: account, in: month, by: method)
    }

    /// Own generation that is used on the site is zero; a lot shows so, and null power takes the
    /// factor of the remainder.
    private mutating func valueOwn(_ account: Account, in month: Period) {
        let draws = draws(for: account, in: month)
        for draw in draws { value(draw, by: .market) }
        let bought = draws.filter { $0.kind != .selfUse }.reduce(Energy.zero) { $0 + $1.energy }
        let sold = nullPower(account, in: month)
        valueRest(sold - bought, of: account, in: month, by: .market)
    }

    private mutating func value(_ draw: Allocation.Draw, by method: AccountingMethod) {
        guard let entry = EmissionEntry(draw, scope: method.scope) else {
            return refuse(method, Self.tooLarge(draw.month))
        }
        add(entry)
    }

    private mutating func valueRest(
        _ energy: Energy, of account: Account, in month: Period, by method: AccountingMethod
    ) {
        guard energy != .zero,
            let choice = choice(forYear: month.start.components.year, by: method)
        else { return }
        guard let mass = choice.choice.factor.intensity.emission(of: energy) else {
            return refuse(method, Self.tooLarge(month))
        }
        add(
            EmissionEntry(
                siteID: site.id, scope: method.scope, category: .electricity, account: account,
                month: month, amount: .energy(energy), factor: choice.applied, mass: mass))
    }

    // MARK: - What instruments cover

    /// The draws for an account in a month; of a month that the period cuts, the part in proportion to
    /// the energy inside, floored.
    func draws(for account: Account, in month: Period) -> [Allocation.Draw] {
        guard !inputs.allocations.isEmpty,
            let allocation = inputs.allocations[month.start.components.year],
            let whole = allocation.month(of: site.id, holding: month)
        else { return [] }
        let draws = draws(of: account, inWhole: whole)
        guard whole != month, !draws.isEmpty else { return draws }
        return draws.compactMap { draw in
            let part = part(of: draw.energy, account, month: month, whole: whole, in: allocation)
            return part > .zero ? draw.with(energy: part, month: month) : nil
        }
    }

    private func nullPower(_ account: Account, in month: Period) -> Energy {
        guard !inputs.allocations.isEmpty,
            let allocation = inputs.allocations[month.start.components.year],
            let whole = allocation.month(of: site.id, holding: month)
        else { return .zero }
        let energy = allocation.nullPower(site.id, account, whole)
        return whole == month
            ? energy : part(of: energy, account, month: month, whole: whole, in: allocation)
    }

    /// Of a month that the period cuts, the part in proportion to what is consumed inside, floored; own generation
    /// counts as it was matched, less export.
    private func part(
        of energy: Energy, _ account: Account, month: Period, whole: Period,
        in allocation: Allocation
    ) -> Energy {
        guard let place = months.firstIndex(of: month) else { return .zero }
        return allocation.part(
            of: energy, site.id, account, in: whole, SiteConsumption(of: balances.closing),
            at: place)
    }

    // MARK: - What is not known

    /// Bought electricity of which nothing was read is absent, not zero.
    mutating func refuseUnread() {
        let lines = balances.closing.lines(of: Set(Self.bought))
        let isRead = lines.contains { $0.states.contains { $0 & LoadProfile.present != 0 } }
        guard !lines.isEmpty, !isRead else { return }
        let reason = BilingualText(
            "no bought electricity was read in the period", zh: "统计期内没有外购电量读数")
        for method in AccountingMethod.allCases { refuse(method, reason) }
    }

    /// Own generation that is used on the site counts as zero, but its certificates may have been
    /// sold; only lots of the kind `self_use` show that they were not.
    mutating func questionOwnGeneration() {
        let generated = balances.energy.filter { $0.key.isOnsiteGeneration }.values
            .reduce(Energy.zero, +)
        let used = generated - (balances.energy[.gridExport] ?? .zero)
        guard used > .zero else { return }
        var settled = Energy.zero
        for account in SiteConsumption.accounts where account.isOnsiteGeneration {
            for month in months {
                settled += nullPower(account, in: month)
                settled += draws(for: account, in: month).filter { $0.kind == .selfUse }
                    .reduce(.zero) { $0 + $1.energy }
            }
        }
        if settled < used { report(.attributesUnproven, ["site": site.id]) }
    }
}
