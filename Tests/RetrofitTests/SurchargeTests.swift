import EnergyLedger
import Metering
import Quantities
import TestSupport
import Testing

@testable import Retrofit

/// A price that hangs on the PUE is worth something only to the package that gets below its limit.
@Suite struct SurchargeTests {
    private let settings = PlanningSettings.example

    private func plan(
        _ sites: [SiteCase], budget: Int64? = nil, least: EmissionMass? = nil
    ) -> RetrofitPlan {
        RetrofitPlan(
            sites, settings: settings,
            request: PlanRequest(
                budget: budget.map { Money(hundredths: $0 * 100) }, leastSavedEmission: least))
    }

    // 1,000 MWh of IT of 1,430: PUE 1.43. Above 1.4 a tenth for each kWh that is bought.
    private let rule = EfficiencySurcharge.example([("1.4", "0.1")])

    @Test("what touches the limit pays nothing, and the whole surcharge is worth it")
    func touched() throws {
        let site = SiteCase.example(
            [(.example("cool", low: "0.1"), .example("cool"))], surcharge: rule)
        let plan = plan([site])
        let package = try #require(plan.sites[0].package(1))
        // 1,430,000 kWh x 0.1 are due; without a tenth of 300 MWh the PUE is 1,400 / 1,000 = 1.4, which is kept.
        #expect(site.surcharge?.today == SiteSurcharge.Due(step: 1, money: .of("143000.00")))
        #expect(package.surcharge == SurchargeEffect(avoided: .of("143000.00"), step: 0))
        // (30,000 kWh x 0.5 + 143,000) x AF(8 %, 10) 6.7100813989 = 1,060,192.86; less 1,000.
        #expect(package.netPresentValue.text == "1059192.86")
        #expect(package.annualNet.text == "158000.00")
        let list = ChosenMeasure.list(of: plan.sites[0], settings: settings, reaching: nil)
        #expect(list[0].reasons == [.avoidsSurcharge, .paysBack])
        #expect(list[0].avoidedSurcharge?.text == "143000.00")
        #expect(list[0].annualBenefit.text == "158000.00")
        #expect(list[0].economics.simplePayback == "0.01")
    }

    @Test("two measures that get below the limit together are planned where neither pays alone")
    func together() throws {
        // Each saves 15 MWh, of cooling and of lighting, and costs 150,000; 7,500 + 1,500 a year never give that back.
        let pair = [
            (Measure.example("a", low: "0.05"), MeasureTerms.example("a", capex: 150_000)),
            (Measure.example("b", on: .lighting, low: "0.75"), .example("b", capex: 150_000)),
        ].map { (measure: $0.0, terms: $0.1) }
        let site = SiteCase.example(pair, surcharge: rule)
        let table = PackageTable(of: site, settings: settings)
        // 1,415 MWh bought at a tenth: 141,500 of 143,000 are still due.
        #expect(table.packages[1]?.surcharge == SurchargeEffect(avoided: .of("1500.00"), step: 1))
        #expect((table.packages[1]?.netPresentValue ?? .zero) < .zero)
        #expect((table.packages[2]?.netPresentValue ?? .zero) < .zero)
        // (15,000 + 143,000) x 6.7100813989 - 300,000
        #expect(table.packages[3]?.netPresentValue.text == "760192.86")
        let plan = plan([site])
        #expect(plan.sites[0].chosen == 3)
        let list = ChosenMeasure.list(of: plan.sites[0], settings: settings, reaching: nil)
        #expect(list.allSatisfy { $0.reasons.contains(.avoidsSurcharge) })
        #expect(list.reduce(Money.zero) { $0 + $1.netPresentValue } == plan.netPresentValue)
        // Where half of it can be paid, none of it is.
        #expect(self.plan([site], budget: 299_999).sites[0].chosen == 0)
        #expect(self.plan([site], budget: 300_000).sites[0].chosen == 3)
        // Without the surcharge nothing is planned.
        #expect(self.plan([SiteCase.example(pair)]).sites[0].chosen == 0)
        #expect(PackageTable(of: .example(pair), settings: settings).packages[3]?.surcharge == nil)
    }

