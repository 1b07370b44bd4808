import EnergyLedger
import Metering
import Quantities

extension Allocation {
    /// The draws for a site inside its closing, in the order in which they were made (统计期内的分配).
    ///
    /// Of a month that the period cuts, the part in proportion to what is consumed inside, floored; own consumption
    /// is generation less export, as it was matched.
    func draws(inside closing: Closing) -> [Draw] {
        let draws = draws(of: closing.site.id)
        guard !draws.isEmpty else { return [] }
        let months = closing.months
        var consumption: SiteConsumption?
        return draws.compactMap { draw in
            guard
                let place = months.firstIndex(where: {
                    draw.month.start <= $0.start && $0.end <= draw.month.end
                })
            else { return nil }
            let isWhole =
                (months[place].start, months[place].end)
                == (draw.month.start, draw.month.end)
            guard !isWhole else { return draw }
            let inside = consumption ?? SiteConsumption(of: closing)
            consumption = inside
            guard let column = SiteConsumption.accounts.firstIndex(of: draw.account),
                let all = self.consumption(of: draw.siteID, draw.account, in: draw.month),
                all > 0
            else { return nil }
            let amount = min(max(0, inside.energy[column][place]), all)
            let part = Int64(Int128(draw.energy.joules) * Int128(amount) / Int128(all))
            return part > 0
                ? draw.with(energy: Energy(joules: part), month: months[place]) : nil
        }
    }
}
