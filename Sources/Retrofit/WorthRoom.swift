import Quantities

/// The room that 64 bits leave for the sums of a plan (计算范围): what all sites together could pay and save at most,
/// whatever is chosen, is counted in 128 bits before any site is valued.
///
/// A site's bound is its energy at the dearest price, its demand and its emission at their prices, each times the sum of
/// the factors of its longest life. It counts four times, for differences of packages and for what is not
/// proven, and once more for each measure where there are too many to enumerate, because their ceilings are added.
public final class WorthRoom {
    /// What is too large to be counted with.
    public enum Excess: Error, Hashable, Sendable {
        /// The price of energy or of demand.
        case energyPrice
        case carbonPrice
        /// The price that hangs on the PUE.
        case surchargePrice
        /// The energy itself, metered, generated or stored, or the emission it causes.
        case energy, emission
    }

    /// The most that all of it may come to [1/100].
    public static let most = Int128(Int64.max / 2)

    private let frames: PackageFrames
    private var sum: Int128
    private var joules: Int128 = 0
    private var milligrams: Int128 = 0

    /// Starts with what measures cost.
    ///
    /// - Parameter costs: All that measures can cost at all sites [1/100].
    public init(_ frames: PackageFrames, costs: Int128) {
        self.frames = frames
        sum = costs
    }

    /// Takes the room that a site needs. Nothing of the site may be walked before.
    ///
    /// - Parameters:
    ///   - slotSeconds: The length of an hour by which demand goes; nil where it is not known.
    ///   - tariff: A tariff of the site's own; nil for the one of the settings.
    /// - Throws: What leaves too little room, by this site and those before it.
    public func take(
        _ chain: PowerChain, _ options: [RetrofitOption], _ carbon: CarbonWeights,
        slotSeconds: Int64?, surcharge: SiteSurcharge? = nil, tariff: Tariff? = nil
    ) throws(Excess) {
        let free = options.filter { $0.hindrance == nil }
        guard !free.isEmpty, let factors = frames.factors else { return }
        let energy = Self.energy(of: chain, free)
        joules += energy
        guard joules <= Int128(Int64.max) else { throw .energy }
        guard let mass = Self.mass(of: energy, carbon) else { throw .emission }
        milligrams += mass
        guard milligrams <= Int128(Int64.max) else { throw .emission }

        let life = free.reduce(1) { max($0, $1.lifeYears ?? 0) }
        let settings = frames.settings
        var bill = frames.prices(of: chain.bins, under: tariff)?.greatest(of: energy) ?? 0
        if let seconds = slotSeconds, seconds > 0, let price = (tariff ?? settings.tariff)?.demand {
            let bought = Int128(chain.supply?.ofYear ?? 0)
            // W / 1000 x price x 100, no month's maximum being more than all of its energy in one hour.
            bill += Self.money(bought / Int128(seconds), at: price, over: 10)
        }
        // mg / 10^9 x price x 100
        let carbonMoney = settings.carbonPrice.map { Self.money(mass, at: $0, over: 10_000_000) }
        let count = Int128(4 + (free.count > PackageTable.limit ? free.count : 0))
        let energyWorth = Self.worth(bill, factors.energy, life, count)
        let carbonWorth = Self.worth(carbonMoney ?? 0, factors.carbon, life, count)
        let due = surcharge?.greatest(hasStores: free.contains(where: \.isStore)) ?? 0
        // Once more for what is left out where there are too many measures.
        let surchargeWorth = Self.worth(due, factors.cost, life, due > 0 ? 5 : 0)
        sum += energyWorth + carbonWorth + surchargeWorth
        guard sum <= Self.most else {
            if surchargeWorth > max(energyWorth, carbonWorth) { throw .surchargePrice }
            throw energyWorth >= carbonWorth ? .energyPrice : .carbonPrice
        }
    }

    /// The most that packages can change of what is bought [J].
    private static func energy(of chain: PowerChain, _ options: [RetrofitOption]) -> Int128 {
        var sum: Int128 = 0
        for link in chain.links.values {
            for energy in link.energies { sum += Int128(energy.magnitude) }
        }
        for option in options {
            func generated(_ actions: [PowerChain.Action]) -> Int128 {
                actions.reduce(0) {
                    if case .generate(let joules) = $1 { $0 + Int128(joules.magnitude) } else { $0 }
                }
            }
            sum += max(generated(option.actions), generated(option.highActions))
        }
        // Half of what is bought is given, and at the least efficiency ten times that is taken.
        if options.contains(where: \.isStore) {
            sum += 6 * (chain.supply?.bought ?? []).reduce(Int128(0)) { $0 + Int128($1) }
        }
        return sum
    }

    /// An energy at the heaviest month's weight [mg], rounded up; nil where it leaves 128 bits.
    private static func mass(of energy: Int128, _ carbon: CarbonWeights) -> Int128? {
        var most: Int128 = 0
        for weight in carbon.months {
            guard let weight else { continue }
            let (product, overflow) = energy.multipliedReportingOverflow(by: weight.numerator)
            guard !overflow, product != .min else { return nil }
            most = max(most, abs(product) / weight.denominator + 1)
        }
        return most
    }

    /// A 64-bit amount at a price of at most nine places, rounded up; a finer price counts for nothing, as in the plan.
    private static func money(_ amount: Int128, at price: DecimalText, over unit: Int128) -> Int128
    {
        guard price.scale <= 9 else { return 0 }
        let (product, overflow) = amount.multipliedReportingOverflow(by: price.significand)
        return overflow || product == .min
            ? most + 1 : abs(product) / (unit * Rounding.powerOfTen(price.scale)) + 1
    }

    /// What a yearly flow comes to over a life, times a count, rounded up; the same above all that there is room for.
    private static func worth(
        _ flow: Int128, _ factors: Discounting, _ life: Int, _ count: Int128
    ) -> Int128 {
        guard flow <= most else { return most + 1 }
        // Paybacks and rates of return add up flows that are not discounted.
        let factor = max(
            factors.factor(after: 0, through: life),
            Int128(min(life, Discounting.horizon)) * Discounting.one)
        let (product, overflow) = flow.multipliedReportingOverflow(by: factor)
        guard !overflow, product / Discounting.one <= most else { return most + 1 }
        return (product / Discounting.one + 1) * count
    }
}
