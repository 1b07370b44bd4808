import Foundation
import TestSupport
import Testing

/// Scopes, lots and versions as a user meets them.
@Suite(.serialized) struct AccountingTests {
    private static func account(_ folder: Folder, _ arguments: String...) throws -> Document {
        let run = try Program.run(
            ["account", "-C", folder.path, "--format", "json", "--quiet"] + arguments)
        return try Document(run.output)
    }

    private static func ingested() throws -> Folder {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        return example
    }

    private static func lots(_ site: Document?) -> [String: Document] {
        (site?["instruments"]?.elements ?? []).reduce(into: [:]) {
            $0[$1["instrument_id"]?.text ?? ""] = $1
        }
    }

    @Test("the example's lots and bills come to the figures that its maker worked out")
    func example() throws {
        let example = try Self.ingested()
        let account = try Self.account(example, "--period", "2025")
        let site = account["sites"]?[0]
        let emissions = site?["emissions_kgco2e"]
        // scripts/make-example prints 3696316.7 and 101564.5 from its own integers.
        #expect(emissions?["scope2_market"]?.text == "3696316.658955")
        #expect(
            account["sites"]?[1]?["emissions_kgco2e"]?["scope2_market"]?.text == "101564.474757")
        // 1.98 t x 3095.909637... + 4.5 x 1300 + 38 x 3350
        #expect(emissions?["scope1"]?.text == "139279.901083")
        #expect(emissions?["gases_by_scope"]?["scope2_location"]?.text == "CO2")
        #expect(emissions?["scope3"]?.text == nil)
        #expect(account["sites"]?[1]?["outside_scopes_kg"]?["HCFC-22"]?.text == "0.8")

