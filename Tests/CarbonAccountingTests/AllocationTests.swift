import CarbonAccounting
import EnergyLedger
import Metering
import Quantities
import TestSupport
import Testing

@Suite struct AllocationTests {
    private func monthly(_ allocation: Allocation, _ id: String) -> [Int64] {
        allocation.draws.filter { $0.instrumentID == id }.map { $0.energy.joules / 3_600_000 }
    }

    @Test("a lot is spread over the months in proportion to what is not covered yet")
    func spread() throws {
        // 600 of 1,000 + 2,000 + 3,000 kWh: 100, 200, 300
        let allocation = match(
            [.lot("a", .irec, kWh: 600_000)],
            [try .site(grid: [1_000_000, 2_000_000, 3_000_000])])
        #expect(monthly(allocation, "a") == [100_000, 200_000, 300_000])
    }

    @Test("whole joules; what is left over goes one each to the earliest")
    func remainder() throws {
        let months = try #require(Period("2025")).months.prefix(3)
        let none: [Int64] = [0, 0, 0]
        let site = SiteConsumption(
            siteID: "dc-1", region: "CN-GD", organisation: nil, months: Array(months),
            energy: [[7_200_000, 7_200_000, 7_200_000], none, none, none, none])
        // 3,600,000,000 J = 1 MWh is more than 21.6 MJ, so all is covered; 10 J of a third each:
        // 3 + 3 + 3 and the tenth joule to January.
        let lot = Instrument(
            id: "a", kind: .ppa, quantity: Energy(joules: 10), generationStart: .day("2025-01-01"),
            generationEnd: .day("2025-02-01"), technology: "wind", region: "CN-GD",
            cancelledOn: .day("2025-03-01"), cancelledFor: "org", contract: "c", settlement: "s",
            evidence: "e")
        #expect(match([lot], [site]).draws.map(\.energy.joules) == [4, 3, 3])
    }

