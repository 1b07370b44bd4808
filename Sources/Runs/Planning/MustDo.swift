import EnergyLedger
import Grading
import Provenance
import Quantities
import Retrofit

/// What a site must do (必须实施), outside the budget: what `measures.csv` orders by a date, and the best-paying
/// way to meet a mandatory rule that is not met.
struct MustDo {
    let mask: PackageMask

    init(_ planning: SitePlanning, _ data: PublishedData) throws {
        let table = planning.table
        let ordered = Set(table.candidates.filter { $0.requiredBy != nil }.map(\.id))
        // The cheapest package that holds all that is ordered.
        let wanted = table.mask(of: ordered)
        let base =
            table.packages.values.filter { $0.mask & wanted == wanted }.min {
                $0.capital == $1.capital ? $0.mask < $1.mask : $0.capital < $1.capital
            }?.mask ?? 0
        let gates = planning.before.grades.filter {
            Self.isFailedGate($0, planning.before, data)
        }
        guard !gates.isEmpty else {
            mask = base
            return
        }
        let schemes = Set(gates.map(\.scheme))
        let reaching = try planning.reaching(hangsOnWater: true) { result in
            result.grades.allSatisfy { !schemes.contains($0.scheme) || $0.level != nil }
        }
        let best = table.packages.values.filter {
            $0.mask & base == base && reaching.contains($0.mask)
        }.max {
            $0.netPresentValue == $1.netPresentValue
                ? $0.mask > $1.mask : $0.netPresentValue < $1.netPresentValue
        }
        // Only what the rule cannot do without is outside the budget; the rest competes for it.
        mask = best.map { Self.smallest($0.mask, base, table, reaching) } ?? base
    }

    /// The package without what the rule does not need: worth least is dropped first, ties by name.
    private static func smallest(
        _ mask: PackageMask, _ base: PackageMask, _ table: PackageTable,
        _ reaching: Set<PackageMask>
    ) -> PackageMask {
        var mask = mask
        while true {
            let smaller = table.candidates.indices.map { mask & ~(1 << PackageMask($0)) }.filter {
                $0 != mask && $0 & base == base && table.packages[$0] != nil
                    && reaching.contains($0)
            }
            let next = smaller.max { left, right in
                let worths = [left, right].map { table.packages[$0]?.netPresentValue ?? .zero }
                return worths[0] == worths[1] ? left > right : worths[0] < worths[1]
            }
            guard let next else { return mask }
            mask = next
        }
    }

    /// Tells whether a grade is a mandatory rule of the site's own jurisdiction whose weakest limit is not met.
    ///
    /// By the Standardisation Law of the PRC, article 2, a national standard numbered `GB` is mandatory and one
    /// numbered `GB/T` is recommended.
    private static func isFailedGate(
        _ grade: Grade, _ result: Run.SiteResult, _ data: PublishedData
    ) -> Bool {
        guard let rulebook = data.rulebook(grade.scheme), rulebook.number.hasPrefix("GB "),
            rulebook.holds(in: result.site.region)
        else { return false }
        return grade.level == nil && grade.gapToNext != nil && !grade.isInformative
    }
}
