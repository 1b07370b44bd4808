public import EnergyLedger
import Metering
import Quantities

/// The hours that can set a month's maximum demand (需量), before and after any package.
///
/// Demand is the mean power of an hour, as the journal knows it; a bill that goes by a quarter of an hour
/// may save a little more or less. Own generation is credited nothing, because clouds come.
public struct DemandPeaks: Hashable, Sendable {
    /// One hour: what the grid gave and what each link used of it [J].
    struct Hour: Hashable, Sendable {
        let bought: Int64
        let bin: Int
        let links: [EndUse: Int64]
    }

    /// For each month the hours of which any could be its maximum after some package.
    let months: [[Hour]]
    private let slotSeconds: Int64

    /// Finds the hours of a journal.
    public init(of fit: ChainFit, in journal: Journal) {
        slotSeconds = journal.slotSeconds
        var bought = Array(repeating: Int64(0), count: journal.slotCount)
        for column in journal.columns(of: [.gridImport]) {
            for slot in bought.indices { bought[slot] += column.amounts[slot] }
        }
        var slots = Array(repeating: [Int](), count: fit.chain.bins.months.count)
        for (slot, bin) in fit.binOfSlot.enumerated() {
            slots[fit.chain.bins.month(of: bin)].append(slot)
        }
        months = slots.map { slots in
            Self.candidates(slots.map { slot in
                Hour(
                    bought: bought[slot], bin: fit.binOfSlot[slot],
                    links: fit.amountsOfSlot(slot))
            })
        }
    }

    /// An hour with less power and no less to save in any link can never be the maximum.
    private static func candidates(_ hours: [Hour]) -> [Hour] {
        func left(_ hour: Hour) -> Int64 { hour.links.values.reduce(hour.bought, -) }
        // Whatever is saved, this much stands in some hour; lower hours can be passed over.
        let floor = hours.map(left).max() ?? 0
        let sorted = hours.filter { $0.bought > floor || left($0) == floor }.sorted {
            $0.bought == $1.bought ? left($0) > left($1) : $0.bought > $1.bought
        }
        var kept: [Hour] = []
        for hour in sorted {
            let isBelow = kept.contains { other in
                // Bins may differ in their shares only by how joules were rounded, so links are compared
                // inside one bin.
                other.bin == hour.bin
                    && other.links.allSatisfy { (hour.links[$0.key] ?? 0) >= $0.value }
            }
            if !isBelow { kept.append(hour) }
        }
        return kept
    }

    /// What lower maxima of all months are worth at a price for each kilowatt and month, rounded half to even
    /// to a hundredth once; savings are whole watts, rounded down month by month.
    func money(saved savings: PowerChain.Savings, of chain: PowerChain, at price: DecimalText) -> Money
    {
        guard price.scale <= 9 else { return .zero }
        let watts = months.reduce(Int64(0)) { sum, hours in
            let before = hours.map(\.bought).max() ?? 0
            let after = hours.map { left(of: $0, savings, chain) }.max() ?? 0
            return sum + max(0, before - after) / slotSeconds
        }
        // W / 1000 x price x 100
        let value = Rounding.halfToEven(
            Int128(watts) * price.significand, over: 10 * Rounding.powerOfTen(price.scale))
        return Money(hundredths: Int64(value))
    }

    private func left(
        of hour: Hour, _ savings: PowerChain.Savings, _ chain: PowerChain
    ) -> Int64 {
        savings.links.reduce(hour.bought) { left, link in
            let energy = chain.links[link.key]?.energies[hour.bin] ?? 0
            guard energy > 0, let own = hour.links[link.key] else { return left }
            return left - Int64(Int128(own) * Int128(link.value[hour.bin]) / Int128(energy))
        }
    }
}
