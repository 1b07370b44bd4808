import EnergyLedger
import Metering
import Provenance
import Quantities

// Scope 1, fuel: metered, else billed, else a generator's output times its consumption.

extension Valuation {
    /// An amount of fuel in a month and where it is stated.
    private struct Burnt {
        let fuel: String
        let amount: ExactRational
        let unit: FuelUnit
        let category: EmissionCategory
        let account: Account?
        var meterID: String?
        let activityID: String?
        /// Its line in `activities.csv`.
        var line: Int?
        let month: Period
        let isEstimated: Bool
    }

    /// Values all fuel; tells whether any source of fuel is metered or stated for the period.
    mutating func valueFuel() -> Bool {
        let metered = meteredFuel()
        let (billed, billedTime) = billedFuel()
        let generated = generatorFuel(outside: billedTime)
        for burnt in metered + billed + generated { value(burnt) }
        questionOpenFuel(billedTime, isEstimated: !generated.isEmpty)
        let isMetered = balances.closing.lines(of: [.fuel]).contains(where: Self.isRead)
        return isStated(.fuel) || isMetered || !generated.isEmpty
    }

    // MARK: - Sources

    private func meteredFuel() -> [Burnt] {
        balances.closing.lines(of: [.fuel]).flatMap { line in
            // A cubic metre is read as the fuel is, gas or liquid; a litre is of a liquid.
            let isLitre = meter(line.meterID, line.validFrom)?.unit == .litre
            return months.compactMap { month -> Burnt? in
                let amount = balances.closing.sum(of: line, over: month)
                // mL in L or m3, g in kg, J in GJ
                let (unit, scale): (FuelUnit, Int128) =
                    switch line.dimension {
                    case .volume: isLitre ? (.litre, 1_000) : (.cubicMetre, 1_000_000)
                    case .mass: (.kilogram, 1_000)
                    case .energy: (.gigajoule, 1_000_000_000)
                    }
                guard amount != 0, let exact = ExactRational(Int128(amount), over: scale) else {
                    return nil
                }
                return Burnt(
                    fuel: medium(line.meterID, line.validFrom) ?? "", amount: exact, unit: unit,
                    category: .stationaryFuel, account: .fuel, meterID: line.meterID,
                    activityID: nil, month: month, isEstimated: isEstimated(line, in: month))
            }
        }
    }

    /// What bills state, and of which time: a bill that is left out speaks of none.
    private mutating func billedFuel() -> (burnt: [Burnt], time: [String: [Interval]]) {
        var burnt: [Burnt] = []
        var time: [String: [Interval]] = [:]
        for activity in inputs.activities where activity.kind.matter == .fuel {
            let fuel = activity.substance ?? ""
            if activity.kind == .stationaryFuel,
                isMetered(activity, by: .fuel, medium: fuel, in: [.scope1])
            {
                continue
            }
            guard let unit = FuelUnit(rawValue: activity.unit) else { continue }
            if activity.kind == .stationaryFuel {
                time[fuel, default: []].append(activity.interval)
            }
            for (month, share) in shares(of: activity) {
                guard let amount = ExactRational(activity.amount).multiplied(by: share) else {
                    refuseFuel(Self.tooLarge(month))
                    continue
                }
                burnt.append(
                    Burnt(
                        fuel: fuel, amount: amount, unit: unit,
                        category: activity.kind == .mobileFuel ? .mobileFuel : .stationaryFuel,
                        account: nil, activityID: activity.id, line: activity.line, month: month,
                        isEstimated: share != .one && months.count > 1))
            }
        }
        return (burnt, time)
    }

    /// What generators made in the time for which no fuel is metered or billed.
    private mutating func generatorFuel(outside billed: [String: [Interval]]) -> [Burnt] {
        questionUnreadGenerators(outside: billed)
        let open = openGeneration(outside: billed)
        guard open.contains(where: { $0.joules > 0 }) else { return [] }
        guard let generator = settings.sources.generator,
            let unit = FuelUnit(rawValue: generator.unit)
        else {
            refuseFuel(
                BilingualText(
                    "generators ran while no fuel is metered or billed, and portfolio.yaml states no generator_consumption_per_kwh",
                    zh: "发电机运行期间没有燃料计量或账单，portfolio.yaml 也未填写 generator_consumption_per_kwh"))
            report(
                .scopeNotEvaluated, ["value": "Scope 1"],
                BilingualText("generators without fuel", zh: "发电机缺少燃料数据"))
            return []
        }
        report(
            .fuelEstimated,
            [
                "value": "\(generator.consumption) \(generator.unit)/kWh",
                "energy": Energy(joules: open.reduce(0) { $0 + $1.joules }).kilowattHoursText,
            ])
        return open.compactMap { month, joules in
            guard joules > 0,
                let amount = ExactRational(Int128(joules), over: 3_600_000)?
                    .multiplied(by: ExactRational(generator.consumption))
            else { return nil }
            return Burnt(
                fuel: generator.fuel, amount: amount, unit: unit, category: .stationaryFuel,
                account: .generator, activityID: nil, month: month, isEstimated: true)
        }
    }

