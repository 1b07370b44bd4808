import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct RoadmapTests {
    private let settings = PlanningSettings.example

    private func site(
        _ measures: [(measure: Measure, terms: MeasureTerms)], id: String
    ) -> SiteCase {
        let site = SyntheticSite(id: id).site
        return SiteCase(
            siteID: id, chain: .office,
            options: measures.map {
                RetrofitOption(
                    $0.measure, at: site, .office, terms: $0.terms, hasTariff: true, plant: .none)
            }, carbon: CarbonWeights(months: [ExactRatio(1, to: 7_200)]))
    }

    private func list(_ sites: [SiteCase]) -> [ChosenMeasure] {
        RetrofitPlan(sites, settings: settings, request: PlanRequest()).sites.flatMap {
            ChosenMeasure.list(of: $0, settings: settings, reaching: nil)
        }
    }

    @Test("what list order would leave for later is done where another order has room")
    func orders() {
        // Worth most first: 50, 40, 60, 50 thousand. In list order 50 + 40 and 60 stand, and the last 50 fits no year
        // of 100; dearest first 60 + 40 and 50 + 50 fill both.
        let sites = [("a", "0.3", 50), ("b", "0.28", 40), ("c", "0.27", 60), ("d", "0.25", 50)].map
        {
            name, low, thousands in
            site(
                [
                    (
                        Measure.example("cool", low: low),
                        MeasureTerms.example("cool", capex: Int64(thousands) * 1_000)
                    )
                ], id: name)
        }
        let list = list(sites)
        #expect(list.map(\.option.siteID) == ["a", "b", "c", "d"])
        let roadmap = Roadmap(list, years: 2, budget: Money(hundredths: 10_000_000))
        #expect(
            roadmap.lines.map { "\($0.measure.option.siteID)\($0.year ?? 0)" } == [
                "b1", "c1", "a2", "d2",
            ])
        #expect(roadmap.capital.map(\.text) == ["100000.00", "100000.00"])
        // With room for all in list order that order stands.
        let wide = Roadmap(list, years: 2, budget: Money(hundredths: 15_000_000))
        #expect(
            wide.lines.map { "\($0.measure.option.siteID)\($0.year ?? 0)" } == [
                "a1", "b1", "c1", "d2",
            ])
    }

    @Test(
        "law: no year costs more than its budget, and nothing comes before what it needs",
        arguments: 1...30 as ClosedRange<UInt64>)
    func law(seed: UInt64) {
        var numbers = SeededNumbers(seed: 900 + seed)
        let sites = (0..<4).map { number in
            site(
                (0..<6).map { index in
                    let link = [EndUse.it, .cooling, .fan].randomElement(using: &numbers) ?? .it
                    let needs =
                        index > 0 && Bool.random(using: &numbers)
                        ? [["m\(Int.random(in: 0..<index, using: &numbers))"]] : []
                    return (
                        Measure.example(
                            "m\(index)", on: link,
                            low: "0.0\(Int.random(in: 10...90, using: &numbers))",
                            dependsOn: needs),
                        MeasureTerms.example(
                            "m\(index)", capex: Int64.random(in: 0...30_000, using: &numbers))
                    )
                }, id: "s\(number)")
        }
        let list = list(sites)
        let budget = Int64.random(in: 10_000...60_000, using: &numbers) * 100
        let roadmap = Roadmap(
            list, years: Int.random(in: 1...5, using: &numbers), budget: Money(hundredths: budget))
        #expect(roadmap.lines.count == list.count)
        #expect(roadmap.capital.allSatisfy { $0.hundredths <= budget })
        for (year, capital) in roadmap.capital.enumerated() {
            let sum = roadmap.lines.filter { $0.year == year + 1 }.reduce(Money.zero) {
                $0 + $1.measure.capital
            }
            #expect(sum == capital)
        }
        for line in roadmap.lines {
            guard let year = line.year else { continue }
            for group in line.measure.option.measure.dependsOn {
                let needed = roadmap.lines.filter {
                    $0.measure.option.siteID == line.measure.option.siteID
                        && group.contains($0.measure.option.id)
                }
                #expect(needed.contains { ($0.year ?? Int.max) <= year })
            }
        }
    }
}
