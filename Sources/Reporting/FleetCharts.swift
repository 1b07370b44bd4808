import Charts
import Provenance
import Quantities
import Retrofit

/// The pictures of a fleet's plan (群体方案图): what each budget buys, and what saved energy costs.
struct FleetCharts {
    /// Most blocks of the cost curve; the smallest savers are put together behind them.
    private static let shown = 24

    let outcome: FleetOutcome
    let language: Language

    private func words(_ english: String, _ chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: language)
    }

    var all: [any Chart] {
        let charts: [(any Chart)?] = [
            PlanCharts.capitalCurve(of: outcome.plan.frontier, in: outcome.currency, language),
            costCurve,
        ]
        return charts.compactMap(\.self)
    }

    /// What a kilowatt-hour costs that is saved (节能成本曲线): kinds of site with the same measures, the cheapest first.
    ///
    /// Of more blocks than can be told apart those that save most stand alone.
    var costCurve: CostCurve? {
        let all = outcome.costBlocks
        guard !all.isEmpty else { return nil }
        let largest = all.indices.sorted {
            let (one, other) = (all[$0].savedJoules, all[$1].savedJoules)
            return one == other ? $0 < $1 : one > other
        }
        let alone = Set(largest.prefix(Self.shown))
        var blocks = all.indices.filter(alone.contains).compactMap { block(all[$0], name(all[$0])) }
        let others = all.indices.filter { !alone.contains($0) }.map { all[$0] }
        if let rest = FleetOutcome.Block(sumOf: others) {
            let name = words("\(others.count) other archetypes", "其他 \(others.count) 个原型")
            blocks += [block(rest, name)].compactMap(\.self)
        }
        return CostCurve(
            title: words(
                "Cost of saved energy: outlay as annuities and running cost, by kind and measures",
                "节能成本：投资年金加运行费，按类型与措施"),
            blocks: blocks,
            amount: (words("saved a year", "年节电"), Charts.Measure("MWh", places: 1)),
            cost: (
                words("cost", "成本"), Charts.Measure("\(outcome.currency)/kWh", places: 4)
            ),
            words: language.chartWords)
    }

    private func block(_ block: FleetOutcome.Block, _ name: String) -> CostCurve.Block? {
        block.costOfSavedEnergy.map {
            // J / 3,600,000,000 MWh, shown to one place.
            let tenths = Rounding.halfToEven(Int128(block.savedJoules), over: 360_000_000)
            return CostCurve.Block(
                name, amount: DecimalText(significand: tenths, scale: 1), cost: $0)
        }
    }

    private func name(_ block: FleetOutcome.Block) -> String {
        let titles = block.measures.map { outcome.titles[$0]?.text(in: language) ?? $0 }
        let sites = words(Counted.text(block.sites, "site"), "\(block.sites) 个站点")
        return "\(Labels.kind(block.kind).text(in: language)): "
            + titles.joined(separator: " + ") + " (\(sites))"
    }
}