    @Test(
        "contracts come before certificates, suppliers' rates last; inside a class the oldest month"
    )
    func order() throws {
        let site = try SiteConsumption.site(grid: [5_000])
        let lots: [Instrument] = [
            .lot("rate", .supplierRate, kWh: 9_000, factor: "0.1", contract: "c"),
            .lot("late", .gec, kWh: 2_000, from: "2025-03-01", to: "2025-04-01"),
            .lot("b", .gec, kWh: 1_000), .lot("a", .gec, kWh: 1_000),
            .lot(
                "deal", .greenTrade, kWh: 1_500, from: "2025-06-01", to: "2025-07-01",
                contract: "c", settlement: "s"),
        ]
        let allocation = match(lots.shuffledBack(), [site])
        #expect(
            allocation.draws.map(\.instrumentID) == ["deal", "a", "b", "late"])
        #expect(allocation.drawn("late") == 1_500)
        #expect(allocation.drawn("rate") == 0)
        #expect(allocation.lot("rate")?.surplus == .kilowattHours(9_000))
        #expect(allocation.lot("late")?.surplus == .kilowattHours(500))
    }

    @Test("a lot never covers more than there is, nor another site's or another market's use")
    func limits() throws {
        let sites = [
            try SiteConsumption.site("dc-1", organisation: "org/south", grid: [1_000]),
            try SiteConsumption.site("dc-2", organisation: "org/north", grid: [1_000]),
            try SiteConsumption.site(
                "dc-3", region: "DE", organisation: "org/south", grid: [1_000]),
        ]
        let lots: [Instrument] = [
            .lot("one", kWh: 4_000, site: "dc-1"), .lot("north", kWh: 4_000, for: "org/north"),
        ]
        let allocation = match(lots, sites)
        #expect(allocation.drawn("one") == 1_000 && allocation.drawn("north") == 1_000)
        #expect(allocation.draws(of: "dc-3").isEmpty)
        let whole = match([.lot("all", kWh: 4_000)], sites)
        #expect(whole.drawn("all") == 2_000)
        #expect(whole.draws(of: "dc-1").reduce(.zero) { $0 + $1.energy } == .kilowattHours(1_000))
    }

    @Test("own use and direct lines touch only their own meter and never reduce grid import")
    func ownMeters() throws {
        let site = try SiteConsumption.site(grid: [1_000], line: [400], solar: [300])
        let lots: [Instrument] = [
            .lot("sun", .selfUse, kWh: 900, site: "dc-1", technology: "solar"),
            .lot("wire", .directLine, kWh: 900, site: "dc-1", contract: "c", settlement: "s"),
        ]
        let allocation = match(lots, [site])
        #expect(allocation.drawn("sun") == 300 && allocation.drawn("wire") == 400)
        #expect(Set(allocation.draws.map(\.account)) == [.onsiteSolar, .directLine])
        // A certificate covers grid import and what is left of the line, never own use.
        let bought = match([.lot("g", kWh: 5_000)], [site])
        #expect(bought.drawn("g") == 1_400)
    }

    @Test("own use whose certificates were sold is null power, and can be bought back")
    func nullPower() throws {
        let site = try SiteConsumption.site(grid: [1_000], solar: [300])
        let sold = Instrument.lot("sold", .selfUse, kWh: 200, site: "dc-1", for: "a stranger")
        let allocation = match([sold, .lot("g", kWh: 5_000)], [site])
        let month = site.months[0]
        #expect(allocation.nullPower("dc-1", .onsiteSolar, month) == .kilowattHours(200))
        #expect(allocation.drawn("sold") == 0)
        #expect(allocation.drawn("g") == 1_200)
        let rule = match([], [site], rules: InstrumentRules(onsiteAttributesSold: true))
        #expect(rule.nullPower("dc-1", .onsiteSolar, month) == .kilowattHours(300))
    }

    @Test("export is taken off own generation in proportion, the remainder off the first plant")
    func export() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01", .kWh(100))])
        site.add(.onsiteSolar, [("2025-01", .kWh(60))])
        site.add(.onsiteWind, [("2025-01", .kWh(30))])
        site.add(.gridExport, [("2025-01", .kWh(45))])
        let journal = try site.balances("2025-01").journal
        let consumption = SiteConsumption(
            of: journal, months: try #require(Period("2025-01")).months)
        // 45 of 90: 30 off the sun, 15 off the wind
        #expect(consumption.energy.map { $0[0] / 3_600_000 } == [100, 0, 30, 15, 0])
    }

    @Test("the quarter is the year to date: a later month takes its share when it comes")
    func yearToDate() throws {
        let lot = Instrument.lot("a", .irec, kWh: 3_000)
        let quarter = match([lot], [try .site(grid: [1_000, 1_000, 1_000])])
        let half = match([lot], [try .site(grid: [1_000, 1_000, 1_000, 1_000, 1_000, 1_000])])
        #expect(quarter.draws.allSatisfy { $0.energy == .kilowattHours(1_000) })
        #expect(half.draws.allSatisfy { $0.energy == .kilowattHours(500) })
    }

    // MARK: - Laws

    @Test("no lot goes below nothing, no consumption is covered beyond itself", arguments: 1...20)
    func laws(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func random(_ range: ClosedRange<Int64>) -> Int64 {
            Int64.random(in: range, using: &numbers)
        }
        let sites = try (1...4).map { number in
            try SiteConsumption.site(
                "dc-\(number)", organisation: "org/\(number % 2)",
                grid: (0..<6).map { _ in random(0...5_000) },
                line: (0..<6).map { _ in random(0...500) },
                solar: (0..<6).map { _ in random(0...800) })
        }
        let kinds: [Instrument.Kind] = [.gec, .irec, .greenTrade, .ppa, .selfUse, .directLine]
        let lots = (1...30).map { number -> Instrument in
            let kind = kinds[Int(random(0...5))]
            let needsSite = kind == .selfUse || kind == .directLine || random(0...1) == 0
            return .lot(
                "lot-\(number)", kind, kWh: random(1...12) * 1_000,
                site: needsSite ? "dc-\(random(1...4))" : nil,
                for: random(0...3) == 0 ? "org/\(random(0...1))" : "org", contract: "c",
                settlement: "s")
        }
        let allocation = match(lots, sites)
        for result in allocation.lots {
            let drawn = allocation.draws.filter { $0.instrumentID == result.assessment.lot.id }
                .reduce(Energy.zero) { $0 + $1.energy }
            #expect(drawn == result.allocated && drawn <= result.assessment.lot.quantity)
            #expect(
                result.allocated + result.surplus + result.refused == result.assessment.lot.quantity
            )
        }
        for site in sites {
            for (column, account) in SiteConsumption.accounts.enumerated() {
                for (number, month) in site.months.enumerated() {
                    let covered = allocation.draws(of: site.siteID).filter {
                        $0.account == account && $0.month == month
                    }.reduce(Int64(0)) { $0 + $1.energy.joules }
                    #expect((0...site.energy[column][number]).contains(covered))
                }
            }
            // The lots of a site are those that it draws or that name it, in the order of the table.
            let drawn = allocation.lots.map { result in
                (
                    result,
                    allocation.draws(of: site.siteID).filter {
                        $0.instrumentID == result.assessment.lot.id
                    }.reduce(Energy.zero) { $0 + $1.energy }
                )
            }.filter { $1 > .zero || $0.assessment.lot.siteID == site.siteID }
            let lots = allocation.lots(of: site.siteID)
            #expect(lots.map(\.result.assessment.lot.id) == drawn.map(\.0.assessment.lot.id))
            #expect(lots.map(\.drawn) == drawn.map(\.1))
        }
        // The order of the table decides nothing.
        let again = match(lots.shuffled(using: &numbers), sites)
        #expect(again.draws == allocation.draws)
    }
}

extension [Instrument] {
    /// The other way round.
    fileprivate func shuffledBack() -> [Instrument] { reversed() }
}
