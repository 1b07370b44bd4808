import EnergyLedger
import Grading
import Provenance
import Quantities
import Retrofit

/// The facts of `facts.csv` that tell what plant a site has and when it went into service; a fact holds when it holds
/// on the period's last day, and age counts on that day.
enum PlantFacts {
    /// What each site states.
    static func stated(in portfolio: Portfolio, for period: Period) -> StatedPlant {
        let lastDay = period.end.adding(days: -1)
        let plants = Dictionary(
            uniqueKeysWithValues: Plant.allCases.filter { $0 != .site }.map { ($0.place.name, $0) })
        var commissioned: [String: [Plant: CivilDateSpan]] = [:]
        var parts: [String: [PlantPart: Bool]] = [:]
        for site in portfolio.sites {
            for fact in portfolio.facts(of: site) where fact.holds(on: lastDay) {
                if let plant = plants[fact.name.rawValue] {
                    commissioned[site.id, default: [:]][plant] = CivilDateSpan(iso: fact.text)
                } else if let part = PlantPart(rawValue: fact.name.rawValue) {
                    parts[site.id, default: [:]][part] = fact.text == "true"
                }
            }
        }
        return StatedPlant(on: lastDay, commissioned, parts: parts)
    }
}
