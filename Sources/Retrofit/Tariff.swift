public import Quantities

/// What a kilowatt-hour costs at which local hour (电价), and what a kilowatt of demand costs.
///
/// The bands are the field's: sharp 尖, peak 峰, flat 平, valley 谷, deep valley 深谷. It is the marginal
/// price that counts: what is not bought is not paid.
public struct Tariff: Hashable, Sendable {
    /// A price band.
    public enum Band: String, Hashable, Sendable, CaseIterable {
        case flat, sharp, peak, valley
        case deepValley = "deep_valley"
    }

    /// The price of each band that is used [currency/kWh].
    public let prices: [Band: DecimalText]
    /// The band of each local hour, 24 of them.
    public let bandOfHour: [Band]
    /// The price of a kilowatt of a month's maximum demand [currency/(kW month)]; nil when none.
    public let demand: DecimalText?
    /// Surcharges for each kilowatt-hour, which are avoided as well [currency/kWh].
    public let surcharge: DecimalText?

    /// Makes a tariff; nil when an hour's band has no price or there are not 24 hours.
    public init?(
        prices: [Band: DecimalText], bandOfHour: [Band], demand: DecimalText? = nil,
        surcharge: DecimalText? = nil
    ) {
        guard bandOfHour.count == 24, bandOfHour.allSatisfy({ prices[$0] != nil }) else {
            return nil
        }
        self.prices = prices
        self.bandOfHour = bandOfHour
        self.demand = demand
        self.surcharge = surcharge
    }

    /// One price at all hours.
    public init(flat price: DecimalText) {
        prices = [.flat: price]
        bandOfHour = Array(repeating: .flat, count: 24)
        demand = nil
        surcharge = nil
    }

    /// The bands that occur, in the order of `Band`; bins are counted by it.
    public var bands: [Band] { Band.allCases.filter(Set(bandOfHour).contains) }

    /// The band in force at an instant, by the hour on the local clock.
    public func band(at instant: Int64, in calendar: LocalCalendar) -> Band {
        let local = instant + calendar.offset(at: instant)
        let day = LocalCalendar.floor(local, by: 86_400)
        return bandOfHour[Int((local - day * 86_400) / 3_600)]
    }

    /// What energy costs, band by band, rounded half to even to a hundredth once, after summing.
    ///
    /// - Parameter energies: Joules of each band in the order of `bands`.
    /// - Returns: Nil when the amount does not fit.
    public func cost(of energies: [Int64]) -> Money? {
        // Prices are brought to one scale, so that the sum is exact: J x price / 3,600,000 x 100.
        let scale = max(
            bands.compactMap { prices[$0]?.scale }.max() ?? 0, surcharge?.scale ?? 0)
        guard scale <= 9 else { return nil }
        var sum: Int128 = 0
        for (band, energy) in zip(bands, energies) {
            guard let price = prices[band] else { return nil }
            sum += Int128(energy) * Self.raised(price, to: scale)
            if let surcharge { sum += Int128(energy) * Self.raised(surcharge, to: scale) }
        }
        let hundredths = Rounding.halfToEven(
            sum, over: 36_000 * Rounding.powerOfTen(scale))
        return Int64(exactly: hundredths).map(Money.init(hundredths:))
    }

    private static func raised(_ price: DecimalText, to scale: Int) -> Int128 {
        price.significand * Rounding.powerOfTen(scale - price.scale)
    }
}
