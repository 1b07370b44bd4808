import EnergyLedger
import Provenance
import Quantities

/// What is declared of a site on a day (申报信息): its facts, and behind them the numbers of `sites.csv`.
struct SiteFacts {
    private let site: Site
    private let standing: [String: Fact]

    /// Takes the facts that hold on a day; of several the one that began last.
    init(of site: Site, _ facts: [Fact], on day: CivilDate) {
        self.site = site
        var standing: [String: Fact] = [:]
        for fact in facts where fact.siteID == site.id && fact.holds(on: day) {
            let earlier = standing[fact.name.rawValue]?.from
            if standing[fact.name.rawValue] == nil || earlier.map({ $0 < fact.from ?? $0 }) ?? true
            {
                standing[fact.name.rawValue] = fact
            }
        }
        self.standing = standing
    }

    /// The fact of a name, if one holds.
    func fact(_ name: String) -> Fact? { standing[name] }

    /// Its value as a number.
    func number(_ name: String) -> DecimalText? { standing[name]?.number }

    /// Its value as a ratio to one.
    func ratio(_ name: String) -> ExactRatio? {
        number(name).flatMap { ExactRatio($0.significand, to: Rounding.powerOfTen($0.scale)) }
    }

    var racksInstalled: DecimalText? {
        number("racks_installed") ?? site.racksInstalled.map(DecimalText.whole)
    }
    var racksDesign: DecimalText? {
        number("racks_design") ?? site.racksDesign.map(DecimalText.whole)
    }
    var racksOccupied: DecimalText? {
        number("racks_occupied") ?? site.racksOccupied.map(DecimalText.whole)
    }
    var rackNominalKilowatts: DecimalText? {
        number("rack_nominal_kw") ?? site.rackNominalKilowatts
    }

    /// The weakest assurance of some facts; what stands only in `sites.csv` is declared.
    func assurance(of names: [String]) -> Assurance {
        let all = names.map { standing[$0]?.assurance ?? .declared }
        if all.contains(.declared) { return .declared }
        return all.contains(.thirdParty) ? .thirdParty : .measured
    }
}

extension DecimalText {
    static func whole(_ count: Int) -> DecimalText {
        DecimalText(significand: Int128(count), scale: 0)
    }
}

extension ExactRatio {
    /// The ratio of two decimals; nil when the second is not positive.
    init?(_ numerator: DecimalText, over denominator: DecimalText) {
        self.init(
            numerator.significand * Rounding.powerOfTen(denominator.scale),
            to: denominator.significand * Rounding.powerOfTen(numerator.scale))
    }

    /// The ratio divided by a decimal; nil when that is not positive or too long.
    func over(_ divisor: DecimalText) -> ExactRatio? {
        let (above, over) = numerator.multipliedReportingOverflow(
            by: Rounding.powerOfTen(divisor.scale))
        let (below, under) = denominator.multipliedReportingOverflow(by: divisor.significand)
        return over || under ? nil : ExactRatio(above, to: below)
    }
}

extension IndicatorFigure {
    /// The energy of the boundary [kWh] for each unit of a declared number.
    init(
        of balances: Balances, per divisor: DecimalText?, absent english: String, zh chinese: String
    ) {
        guard let divisor else {
            self.init(absent: english, zh: chinese)
            return
        }
        guard let energy = balances.facilityEnergy, let coverage = balances.coverage else {
            self = .notEvaluated(reason: PowerUsageEffectiveness.absence(balances))
            return
        }
        let ratio = ExactRatio(Int128(energy.joules), to: 3_600_000)
        self.init(ratio?.over(divisor), coverage: coverage)
    }
}
