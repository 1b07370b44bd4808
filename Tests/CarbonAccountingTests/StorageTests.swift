import CarbonAccounting
import EnergyLedger
import Metering
import Quantities
import TestSupport
import Testing

/// A battery hands on surplus less its losses, and never makes a charge from the grid green.
@Suite struct StorageTests {
    /// Carbon-free energy that comes out again, with a load of what comes out.
    private func handedOn(
        _ hours: [(charge: Int64, clean: Int64, discharge: Int64)]
    ) -> [Int64] {
        HourlyMatching.shifted(
            load: hours.map(\.discharge), generation: hours.map { $0.discharge + $0.clean },
            charge: hours.map(\.charge), discharge: hours.map(\.discharge)
        ).enumerated().map { $1 - hours[$0].discharge }
    }

    @Test(
        "the losses of a battery leave it: what is charged from the grid later does not come out green"
    )
    func losses() {
        // Ten days of 1,000 surplus in and 700 out, then ten days of 1,000 from the grid in and 700 out: 14,000 of
        // 20,000 came out, so each charge holds 700 that will. Green are 10 x 700 = 7,000, all in the first ten days.
        let days = (0..<20).flatMap { day -> [(charge: Int64, clean: Int64, discharge: Int64)] in
            [(1_000, day < 10 ? 1_000 : 0, 0), (0, 0, 700)]
        }
        let out = handedOn(days)
        #expect(out.reduce(0, +) == 7_000)
        #expect(out[20...].allSatisfy { $0 == 0 })
    }

    @Test(
        "night and noon in one battery: half of what it is charged with is surplus, half of what comes out is green"
    )
    func mixture() {
        // 100 from the grid and 100 of surplus, then 180 out: 180 x 100/200 = 90.
        let day = [
            (charge: Int64(100), clean: Int64(0), discharge: Int64(0)), (100, 100, 0), (0, 0, 180),
        ]
        #expect(handedOn(day) == [0, 0, 90])
    }

    @Test("what stays in the battery is not taken for lost: the smaller of both ledgers counts")
    func leftInside() {
        // 1,000 from the grid, 200 out, 1,000 of surplus, 200 out, 1,600 stay. Were they lost, 200 from the grid would
        // be gone by noon and all 200 of the evening green; as they may still be there, 200 x 1,000/1,800 = 111.
        let day = [
            (charge: Int64(1_000), clean: Int64(0), discharge: Int64(0)), (0, 0, 200),
            (1_000, 1_000, 0), (0, 0, 200),
        ]
        #expect(handedOn(day) == [0, 0, 0, 111])
    }

    @Test("what was in the battery before the first hour is not green")
    func before() {
        #expect(
            handedOn([(charge: 0, clean: 0, discharge: 500), (100, 100, 0), (0, 0, 90)])
                == [0, 0, 90])
        #expect(handedOn([(charge: 0, clean: 0, discharge: 500)]) == [0])
    }

    @Test(
        "never more than the surplus that was charged, at the efficiency of the time; none of a grid charge",
        arguments: 1...20)
    func laws(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var held = Int64(0)
        let hours = (0..<500).map { _ -> (charge: Int64, clean: Int64, discharge: Int64) in
            let charge = Int64.random(in: 0...1_000_000_000_000, using: &numbers)
            let clean = Int64.random(in: 0...charge, using: &numbers)
            held += charge / 10 * 8
            let discharge = Int64.random(in: 0...held, using: &numbers)
            held -= discharge
            return (charge, clean, discharge)
        }
        let out = handedOn(hours)
        #expect(zip(out, hours).allSatisfy { $0 >= 0 && $0 <= $1.discharge })
        func sum(_ column: [Int64]) -> Int128 { column.reduce(Int128(0)) { $0 + Int128($1) } }
        let charged = sum(hours.map(\.charge))
        let (clean, discharged) = (sum(hours.map(\.clean)), sum(hours.map(\.discharge)))
        let green = out.reduce(Int128(0)) { $0 + Int128($1) }
        #expect(green * charged <= clean * discharged)
        // The same battery without surplus.
        #expect(handedOn(hours.map { ($0.charge, 0, $0.discharge) }).allSatisfy { $0 == 0 })
    }

    // MARK: - What a lot covers

    private static let period = "2025-01-01/2025-01-02"

    /// A day on which each hour brings 100 kWh, a battery takes 50 of it and gives 40.
    private func inventory(line: Bool, lots: [Instrument], profiles: [String: HourlyProfile])
        throws -> Inventory
    {
        var site = SyntheticSite()
        site.add(line ? .directLine : .gridImport, [(Self.period, .kWh(2_400))])
        site.add(.storageCharge, [(Self.period, .kWh(1_200))])
        site.add(.storageDischarge, [(Self.period, .kWh(960))])
        let balances = try site.balances(Self.period)
        let months = try #require(Period(Self.period)).months
        let consumption = SiteConsumption(of: balances.closing)
        let allocation = match(
            lots, [consumption], profile: .ghgProtocolHourly,
            hours: HourlyBook(
                sites: [HourlyConsumption(of: balances.journal, months: months)],
                profiles: profiles))
        return Inventory(
            of: balances, catalogue: try PublishedCatalogue.load(), settings: AccountingSettings(),
            inputs: AccountingInputs(hourlyAllocations: [2025: allocation], meters: site.meters))
    }

    @Test("a lot covers load in its hour, not what a battery takes from the grid in that hour")
    func gridCharge() throws {
        // Each hour: 100 kWh from the grid and 40 out of the battery, 50 into it: load 90, of which the grid brings
        // 100 - 50 = 50. The lot covers all 100 kWh, but green is 50 an hour: 1,200 of 2,160.
        let lot = Instrument.lot(
            "p", .ppa, kWh: 2_400, contract: "c", settlement: "s", profile: "p.csv")
        let profile = HourlyProfile(
            firstHour: Int64.clock("2024-12-31 16:00") / 3_600,
            joules: Array(repeating: .kWh(100), count: 24))
        let green = try #require(
            try inventory(line: false, lots: [lot], profiles: ["p": profile]).hourlyGreen)
        #expect(green.matching.load == 2_160 * 3_600_000)
        #expect(green.matching.matched == 1_200 * 3_600_000)
        #expect(green.matching.generation == 1_200 * 3_600_000)
    }

    @Test("a proven line is no grid: what it brings beyond load charges a battery green")
    func line() throws {
        // Load 90; the line brings 100: surplus 10 of 50 charged, so a fifth of the battery is green. Of 960 x 50/50
        // that come out 8 an hour of 40 are, once the first hour has charged it: in the same hour already.
        let lot = Instrument.lot(
            "wire", .directLine, kWh: 2_400, site: "dc-1", contract: "c", settlement: "s")
        let green = try #require(
            try inventory(line: true, lots: [lot], profiles: [:]).hourlyGreen)
        // 90 of the line in each hour, and 8 handed on: 98 of a load of 90.
        #expect(green.matching.matched == 2_160 * 3_600_000)
        #expect(green.matching.generation == 24 * 98 * 3_600_000)
    }
}
