import EnergyLedger
import Quantities

/// What a measure costs at a site (措施价格).
struct MeasurePrices {
    /// Paid once; nil when not stated, not countable, or too much to be held.
    let capex: Money?
    /// Paid each year, the water included; nothing where a part of it cannot be counted.
    let yearly: Money
    /// Water taken each year; nil when not stated or not countable.
    let water: Volume?
    /// Paid for it each year; nil without a price.
    let waterCost: Money?
    /// Tells that a plan cannot count with them.
    let isLacking: Bool

    /// Most that one measure at one site may cost [1/100] or take [mL], so that sums over measures and years never leave
    /// 64 bits: ten trillion, a billion cubic metres.
    private static let most: Int64 = 1_000_000_000_000_000

    init(_ terms: MeasureTerms?, at site: Site, _ waterPrice: DecimalText?) {
        let count = Self.count(terms, site)
        func bounded(_ amount: DecimalText, _ count: DecimalText, in unit: Int64) -> Int64? {
            amount.rounded(times: count, times: unit).flatMap {
                $0.magnitude <= Self.most.magnitude ? $0 : nil
            }
        }
        func money(_ price: DecimalText?) -> Money? {
            price.flatMap { price in count.flatMap { bounded(price, $0, in: 100) } }
                .map(Money.init(hundredths:))
        }
        capex = money(terms?.capex)
        let annual = money(terms?.annualCost)
        // Whole millilitres, rounded half to even once.
        let water = terms?.annualWater.flatMap { amount in
            count.flatMap { bounded(amount, $0, in: 1_000_000) }
        }
        self.water = water.map(Volume.init(millilitres:))
        waterCost = water.flatMap { water in
            waterPrice.flatMap {
                bounded($0, DecimalText(significand: Int128(water), scale: 6), in: 100)
            }
        }.map(Money.init(hundredths:))
        yearly = (annual ?? .zero) + (waterCost ?? .zero)
        isLacking =
            capex == nil || (terms?.annualCost != nil && annual == nil)
            || (terms?.annualWater != nil && water == nil)
            || (water != nil && waterPrice != nil && waterCost == nil)
    }

    /// How often a price counts; nil when the site does not say.
    private static func count(_ terms: MeasureTerms?, _ site: Site) -> DecimalText? {
        switch terms?.basis {
        case .site, nil: .one
        case .rack: site.racksInstalled.map { DecimalText(significand: Int128($0), scale: 0) }
        case .itKilowatt: site.itDesignKilowatts
        case .squareMetre: site.floorAreaSquareMetres
        case .unit: terms?.quantity
        }
    }
}

extension MeasureTerms {
    /// All that the measure can cost at a site, paid once and over the longest life [1/100].
    func greatestCost(at site: Site, waterPrice: DecimalText?) -> Int128 {
        let prices = MeasurePrices(self, at: site, waterPrice)
        return Int128(prices.capex?.hundredths.magnitude ?? 0)
            + Int128(prices.yearly.hundredths.magnitude) * Int128(Discounting.horizon)
    }

    /// The water that the measure takes or spares in a year at a site [mL].
    func greatestWater(at site: Site) -> Int128 {
        annualWater == nil
            ? 0 : Int128(MeasurePrices(self, at: site, nil).water?.millilitres.magnitude ?? 0)
    }
}
