import EnergyLedger
import Grading
import Provenance
import Quantities
import Retrofit

/// What a site must do (必须实施), outside the budget: what `measures.csv` orders by a date, and the best-paying
/// way to meet the law, be it in force or to come with a day that it names.
struct MustDo {
    let mask: PackageMask
    /// The rules of law that are not met today, in force ones first, then by their day.
    let gates: [LegalGate]

    init(_ planning: SitePlanning, _ data: PublishedData) throws {
        let table = planning.table
        let ordered = Set(table.candidates.filter { $0.requiredBy != nil }.map(\.id))
        // The cheapest package that holds all that is ordered.
        let wanted = table.mask(of: ordered)
        let base =
            table.packages.values.filter { $0.mask & wanted == wanted }.min {
                $0.capital == $1.capital ? $0.mask < $1.mask : $0.capital < $1.capital
            }?.mask ?? 0
        var allowed = Set(table.packages.keys.filter { $0 & base == base })
        var gates: [LegalGate] = []
        for gate in OpenGate.all(of: planning.before, data) {
            let reaching = try planning.reaching(byRatioAlone: false, gate.isMet)
            let both = allowed.intersection(reaching)
            gates.append(gate.told(isReached: !both.isEmpty))
            if !both.isEmpty { allowed = both }
        }
        self.gates = gates
        guard gates.contains(where: \.isReached) else {
            mask = base
            return
        }
        let best = allowed.compactMap { table.packages[$0] }.max {
            $0.netPresentValue == $1.netPresentValue
                ? $0.mask > $1.mask : $0.netPresentValue < $1.netPresentValue
        }
        // Only what the law cannot do without is outside the budget; the rest competes for it.
        mask = best.map { Self.smallest($0.mask, base, table, allowed) } ?? base
    }

    /// The package without what the rules do not need: worth least is dropped first, ties by name.
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
}

/// A rule of law that a site does not meet as it is, and how to see whether it meets it with a package.
private struct OpenGate {
    let scheme: String
    let basis: BilingualText
    /// The limit to come; nil for the weakest level of a rule that is in force.
    let obligation: Obligation?

    /// Those of the site's own jurisdiction that bind by law, in force ones first, then by their day.
    static func all(of result: Run.SiteResult, _ data: PublishedData) -> [OpenGate] {
        let binding = result.grades.compactMap { grade -> (Grade, BilingualText)? in
            guard let rulebook = data.rulebook(grade.scheme), let basis = rulebook.mandatory,
                rulebook.holds(in: result.site.region), !grade.isInformative
            else { return nil }
            return (grade, basis)
        }
        let now = binding.filter { $0.0.level == nil && $0.0.gapToNext != nil }.map {
            OpenGate(scheme: $0.0.scheme, basis: $0.1, obligation: nil)
        }
        let later = binding.flatMap { grade, basis in
            grade.obligations.filter {
                $0.verdict == .notMet && $0.confidence.mayCarryCertificate
            }.map { OpenGate(scheme: grade.scheme, basis: basis, obligation: $0) }
        }
        return now
            + later.sorted {
                let (left, right) = ($0.obligation, $1.obligation)
                guard let one = left?.due, let other = right?.due, one != other else {
                    return ($0.scheme, left?.criterion ?? "")
                        < ($1.scheme, right?.criterion ?? "")
                }
                return one < other
            }
    }

    /// Tells whether the site as a package would leave it meets the rule.
    func isMet(_ result: Run.SiteResult) -> Bool {
        guard let grade = result.grades.first(where: { $0.scheme == scheme }) else { return false }
        guard let obligation else { return grade.level != nil }
        return grade.obligations.contains {
            $0.criterion == obligation.criterion && $0.due == obligation.due
                && $0.verdict == .met
        }
    }

    func told(isReached: Bool) -> LegalGate {
        LegalGate(
            scheme: scheme, basis: basis, criterion: obligation?.criterion,
            limit: obligation?.limit, due: obligation?.due, isReached: isReached)
    }
}
