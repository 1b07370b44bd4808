import Quantities

/// Values packages of one site: the chain gives energy, the tariff money, the months carbon, the lives
/// of the measures the years.
struct PackageValuer {
    private let site: SiteCase
    private let settings: PlanningSettings
    private let shares: ActionShares
    private let energyFactors: Discounting?
    private let carbonFactors: Discounting?
    private let costFactors: Discounting?

    init(_ site: SiteCase, settings: PlanningSettings, shares: ActionShares) {
        self.site = site
        self.settings = settings
        self.shares = shares
        let fall = settings.gridFactorDecline
        energyFactors = Discounting(
            rate: settings.discountRate, growth: settings.energyPriceGrowth)
        carbonFactors = Discounting(
            rate: settings.discountRate,
            growth: DecimalText(significand: -fall.significand, scale: fall.scale))
        costFactors = Discounting(rate: settings.discountRate)
    }

    /// What a package brings in one year at today's prices.
    struct Year {
        var savedJoules: Int64 = 0
        var emission: EmissionMass? = .zero
        var energyMoney = Money.zero
        var carbonMoney = Money.zero
        var cost = Money.zero
    }

    /// Packages of some candidates, valued.
    func table(
        of candidates: [RetrofitOption], _ rules: PackageRules, masks: [PackageMask]
    ) -> [PackageMask: PackageTable.Package] {
        var years: [PackageMask: Year] = [:]
        func year(of mask: PackageMask) -> Year {
            if let known = years[mask] { return known }
            let year = self.year(members(of: mask, candidates))
            years[mask] = year
            return year
        }
        return masks.reduce(into: [:]) { table, mask in
            let first = year(of: mask)
            let capital = members(of: mask, candidates).reduce(Money.zero) {
                $0 + ($1.capex ?? .zero)
            }
            let worth = presentValue(mask, candidates, capital: capital) {
                year(of: rules.standing($0))
            }
            table[mask] = PackageTable.Package(
                mask: mask, savedJoules: first.savedJoules, savedEmission: first.emission,
                capital: capital, annualCost: first.cost, annualEnergyMoney: first.energyMoney,
                annualCarbonMoney: first.carbonMoney, netPresentValue: worth)
        }
    }

    /// The worth that a measure could add to a package at most: alone, with what it needs for nothing.
    ///
    /// Measures that compete save together at most their sum, so nothing adds more than it does alone.
    func ceiling(of option: RetrofitOption) -> Money {
        let alone = year([option])
        return presentValue(1, [option], capital: option.capex ?? .zero) {
            $0 == 0 ? Year() : alone
        }
    }

    private func members(
        of mask: PackageMask, _ candidates: [RetrofitOption]
    ) -> [RetrofitOption] {
        candidates.indices.filter { mask & (1 << PackageMask($0)) != 0 }.map { candidates[$0] }
    }

    private func year(_ members: [RetrofitOption]) -> Year {
        guard !members.isEmpty else { return Year() }
        let actions = members.flatMap { shares.realised[$0.id]?.actions(of: $0) ?? $0.actions }
        let savings = site.chain.savings(actions)
        let bought = savings.bought
        var year = Year()
        year.savedJoules = bought.reduce(0, +)
        year.emission = site.carbon.mass(of: site.chain.bins.byMonth(bought))
        year.energyMoney = settings.tariff?.cost(of: site.chain.bins.byBand(bought)) ?? .zero
        if let peaks = site.peaks, let price = settings.tariff?.demand {
            year.energyMoney += peaks.money(saved: savings, of: site.chain, at: price)
        }
        year.carbonMoney = carbonMoney(year.emission)
        year.cost = members.reduce(.zero) { $0 + $1.annualCost }
        return year
    }

    /// Milligrams at a price for each tonne, rounded half to even to a hundredth once.
    private func carbonMoney(_ mass: EmissionMass?) -> Money {
        guard let mass, let price = settings.carbonPrice, price.scale <= 9 else { return .zero }
        // mg / 10^9 x price x 100
        let value = Rounding.halfToEven(
            Int128(mass.milligrams) * price.significand,
            over: 10_000_000 * Rounding.powerOfTen(price.scale))
        return Money(hundredths: Int64(value))
    }

    /// The outlay and the years, each with what still works then, discounted and rounded once.
    private func presentValue(
        _ mask: PackageMask, _ candidates: [RetrofitOption], capital: Money,
        _ year: (PackageMask) -> Year
    ) -> Money {
        guard let energyFactors, let carbonFactors, let costFactors else { return -capital }
        let lives = candidates.map { $0.lifeYears ?? 0 }
        let inside = candidates.indices.filter { mask & (1 << PackageMask($0)) != 0 }
        var worth = -Int128(capital.hundredths) * Discounting.one
        var start = 0
        for end in Set(inside.map { lives[$0] }).sorted() where end > start {
            let alive = inside.reduce(PackageMask(0)) {
                lives[$1] >= end ? $0 | (1 << PackageMask($1)) : $0
            }
            let year = year(alive)
            worth += energyFactors.worth(of: year.energyMoney, after: start, through: end)
            worth += carbonFactors.worth(of: year.carbonMoney, after: start, through: end)
            worth -= costFactors.worth(of: year.cost, after: start, through: end)
            start = end
        }
        return Discounting.money(worth)
    }
}
