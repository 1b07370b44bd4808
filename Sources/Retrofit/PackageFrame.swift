import Quantities

/// What the packages of some candidates share at every site that has the same ones (组合框架): which sets are
/// packages, and what of each still works in which years, with the factors of those years.
///
/// A hundred thousand rooms have a few hundred frames; what is left for each of them is arithmetic.
struct PackageFrame: Sendable {
    /// Some years in which the same measures of a package work.
    struct Years: Sendable {
        /// What still works.
        let standing: PackageMask
        /// Sums of the discount factors of those years.
        let energy: Int128
        let carbon: Int128
        let cost: Int128
    }

    /// One package.
    struct Entry: Sendable {
        let mask: PackageMask
        let members: [Int]
        let years: [Years]
    }

    let entries: [Entry]

    init(lives: [Int], _ rules: PackageRules, masks: [PackageMask], _ factors: YearFactors) {
        entries = masks.map { mask in
            let members = lives.indices.filter { mask & (1 << PackageMask($0)) != 0 }
            var years: [Years] = []
            var start = 0
            for end in Set(members.map { lives[$0] }).sorted() where end > start {
                let alive = members.reduce(PackageMask(0)) {
                    lives[$1] >= end ? $0 | (1 << PackageMask($1)) : $0
                }
                years.append(
                    Years(
                        standing: rules.standing(alive),
                        energy: factors.energy.factor(after: start, through: end),
                        carbon: factors.carbon.factor(after: start, through: end),
                        cost: factors.cost.factor(after: start, through: end)))
                start = end
            }
            return Entry(mask: mask, members: members, years: years)
        }
    }
}

/// The discount factors of energy, carbon and cost (贴现系数).
struct YearFactors: Sendable {
    let energy: Discounting
    let carbon: Discounting
    let cost: Discounting

    /// Makes the factors; nil when the settings lie outside of what can be counted with.
    init?(_ settings: PlanningSettings) {
        let fall = settings.gridFactorDecline
        guard
            let energy = Discounting(
                rate: settings.discountRate, growth: settings.energyPriceGrowth),
            let carbon = Discounting(
                rate: settings.discountRate,
                growth: DecimalText(significand: -fall.significand, scale: fall.scale)),
            let cost = Discounting(rate: settings.discountRate)
        else { return nil }
        (self.energy, self.carbon, self.cost) = (energy, carbon, cost)
    }
}

/// What is made once and serves all sites of a plan (原型缓存): factors, prices of bins, frames of packages.
public final class PackageFrames {
    private struct Key: Hashable {
        let lives: [Int]
        let rules: PackageRules
        let masks: [PackageMask]?
    }

    /// By what money is weighed.
    public let settings: PlanningSettings
    let factors: YearFactors?
    private var frames: [Key: PackageFrame] = [:]
    /// Of each tariff by its name the prices of the bins met last.
    private var prices: [String: (tariff: Tariff, bins: ChainBins, prices: BinPrices?)] = [:]

    /// Makes a store of frames.
    public init(_ settings: PlanningSettings) {
        self.settings = settings
        factors = YearFactors(settings)
    }

    /// The prices of bins; nil without a tariff.
    ///
    /// - Parameter own: A site's own tariff; nil for the one of the settings.
    func prices(of bins: ChainBins, under own: Tariff?) -> BinPrices? {
        guard let tariff = own ?? settings.tariff else { return nil }
        if let known = prices[tariff.name], known.bins == bins, known.tariff == tariff {
            return known.prices
        }
        let made = BinPrices(of: tariff, in: bins)
        prices[tariff.name] = (tariff, bins, made)
        return made
    }

    /// The frame of some candidates.
    ///
    /// - Parameters:
    ///   - masks: Some packages only; nil for all that the rules admit.
    ///   - isPassing: Tells that nobody will ask for these again, so that they are not kept.
    func frame(
        of candidates: [RetrofitOption], _ rules: PackageRules, masks: [PackageMask]? = nil,
        isPassing: Bool = false
    ) -> PackageFrame? {
        guard let factors else { return nil }
        if let masks, isPassing {
            return PackageFrame(
                lives: candidates.map { $0.lifeYears ?? 0 }, rules, masks: masks, factors)
        }
        let key = Key(lives: candidates.map { $0.lifeYears ?? 0 }, rules: rules, masks: masks)
        if let known = frames[key] { return known }
        let full = (PackageMask(1) << PackageMask(candidates.count)) - 1
        let frame = PackageFrame(
            lives: key.lives, rules, masks: masks ?? (0...full).filter(rules.admits), factors)
        frames[key] = frame
        return frame
    }
}
