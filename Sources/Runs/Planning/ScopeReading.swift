import EnergyLedger
import Provenance
import Retrofit

/// Reads which sites a clause of `portfolio.yaml` speaks of: `regions`, `kinds`, `sites`, each between `;`.
enum ScopeReading {
    /// The keys of a scope.
    static let keys = ["regions", "kinds", "sites"]

    /// The scope of a mapping; nil with the kind of site that there is none of.
    static func scope(_ texts: [String: String]) -> (scope: SiteScope?, wrong: String?) {
        var kinds: [Site.Kind] = []
        for word in parts(texts["kinds"]) {
            guard let kind = Site.Kind(rawValue: word) else { return (nil, "kinds: \(word)") }
            kinds.append(kind)
        }
        return (
            SiteScope(
                regions: parts(texts["regions"]), kinds: kinds, sites: parts(texts["sites"])), nil
        )
    }

    /// What stands between the semicolons of a text, without blanks around it.
    static func parts(_ text: String?) -> [String] {
        (text ?? "").split(separator: ";").map {
            String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    /// Refuses clauses that name a site which is not known, and two clauses at one site.
    ///
    /// - Parameters:
    ///   - one: What is expected where two hold.
    ///   - holds: Whether a clause, by its place, holds at a site beside its scope.
    static func check(
        _ clauses: [(name: String, scope: SiteScope)], at sites: [Site], one: BilingualText,
        where holds: (Int, Site) -> Bool = { _, _ in true },
        refusal: (String, BilingualText) -> Refusal
    ) throws {
        guard !clauses.isEmpty else { return }
        let known = Set(sites.map(\.id))
        for clause in clauses {
            for site in clause.scope.sites where !known.contains(site) {
                throw refusal(
                    "\(clause.name): \(site)",
                    BilingualText("a site of sites.csv", zh: "sites.csv 中的站点"))
            }
        }
        for site in sites {
            let names = clauses.indices.filter {
                clauses[$0].scope.holds(site) && holds($0, site)
            }.map { clauses[$0].name }
            if names.count > 1 {
                throw refusal("\(site.id): \(names.joined(separator: ", "))", one)
            }
        }
    }
}
