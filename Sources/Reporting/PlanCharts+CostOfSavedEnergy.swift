import Charts
import EnergyLedger
import Provenance
import Quantities
import Retrofit

extension PlanCharts {
    /// Most blocks that can be told apart; the smallest savers are put together behind them.
    private static let shownBlocks = 24

    /// Some measures together: what they cost a year and save.
    private struct Saved {
        var name: String
        var annualized = Money.zero
        var joules: Int64 = 0

        var cost: DecimalText? {
            Economics.costOfSavedEnergy(annualized: annualized, saved: joules).flatMap {
                DecimalText($0)
            }
        }

        var block: CostCurve.Block? {
            cost.map {
                // J / 3,600,000,000 MWh, shown to one place.
                let tenths = Rounding.halfToEven(Int128(joules), over: 360_000_000)
                return CostCurve.Block(
                    name, amount: DecimalText(significand: tenths, scale: 1), cost: $0)
            }
        }
    }

    /// What a kilowatt-hour costs that is saved (节能成本曲线), measure by measure, the cheapest first.
    ///
    /// What saves nothing itself and unlocks others is paid by the next measure of its site that saves. Energy that others
    /// make, or that a store loses, is none that is saved.
    var energyCostCurve: CostCurve? {
        let all = outcome.sites.flatMap(saved).sorted {
            let (one, other) = ($0.cost, $1.cost)
            guard let one, let other, one != other else { return $0.name < $1.name }
            return one < other
        }
        guard !all.isEmpty else { return nil }
        let largest = all.indices.sorted {
            all[$0].joules == all[$1].joules ? $0 < $1 : all[$0].joules > all[$1].joules
        }
        let alone = Set(largest.prefix(Self.shownBlocks))
        var blocks = all.indices.filter(alone.contains).compactMap { all[$0].block }
        let rest = all.indices.filter { !alone.contains($0) }
        if !rest.isEmpty {
            var sum = Saved(name: words("\(rest.count) others", "其他 \(rest.count) 项"))
            for index in rest {
                sum.annualized = sum.annualized + all[index].annualized
                sum.joules += all[index].joules
            }
            blocks += [sum.block].compactMap { $0 }
        }
        return CostCurve(
            title: words(
                "Cost of saved energy: outlay as annuities and running cost", "节能成本：投资年金加运行费"),
            blocks: blocks,
            amount: (words("saved a year", "年节电"), Charts.Measure("MWh", places: 1)),
            cost: (
                words("cost", "成本"), Charts.Measure("\(outcome.currency)/kWh", places: 4)
            ),
            words: language.chartWords)
    }

    /// The measures of a site that save, each with those before it that only unlock.
    private func saved(at site: SiteOutcome) -> [Saved] {
        var all: [Saved] = []
        var waiting: [ChosenMeasure] = []
        for chosen in site.measures.map(\.chosen) {
            if chosen.savedJoules == 0, chosen.reasons.contains(.unlocksOthers) {
                waiting.append(chosen)
            }
            guard chosen.savedJoules > 0, !chosen.option.measure.effect.isGreenPower else {
                continue
            }
            let members = waiting + [chosen]
            waiting = []
            let titles = members.map { $0.option.measure.title.text(in: language) }
            let place = outcome.sites.count > 1 ? " (\(site.site.id))" : ""
            all.append(
                Saved(
                    name: titles.joined(separator: " + ") + place,
                    annualized: members.reduce(Money.zero) { $0 + $1.annualized },
                    joules: chosen.savedJoules))
        }
        return all
    }
}
