import Foundation
import TestSupport
import Testing

/// `plan --fleet` against `plan`: the same choice, the same money, the same carbon and levels, from months in place of
/// hours and without holding any site.
@Suite(.serialized) struct FleetPlanTests {
    private static let tariff = """
        tariff: {flat: 0.7, peak: 1.1, peak_hours: 10-12;14-19, valley: 0.3, valley_hours: 0-8}
        tariff_seasons:
          summer: {months: 7-9, flat: 0.7, sharp: 1.4, sharp_hours: 11-12;15-17, valley: 0.3, valley_hours: 0-8}

        """

    /// Stepped prices by the PUE in two of the provinces.
    private static let surcharges = """
        pue_surcharges:
          south: {above: 1.3;1.55, price: 0.1;0.3, regions: CN-GD}
          east: {above: 1.4, price: 0.5, of: excess, regions: CN-ZJ, kinds: telecom_room}

        """

    private static let south =
        "flat: 0.7, peak: 1.1, peak_hours: 10-12;14-19, valley: 0.3, valley_hours: 0-8"
    private static let summer =
        "months: 7-9, flat: 0.7, sharp: 1.4, sharp_hours: 11-12;15-17, valley: 0.3, valley_hours: 0-8"

    /// A tariff for a province, for two rooms of another and for the stations; all others go by the common one.
    private static let tariffs = """
        tariff: 0.66
        tariffs:
          south: {regions: CN-GD, \(south)}
          two: {sites: s01;s04, flat: 0.95, surcharge: 0.02}
          stations: {kinds: base_station, flat: 0.5, demand: 18}
        tariff_seasons:
          summer: {of: south, \(summer)}

        """

