import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Retrofit

/// One site on the way to its plan: the fitted chain, its packages, and the street walked again with
/// a package's books.
final class SitePlanning {
    let before: Run.SiteResult
    let basis: FitBasis
    let site: SiteCase
    let table: PackageTable
    /// How the site stands to a surcharge; nil where it is subject to none.
    let surcharge: SurchargeStanding?
    private let walked: (ChangedBook, [Instrument]) -> Run.SiteResult
    private let period: Period
    private var walks: [PackageMask: Run.SiteResult] = [:]

    /// Plans a site from its hours.
    ///
    /// - Throws: `Refusal` when prices are too high for the sums of all sites so far.
    convenience init(
        _ before: Run.SiteResult, over period: Period, _ plan: PlanBasis,
        walked: @escaping (ChangedBook, [Instrument]) -> Run.SiteResult
    ) throws {
        let journal = before.balances.journal
        let fit = ChainFit(
            of: journal, months: period.months, tariff: plan.tariff(at: before.site),
            stated: plan.stated(at: before.site.id))
        try self.init(
            before, .hours(fit, journal), plan.shelf.options(of: before.site, fit.chain),
            over: period, plan, walked: walked)
    }

    /// Plans a site from what was fitted.
    ///
    /// - Throws: `Refusal` when prices are too high for the sums of all sites so far.
    init(
        _ before: Run.SiteResult, _ basis: FitBasis, _ options: [RetrofitOption],
        over period: Period, _ plan: PlanBasis,
        walked: @escaping (ChangedBook, [Instrument]) -> Run.SiteResult
    ) throws {
        self.before = before
        self.period = period
        self.basis = basis
        self.walked = walked
        let carbon = CarbonWeights(
            of: before.inventory, method: .location, months: period.months)
        surcharge = plan.surcharge(at: before)
        try plan.check(basis, options, carbon, surcharge?.site, at: before.site)
        site = SiteCase(
            siteID: before.site.id, chain: basis.chain, settled: options, carbon: carbon,
            peaks: basis.peaks(under: options, plan.tariff(at: before.site)),
            surcharge: surcharge?.site, tariff: plan.tariff(at: before.site))
        table = PackageTable(of: site, plan.frames)
    }

    /// The fit to the hours; nil where months told.
    var fit: ChainFit? {
        if case .hours(let fit, _) = basis { fit } else { nil }
    }

    /// The measures of a package.
    private func options(of mask: PackageMask) -> [RetrofitOption] {
        table.candidates.indices.filter { mask & (1 << PackageMask($0)) != 0 }.map {
            table.candidates[$0]
        }
    }

    /// What a package saves on the chain.
    func savings(of mask: PackageMask) -> PowerChain.Savings {
        basis.chain.savings(options(of: mask).flatMap(\.actions))
    }

    /// The site with a package's books, closed, valued and graded by the same street.
    func walk(_ mask: PackageMask) throws -> Run.SiteResult {
        if mask == 0 { return before }
        if let known = walks[mask] { return known }
        let lots = PlannedLots.lots(of: options(of: mask), at: before.site, over: period)
        let result = walked(try basis.book(after: options(of: mask)), lots)
        walks[mask] = result
        return result
    }

    /// The packages with which the site reaches something.
    ///
    /// Packages that do the same beside overhead (equipment, own generation, green power, water) are held in the order
    /// of the PUE that the chain gives them, to the joule the changed journal's, and the first that reaches it is
    /// searched by halves, with the grader as judge.
    ///
    /// - Parameter byRatioAlone: Whether it hangs on the PUE and on nothing else.
    func reaching(
        byRatioAlone: Bool, _ isReached: (Run.SiteResult) -> Bool
    ) throws -> Set<PackageMask> {
        let apart = byRatioAlone ? 0 : doingOtherThanOverhead
        var reaching: Set<PackageMask> = []
        for masks in Dictionary(grouping: table.packages.keys, by: { $0 & apart }).values {
            let ranked = masks.map { (mask: $0, ratio: ratio(of: $0)) }.sorted {
                let (left, right) = ($0.ratio, $1.ratio)
                let (one, other) = (left.0 * right.1, right.0 * left.1)
                return one == other ? $0.mask < $1.mask : one < other
            }
            // Ranked from the lowest PUE on: reached up to some place, not beyond.
            var (low, high) = (0, ranked.count)
            while low < high {
                let middle = (low + high) / 2
                let isReached = isReached(try walk(ranked[middle].mask))
                if isReached { low = middle + 1 } else { high = middle }
            }
            reaching.formUnion(ranked[..<low].map(\.mask))
        }
        return reaching
    }

    /// The measures that change other figures than the PUE otherwise than a saving of overhead does.
    private var doingOtherThanOverhead: PackageMask {
        // Without a meter of water the books do not tell what is taken.
        let byWater = !before.balances.water.isEmpty
        return table.candidates.indices.reduce(PackageMask(0)) {
            let option = table.candidates[$1]
            let isOther =
                option.measure.effect.isGreenPower || (byWater && option.changesWater)
                || option.actions.contains {
                    switch $0 {
                    case .generate: true
                    case .save(_, let link), .remove(_, let link), .convert(_, let link):
                        link == .it
                    case .shift: false
                    }
                }
            return isOther ? $0 | (1 << PackageMask($1)) : $0
        }
    }

    /// Facility and IT energy [J] after a package, whose ratio ranks it.
    private func ratio(of mask: PackageMask) -> (Int128, Int128) {
        let (savings, bins) = (savings(of: mask), basis.chain.bins)
        let pue = before.indicators.pue
        let facility = (pue.numerator ?? before.balances.facilityEnergy ?? .zero).joules
        let it = (pue.denominator ?? before.balances.itEnergy ?? .zero).joules
        return (
            Int128(facility - savings.withinBoundary(in: bins)),
            max(1, Int128(it - savings.total(of: .it, in: bins)))
        )
    }
}
