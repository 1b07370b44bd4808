public import EnergyLedger
import Metering
import Quantities

/// The hours that can set a month's maximum demand (需量), before and after any package.
///
/// Demand is the mean power of an hour, as the journal knows it; a bill that goes by a quarter of an hour
/// may save a little more or less. Own generation is credited nothing, because clouds come.
public struct DemandPeaks: Hashable, Sendable {
    /// One hour: what the grid gave and what each link used of it [J], in the order of `links`.
    private struct Hour: Hashable, Sendable {
        let bought: Int64
        let bin: Int
        let used: [Int64]
    }

    private let links: [EndUse]
    /// For each month the hours of which any could be its maximum after some package.
    private let months: [[Hour]]
    private let slotSeconds: Int64

    /// Finds the hours of a journal.
    ///
    /// - Parameter most: The most that any package saves; hours that stay lower even so are passed over.
    public init(of fit: ChainFit, in journal: Journal, most: PowerChain.Savings) {
        slotSeconds = journal.slotSeconds
        let links = PowerChain.order.filter { most.total(of: $0) > 0 }
        self.links = links
        let shares = links.map { link in
            zip(most.links[link] ?? [], fit.chain.links[link]?.energies ?? []).map { saved, all in
                // Rounded up, so that no hour is passed over that could be the maximum.
                all > 0
                    ? Share(billionths: Int64(Int128(saved) * 1_000_000_000 / Int128(all)) + 1)
                    : .none
            }
        }
        var bought = Array(repeating: Int64(0), count: journal.slotCount)
        for column in journal.columns(of: [.gridImport]) {
            for slot in bought.indices { bought[slot] += column.amounts[slot] }
        }
        var hours = Array(repeating: [Hour](), count: fit.chain.bins.months.count)
        for (slot, bin) in fit.binOfSlot.enumerated() {
            hours[fit.chain.bins.month(of: bin)].append(
                Hour(
                    bought: bought[slot], bin: bin,
                    used: links.map { fit.amount(of: $0, inSlot: slot) }))
        }
        months = hours.map { Self.candidates($0, shares) }
    }

    /// An hour with less power and no less to save in any link can never be the maximum.
    private static func candidates(_ hours: [Hour], _ shares: [[Share]]) -> [Hour] {
        func least(_ hour: Hour) -> Int64 {
            zip(hour.used, shares).reduce(hour.bought) { $0 - $1.1[hour.bin].part(of: $1.0) - 1 }
        }
        // Whatever is saved, this much stands in some hour; lower hours can be passed over.
        let floor = hours.map(least).max() ?? 0
        var kept: [Hour] = []
        for hour in hours.filter({ $0.bought >= floor }).sorted(by: { $0.bought > $1.bought }) {
            let isBelow = kept.contains { other in
                // Shares are those of a bin, so links are compared inside one bin.
                other.bin == hour.bin && zip(other.used, hour.used).allSatisfy { $0 <= $1 }
            }
            if !isBelow { kept.append(hour) }
        }
        return kept
    }

    /// What lower maxima of all months are worth at a price for each kilowatt and month, rounded half to even
    /// to a hundredth once; savings are whole watts, rounded down month by month.
    func money(
        saved savings: PowerChain.Savings, of chain: PowerChain, at price: DecimalText
    ) -> Money {
        guard price.scale <= 9 else { return .zero }
        let saved = links.map { savings.links[$0] ?? [] }
        let all = links.map { chain.links[$0]?.energies ?? [] }
        var watts: Int64 = 0
        for hours in months {
            // Hours are sorted: the first is the maximum before, and an hour that had less than some hour has
            // left cannot be the maximum after.
            var after: Int64 = 0
            for hour in hours {
                guard hour.bought > after else { break }
                var left = hour.bought
                for link in links.indices where !saved[link].isEmpty && all[link][hour.bin] > 0 {
                    left -= Int64(
                        Int128(hour.used[link]) * Int128(saved[link][hour.bin])
                            / Int128(all[link][hour.bin]))
                }
                after = max(after, left)
            }
            watts += max(0, (hours.first?.bought ?? 0) - after) / slotSeconds
        }
        // W / 1000 x price x 100
        let value = Rounding.halfToEven(
            Int128(watts) * price.significand, over: 10 * Rounding.powerOfTen(price.scale))
        return Money(hundredths: Int64(value))
    }
}
