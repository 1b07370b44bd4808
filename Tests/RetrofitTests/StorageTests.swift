import EnergyLedger
import Metering
import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct StorageTests {
    private let year = ChainBins.year.months

    /// Valley 0.3 from 0 to 8, peak 1.0 from 10 to 12, flat 0.6.
    private func tariff() throws -> Tariff {
        let bands: [Tariff.Band] = (0..<24).map { hour in
            if hour < 8 { return .valley }
            return (10..<12).contains(hour) ? .peak : .flat
        }
        let prices: [Tariff.Band: DecimalText] = [
            .flat: DecimalText("0.6"), .peak: DecimalText("1.0"), .valley: DecimalText("0.3"),
        ]
        return try #require(Tariff(prices: prices, bandOfHour: bands))
    }

    private func site() -> SyntheticSite {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(10_800))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(8_000))])
        site.add(.cooling, [("2025", .MWh(2_000))])
        return site
    }

    @Test("a store earns the difference of its bands less its loss, and the books say so")
    func earns() throws {
        let synthetic = site()
        let before = try synthetic.balances("2025")
        let tariff = try tariff()
        let fit = ChainFit(of: before.journal, months: year, tariff: tariff, stated: .nothing)
        let savings = fit.chain.savings([.shift(.kWh(1_000), efficiency: .of("0.8"))])
        // 365 days of 1,000 kWh given at the peak, a quarter more taken in the valley.
        #expect(savings.given.reduce(0, +) == .MWh(365))
        #expect(savings.taken.reduce(0, +) == .kWh(456_250))
        #expect(savings.total == -.kWh(91_250))
        // 365,000 kWh x 1.0 - 456,250 kWh x 0.3 = 228,125
        #expect(tariff.cost(of: savings.bought, in: fit.chain.bins)?.text == "228125.00")
        let changed = try fit.journal(before.journal, after: savings)
        let after = Balances(changed, period: before.period, loads: synthetic.loads)
        #expect(after.energy[.storageDischarge]?.joules == .MWh(365))
        #expect(after.energy[.storageCharge]?.joules == .kWh(456_250))
        #expect(after.energy[.gridImport]?.joules == .MWh(10_800) + .kWh(91_250))
        // Its loss stays in E_DC; IT and coverage stay as they are.
        #expect(after.facilityEnergy?.joules == .MWh(10_800) + .kWh(91_250))
        #expect(after.energy[.it] == before.energy[.it])
        #expect(after.coverage == before.coverage)
    }

    @Test("a store never gives more than half of what is still bought in its hours")
    func bounded() throws {
        let before = try site().balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: try tariff(), stated: .nothing)
        let savings = fit.chain.savings([
            .save(.of("0.5"), of: .it), .shift(.MWh(900), efficiency: .of("0.9")),
        ])
        let supply = try #require(fit.chain.supply)
        let saved = savings.withoutStores
        for (bin, given) in savings.given.enumerated() where given > 0 {
            #expect(given == (supply.bought[bin] - saved[bin]) / 2)
        }
        let changed = try fit.journal(before.journal, after: savings)
        for column in changed.columns where column.account == .gridImport {
            #expect(column.amounts.allSatisfy { $0 >= 0 })
        }
        let sum = changed.columns(of: [.storageDischarge])[0].amounts.reduce(0, +)
        #expect(sum == savings.given.reduce(0, +))
    }

    @Test(
        "a store that gives back next to nothing shifts nothing: what it took would outgrow the books",
        arguments: [1, 1_000, 99_999_999] as [Int64])
    func tiny(billionths: Int64) throws {
        let before = try site().balances("2025")
        let fit = ChainFit(of: before.journal, months: year, tariff: try tariff(), stated: .nothing)
        let savings = fit.chain.savings([
            .shift(.MWh(900), efficiency: Share(billionths: billionths))
        ])
        #expect(savings.given.allSatisfy { $0 == 0 })
        #expect(savings.taken.allSatisfy { $0 == 0 })
    }

    @Test(
        "without bands, or with one price, there is nothing to shift; without an own efficiency it is asked for"
    )
    func hindered() throws {
        let before = try site().balances("2025")
        func option(_ tariff: Tariff?, low: String? = "0.85") -> RetrofitOption {
            let fit = ChainFit(of: before.journal, months: year, tariff: tariff, stated: .nothing)
            return RetrofitOption(
                .example("battery", .storage, on: nil, low: nil, confidence: .m),
                at: site().site, fit.chain,
                terms: .example("battery", low: low, quantity: "500"), hasTariff: tariff != nil,
                plant: .none)
        }
        #expect(try option(tariff()).hindrance == nil)
        #expect(option(Tariff(flat: .one)).hindrance == .onePrice)
        #expect(try option(tariff(), low: nil).hindrance == .askForSiteData)
    }

    @Test(
        "law: packages walked link by link save what the chain saves of all their actions at once",
        arguments: 1...40 as ClosedRange<UInt64>)
    func walk(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let before = try site().balances("2025")
        let stated = try #require(
            StatedChain([
                .conversionEfficiency: .of("0.95"), .coolingFollowing: .of("0.6"),
                .conversionLossFollowing: .of("0.4"), .coolingFan: .of("0.2"),
            ]))
        let chain = ChainFit(
            of: before.journal, months: year, tariff: try tariff(), stated: stated
        ).chain
        let actions: [[PowerChain.Action]] = (0..<6).map { _ in
            let share = Share(billionths: Int64.random(in: 1...400_000_000, using: &numbers))
            let link =
                [EndUse.it, .conversionLoss, .cooling, .fan].randomElement(using: &numbers) ?? .it
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0:
                return [.convert(by: Share(billionths: share.billionths / 20), at: .conversionLoss)]
            case 1: return [.generate(Int64.random(in: 1...Int64.MWh(300), using: &numbers))]
            case 2:
                return [
                    .shift(
                        Int64.random(in: 1...Int64.MWh(40), using: &numbers),
                        efficiency: share.rest)
                ]
            case 3:
                return [.remove(Int64.random(in: 1...Int64.MWh(500), using: &numbers), of: link)]
            default: return [.save(share, of: link)]
            }
        }
        var walk = PackageWalk(chain, actions)
        for mask in (0..<PackageMask(64)).shuffled(using: &numbers) {
            let inside = actions.indices.filter { mask & (1 << PackageMask($0)) != 0 }
            let savings = chain.savings(inside.flatMap { actions[$0] })
            #expect(walk.bought(mask) == savings.bought)
            let put = walk.savings(mask)
            #expect(put.total == savings.total)
            for endUse in EndUse.allCases {
                #expect(put.total(of: endUse) == savings.total(of: endUse))
            }
        }
    }
}
