import Quantities

/// The packages of one site from which the optimum chooses.
struct SiteChoices: Sendable {
    let siteID: String
    let base: PackageMask
    let best: PackageMask
    let packages: [PackageTable.Package]
    let baseCapital: Money
    let baseWorth: Int64
    /// How many limits of the surcharge the PUE lies above today; nil where the site pays none.
    let stepToday: Int?
    /// What the options that were not enumerated could add at most.
    let leftOutBound: Money
    private let reaching: Set<PackageMask>?

    init(_ siteID: String, _ table: PackageTable, _ request: PlanRequest) {
        let must = request.mustDo[siteID] ?? 0
        self.init(
            siteID, table, base: table.packages[must] == nil ? 0 : must,
            reaching: request.reaching[siteID], request)
    }

    /// The same site with its packages valued anew, as a draw does; what it must do and what reaches its target stay.
    func revalued(_ table: PackageTable, _ request: PlanRequest) -> SiteChoices {
        SiteChoices(siteID, table, base: base, reaching: reaching, request)
    }

    private init(
        _ siteID: String, _ table: PackageTable, base: PackageMask, reaching: Set<PackageMask>?,
        _ request: PlanRequest
    ) {
        self.siteID = siteID
        self.base = base
        self.reaching = reaching
        leftOutBound = table.leftOutBound
        let must0 = table.packages[base]
        baseCapital = must0?.capital ?? .zero
        let all = table.undominated(holding: base)
        best = all.max { $0.netPresentValue < $1.netPresentValue }?.mask ?? base
        var packages = all
        var isPayable = { (_: PackageTable.Package) in true }
        if let pace = request.pace {
            isPayable = Self.payable(table, base: base, capital: baseCapital, pace)
            packages = table.undominated(holding: base, where: isPayable)
        }
        if let reaching {
            packages += table.undominated(holding: base) {
                reaching.contains($0.mask) && isPayable($0)
            }
        }
        if request.leastSavedEmission != nil {
            // A package that saves more may be needed although it is worth less.
            packages += Self.savers(table, holding: base, where: isPayable)
        }
        var seen: Set<PackageMask> = []
        self.packages = packages.filter { seen.insert($0.mask).inserted }.sorted {
            $0.capital == $1.capital ? $0.mask < $1.mask : $0.capital < $1.capital
        }
        baseWorth = must0?.netPresentValue.hundredths ?? 0
        stepToday = table.packages[0]?.surcharge?.step
    }

    /// Tells which packages the budget of a year can pay, each measure or all of it at once; what must be done stands
    /// outside of it.
    private static func payable(
        _ table: PackageTable, base: PackageMask, capital: Money, _ pace: PlanRequest.Pace
    ) -> (PackageTable.Package) -> Bool {
        if pace.isByPackage { return { $0.capital - capital <= pace.budget } }
        let dear = table.candidates.indices.reduce(PackageMask(0)) {
            (table.candidates[$1].capex ?? .zero) > pace.budget ? $0 | (1 << PackageMask($1)) : $0
        }
        return { $0.mask & dear & ~base == 0 }
    }

    /// Packages that no other beats in outlay, worth and saved emission together.
    private static func savers(
        _ table: PackageTable, holding base: PackageMask,
        where isAllowed: (PackageTable.Package) -> Bool
    ) -> [PackageTable.Package] {
        let all = table.packages.values.filter { $0.mask & base == base && isAllowed($0) }.sorted {
            $0.mask < $1.mask
        }
        return all.filter { one in
            !all.contains { other in
                let isNoWorse =
                    other.capital <= one.capital && other.netPresentValue >= one.netPresentValue
                    && saved(other) >= saved(one)
                let isBetter =
                    other.capital < one.capital || other.netPresentValue > one.netPresentValue
                    || saved(other) > saved(one)
                return isNoWorse && (isBetter || other.mask < one.mask)
            }
        }
    }

    private static func saved(_ package: PackageTable.Package) -> Int64 {
        package.savedEmission?.milligrams ?? 0
    }

    /// Tells whether a package reaches the site's target; a site without one reaches it.
    func reaches(_ package: PackageTable.Package) -> Bool {
        reaching?.contains(package.mask) ?? true
    }

    /// Tells that a package reaches a target that what must be done alone would miss.
    func isNeeded(_ package: PackageTable.Package) -> Bool {
        guard let reaching else { return false }
        return reaching.contains(package.mask) && !reaching.contains(base)
    }

    /// The largest difference of worth between two packages.
    var spread: Int128 {
        let worths = packages.map(\.netPresentValue.hundredths)
        return Int128(worths.max() ?? 0) - Int128(worths.min() ?? 0)
    }

    /// Worth beside what must be done; reaching the target counts more than all worths together.
    func weighed(reaching most: Int128) -> [Optimum.Choice] {
        packages.map { package in
            let reward = reaching != nil && reaches(package) ? most : 0
            return Optimum.Choice(
                worth: Int128(package.netPresentValue.hundredths - baseWorth) + reward,
                outlay: (package.capital - baseCapital).hundredths,
                gain: Self.saved(package))
        }
    }
}
