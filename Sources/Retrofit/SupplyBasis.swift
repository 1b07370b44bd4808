import Quantities

/// What a store works against at a site (储能边界): what the grid gives in each bin, and between which bands of each
/// month there is anything to shift.
public struct SupplyBasis: Hashable, Sendable {
    /// A month: its days, and the bins of its cheapest and dearest hours; nil where all hours cost the same.
    struct Month: Hashable, Sendable {
        let days: Int64
        let cheap: Int
        let dear: Int
    }

    /// The least efficiency of a round trip: below it a store is none, and what it takes in would outgrow the books.
    static let leastEfficiency = Share(billionths: 100_000_000)

    /// What the grid gives in each bin over the hours that take part [J].
    let bought: [Int64]
    /// What it gives in all hours [J].
    let ofYear: Int64
    let months: [Month?]

    /// Tells that there is a month with anything to shift.
    var canShift: Bool { months.contains { $0 != nil } }

    /// Finds the bands of each month; of two that cost the same the first in the order of bands. Hours that the PUE
    /// leaves out are no hours of a store.
    init(bought: [Int64], ofYear: Int64, in bins: ChainBins, _ tariff: Tariff?) {
        self.bought = bought
        self.ofYear = ofYear
        months = bins.months.enumerated().map { number, month in
            guard let tariff else { return nil }
            let schedule = tariff.schedule(ofMonth: month.start.components.month)
            let priced = schedule.bands.compactMap { band in
                schedule.prices[band].flatMap { price in
                    bins.bands.firstIndex(of: band).map { (price, number * bins.bands.count + $0) }
                }
            }
            guard let cheap = priced.min(by: { $0.0 < $1.0 }),
                let dear = priced.max(by: { $0.0 < $1.0 }), cheap.0 < dear.0
            else { return nil }
            return Month(
                days: month.end.dayNumber - month.start.dayNumber, cheap: cheap.1, dear: dear.1)
        }
    }

    /// What stores give in the dearest bins and take in the cheapest [J]: one cycle a day, never more than half of
    /// what is still bought in those hours, so that nothing flows back; what is taken is rounded up.
    ///
    /// - Parameter saved: What is no longer bought in each bin for other reasons [J].
    func shift(
        _ stores: [(joules: Int64, efficiency: Share)], after saved: [Int64]
    ) -> (given: [Int64], taken: [Int64]) {
        var given = Array(repeating: Int64(0), count: bought.count)
        var taken = given
        for month in months {
            // Without cheap hours that take part there is nowhere to charge from.
            guard let month, bought[month.cheap] > 0 else { continue }
            var room = max(0, bought[month.dear] - saved[month.dear]) / 2
            for store in stores where store.efficiency >= Self.leastEfficiency {
                let (wanted, overflow) = store.joules.multipliedReportingOverflow(by: month.days)
                let joules = overflow ? room : min(room, wanted)
                room -= joules
                let efficiency = Int128(store.efficiency.billionths)
                given[month.dear] += joules
                taken[month.cheap] += Int64(
                    (Int128(joules) * 1_000_000_000 + efficiency - 1) / efficiency)
            }
        }
        return (given, taken)
    }
}
