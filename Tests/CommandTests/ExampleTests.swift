import Foundation
import Testing

/// The first example, as a user and as a script meets it.
@Suite(.serialized) struct ExampleTests {
    @Test("a year of the example comes to the figures that its maker worked out independently")
    func figures() throws {
        let example = try Folder.example("pearl-river")
        let run = try Program.run(
            "run", "-C", example.path, "--period", "2025", "-o", example.path + "/out", "--quiet",
            "--format", "json")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        let account = try Document(
            String(contentsOfFile: example.path + "/out/account.json", encoding: .utf8))
        let site = try #require(account["sites"]?[0])
        // scripts/make-example sums the loads it wrote with integers and prints these.
        #expect(site["e_dc_kwh"]?.text == "9341008.51")
        #expect(site["e_it_kwh"]?.text == "7318826.375")
        #expect(site["energy_kwh"]?["unallocated"]?.text == "247773.531")
        #expect(site["indicators"]?["pue"]?["value"]?.text == "1.275964")
        #expect(site["indicators"]?["pue"]?["category"]?.text == "1")
        #expect(site["indicators"]?["pue"]?["designation"]?.text == "PUE")
        #expect(site["coverage"]?.text == "0.998744")
        // 9,210,026.770 kWh x 0.4419 kg/kWh, rounded by month
        #expect(site["emissions_kgco2e"]?["scope2_location"]?.text == "4069910.829663")
        for statement in account["energy_statement"]?.elements ?? [] {
            #expect(statement["balance_kwh"]?.text == "0")
        }
        let grades = try Document(run.output)["sites"]?[0]?["grades"]?.elements ?? []
        let levels = grades.map { "\($0["scheme"]?.text ?? "") \($0["level"]?.text ?? "-")" }
        #expect(
            levels.filter { !$0.hasSuffix(" -") } == [
                "gb-40879-2021 2", "carbongrade-open-2026 2", "cn-ceppc-43-2024 绿",
                "cn-gd-2021 supported", "eu-2026-pue C", "eu-2026-wue D", "blue-angel-228 pass",
                "cn-bj-existing-2024 pass", "kr-green-dc-2012 certified",
            ])
        let firm = grades.filter { $0["informative"]?.text == "false" && $0["level"]?.text != nil }
        #expect(firm.count == 4)
        // Open points: heat 5 has no meter, a third party's statement 4 is not stated.
        let open = try #require(grades.first { $0["scheme"]?.text == "carbongrade-open-2026" })
        #expect(open["points_not_evaluated"]?.text == "9")
    }

    @Test("every document carries the promised keys")
    func keys() throws {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        let account = try Document(
            Program.run("account", "-C", example.path, "--period", "2025Q1", "--format", "json")
                .output)
        for key in [
            "schema", "tool", "period", "inputs", "factor_release", "rulebooks",
            "findings_summary", "sites", "portfolio", "energy_statement",
        ] {
            #expect(account[key] != nil, "\(key)")
        }
        for key in [
            "site_id", "energy_kwh", "water_m3", "heat_kwh", "fuel", "e_dc_kwh", "e_it_kwh",
            "coverage", "resolved_share", "estimated_share", "emissions_kgco2e", "factors",
            "instruments", "indicators",
        ] {
            #expect(account["sites"]?[0]?[key] != nil, "\(key)")
        }
        let grade = try Document(
            Program.run("grade", "-C", example.path, "--period", "2025Q1", "--format", "json")
                .output)
        for key in [
            "scheme", "edition", "level", "level_label", "points", "points_possible", "gates",
            "criteria", "gap_to_next", "not_evaluated", "reason", "informative", "assumed",
        ] {
            #expect(grade["sites"]?[0]?["grades"]?[0]?[key] != nil, "\(key)")
        }
        // A quarter is no year: no level, a reason, and what the value at hand would be.
        let first = grade["sites"]?[0]?["grades"]?[0]
        #expect(first?["level"]?.text == nil)
        #expect(first?["reason"]?.text != nil)
        #expect(first?["indicative_level"]?.text == "2")
    }

    @Test(
        "the same portfolio gives the same bytes, in any locale, zone and language of the terminal")
    func sameBytes() throws {
        let places = [
            ["LC_ALL": "C.UTF-8", "TZ": "UTC"],
            ["LC_ALL": "zh_CN.UTF-8", "TZ": "America/New_York"],
        ]
        let results = try places.map { environment -> [String: Data] in
            let example = try Folder.example("pearl-river")
            try Program.run(
                [
                    "run", "-C", example.path, "--period", "2025", "-o", example.path + "/out",
                    "--quiet",
                ],
                environment: environment)
            let out = example.path + "/out/"
            return try FileManager.default.contentsOfDirectory(atPath: out)
                .reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: out + $1) }
        }
        let promised: Set = [
            "account.json", "account.csv", "grade.json", "grade.csv", "check.json", "findings.csv",
            "statement.csv", "ledger.csv", "plan.json", "plan.csv", "plan.html", "report.json",
            "report.xlsx", "report.pdf", "report.html", "report-figures.csv", "summary.txt",
        ]
        #expect(promised.isSubset(of: results[0].keys))
        #expect(results[0] == results[1])
    }

    @Test("ingesting the same files again changes nothing and says so")
    func again() throws {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        let before = try Program.run(
            "ledger", "-C", example.path, "--period", "2025", "--format", "csv")
        let again = try Document(
            Program.run("ingest", "-C", example.path, "--format", "json").output)
        #expect(again["new_files"]?.text == "0")
        #expect(
            again["findings"]?.elements.allSatisfy { $0["code"]?.text == "already-ingested" }
                == true)
        let after = try Program.run(
            "ledger", "-C", example.path, "--period", "2025", "--format", "csv")
        #expect(before.output == after.output)
    }

    @Test("explain walks from the level to lines, to the factor's document, to the clause")
    func explain() throws {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        let level = try Program.run(
            "explain", "dc-nansha:gb-40879-2021", "-C", example.path, "--period", "2025")
        #expect(level.output.contains("GB 40879-2021"))
        #expect(level.output.contains("readings/nansha-feeder-a-2025.csv.gz lines 2-8757"))
        #expect(level.output.contains("sha256 "))
        let carbon = try Program.run(
            "explain", "dc-nansha:scope2_location", "-C", example.path, "--period", "2025-03")
        #expect(carbon.output.contains("0.4419 kgCO2/kWh"))
        #expect(carbon.output.contains("Announcement 2025 No. 47"))
        let hour = try Program.run(
            "explain", "dc-nansha:lighting", "-C", example.path, "--period", "2025",
            "--at", "2025-03-01T10:00:00+08:00")
        #expect(hour.output.contains("readings/nansha-house-2025.csv:"))
        #expect(hour.output.contains("2025-03-01 10:00:00"))
    }

    @Test("an undone batch leaves the ledger as if it had never come")
    func undo() throws {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        let before = try Program.run(
            "ledger", "-C", example.path, "--period", "2025-05", "--format", "csv")
        // A correction of one quarter hour of feeder B.
        let correction = "timestamp,meter_id,value\n2025-05-05 10:00:00,dcn-utility-b,100.00\n"
        try example.write(correction, to: "correction.csv")
        try Program.run("ingest", "-C", example.path, example.path + "/correction.csv", "--quiet")
        let corrected = try Program.run(
            "ledger", "-C", example.path, "--period", "2025-05", "--format", "csv")
        #expect(corrected.output != before.output)
        try Program.run("undo", "2", "-C", example.path)
        let after = try Program.run(
            "ledger", "-C", example.path, "--period", "2025-05", "--format", "csv")
        #expect(after.output == before.output)
    }
}
