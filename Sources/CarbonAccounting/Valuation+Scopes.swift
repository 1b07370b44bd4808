import EnergyLedger
import Metering
import Provenance
import Quantities

// What belongs to Scope 1 and Scope 3 as a whole, and the tenants' part.

extension Valuation {
    mutating func valueScope1() {
        let hasFuel = valueFuel()
        let hasGases = valueGases()
        guard reasons[.scope1] == nil,
            let (figure, finding) = scope1Absence(hasFuel: hasFuel, hasGases: hasGases)
        else { return }
        refuse(.scope1, figure)
        report(.scopeNotEvaluated, ["value": "Scope 1"], finding)
    }

    /// Tells whether the book of direct sources speaks of the period: it does from the start of its first row to
    /// the end of its last one, so that a month between two bills without a third is known to be zero. Before
    /// and after nothing is stated, which is missing and not zero.
    func isStated(_ matter: Activity.Kind.Matter) -> Bool {
        inputs.activities.contains { $0.kind.matter == matter }
            && statedTime?.intersection(balances.interval) != nil
    }

    /// Tells whether the site has sources of Scope 1 at all, stated or metered, at whatever time.
    var hasDirectSources: Bool {
        statedTime != nil || balances.closing.lines(of: [.fuel]).contains { $0.meterID != nil }
            || (balances.energy[.generator] ?? .zero) > .zero
    }

    /// From the first to the last of the site's direct sources in `activities.csv`.
    private var statedTime: Interval? {
        let rows = inputs.activities.filter(\.kind.isDirect).map(\.interval)
        guard let first = rows.map(\.start).min(), let last = rows.map(\.end).max() else {
            return nil
        }
        return Interval(start: first, end: last)
    }

    /// Why Scope 1 has no figure, for the figure and in short for the finding; nil where it has one.
    private func scope1Absence(
        hasFuel: Bool, hasGases: Bool
    ) -> (figure: BilingualText, finding: BilingualText)? {
        if hasFuel || hasGases { return nil }
        guard let stated = statedTime else {
            return (
                BilingualText(
                    "no fuel, refrigerant or other source is metered or stated in activities.csv",
                    zh: "没有燃料、制冷剂等排放源的计量，activities.csv 中也未填写"),
                BilingualText("no source is metered or stated", zh: "没有计量或填写任何排放源")
            )
        }
        let (from, to) = (
            site.calendar.date(at: stated.start), site.calendar.date(at: stated.end - 1)
        )
        return (
            BilingualText(
                "activities.csv states the site's sources from \(from) to \(to) only; nothing is metered or stated for the period",
                zh: "activities.csv 仅填写了该站点 \(from) 至 \(to) 的排放源；统计期内没有计量或填写"),
            BilingualText(
                "sources are stated from \(from) to \(to) only", zh: "排放源仅填写 \(from) 至 \(to)")
        )
    }

    // MARK: - Scope 3

    mutating func valueScope3() {
        valueStated()
        for place in entries.indices
        where entries[place].scope == .scope2Location
            && entries[place].category == .electricity && entries[place].instrumentID == nil
        {
            valueUpstream(of: entries[place])
        }
        if entries.contains(where: {
            $0.scope == .scope2Location && ($0.category == .heat || $0.category == .cooling)
        }) {
            upstreamReason =
                upstreamReason
                ?? BilingualText(
                    "no upstream factor of bought heat and cooling is published",
                    zh: "没有已发布的外购热力和冷量上游因子")
        }
        // Where it is not known what was bought, its upstream is not known either, whatever else is stated.
        guard let reason = upstreamReason ?? reasons[.scope2Location] else { return }
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
        if let whole = upstream(.upstreamAndLosses, year) {
            return addUpstream(whole, energy, account, entry.month)
        }
        guard let before = upstream(.upstream, year) else {
            upstreamReason =
                upstreamReason
                ?? BilingualText(
                    "no upstream factor of electricity is published for \(site.region)",
                    zh: "\(site.region) 没有已发布的电力上游因子")
            return
        }
        addUpstream(before, energy, account, entry.month)
        let choice = choice(forYear: year, by: .location)
        guard choice?.choice.factor.lossBasis == .generation else { return }
        guard let losses = upstream(.losses, year) else {
            upstreamReason =
                upstreamReason
                ?? BilingualText(
                    "no factor of grid losses is published for \(site.region)",
                    zh: "\(site.region) 没有已发布的线损因子")
            return
        }
        addUpstream(losses, energy, account, entry.month)
        if let more = upstream(.upstreamOfLosses, year) {
            addUpstream(more, energy, account, entry.month)
        }
    }

    private mutating func addUpstream(
        _ factor: AppliedChoice, _ energy: Energy, _ account: Account, _ month: Period
    ) {
        guard let mass = factor.choice.factor.intensity.emission(of: energy) else {
            return refuse(.scope3, Self.tooLarge(month))
        }
        add(
            EmissionEntry(
                siteID: site.id, scope: .scope3, category: .fuelAndEnergy, account: account,
                month: month, amount: .energy(energy), factor: factor.applied, mass: mass))
    }

    // MARK: - Tenants

    /// Marks the tenants' part of each electricity entry: the share that `tenant_it` has of the month's
    /// electricity, rounded half to even to a milligram; the operator has the rest, so that both are
    /// the site. A lot that was bought for tenants is theirs, as far as they use it, and of the rest they have
    /// what is left of their share.
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
        for method in AccountingMethod.allCases {
            let indices = entries.indices.filter {
                entries[$0].scope == method.scope && entries[$0].category == .electricity
                    && places[entries[$0].month] != nil
            }
            var own = [Int64](repeating: 0, count: months.count)
            for index in indices where entries[index].isForTenants {
                own[places[entries[index].month] ?? 0] += entries[index].energy?.joules ?? 0
            }
            for index in indices {
                let entry = entries[index]
                guard let month = places[entry.month], site[month] > 0 else { continue }
                let used = min(max(0, tenants[month]), site[month])
                let taken = min(own[month], used)
                let (part, whole) =
                    entry.isForTenants
                    ? (taken, own[month]) : (used - taken, site[month] - own[month])
                guard whole > 0, part > 0 else { continue }
                let mass = Rounding.halfToEven(
                    Int128(entry.mass.milligrams) * Int128(part), over: Int128(whole))
                setTenantMass(EmissionMass(milligrams: Int64(mass)), at: index)
            }
        }
    }
}
