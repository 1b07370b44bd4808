import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities

/// The chain behind a maximum demand: the block, its meter, the readings of the block line by line.
extension Explainer {
    func demand(_ id: IndicatorID) throws -> [Explanation] {
        let demand = site.balances.demand
        let kind = id == .demandFixedBlock ? \MonthlyDemand.fixed : \.sliding
        guard let block = SiteDemand.highest(demand.months, { $0[keyPath: kind] }),
            let meter = demand.meters.first(where: { meter in
                meter.months.contains { $0[keyPath: kind] == block }
            })?.meter
        else { return [] }
        let calendar = site.site.calendar
        let seconds = MonthlyDemand.blockSeconds
        let window = Interval(start: block.start, end: block.start + seconds)
        let energy = Energy(joules: block.energy).kilowattHoursText
        let rule =
            id == .demandFixedBlock
            ? words(
                "the highest of the blocks that begin with a quarter of an hour",
                zh: "取自整刻钟起的固定时段中最高者")
            : words(
                "the highest of the blocks that begin and end with a reading",
                zh: "取以读数起止的滑差时段中最高者")
        let complete = demand.months.reduce(0) { $0 + $1.blocks }
        let sources = try evidence.sources(of: meter, in: window, reversed: false, listing: true)
        return [
            Explanation(
                words(
                    "= \(energy) kWh x 3600 / \(seconds) s, \(calendar.text(at: window.start)) to \(calendar.text(at: window.end)): ",
                    zh:
                        "= \(energy) kWh x 3600 / \(seconds) s，\(calendar.text(at: window.start)) 至 \(calendar.text(at: window.end))："
                ) + rule
                    + words(
                        "; \(complete) complete blocks in the period", zh: "；统计期内完整时段 \(complete) 个"
                    )
            ),
            Explanation(
                "\(meter.id)  meters.csv: \(meter.quantity.rawValue), \(meter.unit.rawValue)"
                    + " x \(meter.multiplier)", sources.map(explained)),
        ]
    }
}