        let lots = Self.lots(account["portfolio"])
        #expect(lots["trade-2025-h1"]?["allocated_kwh"]?.text == "1200000")
        #expect(lots["wind-2025-03"]?["allocated_kwh"]?.text == "2000000")
        #expect(lots["roof-2025"]?["allocated_kwh"]?.text == "295534.95")
        #expect(lots["wind-2023-05"]?["refused_kwh"]?.text == "50000")
        #expect(lots["wind-2023-05"]?["criteria_failed"]?[0]?.text == "4")
        #expect(lots["hydro-2025-08"]?["criteria_failed"]?[0]?.text == "3")
        // Both methods at every site, and the portfolio is their sum.
        #expect(
            account["portfolio"]?["emissions_kgco2e"]?["scope2_market"]?.text == "3797881.133712")
    }

    @Test("a quarter is matched with the year to date, and says so")
    func quarter() throws {
        let example = try Self.ingested()
        let run = try Program.run(
            "check", "-C", example.path, "--period", "2025Q1", "--format", "json", "--quiet")
        let codes = try Document(run.output)["findings"]?.elements.compactMap { $0["code"]?.text }
        #expect(codes?.contains("matching-provisional") == true)
        let quarter = try Self.account(example, "--period", "2025Q1")
        // The wind of March covers what January to March use and the contract leaves.
        let site = quarter["sites"]?[0]
        #expect(site?["emissions_kgco2e"]?["scope2_market"]?.text != nil)
    }

    @Test("explain walks from an emission to lots, bills, documents and meters")
    func explain() throws {
        let example = try Self.ingested()
        func explain(_ figure: String) throws -> String {
            try Program.run("explain", figure, "-C", example.path, "--period", "2025").output
        }
        let market = try explain("dc-nansha:scope2_market")
        #expect(
            market.contains("instruments.csv:2: trade-2025-h1 green_trade 1200000.000000000 kWh"))
        #expect(market.contains("evidence: settlement statement July 2025"))
        #expect(market.contains("criterion 2 sole claim: met"))
        #expect(market.contains("readings/nansha-feeder-a-2025.csv.gz lines 2-8757"))
        let direct = try explain("dc-nansha:scope1")
        #expect(direct.contains("activities.csv:2: diesel-2025-h1 stationary_fuel diesel 0.86 t"))
        #expect(direct.contains("tank record and delivery note 2025-06-27"))
        #expect(direct.contains("net_calorific_value 42.652 GJ/t"))
        let share = try explain("dc-nansha:green_share")
        #expect(share.contains("wind-2025-03"))
        let refused = try explain("dc-nansha:instruments.wind-2023-05")
        #expect(refused.contains("refused: 4 vintage"))
    }

    @Test("every profile prints its name and its own market-based figure; location never moves")
    func profiles() throws {
        let example = try Self.ingested()
        let settings = try String(contentsOfFile: example.path + "/portfolio.yaml", encoding: .utf8)
        // 9,210,026.770 kWh less what counts, at the factor of the remainder
        let expected = [
            "ghg_protocol_2015": "3696316.658955", "cn_market_gec": "3696316.658955",
            // 9,210,026.770 x 0.5703: the contract counts nothing
            "cn_mee_enterprise": "5252478.266931",
            // 8,010,026.770 x 0.5306: the contract is zero, certificates are not
            "cn_gbt32150_2025": "4250120.204162",
            // no lot is known by the hour
            "ghg_protocol_hourly": "5614432.318992",
        ]
        for (profile, kilograms) in expected {
            try example.write(
                settings.replacingOccurrences(of: "ghg_protocol_2015", with: profile),
                to: "portfolio.yaml")
            let site = try Self.account(example, "--period", "2025")["sites"]?[0]
            #expect(site?["profile"]?.text == profile)
            let market =
                Decimal(
                    string: site?["emissions_kgco2e"]?["scope2_market"]?.text ?? "") ?? 0
            let difference = market - (Decimal(string: kilograms) ?? 0)
            // Twelve months are rounded once each.
            #expect(abs(difference) < Decimal(string: "0.00002") ?? 0, "\(profile) \(market)")
            #expect(site?["emissions_kgco2e"]?["scope2_location"]?.text == "4069910.829663")
            #expect(site?["indicators"]?["green_share"]?["value"]?.text == "0.36177")
        }
    }

    // MARK: - Versions

    @Test("a released quarter never changes: late data make a version beside it, with the cause")
    func versions() throws {
        let example = try Self.ingested()
        func release() throws -> Document {
            let run = try Program.run(
                "account", "-C", example.path, "--period", "2025Q2", "--release", "--format",
                "json", "--quiet")
            return try Document(run.output)
        }
        func compare(_ arguments: String...) throws -> [Document] {
            let run = try Program.run(
                [
                    "account", "-C", example.path, "--period", "2025Q2", "--compare", "--format",
                    "json",
                    "--quiet",
                ] + arguments)
            return try Document(run.output)["differences"]?.elements ?? []
        }
        #expect(try release()["version"]?.text == "1")
        let again = try release()
        #expect(again["version"]?.text == "1" && again["is_new"]?.text == "false")

        // 41.2 kWh more of feeder B in May, at 0.4419 kg/kWh
        try example.write(
            "timestamp,meter_id,value\n2025-05-05 10:00:00,dcn-utility-b,200.00\n",
            to: "late.csv")
        try Program.run("ingest", "-C", example.path, example.path + "/late.csv", "--quiet")
        let check = try Program.run(
            "check", "-C", example.path, "--period", "2025Q2", "--format", "json", "--quiet")
        let codes = try Document(check.output)["findings"]?.elements.compactMap { $0["code"]?.text }
        #expect(codes?.contains("restatement") == true)
        let figures = try compare()
        let location = try #require(figures.first { $0["scope"]?.text == "scope2_location" })
        #expect(location["restatement_kgco2e"]?.text == location["difference_kgco2e"]?.text)
        #expect(location["factor_kgco2e"]?.text == "0" && location["rule_kgco2e"]?.text == "0")
        #expect(try release()["version"]?.text == "2")
        // The first version still stands.
        let old = try compare("--against", "1")
        #expect(
            old.first { $0["scope"]?.text == "scope2_location" }?["difference_kgco2e"]?.text
                == location["difference_kgco2e"]?.text)
        #expect(try compare().allSatisfy { $0["difference_kgco2e"]?.text == "0" })

        // Two released versions side by side, whatever the ledger says now.
        let both = try compare("--against", "1", "--newer", "2")
        #expect(
            both.first { $0["scope"]?.text == "scope2_location" }?["restatement_kgco2e"]?.text
                == location["restatement_kgco2e"]?.text)
        let unknown = try Program.run(
            "account", "-C", example.path, "--period", "2025Q2", "--compare", "--against", "1",
            "--newer", "9", "--quiet")
        #expect(unknown.status == 2)

        // A table of one's own is another factor, not another rule.
        let settings = try String(contentsOfFile: example.path + "/portfolio.yaml", encoding: .utf8)
        try example.write(
            """
            {"id": "CN/own-lines", "issuer": "own", "title": {"en": "t", "zh": "t"}, "number": null,
             "published": null, "data_year": 2024, "family": "co2", "gases": "CO2",
             "basis": {"en": "b", "zh": "b"}, "locator": "l", "licence": "l", "sha256": null,
             "notes": null}
            """, to: "factors/CN/own-lines/publication.json")
        try example.write(
            "region,name,name_zh,level,data_year,variant,value,unit,place,confidence\n"
                + "CN-GD,Guangdong,Guangdong,province,2024,average,0.4319,kgCO2/kWh,t,A\n",
            to: "factors/CN/own-lines/factors.csv")
        try example.write(
            settings + "\nfactor_publications: [CN/own-lines]\n", to: "portfolio.yaml")
        let priced = try #require(
            try compare().first {
                $0["scope"]?.text == "scope2_location" && $0["site_id"]?.text == "dc-nansha"
            })
        #expect(priced["rule_kgco2e"]?.text == "0")
        #expect(priced["factor_kgco2e"]?.text?.hasPrefix("-") == true)
        #expect(priced["factor_kgco2e"]?.text == priced["difference_kgco2e"]?.text)

        // Another rule is called one, and the location-based figure does not move.
        try example.write(
            settings.replacingOccurrences(of: "ghg_protocol_2015", with: "cn_gbt32150_2025"),
            to: "portfolio.yaml")
        let ruled = try compare()
        let market = try #require(
            ruled.first {
                $0["scope"]?.text == "scope2_market" && $0["site_id"]?.text == "dc-nansha"
            })
        #expect(market["rule_kgco2e"]?.text?.hasPrefix("-") == true)
        #expect(market["factor_kgco2e"]?.text == "0")
        // Another period is activity.
        let quarter = try Program.run(
            "account", "-C", example.path, "--period", "2025Q3", "--compare", "--against", "2025Q2",
            "--format", "csv", "--quiet")
        #expect(quarter.output.contains("dc-nansha,scope2_location,"))
        #expect(quarter.status == 0)
    }

    @Test("a lot that a released year used cannot be used by another, whatever the table says")
    func spent() throws {
        let example = try Self.ingested()
        try Program.run("account", "-C", example.path, "--period", "2025", "--release", "--quiet")
        let table = try String(contentsOfFile: example.path + "/instruments.csv", encoding: .utf8)
        try example.write(
            table.replacingOccurrences(of: ",2025,GEC-EX-2503", with: ",2026,GEC-EX-2503")
                .replacingOccurrences(of: "wind-2025-03,", with: "wind-renamed,"),
            to: "instruments.csv")
        let run = try Program.run(
            "check", "-C", example.path, "--period", "2026", "--format", "json", "--quiet")
        let codes = try Document(run.output)["findings"]?.elements.compactMap { $0["code"]?.text }
        #expect(codes?.contains("instrument-double-claim") == true)
        #expect(run.status == 1)
    }

    @Test("there is nothing to compare with before a release, and --site speaks of less than all")
    func usage() throws {
        let example = try Self.ingested()
        let none = try Program.run(
            "account", "-C", example.path, "--period", "2025", "--compare", "--quiet")
        #expect(none.status == 2)
        let part = try Program.run(
            "account", "-C", example.path, "--period", "2025", "--release", "--site", "dc-nansha")
        #expect(part.status == 2)
    }

    // MARK: - Hostile tables

    @Test(
        "a table of lots with a wrong cell is refused with its place",
        arguments: [
            ("kind", "green"), ("quantity_kwh", "-5"), ("quantity_kwh", "1e30"),
            ("generation_end", "2025-01-01"), ("technology", "coal"), ("site_id", "dc-9"),
            ("tradable", "yes"), ("claim_year", "25"), ("serial_to", "x"),
            ("factor_kgco2e_per_kwh", "-1"), ("profile_file", "../../etc/passwd"),
            ("cancelled_on", "31.12.2025"), ("region", "china"),
        ])
    func refused(column: String, value: String) throws {
        let folder = try Self.ingested()
        let header =
            "instrument_id,kind,quantity_kwh,generation_start,generation_end,technology,"
            + "site_id,tradable,claim_year,serial_from,serial_to,factor_kgco2e_per_kwh,profile_file,"
            + "cancelled_on,region,evidence"
        var cells = [
            "a", "gec", "1000", "2025-01-01", "2025-02-01", "wind", "", "true", "2025", "", "", "",
            "", "2025-06-01", "CN-GD", "paper",
        ]
        let place = try #require(header.split(separator: ",").firstIndex { $0 == column })
        cells[place] = value
        try folder.write(header + "\n" + cells.joined(separator: ",") + "\n", to: "instruments.csv")
        let run = try Program.run("account", "-C", folder.path, "--period", "2025")
        #expect(run.status == 3)
        #expect(run.errors.contains("instruments.csv:2:"), "\(run.errors)")
    }

    // MARK: - Real data

    @Test(
        "five Cambridge buildings by the hour with the intensity of Great Britain: the truth's kilograms",
        .enabled(if: RealDataTests.folder != nil, RealDataTests.isAbsent))
    func cambridge() throws {
        let data = try #require(RealDataTests.folder) + "/data/"
        let folder = try Folder()
        let buildings = ["b105", "b2", "b58", "b59", "b91"]
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\n" + buildings.map { "\($0),other,GB,UTC\n" }.joined(),
            to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\n"
                + buildings.map { "\($0)_2019,\($0),grid_import,interval,kWh,PT1H\n" }.joined(),
            to: "meters.csv")
        try folder.write(
            """
            {"id": "GB/hours", "issuer": "National Grid ESO",
             "title": {"en": "Historic generation mix and carbon intensity", "zh": "历史发电结构与碳强度"},
             "number": null, "published": null, "data_year": 2019, "family": "co2", "gases": "CO2",
             "basis": {"en": "CO2 of generation", "zh": "发电二氧化碳"}, "locator": "test",
             "licence": "test", "sha256": null, "notes": null,
             "hourly": [{"file": "gb_2019.csv.gz", "region": "GB", "time": "datetime",
               "value": "Carbon Intensity [kg_CO2/kWh]", "unit": "kgCO2/kWh", "label": "start"}]}
            """, to: "factors/GB/hours/publication.json")
        try FileManager.default.copyBytes(
            atPath: data + "uk-carbon-intensity/gb_2019.csv.gz",
            toPath: folder.path + "/factors/GB/hours/gb_2019.csv.gz")
        try Program.run(
            ["ingest", "-C", folder.path, "--quiet"]
                + buildings.map { data + "cambridge-estates/\($0)_2019.csv.gz" })
        let account = try Self.account(folder, "--period", "2019")
        let truth = try Document(
            String(contentsOfFile: data + "cambridge-estates/truth.json", encoding: .utf8))
        for (number, building) in buildings.enumerated() {
            let hourly = account["sites"]?[number]?["hourly_location"]
            let found = try #require(hourly?["kgco2e"]?.text.flatMap { Decimal(string: $0) })
            let exact = try #require(
                truth[building]?["kg_co2_hourly_gb_2019"]?.text.flatMap { Decimal(string: $0) })
            // Twelve months are rounded to a milligram each.
            #expect(abs(found - exact) <= Decimal(string: "0.000006") ?? 0, "\(building)")
            #expect(hourly?["is_scope2"]?.text == "true")
        }
    }
}
