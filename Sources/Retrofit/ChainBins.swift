public import EnergyLedger
public import Quantities

/// The bins in which the chain counts (计量分箱): a calendar month and a price band; where the PUE leaves out hours in
/// which something is saved, those and the others apart.
///
/// All effects are shares, the same in every hour of a bin, so that sums over a bin are exact for
/// money and for carbon, and a package is evaluated on some dozens of numbers in place of 8,760.
public struct ChainBins: Hashable, Sendable {
    /// The months of the period.
    public let months: [Period]
    /// The bands of the tariff.
    public let bands: [Tariff.Band]
    /// Tells that hours that the PUE leaves out have bins of their own, behind all others.
    public let isParted: Bool

    /// Makes bins.
    public init(months: [Period], bands: [Tariff.Band], isParted: Bool = false) {
        self.months = months
        self.bands = bands.isEmpty ? [.flat] : bands
        self.isParted = isParted
    }

    /// How many there are.
    public var count: Int { isParted ? 2 * countedCount : countedCount }

    /// How many there are whose hours are part of the PUE, as far as it has them; they come first.
    public var countedCount: Int { months.count * bands.count }

    /// The month of a bin.
    public func month(of bin: Int) -> Int { bin % countedCount / bands.count }

    /// The band of a bin.
    public func band(of bin: Int) -> Tariff.Band { bands[bin % bands.count] }

    /// Bins of places, those of the places that the PUE leaves out behind all others.
    func parted(_ binOfPlace: [Int], leavingOut leftOut: [Bool]?) -> [Int] {
        guard isParted, let leftOut else { return binOfPlace }
        return zip(binOfPlace, leftOut).map { $1 ? $0 + countedCount : $0 }
    }

    /// The bin of each slot of a journal, as if all were part of the PUE.
    public func ofSlots(of journal: Journal, tariff: Tariff?) -> [Int] {
        let calendar = journal.site.calendar
        let ends = months.map { $0.interval(in: calendar).end }
        let placesOfMonth = months.map { month in
            tariff.map { places(of: $0.schedule(ofMonth: month.start.components.month)) }
        }
        var month = 0
        return (0..<journal.slotCount).map { slot in
            let start = journal.start(ofSlot: slot)
            while month + 1 < ends.count, start >= ends[month] { month += 1 }
            guard let places = placesOfMonth[month] else { return month * bands.count }
            return month * bands.count + places[Tariff.hour(at: start, in: calendar)]
        }
    }

    /// The place of each hour's band among the bands.
    private func places(of schedule: Tariff.Schedule) -> [Int] {
        schedule.bandOfHour.map { bands.firstIndex(of: $0) ?? 0 }
    }

    /// Amounts of bins summed over bands, by month.
    public func byMonth(_ amounts: [Int64]) -> [Int64] {
        var sums = Array(repeating: Int64(0), count: months.count)
        for (bin, amount) in amounts.enumerated() { sums[month(of: bin)] += amount }
        return sums
    }
}
