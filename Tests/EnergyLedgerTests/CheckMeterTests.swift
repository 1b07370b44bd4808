import EnergyLedger
import Metering
import Provenance
import Quantities
import Testing

/// What check meters say of the meters that they control.
@Suite struct CheckMeterTests {
    private func found(_ site: MeteredSite) throws -> [Finding] {
        try site.balances().findings.filter { $0.code == .checkMeterDifference }
    }

    @Test(
        "the meters below a check meter are added up where all are read, and the difference is shown"
    )
    func below() throws {
        var site = MeteredSite()
        site.add(.gridImport, [300, 300, 300])
        site.add(.it, [100, 100, 100], parent: "check")
        // The second hour is missing, so it is compared in no meter.
        site.add(.cooling, [21, nil, 19], parent: "check")
        site.add(.check, [120, 500, 118])
        let finding = try #require(try found(site).first)
        // 100 + 21 + 100 + 19 = 240; 120 + 118 = 238; 2 / 238 = 0.84 %
        #expect(
            finding.arguments == [
                "others": "it, cooling", "sum": "240.000 kWh", "shown": "238.000 kWh",
                "difference": "2.000 kWh", "share": "0.84", "hours": "2",
            ])
        #expect(finding.severity == .note)
        #expect(finding.meterID == "check")
        for language in Language.allCases {
            #expect(!finding.message(in: language).contains("{"))
        }
        // It decides nothing.
        #expect(try site.balances().kWh(.unallocated, 3) == [179, 200, 181])
    }

    @Test("a check meter without meters below it stands beside its parent")
    func beside() throws {
        var site = MeteredSite()
        site.add(.gridImport, [100, 100])
        site.add(.it, [80, 80])
        site.add(.check, [101, 100], parent: "grid_import")
        let finding = try #require(try found(site).first)
        #expect(finding.arguments["others"] == "grid_import")
        #expect(finding.arguments["difference"] == "-1.000 kWh")
        // -1 / 201
        #expect(finding.arguments["share"] == "-0.50")
    }

    @Test("one that controls nothing, or counts something else, is not compared")
    func alone() throws {
        var site = MeteredSite()
        site.add(.gridImport, [100])
        site.add(.it, [80], parent: "check")
        site.add(.check, [80], unit: .cubicMetre)
        site.add(.check, [5], id: "other")
        #expect(try found(site).isEmpty)
    }

    @Test("a meter and its successor are both held against the check meter")
    func exchanged() throws {
        // Two hours of the old meter, two of the new one; the cooling runs through.
        var site = MeteredSite()
        let turn = site.newYear + 2 * 3_600
        site.add(.gridImport, [300, 300, 300, 300])
        site.add(
            .it, [100, 100], id: "old", parent: "check",
            validity: Interval(start: Meter.always.start, end: turn))
        site.add(
            .it, [nil, nil, 90, 95], id: "new", parent: "check",
            validity: Interval(start: turn, end: Meter.always.end))
        site.add(.cooling, [20, 20, 20, 20], parent: "check")
        site.add(.check, [121, 121, 111, 116])
        let finding = try #require(try found(site).first)
        // 100 + 100 + 90 + 95 + 4 x 20 = 465; 121 + 121 + 111 + 116 = 469; -4 / 469
        #expect(
            finding.arguments == [
                "others": "old, new, cooling", "sum": "465.000 kWh", "shown": "469.000 kWh",
                "difference": "-4.000 kWh", "share": "-0.85", "hours": "4",
            ])
    }

    @Test("an hour in which a meter is exchanged is compared only if it is read whole")
    func exchangedInside() throws {
        var site = MeteredSite()
        let turn = site.newYear + 3_600 + 1_800
        site.add(
            .it, [100, 100], id: "old", parent: "check",
            validity: Interval(start: Meter.always.start, end: turn))
        site.add(
            .it, [nil, nil, 90], id: "new", parent: "check",
            validity: Interval(start: turn, end: Meter.always.end))
        site.add(.check, [101, 101, 91])
        let finding = try #require(try found(site).first)
        // The second hour belongs to neither meter alone: 190 against 192.
        #expect(finding.arguments["sum"] == "190.000 kWh")
        #expect(finding.arguments["shown"] == "192.000 kWh")
        #expect(finding.arguments["hours"] == "2")
    }

    @Test("what flows back through a meter is taken off")
    func backflow() throws {
        // The feeder takes 100, then gives 30 back; the check meter beside it counts both ways.
        var site = MeteredSite()
        site.add(.gridImport, [100, -30, 50])
        site.add(.it, [60, 60, 60])
        site.add(.check, [100, -30, 51], parent: "grid_import")
        let finding = try #require(try found(site).first)
        // 100 - 30 + 50 = 120 against 121
        #expect(finding.arguments["sum"] == "120.000 kWh")
        #expect(finding.arguments["shown"] == "121.000 kWh")
        #expect(finding.arguments["difference"] == "-1.000 kWh")
    }

    @Test("import and export that are metered apart stand against each other")
    func apart() throws {
        var site = MeteredSite()
        site.add(.gridImport, [100, 0], parent: "check")
        site.add(.gridExport, [0, 30], parent: "check")
        site.add(.it, [60, 60])
        site.add(.check, [100, -30])
        let finding = try #require(try found(site).first)
        #expect(finding.arguments["sum"] == "70.000 kWh")
        #expect(finding.arguments["difference"] == "0.000 kWh")
    }
}
