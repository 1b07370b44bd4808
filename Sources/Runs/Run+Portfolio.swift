import EnergyLedger
import Grading

extension Run {
    /// What is said of all sites together: ranks, operators, aggregates.
    static func ranked(_ results: [SiteResult], _ rulebooks: [Rulebook]) -> [SiteResult] {
        var results = results
        for rulebook in rulebooks {
            guard let rule = rulebook.rank else { continue }
            let members = results.filter { rulebook.applies(to: $0.site.kind) }
            let ranks = RankResult.all(rule, members.map { ($0.site, $0.indicators) })
            for index in results.indices {
                var grades = results[index].grades
                guard let place = grades.firstIndex(where: { $0.scheme == rulebook.id }) else {
                    continue
                }
                grades[place].rank = ranks[results[index].site.id]
                results[index] = results[index].with(grades: grades)
            }
        }
        return results
    }

    /// Operators are the first parts of `organisation`; a site without one belongs to the portfolio's
    /// own. A scheme of another country is left out unless it was asked for.
    static func operators(
        _ results: [SiteResult], _ rulebooks: [Rulebook], _ portfolio: Portfolio
    ) -> [Grade] {
        let rulebooks = rulebooks.filter { $0.grades == .organisation }
        guard !rulebooks.isEmpty else { return [] }
        var order: [String] = []
        var sites: [String: [SiteResult]] = [:]
        for result in results {
            let path = result.site.organisation?.split(separator: "/").first.map(String.init)
            let name = path ?? portfolio.settings.organisation
            if sites[name] == nil { order.append(name) }
            sites[name, default: []].append(result)
        }
        return rulebooks.flatMap { rulebook in
            order.compactMap { name in
                Grader(by: rulebook).grade(
                    operatorNamed: name,
                    (sites[name] ?? []).map { ($0.site, $0.indicators) })
            }
        }
    }

    static func aggregates(
        _ results: [SiteResult], _ rulebooks: [Rulebook]
    ) -> [(scheme: String, cells: [PublishedAggregate])] {
        rulebooks.compactMap { rulebook in
            guard let rule = rulebook.publication else { return nil }
            let own = results.filter {
                rulebook.applies(to: $0.site.kind) && rulebook.holds(in: $0.site.region)
            }
            if own.isEmpty { return nil }
            let cells = PublishedAggregate.cells(rule, own.map { ($0.site, $0.indicators) })
            return (rulebook.id, cells)
        }
    }
}
