import Quantities

/// One package for each site under the limits (选定组合), and how far that is proven.
///
/// First as many sites as possible reach their target, then the net present value is as large as it can be.
struct ChosenPackages: Sendable {
    /// The package of each site, in the order of the choices.
    let packages: [PackageTable.Package]
    /// Sites that have a target to reach and do not reach it.
    let missingTarget: [String]
    /// Tells that a plan keeps the limits.
    let isFeasible: Bool
    /// Tells that it is known whether a plan keeps them.
    let isDecided: Bool
    /// Net present value of what was chosen beside what must be done.
    let netPresentValue: Money
    /// No plan that keeps the limits is worth more than this.
    let bound: Money

    /// Chooses; choices are sorted by site, so that input in another order gives the same.
    ///
    /// - Parameter effort: Steps of bounding after which the search ends with the gap it has.
    init(_ choices: [SiteChoices], _ request: PlanRequest, effort: Int = Optimum.effort) {
        let most = choices.reduce(Int128(1)) { $0 + $1.spread }
        let optimum = Optimum(
            sites: choices.map { $0.weighed(reaching: most) },
            budget: request.budget?.hundredths,
            target: request.leastSavedEmission?.milligrams, effort: effort)
        isFeasible = optimum.taken != nil
        isDecided = optimum.isDecided
        let taken = optimum.taken ?? choices.map { _ in 0 }
        packages = zip(choices, taken).map { $0.packages[$1] }
        missingTarget = zip(choices, packages).filter { !$0.reaches($1) }.map(\.0.siteID)
        var worth: Int128 = 0
        var leftOut: Int128 = 0
        for (choice, package) in zip(choices, packages) {
            worth += Int128(package.netPresentValue.hundredths - choice.baseWorth)
            leftOut += Int128(choice.leftOutBound.hundredths)
        }
        netPresentValue = Money(hundredths: Int64(worth))
        bound = Money(hundredths: Int64(worth + min(optimum.gap, most) + leftOut))
    }
}
