import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Where a site has a maximum demand, and where it has none and says why.
@Suite struct SiteDemandTests {
    private let january = Interval(start: .clock("2025-01-01"), end: .clock("2025-02-01"))

    /// A month whose highest block has an energy [J] in its second quarter of an hour.
    private func month(_ number: Int, _ energy: Int64) -> MonthlyDemand {
        let first = CivilDate(dayNumber: 0).firstOfMonth(adding: number).dayNumber * 86_400
        let block = DemandBlock(energy: energy, start: first + 900)
        return MonthlyDemand(
            month: number, fixed: block, sliding: block, blocks: 2_976, coveredSeconds: 2_678_400)
    }

    private func load(
        _ id: String, _ account: Account = .gridImport, parent: String? = nil,
        validity: Interval = Meter.always, bothWays: Bool = false, demands: [MonthlyDemand]?
    ) -> MeterLoad {
        let empty = LoadProfile(slotSeconds: 3_600)
        return MeterLoad(
            meter: .example(
                id: id, account: account, every: 900, parent: parent, validity: validity),
            own: empty, mirror: empty, midnightSpans: [], suspects: [], flowsBothWays: bothWays,
            demands: demands)
    }

    private func demand(
        _ loads: [MeterLoad], over text: String = "2025-01", isChanged: Bool = false
    ) throws -> SiteDemand {
        let period = try #require(Period(text))
        let site = MeteredSite().site
        let journal = try Journal(
            of: site, over: period.interval(in: site.calendar), loads: loads)
        return Balances(journal, period: period, loads: loads, isChanged: isChanged).demand
    }

    @Test("one meter of intake: the highest of the period's months, with what is complete")
    func one() throws {
        let meter = load(
            "a", demands: [month(659, 1), month(660, 5), month(661, 9), month(662, 7)])
        let quarter = try demand([meter], over: "2025Q1")
        #expect(quarter.reason == nil)
        #expect(quarter.fixed == DemandBlock(energy: 9, start: .clock("2025-02-01") + 900))
        // 3 x 2976 x 900 s of 90 days
        #expect(quarter.fixedCoverage(quarter.months)?.text() == "1.033333")
        #expect(try demand([meter]).fixed?.energy == 5)
        #expect(try demand([meter]).fixedCoverage(try demand([meter]).months)?.text() == "1.000000")
        // 450 kWh in a quarter of an hour
        let block = DemandBlock(energy: .kWh(450), start: 0)
        #expect(SiteDemand.kilowatts(block)?.text() == "1800.000000")
    }

    @Test("maxima of several meters are never added, a sub-meter's counts nothing")
    func several() throws {
        let two = try demand([
            load("a", demands: [month(660, 5)]), load("b", demands: [month(660, 6)]),
        ])
        #expect(two.fixed == nil)
        #expect(two.reason?.english.contains("several meters") == true)
        #expect(two.meters.map(\.meter.id) == ["a", "b"])
        let sub = try demand([
            load("a", demands: [month(660, 5)]), load("b", parent: "a", demands: [month(660, 6)]),
        ])
        #expect(sub.fixed?.energy == 5)
        // What flows back through the meter of export is intake as well.
        let back = try demand([
            load("a", demands: [month(660, 5)]),
            load("x", .gridExport, bothWays: true, demands: nil),
        ])
        #expect(back.fixed == nil)
        #expect(back.reason != nil)
        let forth = try demand([
            load("a", demands: [month(660, 5)]), load("x", .gridExport, demands: nil),
        ])
        #expect(forth.fixed?.energy == 5)
    }

    @Test("meters that follow each other are one intake")
    func successive() throws {
        let middle = Int64.clock("2025-01-15")
        let old = load(
            "a", validity: Interval(start: january.start, end: middle), demands: [month(660, 5)])
        let new = load(
            "a", validity: Interval(start: middle, end: Meter.always.end), demands: [month(660, 8)])
        let both = try demand([new, old])
        #expect(both.fixed?.energy == 8)
        #expect(both.months.first?.blocks == 5_952)
    }

    @Test("no demand for parts of months, hourly readings, older ledgers and plans")
    func none() throws {
        let meter = load("a", demands: [month(660, 5)])
        for (loads, period, isChanged, word) in [
            ([meter], "2025-01-03/2025-01-20", false, "calendar months"),
            ([load("a", demands: [])], "2025-01", false, "hourly mean"),
            ([meter], "2025-02", false, "hourly mean"),
            ([load("a", demands: nil)], "2025-01", false, "ingest again"),
            ([load("i", .it, demands: nil)], "2025-01", false, "no meter of grid import"),
            ([meter], "2025-01", true, "plan"),
        ] {
            let demand = try demand(loads, over: period, isChanged: isChanged)
            #expect(demand.fixed == nil && demand.sliding == nil)
            #expect(demand.reason?.english.contains(word) == true, "\(word)")
        }
    }
}
