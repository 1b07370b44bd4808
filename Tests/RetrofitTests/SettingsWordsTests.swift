import EnergyLedger
import Provenance
import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct SettingsWordsTests {
    @Test("prices and surcharges are told in both languages, and nothing is left of the other one")
    func words() throws {
        let schedule = try #require(
            Tariff.Schedule(
                prices: [.flat: DecimalText("0.7"), .valley: DecimalText("0.3")],
                bandOfHour: (0..<24).map { $0 < 8 ? .valley : .flat }))
        let summer = try #require(
            Tariff.Season(name: "s1", months: [7, 8], schedule: schedule))
        let tariff = try #require(
            Tariff(schedule, seasons: [summer], demand: DecimalText("32"), name: "gd"))
        let settings = PlanningSettings(
            surcharges: [
                SurchargeClause(
                    name: "zj",
                    rule: .stated(.example([("1.4", "0.1"), ("1.6", "0.3")], from: 5_000_000)),
                    scope: SiteScope(regions: ["CN-ZJ"], sites: ["dc-1", "dc-2"]))
            ],
            tariffs: [TariffClause(tariff: tariff, scope: SiteScope(kinds: [.baseStation]))])
        #expect(settings.tariffText == BilingualText("none", zh: "无"))
        #expect(
            settings.tariffsText.english
                == "gd: flat 0.7; valley 0.3; demand 32; s1 (7, 8): flat 0.7, valley 0.3; kinds base_station"
        )
        #expect(
            settings.tariffsText.chinese
                == "gd：平 0.7; 谷 0.3; 需量 32; s1 (7, 8)：平 0.7, 谷 0.3; 类型 base_station")
        #expect(
            settings.surchargesText.english
                == "zj: PUE > 1.4: 0.1/kWh, PUE > 1.6: 0.3/kWh, bought, from_kwh 5000000.000000000; regions CN-ZJ; sites dc-1;dc-2"
        )
        #expect(
            settings.surchargesText.chinese
                == "zj：PUE > 1.4：0.1/kWh, PUE > 1.6：0.3/kWh, 按全部购电量, 年用电量自 5000000.000000000 kWh 起; 地区 CN-ZJ; 站点 dc-1;dc-2"
        )
    }

    @Test(
        "a scope holds at a region and those below it, and at no other that begins alike",
        arguments: [
            ("CN-GD", ["CN-GD"], true), ("CN-GD", ["CN"], true), ("CN-GD", ["CN-G"], false),
            ("CN", ["CN-GD"], false), ("CN-GD-GZ", ["CN-SH", "CN-GD"], true), ("DE", [], true),
        ] as [(String, [String], Bool)])
    func scope(region: String, regions: [String], holds: Bool) {
        let site = SyntheticSite(region: region).site
        #expect(SiteScope(regions: regions).holds(site) == holds)
        #expect(SiteScope(regions: regions, sites: ["other"]).holds(site) == false)
    }
}
