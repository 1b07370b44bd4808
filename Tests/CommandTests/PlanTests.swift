import Foundation
import Testing

/// `plan` and `measures` as their user meets them, on the example's telecom room.
@Suite struct PlanTests {
    /// The telecom room alone, ingested; the data center would only take time.
    private func portfolio() throws -> Folder {
        let folder = try Folder.example("pearl-river")
        for table in ["sites.csv", "meters.csv", "measures.csv", "facts.csv"] {
            let path = folder.path + "/" + table
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            let kept = lines.filter { !$0.contains("dc-nansha") }
            try folder.write(kept.joined(separator: "\n") + "\n", to: table)
        }
        for name in ["instruments.csv", "activities.csv", "layouts"] {
            try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        let readings = folder.path + "/readings"
        for name in try FileManager.default.contentsOfDirectory(atPath: readings)
        where name.hasPrefix("nansha") {
            try FileManager.default.removeItem(atPath: readings + "/" + name)
        }
        let outcome = try Program.run("ingest", "-C", folder.path, "--quiet")
        #expect(outcome.status == 0)
        return folder
    }

    private func plan(_ folder: Folder, _ more: String...) throws -> Program.Outcome {
        try Program.run(
            ["plan", "-C", folder.path, "--period", "2025", "--site", "tr-huangpu", "--quiet"]
                + more)
    }

    @Test("worths of chosen measures add up to the total, and the plan is proven")
    func adds() throws {
        let folder = try portfolio()
        let outcome = try plan(folder, "--budget", "40000", "--format", "json")
        #expect(outcome.status == 0)
        let document = try Document(outcome.output)
        let chosen = document["chosen"]?.elements ?? []
        #expect(!chosen.isEmpty)
        #expect(chosen.allSatisfy { $0["capex"]?.number != nil && $0["npv"]?.number != nil })
        let worth = chosen.reduce(Decimal(0)) { $0 + ($1["npv"]?.number ?? 0) }
        #expect(worth == document["totals"]?["npv"]?.number)
        let capex = chosen.reduce(Decimal(0)) { $0 + ($1["capex"]?.number ?? 0) }
        #expect(capex <= 40_000)
        #expect(document["optimum"]?["proven"]?.text == "true")
        // What measures.csv orders by a date stands outside the budget.
        #expect(document["must_do"]?[0]?["measure"]?.text == "legacy-network-switch-off")
        // kg and kWh of the journal: what the grid gives less is what the measures save.
        let saved = (chosen + (document["must_do"]?.elements ?? [])).reduce(Decimal(0)) {
            $0 + ($1["annual_kwh_saved"]?.number ?? 0)
        }
        let grid = document["sites"]?[0]?["grid_import_saved_kwh"]?.number ?? 0
        #expect(abs(saved - grid) < Decimal(string: "0.00001") ?? 0)
        let reasons = (document["sites"]?[0]?["options"]?.elements ?? []).filter {
            $0["planned"]?.text == "false" && $0["reason"]?.text == nil
        }
        #expect(reasons.isEmpty)
    }

    @Test("without prices nothing is planned, and every option says why")
    func unpriced() throws {
        let folder = try portfolio()
        try FileManager.default.removeItem(atPath: folder.path + "/measures.csv")
        let outcome = try plan(folder, "--format", "csv")
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count > 5)
        #expect(!outcome.output.contains(",true,"))
    }

