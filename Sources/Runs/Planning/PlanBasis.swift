import EnergyLedger
import Provenance
import Quantities
import Retrofit

/// What every plan starts from (方案基础), for few sites and for very many: how money is weighed, the measures with
/// what the portfolio says of them, and what is stated of the chains.
struct PlanBasis {
    let settings: PlanningSettings
    let shelf: OptionShelf
    let frames: PackageFrames
    /// The measures' names for people.
    let titles: [String: BilingualText]
    private let surcharges: Surcharges
    private let tariffs: SiteTariffs
    private let room: WorthRoom
    private let stated: [String: StatedChain]

    /// Reads and joins.
    ///
    /// - Throws: `PlanRun.NoYear`; `Refusal` when `measures.csv`, `verified.csv` or the facts of a chain are wrong, or
    ///   prices are too high for their sums to be counted.
    init(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period,
        _ question: PlanRun.Question
    ) throws {
        guard period.isTwelveMonths else { throw PlanRun.NoYear() }
        let base = portfolio.settings.planning
        settings = question.discountRate.map { base.discounted(at: $0) } ?? base
        let measures = try portfolio.measures(with: data)
        titles = Dictionary(measures.map { ($0.id, $0.title) }) { first, _ in first }
        try portfolio.verified.check(against: measures)
        stated = try ChainFacts.read(portfolio, for: period)
        try SiteTariffs.check(settings, at: portfolio.sites)
        let tariffs = SiteTariffs(settings, at: portfolio.sites)
        self.tariffs = tariffs
        surcharges = try Surcharges(settings.surcharges, portfolio, data, after: period)
        shelf = OptionShelf(
            measures: measures, terms: portfolio.verified.over(portfolio.ownMeasures.terms),
            hasTariff: { tariffs.tariff(at: $0) != nil },
            isCalendarYear: period.calendarYear != nil,
            waterPrice: settings.waterPrice, plant: PlantFacts.stated(in: portfolio, for: period))
        let costs = shelf.greatestCost(at: portfolio.sites)
        guard costs <= WorthRoom.most else {
            throw Self.tooLarge("measures.csv", "capex", "∑ capex + annual_cost", for: "1200.50")
        }
        guard shelf.greatestWater(at: portfolio.sites) <= Int128(Int64.max) / 2 else {
            throw Self.tooLarge(
                "measures.csv", "annual_water_m3", "∑ annual_water_m3", for: "1200",
                BilingualText(
                    "values whose sum stays below 4.6 trillion over all sites",
                    zh: "全部站点合计低于 4.6 万亿的值"))
        }
        frames = PackageFrames(settings)
        room = WorthRoom(frames, costs: costs)
    }

    /// Refuses a site that leaves no room for the sums of the plan.
    ///
    /// - Throws: `Refusal` of the price or the quantity that is too large, before anything of the site is walked.
    func check(
        _ basis: FitBasis, _ options: [RetrofitOption], _ carbon: CarbonWeights,
        _ surcharge: SiteSurcharge?, at site: Site
    ) throws {
        do throws(WorthRoom.Excess) {
            try room.take(
                basis.chain, options, carbon, slotSeconds: basis.slotSeconds,
                surcharge: surcharge, tariff: tariff(at: site))
        } catch {
            let printed = settings.printed
            switch error {
            case .energyPrice:
                throw Self.tooLarge(
                    "portfolio.yaml", "tariff",
                    printed[tariff(at: site)?.name.isEmpty ?? true ? "tariff" : "tariffs"] ?? "",
                    for: "0.65")
            case .carbonPrice:
                throw Self.tooLarge(
                    "portfolio.yaml", "carbon_price", printed["carbon_price"] ?? "", for: "80")
            case .surchargePrice:
                throw Self.tooLarge(
                    "portfolio.yaml", "pue_surcharges", printed["pue_surcharges"] ?? "",
                    for: "price: 0.2")
            case .energy:
                throw Self.tooLarge("measures.csv", "quantity", "∑ kWh", for: "400")
            case .emission:
                throw Self.tooLarge(
                    "portfolio.yaml", "factor_publications", "∑ kgCO2e", for: "DE/aib-2025")
            }
        }
    }

    private static func tooLarge(
        _ file: String, _ column: String, _ value: String, for example: String,
        _ expected: BilingualText = BilingualText(
            "a value whose sum stays below 46 quadrillion over all sites and sixty years",
            zh: "全部站点六十年合计低于 4.6 亿亿的值")
    ) -> Refusal {
        Refusal([
            Finding(
                .valueMalformed, file: file, column: column, value: value,
                arguments: ["example": example], phrases: ["expected": expected])
        ])
    }

    /// How a site stands to the surcharge that it is subject to; nil where to none.
    func surcharge(at before: Run.SiteResult) -> SurchargeStanding? {
        surcharges.standing(of: before)
    }

    /// What a site pays by; nil where nobody says.
    func tariff(at site: Site) -> Tariff? { tariffs.tariff(at: site) }

    /// What is stated of a site's chain.
    func stated(at site: String) -> StatedChain { stated[site] ?? .nothing }
}
