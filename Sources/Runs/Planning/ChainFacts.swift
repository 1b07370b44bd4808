import EnergyLedger
import Grading
import Provenance
import Quantities
import Retrofit

/// The facts of `facts.csv` that tell of a site's power chain; a fact holds when it holds on the period's
/// last day.
enum ChainFacts {
    /// What each site states.
    ///
    /// - Throws: `Refusal` when a fact of the chain is no share or parts exceed their whole.
    static func read(_ portfolio: Portfolio, for period: Period) throws -> [String: StatedChain] {
        var findings: [Finding] = []
        var stated: [String: StatedChain] = [:]
        let lastDay = period.end.adding(days: -1)
        for site in portfolio.sites {
            var shares: [StatedChain.Fact: Share] = [:]
            for fact in portfolio.facts(of: site) where fact.holds(on: lastDay) {
                guard let name = StatedChain.Fact(rawValue: fact.name.rawValue) else { continue }
                if let share = Share(fact.number) {
                    shares[name] = share
                } else {
                    findings.append(
                        refusal(fact.text, BilingualText("a share from 0 to 1", zh: "0 到 1 的份额")))
                }
            }
            guard !shares.isEmpty else { continue }
            stated[site.id] = StatedChain(shares)
            if stated[site.id] == nil {
                findings.append(
                    refusal(
                        site.id, BilingualText("parts that sum to at most 1", zh: "合计不超过 1 的份额")))
            }
        }
        guard findings.isEmpty else { throw Refusal(findings.sorted(by: Finding.byPlace)) }
        return stated
    }

    private static func refusal(_ value: String, _ expected: BilingualText) -> Finding {
        Finding(
            .valueMalformed, file: "facts.csv", column: "value", value: value,
            arguments: ["example": "0.6"], phrases: ["expected": expected])
    }
}
