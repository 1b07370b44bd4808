public import CarbonAccounting
public import EnergyLedger
public import Grading
import Metering
public import Provenance
import Quantities

/// `account` as JSON (核算结果): energy, emissions, indicators and the energy statement.
public enum AccountDocument {
    /// What is known of one site.
    public typealias Site = (balances: Balances, inventory: Inventory, indicators: Indicators)

    /// The document as text, one site at a time, so that ten thousand are never held as values at once.
    public static func text(
        _ heading: DocumentHeading, sites: [Site], allocations: [Allocation],
        statements: [FileStatement], hourly: [Allocation], language: Language
    ) -> String {
        var members = heading.members("carbongrade-account/1")
        members["portfolio"] = portfolio(sites, allocations, hourly, language)
        members["energy_statement"] = .array(statements.map(statement))
        return JSONValue.object(members).text(
            member: "sites", holding: sites.lazy.map { site($0, allocations, language) })
    }

    /// The document.
    public static func json(
        _ heading: DocumentHeading, sites: [Site], allocations: [Allocation],
        statements: [FileStatement], hourly: [Allocation], language: Language
    ) -> JSONValue {
        var members = heading.members("carbongrade-account/1")
        members["sites"] = .array(sites.map { site($0, allocations, language) })
        members["portfolio"] = portfolio(sites, allocations, hourly, language)
        members["energy_statement"] = .array(statements.map(statement))
        return .object(members)
    }

    // MARK: - One site

    private static func site(
        _ site: Site, _ allocations: [Allocation], _ language: Language
    ) -> JSONValue {
        let balances = site.balances
        return .object([
            "site_id": .string(balances.site.id),
            "energy_kwh": energy(balances.energy),
            "water_m3": .object(named(balances.water) { .number($0.cubicMetresText) }),
            "heat_kwh": .object(named(balances.heat) { .number($0.kilowattHoursText) }),
            "fuel": fuel(balances),
            "e_dc_kwh": .decimal(balances.facilityEnergy?.kilowattHoursText),
            "e_it_kwh": .decimal(balances.itEnergy?.kilowattHoursText),
            "totals_of": .string(balances.isWhole ? "all_hours" : "covered_hours"),
            "reason": .text(reason(balances)?.text(in: language)),
            "supply_derived": .bool(balances.closing.isSupplyDerived),
            "energy_carrier_method": .string("lbnl_site"),
            "coverage": .decimal(balances.coverage?.text()),
            "resolved_share": .decimal(balances.resolvedShare?.text()),
            "estimated_share": .decimal(balances.estimatedShare?.text()),
            "emissions_kgco2e": EmissionDocument.emissions(site.inventory, language),
            "emission_categories": EmissionDocument.categories(site.inventory),
            "uncertainty_kgco2e": EmissionDocument.uncertainty(site.inventory, language),
            "hourly_location": EmissionDocument.hourly(site.inventory, language),
            "tenants": EmissionDocument.tenants(site.inventory),
            "outside_scopes_kg": EmissionDocument.outsideScopes(site.inventory),
            "profile": .string(site.inventory.settings.profile.rawValue),
            "factors": .array(site.inventory.factors.map(EmissionDocument.factor)),
            "instruments": InstrumentDocument.lots(
                allocations, of: balances.site.id, language),
            "hourly_matching": HourlyDocument.match(site.inventory),
            "demand": DemandDocument.demand(balances, language),
            "indicators": indicators(site, language),
        ])
    }

    /// Why a figure of the site is absent.
    private static func reason(_ balances: Balances) -> BilingualText? {
        if balances.facilityEnergy == nil {
            return BilingualText(
                "no supply meter has a reading in the period", zh: "统计期内没有进线计量读数")
        }
        return balances.itEnergy == nil
            ? BilingualText("no IT meter has a reading in the period", zh: "统计期内没有 IT 计量读数")
            : nil
    }

    private static func named<Value>(
        _ amounts: [Account: Value], _ value: (Value) -> JSONValue
    ) -> [String: JSONValue] {
        amounts.reduce(into: [:]) { $0[$1.key.rawValue] = value($1.value) }
    }

    private static func energy(_ energy: [Account: Energy]) -> JSONValue {
        .object(named(energy) { .number($0.kilowattHoursText) })
    }

    private static func fuel(_ balances: Balances) -> JSONValue {
        let lines = balances.closing.lines(of: [.fuel])
        return .array(
            lines.map { line in
                let amount = line.amounts.reduce(Int128(0)) { $0 + Int128($1) }
                let (text, unit) =
                    switch line.dimension {
                    case .energy: (Rounding.text(amount, over: 3_600_000, places: 9), "kWh")
                    case .volume: (Rounding.pointed(amount, places: 3), "L")
                    case .mass: (Rounding.pointed(amount, places: 3), "kg")
                    }
                return .object([
                    "meter_id": .text(line.meterID), "amount": .number(text),
                    "unit": .string(unit),
                ])
            })
    }

