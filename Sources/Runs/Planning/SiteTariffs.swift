import EnergyLedger
import Provenance
import Retrofit

/// The tariff of each site (站点电价): the one of `tariffs` that names it, else `tariff`.
struct SiteTariffs {
    private let common: Tariff?
    private var own: [String: Tariff] = [:]

    /// Finds them, the first clause of a site; `check` refuses a second one.
    init(_ settings: PlanningSettings, at sites: [Site]) {
        common = settings.tariff
        guard !settings.tariffs.isEmpty else { return }
        for site in sites {
            own[site.id] = settings.tariffs.first { $0.scope.holds(site) }?.tariff
        }
    }

    /// What a site pays by; nil where nobody says.
    func tariff(at site: Site) -> Tariff? { own[site.id] ?? common }

    /// Refuses clauses of sites that are not known, and two of one site.
    ///
    /// - Throws: `Refusal`.
    static func check(_ settings: PlanningSettings, at sites: [Site]) throws {
        try ScopeReading.check(
            settings.tariffs.map { (name: $0.tariff.name, scope: $0.scope) }, at: sites,
            one: BilingualText("one of tariffs at a site", zh: "每个站点一项 tariffs")
        ) { value, expected in
            Refusal([
                Finding(
                    .valueMalformed, file: "portfolio.yaml", column: "tariffs", value: value,
                    arguments: ["example": "{south: {regions: CN-GD, flat: 0.65}}"],
                    phrases: ["expected": expected])
            ])
        }
    }
}
