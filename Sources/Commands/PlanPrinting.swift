import CarbonAccounting
import Provenance
import Quantities
import Reporting
import Retrofit

/// What a plan says alike on the screen for few sites and for very many (方案打印共有部分).
protocol PlanPrinting {
    associatedtype Outcome: ToldPlan

    var outcome: Outcome { get }
    var options: CommonOptions { get }
    /// At which sites the target is not reached, in words; there are some.
    var missing: String { get }
}

extension PlanPrinting {
    func words(_ english: String, _ chinese: String) -> String {
        options.words(english, zh: chinese)
    }

    func money(_ money: Money) -> String { TextTable.grouped(money.text, places: 0) }

    func energy(_ joules: Int64) -> String {
        TextTable.grouped(Energy(joules: joules).kilowattHoursText, places: 0)
    }

    func mass(_ mass: EmissionMass) -> String {
        TextTable.grouped(mass.kilogramsText, places: 0)
    }

    /// What the masses of a figure count.
    func gases(_ scope: EmissionScope) -> String {
        Inventory.text(ofGases: outcome.gases.label(of: scope)).text(in: options.language)
    }

    /// What is emitted less in a year by both methods, as lines of a table of sums; a figure that is absent has none.
    func appendSaved(
        location: EmissionMass?, market: EmissionMass?, to table: inout TextTable
    ) {
        for (scope, saved, english, chinese) in [
            (EmissionScope.scope2Location, location, "emission saved a year, location", "年减排（位置法）"),
            (.scope2Market, market, "emission saved a year, market", "年减排（市场法）"),
        ] {
            guard let saved else { continue }
            table.append(
                words(english, chinese), mass(saved), "kg " + gases(scope))
        }
    }

    /// The surcharge that hangs on the PUE and is not paid, as a line of a table of sums; none where no planned site
    /// pays one.
    func appendSurcharge(to table: inout TextTable) {
        guard let avoided = outcome.avoidedSurcharge else { return }
        table.append(
            words("PUE surcharge avoided a year", "年免缴能效加价"), money(avoided), outcome.currency)
    }

    /// The water that the plan takes, and of which measures nobody says how much, as lines of a table of sums.
    func appendWater(to table: inout TextTable) {
        let water = outcome.water
        if water.stated != .zero {
            table.append(
                words("water taken a year", "年用水增加"),
                TextTable.grouped(water.stated.cubicMetresText, places: 0), "m³")
        }
        if !water.notStated.isEmpty {
            table.append(
                words("water not stated of", "用水未说明"), "-",
                water.notStated.prefix(5).joined(separator: ", ")
                    + (water.notStated.count > 5 ? " … (\(water.notStated.count))" : ""))
        }
    }

    /// How far worth and saving may stray, as lines of a table of sums.
    func appendSpread(to table: inout TextTable) {
        guard let spread = outcome.spread else { return }
        let (worth, joules) = (spread.netPresentValue, spread.savedJoules)
        table.append(
            words("worth, P10 / P50 / P90 (estimate)", "净现值 P10 / P50 / P90（估计）"),
            [worth.p10, worth.p50, worth.p90].map(money).joined(separator: " / "),
            outcome.currency)
        table.append(
            words("saved a year, P10 / P50 / P90 (estimate)", "年节电 P10 / P50 / P90（估计）"),
            [joules.p10, joules.p50, joules.p90].map(energy).joined(separator: " / "), "kWh")
    }

    /// How far the choice is proven.
    var proof: String {
        let proof = outcome.proof(money).text(in: options.language)
        guard outcome.plan.isFeasible, !outcome.plan.missingTarget.isEmpty else { return proof }
        return proof + "\n  " + missing
    }
}
