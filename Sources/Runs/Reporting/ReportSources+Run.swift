import CarbonAccounting
import Grading
import MeterFiles
import Provenance
import Quantities
import Reporting

extension ReportSources {
    /// The factors of a period's run, each once, with the rulebooks of the levels.
    init(_ run: Run, rulebooks schemes: Set<String>) {
        var order: [AppliedFactor] = []
        var scopes: [AppliedFactor: Set<EmissionScope>] = [:]
        for use in run.sites.lazy.flatMap(\.inventory.factors) {
            if scopes[use.factor] == nil { order.append(use.factor) }
            scopes[use.factor, default: []].formUnion(use.scopes)
        }
        self.init(
            factors: order.map { factor in
                Factor(
                    id: factor.factorID, region: factor.region, dataYear: factor.dataYear,
                    variant: factor.variant, value: factor.value, unit: factor.unit,
                    gases: factor.gases,
                    scopes: ReportScope.allCases.filter {
                        scopes[factor]?.contains($0.emissionScope) ?? false
                    }, publication: factor.publication, place: factor.place,
                    confidence: factor.confidence, fallback: factor.fallback?.rawValue)
            }.sorted { ($0.id, $0.value) < ($1.id, $1.value) },
            rulebooks: run.data.rulebooks.filter { schemes.contains($0.rulebook.id) }.map {
                Rulebook(
                    id: $0.rulebook.id, number: $0.rulebook.number, title: $0.rulebook.title,
                    edition: $0.rulebook.edition, issuer: $0.rulebook.issuer,
                    documents: $0.rulebook.sources.map { ($0.title, $0.locator) },
                    digest: $0.digest)
            },
            inputs: run.portfolio.digests.map { Input(name: $0.name, digest: $0.digest) }
                + run.statements.compactMap { file in
                    file.digest.map { Input(name: file.file, digest: $0) }
                },
            factorRelease: run.data.factors.release, factorDigest: run.data.factors.digest)
    }
}
