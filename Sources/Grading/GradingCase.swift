import EnergyLedger
import Provenance
import Quantities

/// What is held against a rulebook (评价对象): a site, its indicators, its facts, on the last day of the
/// period.
final class GradingCase: Sendable {
    /// What a quantity comes to.
    enum Outcome {
        case value(ExactRatio, coverage: ExactRatio?, assurance: Assurance)
        /// No value; `isMetered` where a meter exists and only its data do not.
        case missing(BilingualText, isMetered: Bool)

        var ratio: ExactRatio? {
            if case .value(let ratio, _, _) = self { ratio } else { nil }
        }
    }

    let site: Site
    let indicators: Indicators
    let day: CivilDate
    private let facts: SiteFacts

    init(_ site: Site, _ indicators: Indicators) {
        self.site = site
        self.indicators = indicators
        day = indicators.period.lastDay
        facts = SiteFacts(of: site, indicators.facts, on: day)
    }

    /// The fact of a name on the day.
    func fact(_ name: FactName) -> Fact? { facts.fact(name.rawValue) }

    // MARK: - Conditions

    /// The word that a condition compares; nil where the portfolio states none.
    func word(of subject: Condition.Subject) -> String? {
        switch subject {
        case .region: site.region
        case .hub: site.hub
        case .kind: site.kind.rawValue
        case .cooling: site.cooling?.rawValue
        case .measurementCategory: indicators.pue.category.map(String.init)
        case .quantity(.fact(let name)): fact(name)?.text
        case .date, .commissioned, .unstated, .quantity: nil
        }
    }

    /// The number that a condition compares; dates are day numbers.
    func number(of subject: Condition.Subject) -> ExactRatio? {
        switch subject {
        case .date: ExactRatio(Int128(day.dayNumber), to: 1)
        case .commissioned:
            site.commissioned.flatMap { ExactRatio(Int128($0.dayNumber), to: 1) }
        case .quantity(let quantity): outcome(of: quantity).ratio
        case .measurementCategory:
            indicators.pue.category.flatMap { ExactRatio(Int128($0), to: 1) }
        case .region, .hub, .kind, .cooling, .unstated: nil
        }
    }

    // MARK: - Values

    /// What a quantity comes to.
    func outcome(of quantity: Quantity) -> Outcome {
        switch quantity {
        case .indicator(let id): indicator(id)
        case .fact(let name):
            if let fact = fact(name), let ratio = facts.ratio(name.rawValue) {
                .value(ratio, coverage: nil, assurance: fact.assurance)
            } else {
                .missing(
                    BilingualText(
                        "facts.csv does not state \(name.rawValue)",
                        zh: "facts.csv 未填写 \(name.rawValue)"), isMetered: false)
            }
        case .site(let number): site(number)
        }
    }

    private func indicator(_ id: IndicatorID) -> Outcome {
        switch indicators.figure(id) {
        case .value(let ratio, let coverage):
            .value(ratio, coverage: coverage, assurance: assurance(of: id))
        case .notEvaluated(let reason):
            .missing(reason, isMetered: indicators.metered.contains(id))
        }
    }

    /// Indicators that rest on facts are as sure as the facts; the others are metered.
    private func assurance(of id: IndicatorID) -> Assurance {
        switch id {
        case .rackOccupancy: facts.assurance(of: ["racks_occupied", "racks_installed"])
        case .itLoadUse: facts.assurance(of: ["racks_installed", "rack_nominal_kw"])
        case .energyPerRack: facts.assurance(of: ["racks_installed"])
        case .designedPUE: facts.assurance(of: ["design_pue"])
        case .demandResponseShare: facts.assurance(of: ["demand_response_kw"])
        case .baseStationEfficiency, .baseStationGain: facts.assurance(of: ["data_traffic"])
        case .pueFivePoint: facts.assurance(of: ["five_point_share_a"])
        default: .measured
        }
    }

    private func site(_ number: SiteNumber) -> Outcome {
        let value: ExactRatio? =
            switch number {
            case .racksInstalled: facts.racksInstalled?.ratio
            case .racksDesign: facts.racksDesign?.ratio
            case .installedShare:
                facts.racksInstalled.flatMap { installed in
                    facts.racksDesign.flatMap { ExactRatio(installed, over: $0) }
                }
            case .itDesignKilowatts: site.itDesignKilowatts?.ratio
            case .facilityKilowattHours:
                indicators.facilityEnergy.flatMap { ExactRatio(Int128($0.joules), to: 3_600_000) }
            case .yearsInService: yearsInService
            case .periodMonths: ExactRatio(Int128(indicators.period.monthCount), to: 1)
            case .finestCategory:
                indicators.pue.finestCategory.flatMap { ExactRatio(Int128($0), to: 1) }
            case .resolvedShare: indicators.resolvedShare
            }
        guard let value else {
            return .missing(
                BilingualText(
                    "the portfolio does not state \(number.rawValue)",
                    zh: "组合未填写 \(number.rawValue)"), isMetered: false)
        }
        let measured: Set<SiteNumber> = [
            .facilityKilowattHours, .periodMonths, .finestCategory, .resolvedShare,
        ]
        return .value(
            value, coverage: nil, assurance: measured.contains(number) ? .measured : .declared)
    }

    private var yearsInService: ExactRatio? {
        site.commissioned.flatMap { ExactRatio(Int128($0.wholeYears(until: day)), to: 1) }
    }
}

extension DecimalText {
    /// The same number as a ratio.
    var ratio: ExactRatio? { ExactRatio(significand, to: Rounding.powerOfTen(scale)) }
}
