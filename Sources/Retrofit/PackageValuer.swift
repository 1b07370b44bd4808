import Quantities

/// Values packages of one site: the chain gives energy, the tariff money, the months carbon, the lives
/// of the measures the years.
struct PackageValuer {
    private let site: SiteCase
    private let frames: PackageFrames
    private let shares: ActionShares
    private let prices: BinPrices?

    init(_ site: SiteCase, _ frames: PackageFrames, shares: ActionShares) {
        self.site = site
        self.frames = frames
        self.shares = shares
        prices = frames.prices(of: site.chain.bins, under: site.tariff)
    }

    /// What a package brings in one year at today's prices.
    private struct Year {
        var savedJoules: Int64 = 0
        var emission: EmissionMass? = .zero
        var energyMoney = Money.zero
        var carbonMoney = Money.zero
        var surcharge: SurchargeEffect?
        var cost = Money.zero
    }

    /// Packages of some candidates, valued.
    ///
    /// - Parameters:
    ///   - masks: Some packages only; nil for all that the rules admit.
    ///   - isPassing: Tells that nobody will ask for these again.
    func table(
        of candidates: [RetrofitOption], _ rules: PackageRules, masks: [PackageMask]? = nil,
        isPassing: Bool = false
    ) -> [PackageMask: PackageTable.Package] {
        let frame = frames.frame(of: candidates, rules, masks: masks, isPassing: isPassing)
        return frame.map { table(of: candidates, $0, site.surcharge) } ?? [:]
    }

    private func table(
        of candidates: [RetrofitOption], _ frame: PackageFrame, _ surcharge: SiteSurcharge?
    ) -> [PackageMask: PackageTable.Package] {
        let today = surcharge?.today
        var walk = PackageWalk(site.chain, candidates.map(actions))
        var years: [PackageMask: Year] = [:]
        years.reserveCapacity(frame.entries.count)
        func year(of mask: PackageMask) -> Year {
            if let known = years[mask] { return known }
            let year = self.year(&walk, mask, candidates, surcharge, today)
            years[mask] = year
            return year
        }
        var table: [PackageMask: PackageTable.Package] = [:]
        table.reserveCapacity(frame.entries.count)
        for entry in frame.entries {
            let first = year(of: entry.mask)
            var capital = Money.zero
            for member in entry.members { capital = capital + (candidates[member].capex ?? .zero) }
            // The outlay and the years, each with what still works then, discounted and rounded once.
            var worth = -Int128(capital.hundredths) * Discounting.one
            for years in entry.years {
                let year = year(of: years.standing)
                worth += Int128(year.energyMoney.hundredths) * years.energy
                worth += Int128(year.carbonMoney.hundredths) * years.carbon
                // A rule names its price in money of its own day: it does not rise with the tariff.
                worth += Int128(year.surcharge?.avoided.hundredths ?? 0) * years.cost
                worth -= Int128(year.cost.hundredths) * years.cost
            }
            table[entry.mask] = PackageTable.Package(
                mask: entry.mask, savedJoules: first.savedJoules, savedEmission: first.emission,
                capital: capital, annualCost: first.cost, annualEnergyMoney: first.energyMoney,
                annualCarbonMoney: first.carbonMoney, surcharge: first.surcharge,
                netPresentValue: Discounting.money(worth))
        }
        return table
    }

    /// The worth that a measure could add to a package at most: alone, with what it needs for nothing.
    ///
    /// Measures that compete save together at most their sum, so nothing adds more than it does alone. That does not
    /// hold of a surcharge, which falls by steps; it has a ceiling of its own.
    func ceiling(of option: RetrofitOption) -> Money {
        guard let frame = frames.frame(of: [option], .free(1), masks: [1]) else { return .zero }
        return table(of: [option], frame, nil)[1]?.netPresentValue ?? .zero
    }

    /// The most that any measures could add to a package's worth by the surcharge that it still pays.
    func surchargeCeiling(of options: [RetrofitOption]) -> Money {
        guard let surcharge = site.surcharge, let factors = frames.factors else { return .zero }
        let life = options.reduce(0) { max($0, $1.lifeYears ?? 0) }
        let most = surcharge.greatest(hasStores: options.contains(where: \.isStore))
        return Discounting.money(
            most * factors.cost.factor(after: 0, through: life) + Discounting.one)
    }

    private func actions(of option: RetrofitOption) -> [PowerChain.Action] {
        shares.realised[option.id]?.actions(of: option) ?? option.actions
    }

    private func year(
        _ walk: inout PackageWalk, _ mask: PackageMask, _ candidates: [RetrofitOption],
        _ surcharge: SiteSurcharge?, _ today: SiteSurcharge.Due?
    ) -> Year {
        var year = Year()
        year.surcharge = today.map { SurchargeEffect(avoided: .zero, step: $0.step) }
        guard mask != 0 else { return year }
        let bought = walk.bought(mask)
        if let surcharge, let today {
            let due = surcharge.due(after: walk.fall(mask, bought: bought))
            year.surcharge = SurchargeEffect(avoided: today.money - due.money, step: due.step)
        }
        year.savedJoules = bought.reduce(0, +)
        year.emission = site.carbon.mass(of: site.chain.bins.byMonth(bought))
        year.energyMoney = prices.flatMap { $0.money($0.sum(of: bought)) } ?? .zero
        if let peaks = site.peaks, let price = (site.tariff ?? frames.settings.tariff)?.demand {
            year.energyMoney =
                year.energyMoney
                + peaks.money(saved: walk.savings(mask), of: site.chain, at: price)
        }
        year.carbonMoney = carbonMoney(year.emission)
        for index in candidates.indices where mask & (1 << PackageMask(index)) != 0 {
            year.cost = year.cost + candidates[index].annualCost
        }
        return year
    }

    /// Milligrams at a price for each tonne, rounded half to even to a hundredth once.
    private func carbonMoney(_ mass: EmissionMass?) -> Money {
        guard let mass, let price = frames.settings.carbonPrice, price.scale <= 9 else {
            return .zero
        }
        // mg / 10^9 x price x 100
        let value = Rounding.halfToEven(
            Int128(mass.milligrams) * price.significand,
            over: 10_000_000 * Rounding.powerOfTen(price.scale))
        return Money(hundredths: Int64(value))
    }
}
