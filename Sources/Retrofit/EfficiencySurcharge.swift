import EnergyLedger
public import Quantities

/// A price on electricity that hangs on the PUE of the year (差别电价、惩罚性电价): nothing up to a limit, and above
/// each limit a price for each kilowatt-hour.
///
/// It falls by steps, so what a measure avoids hangs on what stands beside it: it is told of whole packages only.
public struct EfficiencySurcharge: Hashable, Sendable {
    /// What the price is paid for.
    public enum Base: String, Hashable, Sendable, CaseIterable {
        /// All that the grid gives (全部购电量).
        case bought
        /// `E_DC` above the lowest limit times `E_IT` (超限额部分).
        case excess
    }

    /// A price from above a limit on, up to the next limit.
    public struct Step: Hashable, Sendable {
        /// The PUE up to which it is not paid; touched is kept.
        public let limit: DecimalText
        /// What each kilowatt-hour costs [currency/kWh].
        public let price: DecimalText

        /// Makes a step.
        public init(limit: DecimalText, price: DecimalText) {
            self.limit = limit
            self.price = price
        }
    }

    /// Its name in `portfolio.yaml`.
    public let name: String
    /// The steps, limits and prices both rising.
    public let steps: [Step]
    /// What the price is paid for.
    public let base: Base
    /// The `E_DC` of a year from which a site pays; nil for any.
    public let leastFacility: Energy?
    /// The published rule that it was taken from; nil where the portfolio states it itself.
    public let scheme: String?
    /// What the portfolio names as its ground; nil when nothing.
    public let evidence: String?

    /// Most steps.
    public static let mostSteps = 8

    /// Makes a surcharge; nil where limits or prices do not rise, a limit is below one or above 100 or has over six
    /// places, or a price is not positive, is above 1,000 or has over six places.
    public init?(
        name: String, steps: [Step], base: Base, leastFacility: Energy? = nil,
        scheme: String? = nil, evidence: String? = nil
    ) {
        let (one, most) = (DecimalText.one, DecimalText(significand: 100, scale: 0))
        let dearest = DecimalText(significand: 1_000, scale: 0)
        guard (1...Self.mostSteps).contains(steps.count),
            steps.allSatisfy({ one <= $0.limit && $0.limit <= most && $0.limit.scale <= 6 }),
            steps.allSatisfy({
                $0.price.significand > 0 && $0.price <= dearest && $0.price.scale <= 6
            }),
            zip(steps, steps.dropFirst()).allSatisfy({
                $0.limit < $1.limit && $0.price <= $1.price
            })
        else { return nil }
        self.name = name
        self.steps = steps
        self.base = base
        self.leastFacility = leastFacility
        self.scheme = scheme
        self.evidence = evidence
    }

    /// The price of a number of steps [currency/kWh]; zero for none.
    public func price(ofStep step: Int) -> DecimalText {
        step > 0 ? steps[step - 1].price : PlanningSettings.zero
    }

    /// How many limits a PUE of `facility / it` lies above; all of them where no IT energy is left.
    func step(facility: Int64, it: Int64) -> Int {
        guard facility > 0 else { return 0 }
        guard it > 0 else { return steps.count }
        return steps.count { step in
            Int128(facility) * Rounding.powerOfTen(step.limit.scale)
                > step.limit.significand * Int128(it)
        }
    }
}

/// A surcharge at one site, with the energies that it is paid by (站点能效加价).
public struct SiteSurcharge: Hashable, Sendable {
    /// What is paid in a year.
    public struct Due: Hashable, Sendable {
        /// How many limits the PUE lies above.
        public let step: Int
        /// The sum.
        public let money: Money
    }

    /// What a package takes off the year [J].
    struct Fall: Hashable, Sendable {
        /// Of `E_DC` over the hours of the PUE.
        var facility: Int64 = 0
        /// Of `E_IT` over the hours of the PUE.
        var it: Int64 = 0
        /// Of `E_DC` over the year.
        var facilityOfYear: Int64 = 0
        /// Of what the grid gives over the year.
        var bought: Int64 = 0
    }

    /// The price.
    public let surcharge: EfficiencySurcharge
    /// `E_DC` over the hours of the PUE [J].
    let facility: Int64
    /// `E_IT` over the hours of the PUE [J].
    let it: Int64
    /// `E_DC` over the year [J].
    let facilityOfYear: Int64
    /// What the grid gave over the year [J].
    let bought: Int64

    /// Takes a surcharge to a site.
    ///
    /// - Parameters:
    ///   - facility: `E_DC` over the hours of the PUE.
    ///   - it: `E_IT` over the same hours.
    ///   - facilityOfYear: `E_DC` over the year, by which a site is large enough to pay.
    ///   - bought: What the grid gave over the year.
    public init(
        _ surcharge: EfficiencySurcharge, facility: Energy, it: Energy, facilityOfYear: Energy,
        bought: Energy
    ) {
        self.surcharge = surcharge
        self.facility = facility.joules
        self.it = it.joules
        self.facilityOfYear = facilityOfYear.joules
        self.bought = max(0, bought.joules)
    }

    /// What is paid as it is.
    public var today: Due { due(after: Fall()) }

    /// What is left to pay after a package, rounded half to even to a hundredth once.
    func due(after fall: Fall) -> Due {
        let (facility, it) = (facility - fall.facility, it - fall.it)
        if let least = surcharge.leastFacility, facilityOfYear - fall.facilityOfYear < least.joules
        {
            return Due(step: 0, money: .zero)
        }
        let step = surcharge.step(facility: facility, it: it)
        guard step > 0 else { return Due(step: 0, money: .zero) }
        // Joules and the places of the lowest limit, so that the part above it stays whole.
        let limit = surcharge.steps[0].limit
        let (joules, places): (Int128, Int) =
            switch surcharge.base {
            case .bought: (Int128(max(0, bought - fall.bought)), 0)
            case .excess:
                (
                    Int128(facility) * Rounding.powerOfTen(limit.scale)
                        - limit.significand * Int128(max(0, it)), limit.scale
                )
            }
        let price = surcharge.price(ofStep: step)
        // J / 3,600,000 x price x 100
        let value = Rounding.halfToEven(
            joules * price.significand, over: 36_000 * Rounding.powerOfTen(places + price.scale))
        return Due(step: step, money: Money(hundredths: Int64(clamping: value)))
    }

    /// The most that could be due in a year, whatever package stands [1/100], rounded up.
    ///
    /// - Parameter hasStores: Whether stores may take more from the grid than the site uses.
    func greatest(hasStores: Bool) -> Int128 {
        let dearest = surcharge.price(ofStep: surcharge.steps.count)
        // Half of what is bought is given, and at the least efficiency ten times that is taken.
        let joules = Int128(max(facility, bought)) + (hasStores ? 6 * Int128(bought) : 0)
        return joules * dearest.significand / (36_000 * Rounding.powerOfTen(dearest.scale)) + 1
    }
}

/// What a package does to a surcharge (加价变化): nil at a package where the site pays none by any rule.
public struct SurchargeEffect: Hashable, Sendable {
    /// What is not paid in the first year; below zero where a package raises the PUE.
    public let avoided: Money
    /// How many limits the PUE lies above with the package.
    public let step: Int
}