    @Test("the part above the limit, classes, and the size of the site")
    func excess() {
        let chain = PowerChain.office
        func today(_ surcharge: EfficiencySurcharge) -> String {
            let due = SiteSurcharge(surcharge, of: chain).today
            return "\(due.step) \(due.money.text)"
        }
        // 1,430 - 1.35 x 1,000 = 80 MWh
        #expect(today(.example([("1.35", "0.2")], of: .excess)) == "1 16000.00")
        // The class of the site counts for all of it.
        #expect(today(.example([("1.35", "0.2"), ("1.42", "0.5")], of: .excess)) == "2 40000.00")
        #expect(today(.example([("1.35", "0.2"), ("1.43", "0.5")], of: .excess)) == "1 16000.00")
        #expect(today(.example([("1.2", "0.2"), ("1.42", "0.5")])) == "2 715000.00")
        #expect(today(.example([("1.43", "0.5")])) == "0 0.00")
        #expect(today(.example([("1.4", "0.1")], from: 1_430_000)) == "1 143000.00")
        #expect(today(.example([("1.4", "0.1")], from: 1_430_001)) == "0 0.00")
    }

    @Test(
        "a package that takes the site below its size pays nothing; equipment that goes raises the PUE"
    )
    func sizeAndRise() throws {
        let measures: [(measure: Measure, terms: MeasureTerms)] = [
            (.example("it", on: .it, low: "0.1"), .example("it"))
        ]
        let small = SiteCase.example(
            measures, surcharge: .example([("1.2", "0.1")], from: 1_400_000))
        let one = try #require(PackageTable(of: small, settings: settings).packages[1])
        #expect(one.surcharge == SurchargeEffect(avoided: .of("143000.00"), step: 0))
        // A tenth of the IT load and what follows it go: 1,000 -> 900; UPS 50 - 2 = 48, fans 60 - 0.6 x 100/1050...
        let rising = SiteCase.example(measures, surcharge: .example([("1.44", "0.1")]))
        let two = try #require(PackageTable(of: rising, settings: settings).packages[1])
        let savings = rising.chain.savings([.save(.of("0.1"), of: .it)])
        let left = Int64.MWh(1_430) - savings.total
        try #require(Int128(left) * 100 > 144 * Int128(Int64.MWh(900)))
        // Nothing was due before; now a tenth for each kWh that is still bought.
        let due = Rounding.halfToEven(Int128(left), over: 360_000)
        #expect(two.surcharge?.avoided.hundredths == -Int64(due))
        #expect(two.surcharge?.step == 1)
    }

    // MARK: - Laws

    private func sites(
        _ numbers: inout SeededNumbers, count: Int = 3, measures: Int
    ) -> [SiteCase] {
        (0..<count).map { number in
            let low = Int.random(in: 320...428, using: &numbers)
            let high = low + Int.random(in: 1...60, using: &numbers)
            let base: EfficiencySurcharge.Base =
                Bool.random(using: &numbers) ? .bought : .excess
            return SiteCase.example(
                (0..<measures).map { index in
                    let id = "m\(index < 10 ? "0" : "")\(index)"
                    let share = Int.random(in: 5...150, using: &numbers)
                    let conflicts =
                        index > 1 && Int.random(in: 0..<5, using: &numbers) == 0 ? ["m00"] : []
                    let link = [EndUse.it, .cooling, .fan, .conversionLoss, .lighting]
                        .randomElement(using: &numbers)
                    return (
                        Measure.example(
                            id, on: link,
                            low: "0.\(share < 10 ? "00" : share < 100 ? "0" : "")\(share)",
                            conflictsWith: conflicts),
                        MeasureTerms.example(
                            id, capex: Int64.random(in: 0...160_000, using: &numbers),
                            life: Int.random(in: 3...15, using: &numbers))
                    )
                }, id: "site-\(number)",
                surcharge: .example(
                    [("1.\(low)", "0.1"), ("1.\(high)", "0.25")], of: base, from: 1_300_000))
        }
    }