    /// Rooms and stations in three provinces, by the day; some lack days, one has a plant, one an ordered measure.
    private static func portfolio(_ tariff: String = tariff, shuffled: Bool = false) throws
        -> Folder
    {
        let folder = try Folder()
        var numbers = SeededNumbers(seed: 5)
        try folder.write(
            "organisation: Rooms\nlanguage: en\ncarbon_price: 60\n" + tariff, to: "portfolio.yaml")
        var sites: [String] = []
        var meters: [String] = []
        var rows = "timestamp,meter_id,value\n"
        let days = (0..<365).map { day -> String in
            let date = Date(timeIntervalSince1970: Double(20_089 + day) * 86_400)
            return String(date.ISO8601Format().prefix(10))
        }
        for number in 0..<12 {
            let site = "s\(number < 10 ? "0" : "")\(number)"
            let kind = number % 3 == 2 ? "base_station" : "telecom_room"
            let region = ["CN-GD", "CN-ZJ", "CN-SC"][number % 3]
            sites.append("\(site),\(kind),\(region),Asia/Shanghai,\(4 + number)")
            let load = Int.random(in: 20...400, using: &numbers)
            var accounts = [("grid_import", load * 17), ("it", load * 10)]
            if number % 2 == 0 { accounts.append(("cooling", load * 4)) }
            if number == 7 { accounts.append(("onsite_solar", load)) }
            for (account, tenths) in accounts {
                meters.append("\(site)-\(account),\(site),\(account),interval,kWh,P1D")
                for (day, stamp) in days.enumerated() {
                    if number == 4, (100..<104).contains(day) { continue }
                    if number == 6, account == "cooling", day == 30 { continue }
                    rows += "\(stamp),\(site)-\(account),\(tenths / 10 + day % 7).\(tenths % 10)\n"
                }
            }
        }
        if shuffled {
            sites.shuffle(using: &numbers)
            meters.shuffle(using: &numbers)
        }
        try folder.write(
            "site_id,kind,region,timezone,racks_installed\n" + sites.joined(separator: "\n") + "\n",
            to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\n" + meters.joined(separator: "\n")
                + "\n", to: "meters.csv")
        try folder.write(rows, to: "readings/days.csv")
        try folder.write(
            """
            measure,site_id,saving_low,saving_high,quantity,capex,capex_per,annual_cost,life_years,required_by,status,annual_water_m3
            room-air-conditioner-control,,0.1,0.2,,900,site,,8,,,
            room-free-cooling,,0.25,0.5,,260,rack,20,10,,,0.25
            room-supply-temperature,,,,2,300,site,,6,,,
            rectifier-replacement,,0.04,0.06,,1500,site,,12,,,
            rectifier-sleep,,0.01,0.02,,120,site,,5,,,
            legacy-network-switch-off,s03,0.1,0.1,,4000,site,,10,2027-06-30,,
            metering,,,,,200,site,,10,,,
            onsite-solar,s08,900,1000,6,9000,site,,20,,,

            """, to: "measures.csv")
        var facts = "site_id,fact,value,unit,valid_from,evidence,assurance\n"
        for number in 0..<12 where number % 4 != 1 {
            facts +=
                "s\(number < 10 ? "0" : "")\(number),conversion_efficiency,0.9,1,2020-01-01,plate,declared\n"
        }
        try folder.write(facts, to: "facts.csv")
        let outcome = try Program.run("ingest", "-C", folder.path, "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return folder
    }

    @Test(
        "prices whose sums could not be counted are refused, and lower ones are counted",
        arguments: [("9999999999999", 3), ("999999999999", 0)], [["--fleet"], []])
    func beyondCounting(price: (text: String, status: Int32), form: [String]) throws {
        let folder = try Self.portfolio()
        let rows = [
            "room-air-conditioner-control", "room-free-cooling", "room-supply-temperature",
            "rectifier-replacement", "rectifier-sleep", "metering",
        ].map { "\($0),,0.1,0.2,2,\(price.text),site,\(price.text),30,," }
        try folder.write(
            "measure,site_id,saving_low,saving_high,quantity,capex,capex_per,annual_cost,life_years,required_by,status\n"
                + rows.joined(separator: "\n") + "\n", to: "measures.csv")
        // 12 sites x 6 measures x (1 + 60 years) x 10^13 = 4.4 x 10^16, with a thirteenth site 4.8; half of 2^63 hundredths are 4.6 x 10^16.
        try folder.write(
            try String(contentsOfFile: folder.path + "/sites.csv", encoding: .utf8)
                + "s12,telecom_room,CN-GD,Asia/Shanghai,4\n", to: "sites.csv")
        let plan = try Program.run(
            ["plan", "-C", folder.path, "--period", "2025", "--quiet", "--lang", "en"] + form)
        if price.status == 3 {
            #expect(plan.status == 3)
            #expect(plan.errors.contains("measures.csv"), "\(plan.errors)")
        } else {
            #expect(plan.status <= 1, "\(plan.errors)")
        }
    }

    @Test(
        "water whose sum could not be counted is refused, and less is counted",
        arguments: [(384, false, ["--fleet"]), (385, true, ["--fleet"]), (385, true, [])])
    func beyondWater(measures: (count: Int, isRefused: Bool, form: [String])) throws {
        // At most 10^9 m³ a measure and site; 12 sites x 385 of them are 4.62 x 10^18 mL, half of 2^63 is 4.61 x 10^18.
        let folder = try Self.portfolio()
        let rows = (0..<measures.count).map { "own-\($0),W,share,cooling,0.01,5,3,1000000000" }
        try folder.write(
            "measure,title,effect,end_use,saving_low,capex,life_years,annual_water_m3\n"
                + rows.joined(separator: "\n") + "\n", to: "measures.csv")
        let plan = try Program.run(
            ["plan", "-C", folder.path, "--period", "2025", "--quiet", "--lang", "en"]
                + measures.form)
        if measures.isRefused {
            #expect(plan.status == 3)
            #expect(plan.errors.contains("measures.csv:annual_water_m3"), "\(plan.errors)")
        } else {
            #expect(plan.status <= 1, "\(plan.errors)")
        }
    }

    @Test(
        "prices of energy and carbon whose worth could not be counted are refused, and lower ones are counted",
        arguments: [
            ("tariff: 1000000", "portfolio.yaml:tariff"), ("tariff: 1", ""),
            ("tariff: {flat: 1, demand: 1000000}", "portfolio.yaml:tariff"),
        ], [["--fleet"], []])
    func beyondWorth(price: (yaml: String, place: String), form: [String]) throws {
        let folder = try Self.portfolio(
            "discount_rate: 0\nenergy_price_growth: 0.2\n" + price.yaml + "\n")
        try folder.write(
            """
            measure,site_id,saving_low,saving_high,quantity,capex,capex_per,annual_cost,life_years,required_by,status
            room-air-conditioner-control,,0.1,0.2,,900,site,,60,,
            room-free-cooling,,0.25,0.5,,260,rack,20,60,,

            """, to: "measures.csv")
        let plan = try Program.run(
            ["plan", "-C", folder.path, "--period", "2025", "--quiet", "--lang", "en"] + form)
        if price.place.isEmpty {
            // Missing days disqualify a site; the plan stands.
            #expect(plan.status <= 1, "\(plan.errors)")
        } else {
            #expect(plan.status == 3)
            #expect(plan.errors.contains(price.place), "\(plan.errors)")
        }
    }

    private func document(_ folder: Folder, _ more: [String]) throws -> Document {
        let outcome = try Program.run(
            ["plan", "-C", folder.path, "--period", "2025", "--format", "json", "--quiet"] + more)
        try #require(outcome.status <= 1, "\(outcome.errors)")
        return try Document(outcome.output)
    }

    /// Measures, outlay, energy, carbon and worth of each site, as `plan` has them measure by measure.
    private func bySite(_ plan: Document) -> [String: [String]] {
        var sums: [String: (names: [String], numbers: [Decimal])] = [:]
        let all = (plan["must_do"]?.elements ?? []) + (plan["chosen"]?.elements ?? [])
        for measure in all {
            let site = measure["site_id"]?.text ?? ""
            var entry = sums[site] ?? ([], [0, 0, 0, 0, 0])
            entry.names.append(measure["measure"]?.text ?? "")
            for (index, key) in [
                "capex", "annual_kwh_saved", "annual_kgco2e_saved", "annual_kgco2e_saved_market",
                "npv",
            ].enumerated() {
                entry.numbers[index] += measure[key]?.number ?? 0
            }
            sums[site] = entry
        }
        return sums.mapValues { $0.names.sorted() + Self.texts($0.numbers) }
    }

    /// Energies in whole joules, for the sum of printed ones differs from the printed sum in the last place.
    private static func texts(_ numbers: [Decimal]) -> [String] {
        numbers.enumerated().map { index, number in
            var (value, rounded) = (index == 1 ? number * 3_600_000 : number, Decimal())
            NSDecimalRound(&rounded, &value, index == 1 ? 0 : 6, .plain)
            return "\(rounded)"
        }
    }

    private func bySite(fleet: Document) -> [String: [String]] {
        (fleet["sites"]?.elements ?? []).reduce(into: [:]) { all, site in
            all[site["site_id"]?.text ?? ""] =
                (site["measures"]?.elements ?? []).compactMap(\.text).sorted()
                + Self.texts(
                    [
                        "capex", "annual_kwh_saved", "annual_kgco2e_saved",
                        "annual_kgco2e_saved_market", "npv",
                    ].map { site[$0]?.number ?? 0 })
        }
    }

    @Test(
        "a fleet is planned as its sites are planned one by one",
        arguments: [
            ([], tariff), (["--budget", "6000"], tariff), (["--target", "tco2:60"], tariff),
            (["--budget", "9000"], "tariff: 0.66\n"),
            (["--budget", "5000"], "tariff: {flat: 0.66, demand: 20}\n"),
            (["--budget", "20000"], tariff + surcharges), ([], tariff + surcharges),
            (["--budget", "9000"], tariffs),
        ] as [([String], String)])
    func same(more: [String], tariff: String) throws {
        let folder = try Self.portfolio(tariff)
        let (plan, fleet) = (
            try document(folder, more), try document(folder, more + ["--fleet"])
        )
        let (one, other) = (bySite(plan), bySite(fleet: fleet))
        #expect(one == other)
        #expect(!other.isEmpty)
        // A quarter of a cubic metre for each rack where free cooling is planned.
        let water = (fleet["sites"]?.elements ?? []).reduce(Decimal(0)) {
            $0 + ($1["annual_water_m3"]?.number ?? 0)
        }
        #expect(plan["totals"]?["annual_water_m3"]?.number == water)
        #expect(fleet["totals"]?["annual_water_m3"]?.number == water)
        let cooled = other.filter { $0.value.contains("room-free-cooling") }.keys
        let racks = cooled.reduce(0) { $0 + 4 + (Int($1.dropFirst()) ?? 0) }
        #expect(water == Decimal(racks) / 4)
        for key in ["npv", "bound", "gap", "feasible"] {
            #expect(plan["optimum"]?[key]?.text == fleet["optimum"]?[key]?.text)
            #expect(plan["optimum"]?[key]?.number == fleet["optimum"]?[key]?.number)
        }
        // Only the sites with a plant, with days lacking in one meter, or all where demand costs, need their hours.
        let hours = fleet["totals"]?["sites_by_hours"]?.number
        let isOfSites = tariff.contains("tariffs")
        #expect(hours == (isOfSites ? 6 : tariff.contains("demand") ? 12 : 3))
        let avoided = [plan, fleet].map { $0["totals"]?["annual_surcharge_avoided"]?.number }
        #expect((avoided[0] != nil) == tariff.contains("surcharges"))
        #expect(
            avoided[1]
                == avoided[0].map {
                    $0 + (plan["totals"]?["must_do"]?["annual_surcharge_avoided"]?.number ?? 0)
                })
        let levels = (plan["sites"]?.elements ?? []).reduce(into: [String: String]()) {
            $0[$1["site_id"]?.text ?? ""] = "\($1["pue_after"]?.number ?? 0)"
        }
        for site in fleet["sites"]?.elements ?? [] {
            #expect(levels[site["site_id"]?.text ?? ""] == "\(site["pue_after"]?.number ?? 0)")
        }
        let worths = (fleet["sites"]?.elements ?? []).map { $0["npv"]?.number ?? 0 }
        #expect(worths == worths.sorted(by: >))
    }