    /// A generator of which nothing is known, neither what it made nor what it burnt, is no generator that stood still.
    private mutating func questionUnreadGenerators(outside billed: [String: [Interval]]) {
        let lines = balances.closing.lines(of: [.generator])
        guard billed.isEmpty, !balances.closing.lines(of: [.fuel]).contains(where: Self.isRead),
            !lines.contains(where: Self.isRead),
            let meterID = lines.first(where: { $0.states.contains(where: Journal.Column.isOpen) })?
                .meterID
        else { return }
        let reason = BilingualText(
            "the generator's meter \(LotChecker.shown(meterID)) has no reading in the period, and no fuel is metered or billed",
            zh: "发电机计量 \(LotChecker.shown(meterID)) 在统计期内没有读数，也没有燃料计量或账单")
        refuseFuel(reason)
        report(.scopeNotEvaluated, ["value": "Scope 1"], reason)
    }

    private func openGeneration(
        outside billed: [String: [Interval]]
    ) -> [(month: Period, joules: Int64)] {
        guard let energy = balances.energy[.generator], energy > .zero else { return [] }
        let fuel = settings.sources.generator?.fuel
        let bills = fuel.map { billed[$0] ?? [] } ?? billed.values.flatMap { $0 }
        if !bills.isEmpty { return openGeneration(beside: bills, of: fuel) }
        let closing = balances.closing
        var isOpen = [Bool](repeating: true, count: closing.stretchCount)
        for line in closing.lines(of: [.fuel])
        where fuel == nil || medium(line.meterID, line.validFrom) == fuel {
            for place in isOpen.indices where line.states[place] & LoadProfile.present != 0 {
                isOpen[place] = false
            }
        }
        return months.map { month in
            (month, closing.sum(of: .generator, over: month, where: isOpen))
        }
    }

    /// The same by the hour, because bills begin and end where they like.
    private func openGeneration(
        beside bills: [Interval], of fuel: String?
    ) -> [(month: Period, joules: Int64)] {
        let journal = balances.journal
        var isOpen = [Bool](repeating: true, count: journal.slotCount)
        for column in journal.columns(of: [.fuel])
        where fuel == nil || medium(column.meterID, column.validFrom) == fuel {
            for slot in isOpen.indices where column.states[slot] & LoadProfile.present != 0 {
                isOpen[slot] = false
            }
        }
        let time = Self.merged(bills)
        for slot in isOpen.indices where isOpen[slot] {
            let start = journal.start(ofSlot: slot)
            let next = time.bisected { start < $0.end }
            if next < time.endIndex, time[next].start <= start { isOpen[slot] = false }
        }
        return months.map { month in
            (month, journal.sum(of: .generator, over: month, where: isOpen))
        }
    }

    // MARK: - Valuing

    private mutating func value(_ burnt: Burnt) {
        let year = burnt.month.start.components.year
        let published = published(burnt.fuel, year: year)
        guard let fuel = published.direct ?? published.upstream else {
            reportNoFactor("\(LotChecker.shown(burnt.fuel)) (\(site.region))", year, burnt)
            return refuseFuel(
                BilingualText(
                    "no factor of \(LotChecker.shown(burnt.fuel)) is published for \(site.region)",
                    zh: "\(site.region) 没有 \(LotChecker.shown(burnt.fuel)) 的已发布因子"))
        }
        do {
            let rates = try fuel.rates(per: burnt.unit)
            let direct = try direct(rates, of: fuel)
            add(direct, rates, burnt, fuel)
            addUpstream(burnt, published.upstream ?? fuel)
        } catch {
            refuseFuel(error.reason)
            reportNoFactor(
                "\(LotChecker.shown(burnt.fuel)) / \(burnt.unit.rawValue)", year, burnt)
        }
    }

    private mutating func reportNoFactor(_ what: String, _ year: Int, _ burnt: Burnt) {
        report(
            .noPublishedFactor, ["value": what, "year": String(year)],
            file: burnt.line.map { _ in "activities.csv" }, line: burnt.line,
            meterID: burnt.meterID)
    }