    /// Every package of a site and its worth, year by year and without anything of the enumeration.
    private func worths(_ site: SiteCase) -> [PackageMask: (capital: Int64, worth: Int64)] {
        guard let discounting = Discounting(rate: settings.discountRate),
            let surcharge = site.surcharge
        else { return [:] }
        let options = site.options
        var due: [Set<String>: Int128] = [:]
        func money(_ left: [RetrofitOption]) -> Int128 {
            let key = Set(left.map(\.id))
            if let known = due[key] { return known }
            let savings = site.chain.savings(left.flatMap(\.actions))
            let facility = Int128(Int64.MWh(1_430) - savings.total)
            let it = Int128(Int64.MWh(1_000) - savings.total(of: .it))
            let steps = surcharge.surcharge.steps
            let step = steps.last { facility * 1_000 > $0.limit.significand * it }
            var sum = Int128(0)
            if facility >= Int128(Int64.kWh(1_300_000)), let step {
                // Thousandths of joules and hundredths of the price.
                let joules =
                    surcharge.surcharge.base == .bought
                    ? facility * 1_000 : facility * 1_000 - steps[0].limit.significand * it
                let price =
                    step.price.scale == 1 ? step.price.significand * 10 : step.price.significand
                sum = Rounding.halfToEven(joules * price, over: 3_600_000 * 1_000)
            }
            // J at 0.5 for each 3,600,000 of them, in hundredths
            let energy = Rounding.halfToEven(Int128(savings.total), over: 72_000)
            due[key] = energy - sum
            return energy - sum
        }
        let today = money([])
        var all: [PackageMask: (capital: Int64, worth: Int64)] = [:]
        for mask in 0..<(PackageMask(1) << PackageMask(options.count)) {
            let members = options.indices.filter { mask & (1 << PackageMask($0)) != 0 }.map {
                options[$0]
            }
            let names = Set(members.map(\.id))
            guard members.allSatisfy({ names.isDisjoint(with: $0.measure.conflictsWith) }) else {
                continue
            }
            let capital = members.reduce(Int64(0)) { $0 + ($1.capex?.hundredths ?? 0) }
            var worth = -Int128(capital) * Discounting.one
            for year in 1...15 {
                let left = members.filter { ($0.lifeYears ?? 0) >= year }
                guard !left.isEmpty else { break }
                worth += (money(left) - today) * discounting.factor(after: year - 1, through: year)
            }
            all[mask] = (
                capital, Int64(Rounding.halfToEven(worth, over: Discounting.one))
            )
        }
        return all
    }

    @Test("every package is worth what its years are worth, one by one", arguments: 0..<4)
    func packages(seed: UInt64) {
        var numbers = SeededNumbers(seed: 100 + seed)
        for site in sites(&numbers, measures: 6) {
            let (table, all) = (PackageTable(of: site, settings: settings), worths(site))
            #expect(Set(table.packages.keys) == Set(all.keys))
            for (mask, package) in table.packages {
                #expect(package.netPresentValue.hundredths == all[mask]?.worth)
                #expect(package.capital.hundredths == all[mask]?.capital)
            }
        }
    }

    @Test("brute force over all packages of three sites equals the optimum", arguments: 0..<6)
    func bruteForce(seed: UInt64) {
        var numbers = SeededNumbers(seed: 200 + seed)
        let sites = sites(&numbers, measures: 5)
        let budget = Int64.random(in: 0...400_000, using: &numbers)
        let plan = plan(sites, budget: budget)
        let tables = sites.map { Array(worths($0).values) }
        var best = Int64(0)
        for a in tables[0] {
            for b in tables[1] where a.capital + b.capital <= budget * 100 {
                for c in tables[2] where a.capital + b.capital + c.capital <= budget * 100 {
                    best = max(best, a.worth + b.worth + c.worth)
                }
            }
        }
        #expect(plan.netPresentValue.hundredths == best)
        #expect(plan.gap == .zero)
    }

