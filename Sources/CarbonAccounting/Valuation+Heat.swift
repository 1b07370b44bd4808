import EnergyLedger
import Metering
import Provenance
import Quantities

// Scope 2 of bought heat and cooling: metered, else billed.

extension Valuation {
    /// An amount of a carrier in a month, and whether a bill or a meter says so.
    struct Carried {
        let energy: ExactRational
        let account: Account?
        let activityID: String?
        let month: Period
        var isEstimated = false
    }

    mutating func valueHeatAndCooling() {
        for amount in carried(.heatImport, kind: .heat) { valueHeat(amount) }
        for amount in carried(.coolingImport, kind: .cooling) { valueCooling(amount) }
    }

    /// Amounts by month [J]: those of the meters, and those of bills where no meter covers their time.
    private mutating func carried(_ account: Account, kind: Activity.Kind) -> [Carried] {
        var amounts: [Carried] = []
        var billed: [Interval] = []
        if balances.heat[account] != nil {
            let lines = balances.closing.lines(of: [account])
            for (month, energy) in balances.closing.monthly(account)
            where energy != .zero {
                guard let joules = ExactRational(Int128(energy.joules), over: 1) else { continue }
                amounts.append(
                    Carried(
                        energy: joules, account: account, activityID: nil, month: month,
                        isEstimated: lines.contains { isEstimated($0, in: month) }))
            }
        }
        for activity in inputs.activities where activity.kind == kind {
            let figures: Set<EmissionScope> = [.scope2Location, .scope2Market]
            if isMetered(activity, by: account, medium: nil, in: figures) { continue }
            billed.append(activity.interval)
            for (month, share) in shares(of: activity) {
                guard let unit = MeterUnit(rawValue: activity.unit),
                    let joules = ExactRational(activity.amount)
                        .multiplied(
                            by: ExactRational(
                                DecimalText(significand: Int128(unit.scale), scale: 0)))?
                        .multiplied(by: share)
                else { continue }
                amounts.append(
                    Carried(energy: joules, account: nil, activityID: activity.id, month: month))
            }
        }
        questionOpen(account, Self.merged(billed))
        return amounts
    }

    /// Asks of every meter of bought heat or cooling for the hours that it owes and lacks: unless bills speak of all
    /// of them, they are missing, and missing is not zero. A meter that was read in part leaves a figure of the covered
    /// hours, which says so; one without any reading leaves Scope 2 absent.
    ///
    /// - Parameter billed: The time of the bills that count, in order and without overlap.
    private mutating func questionOpen(_ account: Account, _ billed: [Interval]) {
        var unread: Set<String> = []
        for line in balances.closing.lines(of: [account]) {
            guard let meterID = line.meterID, line.states.contains(where: Journal.Column.isOpen),
                !covers(billed, line)
            else { continue }
            if Self.isRead(line) {
                report(.heatNotCovered, ["share": readShare(of: line)], meterID: meterID)
            } else {
                unread.insert(meterID)
            }
        }
        guard !unread.isEmpty else { return }
        let names = unread.sorted().map { LotChecker.shown($0) }.joined(separator: ", ")
        let reason = BilingualText(
            "the meter of bought heat or cooling \(names) has no reading in the period, and no bills stand for it",
            zh: "外购热力或冷量计量 \(names) 在统计期内没有读数，也没有账单替代")
        report(.scopeNotEvaluated, ["value": "Scope 2"], reason)
        refuseBoth(reason)
    }

    private mutating func valueHeat(_ amount: Carried) {
        let year = amount.month.start.components.year
        guard let factor = catalogue.heat(in: site.region, notLaterThan: year) else {
            report(.noPublishedFactor, ["value": "\(site.region) (heat)", "year": String(year)])
            return refuseBoth(
                BilingualText(
                    "no factor of bought heat is published for \(site.region)",
                    zh: "\(site.region) 没有已发布的外购热力因子"))
        }
        // J / 10^9 = GJ
        let kilograms = ExactRational(1, over: 1_000_000_000)
            .flatMap { amount.energy.multiplied(by: $0) }?
            .multiplied(by: factor.kilogramsPerGigajoule)
        addBoth(kilograms, .heat, amount, AppliedFactor(factor), isEstimated: amount.isEstimated)
    }

    /// Bought cooling is the supplier's electricity: what was bought over the supplier's coefficient of
    /// performance, at the factors of the site.
    private mutating func valueCooling(_ amount: Carried) {
        guard let cooling = settings.sources.cooling else {
            report(
                .scopeNotEvaluated, ["value": "Scope 2"],
                BilingualText(
                    "bought cooling without cooling_supplier_cop", zh: "外购冷量缺少 cooling_supplier_cop"
                ))
            return refuseBoth(
                BilingualText(
                    "bought cooling belongs to Scope 2; portfolio.yaml states no cooling_supplier_cop",
                    zh: "外购冷量属于范围二；portfolio.yaml 未填写 cooling_supplier_cop"))
        }
        for method in AccountingMethod.allCases {
            guard let choice = choice(forYear: amount.month.start.components.year, by: method)
            else {
                continue
            }
            let rate = choice.choice.factor.intensity.kilogramsPerKilowattHour
            let kilograms = ExactRational(1, over: 3_600_000)
                .flatMap { amount.energy.multiplied(by: $0) }?
                .divided(by: ExactRational(cooling.performance))?
                .multiplied(by: ExactRational(rate))
            add(
                kilograms, method.scope, .cooling, amount, choice.applied,
                isEstimated: cooling.isEstimate || amount.isEstimated)
        }
    }

    private mutating func refuseBoth(_ reason: BilingualText) {
        for method in AccountingMethod.allCases { refuse(method, reason) }
    }

    private mutating func addBoth(
        _ kilograms: ExactRational?, _ category: EmissionCategory, _ amount: Carried,
        _ factor: AppliedFactor, isEstimated: Bool
    ) {
        for method in AccountingMethod.allCases {
            add(kilograms, method.scope, category, amount, factor, isEstimated: isEstimated)
        }
    }

    private mutating func add(
        _ kilograms: ExactRational?, _ scope: EmissionScope, _ category: EmissionCategory,
        _ amount: Carried, _ factor: AppliedFactor, isEstimated: Bool
    ) {
        guard let mass = EmissionMass(roundingKilograms: kilograms) else {
            return refuse(scope, Self.tooLarge(amount.month))
        }
        add(
            EmissionEntry(
                siteID: site.id, scope: scope, category: category, account: amount.account,
                activityID: amount.activityID, month: amount.month,
                amount: .quantity(amount.energy, unit: "J"), factor: factor, mass: mass,
                isEstimated: isEstimated))
    }
}
