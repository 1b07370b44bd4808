import EnergyLedger
import Metering
import Provenance
import Quantities

// What belongs to Scope 1 and Scope 3 as a whole, and the tenants' part.

extension Valuation {
    mutating func valueScope1() {
        let hasFuel = valueFuel()
        let hasGases = valueGases()
        guard !hasFuel, !hasGases, reasons[.scope1] == nil else { return }
        refuse(
            .scope1,
            BilingualText(
                "no fuel, refrigerant or other source is metered or stated in activities.csv",
                zh: "没有燃料、制冷剂等排放源的计量，activities.csv 中也未填写"))
        report(
            .scopeNotEvaluated, ["value": "Scope 1"],
            BilingualText("no source is metered or stated", zh: "没有计量或填写任何排放源"))
    }

    // MARK: - Scope 3

    mutating func valueScope3() {
        valueStated()
        for entry in entries
        where entry.scope == .scope2Location && entry.category == .electricity
            && entry.instrumentID == nil
        {
            valueUpstream(of: entry)
        }
        guard let reason = upstreamReason else { return }
        refuse(.scope3, reason)
        report(.scopeNotEvaluated, ["value": "Scope 3"], reason)
    }

    /// Goods and capital goods that are stated as emission.
    private mutating func valueStated() {
        for activity in inputs.activities where activity.kind.matter == .emission {
            let category: EmissionCategory =
                activity.kind == .capitalGoods ? .capitalGoods : .purchasedGoods
            for (month, share) in shares(of: activity) {
                let amount = activity.kilograms?.multiplied(by: share)
                guard let amount, let mass = EmissionMass(roundingKilograms: amount) else {
                    refuse(.scope3, Self.tooLarge(month))
                    continue
                }
                add(
                    EmissionEntry(
                        siteID: site.id, scope: .scope3, category: category,
                        activityID: activity.id, month: month,
                        amount: .quantity(amount, unit: "kgCO2e"), factor: .stated, mass: mass))
            }
        }
    }

    /// Upstream of what was bought always; losses only where the grid's factor is divided by generation,
    /// because one that is divided by consumption holds them already.
    private mutating func valueUpstream(of entry: EmissionEntry) {
        guard let energy = entry.energy, let account = entry.account else { return }
        let year = entry.month.start.components.year
        if let whole = upstreamFactor(.upstreamAndLosses, year) {
            return addUpstream(whole, energy, account, entry.month)
        }
        guard let upstream = upstreamFactor(.upstream, year) else {
            upstreamReason =
                upstreamReason
                ?? BilingualText(
                    "no upstream factor of electricity is published for \(site.region)",
                    zh: "\(site.region) 没有已发布的电力上游因子")
            return
        }
        addUpstream(upstream, energy, account, entry.month)
        let choice = choice(forYear: year, by: .location)
        guard choice?.choice.factor.lossBasis == .generation else { return }
        guard let losses = upstreamFactor(.losses, year) else {
            upstreamReason =
                upstreamReason
                ?? BilingualText(
                    "no factor of grid losses is published for \(site.region)",
                    zh: "\(site.region) 没有已发布的线损因子")
            return
        }
        addUpstream(losses, energy, account, entry.month)
        if let more = upstreamFactor(.upstreamOfLosses, year) {
            addUpstream(more, energy, account, entry.month)
        }
    }

    /// The factor of the region, else of its country.
    private func upstreamFactor(_ variant: FactorVariant, _ year: Int) -> EmissionFactor? {
        [site.region, FactorCatalogue.nation(of: site.region)].lazy.compactMap {
            catalogue.newest(variant, of: $0, notLaterThan: year, by: settings.gwpSet)
        }.first
    }

    private mutating func addUpstream(
        _ factor: EmissionFactor, _ energy: Energy, _ account: Account, _ month: Period
    ) {
        guard let mass = factor.intensity.emission(of: energy) else {
            return refuse(.scope3, Self.tooLarge(month))
        }
        add(
            EmissionEntry(
                siteID: site.id, scope: .scope3, category: .fuelAndEnergy, account: account,
                month: month, amount: .energy(energy), factor: AppliedFactor(FactorChoice(factor)),
                mass: mass))
    }

    // MARK: - Tenants

    /// Marks the tenants' part of each electricity entry: the share that `tenant_it` has of the month's
    /// electricity, rounded half to even to a milligram; the operator has the rest, so that both are
    /// the site.
    mutating func shareWithTenants() {
        guard balances.energy[.tenantIT] != nil else { return }
        func monthly(_ account: Account) -> [Int64] {
            balances.closing.monthly(account).map(\.energy.joules)
        }
        let tenants = monthly(.tenantIT)
        var site = monthly(.gridExport).map { -$0 }
        for account in Balances.facilitySupply {
            for (month, joules) in monthly(account).enumerated() { site[month] += joules }
        }
        let places = Dictionary(months.enumerated().map { ($1, $0) }) { first, _ in first }
        for index in entries.indices {
            let entry = entries[index]
            guard entry.method != nil, entry.category == .electricity,
                let month = places[entry.month], site[month] > 0
            else { continue }
            let share = Int128(min(max(0, tenants[month]), site[month]))
            let part = Rounding.halfToEven(
                Int128(entry.mass.milligrams) * share, over: Int128(site[month]))
            setTenantMass(EmissionMass(milligrams: Int64(part)), at: index)
        }
    }
}
