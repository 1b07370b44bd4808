import CarbonAccounting
import EnergyLedger
import Metering
import Quantities
import TestSupport
import Testing

@Suite struct HourlyMatchingTests {
    private static let kWh: Int64 = 3_600_000
    private static let load: [Int64] = [100, 100, 100, 100].map { $0 * kWh }
    private static let clean: [Int64] = [150, 80, 0, 170].map { $0 * kWh }
    private static let share: [Int64] = [400, 500, 200, 600]

    @Test("four hours by hand: the match, the year, the score, the surplus")
    func vector() throws {
        // m = 100, 80, 0, 100: H = 280/400 = 0.70; A = 400/400 = 1.00; surplus = 50 + 70 = 120
        let matching = HourlyMatching(load: Self.load, generation: Self.clean)
        #expect(matching.share?.text(places: 2) == "0.70")
        #expect(matching.annualShare?.text(places: 2) == "1.00")
        #expect(matching.surplus == 120 * 3_600_000)
        #expect(matching.coveredHours == 2)
        // CFE = (100 + 80 + 20 x 0.5 + 100 x 0.2 + 100)/400 = 310/400 = 0.775
        let score = HourlyMatching.score(
            load: Self.load, generation: Self.clean, gridShare: Self.share, scale: 1_000)
        #expect(score?.text(places: 3) == "0.775")
        #expect(
            HourlyMatching.surplus(load: Self.load, generation: Self.clean)
                == [50, 0, 0, 70].map { $0 * Self.kWh })
    }

    @Test("a battery hands surplus to a later hour, less its losses")
    func battery() {
        // 50 kWh of the first hour's surplus, 44 of them in the third hour: H = 324/400 = 0.81
        let shifted = HourlyMatching.shifted(
            load: Self.load, generation: Self.clean, charge: [50, 0, 0, 0].map { $0 * Self.kWh },
            discharge: [0, 0, 44, 0].map { $0 * Self.kWh })
        #expect(shifted == [100, 80, 44, 170].map { $0 * Self.kWh })
        let matching = HourlyMatching(load: Self.load, generation: shifted)
        #expect(matching.share?.text(places: 2) == "0.81")
        // CFE = (100 + 80 + 10 + 44 + 56 x 0.2 + 100)/400 = 345.2/400 = 0.863
        let score = HourlyMatching.score(
            load: Self.load, generation: shifted, gridShare: Self.share, scale: 1_000)
        #expect(score?.text(places: 3) == "0.863")
    }

    @Test("what is charged from the grid is never carbon-free")
    func gridCharge() {
        let none: [Int64] = [0, 0, 0]
        let shifted = HourlyMatching.shifted(
            load: [100, 100, 100], generation: none, charge: [80, 0, 0], discharge: [0, 0, 70])
        #expect(shifted == none)
        // Half of the mixture is surplus, so half of what comes out is.
        let mixed = HourlyMatching.shifted(
            load: [100, 100, 100], generation: [140, 0, 0], charge: [80, 0, 0],
            discharge: [0, 0, 60])
        #expect(mixed == [100, 0, 30])
    }

    @Test("the hourly match is at most the annual match and at most one", arguments: 1...20)
    func law(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func column(_ top: Int64) -> [Int64] {
            (0..<500).map { _ in Int64.random(in: 0...top, using: &numbers) }
        }
        let (load, clean) = (column(1_000_000_000_000), column(2_000_000_000_000))
        let matching = HourlyMatching(load: load, generation: clean)
        let (share, annual) = (try #require(matching.share), try #require(matching.annualShare))
        #expect(share.numerator <= annual.numerator && share.numerator <= share.denominator)
        // More generation never lowers the match; a finer grid never raises it.
        let more = HourlyMatching(load: load, generation: clean.map { $0 + 1 })
        #expect(more.matched >= matching.matched)
        let coarse = HourlyMatching(load: pairs(load), generation: pairs(clean))
        #expect(matching.matched <= coarse.matched)
    }

    private func pairs(_ column: [Int64]) -> [Int64] {
        stride(from: 0, to: column.count, by: 2).map { column[$0] + column[$0 + 1] }
    }

    @Test("sums beyond 64 bits stay exact")
    func wide() {
        let large = Int64(1) << 62
        let matching = HourlyMatching(load: [large, large, large], generation: [large, 1, large])
        #expect(matching.load == 3 * Int128(large))
        #expect(matching.matched == 2 * Int128(large) + 1)
    }

    // MARK: - Lots by the hour

    private func buyer(_ id: String = "dc-1") throws -> (SiteConsumption, HourlyConsumption) {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01-01/2025-01-02", .kWh(2_400))])
        let months = try #require(Period("2025-01-01/2025-01-02")).months
        let journal = try site.balances("2025-01-01/2025-01-02").journal
        return (
            SiteConsumption(of: journal, months: months),
            HourlyConsumption(of: journal, months: months)
        )
    }

    @Test("a lot with hours covers only the hours in which it was generated")
    func lotsByHour() throws {
        let (site, hours) = try buyer()
        // 2025-01-01 00:00 in Shanghai is 16:00 UTC of the day before; 100 kWh are used each hour.
        let first = Int64.clock("2024-12-31 16:00") / 3_600
        let profile = HourlyProfile(
            firstHour: first, joules: [60, 250, 0, 90].map { $0 * Self.kWh })
        let lot = Instrument.lot(
            "p", .ppa, kWh: 400, contract: "c", settlement: "s", profile: "p.csv")
        let allocation = match(
            [lot], [site], profile: .ghgProtocolHourly,
            hours: HourlyBook(sites: [hours], profiles: ["p": profile]))
        // 60 + 100 + 0 + 90
        #expect(allocation.drawn("p") == 250)
        #expect(allocation.lot("p")?.surplus == .kilowattHours(150))
        // 150 of the 250 kWh of the second hour find no load, in no other hour anything.
        #expect(
            allocation.hours?.surplus["p"]
                == [HourlyBook.Surplus(start: (first + 1) * 3_600, joules: 150 * Self.kWh)])
        let day = Interval(start: first * 3_600, end: (first + 24) * 3_600)
        let covered = allocation.covered("dc-1", during: day)?.lots.prefix(4).map { $0 / Self.kWh }
        #expect(covered == [60, 100, 0, 90])
    }

    @Test("two sites share a short hour in proportion to their load")
    func shared() throws {
        let (site, hours) = try buyer()
        let other = SiteConsumption(
            siteID: "dc-2", region: site.region, organisation: nil, months: site.months,
            energy: site.energy)
        let first = Int64.clock("2024-12-31 16:00") / 3_600
        let lot = Instrument.lot(
            "p", .ppa, kWh: 50, contract: "c", settlement: "s", profile: "p.csv")
        let allocation = match(
            [lot], [site, other], profile: .ghgProtocolHourly,
            hours: HourlyBook(
                sites: [hours, hours],
                profiles: ["p": HourlyProfile(firstHour: first, joules: [50 * Self.kWh])]))
        #expect(allocation.draws.map { $0.energy.joules / Self.kWh } == [25, 25])
    }

    @Test(
        "hour by hour a lot is dealt out as it would be over a year: in proportion, rounded down, the rest to the first"
    )
    func dealtOut() throws {
        var random = SeededNumbers(seed: 2_026)
        let period = "2025-01-30/2025-02-03"
        let months = try #require(Period(period)).months
        let days = (0..<4).map { day in
            (Period(period)?.start.adding(days: day)).map { "\($0)" } ?? ""
        }
        var hours: [HourlyConsumption] = []
        var sites: [SiteConsumption] = []
        var columns: [[[Int64]]] = []
        for number in 0..<5 {
            var site = SyntheticSite(id: "dc-\(number)")
            // Joules that divide by nothing; some days are missing, some sites have a direct line.
            for account in number % 2 == 0 ? [Account.gridImport] : [.gridImport, .directLine] {
                let amounts = days.dropFirst(number % 2).map { day in
                    (day, Int64.random(in: 0...5_000_000_000, using: &random))
                }
                site.add(account, amounts.map { ("\($0)/\(next($0))", $1) })
            }
            let journal = try site.balances(period).journal
            hours.append(HourlyConsumption(of: journal, months: months))
            sites.append(SiteConsumption(of: journal, months: months))
            columns.append([Account.gridImport, .directLine].map { journal.amounts(of: [$0]) })
        }
        // Two hours before the period, hours with nothing, with little and with more than all of them use.
        let first = Int64.clock("2025-01-29 14:00") / 3_600
        let made = (0..<90).map { hour in
            hour % 5 == 0
                ? 0
                : Int64.random(
                    in: 1...(hour % 7 == 0 ? 9_000_000_000 : 500_000_000), using: &random)
        }
        let lot = Instrument.lot(
            "p", .ppa, kWh: 1_000_000, contract: "c", settlement: "s", profile: "p.csv")
        let allocation = match(
            [lot], sites, profile: .ghgProtocolHourly,
            hours: HourlyBook(
                sites: hours, profiles: ["p": HourlyProfile(firstHour: first, joules: made)]))
        // The same by the hour, as the rule reads.
        var covered = columns.map { $0[0].map { _ in Int64(0) } }
        var surplus: [HourlyBook.Surplus] = []
        let offset = Int(Int64.clock("2025-01-29 16:00") / 3_600 - first)
        for (hour, amount) in made.enumerated() {
            let slot = hour - offset
            let cells = columns.indices.flatMap { site in
                columns[site].indices.map { account -> (site: Int, account: Int, open: Int64) in
                    let isInside = columns[site][account].indices.contains(slot)
                    return (site, account, isInside ? columns[site][account][slot] : 0)
                }
            }
            let whole = cells.reduce(Int64(0)) { $0 + $1.open }
            if amount > whole, columns[0][0].indices.contains(slot) {
                surplus.append(
                    HourlyBook.Surplus(start: (first + Int64(hour)) * 3_600, joules: amount - whole)
                )
            }
            var parts = cells.map {
                whole == 0 ? 0 : Int64(Int128(min(amount, whole)) * Int128($0.open) / Int128(whole))
            }
            var rest = min(amount, whole) - parts.reduce(0, +)
            for place in cells.indices where rest > 0 && cells[place].open > parts[place] {
                parts[place] += 1
                rest -= 1
            }
            for (cell, part) in zip(cells, parts) where part > 0 {
                covered[cell.site][slot] += part
            }
        }
        let interval = try #require(Period(period)).interval(in: .shanghai)
        for number in sites.indices {
            #expect(allocation.covered("dc-\(number)", during: interval)?.lots == covered[number])
            let drawn = allocation.draws(of: "dc-\(number)").reduce(Int64(0)) {
                $0 + $1.energy.joules
            }
            #expect(drawn == covered[number].reduce(0, +))
        }
        #expect(allocation.hours?.surplus["p"] == surplus)
        #expect(!surplus.isEmpty)
    }

    private func next(_ day: String) -> String {
        CivilDate(iso: day).map { "\($0.adding(days: 1))" } ?? ""
    }
}