    @Test("twelve measures: under any budget the plan is the best of all 4,096 packages")
    func twelve() {
        var numbers = SeededNumbers(seed: 17)
        let site = sites(&numbers, count: 1, measures: 12)[0]
        let table = PackageTable(of: site, settings: settings)
        let all = worths(site)
        #expect(table.leftOut.isEmpty)
        #expect(plan([site]).netPresentValue.hundredths == all.values.map(\.worth).max())
        let outlays = Set(all.values.map(\.capital)).sorted()
        var last = Int64.min
        for budget in stride(from: 0, to: outlays.count, by: max(1, outlays.count / 25)) {
            let limit = outlays[budget] / 100
            let best = all.values.filter { $0.capital <= limit * 100 }.map(\.worth).max()
            let worth = plan([site], budget: limit).netPresentValue.hundredths
            #expect(worth == best)
            // A bigger budget never plans worse.
            #expect(worth >= last)
            last = worth
        }
    }

    @Test(
        "law of dominance: whatever is not kept is beaten in outlay and worth by what is",
        arguments: 0..<4)
    func dominance(seed: UInt64) {
        var numbers = SeededNumbers(seed: 300 + seed)
        for site in sites(&numbers, measures: 7) {
            let table = PackageTable(of: site, settings: settings)
            let kept = table.undominated()
            for package in table.packages.values {
                #expect(
                    kept.contains {
                        $0.capital <= package.capital
                            && $0.netPresentValue >= package.netPresentValue
                    })
            }
            #expect(
                zip(kept, kept.dropFirst()).allSatisfy {
                    $0.capital < $1.capital && $0.netPresentValue < $1.netPresentValue
                })
        }
    }

    @Test("tonnes and a surcharge together: the optimum is the brute force's", arguments: 0..<3)
    func tonnes(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: 400 + seed)
        let sites = sites(&numbers, count: 2, measures: 5)
        let tables = sites.map {
            Array(PackageTable(of: $0, settings: settings).packages.values)
        }
        let most = tables.map { table in
            table.compactMap { $0.savedEmission?.milligrams }.max() ?? 0
        }.reduce(0, +)
        let least = EmissionMass(milligrams: most * 2 / 3)
        var best: Int64?
        for a in tables[0] {
            for b in tables[1] {
                let saved = (a.savedEmission ?? .zero) + (b.savedEmission ?? .zero)
                guard saved.milligrams >= least.milligrams else { continue }
                best = max(
                    best ?? .min, (a.netPresentValue + b.netPresentValue).hundredths)
            }
        }
        let plan = plan(sites, least: least)
        #expect(plan.netPresentValue.hundredths == best)
        #expect(plan.gap == .zero)
    }

    @Test(
        "of more than twelve measures no package of all of them is worth more than the bound",
        arguments: 0..<3)
    func bound(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: 500 + seed)
        let site = sites(&numbers, count: 1, measures: 14)[0]
        let plan = plan([site])
        #expect(plan.sites[0].table.candidates.count == 12)
        let best = try #require(worths(site).values.map(\.worth).max())
        #expect(plan.bound.hundredths >= best)
    }

    @Test("the frontier's points are the optima of their outlays")
    func frontier() {
        var numbers = SeededNumbers(seed: 7)
        let sites = sites(&numbers, measures: 5)
        for point in plan(sites).frontier.points {
            let best = plan(sites, budget: point.capital.hundredths / 100)
            #expect(best.netPresentValue == point.netPresentValue)
        }
    }

    @Test("a draw counts the surcharge of its own PUE")
    func draws() throws {
        // The draws of a tenth lie evenly around it: half of them miss the limit that a tenth touches.
        let site = SiteCase.example(
            [(.example("cool", low: "0.1", high: "0.2"), .example("cool", capex: 500_000))],
            surcharge: rule)
        let plan = plan([site])
        #expect(plan.sites[0].chosen == 1)
        let spread = try #require(PlanSpread(of: plan, settings: settings))
        #expect(spread.netPresentValue.p10 < .zero)
        // At least (15,000 + 143,000) x 6.71 - 500,000 where the limit is kept.
        #expect(spread.netPresentValue.p90 >= .of("560192.86"))
        let stays = try #require(spread.stability["dc-1/cool"])
        #expect((40...60).contains(stays))
    }

    @Test("sites that pay a surcharge are drawn one by one, and the fleet tells why")
    func fleet() throws {
        let frames = PackageFrames(settings)
        var sample = FleetSample()
        for number in 0..<3 {
            let site = SiteCase.example(
                [(.example("cool", low: "0.1"), .example("cool"))], id: "s\(number)",
                surcharge: rule)
            sample.add(site, ["cool"])
        }
        #expect(sample.groups.count == 3)
        let sums = FleetSpread.sums(of: sample, frames) { _ in .expected }
        #expect(sums.worth.text == "3177578.58")
        let site = SiteCase.example(
            [(.example("cool", low: "0.1"), .example("cool"))], surcharge: rule)
        let table = PackageTable(of: site, frames)
        let member = FleetPlan.Member(SyntheticSite().site, table, PlanRequest())
        let plan = FleetPlan([member], request: PlanRequest())
        #expect(plan.lines.first?.reasons == [.avoidsSurcharge, .paysBack])
        #expect(plan.archetypes.first?.sums.avoidedSurcharge?.text == "143000.00")
    }

    @Test("limits and prices that do not rise, or are none, are no surcharge")
    func refused() {
        func make(_ steps: [(String, String)]) -> EfficiencySurcharge? {
            EfficiencySurcharge(
                name: "x",
                steps: steps.compactMap { step in
                    DecimalText(step.0).flatMap { limit in
                        DecimalText(step.1).map {
                            EfficiencySurcharge.Step(limit: limit, price: $0)
                        }
                    }
                }, base: .bought)
        }
        #expect(make([("1.4", "0.1"), ("1.6", "0.1")]) != nil)
        for wrong in [
            [], [("0.9", "0.1")], [("1.4", "0")], [("1.4", "-0.1")], [("101", "0.1")],
            [("1.4", "0.1"), ("1.4", "0.2")], [("1.4", "0.2"), ("1.6", "0.1")],
            [("1.4", "1001")], [("1.4000001", "0.1")], [("1.4", "0.0000001")],
        ] {
            #expect(make(wrong) == nil)
        }
    }

    @Test("room for sums: a price whose worth could not be counted is told")
    func room() {
        // 10^10 kWh x 1,000 x 100 x 60 years x 5 = 3 x 10^17 a site, at no discount; half of 2^63 is 4.61 x 10^18.
        let settings = PlanningSettings(
            discountRate: PlanningSettings.zero, tariff: Tariff(flat: PlanningSettings.zero))
        let site = SiteCase.example(
            [(.example("all", low: "1"), .example("all", capex: 0, life: 60))],
            chain: .single([.cooling: (.MWh(500_000), "0"), .it: (.MWh(500_000), "0")]),
            surcharge: .example([("1.4", "1000")]))
        let room = WorthRoom(PackageFrames(settings), costs: 0)
        func take() -> WorthRoom.Excess? {
            do throws(WorthRoom.Excess) {
                try room.take(
                    site.chain, site.options, site.carbon, slotSeconds: nil,
                    surcharge: site.surcharge)
                return nil
            } catch { return error }
        }
        // 10^9 kWh x 1,000 x 100 = 10^14 a year, 6 x 10^15 over sixty years, five times: 3 x 10^16; 153 fit.
        for number in 0..<153 { #expect(take() == nil, "\(number)") }
        #expect(take() == .surchargePrice)
    }
}

extension Money {
    fileprivate static func of(_ text: StaticString) -> Money {
        guard let money = Money(DecimalText(text)) else { preconditionFailure("no money") }
        return money
    }
}
