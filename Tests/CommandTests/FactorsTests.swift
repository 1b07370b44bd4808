import Foundation
import TestSupport
import Testing

/// The factor library as its users meet it: lists, differences, older releases, own tables.
@Suite(.serialized) struct FactorsTests {
    private static let record = """
        {
          "id": "CN/mee-nbs-9-2027", "issuer": "Example Authority",
          "title": { "en": "Factors of 2024", "zh": "2024年因子" }, "number": null,
          "published": "2027-01-15", "data_year": 2024, "family": "co2", "gases": "CO2",
          "basis": { "en": "CO2 for each kWh.", "zh": "每千瓦时的二氧化碳。" },
          "locator": "example", "licence": "own", "sha256": null, "notes": null
        }
        """
    private static let header =
        "region,name,name_zh,level,data_year,variant,value,unit,place,confidence\n"

    /// A site in Guangdong that draws 100 kWh on a day of 2023 and of 2025.
    private func portfolio(_ settings: String = "") throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\n" + settings, to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\ngrid,s1,grid_import,interval,kWh,PT1H\n",
            to: "meters.csv")
        try folder.write(
            """
            timestamp,meter_id,value
            2023-06-01T10:00:00+08:00,grid,60
            2023-06-01T11:00:00+08:00,grid,40
            2025-06-01T10:00:00+08:00,grid,60
            2025-06-01T11:00:00+08:00,grid,40

            """, to: "readings/grid.csv")
        return folder
    }

    private func account(_ folder: Folder, _ period: String) throws -> Document {
        let run = try Program.run(
            "account", "-C", folder.path, "--period", period, "--format", "json", "--quiet")
        #expect(run.status <= 1, "\(run.errors)")
        return try Document(run.output)
    }

    private func location(_ document: Document) -> (factor: String?, kilograms: Decimal?) {
        let site = document["sites"]?[0]
        let mass = site?["emissions_kgco2e"]?["scope2_location"]
        return (site?["factors"]?[0]?["factor_id"]?.text, mass?.number)
    }

    // MARK: - The library as a whole

    @Test("the library is the one that was released: every value, its document, its digest")
    func golden() throws {
        let folder = Program.root + "/Tests/Cases/factors/"
        let list = try Program.run("factors", "list", "--format", "csv")
        #expect(list.status == 0)
        let expected = try String(contentsOfFile: folder + "2026b.csv", encoding: .utf8)
        let (seen, known) = (
            Set(list.output.split(separator: "\n")), Set(expected.split(separator: "\n"))
        )
        #expect(seen.subtracting(known).sorted() == [], "values that are new or changed")
        #expect(known.subtracting(seen).sorted() == [], "values that are gone")
        #expect(list.output == expected)
        let counts = try String(contentsOfFile: folder + "2026b.txt", encoding: .utf8)
        #expect(try summary() == counts)
    }

    /// Release, digest, and how many values of each kind and publication there are.
    private func summary() throws -> String {
        let document = try Document(Program.run("factors", "list", "--format", "json").output)
        let values = document["factors"]?.elements ?? []
        func counts(_ key: String) -> [String] {
            Dictionary(grouping: values) { $0[key]?.text ?? "" }.sorted { $0.key < $1.key }
                .map { "\($0.value.count)\t\($0.key)" }
        }
        let lines =
            [
                "release \(document["factor_release"]?.text ?? "")",
                "digest  \(document["factor_digest"]?.text ?? "")", "",
            ] + counts("kind") + [""] + counts("publication")
        return lines.joined(separator: "\n") + "\n"
    }

    @Test("release 2026a is made again, to the digest, and a portfolio can ask for it")
    func olderRelease() throws {
        let digest = "4f771f26d934467e74a16e87fd1d737208e4000e34dd972735dccffc82df6ef1"
        let list = try Document(
            Program.run("factors", "list", "--release", "2026a", "--format", "json").output)
        #expect(list["factor_release"]?.text == "2026a")
        #expect(list["factor_digest"]?.text == digest)
        #expect(list["factors"]?.elements.count == 123)
        let folder = try portfolio("factor_release: 2026a\n")
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status == 0)
        let document = try account(folder, "2025-06")
        #expect(document["factor_digest"]?.text == digest)
        #expect(location(document).kilograms == Decimal(string: "44.19"))
        try folder.write("organisation: Test\nfactor_release: 2020z\n", to: "portfolio.yaml")
        let refused = try Program.run("account", "-C", folder.path, "--period", "2025-06")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("2020z"))
        #expect(refused.errors.contains("2026b, 2026a"))
        #expect(try Program.run("factors", "list", "--release", "2020z").status == 2)
    }

    @Test("differences: of two announcements in percent, of two releases by publication")
    func differences() throws {
        let years = try Program.run(
            "factors", "diff", "CN/mee-nbs-33-2024", "CN/mee-nbs-47-2025", "--format", "csv")
        #expect(years.status == 0)
        // 0.4419 / 0.4403 - 1 = 0.3634 %
        #expect(
            years.output.contains(
                "changed,CN-GD/2023/average,electricity,0.4403,kgCO2/kWh,CN/mee-nbs-33-2024,"
                    + "0.4419,kgCO2/kWh,CN/mee-nbs-47-2025,0.36\n"))
        // The ministry said of 2023: 20 provinces fell and 10 rose; grids 5 and 2; nation 2 and 1.
        let rows = years.output.split(separator: "\n").dropFirst()
        #expect(rows.count { $0.contains(",-") } == 20 + 5 + 2)
        #expect(rows.count { !$0.contains(",-") } == 10 + 2 + 1)
        let releases = try Document(
            Program.run("factors", "diff", "2026a", "2026b", "--format", "json").output)
        let changes = releases["differences"]
        #expect(changes?.elements.count == 938 - 123)
        #expect(changes?[0]?["change"]?.text == "added")
        #expect(
            try Program.run("factors", "diff", "2026a", "2026a").output == "No difference.\n")
        #expect(try Program.run("factors", "diff", "2026a", "CN/none").status == 2)
    }

    @Test("show finds a value, a substance however it is written, and a publication")
    func show() throws {
        let blend = try Program.run("factors", "show", "r410a", "--lang", "en").output
        for text in ["2087.5", "1923.5", "2255.5", "0.50 HFC-32"] {
            #expect(blend.contains(text), "\(text)")
        }
        let chinese = try Program.run("factors", "show", "INT/ipcc-ar6", "--lang", "zh").output
        #expect(chinese.contains("24300"))
        #expect(chinese.contains("25200"))
        let split = try Program.run(
            "factors", "show", "US-EGRID-RFCE/2023/average", "--format", "json")
        let factors = try Document(split.output)["factors"]
        #expect(factors?[0]?["parts"]?[0]?.text == "596.904 lbCO2/MWh")
        #expect(factors?[0]?["value"]?.number == Decimal(string: "0.27180933102169"))
        #expect(try Program.run("factors", "show", "CN/fuel/diesel").output.contains("42.652 GJ/t"))
    }

    @Test("a library with an unknown column or key is refused with file and line")
    func brokenLibrary() throws {
        let data = try Folder()
        for name in ["EmissionFactors", "Rulebooks", "RetrofitMeasures"] {
            try FileManager.default.copyBytes(
                atPath: Program.root + "/" + name, toPath: data.path + "/" + name)
        }
        func spoil(_ name: String, _ text: String, _ other: String) throws -> String {
            let path = data.path + "/EmissionFactors/" + name
            let whole = try String(contentsOfFile: path, encoding: .utf8)
            try whole.replacingOccurrences(of: text, with: other)
                .write(toFile: path, atomically: true, encoding: .utf8)
            let run = try Program.run("factors", "list", "--data", data.path)
            #expect(run.status == 5)
            try whole.write(toFile: path, atomically: true, encoding: .utf8)
            return run.errors
        }
        let column = try spoil("JP/moe-meti-fy2024/factors.csv", "variant", "varient")
        #expect(column.contains("EmissionFactors/JP/moe-meti-fy2024/factors.csv:1: varient"))
        let key = try spoil("JP/moe-meti-fy2024/publication.json", "\"licence\"", "\"license\"")
        #expect(key.contains("publication.json:20: "))
        #expect(key.contains("unknown key `license`"))
        let unit = try spoil("JP/moe-meti-fy2024/factors.csv", "tCO2/kWh", "tCO2e/kWh")
        #expect(unit.contains("factors.csv:2: tCO2e/kWh is no unit"))
        let year = try spoil("JP/moe-meti-fy2024/factors.csv", "2024,average", "2023,average")
        #expect(year.contains("factors.csv:2: 2023 is not readable"))
        let family = try spoil("defaults.csv", "JP,co2,", "JP,co2e,")
        #expect(family.contains("mixedFamilies"))
        #expect(try Program.run("factors", "list", "--data", data.path).status == 0)
    }

    // MARK: - A portfolio's own tables

    @Test("a new official table is dropped in and holds from its year on, without new code")
    func dropIn() throws {
        let folder = try portfolio()
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status == 0)
        // 100 kWh x 0.4419 = 44.19 kg
        #expect(location(try account(folder, "2025-06")).kilograms == Decimal(string: "44.19"))
        let place = "factors/CN/mee-nbs-9-2027/"
        try folder.write(Self.record, to: place + "publication.json")
        try folder.write(
            Self.header + "CN-GD,Guangdong,广东,province,2024,average,0.4321,kgCO2/kWh,annex,A\n",
            to: place + "factors.csv")
        // It waits until it is named, and says so.
        #expect(location(try account(folder, "2025-06")).factor == "CN-GD/2023/average")
        let waiting = try Program.run("account", "-C", folder.path, "--period", "2025-06")
        #expect(
            waiting.errors.contains("factors-not-chosen") || waiting.errors.contains("notes"))
        try folder.write(
            "organisation: Test\nfactor_publications: [CN/mee-nbs-9-2027]\n", to: "portfolio.yaml")
        let document = try account(folder, "2025-06")
        #expect(location(document).factor == "CN-GD/2024/average")
        #expect(location(document).kilograms == Decimal(string: "43.21"))
        // A year before the table keeps the announcement of that year.
        #expect(location(try account(folder, "2023-06")).factor == "CN-GD/2023/average")
        let inputs = try #require(document["inputs"])
        let names = inputs.elements.compactMap { $0["name"]?.text }
        #expect(names.contains(place + "factors.csv"))
        #expect(names.contains(place + "publication.json"))
        let list = try Program.run(
            "factors", "list", "-C", folder.path, "--publication", "CN/mee-nbs-9-2027")
        #expect(list.output.contains("CN-GD/2024/average"))
    }

    @Test("a chosen publication that is not there, or bears a name of the library, is refused")
    func unknownPublication() throws {
        let folder = try portfolio("factor_publications: [CN/none]\n")
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status == 0)
        let refused = try Program.run("account", "-C", folder.path, "--period", "2025-06")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("portfolio.yaml"))
        #expect(refused.errors.contains("CN/none"))
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            Self.record.replacingOccurrences(of: "mee-nbs-9-2027", with: "mee-nbs-47-2025"),
            to: "factors/CN/mee-nbs-47-2025/publication.json")
        let same = try Program.run("account", "-C", folder.path, "--period", "2025-06")
        #expect(same.status == 3)
        #expect(same.errors.contains("duplicate-key"))
    }

    @Test("hostile own tables are refused whole, with their lines")
    func hostile() throws {
        let folder = try portfolio("factor_publications: [CN/mee-nbs-9-2027]\n")
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status == 0)
        let place = "factors/CN/mee-nbs-9-2027/"
        let row = "CN-GD,Guangdong,广东,province,2024,average,0.4321,kgCO2/kWh,annex,A\n"
        func refused(_ table: String, _ code: String, _ where_: String) throws {
            try folder.write(Self.record, to: place + "publication.json")
            try folder.write(table, to: place + "factors.csv")
            let run = try Program.run("account", "-C", folder.path, "--period", "2025-06")
            #expect(run.status == 3, "\(table)")
            #expect(run.errors.contains(code), "\(run.errors)")
            #expect(run.errors.contains(place + "factors.csv" + where_), "\(run.errors)")
        }
        try refused(Self.header + row + row, "duplicate-key", ":3")
        try refused(
            Self.header + row.replacingOccurrences(of: "0.4321", with: "=1+1"), "value-malformed",
            ":2:value")
        try refused(
            Self.header + row.replacingOccurrences(of: "0.4321", with: "1e400"),
            "value-malformed", ":2:value")
        try refused(
            Self.header + row.replacingOccurrences(of: "0.4321", with: "-0.1"), "value-malformed",
            ":2:value")
        try refused(
            Self.header + row.replacingOccurrences(of: "2024", with: "2025"), "value-malformed",
            ":2:data_year")
        try refused(
            Self.header + row.replacingOccurrences(of: ",A\n", with: ",X\n"), "value-malformed",
            ":2:confidence")
        // 441.9 g/kWh written as kilograms, and a region that no site could ever name.
        try refused(
            Self.header + row.replacingOccurrences(of: "0.4321", with: "441.9"), "value-malformed",
            ":2:value")
        try refused(
            Self.header + row.replacingOccurrences(of: "CN-GD,", with: "广东,"), "value-malformed",
            ":2:region")
        try refused(Self.header + "CN-GD,Guangdong\n", "row-length", ":2")
        try refused("region,value\nCN-GD,1\n", "missing-column", ":1")
        try refused("", "file-empty", "")
        try folder.write(Self.header + row, to: place + "factors.csv")
        try folder.write("{ \"id\": ", to: place + "publication.json")
        let broken = try Program.run("account", "-C", folder.path, "--period", "2025-06")
        #expect(broken.status == 3)
        #expect(broken.errors.contains("factor-record-unreadable"))
        // A table that lies about without its record is not passed over in silence.
        for stray in ["factors/stray.csv", "factors/CN/1.2-bare/factors.csv"] {
            try folder.write(Self.record, to: place + "publication.json")
            try folder.write(Self.header + row, to: stray)
            let run = try Program.run("account", "-C", folder.path, "--period", "2025-06")
            #expect(run.status == 3)
            #expect(run.errors.contains("factor-record-unreadable"), "\(stray)")
            try FileManager.default.removeItem(atPath: folder.path + "/" + stray)
        }
        try folder.write(
            Self.record.replacingOccurrences(of: "CN/mee-nbs-9-2027", with: "../../etc"),
            to: place + "publication.json")
        #expect(
            try Program.run("account", "-C", folder.path, "--period", "2025-06").errors.contains(
                "factor-record-unreadable"))
    }

    @Test("hourly intensities come in as their source gives them")
    func hourly() throws {
        let folder = try portfolio()
        let place = "factors/CN/hourly/"
        let record = Self.record.replacingOccurrences(
            of: "\"locator\"",
            with: """
                "hourly": [{ "file": "gd.csv", "region": "CN-GD", "time": "from",
                  "value": "actual", "unit": "gCO2/kWh" }], "locator"
                """
        ).replacingOccurrences(of: "mee-nbs-9-2027", with: "hourly")
        try folder.write(record, to: place + "publication.json")
        func list(_ table: String) throws -> Program.Outcome {
            try folder.write(table, to: place + "gd.csv")
            return try Program.run(
                "factors", "list", "-C", folder.path, "--kind", "hourly", "--format", "csv")
        }
        // Half hours out of order, one without a value, one that is not there.
        let good = try list(
            """
            from,forecast,actual
            2025-06-01T02:00Z,1,410.5
            2025-06-01T01:30Z,1,400
            2025-06-01T03:00Z,1,null
            2025-06-01T03:30Z,1,

            """)
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.output.contains("CN-GD/hourly,CN-GD,,hourly,2,steps of 1800 s,CN/hourly"))
        for (table, code) in [
            ("from,actual\n2025-06-01T02:00Z,1\n2025-06-01T02:00Z,2\n", "duplicate-key"),
            ("from,actual\n2025-06-01T02:00Z,1\n2025-06-01T02:07Z,2\n", "value-malformed"),
            ("from,actual\n2025-06-01T02:00Z,1\n2025-06-01T03:00Z,-2\n", "value-malformed"),
            ("from,actual\nyesterday,1\n2025-06-01T03:00Z,2\n", "value-malformed"),
            ("from,actual\n1000-01-01T00:00Z,1\n9999-01-01T00:00Z,2\n", "value-malformed"),
            ("from,value\n2025-06-01T02:00Z,1\n", "missing-column"),
        ] {
            let refused = try list(table)
            #expect(refused.status == 3, "\(table)")
            #expect(refused.errors.contains(code), "\(refused.errors)")
        }
    }

    @Test(
        "real hourly intensities: Great Britain 2019 and 2020 are 17,544 values",
        .enabled(if: RealDataTests.folder != nil, RealDataTests.isAbsent))
    func greatBritain() throws {
        let data = try #require(RealDataTests.folder) + "/data/uk-carbon-intensity/"
        let folder = try portfolio()
        let files = [2_019, 2_020].map {
            """
            { "file": "gb_\($0).csv.gz", "region": "GB", "time": "datetime",
              "value": "Carbon Intensity [kg_CO2/kWh]", "unit": "kgCO2/kWh" }
            """
        }
        let place = "factors/GB/neso/"
        try folder.write(
            Self.record.replacingOccurrences(
                of: "\"locator\"",
                with: "\"hourly\": [\(files.joined(separator: ","))], \"locator\""
            ).replacingOccurrences(of: "CN/mee-nbs-9-2027", with: "GB/neso"),
            to: place + "publication.json")
        for name in ["gb_2019.csv.gz", "gb_2020.csv.gz"] {
            try FileManager.default.copyBytes(
                atPath: data + name, toPath: folder.path + "/" + place + name)
        }
        let list = try Program.run(
            "factors", "list", "-C", folder.path, "--kind", "hourly", "--format", "csv")
        #expect(list.output.contains("GB/hourly,GB,,hourly,17544,steps of 3600 s,GB/neso"))
    }
}
