public import Quantities

/// What a kilowatt-hour costs in which month at which local hour (电价), and what a kilowatt of demand costs.
///
/// The bands are the field's: sharp 尖, peak 峰, flat 平, valley 谷, deep valley 深谷. It is the marginal
/// price that counts: what is not bought is not paid.
public struct Tariff: Hashable, Sendable {
    /// A price band.
    public enum Band: String, Hashable, Sendable, CaseIterable {
        case flat, sharp, peak, valley
        case deepValley = "deep_valley"
    }

    /// Prices and hours that hold together (分时电价).
    public struct Schedule: Hashable, Sendable {
        /// The price of each band that is used [currency/kWh].
        public let prices: [Band: DecimalText]
        /// The band of each local hour, 24 of them.
        public let bandOfHour: [Band]

        /// Makes a schedule; nil when an hour's band has no price or there are not 24 hours.
        public init?(prices: [Band: DecimalText], bandOfHour: [Band]) {
            guard bandOfHour.count == 24, bandOfHour.allSatisfy({ prices[$0] != nil }) else {
                return nil
            }
            self.prices = prices
            self.bandOfHour = bandOfHour
        }

        /// One price at all hours.
        init(flat price: DecimalText) {
            prices = [.flat: price]
            bandOfHour = Array(repeating: .flat, count: 24)
        }

        /// The bands that occur, in the order of `Band`.
        public var bands: [Band] { Band.allCases.filter(Set(bandOfHour).contains) }
    }

    /// Months with a schedule of their own (季节性电价), such as the sharp hours of summer.
    public struct Season: Hashable, Sendable {
        /// Its name: `summer`.
        public let name: String
        /// The calendar months, 1 to 12.
        public let months: [Int]
        /// What holds in them.
        public let schedule: Schedule

        /// Makes a season; nil when it has no month or one that is none.
        public init?(name: String, months: [Int], schedule: Schedule) {
            guard !months.isEmpty, months.allSatisfy((1...12).contains),
                Set(months).count == months.count
            else { return nil }
            self.name = name
            self.months = months
            self.schedule = schedule
        }
    }

    /// Its name where it holds at some sites only; empty for the one of all others.
    public let name: String
    /// What holds in the months of no season.
    public let common: Schedule
    /// The seasons, in the order of their first months; no month is in two.
    public let seasons: [Season]
    /// The price of a kilowatt of a month's maximum demand [currency/(kW month)]; nil when none.
    public let demand: DecimalText?
    /// Surcharges for each kilowatt-hour, which are avoided as well [currency/kWh].
    public let surcharge: DecimalText?
    /// The bands that occur in any month, in the order of `Band`; bins are counted by it.
    public let bands: [Band]
    /// Tells that every month has one price at all its hours, so that no hour need be known.
    public let isByMonth: Bool

    /// What holds in each of the twelve months.
    private let ofMonth: [Schedule]

    /// Makes a tariff; nil when a month is in two seasons.
    public init?(
        _ common: Schedule, seasons: [Season] = [], demand: DecimalText? = nil,
        surcharge: DecimalText? = nil, name: String = ""
    ) {
        let months = seasons.flatMap(\.months)
        guard Set(months).count == months.count else { return nil }
        let ofMonth = (1...12).map { month in
            seasons.first { $0.months.contains(month) }?.schedule ?? common
        }
        let used = Set(ofMonth.flatMap(\.bandOfHour))
        self.name = name
        self.common = common
        self.seasons = seasons.sorted { ($0.months.min() ?? 0) < ($1.months.min() ?? 0) }
        self.demand = demand
        self.surcharge = surcharge
        self.ofMonth = ofMonth
        bands = Band.allCases.filter(used.contains)
        isByMonth = ofMonth.allSatisfy { Set($0.bandOfHour).count == 1 }
    }

    /// One price at all hours.
    public init(flat price: DecimalText) {
        name = ""
        common = Schedule(flat: price)
        seasons = []
        demand = nil
        surcharge = nil
        bands = [.flat]
        isByMonth = true
        ofMonth = Array(repeating: common, count: 12)
    }

    /// The schedule of a calendar month, 1 to 12.
    public func schedule(ofMonth month: Int) -> Schedule { ofMonth[(month + 11) % 12] }

    /// The band in force at an instant, by month and hour on the local clock.
    public func band(at instant: Int64, in calendar: LocalCalendar) -> Band {
        let month = calendar.date(at: instant).components.month
        return schedule(ofMonth: month).bandOfHour[Self.hour(at: instant, in: calendar)]
    }

    /// The hour on the local clock, 0 to 23.
    static func hour(at instant: Int64, in calendar: LocalCalendar) -> Int {
        let local = instant + calendar.offset(at: instant)
        return Int((local - LocalCalendar.floor(local, by: 86_400) * 86_400) / 3_600)
    }
}

/// The price of each bin of a chain at one scale (分箱电价), surcharges included, so that sums of energies times
/// prices are whole numbers and add up exactly.
struct BinPrices: Sendable {
    private let prices: [Int128]
    /// A sum times this is hundredths of money.
    private let divisor: Int128

    /// Brings the prices to one scale; nil where one has more than nine places.
    init?(of tariff: Tariff, in bins: ChainBins) {
        let all = (1...12).flatMap { tariff.schedule(ofMonth: $0).prices.values }
        let scale = max(all.map(\.scale).max() ?? 0, tariff.surcharge?.scale ?? 0)
        guard scale <= 9 else { return nil }
        func raised(_ price: DecimalText) -> Int128 {
            price.significand * Rounding.powerOfTen(scale - price.scale)
        }
        let surcharge = tariff.surcharge.map(raised) ?? 0
        prices = (0..<bins.count).map { bin in
            let month = bins.months[bins.month(of: bin)].start.components.month
            let band = bins.band(of: bin)
            // A band that a month does not have holds no energy there.
            return tariff.schedule(ofMonth: month).prices[band].map { raised($0) + surcharge } ?? 0
        }
        // J x price / 3,600,000 x 100
        divisor = 36_000 * Rounding.powerOfTen(scale)
    }

    /// Joules times prices, exactly.
    func sum(of energies: [Int64]) -> Int128 {
        var sum: Int128 = 0
        for (energy, price) in zip(energies, prices) where energy != 0 {
            sum += Int128(energy) * price
        }
        return sum
    }

    /// An energy at the dearest bin's price [1/100], rounded up.
    ///
    /// - Parameter energy: At most 64 bits.
    func greatest(of energy: Int128) -> Int128 {
        let dearest = prices.reduce(Int128(0)) { max($0, abs($1)) }
        let (product, overflow) = energy.multipliedReportingOverflow(by: dearest)
        return (overflow ? Int128.max : product) / divisor + 1
    }

    /// A sum as money, rounded half to even to a hundredth; nil when it does not fit.
    func money(_ sum: Int128) -> Money? {
        Int64(exactly: Rounding.halfToEven(sum, over: divisor)).map(Money.init(hundredths:))
    }
}