    private static func indicators(_ site: Site, _ language: Language) -> JSONValue {
        let (indicators, inventory) = (site.indicators, site.inventory)
        var members: [String: JSONValue] = [:]
        for id in IndicatorID.allCases where id != .pue {
            let figure = indicators.figure(id)
            var parts: [String: JSONValue] = [
                "value": .decimal(figure.value?.text()), "unit": .string(id.unit),
                "coverage": .decimal(figure.coverage?.text()),
                "reason": .text(figure.reason?.text(in: language)),
            ]
            parts.merge(DemandDocument.members(of: id, site.balances)) { $1 }
            if id == .greenShare {
                parts["hub_above_80"] = .flag(indicators.greenShare.isAboveHubTarget)
                parts["hub_at_least_80"] = .flag(indicators.greenShare.isAtLeastHubTarget)
            }
            let methods: [IndicatorID: AccountingMethod] = [
                .cueLocation: .location, .cueMarket: .market,
            ]
            if let method = methods[id] {
                parts["scopes"] = .array(
                    CarbonUsageEffectiveness.scopes(of: inventory, method: method).map {
                        .string($0.rawValue)
                    })
            }
            members[id.rawValue] = .object(parts)
        }
        let pue = indicators.pue
        members["pue"] = .object([
            "value": .decimal(pue.figure.value?.text()),
            "numerator": .decimal(pue.numerator?.kilowattHoursText),
            "denominator": .decimal(pue.denominator?.kilowattHoursText),
            "category": pue.category.map { .integer($0) } ?? .null,
            "edition": .string(pue.edition), "designation": .string(pue.designation.rawValue),
            "coverage": .decimal(pue.figure.coverage?.text()),
            "reason": .text((pue.figure.reason ?? pue.categoryReason)?.text(in: language)),
        ])
        return .object(members)
    }

    // MARK: - All sites

    private static func portfolio(
        _ sites: [Site], _ allocations: [Allocation], _ hourly: [Allocation],
        _ language: Language
    ) -> JSONValue {
        var sums: [Account: Energy] = [:]
        for site in sites {
            for (account, energy) in site.balances.energy {
                sums[account] = (sums[account] ?? .zero) + energy
            }
        }
        func total(_ energies: [Energy?]) -> String? {
            let known = energies.compactMap { $0 }
            return known.isEmpty || known.count < energies.count
                ? nil : known.reduce(.zero, +).kilowattHoursText
        }
        let known = sites.filter {
            $0.balances.facilityEnergy != nil && $0.balances.itEnergy != nil
        }
        let masses = EmissionDocument.totals(sites.map(\.inventory))
        return .object([
            "energy_kwh": energy(sums),
            "e_dc_kwh": .decimal(total(sites.map(\.balances.facilityEnergy))),
            "e_it_kwh": .decimal(total(sites.map(\.balances.itEnergy))),
            "emissions_kgco2e": .object(masses),
            "uncertainty_kgco2e": EmissionDocument.uncertainty(sites.map(\.inventory), language),
            "instruments": InstrumentDocument.lots(allocations, of: nil, language),
            "hourly_matching": HourlyDocument.lots(hourly, language),
            "reason": .text(
                known.count < sites.count || masses.values.contains(.null)
                    ? BilingualText(
                        "a sum over sites is given only where every site has the figure",
                        zh: "仅当每个站点都有该数据时才给出合计"
                    ).text(in: language) : nil),
        ])
    }

    /// The energy statement of one file.
    public static func statement(_ file: FileStatement) -> JSONValue {
        func kilowattHours(_ joules: Int64) -> JSONValue {
            .number(Energy(joules: joules).kilowattHoursText)
        }
        let statement = file.statement
        return .object([
            "batch": .integer(file.batch), "file": .string(file.file),
            "digest": file.digest.map { .string($0.hexadecimal) } ?? .null,
            "rows": .integer(statement.rows),
            "rows_accepted": .integer(statement.rowsAccepted),
            "rows_rejected": .integer(statement.rowsRejected),
            "energy_in_kwh": kilowattHours(statement.energyIn),
            "energy_booked_kwh": kilowattHours(statement.booked),
            "energy_superseded_kwh": kilowattHours(statement.superseded),
            "energy_duplicate_kwh": kilowattHours(statement.duplicate),
            "energy_rejected_kwh": kilowattHours(statement.rejected),
            "energy_estimated_kwh": kilowattHours(statement.estimated),
            "balance_kwh": kilowattHours(statement.balance),
        ])
    }
}