    @Test("a hostile measures.csv is refused with its place, or shown without being run")
    func hostile() throws {
        let folder = try portfolio()
        try folder.write(
            "measure,capex,life_years\nno-such-measure,-5,900\nfan-speed-control,1e99,5\n",
            to: "measures.csv")
        let refused = try Program.run("plan", "-C", folder.path, "--period", "2025")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("measures.csv:2:capex"))
        #expect(refused.errors.contains("measures.csv:2:life_years"))
        #expect(refused.errors.contains("measures.csv:3:capex"))
        try folder.write("measure,capex,life_years\nno-such-measure,5,9\n", to: "measures.csv")
        let unknown = try Program.run("plan", "-C", folder.path, "--period", "2025")
        #expect(unknown.status == 3)
        #expect(unknown.errors.contains("[dangling-reference]"))
        try folder.write(
            "measure,title,effect,end_use,saving_low,capex,life_years\n"
                + "mine,<script>alert(1)</script>,share,cooling,0.1,500,10\n"
                + "other,=1+1,share,cooling,0.1,500,10\n", to: "measures.csv")
        let page = folder.path + "/plan.html"
        let shown = try plan(folder, "--html", page, "--format", "csv")
        #expect(shown.status == 0)
        #expect(shown.output.contains("'=1+1"))
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;"))
    }

    @Test(
        "arguments that cannot be meant are refused as usage",
        arguments: [
            ["--budget", "-1"], ["--budget", "1e30"], ["--budget", "x"], ["--discount-rate", "2"],
            ["--target", "gb-40879-2021"], ["--target", "no-scheme:1"],
            ["--target", "gb-40879-2021:9"], ["--years", "3"], ["--period", "2025Q1"],
        ])
    func usage(arguments: [String]) throws {
        let folder = try portfolio()
        var all = ["plan", "-C", folder.path, "--site", "tr-huangpu"]
        if !arguments.contains("--period") { all += ["--period", "2025"] }
        #expect(try Program.run(all + arguments).status == 2)
    }

    @Test(
        "certificates that are ordered change the market-based figure and the green share, nothing else"
    )
    func greenPower() throws {
        let folder = try portfolio()
        let measures = try String(contentsOfFile: folder.path + "/measures.csv", encoding: .utf8)
        try folder.write(
            measures
                + "green-certificates,tr-huangpu,,,20.9,0,unit,6.5,1,2026-06-30,,invented quote,\n",
            to: "measures.csv")
        func green(_ profile: String) throws -> (measure: Document, site: Document) {
            let path = folder.path + "/portfolio.yaml"
            let yaml = try String(contentsOfFile: path, encoding: .utf8)
            let lines = yaml.split(separator: "\n").filter { !$0.hasPrefix("profile:") }
            try folder.write(
                (lines + ["profile: \(profile)"]).joined(separator: "\n") + "\n",
                to: "portfolio.yaml")
            let plan = try Document(try plan(folder, "--format", "json").output)
            let measure = try #require(
                plan["must_do"]?.elements.first { $0["measure"]?.text == "green-certificates" })
            return (measure, try #require(plan["sites"]?[0]))
        }
        let (measure, site) = try green("ghg_protocol_2015")
        #expect(measure["annual_kwh_saved"]?.number == 0)
        #expect(measure["annual_kgco2e_saved"]?.number == 0)
        // A premium of 6.5 for each of 20.9 MWh: -135.85 a year, and 20 whole certificates.
        #expect(measure["annual_net"]?.number == Decimal(string: "-135.85"))
        let account = try Document(
            try Program.run(
                "account", "-C", folder.path, "--period", "2025", "--site", "tr-huangpu",
                "--format", "json", "--quiet"
            ).output)
        let figures = try #require(account["sites"]?[0])
        let grid = try #require(figures["energy_kwh"]?["grid_import"]?.number)
        let market = try #require(figures["emissions_kgco2e"]?["scope2_market"]?.number)
        // 20,000 kWh are no longer at the residual factor, which is market / grid.
        let saved = try #require(measure["annual_kgco2e_saved_market"]?.number)
        #expect(abs(saved - 20_000 * market / grid) < Decimal(string: "0.001") ?? 0)
        #expect(site["green_share_before"]?.number ?? 0 == 0)
        let after = try #require(site["green_share_after"]?.number)
        #expect(after > 20_000 / grid && after < 1)
        // Under the profile of the ministry's enterprise accounts a certificate is worth nothing.
        let (nothing, _) = try green("cn_mee_enterprise")
        #expect(nothing["annual_kgco2e_saved_market"]?.number == 0)
    }

    @Test("a battery takes more than it gives: money is saved, energy is not")
    func storage() throws {
        let folder = try portfolio()
        let measures = try String(contentsOfFile: folder.path + "/measures.csv", encoding: .utf8)
        func option(_ line: String) throws -> Document {
            try folder.write(measures + line + ",\n", to: "measures.csv")
            let plan = try Document(try plan(folder, "--format", "json").output)
            return try #require(
                plan["sites"]?[0]?["options"]?.elements.first {
                    $0["measure"]?.text == "battery-peak-shift"
                })
        }
        let asked = try option("battery-peak-shift,tr-huangpu,,,10,900,unit,,10,,,invented offer")
        #expect(asked["reason"]?.text == "ask-for-site-data")
        let planned = try option(
            "battery-peak-shift,tr-huangpu,0.8,0.9,10,300,unit,,10,,,invented offer")
        #expect(planned["planned"]?.text == "true")
        // 365 x 10 kWh given, 365 x 12.5 taken.
        #expect(planned["alone_kwh_saved"]?.number == Decimal(string: "-912.5"))
    }

    @Test(
        "an age that measures.csv asks for is met, not met or not evaluated, in each form and in a fleet",
        arguments: [
            ("2013-01-01", nil), ("2014", nil), ("2013-01-02", nil),
            ("2021-05", "younger-than-minimum-age"), ("", "age-not-known"),
        ] as [(String, String?)])
    func age(commissioned: String, reason: String?) throws {
        let folder = try portfolio()
        try folder.write(
            "measure,saving_low,capex,life_years,minimum_age_years\n"
                + "rectifier-replacement,0.03,18000,12,12\n", to: "measures.csv")
        // On the last day of 2025 what began in 2013 is twelve years old, what began in 2014 eleven.
        let isMet = commissioned.hasPrefix("2013")
        let expected = reason ?? (isMet ? nil : "younger-than-minimum-age")
        let facts =
            try String(contentsOfFile: folder.path + "/facts.csv", encoding: .utf8)
            .split(separator: "\n").filter { !$0.contains("rectifier_commissioned") }
            .joined(separator: "\n") + "\n"
        try folder.write(facts, to: "facts.csv")
        if !commissioned.isEmpty {
            try folder.write(
                facts
                    + "tr-huangpu,rectifier_commissioned,\(commissioned),1,,,nameplate,declared\n",
                to: "facts.csv")
        }
        let document = try Document(try plan(folder, "--format", "json").output)
        let options = document["sites"]?[0]?["options"]?.elements ?? []
        let option = try #require(options.first { $0["measure"]?.text == "rectifier-replacement" })
        let tooYoung = ["younger-than-minimum-age", "age-not-known"]
        let told = option["reason"]?.text.flatMap { tooYoung.contains($0) ? $0 : nil }
        #expect(told == expected)
        #expect(option["age"]?["minimum_age_years"]?.number == 12)
        #expect(option["age"]?["commissioned"]?.text == (commissioned.isEmpty ? nil : commissioned))
        let outcome =
            expected == nil ? "met" : reason == "age-not-known" ? "not_evaluated" : "not_met"
        #expect(option["age"]?["outcome"]?.text == outcome)
        guard let expected else { return }
        let page = folder.path + "/plan.html"
        let table = try plan(folder, "--lang", "en", "--html", page).output
        let csv = try plan(folder, "--format", "csv").output
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(csv.contains(",\(expected),"))
        let words =
            commissioned.isEmpty
            ? "rectifier_commissioned" : "rectifier commissioned \(commissioned)"
        for text in [table, html] { #expect(text.contains(words)) }
        let fleet = try Document(
            try Program.run(
                "plan", "-C", folder.path, "--period", "2025", "--quiet", "--fleet", "--format",
                "json"
            ).output)
        let hindrance = try #require(
            fleet["not_planned"]?.elements.first { $0["reason"]?.text == expected })
        #expect(hindrance["measure"]?.text == "rectifier-replacement")
        #expect(hindrance["age"]?["minimum_age_years"]?.number == 12)
        #expect(hindrance["sites"]?.number == 1)
        let shown = try Program.run(
            "plan", "-C", folder.path, "--period", "2025", "--quiet", "--fleet", "--lang", "en")
        #expect(shown.output.contains("rectifier of at least 12 years"))
    }

    @Test("water that a plan takes is told in every form")
    func water() throws {
        let folder = try portfolio()
        try folder.write(
            "measure,saving_low,capex,life_years,annual_water_m3\n"
                + "room-free-cooling,0.3,900,12,1234.5\nwet-film-heat-exchange,0.1,100,10,\n",
            to: "measures.csv")
        let page = folder.path + "/plan.html"
        let document = try Document(try plan(folder, "--format", "json", "--html", page).output)
        #expect(document["totals"]?["annual_water_m3"]?.number == Decimal(string: "1234.5"))
        #expect(
            document["totals"]?["water_not_stated"]?.elements.compactMap(\.text)
                == ["wet-film-heat-exchange"])
        let lines = try plan(folder, "--format", "csv").output.split(separator: "\n")
        #expect(
            lines[0].hasSuffix(
                ",annual_water_m3,annual_surcharge_avoided,year,required_by,stays_in_percent"))
        let cooling = try #require(lines.first { $0.contains(",room-free-cooling,") })
        let cells = cooling.split(separator: ",", omittingEmptySubsequences: false)
        #expect(cooling.contains(",true,") && cells[cells.count - 5] == "1234.500000")
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("1,234 m³") || html.contains("1,235 m³"))
        #expect(html.contains("wet-film-heat-exchange"))
        let table = try plan(folder, "--lang", "en").output
        #expect(table.contains("water taken a year") && table.contains("water not stated of"))
        // A billion cubic metres at each site are held, beyond that a price or an amount is none.
        try folder.write(
            "measure,saving_low,capex,life_years,annual_water_m3\n"
                + "room-free-cooling,0.3,900,12,1000000001\n", to: "measures.csv")
        let beyond = try Document(try plan(folder, "--format", "json").output)
        #expect(beyond["chosen"]?.elements.isEmpty == true)
    }

    @Test("an age that cannot be meant is refused with its place")
    func wrongAge() throws {
        let folder = try portfolio()
        func refused(_ rows: String, _ place: String, facts: String? = nil) throws {
            try folder.write(
                "measure,capex,life_years,replaces,minimum_age_years\n" + rows + "\n",
                to: "measures.csv")
            if let facts {
                try folder.write(
                    "site_id,fact,value,evidence,assurance\n" + facts + "\n", to: "facts.csv")
            }
            let outcome = try Program.run("plan", "-C", folder.path, "--period", "2025")
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains(place), "\(outcome.errors)")
        }
        try refused("rectifier-replacement,5,9,,-1", "measures.csv:2:minimum_age_years")
        try refused("rectifier-replacement,5,9,,1.5", "measures.csv:2:minimum_age_years")
        try refused("rectifier-replacement,5,9,,101", "measures.csv:2:minimum_age_years")
        try refused("rectifier-replacement,5,9,boiler,9", "measures.csv:2:replaces")
        try refused("rectifier-replacement,5,9,ups;rectifier,9", "measures.csv:2:replaces")
        // It is not said whose age counts.
        try refused("room-free-cooling,5,9,,9", "measures.csv:2:replaces")
        for value in ["old", "14", "2014-6", "1899", "2014-02-30"] {
            try refused(
                "rectifier-replacement,5,9,,9", "facts.csv:2:value",
                facts: "tr-huangpu,rectifier_commissioned,\(value),plate,declared")
        }
    }

    @Test("measures are listed and shown in both languages")
    func measures() throws {
        let list = try Program.run("measures", "list", "--kind", "telecom_room", "--format", "json")
        let measures = try Document(list.output)["measures"]?.elements ?? []
        #expect(measures.count > 10)
        // Nothing from memory or from a vendor is a default.
        for measure in measures where ["D", "M"].contains(measure["confidence"]?.text) {
            #expect(
                measure["default"]?.text == "false" || measure["effect"]?.text == "enabler")
        }
        let shown = try Program.run("measures", "show", "fan-speed-control", "--lang", "zh")
        #expect(shown.output.contains("风机"))
        // No source names an age; that is said, not guessed.
        let old = try Program.run("measures", "show", "rectifier-replacement", "--lang", "zh")
        #expect(old.output.contains("没有来源给出"))
        #expect(old.output.contains("facts.csv: rectifier_commissioned"))
        #expect(
            measures.allSatisfy { $0["age_years"]?.text == nil && $0["age_reason"]?.text != nil })
        let rectifier = measures.first { $0["measure"]?.text == "rectifier-replacement" }
        #expect(rectifier?["replaces"]?.text == "rectifier")
        #expect(rectifier?["age_fact"]?.text == "rectifier_commissioned")
        #expect(try Program.run("measures", "show", "no-such").status == 2)
    }
}
