import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Sub-meters never add to their parents. Values are kWh by the hour.
@Suite struct FamiliesTests {
    @Test("of a parent only the remainder is booked")
    func remainder() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20, 20])
        site.add(.otherUse, [10, 10], id: "board")
        site.add(.it, [6, 7], parent: "board")
        site.add(.cooling, [3, 3], parent: "board")
        let balances = try site.balances()
        #expect(balances.kWh(.otherUse, 2) == [1, 0])
        #expect(balances.kWh(.it, 2) == [6, 7])
        #expect(balances.kWh(.unallocated, 2) == [10, 10])
        #expect(balances.findings.isEmpty)
    }

    @Test("where a child is not covered, the parent's energy is unallocated")
    func uncoveredChild() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20, 20, 20])
        site.add(.otherUse, [10, 10, 10], id: "board")
        site.add(.it, [6, nil, 6], parent: "board")
        let balances = try site.balances()
        #expect(balances.kWh(.otherUse, 3) == [4, 0, 4])
        #expect(balances.kWh(.unallocated, 3) == [10, 20, 10])
        #expect(balances.codes == ["parent-unresolved"])
        // the hour is not the parent's either
        #expect(balances.journal.hours(of: [.otherUse]).prefix(4) == [true, false, true, false])
    }

    @Test("half an hour of a child is not the hour, but what it counted stands")
    func halfCoveredChild() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20])
        site.add(.otherUse, [10], id: "board")
        site.add(
            .example(id: "it", account: .it, every: 1_800, parent: "board"),
            [ReadingRow(site.newYear, DecimalText(significand: 3, scale: 0))])
        let balances = try site.balances()
        #expect(balances.kWh(.it, 1) == [3])
        #expect(balances.kWh(.otherUse, 1) == [0])
        // 20 - 3
        #expect(balances.kWh(.unallocated, 1) == [17])
    }

    @Test("children that exceed their parent keep what they counted, and it is said")
    func exceeding() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20, 20])
        site.add(.otherUse, [10, 10], id: "board")
        site.add(.it, [11, 10], parent: "board")
        let balances = try site.balances()
        #expect(balances.kWh(.otherUse, 2) == [0, 0])
        #expect(balances.kWh(.it, 2) == [11, 10])
        #expect(balances.kWh(.unallocated, 2) == [9, 10])
        let finding = try #require(balances.findings.first)
        #expect(finding.code == .childrenExceedParent)
        #expect(finding.arguments["count"] == "1")
    }

    @Test("a grandchild is taken from its parent, which is taken whole from its own")
    func grandchild() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20])
        site.add(.otherUse, [10], id: "board")
        site.add(.it, [7], id: "rows", parent: "board")
        site.add(.tenantIT, [2], parent: "rows")
        let balances = try site.balances()
        // 10 - 7, 7 - 2, 2
        #expect(balances.kWh(.otherUse, 1) == [3])
        #expect(balances.kWh(.it, 1) == [5])
        #expect(balances.kWh(.tenantIT, 1) == [2])
        #expect(balances.itEnergy == .kilowattHours(7))
        #expect(balances.kWh(.unallocated, 1) == [10])
    }

    @Test("a supply meter above use meters keeps its energy")
    func supplyAboveUse() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20], id: "main")
        site.add(.it, [12], parent: "main")
        let balances = try site.balances()
        #expect(balances.kWh(.gridImport, 1) == [20])
        #expect(balances.kWh(.unallocated, 1) == [8])
        #expect(balances.facilityEnergy == .kilowattHours(20))
    }

    @Test("of a supply meter above a supply meter only the remainder is booked")
    func supplyAboveSupply() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20], id: "main")
        site.add(.directLine, [5], parent: "main")
        site.add(.it, [20])
        let balances = try site.balances()
        #expect(balances.kWh(.gridImport, 1) == [15])
        #expect(balances.kWh(.directLine, 1) == [5])
        #expect(balances.facilityEnergy == .kilowattHours(20))
        #expect(balances.kWh(.unallocated, 1) == [0])
    }

    @Test("a supply meter keeps its energy where its child is missing, but not the hour")
    func uncoveredSupplyChild() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20, 20], id: "main")
        site.add(.directLine, [5, nil], parent: "main")
        site.add(.it, [20, 20])
        let balances = try site.balances()
        #expect(balances.kWh(.gridImport, 2) == [15, 20])
        #expect(balances.kWh(.unallocated, 2) == [0, 0])
        #expect(balances.facilityEnergy == .kilowattHours(40))
        #expect(balances.facilityToIT?.numerator == .kWh(20))
        #expect(balances.codes == ["parent-unresolved"])
    }

    @Test("a child that is not yet valid takes nothing from its parent and owes nothing")
    func laterChild() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20, 20])
        site.add(.otherUse, [10, 10], id: "board")
        site.add(
            .it, [nil, 6], parent: "board",
            validity: Interval(start: site.newYear + 3_600, end: Meter.always.end))
        let balances = try site.balances()
        #expect(balances.kWh(.otherUse, 2) == [10, 4])
        #expect(!balances.codes.contains("parent-unresolved"))
    }

    @Test("a child out of service takes nothing from its parent and leaves it resolved")
    func outOfService() throws {
        var site = MeteredSite()
        site.add(.gridImport, [20, 20, 20])
        site.add(.otherUse, [10, 10, 10], id: "board")
        func event(_ kind: MeterEvent.Kind, hour: Int64) -> MeterEvent {
            MeterEvent(
                meterID: "it", at: site.newYear + hour * 3_600, kind: kind, finalReading: nil,
                firstReading: nil, multiplier: nil, registerMax: nil, line: 2)
        }
        site.add(
            .example(id: "it", account: .it, every: 3_600, parent: "board"),
            [0, 2].map { ReadingRow(site.newYear + $0 * 3_600, .one) },
            events: [event(.outOfService, hour: 1), event(.backInService, hour: 2)])
        let balances = try site.balances()
        #expect(balances.kWh(.otherUse, 3) == [9, 10, 9])
        #expect(balances.journal.hours(of: [.it]).prefix(4) == [true, true, true, false])
    }
}
