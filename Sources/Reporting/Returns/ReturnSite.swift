public import CarbonAccounting
public import EnergyLedger
public import Grading
import Metering
import Provenance
public import Quantities

/// What statistical returns ask of one site in one period (报表所需站点数据).
public struct ReturnSite: Sendable {
    /// The site.
    public let site: Site
    /// The period.
    public let period: Period
    /// Its figures.
    public let figures: ReportFigures
    /// Heat handed out, over facility energy.
    let reuse: IndicatorFigure
    /// Renewable energy over facility energy.
    let renewable: IndicatorFigure
    /// Cooling efficiency.
    let coolingEfficiency: IndicatorFigure
    /// Standard coal for a kilowatt-hour of electricity [kgce/kWh], equal-value; nil where none is
    /// published for the region.
    let coalEqual: DecimalText?
    /// The same, calorific.
    let coalCalorific: DecimalText?
    /// What is declared of the site on the last day.
    let facts: [String: Fact]
    /// Energy that cancelled guarantees of origin and certificates cover; nil where nothing is stated.
    let certificates: Energy?
    /// Energy that contracts cover: PPA, green-power trade, direct line.
    let contracts: Energy?
    /// Own generation that lots prove.
    let ownGreen: Energy?

    /// Takes a site as the street gave it.
    ///
    /// - Parameters:
    ///   - facts: The facts of this site.
    ///   - coal: Standard coal for a kilowatt-hour, from the factor release.
    public init(
        _ balances: Balances, _ inventory: Inventory, _ indicators: Indicators,
        figures: ReportFigures, facts: [Fact],
        coal: (equal: DecimalText?, calorific: DecimalText?)
    ) {
        site = balances.site
        period = balances.period
        self.figures = figures
        reuse = indicators.figure(.erf)
        renewable = indicators.figure(.ref)
        coolingEfficiency = indicators.figure(.cer)
        coalEqual = coal.equal
        coalCalorific = coal.calorific
        self.facts = Self.standing(facts, in: period)
        let green = inventory.greenPower
        func covered(_ kinds: Set<Instrument.Kind>) -> Energy? {
            guard green.isStated else { return nil }
            return green.parts.filter { kinds.contains($0.lot.kind) && $0.lot.isRenewable }
                .reduce(.zero) { $0 + $1.energy }
        }
        certificates = covered([.gec, .irec, .go, .rec, .granular, .supplierRate])
        contracts = covered([.ppa, .greenTrade, .directLine])
        ownGreen = covered([.selfUse])
    }

    /// The facts of the last day; of several the one that began last.
    private static func standing(_ facts: [Fact], in period: Period) -> [String: Fact] {
        let day = period.end.adding(days: -1)
        return facts.filter { $0.holds(on: day) }.reduce(into: [:]) { standing, fact in
            let name = fact.name.rawValue
            guard let known = standing[name], let from = known.from else {
                standing[name] = fact
                return
            }
            if let later = fact.from, from < later { standing[name] = fact }
        }
    }

    /// A declared amount of the period; an amount of another stretch of time is not taken for it, except
    /// that one without dates holds for a year.
    func amount(_ name: String) -> DecimalText? {
        guard let fact = facts[name] else { return nil }
        if fact.from == period.start, fact.until == period.end { return fact.number }
        return fact.from == nil && fact.until == nil && period.isTwelveMonths ? fact.number : nil
    }

    /// Whether a fact is declared as true.
    func isDeclared(_ name: String) -> Bool { facts[name]?.text == "true" }

    /// What is booked to an account; nil where the site has none.
    func energy(_ account: Account) -> Energy? {
        (figures.supply + figures.uses + figures.heat).first { $0.name == account.rawValue }?.amount
    }

    /// Water of an account; nil where the site has none.
    func water(_ account: Account) -> Volume? {
        figures.waterLines.first { $0.name == account.rawValue }?.amount
    }
}

extension ReturnSite {
    /// A row with a quantity of this site; without one it says why.
    func number(
        _ code: String, _ english: String, _ chinese: String, _ unit: String,
        _ value: ReturnNumber?, _ reason: BilingualText? = nil
    ) -> ReportReturn.Row {
        ReportReturn.Row(
            code, BilingualText(english, zh: chinese), unit, subject: site.id, present: value,
            reason: reason)
    }

    /// A row with a text of this site.
    func words(
        _ code: String, _ english: String, _ chinese: String, _ unit: String = "",
        _ value: String? = nil
    ) -> ReportReturn.Row {
        ReportReturn.Row(
            code, BilingualText(english, zh: chinese), unit, subject: site.id, words: value)
    }
}
