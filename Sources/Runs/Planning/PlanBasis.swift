import Provenance
import Quantities
import Retrofit

/// What every plan starts from (方案基础), for few sites and for very many: how money is weighed, the measures with
/// what the portfolio says of them, and what is stated of the chains.
struct PlanBasis {
    let settings: PlanningSettings
    let shelf: OptionShelf
    let frames: PackageFrames
    private let stated: [String: StatedChain]

    /// Reads and joins.
    ///
    /// - Throws: `PlanRun.NoYear`; `Refusal` when `measures.csv`, `verified.csv` or the facts of a chain are wrong.
    init(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period,
        _ question: PlanRun.Question
    ) throws {
        guard period.isTwelveMonths else { throw PlanRun.NoYear() }
        let base = portfolio.settings.planning
        settings = question.discountRate.map { base.discounted(at: $0) } ?? base
        let measures = try portfolio.measures(with: data)
        try portfolio.verified.check(against: measures)
        stated = try ChainFacts.read(portfolio, for: period)
        shelf = OptionShelf(
            measures: measures, terms: portfolio.verified.over(portfolio.ownMeasures.terms),
            hasTariff: settings.tariff != nil, isCalendarYear: period.calendarYear != nil,
            waterPrice: settings.waterPrice)
        frames = PackageFrames(settings)
    }

    /// What is stated of a site's chain.
    func stated(at site: String) -> StatedChain { stated[site] ?? .nothing }
}