    /// The fuel with the chosen heating values, else as its publisher prints it: the newest publication that says what
    /// burning it emits, and the newest one that says what its supply emits; a publisher may print them in turn.
    private func published(
        _ name: String, year: Int
    ) -> (direct: FuelFactor?, upstream: FuelFactor?) {
        for family in [settings.sources.heatingValues, .asPublished] {
            var (direct, upstream): (FuelFactor?, FuelFactor?) = (nil, nil)
            var latest = year
            while direct == nil || upstream == nil,
                let found = catalogue.fuel(
                    name, in: site.region, heatingValues: family, notLaterThan: latest)
            {
                if direct == nil, found.hasDirect { direct = found }
                if upstream == nil, found.parameters[.upstream] != nil { upstream = found }
                guard let dataYear = found.dataYear, dataYear <= latest else { break }
                latest = dataYear - 1
            }
            if direct != nil || upstream != nil { return (direct, upstream) }
        }
        return (nil, nil)
    }

    /// What one unit emits [kg], and which gases that counts.
    private func direct(
        _ rates: FuelRates, of fuel: FuelFactor
    ) throws(FuelFault) -> (rate: ExactRational, gases: String) {
        let tooLong = FuelFault(
            reason: BilingualText(
                "\(fuel.factorID): the digits do not fit 128 bits", zh: "\(fuel.factorID)：数值过长"))
        guard let carbonDioxide = rates.carbonDioxide else {
            guard let equivalent = rates.equivalent else { throw tooLong }
            return (equivalent, "CO2e (\(fuel.warming.text))")
        }
        if let others = rates.otherAsEquivalent {
            guard let sum = carbonDioxide.adding(others) else { throw tooLong }
            return (sum, "CO2e (\(fuel.warming.text))")
        }
        var sum = carbonDioxide
        var hasOthers = false
        for (gas, rate) in [("CH4", rates.methane), ("N2O", rates.nitrousOxide)] {
            guard let rate else { continue }
            guard let potential = catalogue.potential(of: gas, in: settings.gwpSet),
                let term = rate.multiplied(by: ExactRational(potential.value)),
                let next = sum.adding(term)
            else { throw tooLong }
            sum = next
            hasOthers = true
        }
        return (sum, hasOthers ? "CO2e (\(settings.gwpSet.rawValue))" : "CO2")
    }

    private mutating func add(
        _ direct: (rate: ExactRational, gases: String), _ rates: FuelRates, _ burnt: Burnt,
        _ fuel: FuelFactor
    ) {
        guard let mass = EmissionMass(roundingKilograms: burnt.amount.multiplied(by: direct.rate))
        else { return refuse(.scope1, Self.tooLarge(burnt.month)) }
        let gas = direct.gases == "CO2" ? "CO2" : "CO2e"
        add(
            EmissionEntry(
                siteID: site.id, scope: .scope1, category: burnt.category, account: burnt.account,
                meterID: burnt.meterID, activityID: burnt.activityID, month: burnt.month,
                amount: .quantity(burnt.amount, unit: burnt.unit.rawValue),
                factor: AppliedFactor(
                    fuel, rate: direct.rate, unit: "kg\(gas)/\(burnt.unit.rawValue)",
                    variant: "direct", gases: direct.gases, confidence: rates.confidence),
                mass: mass, isEstimated: burnt.isEstimated))
    }

    private mutating func addUpstream(_ burnt: Burnt, _ fuel: FuelFactor) {
        guard let (upstream, confidence) = (try? fuel.upstream(per: burnt.unit)) ?? nil else {
            upstreamReason =
                upstreamReason
                ?? BilingualText(
                    "no upstream factor of \(fuel.fuel) is published for \(site.region)",
                    zh: "\(site.region) 没有 \(fuel.fuel) 的已发布上游因子")
            return
        }
        guard let mass = EmissionMass(roundingKilograms: burnt.amount.multiplied(by: upstream))
        else { return refuse(.scope3, Self.tooLarge(burnt.month)) }
        add(
            EmissionEntry(
                siteID: site.id, scope: .scope3, category: .fuelAndEnergy, account: burnt.account,
                activityID: burnt.activityID, month: burnt.month,
                amount: .quantity(burnt.amount, unit: burnt.unit.rawValue),
                factor: AppliedFactor(
                    fuel, rate: upstream, unit: "kgCO2e/\(burnt.unit.rawValue)",
                    variant: "upstream", gases: "CO2e (\(fuel.warming.text))",
                    confidence: confidence),
                mass: mass, isEstimated: burnt.isEstimated))
    }
}
