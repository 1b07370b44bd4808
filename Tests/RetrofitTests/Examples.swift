import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport

@testable import Retrofit

extension DecimalText {
    init(_ literal: StaticString) {
        guard let value = DecimalText("\(literal)") else { preconditionFailure("no decimal") }
        self = value
    }
}

extension Share {
    static func of(_ text: String) -> Share {
        guard let share = DecimalText(text).flatMap(Share.init(_:)) else {
            preconditionFailure("no share")
        }
        return share
    }
}

extension Int64 {
    static func kWh(_ value: Int64) -> Int64 { value * 3_600_000 }
    static func MWh(_ value: Int64) -> Int64 { value * 3_600_000_000 }
}

extension Tariff {
    /// A tariff without seasons; nil when an hour's band has no price or there are not 24 hours.
    init?(
        prices: [Band: DecimalText], bandOfHour: [Band], demand: DecimalText? = nil,
        surcharge: DecimalText? = nil
    ) {
        guard let schedule = Schedule(prices: prices, bandOfHour: bandOfHour) else { return nil }
        self.init(schedule, demand: demand, surcharge: surcharge)
    }

    /// What energies of bins cost [J], rounded once after summing.
    func cost(of energies: [Int64], in bins: ChainBins) -> Money? {
        BinPrices(of: self, in: bins).flatMap { $0.money($0.sum(of: energies)) }
    }
}

extension ChainBins {
    /// One bin: January, one price.
    static var single: ChainBins {
        guard let month = Period("2025-01") else { preconditionFailure("no month") }
        return ChainBins(months: [month], bands: [.flat])
    }

    /// Twelve months, one price.
    static var year: ChainBins {
        guard let year = Period("2025") else { preconditionFailure("no year") }
        return ChainBins(months: year.months, bands: [.flat])
    }
}

extension PowerChain {
    /// A chain with one bin; joules and following share of each link.
    static func single(_ links: [EndUse: (joules: Int64, following: String)]) -> PowerChain {
        PowerChain(
            bins: .single,
            links: links.reduce(into: [:]) { all, link in
                all[link.key] = Link(
                    energies: [link.value.joules], account: .cooling,
                    following: .of(link.value.following))
            })
    }
}

extension Measure {
    /// A measure without anything special.
    static func example(
        _ id: String, _ effect: Effect = .share, needsPlant: [PlantPart] = [],
        replaces: Plant? = nil, minimumAgeYears: Int? = nil, on endUse: EndUse? = .cooling,
        low: String? = "0.1", high: String? = nil, dependsOn: [[String]] = [],
        conflictsWith: [String] = [], confidence: SavingConfidence = .b
    ) -> Measure {
        Measure(
            id: id, title: BilingualText(id, zh: id), appliesTo: Site.Kind.allCases,
            needs: BilingualText("", zh: ""), needsPlant: needsPlant, replaces: replaces,
            minimumAgeYears: minimumAgeYears, endUse: endUse, effect: effect,
            low: low.flatMap { DecimalText($0) }, high: (high ?? low).flatMap { DecimalText($0) },
            unit: "", needsQuantity: effect.needsQuantity, dependsOn: dependsOn,
            conflictsWith: conflictsWith, water: .none, remark: BilingualText("", zh: ""),
            source: "test", confidence: confidence)
    }
}

extension MeasureTerms {
    static func example(
        _ id: String, capex: Int64 = 1_000, life: Int = 10, low: String? = nil,
        quantity: String? = nil, requiredBy: CivilDate? = nil, status: Status = .available
    ) -> MeasureTerms {
        MeasureTerms(
            measureID: id, siteID: nil, capex: DecimalText(significand: Int128(capex), scale: 0),
            lifeYears: life, low: low.flatMap { DecimalText($0) },
            quantity: quantity.flatMap { DecimalText($0) }, requiredBy: requiredBy, status: status)
    }
}

extension StatedPlant {
    /// Nothing is stated of any site's plant.
    static var none: StatedPlant { StatedPlant(on: .lastDay) }
}

extension CivilDate {
    /// The last day of the plans of these tests.
    static var lastDay: CivilDate {
        guard let day = CivilDate(iso: "2025-12-31") else { preconditionFailure("no day") }
        return day
    }
}

extension SiteCase {
    /// A site with a chain of one bin and priced measures.
    static func example(
        _ measures: [(measure: Measure, terms: MeasureTerms)], id: String = "dc-1",
        chain: PowerChain = .office, surcharge: EfficiencySurcharge? = nil
    ) -> SiteCase {
        let site = SyntheticSite().site
        return SiteCase(
            siteID: id, chain: chain,
            options: measures.map {
                RetrofitOption(
                    $0.measure, at: site, chain, terms: $0.terms, hasTariff: true,
                    plant: .none)
            },
            carbon: CarbonWeights(months: [ExactRatio(1, to: 7_200)]),
            surcharge: surcharge.map { SiteSurcharge($0, of: chain) })
    }
}

extension SiteSurcharge {
    /// A surcharge at a site of which all energy is bought and on a link of the chain.
    init(_ surcharge: EfficiencySurcharge, of chain: PowerChain) {
        let all = Energy(joules: chain.links.values.reduce(0) { $0 + $1.total })
        self.init(
            surcharge, facility: all, it: Energy(joules: chain.links[.it]?.total ?? 0),
            facilityOfYear: all, bought: all)
    }
}

extension EfficiencySurcharge {
    /// A surcharge of steps.
    static func example(
        _ steps: [(limit: String, price: String)], of base: Base = .bought,
        from kilowattHours: Int64? = nil
    ) -> EfficiencySurcharge {
        let steps = steps.compactMap { step in
            DecimalText(step.limit).flatMap { limit in
                DecimalText(step.price).map { Step(limit: limit, price: $0) }
            }
        }
        guard
            let surcharge = EfficiencySurcharge(
                name: "local", steps: steps, base: base,
                leastFacility: kilowattHours.map { Energy(joules: .kWh($0)) })
        else { preconditionFailure("no surcharge") }
        return surcharge
    }
}

extension PowerChain {
    /// 1,000 MWh of IT, 50 of UPS loss, 60 of fans, 300 of cooling, 20 of lighting.
    static var office: PowerChain {
        .single([
            .it: (.MWh(1_000), "0"), .conversionLoss: (.MWh(50), "0.4"), .fan: (.MWh(60), "0.1"),
            .cooling: (.MWh(300), "0.7"), .lighting: (.MWh(20), "0"),
        ])
    }
}

extension PlanningSettings {
    static var example: PlanningSettings {
        PlanningSettings(
            discountRate: DecimalText(significand: 8, scale: 2),
            tariff: Tariff(flat: DecimalText(significand: 5, scale: 1)))
    }
}
