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
            let part = part(
                of: draw.energy, draw.siteID, draw.account, in: draw.month, inside, at: place)
            return part > .zero ? draw.with(energy: part, month: months[place]) : nil
        }
    }

    /// The part of a month's amount in proportion to what is consumed in a place of another consumption of the site,
    /// floored.
    func part(
        of energy: Energy, _ siteID: String, _ account: Account, in month: Period,
        _ inside: SiteConsumption, at place: Int
    ) -> Energy {
        guard let column = SiteConsumption.accounts.firstIndex(of: account),
            let all = consumption(of: siteID, account, in: month), all > 0
        else { return .zero }
        let amount = min(max(0, inside.energy[column][place]), all)
        return Energy(joules: Int64(Int128(energy.joules) * Int128(amount) / Int128(all)))
    }
}
