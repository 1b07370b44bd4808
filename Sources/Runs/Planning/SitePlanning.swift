import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Retrofit

/// One site on the way to its plan: the fitted chain, its packages, and the street walked again with
/// a package's journal.
final class SitePlanning {
    let before: Run.SiteResult
    let fit: ChainFit
    let site: SiteCase
    let table: PackageTable
    private let run: Run
    private var walks: [PackageMask: Run.SiteResult] = [:]

    init(
        _ before: Run.SiteResult, _ run: Run, measures: [Measure], terms: [MeasureTerms],
        stated: StatedChain, settings: PlanningSettings
    ) {
        self.before = before
        self.run = run
        let journal = before.balances.journal
        fit = ChainFit(
            of: journal, months: run.period.months, tariff: settings.tariff, stated: stated)
        let options = SiteCase.options(
            of: before.site, fit.chain, measures: measures, terms: terms,
            hasTariff: settings.tariff != nil)
        let most = fit.chain.savings(options.flatMap(\.highActions))
        site = SiteCase(
            siteID: before.site.id, chain: fit.chain, options: options,
            carbon: CarbonWeights(
                of: before.inventory, method: .location, months: run.period.months),
            peaks: settings.tariff?.demand == nil
                ? nil : DemandPeaks(of: fit, in: journal, most: most))
        table = PackageTable(of: site, settings: settings)
    }

    /// What a package saves on the chain.
    func savings(of mask: PackageMask) -> PowerChain.Savings {
        let names = Set(table.names(of: mask))
        return fit.chain.savings(
            table.candidates.filter { names.contains($0.id) }.flatMap(\.actions))
    }

    /// The site with a package's journal, closed, valued and graded by the same street.
    func walk(_ mask: PackageMask) throws -> Run.SiteResult {
        if mask == 0 { return before }
        if let known = walks[mask] { return known }
        let journal = try fit.journal(before.balances.journal, after: savings(of: mask))
        let result = run.walked(journal, like: before)
        walks[mask] = result
        return result
    }

    /// The packages with which the site reaches something; packages are held in the order of the PUE that the
    /// chain gives them, and the first that reaches it is searched by halves, with the grader as judge.
    func reaching(_ isReached: (Run.SiteResult) -> Bool) throws -> Set<PackageMask> {
        let ranked = table.packages.keys.map { (mask: $0, ratio: ratio(of: $0)) }.sorted {
            let (left, right) = ($0.ratio, $1.ratio)
            let (one, other) = (left.0 * right.1, right.0 * left.1)
            return one == other ? $0.mask < $1.mask : one < other
        }
        // Ranked from the lowest PUE on: reached up to some place, not beyond.
        var (low, high) = (0, ranked.count)
        while low < high {
            let middle = (low + high) / 2
            if isReached(try walk(ranked[middle].mask)) { low = middle + 1 } else { high = middle }
        }
        return Set(ranked[..<low].map(\.mask))
    }

    /// Facility and IT energy [kJ] after a package, whose ratio ranks it.
    private func ratio(of mask: PackageMask) -> (Int128, Int128) {
        let savings = savings(of: mask)
        let pue = before.indicators.pue
        let facility = (pue.numerator ?? before.balances.facilityEnergy ?? .zero).joules
        let it = (pue.denominator ?? before.balances.itEnergy ?? .zero).joules
        return (
            Int128((facility - savings.used) / 1_000),
            max(1, Int128((it - savings.total(of: .it)) / 1_000))
        )
    }
}
