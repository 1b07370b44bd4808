import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct ChangedJournalTests {
    private let year = ChainBins.year.months

    /// 8 GWh of IT, 0.4 of UPS loss, 2 of cooling, 0.1 of lighting, 0.3 nobody explains.
    private func site() -> SyntheticSite {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(10_800))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(8_000))])
        site.add(.upsLoss, [("2025", .MWh(400))])
        site.add(.cooling, [("2025", .MWh(2_000))])
        site.add(.lighting, [("2025", .MWh(100))])
        return site
    }

    private var tariff: Tariff? {
        Tariff(
            prices: [.flat: .one, .peak: .one],
            bandOfHour: (0..<24).map { (10..<16).contains($0) ? .peak : .flat })
    }

    @Test("sums over every bin of the changed journal are the chain's, and every slot balances")
    func sums() throws {
        let synthetic = site()
        let before = try synthetic.balances("2025")
        let stated = try #require(
            StatedChain([.coolingCompressor: .of("0.6"), .coolingFollowing: .of("0.5")]))
        let fit = ChainFit(of: before.journal, months: year, tariff: tariff, stated: stated)
        let savings = fit.chain.savings([
            .save(.of("0.05"), of: .it), .save(.of("0.3"), of: .compressor),
            .save(.of("0.5"), of: .lighting), .convert(by: .of("0.01"), at: .conversionLoss),
        ])
        let changed = try fit.journal(before.journal, after: savings)
        let after = Balances(changed, period: before.period, loads: synthetic.loads)
        func fall(_ account: Account) -> Int64 {
            (before.energy[account]?.joules ?? 0) - (after.energy[account]?.joules ?? 0)
        }
        #expect(fall(.gridImport) == savings.total)
        #expect(fall(.it) == savings.total(of: .it))
        #expect(fall(.cooling) == savings.total(of: .cooling) + savings.total(of: .compressor))
        #expect(fall(.lighting) == savings.total(of: .lighting))
        #expect(fall(.upsLoss) == savings.total(of: .conversionLoss))
        #expect(fall(.unallocated) == 0)
        let monthly = { (journal: Journal) in
            journal.monthly(.gridImport, months: year).map(\.energy.joules)
        }
        let falls = zip(monthly(before.journal), monthly(changed)).map { $0 - $1 }
        #expect(falls == fit.chain.bins.byMonth(savings.bought))
        for column in changed.columns where column.account.side == .use {
            #expect(column.amounts.allSatisfy { $0 >= 0 })
        }
    }

    @Test("the changed journal has the PUE that the chain gives, and keeps its coverage")
    func ratio() throws {
        let synthetic = site()
        let before = try synthetic.balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: nil, stated: .nothing)
        let savings = fit.chain.savings([.save(.of("0.2"), of: .cooling)])
        // (10,800 - 400) / 8,000 = 1.3
        let changed = try fit.journal(before.journal, after: savings)
        let after = Balances(changed, period: before.period, loads: synthetic.loads)
        let pue = PowerUsageEffectiveness(of: after, meters: synthetic.meters)
        #expect(pue.figure.value?.text() == "1.300000")
        #expect(pue.figure.coverage?.text() == "1.000000")
        #expect(after.coverage?.text() == before.coverage?.text())
    }

    /// Stated shares of a chain, and a tariff that is cheap until eight.
    private func statedAndValley() throws -> (StatedChain, Tariff) {
        let stated = try #require(
            StatedChain([
                .coolingCompressor: .of("0.6"), .coolingFollowing: .of("0.5"),
                .unallocatedDistributionLoss: .of("0.5"),
            ]))
        let valley = try #require(
            Tariff(
                prices: [.flat: DecimalText("0.7"), .valley: DecimalText("0.3")],
                bandOfHour: (0..<24).map { $0 < 8 ? .valley : .flat }))
        return (stated, valley)
    }

    @Test(
        "law: what every package takes off E_DC, E_IT and the grid is what the changed journal has less"
    )
    func falls() throws {
        var synthetic = site()
        synthetic.add(.onsiteSolar, [("2025", .MWh(200))])
        let before = try synthetic.balances("2025")
        let (stated, valley) = try statedAndValley()
        let fit = ChainFit(of: before.journal, months: year, tariff: valley, stated: stated)
        let actions: [[PowerChain.Action]] = [
            [.save(.of("0.05"), of: .it)], [.save(.of("0.3"), of: .cooling)],
            [.convert(by: .of("0.01"), at: .conversionLoss)],
            [.remove(.MWh(30), of: .distributionLoss)], [.generate(.MWh(900))],
            [.shift(.kWh(700), efficiency: .of("0.83"))],
        ]
        var walk = PackageWalk(fit.chain, actions)
        let parts = try #require(before.facilityToIT)
        for mask in 1..<PackageMask(1 << actions.count) {
            let chosen = actions.indices.filter { mask & (1 << PackageMask($0)) != 0 }
            let savings = fit.chain.savings(chosen.flatMap { actions[$0] })
            let changed = try fit.journal(before.journal, after: savings)
            let after = Balances(changed, period: before.period, loads: synthetic.loads)
            let left = try #require(after.facilityToIT)
            let fall = walk.fall(mask, bought: walk.bought(mask))
            #expect(parts.numerator - left.numerator == fall.facility)
            #expect(parts.denominator - left.denominator == fall.it)
            #expect(fall.facility == savings.withinBoundary(in: fit.chain.bins))
            #expect(fall.facilityOfYear == fall.facility)
            #expect(fall.bought == savings.total)
            let grid = (before.energy[.gridImport] ?? .zero) - (after.energy[.gridImport] ?? .zero)
            // What the plant gives beyond the need of an hour is exported; it is counted as saved.
            let exported = after.energy[.gridExport]?.joules ?? 0
            #expect(grid.joules + exported == fall.bought)
        }
        #expect(!fit.chain.bins.isParted)
    }

    @Test(
        "law: hours that the sun's or the office's meter misses are in no PUE, and the chain knows it to the joule",
        arguments: 1...24 as ClosedRange<UInt64>)
    func missingHours(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: 700 + seed)
        var synthetic = site()
        /// A year of days, some of which are missing.
        func days(_ megawattHours: Int64) -> [(period: String, amount: Int64)] {
            (1...12).flatMap { month -> [(period: String, amount: Int64)] in
                let name = "2025-" + (month < 10 ? "0" : "") + "\(month)"
                let gap = Int.random(in: 0...2, using: &numbers)
                guard gap > 0 else { return [(name, .MWh(megawattHours))] }
                // From a day on it is silent, for one to three days.
                let day = Int.random(in: 10...20, using: &numbers)
                let last = day + Int.random(in: 1...3, using: &numbers)
                let end =
                    month == 12 ? "2026-01" : "2025-" + (month < 9 ? "0" : "") + "\(month + 1)"
                return [
                    ("\(name)-01/\(name)-\(day)", .MWh(megawattHours) / 2),
                    ("\(name)-\(last)/\(end)-01", .MWh(megawattHours) / 2),
                ]
            }
        }
        if Bool.random(using: &numbers) { synthetic.add(.onsiteSolar, days(17)) }
        if Bool.random(using: &numbers) { synthetic.add(.gridExport, days(1)) }
        synthetic.add(.office, days(23))
        let before = try synthetic.balances("2025")
        let (stated, valley) = try statedAndValley()
        let fit = ChainFit(
            of: before.journal, months: year, tariff: seed % 2 == 0 ? valley : nil, stated: stated)
        let actions: [[PowerChain.Action]] = [
            [.save(.of("0.05"), of: .it)], [.save(.of("0.3"), of: .cooling)],
            [.convert(by: .of("0.01"), at: .conversionLoss)],
            [.remove(.MWh(30), of: .distributionLoss)], [.generate(.MWh(900))],
            [.shift(.kWh(700), efficiency: .of("0.83"))],
        ]
        let parts = try #require(before.facilityToIT)
        let gaps = RatioGaps(of: before.journal, fit)
        #expect((gaps != nil) == (parts.coverage.text() != "1.000000"))
        #expect(fit.chain.bins.isParted == ((gaps?.leftOutOfSaving ?? 0) > 0))
        var walk = PackageWalk(fit.chain, actions)
        for mask in 1..<PackageMask(1 << actions.count) {
            let chosen = actions.indices.filter { mask & (1 << PackageMask($0)) != 0 }
            let savings = fit.chain.savings(chosen.flatMap { actions[$0] })
            let changed = try fit.journal(before.journal, after: savings)
            let after = Balances(changed, period: before.period, loads: synthetic.loads)
            let left = try #require(after.facilityToIT)
            let fall = walk.fall(mask, bought: walk.bought(mask))
            #expect(parts.numerator - left.numerator == fall.facility)
            #expect(parts.denominator - left.denominator == fall.it)
            #expect(parts.coverage.text() == left.coverage.text())
            #expect(fall.facility == savings.withinBoundary(in: fit.chain.bins))
            #expect(fall.it == savings.total(of: .it, in: fit.chain.bins))
            let year = [before, after].map { $0.facilityEnergy?.joules ?? 0 }
            #expect(year[0] - year[1] == fall.facilityOfYear)
            #expect(fall.bought == savings.total)
            // Nothing that is saved in hours without a PUE is lost.
            #expect(
                fall.facilityOfYear == savings.used
                    - (savings.taken.reduce(0, +) - savings.given.reduce(0, +)))
        }
    }

    @Test("hours that the PUE leaves out are told, meter by meter")
    func gaps() throws {
        var synthetic = site()
        // March is 31 days: 744 hours; the last two days of May are 48.
        synthetic.add(
            .onsiteSolar, id: "roof",
            [("2025-01-01/2025-03-01", .MWh(20)), ("2025-04-01/2026-01-01", .MWh(20))])
        synthetic.add(
            .office, id: "office",
            [("2025-01-01/2025-05-30", .MWh(20)), ("2025-06-01/2026-01-01", .MWh(20))])
        let before = try synthetic.balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: nil, stated: .nothing)
        let gaps = try #require(RatioGaps(of: before.journal, fit))
        #expect(gaps.slotCount == 8_760 && gaps.leftOut == 792 && gaps.leftOutOfSaving == 792)
        #expect(gaps.meters.map { "\($0.meterID) \($0.slots)" } == ["roof 744", "office 48"])
        #expect(
            gaps.text.english
                == "the PUE leaves out 792 of 8760 hours, missing at: roof 744, office 48; in 792 of them the plan saves, which counts as energy and not in the PUE"
        )
        let whole = try site().balances("2025")
        let same = ChainFit(of: whole.journal, months: year, tariff: nil, stated: .nothing)
        #expect(RatioGaps(of: whole.journal, same) == nil && !same.chain.bins.isParted)
    }

    @Test("a store charges and gives in no hour that takes no part, on the generator or unmetered")
    func storeHours() throws {
        var synthetic = SyntheticSite()
        // The grid's meter is silent for three days of July; the equipment's goes on.
        synthetic.add(
            .gridImport,
            [("2025-01-01/2025-07-10", .MWh(5_000)), ("2025-07-13/2026-01-01", .MWh(5_800))])
        synthetic.add(.it, at: .upsOutput, [("2025", .MWh(8_000))])
        let before = try synthetic.balances("2025")
        let valley = try #require(
            Tariff(
                prices: [.flat: DecimalText("0.7"), .valley: DecimalText("0.3")],
                bandOfHour: (0..<24).map { $0 < 8 ? .valley : .flat }))
        let fit = ChainFit(of: before.journal, months: year, tariff: valley, stated: .nothing)
        let savings = fit.chain.savings([.shift(.kWh(500), efficiency: .of("0.8"))])
        let changed = try fit.journal(before.journal, after: savings)
        let charge = changed.columns(of: [.storageCharge])[0].amounts
        #expect(charge.reduce(0, +) == savings.taken.reduce(0, +))
        #expect(charge.reduce(0, +) > 0)
        let grid = before.journal.hours(of: [.gridImport])
        #expect(zip(charge, grid).allSatisfy { $0 == 0 || $1 })
    }

    @Test("own generation lowers what is bought and not what is used")
    func generation() throws {
        let synthetic = site()
        let before = try synthetic.balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: tariff, stated: .nothing)
        let savings = fit.chain.savings([.generate(.MWh(200))])
        let changed = try fit.journal(before.journal, after: savings)
        let after = Balances(changed, period: before.period, loads: synthetic.loads)
        #expect(after.energy[.onsiteSolar]?.joules == .MWh(200))
        #expect(after.energy[.gridImport]?.joules == .MWh(10_600))
        #expect(after.facilityEnergy == before.facilityEnergy)
        #expect(after.coverage?.text() == before.coverage?.text())
    }

    @Test("a link without a meter is taken out of what nobody explains")
    func unmetered() throws {
        let synthetic = site()
        let before = try synthetic.balances("2025")
        let stated = try #require(StatedChain([.unallocatedDistributionLoss: .of("0.5")]))
        let fit = ChainFit(of: before.journal, months: year, tariff: nil, stated: stated)
        // Half of 300 MWh, rounded down to a joule in each of 12 bins.
        let loss = fit.chain.links[.distributionLoss]?.total ?? 0
        #expect((Int64.MWh(150) - 12...Int64.MWh(150)).contains(loss))
        #expect(fit.chain.links[.distributionLoss]?.basis == .stated)
        let savings = fit.chain.savings([.save(.of("0.4"), of: .distributionLoss)])
        let changed = try fit.journal(before.journal, after: savings)
        let after = Balances(changed, period: before.period, loads: synthetic.loads)
        #expect(savings.total * 10 / loss == 3)
        #expect(after.energy[.unallocated]?.joules == .MWh(300) - savings.total)
        #expect(after.energy[.gridImport]?.joules == .MWh(10_800) - savings.total)
    }

    @Test("hours without the grid's reading are credited nothing")
    func missingHours() throws {
        var synthetic = SyntheticSite()
        synthetic.add(.gridImport, [("2025-01", .MWh(1_000)), ("2025-03", .MWh(1_000))])
        synthetic.add(.it, at: .upsOutput, [("2025", .MWh(8_000))])
        synthetic.add(.cooling, [("2025", .MWh(1_200))])
        let before = try synthetic.balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: nil, stated: .nothing)
        let savings = fit.chain.savings([.save(.of("0.5"), of: .cooling)])
        let months = fit.chain.bins.byMonth(savings.bought)
        #expect(months.enumerated().allSatisfy { $1 == 0 || $0 == 0 || $0 == 2 })
        let changed = try fit.journal(before.journal, after: savings)
        let after = Balances(changed, period: before.period, loads: synthetic.loads)
        #expect(
            (before.energy[.gridImport]?.joules ?? 0) - (after.energy[.gridImport]?.joules ?? 0)
                == savings.total)
    }

    @Test("the demand that a package saves is the fall of the changed journal's monthly maximum")
    func demand() throws {
        let synthetic = site()
        let before = try synthetic.balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: tariff, stated: .nothing)
        let savings = fit.chain.savings([.save(.of("0.25"), of: .cooling)])
        let peaks = DemandPeaks(of: fit, in: before.journal, most: savings)
        let changed = try fit.journal(before.journal, after: savings)
        func maxima(_ journal: Journal) -> [Int64] {
            var maxima = Array(repeating: Int64(0), count: 12)
            let column = journal.columns(of: [.gridImport])[0]
            for (slot, bin) in fit.binOfSlot.enumerated() {
                let month = fit.chain.bins.month(of: bin)
                maxima[month] = max(maxima[month], column.amounts[slot])
            }
            return maxima
        }
        let watts = zip(maxima(before.journal), maxima(changed)).reduce(Int64(0)) {
            $0 + ($1.0 - $1.1) / 3_600
        }
        let price: DecimalText = DecimalText("40")
        // W / 1000 x 40 x 100 hundredths
        let expected = watts * 4
        let money = peaks.money(saved: savings, of: fit.chain, at: price).hundredths
        // A joule that was placed elsewhere may move the whole watt of a month.
        #expect(abs(money - expected) <= 12 * 4)
        #expect(expected > 0)
    }

    @Test("water that a package takes is booked where the site meters water, to the millilitre")
    func water() throws {
        var synthetic = SyntheticSite()
        synthetic.add(.gridImport, [("2025", .MWh(10_800))])
        synthetic.add(.it, at: .upsOutput, [("2025", .MWh(8_000))])
        synthetic.add(.cooling, [("2025", .MWh(2_000))])
        // 4,000 m³ of which 3,000 fresh.
        synthetic.add(.waterIn, [("2025", 4_000_000_000)])
        synthetic.add(.waterFresh, [("2025", 3_000_000_000)])
        let before = try synthetic.balances("2025")
        let fit = ChainFit(
            of: before.journal, months: ChainBins.year.months, tariff: nil, stated: .nothing)
        let savings = fit.chain.savings([.save(.of("0.3"), of: .cooling)])
        func after(_ cubicMetres: Int64) throws -> Balances {
            let journal = try fit.journal(
                before.journal, after: savings,
                water: Volume(millilitres: cubicMetres * 1_000_000 + 7))
            return Balances(journal, period: before.period, loads: synthetic.loads)
        }
        let wet = try after(1_600)
        #expect(wet.water[.waterIn]?.millilitres == 5_600_000_007)
        #expect(wet.water[.waterFresh]?.millilitres == 4_600_000_007)
        // The water changes no energy.
        let still = try after(0)
        #expect(wet.energy == still.energy)
        #expect(wet.facilityEnergy == still.facilityEnergy)
        // Nothing falls below zero.
        let dry = try after(-3_500)
        #expect(dry.water[.waterIn]?.millilitres == 500_000_007)
        #expect(dry.water[.waterFresh]?.millilitres == 0)
    }

    @Test(
        "water read for a part of the year takes that part of the change, metered water or none",
        arguments: [Int64(2_000_000_000), 0])
    func waterInPart(metered: Int64) throws {
        var synthetic = SyntheticSite()
        synthetic.add(.gridImport, [("2025", .MWh(10_800))])
        synthetic.add(.it, at: .upsOutput, [("2025", .MWh(8_760))])
        synthetic.add(.waterIn, [("2025-01", metered), ("2025-02", metered)])
        let before = try synthetic.balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: nil, stated: .nothing)
        func change(_ cubicMetres: Int64) throws -> (water: Int64, wue: Balances) {
            let journal = try fit.journal(
                before.journal, after: fit.chain.savings([]),
                water: Volume(millilitres: cubicMetres * 1_000_000))
            let after = Balances(journal, period: before.period, loads: synthetic.loads)
            let water = (after.water[.waterIn]?.millilitres ?? 0) - metered * 2
            return (water, after)
        }
        // January and February are 59 of 365 days: 3,650 m³ x 59 / 365 = 590 m³.
        let wet = try change(3_650)
        #expect(wet.water == 590_000_000)
        // IT takes 1 MWh an hour, 1,416 MWh over 59 days: 590 / 1,416 = 3,650 / 8,760 L/kWh more, as over the year.
        let wue = WaterUsageEffectiveness(of: wet.wue, counting: .total)
        #expect(wue.numerator?.millilitres == metered * 2 + 590_000_000)
        #expect(wue.denominator?.joules == .MWh(1_416))
        // 1 m³ x 59 / 365 = 161,643.8 mL
        #expect(try change(1).water == 161_644)
        // Less is taken off, and never more than there is.
        #expect(try change(-3_650).water == (metered == 0 ? 0 : -590_000_000))
        #expect(try change(-36_500).water == max(-5_900_000_000, -2 * metered))
    }
}
