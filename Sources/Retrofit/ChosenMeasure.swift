public import Quantities

/// A planned measure in list order (入选措施): what it adds to the measures of its site before it.
public struct ChosenMeasure: Sendable {
    /// The option.
    public let option: RetrofitOption
    /// Tells that it must be done and stands outside the budget.
    public let isMustDo: Bool
    /// The measures of the site up to and with this one.
    public let prefix: PackageMask
    /// Paid once.
    public let capital: Money
    /// Bought energy saved in the first year, beyond what stands before it [J].
    public let savedJoules: Int64
    /// What it adds to the net present value.
    public let netPresentValue: Money
    /// What it adds to the first year, costs taken off.
    public let annualNet: Money
    /// Outlay as an annuity over its life and the cost of running it.
    public let annualized: Money
    /// Electricity and carbon not paid in the first year, the surcharge included.
    public let annualBenefit: Money
    /// Of it the surcharge that hangs on the PUE; nil where the site pays none.
    public let avoidedSurcharge: Money?
    /// Its outlay and yearly flows, as it stands.
    public let economics: Economics
    /// Why it is planned.
    public let reasons: [Reason]

    /// The measures of a site's plan, in an order in which each finds what it needs: the one that adds
    /// most first, ties by name. Their worths add up to the package's.
    public static func list(
        of plan: RetrofitPlan.SitePlan, settings: PlanningSettings, reaching: Set<PackageMask>?
    ) -> [ChosenMeasure] {
        let must = ordered(from: 0, to: plan.mustDo, in: plan.table)
        let free = ordered(from: plan.mustDo, to: plan.chosen, in: plan.table)
        var before: PackageMask = 0
        return (must + free).compactMap { index in
            defer { before |= 1 << PackageMask(index) }
            return ChosenMeasure(
                index, after: before, in: plan, settings: settings, reaching: reaching)
        }
    }

    /// The bits of a package beyond another, best first, each a package with those before it.
    private static func ordered(
        from start: PackageMask, to end: PackageMask, in table: PackageTable
    ) -> [Int] {
        var (mask, order) = (start, [Int]())
        while mask != end {
            let next = table.candidates.indices.filter { index in
                let bit = PackageMask(1) << PackageMask(index)
                return end & bit != 0 && mask & bit == 0 && table.packages[mask | bit] != nil
            }.max { left, right in
                let worths = [left, right].map {
                    table.packages[mask | (1 << PackageMask($0))]?.netPresentValue ?? .zero
                }
                return worths[0] == worths[1] ? left > right : worths[0] < worths[1]
            }
            guard let next else { return order }
            order.append(next)
            mask |= 1 << PackageMask(next)
        }
        return order
    }

    private init?(
        _ index: Int, after before: PackageMask, in plan: RetrofitPlan.SitePlan,
        settings: PlanningSettings, reaching: Set<PackageMask>?
    ) {
        let bit = PackageMask(1) << PackageMask(index)
        guard let old = plan.package(before), let new = plan.package(before | bit),
            let discounting = Discounting(rate: settings.discountRate)
        else { return nil }
        option = plan.table.candidates[index]
        isMustDo = plan.mustDo & bit != 0
        prefix = before | bit
        capital = new.capital - old.capital
        savedJoules = new.savedJoules - old.savedJoules
        netPresentValue = new.netPresentValue - old.netPresentValue
        annualNet = new.annualNet - old.annualNet
        annualBenefit = new.annualBenefit - old.annualBenefit
        avoidedSurcharge = new.surcharge.map { $0.avoided - (old.surcharge?.avoided ?? .zero) }
        let life = option.lifeYears ?? 0
        annualized = discounting.annuity(of: capital, over: life) + option.annualCost
        economics = Economics(
            capital: capital, flows: Array(repeating: annualNet, count: max(0, life)))
        reasons = Self.reasons(
            option, bit, isMustDo: isMustDo, worth: netPresentValue,
            fallsBelow: (new.surcharge?.step ?? 0) < (old.surcharge?.step ?? 0), plan, reaching)
    }

    private static func reasons(
        _ option: RetrofitOption, _ bit: PackageMask, isMustDo: Bool, worth: Money,
        fallsBelow: Bool, _ plan: RetrofitPlan.SitePlan, _ reaching: Set<PackageMask>?
    ) -> [Reason] {
        var reasons: [Reason] = []
        if isMustDo {
            reasons.append(option.requiredBy == nil ? .legalGate : .orderedByDate)
        }
        if let reaching, reaching.contains(plan.chosen), !reaching.contains(plan.chosen & ~bit) {
            reasons.append(.reachesTarget)
        }
        if fallsBelow || plan.needs(bit) { reasons.append(.avoidsSurcharge) }
        if worth > .zero { reasons.append(.paysBack) }
        let isNeeded = plan.table.candidates.indices.contains { other in
            plan.chosen & (1 << PackageMask(other)) != 0
                && plan.table.candidates[other].measure.dependsOn.contains {
                    $0.contains(option.id)
                }
        }
        if isNeeded { reasons.append(.unlocksOthers) }
        return reasons.isEmpty ? [.belongsToPackage] : reasons
    }
}

extension RetrofitPlan.SitePlan {
    /// Tells that no part of the chosen package without a measure pays as low a step of the surcharge.
    fileprivate func needs(_ bit: PackageMask) -> Bool {
        guard let step = package(chosen)?.surcharge?.step else { return false }
        return table.packages.values.allSatisfy { other in
            let isPart = other.mask & ~(chosen & ~bit) == 0
            return !isPart || (other.surcharge?.step ?? 0) > step
        }
    }

    /// Why an option is not planned; nil when it is.
    public func reasonAgainst(_ option: RetrofitOption) -> Reason? {
        if let hindrance = option.hindrance { return hindrance }
        guard let index = table.candidates.firstIndex(where: { $0.id == option.id }) else {
            return .tooManyMeasures
        }
        let bit = PackageMask(1) << PackageMask(index)
        if chosen & bit != 0 { return nil }
        if unlimited & bit != 0 { return .overBudget }
        let isExcluded = table.candidates.indices.contains { other in
            let one = table.candidates[other].measure
            return chosen & (1 << PackageMask(other)) != 0
                && (one.conflictsWith.contains(option.id)
                    || option.measure.conflictsWith.contains(one.id))
        }
        return isExcluded ? .excludedByChosen : .doesNotPayBack
    }
}
