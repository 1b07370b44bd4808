import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct PackageTests {
    private let settings = PlanningSettings.example

    private func plan(
        _ sites: [SiteCase], budget: Int64? = nil, mustDo: [String: PackageMask] = [:]
    ) -> RetrofitPlan {
        RetrofitPlan(
            sites, settings: settings,
            request: PlanRequest(
                budget: budget.map { Money(hundredths: $0 * 100) }, mustDo: mustDo))
    }

    private func names(_ plan: RetrofitPlan) -> [String] {
        plan.sites.flatMap { $0.table.names(of: $0.chosen) }.sorted()
    }

    @Test("a prerequisite's gain is credited when what it unlocks is added")
    func prerequisite() throws {
        // Containment costs 20,000 and saves nothing; the set-point saves 5 % of 300 MWh for 1,000.
        let site = SiteCase.example([
            (
                .example("containment", .enabler, on: nil, low: nil),
                .example("containment", capex: 20_000)
            ),
            (
                .example("set-point", low: "0.05", dependsOn: [["containment"]]),
                .example("set-point")
            ),
        ])
        let plan = plan([site])
        #expect(names(plan) == ["containment", "set-point"])
        let list = ChosenMeasure.list(
            of: plan.sites[0], settings: settings, reaching: nil)
        #expect(list.map(\.option.id) == ["containment", "set-point"])
        #expect(list[0].netPresentValue == Money(hundredths: -2_000_000))
        #expect(list[0].reasons == [.unlocksOthers])
        #expect(list[1].reasons == [.paysBack])
        // 15,000 kWh x 0.5 = 7,500 a year x AF(8 %, 10) 6.710081 = 50,325.61; less 1,000.
        #expect(list[1].netPresentValue.text == "49325.61")
        // The marginal worths add up to the package's.
        #expect(
            list.reduce(Money.zero) { $0 + $1.netPresentValue } == plan.netPresentValue)
    }

    @Test("without its prerequisite a measure cannot be planned")
    func missingPrerequisite() {
        let site = SiteCase.example([
            (
                .example("containment", .enabler, on: nil, low: nil),
                .example("containment", status: .refused)
            ),
            (.example("set-point", dependsOn: [["containment"]]), .example("set-point")),
        ])
        #expect(site.options.map(\.hindrance) == [.refusedBySite, .prerequisiteMissing])
        let done = SiteCase.example([
            (
                .example("containment", .enabler, on: nil, low: nil),
                .example("containment", status: .done)
            ),
            (.example("set-point", dependsOn: [["containment"]]), .example("set-point")),
        ])
        #expect(done.options.map(\.hindrance) == [.alreadyDone, nil])
    }

    @Test("measures that exclude each other are never planned together, whoever says so")
    func exclusion() {
        let site = SiteCase.example([
            (.example("a", low: "0.1"), .example("a")),
            (.example("b", low: "0.2", conflictsWith: ["a"]), .example("b")),
        ])
        let plan = plan([site])
        #expect(names(plan) == ["b"])
        #expect(plan.sites[0].reasonAgainst(site.options[0]) == .excludedByChosen)
    }

    @Test("only ranges of confidence A to C stand as defaults, by their low end")
    func defaults() {
        let site = SyntheticSite().site
        func option(_ confidence: SavingConfidence, own: String? = nil) -> RetrofitOption {
            RetrofitOption(
                .example("a", low: "0.1", high: "0.3", confidence: confidence), at: site, .office,
                terms: .example("a", low: own), hasTariff: true, plant: .none)
        }
        #expect(option(.c).actions == [.save(.of("0.1"), of: .cooling)])
        for vague in [SavingConfidence.d, .m] {
            #expect(option(vague).hindrance == .askForSiteData)
            #expect(option(vague).actions == [])
            #expect(option(vague, own: "0.15").hindrance == nil)
            #expect(option(vague, own: "0.15").actions == [.save(.of("0.15"), of: .cooling)])
        }
    }

    @Test("nothing without a price, a life or a tariff is planned")
    func unpriced() {
        let site = SyntheticSite().site
        let bare = MeasureTerms(measureID: "a", siteID: nil, capex: nil, lifeYears: 10)
        let endless = MeasureTerms(measureID: "a", siteID: nil, capex: .one, lifeYears: nil)
        func hindrance(_ terms: MeasureTerms, tariff: Bool = true) -> Reason? {
            RetrofitOption(
                .example("a"), at: site, .office, terms: terms, hasTariff: tariff,
                plant: .none
            )
            .hindrance
        }
        #expect(hindrance(bare) == .noPrice)
        #expect(hindrance(endless) == .noLife)
        #expect(hindrance(.example("a"), tariff: false) == .noTariff)
    }

    /// Sites with random measures, prerequisites and exclusions.
    private func sites(_ numbers: inout SeededNumbers, measures: Int) -> [SiteCase] {
        (0..<3).map { number in
            let ids = (0..<measures).map { "m\($0)" }
            return SiteCase.example(
                ids.enumerated().map { index, id in
                    let share = Int.random(in: 1...150, using: &numbers)
                    let needs: [[String]] =
                        index > 0 && Int.random(in: 0..<3, using: &numbers) == 0
                        ? [[ids[Int.random(in: 0..<index, using: &numbers)]]] : []
                    let conflicts =
                        index > 1 && Int.random(in: 0..<5, using: &numbers) == 0
                        ? [ids[Int.random(in: 0..<index, using: &numbers)]] : []
                    let link = [EndUse.it, .cooling, .fan, .conversionLoss, .lighting]
                        .randomElement(using: &numbers)
                    return (
                        Measure.example(
                            id, on: link,
                            low: "0.\(share < 10 ? "00" : share < 100 ? "0" : "")\(share)",
                            dependsOn: needs, conflictsWith: conflicts),
                        MeasureTerms.example(
                            id, capex: Int64.random(in: 0...60_000, using: &numbers),
                            life: Int.random(in: 3...15, using: &numbers))
                    )
                }, id: "site-\(number)")
        }
    }

    @Test("brute force over all packages equals the optimum", arguments: 0..<6)
    func bruteForce(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, measures: 5)
        let budget = Int64.random(in: 0...150_000, using: &numbers)
        let plan = plan(sites, budget: budget)
        let tables = sites.map { Array(PackageTable(of: $0, settings: settings).packages.values) }
        var best = Money.zero
        for a in tables[0] {
            for b in tables[1] {
                for c in tables[2]
                where (a.capital + b.capital + c.capital).hundredths <= budget * 100 {
                    best = max(best, a.netPresentValue + b.netPresentValue + c.netPresentValue)
                }
            }
        }
        #expect(plan.netPresentValue == best)
        #expect(plan.gap == .zero)
    }

    @Test("twelve measures at a site are enumerated, and the best of all packages is planned")
    func twelve() {
        var numbers = SeededNumbers(seed: 3)
        let site = sites(&numbers, measures: 12)[0]
        let table = PackageTable(of: site, settings: settings)
        #expect(table.leftOut.isEmpty)
        let plan = plan([site])
        #expect(plan.netPresentValue == table.packages.values.map(\.netPresentValue).max())
    }

    @Test("of more than twelve the bound counts what was left out")
    func thirteen() {
        let site = SiteCase.example(
            (0..<14).map { number in
                let id = "m\(number < 10 ? "0" : "")\(number)"
                return (.example(id, low: "0.05"), .example(id, capex: 1_000 + Int64(number)))
            })
        let plan = plan([site])
        #expect(plan.sites[0].table.candidates.count == 12)
        #expect(plan.gap > .zero)
        #expect(plan.sites[0].reasonAgainst(site.options[13]) == .tooManyMeasures)
    }

    @Test(
        "a bigger budget never plans worse, and the order of input never matters", arguments: 0..<4)
    func laws(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, measures: 6)
        let worths = (0..<8).map { plan(sites, budget: Int64($0) * 20_000).netPresentValue }
        #expect(zip(worths, worths.dropFirst()).allSatisfy { $0 <= $1 })
        let shuffled = sites.map { site in
            SiteCase(
                siteID: site.siteID, chain: site.chain,
                options: site.options.shuffled(using: &numbers), carbon: site.carbon)
        }.shuffled(using: &numbers)
        let (one, other) = (plan(sites, budget: 60_000), plan(shuffled, budget: 60_000))
        #expect(one.netPresentValue == other.netPresentValue)
        #expect(one.sites.map(\.site.siteID) == other.sites.map(\.site.siteID))
        #expect(one.sites.map(\.chosen) == other.sites.map(\.chosen))
    }

    @Test("the frontier rises, and each of its points is the optimum of its own outlay")
    func frontier() {
        var numbers = SeededNumbers(seed: 11)
        let sites = sites(&numbers, measures: 5)
        let points = plan(sites).frontier.points
        for point in points {
            let best = plan(sites, budget: point.capital.hundredths / 100)
            #expect(best.netPresentValue == point.netPresentValue)
        }
        #expect(
            zip(points, points.dropFirst()).allSatisfy { $0.netPresentValue < $1.netPresentValue })
    }

    @Test(
        "the carbon frontier starts at the plan worth most, and each of its points is the best plan that saves its tonnes",
        arguments: [3, 11, 29] as [UInt64])
    func carbonFrontier(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, measures: 5)
        let free = plan(sites)
        let points = free.carbonFrontier(most: 1_000).points
        #expect(points.first?.netPresentValue == free.netPresentValue)
        #expect(
            zip(points, points.dropFirst()).allSatisfy {
                $0.netPresentValue > $1.netPresentValue
                    && ($0.savedEmission ?? .zero).milligrams
                        < ($1.savedEmission ?? .zero).milligrams
            })
        for point in points {
            let least = try #require(point.savedEmission)
            let best = RetrofitPlan(
                sites, settings: settings, request: PlanRequest(leastSavedEmission: least))
            #expect(best.netPresentValue == point.netPresentValue)
        }
    }

    @Test(
        "over years nothing is chosen that no single year can pay, and a measure then does not push out the rest"
    )
    func pace() {
        // 90 MWh x 0.5 for 100,000 pay best; 15 and 10 MWh for 20,000 and 15,000 fit into years of 40,000.
        let site = SiteCase.example([
            (.example("big", low: "0.3"), .example("big", capex: 100_000)),
            (.example("mid", on: .lighting, low: "0.75"), .example("mid", capex: 20_000)),
            (.example("small", on: .it, low: "0.01"), .example("small", capex: 15_000)),
        ])
        func chosen(_ pace: PlanRequest.Pace?, mustDo: PackageMask = 0) -> RetrofitPlan.SitePlan {
            RetrofitPlan(
                [site], settings: settings,
                request: PlanRequest(
                    budget: Money(hundredths: 12_000_000), pace: pace, mustDo: ["dc-1": mustDo])
            ).sites[0]
        }
        func pace(_ budget: Int64, isByPackage: Bool = false) -> PlanRequest.Pace {
            PlanRequest.Pace(
                years: 3, budget: Money(hundredths: budget * 100), isByPackage: isByPackage)
        }
        #expect(chosen(nil).chosen == 3)
        let slow = chosen(pace(40_000))
        #expect(slow.chosen == 6)
        #expect(slow.reasonAgainst(site.options[0]) == .overBudget)
        // A fleet pays the package of a site at once: 35,000 fit, 34,999 do not.
        #expect(chosen(pace(35_000, isByPackage: true)).chosen == 6)
        #expect(chosen(pace(34_999, isByPackage: true)).chosen == 2)
        // What must be done stands outside.
        #expect(chosen(pace(40_000), mustDo: 1).chosen == 7)
        #expect(chosen(pace(35_000, isByPackage: true), mustDo: 1).chosen == 7)
    }

    @Test("what must be done stands outside the budget")
    func mustDo() {
        let site = SiteCase.example([
            (.example("costly", low: "0.001"), .example("costly", capex: 500_000)),
            (.example("good", low: "0.1"), .example("good", capex: 5_000)),
        ])
        let plan = plan([site], budget: 5_000, mustDo: ["dc-1": 1])
        #expect(names(plan) == ["costly", "good"])
        let list = ChosenMeasure.list(of: plan.sites[0], settings: settings, reaching: nil)
        #expect(list.map(\.isMustDo) == [true, false])
        #expect(list[1].netPresentValue == plan.netPresentValue)
    }
}