    @Test("the order of the tables never matters, and all three forms are given")
    func order() throws {
        let (one, other) = (try Self.portfolio(), try Self.portfolio(shuffled: true))
        func csv(_ folder: Folder) throws -> String {
            let outcome = try Program.run(
                "plan", "-C", folder.path, "--period", "2025", "--fleet", "--budget", "7000",
                "--years", "2", "--format", "csv", "--quiet")
            #expect(outcome.status <= 1, "\(outcome.errors)")
            return outcome.output
        }
        let text = try csv(one)
        #expect(try csv(other) == text)
        #expect(text.hasPrefix("rank,site_id,kind,region,measures,must_do,capex,"))
        let table = try Program.run(
            "plan", "-C", one.path, "--period", "2025", "--fleet", "--quiet", "--lang", "zh")
        #expect(table.output.contains("原型"))
        #expect(table.output.contains("P10 / P50 / P90"))
        #expect(table.output.contains("保留率") && table.output.contains("年用水增加"))
        #expect(
            text.prefix { $0 != "\n" }.hasSuffix(
                "archetype_stays_in_percent,annual_surcharge_avoided"))
        let stays = try [one, other].map { folder -> [String] in
            let plan = try document(folder, ["--fleet", "--budget", "7000"])
            #expect(plan["stability"]?["every"]?.number == 1)
            // All at which anything can be planned.
            #expect(plan["stability"]?["sites"]?.number == 11)
            return (plan["measures"]?.elements ?? []).map {
                "\($0["measure"]?.text ?? "") \($0["sites"]?.number ?? -1) \($0["stays_in_percent"]?.number ?? -1)"
            }
        }
        #expect(stays[0] == stays[1] && !stays[0].isEmpty)
        #expect(!stays[0].contains { $0.hasSuffix(" -1") })
        let spreads = try [one, other].map { folder in
            try #require(try document(folder, ["--fleet", "--budget", "7000"])["spread"])
        }
        for key in ["npv", "annual_kwh_saved"] {
            let ranks = ["p10", "p50", "p90"].map { rank in
                spreads.map { $0[key]?[rank]?.number }
            }
            #expect(ranks.allSatisfy { $0[0] != nil && $0[0] == $0[1] })
            #expect((ranks[0][0] ?? 0) < (ranks[1][0] ?? 0))
            #expect((ranks[1][0] ?? 0) < (ranks[2][0] ?? 0))
        }
        let refused = try Program.run(
            "plan", "-C", one.path, "--period", "2025", "--fleet", "--site", "s01")
        #expect(refused.status == 2)
    }

    @Test("the page of a fleet holds its sums, fetches nothing, and runs nothing that a table says")
    func page() throws {
        let folder = try Self.portfolio(Self.tariff + Self.surcharges)
        let measures = try String(contentsOfFile: folder.path + "/measures.csv", encoding: .utf8)
        let lines = measures.split(separator: "\n").enumerated().map { number, line in
            line + (number == 0 ? ",title,effect,end_use" : ",,,")
        }
        try folder.write(
            lines.joined(separator: "\n")
                + "\nown-idea,,0.02,0.03,,50,site,,5,,,,<script>alert(1)</script>,share,it\n",
            to: "measures.csv")
        let page = folder.path + "/fleet.html"
        for language in ["en", "zh"] {
            let arguments = [
                "plan", "-C", folder.path, "--period", "2025", "--fleet", "--budget", "3000",
                "--years", "2", "--quiet", "--lang", language, "--format", "json",
            ]
            let outcome = try Program.run(arguments + ["--html", page])
            #expect(outcome.status <= 1, "\(outcome.errors)")
            let plan = try Document(outcome.output)
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(!html.contains("<script") && html.contains("&lt;script&gt;"))
            for word in ["src=", "href=", "@import", "url("] { #expect(!html.contains(word)) }
            func grouped(_ key: String) throws -> String {
                let value = try #require(plan["totals"]?[key]?.number)
                return value.formatted(
                    .number.grouping(.automatic).precision(.fractionLength(0)).locale(
                        Locale(identifier: "en_US")))
            }
            for key in ["capex", "npv", "annual_kwh_saved", "annual_surcharge_avoided"] {
                #expect(html.contains("<b>\(try grouped(key)) "), "\(key)")
            }
            let planned = plan["totals"]?["sites_planned"]?.number ?? 0
            #expect(html.contains("<b>\(planned) / 12</b>"))
            #expect(html.contains(language == "en" ? "Cost of saved energy" : "节能成本"))
            #expect(html.contains(language == "en" ? "Must be done" : "必须实施"))
            #expect(html.contains("s03"))
            // The sums of the years are those of the plan.
            let years = plan["roadmap"]?.elements ?? []
            let outlay = years.reduce(Decimal(0)) { $0 + ($1["capex"]?.number ?? 0) }
            #expect(outlay == plan["totals"]?["capex"]?.number)
            // No year pays more than its budget, but what must be done in the first.
            let beside = plan["totals"]?["capex_beside_must_do"]?.number ?? 0
            for year in years where year["year"]?.number != nil {
                let must = year["year"]?.number == 1 ? outlay - beside : 0
                #expect((year["capex"]?.number ?? 0) - must <= 3_000)
            }
            #expect(years.contains { $0["year"]?.number == 2 })
            #expect(plan["planning"]?["budget_of_year"]?.number == 3_000)
            #expect(html.contains(language == "en" ? "in each of 2 years" : "共 2 年"))
        }
    }

    @Test("the gases are those of all sites, in every form")
    func gases() throws {
        // CN-GD counts CO2 alone; GB counts equivalents.
        let folder = try Self.portfolio("tariff: 0.66\n")
        let sites = try String(contentsOfFile: folder.path + "/sites.csv", encoding: .utf8)
        try folder.write(
            sites.replacing("CN-ZJ", with: "GB").replacing("CN-SC", with: "GB"), to: "sites.csv")
        let (plan, fleet) = (try document(folder, []), try document(folder, ["--fleet"]))
        let label = try #require(plan["planning"]?["gases"]?.text)
        #expect(label.contains("CO2e") && label.contains("CO2 "))
        #expect(fleet["planning"]?["gases"]?.text == label)
        for more in [[], ["--fleet"]] {
            let shown = try Program.run(
                ["plan", "-C", folder.path, "--period", "2025", "--quiet"] + more)
            #expect(shown.output.contains("kg \(label)"))
        }
    }

    @Test("under tariffs of their own sites are planned as if each tariff were the only one")
    func tariffsOfSites() throws {
        let folder = try Self.portfolio(Self.tariffs)
        let all = bySite(try document(folder, []))
        var apart: [String: [String]] = [:]
        for (sites, tariff) in [
            (
                ["s00", "s03", "s06", "s09"],
                "tariff: {\(Self.south)}\ntariff_seasons: {summer: {\(Self.summer)}}\n"
            ),
            (["s01", "s04"], "tariff: {flat: 0.95, surcharge: 0.02}\n"),
            (["s07", "s10"], "tariff: 0.66\n"),
            (["s02", "s05", "s08", "s11"], "tariff: {flat: 0.5, demand: 18}\n"),
        ] {
            try folder.write(
                "organisation: Rooms\nlanguage: en\ncarbon_price: 60\n" + tariff,
                to: "portfolio.yaml")
            let plan = bySite(try document(folder, []))
            for site in sites { apart[site] = plan[site] }
        }
        #expect(all == apart)
        #expect(all.count > 6)
        for (text, place) in [
            ("{a: {flat: 1}, b: {regions: CN, flat: 2}}", "a, b"),
            ("{a: {sites: nowhere, flat: 1}}", "a: nowhere"),
        ] {
            try folder.write(
                "organisation: Rooms\nlanguage: en\ntariffs: \(text)\n", to: "portfolio.yaml")
            for more in [[], ["--fleet"]] {
                let refused = try Program.run(
                    ["plan", "-C", folder.path, "--period", "2025", "--quiet"] + more)
                #expect(refused.status == 3)
                #expect(refused.errors.contains("portfolio.yaml:tariffs"), "\(refused.errors)")
                #expect(refused.errors.contains(place))
            }
        }
    }

    @Test(
        "tariffs of sites that cannot be meant are refused with their place",
        arguments: [
            "tariffs: {a: {kinds: castle, flat: 1}}",
            "tariffs: {a: {regions: CN-GD}}", "tariffs: {a: {flat: 1, peak: 2}}", "tariffs: 0.6",
            "tariffs: {a: {flat: -1}}", "tariffs: {}", "tariffs: {a: {flat: 1, region: CN-GD}}",
            "tariff_seasons: {summer: {of: nowhere, months: 7, flat: 1}}",
        ])
    func refusedTariffs(text: String) throws {
        let folder = try Folder.example("pearl-river")
        let path = folder.path + "/portfolio.yaml"
        let yaml = try String(contentsOfFile: path, encoding: .utf8)
        try folder.write(yaml + "\n\(text)\n", to: "portfolio.yaml")
        let refused = try Program.run("plan", "-C", folder.path, "--period", "2025")
        #expect(refused.status == 3)
        #expect(refused.errors.contains(text.prefix { $0 != ":" }), "\(refused.errors)")
    }

    @Test(
        "seasons that cannot be meant are refused with their place",
        arguments: [
            "{summer: {months: 7-9, flat: 0.7}, autumn: {months: 9, flat: 0.7}}",
            "{summer: {months: 13, flat: 0.7}}", "{summer: {flat: 0.7}}", "{summer: {months: 7}}",
            "{summer: {months: 7, flat: 0.7, sharp: 1.4}}",
            "{summer: {months: 7, flat: 0.7, demand: 3}}",
            "{summer: {months: 7, flat: 0.7, sharp_hours: 3-4}}", "7-9", "{}",
        ])
    func seasons(text: String) throws {
        let folder = try Folder.example("pearl-river")
        let path = folder.path + "/portfolio.yaml"
        let yaml = try String(contentsOfFile: path, encoding: .utf8)
        try folder.write(yaml + "\ntariff_seasons: \(text)\n", to: "portfolio.yaml")
        let refused = try Program.run("check", "-C", folder.path, "--period", "2025")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("tariff_seasons"))
    }
}
