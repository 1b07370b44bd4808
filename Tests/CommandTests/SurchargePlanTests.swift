import Foundation
import Testing

/// A surcharge by the PUE, stated or of a published rule, from `portfolio.yaml` to every form of the plan.
@Suite struct SurchargePlanTests {
    /// A hall in Beijing with a PUE of 1.45: each day 100,000 kWh of IT, 40,000 of cooling, 145,000 in all.
    ///
    /// - Parameter silent: Days on which the meter of an office of 1,000 kWh a day says nothing; nil for no office.
    private func portfolio(
        _ yaml: String, year: Int = 2026, region: String = "CN-BJ", silent: Set<Int>? = nil
    ) throws -> Folder {
        let folder = try Folder()
        try folder.write(
            "organisation: Halls\nlanguage: en\ntariff: 0.6\n" + yaml, to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\nhall,data_center,\(region),Asia/Shanghai\n",
            to: "sites.csv")
        var meters = "meter_id,site_id,account,quantity,unit,interval,measurement_point\n"
        var rows = "timestamp,meter_id,value\n"
        let start = [2024: 19_723, 2025: 20_089][year] ?? 20_454
        var accounts = [
            ("grid_import", "", 145_000), ("it", "ups_output", 100_000), ("cooling", "", 40_000),
        ]
        if silent != nil { accounts.append(("office", "", 1_000)) }
        for (account, point, value) in accounts {
            meters += "\(account),hall,\(account),interval,kWh,P1D,\(point)\n"
            for day in 0..<(year == 2024 ? 366 : 365)
            where account != "office" || !(silent ?? []).contains(day) {
                let date = Date(timeIntervalSince1970: Double(start + day) * 86_400)
                rows += "\(date.ISO8601Format().prefix(10)),\(account),\(value)\n"
            }
        }
        try folder.write(meters, to: "meters.csv")
        try folder.write(rows, to: "readings/days.csv")
        // Ten years each; what they save never gives the outlay back.
        try folder.write(
            """
            measure,title,title_zh,effect,end_use,saving_low,capex,life_years
            first,First,其一,share,cooling,0.125,40000000,10
            second,Second,其二,share,cooling,0.25,40000000,10

            """, to: "measures.csv")
        let outcome = try Program.run("ingest", "-C", folder.path, "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return folder
    }

    private func plan(_ folder: Folder, _ more: [String], year: Int = 2026) throws
        -> Program.Outcome
    {
        try Program.run(
            ["plan", "-C", folder.path, "--period", "\(year)", "--quiet", "--lang", "en"] + more)
    }

    private func document(_ folder: Folder, _ more: [String] = [], year: Int = 2026) throws
        -> Document
    {
        let outcome = try plan(folder, ["--format", "json"] + more, year: year)
        try #require(outcome.status <= 1, "\(outcome.errors)")
        return try Document(outcome.output)
    }

    @Test("a stated price: both measures get below the limit, and every form says so")
    func stated() throws {
        let folder = try portfolio(
            "pue_surcharges:\n  local: {above: 1.35, price: 0.25, evidence: letter of 2026}\n")
        let document = try document(folder)
        // 52,925,000 kWh x 0.25 = 13,231,250 a year. 1.45 - 0.125 x 0.4 = 1.4; 1.45 - 0.25 x 0.4 = 1.35 is touched.
        let site = try #require(document["sites"]?[0]?["pue_surcharge"])
        #expect(site["amount_before"]?.number == 13_231_250 && site["amount_after"]?.number == 0)
        #expect(site["price_before"]?.number == 0.25 && site["price_after"]?.number == 0)
        #expect(site["evidence"]?.text == "letter of 2026" && site["counted"]?.text == "true")
        let chosen = document["chosen"]?.elements ?? []
        #expect(chosen.map { $0["measure"]?.text } == ["second"])
        #expect(chosen[0]["reasons"]?.elements.map(\.text) == ["avoids-surcharge", "pays-back"])
        #expect(chosen[0]["annual_surcharge_avoided"]?.number == 13_231_250)
        // 3,650,000 kWh x 0.6 + 13,231,250 = 15,421,250; x 6.7100813989 - 40,000,000 = 63,477,842.77.
        #expect(chosen[0]["annual_net"]?.number == 15_421_250)
        #expect(chosen[0]["npv"]?.number == Decimal(string: "63477842.77"))
        #expect(document["totals"]?["annual_surcharge_avoided"]?.number == 13_231_250)
        #expect(
            document["planning"]?["pue_surcharges"]?.text == "local: PUE > 1.35: 0.25/kWh, bought")
        // The same as a fleet.
        let fleet = try self.document(folder, ["--fleet"])
        #expect(fleet["sites"]?[0]?["npv"]?.number == chosen[0]["npv"]?.number)
        #expect(fleet["sites"]?[0]?["annual_surcharge_avoided"]?.number == 13_231_250)
        #expect(fleet["sites"]?[0]?["reasons"]?[0]?.text == "avoids-surcharge")
        // For the eye.
        let page = folder.path + "/plan.html"
        let table = try plan(folder, ["--html", page]).output
        #expect(table.contains("PUE surcharge avoided a year"))
        #expect(table.contains("surcharge local: 0.25 -> 0 CNY/kWh, 13,231,250 -> 0 CNY a year"))
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("surcharge local: 0.25 -&gt; 0 CNY/kWh"))
        let chinese = try Program.run(
            "plan", "-C", folder.path, "--period", "2026", "--quiet", "--lang", "zh", "--fleet"
        ).output
        #expect(chinese.contains("年免缴能效加价"))
        let csv = try plan(folder, ["--format", "csv"]).output.split(separator: "\n")
        #expect(
            csv[0].hasSuffix(",annual_surcharge_avoided,year,required_by,stays_in_percent"))
        #expect(csv[1].contains(",13231250.00,,,"))
        // Without the outlay nothing is avoided, and what is due is still told.
        let nothing = try self.document(folder, ["--budget", "0"])
        #expect(nothing["chosen"]?.elements.isEmpty == true)
        #expect(
            nothing["sites"]?[0]?["pue_surcharge"]?["amount_after"]?.number == 13_231_250)
    }

    @Test(
        "days that the office's meter misses are in no PUE: the surcharge is still the grader's, before and after",
        arguments: [[], [40], [40, 200, 201]])
    func silentOffice(days: [Int]) throws {
        let folder = try portfolio(
            "pue_surcharges: {bj: {scheme: cn-bj-existing-2024}}\n", silent: Set(days))
        for more in [
            [], ["--budget", "0"], ["--target", "pue:1.34"], ["--target", "pue:1.34", "--fleet"],
        ] {
            let document = try document(folder, more)
            let site = try #require(document["sites"]?[0])
            guard !more.contains("--fleet") else {
                // 365 less the silent days: (144,000 - 1.35 x 100,000) x 0.2, and nothing is left of it at 1.34
                #expect(
                    site["annual_surcharge_avoided"]?.number
                        == Decimal(365 - days.count) * 1_800)
                #expect(document["totals"]?["surcharges_not_counted"]?.elements.isEmpty == true)
                continue
            }
            let surcharge = try #require(site["pue_surcharge"])
            #expect(surcharge["counted"]?.text == "true")
            // (1.44 - 1.35) x 100,000 kWh x 0.2 on each day that the office's meter has
            #expect(surcharge["amount_before"]?.number == Decimal(365 - days.count) * 1_800)
            for side in ["before", "after"] {
                let told = (site["money_at_stake_\(side)"]?.elements ?? []).first {
                    $0["scheme"]?.text == "cn-bj-existing-2024"
                }
                #expect(surcharge["amount_\(side)"]?.number == told?["amount"]?.number ?? 0)
            }
            let hours = site["pue_hours"]
            #expect(hours?["left_out"]?.number == (days.isEmpty ? nil : Decimal(days.count * 24)))
            #expect(hours?["missing"]?[0]?["meter_id"]?.text == (days.isEmpty ? nil : "office"))
            if !days.isEmpty, more.isEmpty {
                #expect(
                    try plan(folder, []).output.contains(
                        "the PUE leaves out \(days.count * 24) of 8760 hours, missing at: office"))
            }
        }
    }

    @Test("a published rule: the plan's sums are those that the grader tells, before and after")
    func scheme() throws {
        let folder = try portfolio("pue_surcharges: {bj: {scheme: cn-bj-existing-2024}}\n")
        for more in [[], ["--budget", "0"], ["--target", "pue:1.35"]] {
            let document = try document(folder, more)
            let site = try #require(document["sites"]?[0])
            let surcharge = try #require(site["pue_surcharge"])
            #expect(surcharge["scheme"]?.text == "cn-bj-existing-2024")
            #expect(surcharge["of"]?.text == "excess")
            // (1.45 - 1.35) x 36,500,000 kWh x 0.2
            #expect(surcharge["amount_before"]?.number == 730_000)
            for side in ["before", "after"] {
                let told = (site["money_at_stake_\(side)"]?.elements ?? []).first {
                    $0["scheme"]?.text == "cn-bj-existing-2024"
                }
                #expect(surcharge["amount_\(side)"]?.number == told?["amount"]?.number ?? 0)
            }
        }
        let limits = try document(folder)["sites"]?[0]?["pue_surcharge"]?["steps"]?.elements ?? []
        #expect(limits.map { $0["pue_above"]?.number } == [1.35, 2.7])
        #expect(limits.map { $0["price_per_kwh"]?.number } == [0.2, 0.5])
        // Not said to be subject to it: told by the grader, no part of the worth.
        let unsaid = try document(try portfolio(""))
        #expect(unsaid["sites"]?[0]?["pue_surcharge"]?.keys == [])
        #expect(unsaid["totals"]?["annual_surcharge_avoided"]?.number == nil)
        #expect(
            unsaid["sites"]?[0]?["money_at_stake_before"]?[0]?["amount"]?.number == 730_000)
    }

    @Test("what is not in force in the plan's first year, or has no PUE, is said and not counted")
    func notCounted() throws {
        let rule = "pue_surcharges: {bj: {scheme: cn-bj-existing-2024}}\n"
        // The rule begins with 2026: the year after 2025, not the one after 2024.
        let before = try document(try portfolio(rule, year: 2024), year: 2024)
        let reason = before["sites"]?[0]?["pue_surcharge"]?["reason"]?.text
        #expect(reason == "not-in-force")
        let early = try portfolio(rule, year: 2025)
        let counted = try document(early, year: 2025)["sites"]?[0]?["pue_surcharge"]
        #expect(counted?["amount_before"]?.number == 730_000)
        // The same readings without the IT load of nine days, more than a hundredth of the hours.
        var rows = try String(contentsOfFile: early.path + "/readings/days.csv", encoding: .utf8)
            .split(separator: "\n")
        rows.removeAll { $0.hasPrefix("2025-03-0") && $0.contains(",it,") }
        let lacking = try Folder()
        for name in ["portfolio.yaml", "sites.csv", "meters.csv", "measures.csv"] {
            try lacking.write(
                try String(contentsOfFile: early.path + "/" + name, encoding: .utf8), to: name)
        }
        try lacking.write(rows.joined(separator: "\n") + "\n", to: "readings/days.csv")
        _ = try Program.run("ingest", "-C", lacking.path, "--quiet")
        let told = try document(lacking, year: 2025)["sites"]?[0]?["pue_surcharge"]
        #expect(told?["counted"]?.text == "false" && told?["reason"]?.text == "no-annual-pue")
        #expect(told?["amount_before"]?.number == nil)
        let table = try plan(lacking, [], year: 2025).output
        #expect(table.contains("surcharge bj not counted"))
        let fleet = try document(lacking, ["--fleet"], year: 2025)
        #expect(fleet["totals"]?["surcharges_not_counted"]?[0]?["sites"]?.number == 1)
    }

    @Test(
        "what cannot be meant is refused with its place",
        arguments: [
            "{a: {above: 1.4}}", "{a: {price: 0.1}}", "{a: {above: 1.4;1.3, price: 0.1;0.2}}",
            "{a: {above: 1.4, price: x}}", "{a: {above: 1.4, price: 0.1, of: everything}}",
            "{a: {above: 1.4, price: 0.1, kinds: hall}}", "{a: {above: 1.4, price: 0.1, when: 3}}",
            "{a: {above: 0.4, price: 0.1}}", "{a: {above: 1.4, price: 0.1, from_kwh: -5}}",
            "{a: {scheme: cn-bj-existing-2024, price: 0.1}}", "{}", "1.4", "{a: 1.4}",
            "{a: {above: 1.4, price: 0.1, sites: nowhere}}", "{a: {scheme: no-such-scheme}}",
            "{a: {scheme: gb-40879-2021}}",
            "{a: {above: 1.4, price: 0.1}, b: {above: 1.5, price: 0.2, regions: CN}}",
        ])
    func refused(text: String) throws {
        let folder = try Folder.example("pearl-river")
        let yaml = try String(contentsOfFile: folder.path + "/portfolio.yaml", encoding: .utf8)
        try folder.write(yaml + "\npue_surcharges: \(text)\n", to: "portfolio.yaml")
        let outcome = try Program.run(
            "plan", "-C", folder.path, "--period", "2025", "--fleet", "--quiet")
        #expect(outcome.status != 0 && outcome.status != 2)
        _ = try Program.run("ingest", "-C", folder.path, "--quiet")
        let planned = try Program.run(
            "plan", "-C", folder.path, "--period", "2025", "--fleet", "--quiet")
        #expect(planned.status == 3)
        #expect(
            (outcome.errors + planned.errors).contains("pue_surcharges"), "\(planned.errors)")
    }

    @Test("a rule in another currency than the portfolio's is refused")
    func currency() throws {
        let folder = try portfolio(
            "currency: USD\npue_surcharges: {bj: {scheme: cn-bj-existing-2024}}\n")
        let outcome = try plan(folder, [])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("USD"))
    }
}
