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
        for escaped in refills(gases) + screened(gases) + balanced(gases) { value(escaped) }
        return isStated(.gas)
    }

    // MARK: - Sources

    /// What is refilled had escaped.
    private func refills(_ gases: [Activity]) -> [Escaped] {
        gases.filter { $0.kind.balanceSign == nil && !$0.kind.isScreening }.flatMap { activity in
            shares(of: activity).compactMap { month, share in
                escaped(activity, activity.kilograms?.multiplied(by: share), month, false)
            }
        }
    }

    /// Charge x yearly rate x months / 12; a month that is touched in part counts in part.
    private func screened(_ gases: [Activity]) -> [Escaped] {
        gases.filter(\.kind.isScreening).flatMap { activity -> [Escaped] in
            guard let rate = activity.ratePercent,
                let loss = activity.kilograms?.multiplied(by: ExactRational(rate))?
                    .divided(by: ExactRational(DecimalText(significand: 1_200, scale: 0)))
            else { return [] }
            return months.compactMap { month in
                let first = month.start.firstOfMonth()
                let whole = site.calendar.interval(from: first, to: first.firstOfMonth(adding: 1))
                guard
                    let shared = month.interval(in: site.calendar)
                        .intersection(activity.interval),
                    let share = ExactRational(Int128(shared.seconds), over: Int128(whole.seconds))
                else { return nil }
                return escaped(activity, loss.multiplied(by: share), month, true)
            }
        }
    }

    /// What was there and came, less what is there and left, less new capacity. Rows of one substance and
    /// one stretch of time make one balance.
    private mutating func balanced(_ gases: [Activity]) -> [Escaped] {
        struct Key: Hashable {
            let substance: String
            let interval: Interval
        }
        let rows = gases.filter { $0.kind.balanceSign != nil }
        let groups = Dictionary(grouping: rows) {
            Key(substance: name($0.substance ?? ""), interval: $0.interval)
        }.sorted {
            ($0.key.interval.start, $0.key.interval.end, $0.key.substance)
                < ($1.key.interval.start, $1.key.interval.end, $1.key.substance)
        }
        var escaped: [Escaped] = []
        for (_, group) in groups {
            let rows = group.sorted { ($0.line, $0.id) < ($1.line, $1.id) }
            var sum: ExactRational? = .zero
            for row in rows {
                let sign = Int128(row.kind.balanceSign ?? 0)
                sum = ExactRational(sign, over: 1).flatMap { row.kilograms?.multiplied(by: $0) }
                    .flatMap { sum?.adding($0) }
            }
            guard let sum, sum.numerator >= 0 else {
                report(
                    .massBalanceNegative,
                    ["value": rows[0].substance ?? "", "amount": sum?.text(places: 3) ?? "-"],
                    file: "activities.csv", line: rows[0].line)
                refuse(
                    .scope1,
                    BilingualText(
                        "the mass balance of \(LotChecker.shown(rows[0].substance ?? "")) is negative",
                        zh: "\(LotChecker.shown(rows[0].substance ?? "")) 的物料平衡为负"))
                continue
            }
            let name = rows.map(\.id).joined(separator: "+")
            for (month, share) in shares(of: rows[0]) where sum != .zero {
                guard let part = sum.multiplied(by: share) else { continue }
                escaped.append(
                    Escaped(
                        substance: rows[0].substance ?? "", kilograms: part,
                        category: .refrigerant, activityID: name, month: month,
                        isEstimated: false))
            }
        }
        return escaped
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
            substance: activity.substance ?? (activity.kind.isSF6 ? "SF6" : ""),
            kilograms: kilograms, category: category, activityID: activity.id, month: month,
            isEstimated: isEstimated)
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
