import EnergyLedger
import Provenance
import Quantities

// Scope 1, gases that escape: refrigerants, fire suppression, sulfur hexafluoride.

extension Valuation {
    /// An amount of a gas in a month.
    private struct Escaped {
        let substance: String
        let kilograms: ExactRational
        let category: EmissionCategory
        let activityID: String
        let month: Period
        let isEstimated: Bool
    }

    /// Values all gases; tells whether any is stated for the period.
    mutating func valueGases() -> Bool {
        let gases = inputs.activities.filter { $0.kind.matter == .gas }
        guard !gases.isEmpty else { return false }
        let sources = GasSources(of: gases, in: calendarYears) { name(substance(of: $0)) }
        func counted(_ method: GasSources.Method) -> [GasSources.Part] {
            sources.counted.filter { $0.statement.method == method }
        }
        for escaped in refills(counted(.refill)) + screened(counted(.screening))
            + balanced(counted(.massBalance))
        {
            value(escaped)
        }
        reportDoubleGases(sources.doubled)
        return isStated(.gas)
    }

    /// The calendar years of the period, whole.
    private var calendarYears: [(year: Int, interval: Interval)] {
        balances.period.years.compactMap { year in
            guard let january = CivilDate(year: year, month: 1, day: 1) else { return nil }
            return (
                year,
                site.calendar.interval(from: january, to: january.firstOfMonth(adding: 12))
            )
        }
    }

    // MARK: - Sources

    /// What is refilled had escaped.
    private func refills(_ parts: [GasSources.Part]) -> [Escaped] {
        parts.flatMap { part in
            part.statement.rows.flatMap { activity in
                shares(of: activity).compactMap { month, share in
                    guard month.start.components.year == part.year else { return nil }
                    return escaped(
                        activity, activity.kilograms?.multiplied(by: share), month, false)
                }
            }
        }
    }

    /// Charge x yearly rate x months / 12; a month that is touched in part counts in part.
    private func screened(_ parts: [GasSources.Part]) -> [Escaped] {
        parts.flatMap { part -> [Escaped] in
            let activity = part.statement.rows[0]
            guard let rate = activity.ratePercent,
                let loss = activity.kilograms?.multiplied(by: ExactRational(rate))?
                    .divided(by: ExactRational(DecimalText(significand: 1_200, scale: 0)))
            else { return [] }
            return months.compactMap { month in
                let first = month.start.firstOfMonth()
                let whole = site.calendar.interval(from: first, to: first.firstOfMonth(adding: 1))
                guard
                    let shared = month.interval(in: site.calendar).intersection(part.interval),
                    let share = ExactRational(Int128(shared.seconds), over: Int128(whole.seconds))
                else { return nil }
                return escaped(activity, loss.multiplied(by: share), month, true)
            }
        }
    }

    /// What was there and came, less what is there and left, less new capacity; of the balances that touch the period.
    private mutating func balanced(_ parts: [GasSources.Part]) -> [Escaped] {
        var escaped: [Escaped] = []
        for part in parts where part.interval.intersection(balances.interval) != nil {
            let rows = part.statement.rows
            var sum: ExactRational? = .zero
            for row in rows {
                let sign = Int128(row.kind.balanceSign ?? 0)
                sum = ExactRational(sign, over: 1).flatMap { row.kilograms?.multiplied(by: $0) }
                    .flatMap { sum?.adding($0) }
            }
            let substance = rows[0].substance ?? ""
            guard let sum, sum.numerator >= 0 else {
                report(
                    .massBalanceNegative,
                    ["value": substance, "amount": sum?.text(places: 3) ?? "-"],
                    file: "activities.csv", line: rows.map(\.line).min())
                refuse(
                    .scope1,
                    BilingualText(
                        "the mass balance of \(LotChecker.shown(substance)) is negative",
                        zh: "\(LotChecker.shown(substance)) 的物料平衡为负"))
                continue
            }
            // Switchgear has no kinds of its own for a balance.
            let isSwitchgear =
                catalogue.warming.substance(named: substance)?.group == .sulfurHexafluoride
            for (month, share) in shares(of: rows[0]) where sum != .zero {
                guard let kilograms = sum.multiplied(by: share) else { continue }
                escaped.append(
                    Escaped(
                        substance: substance, kilograms: kilograms,
                        category: isSwitchgear ? .sf6 : .refrigerant,
                        activityID: part.statement.name, month: month, isEstimated: false))
            }
        }
        return escaped
    }

