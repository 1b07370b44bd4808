public import Quantities

/// A set of measures of one site, one bit for each candidate (措施组合).
public typealias PackageMask = UInt32

/// All packages of one site, each walked through the chain (组合枚举).
///
/// Candidates are the options without a hindrance, at most `limit` of them; of more the ones that are
/// worth most by themselves are enumerated and the rest enters the bound. A package holds with each measure
/// what it needs and nothing that excludes it.
public struct PackageTable: Sendable {
    /// Most measures that are enumerated at a site: 4,096 packages.
    public static let limit = 12

    /// One package.
    public struct Package: Hashable, Sendable {
        /// Which candidates it holds.
        public let mask: PackageMask
        /// Bought energy saved in the first year [J].
        public let savedJoules: Int64
        /// Emission saved in the first year by location [mg]; nil without a factor.
        public let savedEmission: EmissionMass?
        /// Paid at once.
        public let capital: Money
        /// Cost of running it in the first year.
        public let annualCost: Money
        /// Electricity not paid in the first year, surcharges and demand included.
        public let annualEnergyMoney: Money
        /// Carbon not paid in the first year.
        public let annualCarbonMoney: Money
        /// What becomes of the surcharge that hangs on the PUE; nil where the site pays none.
        public let surcharge: SurchargeEffect?
        /// Net present value over the lives of its measures.
        public let netPresentValue: Money

        /// What is not paid for electricity and carbon in the first year.
        public var annualBenefit: Money {
            annualEnergyMoney + annualCarbonMoney + (surcharge?.avoided ?? .zero)
        }

        /// What it brings in the first year, costs taken off.
        public var annualNet: Money { annualBenefit - annualCost }
    }

    /// The candidates in the order of their bits.
    public let candidates: [RetrofitOption]
    /// The options that were too many to enumerate.
    public let leftOut: [RetrofitOption]
    /// All packages that are possible, by mask.
    public let packages: [PackageMask: Package]
    /// What the options that were left out could add at most to any package's worth.
    public let leftOutBound: Money

    /// A table with other packages of the same candidates, as a draw values them.
    init(_ table: PackageTable, packages: [PackageMask: Package]) {
        candidates = table.candidates
        leftOut = table.leftOut
        leftOutBound = .zero
        self.packages = packages
    }

    /// Enumerates the packages of a site.
    public init(of site: SiteCase, settings: PlanningSettings) {
        self.init(of: site, PackageFrames(settings))
    }

    /// Enumerates the packages of a site with what is known from other sites.
    public init(of site: SiteCase, _ frames: PackageFrames) {
        let free = site.options.filter { $0.hindrance == nil }
        let valuer = PackageValuer(site, frames, shares: .expected)
        var chosen = free
        if free.count > Self.limit {
            chosen = Self.best(free, valuer)
        }
        let names = Set(chosen.map(\.id))
        let rules = PackageRules(chosen, all: site.options)
        candidates = chosen
        leftOut = free.filter { !names.contains($0.id) }
        if leftOut.isEmpty {
            leftOutBound = .zero
        } else {
            // A candidate that one of them could serve as a prerequisite may be worth more by it.
            let missing = Set(leftOut.map(\.id))
            let served = chosen.filter {
                $0.measure.dependsOn.contains { !missing.isDisjoint(with: $0) }
            }
            leftOutBound = (leftOut + served).reduce(valuer.surchargeCeiling(of: free)) {
                $0 + max(.zero, valuer.ceiling(of: $1))
            }
        }
        packages = valuer.table(of: chosen, rules)
    }

    /// The options worth most by themselves, with all that they need, as many as are enumerated.
    private static func best(
        _ free: [RetrofitOption], _ valuer: PackageValuer
    ) -> [RetrofitOption] {
        // What is ordered by a date is never left out.
        let ranked = free.map { ($0, valuer.ceiling(of: $0)) }.sorted {
            let (left, right) = ($0.0.requiredBy != nil, $1.0.requiredBy != nil)
            if left != right { return left }
            return $0.1 == $1.1 ? $0.0.id < $1.0.id : $0.1 > $1.1
        }
        var names: Set<String> = []
        for (option, _) in ranked {
            let closure = closure(of: option, in: free)
            if names.union(closure).count <= limit { names.formUnion(closure) }
        }
        return free.filter { names.contains($0.id) }
    }

    /// A measure with one way to have all that it needs, the first by name.
    private static func closure(of option: RetrofitOption, in free: [RetrofitOption]) -> Set<String>
    {
        let byID = Dictionary(free.map { ($0.id, $0) }) { one, _ in one }
        var found: Set<String> = []
        var waiting = [option.id]
        while let id = waiting.popLast() {
            guard let next = byID[id], found.insert(id).inserted else { continue }
            for group in next.measure.dependsOn where found.isDisjoint(with: group) {
                if let need = group.sorted().first(where: { byID[$0] != nil }) {
                    waiting.append(need)
                }
            }
        }
        return found
    }

    /// The names of a package's measures, sorted.
    public func names(of mask: PackageMask) -> [String] {
        candidates.indices.filter { mask & (1 << PackageMask($0)) != 0 }.map { candidates[$0].id }
    }

    /// The mask of names; names that are no candidates are passed over.
    public func mask(of names: Set<String>) -> PackageMask {
        candidates.indices.reduce(0) {
            names.contains(candidates[$1].id) ? $0 | (1 << PackageMask($1)) : $0
        }
    }

    /// Packages that no other beats in outlay and worth together (非支配组合), by outlay.
    ///
    /// - Parameter base: Measures that every package must hold.
    public func undominated(
        holding base: PackageMask = 0, where isAllowed: (Package) -> Bool = { _ in true }
    ) -> [Package] {
        let sorted = packages.values.filter { $0.mask & base == base && isAllowed($0) }.sorted {
            if $0.capital != $1.capital { return $0.capital < $1.capital }
            if $0.netPresentValue != $1.netPresentValue {
                return $0.netPresentValue > $1.netPresentValue
            }
            if $0.savedJoules != $1.savedJoules { return $0.savedJoules > $1.savedJoules }
            return $0.mask < $1.mask
        }
        var best: [Package] = []
        for package in sorted
        where best.last.map({ package.netPresentValue > $0.netPresentValue }) ?? true {
            best.append(package)
        }
        return best
    }

    /// Packages that no other beats in outlay and energy saved together, by outlay.
    func savers(holding base: PackageMask) -> [Package] {
        let sorted = packages.values.filter { $0.mask & base == base }.sorted {
            if $0.capital != $1.capital { return $0.capital < $1.capital }
            return $0.savedJoules == $1.savedJoules
                ? $0.mask < $1.mask : $0.savedJoules > $1.savedJoules
        }
        var best: [Package] = []
        for package in sorted
        where best.last.map({ package.savedJoules > $0.savedJoules }) ?? true {
            best.append(package)
        }
        return best
    }
}

/// Which end of the ranges a package is walked with, measure by measure.
struct ActionShares: Sendable {
    /// For each measure the part of its expected saving that comes true; nil is all of it.
    let realised: [String: Sampling.Draw]

    /// The expectation: the low end.
    static let expected = ActionShares(realised: [:])

    init(realised: [String: Sampling.Draw]) { self.realised = realised }
}
