import CarbonAccounting
import EnergyLedger
import Provenance

extension Rulebook {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case schema, id, edition, issuer, title, number, jurisdiction, grades, regions, conditions,
            period, levels, scoring, criteria, unreached, mandatory, surcharge, slot, publication,
            rank,
            order, remarks, sources
        case sourceScheme = "source_scheme"
        case regionsExcept = "regions_except"
        case appliesTo = "applies_to"
        case notKnown = "not_known"
    }

    /// What contradicts itself, in one sentence.
    var fault: String? {
        let names = levels.map(\.level)
        if Set(names).count != names.count { return "a level stands twice" }
        if Set(criteria.map(\.id)).count != criteria.count { return "a criterion stands twice" }
        for cited in citations where source(cited) == nil { return "no source `\(cited)`" }
        for criterion in criteria {
            if let fault = fault(in: criterion) { return "\(criterion.id): \(fault)" }
        }
        if let name = surcharge?.criterion, !criteria.contains(where: { $0.id == name }) {
            return "no criterion `\(name)`"
        }
        return nil
    }

    private var citations: [String] {
        conditions.map(\.source) + criteria.flatMap { $0.citations.map(\.source) }
            + levels.compactMap(\.source) + (surcharge?.tiers.map(\.source) ?? [])
    }

    /// A better level never has a looser limit under the same conditions.
    private func fault(in criterion: Criterion) -> String? {
        let order = levels.map(\.level)
        for threshold in criterion.thresholds {
            if let level = threshold.level, !order.contains(level) { return "no level `\(level)`" }
        }
        let leveled = criterion.thresholds.filter { $0.level != nil }
        for (better, worse) in zip(leveled, leveled.dropFirst()) where better.when == worse.when {
            guard let left = better.level.flatMap(order.firstIndex),
                let right = worse.level.flatMap(order.firstIndex)
            else { continue }
            let (a, b) = (better.limit.threshold, worse.limit.threshold)
            if left >= right { return "levels stand from the best to the worst" }
            if better.limit.wantsLess ? a > b : a < b { return "a better level has a looser limit" }
            if a == b { return "two levels have the same limit" }
        }
        return nil
    }
}