    /// Says which statement stands for each that is left out in the period.
    private mutating func reportDoubleGases(_ doubled: [GasSources.Repeated]) {
        for double in doubled
        where double.part.interval.intersection(balances.interval) != nil {
            let (part, other) = (double.part, double.other)
            if !double.isWhole { partlyStated.insert(.scope1) }
            let rows = part.statement.rows
            let substance = LotChecker.shown(substance(of: rows[0]))
            let year = part.year.map { ", \($0)" } ?? ""
            reportDoubleSource(
                "\(LotChecker.shown(part.statement.name)) (\(substance)\(year))",
                BilingualText(
                    "\(other.method.name.english) \(LotChecker.shown(other.name))",
                    zh: "\(other.method.name.chinese) \(LotChecker.shown(other.name))"),
                line: rows.map(\.line).min())
        }
    }

    private func substance(of activity: Activity) -> String {
        activity.substance ?? (activity.kind.isSF6 ? "SF6" : "")
    }

    private func name(_ substance: String) -> String {
        catalogue.warming.substance(named: substance)?.id ?? substance
    }

    private func escaped(
        _ activity: Activity, _ kilograms: ExactRational?, _ month: Period, _ isEstimated: Bool
    ) -> Escaped? {
        guard let kilograms, kilograms != .zero else { return nil }
        let category: EmissionCategory =
            switch activity.kind {
            case .fireSuppression, .fireSuppressionScreening: .fireSuppression
            case .sf6, .sf6Screening: .sf6
            default: .refrigerant
            }
        return Escaped(
            substance: substance(of: activity), kilograms: kilograms, category: category,
            activityID: activity.id, month: month, isEstimated: isEstimated)
    }

    // MARK: - Valuing

    private mutating func value(_ escaped: Escaped) {
        let shown = LotChecker.shown(escaped.substance)
        let substance = catalogue.warming.substance(named: escaped.substance)
        if let substance, substance.group.depletesOzone {
            let mass = EmissionMass(roundingKilograms: escaped.kilograms)?.milligrams
            let sum = mass?.addingReportingOverflow(outsideScopes[substance.id] ?? 0)
            guard let sum, !sum.overflow else {
                return refuse(.scope1, Self.tooLarge(escaped.month))
            }
            outsideScopes[substance.id] = sum.partialValue
            return report(.outsideScopes, ["value": substance.id])
        }
        guard let substance,
            let potential = catalogue.potential(of: substance.id, in: settings.gwpSet)
        else {
            report(
                .noPublishedFactor,
                [
                    "value": "\(shown) (GWP, \(settings.gwpSet.rawValue))",
                    "year": String(escaped.month.start.components.year),
                ])
            return refuse(
                .scope1,
                BilingualText(
                    "no warming potential of \(shown) is published in \(settings.gwpSet.rawValue)",
                    zh: "\(settings.gwpSet.rawValue) 中没有 \(shown) 的全球变暖潜势"))
        }
        let kilograms = escaped.kilograms.multiplied(by: ExactRational(potential.value))
        guard let mass = EmissionMass(roundingKilograms: kilograms) else {
            return refuse(.scope1, Self.tooLarge(escaped.month))
        }
        add(
            EmissionEntry(
                siteID: site.id, scope: .scope1, category: escaped.category,
                activityID: escaped.activityID, month: escaped.month,
                amount: .quantity(escaped.kilograms, unit: "kg"),
                factor: AppliedFactor(potential), mass: mass, isEstimated: escaped.isEstimated))
    }
}

extension GasSources.Method {
    /// Its name in a sentence.
    var name: BilingualText {
        switch self {
        case .massBalance: BilingualText("the mass balance", zh: "物料平衡")
        case .refill: BilingualText("the refill", zh: "补充量")
        case .screening: BilingualText("the screening", zh: "筛查")
        }
    }
}

extension Activity {
    /// The amount of a gas [kg].
    var kilograms: ExactRational? {
        let exact = ExactRational(amount)
        return switch unit {
        case "kg": exact
        case "g": ExactRational(1, over: 1_000).flatMap(exact.multiplied)
        case "t", "tCO2e": ExactRational(1_000, over: 1).flatMap(exact.multiplied)
        case "kgCO2e": exact
        default: nil
        }
    }
}
