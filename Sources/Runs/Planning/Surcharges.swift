import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Retrofit

/// The surcharges of a portfolio (能效加价), each as stated or taken out of the published rule that it names, and how a
/// site stands to them.
struct Surcharges {
    private struct Entry {
        let surcharge: EfficiencySurcharge
        let scope: SiteScope
        /// The rulebook it was taken from.
        let rulebook: Rulebook?
        let isInForce: Bool

        func holds(_ site: Site) -> Bool {
            guard scope.holds(site) else { return false }
            guard let rulebook else { return true }
            return rulebook.applies(to: site.kind) && rulebook.holds(in: site.region)
        }
    }

    private let entries: [Entry]

    /// Resolves clauses.
    ///
    /// - Throws: `Refusal` where a rule is not known, has no surcharge that can be planned with, is in another currency
    ///   or only remembered, where a site is not known, or where two clauses hold at one site.
    init(
        _ clauses: [SurchargeClause], _ portfolio: Portfolio, _ data: PublishedData,
        after period: Period
    ) throws {
        entries = try clauses.map { clause in
            switch clause.rule {
            case .stated(let surcharge):
                return Entry(
                    surcharge: surcharge, scope: clause.scope, rulebook: nil, isInForce: true)
            case .scheme(let name):
                guard let rulebook = data.rulebook(name) else {
                    throw Self.refusal(
                        "\(clause.name): \(name)",
                        BilingualText(
                            "a scheme of `schemes list`", zh: "`schemes list` 所列的规则"))
                }
                let rule = try Self.rule(rulebook, clause, portfolio.settings.currency)
                return Entry(
                    surcharge: rule, scope: clause.scope, rulebook: rulebook,
                    isInForce: rulebook.surcharge?.isInForce(on: period.lastDayOfNextYear)
                        ?? false)
            }
        }
        try ScopeReading.check(
            zip(clauses, entries).map { (name: $0.name, scope: $1.scope) }, at: portfolio.sites,
            one: BilingualText("one surcharge a site", zh: "每个站点一项加价"),
            where: { entries[$0].holds($1) }, refusal: Self.refusal)
    }

    /// How a site stands to the surcharge that it is subject to; nil where to none.
    func standing(of before: Run.SiteResult) -> SurchargeStanding? {
        guard let entry = entries.first(where: { $0.holds(before.site) }) else { return nil }
        func not(_ hindrance: SurchargeStanding.Hindrance) -> SurchargeStanding {
            .notCounted(entry.surcharge, hindrance)
        }
        let pue = before.indicators.pue
        guard entry.isInForce else { return not(.notInForce) }
        guard pue.designation == .annual, let facility = pue.numerator, let it = pue.denominator,
            let year = before.balances.facilityEnergy
        else { return not(.noRatio) }
        let excludes = before.site.boundaryExcludes
        guard excludes.isDisjoint(with: EndUse.chainAccounts) else {
            return not(.outsideBoundary)
        }
        return .counted(
            SiteSurcharge(
                entry.surcharge, facility: facility, it: it, facilityOfYear: year,
                bought: before.balances.energy[.gridImport] ?? .zero))
    }

    /// The published rule as limits and prices.
    private static func rule(
        _ rulebook: Rulebook, _ clause: SurchargeClause, _ currency: String
    ) throws -> EfficiencySurcharge {
        guard let surcharge = rulebook.surcharge,
            let rule = surcharge.planned(in: rulebook, named: clause.name, clause.evidence)
        else {
            throw refusal(
                "\(clause.name): \(rulebook.id)",
                BilingualText(
                    "a scheme with a surcharge by the PUE that is checked (A or B), or above and price",
                    zh: "含已核实（A 或 B）的 PUE 加价的规则，或 above 与 price"))
        }
        guard surcharge.currency == currency else {
            throw refusal(
                "\(clause.name): \(rulebook.id) \(surcharge.currency)",
                BilingualText(
                    "a scheme in the portfolio's currency, \(currency)",
                    zh: "以组合货币 \(currency) 计价的规则"))
        }
        return rule
    }

    private static func refusal(_ value: String, _ expected: BilingualText) -> Refusal {
        Refusal([
            Finding(
                .valueMalformed, file: "portfolio.yaml", column: "pue_surcharges", value: value,
                arguments: ["example": "{bj: {scheme: cn-bj-existing-2024}}"],
                phrases: ["expected": expected])
        ])
    }
}

extension EndUse {
    /// The accounts that a plan changes.
    fileprivate static let chainAccounts = allCases.reduce(
        into: Set(Account.allCases.filter { $0.side == .supply })
    ) { $0.formUnion($1.accounts) }.union([.storageCharge])
}

extension Surcharge {
    /// The rule as a plan counts with it: limits of the PUE, from the lowest on.
    ///
    /// A class up to an excess over the limit is a limit of its own: `limit x (1 + excess)`.
    ///
    /// - Returns: Nil where it is no surcharge by the PUE alone and the size of the site, or rests on values that were
    ///   not checked.
    func planned(
        in rulebook: Rulebook, named name: String, _ evidence: String?
    ) -> EfficiencySurcharge? {
        guard let criterion = rulebook.criteria.first(where: { $0.id == self.criterion }),
            criterion.quantity == .indicator(.pue), criterion.adjustment == nil,
            rulebook.conditions.isEmpty, criterion.thresholds.count == 1,
            let gate = criterion.thresholds.first, gate.level == nil, gate.when.isEmpty,
            case .atMost(let limit) = gate.limit, gate.confidence.mayCarryCertificate,
            tiers.allSatisfy(\.confidence.mayCarryCertificate), when.allSatisfy(\.isOnDate),
            criterion.when.count <= 1
        else { return nil }
        var least: Energy?
        if let size = criterion.when.first {
            guard size.subject == .quantity(.site(.facilityKilowattHours)),
                case .atLeast(let value)? = size.limits.first, size.limits.count == 1,
                let joules = value.rounded(times: .one, times: 3_600_000)
            else { return nil }
            least = Energy(joules: joules)
        }
        var steps: [EfficiencySurcharge.Step] = []
        var from = limit
        for tier in tiers {
            steps.append(EfficiencySurcharge.Step(limit: from, price: tier.price))
            guard let excess = tier.excessAtMost else { break }
            let one = Rounding.powerOfTen(excess.scale)
            from = DecimalText(
                significand: limit.significand * (one + excess.significand),
                scale: limit.scale + excess.scale)
        }
        return EfficiencySurcharge(
            name: name, steps: steps, base: .excess, leastFacility: least, scheme: rulebook.id,
            evidence: evidence)
    }

    /// Tells whether it is charged on a day.
    func isInForce(on day: CivilDate) -> Bool {
        when.allSatisfy { condition in
            condition.limits.allSatisfy {
                ExactRatio(Int128(day.dayNumber), to: 1).map($0.admits) ?? false
            }
        }
    }
}

extension Condition {
    fileprivate var isOnDate: Bool { subject == .date }
}

extension Period {
    /// The last day of the twelve months that follow.
    fileprivate var lastDayOfNextYear: CivilDate { end.firstOfMonth(adding: 12).adding(days: -1) }
}
