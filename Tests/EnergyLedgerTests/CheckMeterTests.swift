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
}
