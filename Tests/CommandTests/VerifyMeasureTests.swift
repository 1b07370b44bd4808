import Foundation
import Testing

/// `measures verify` as a user meets it: a year before, a quarter after, a table of temperatures.
@Suite(.serialized) struct VerifyMeasureTests {
    /// Overhead of a day before: 200 + 0.1 x IT + 8 for each degree above 18.33 °C, with a small even error; after
    /// the measure 60 kWh a day less.
    ///
    /// - Parameter lacking: Days of which the grid's meter has nothing, counted from 2024-01-01.
    private static func portfolio(lacking: Range<Int> = 0..<0) throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: One\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ndc,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            """
            meter_id,site_id,account,quantity,unit,interval
            g,dc,grid_import,interval,kWh,P1D
            i,dc,it,interval,kWh,P1D
            c,dc,cooling,interval,kWh,P1D

            """, to: "meters.csv")
        var readings = "timestamp,meter_id,value\n"
        var temperatures = "date,temperature_c\n"
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .gmt
        let formatter = DateFormatter()
        formatter.calendar = calendar
        formatter.timeZone = calendar.timeZone
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd"
        for day in 0..<456 {
            // 19723 days after 1970 is 2024-01-01.
            let stamp = formatter.string(
                from: Date(timeIntervalSince1970: Double(19_723 + day) * 86_400))
            // A year of 0 to 36 °C in whole degrees, IT of 900 to 1,099 kWh.
            let degrees = 36 - abs(36 - day % 73)
            let load = 900 + day * 37 % 200
            let hot = max(0, degrees * 100 - 1_833) * 8
            let error = (day * 7 % 5 - 2) * 100
            let saved = day >= 366 ? 6_000 : 0
            let overhead = 20_000 + load * 10 + hot + error - saved
            let total = load * 100 + overhead
            func text(_ hundredths: Int) -> String {
                "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
            }
            if !lacking.contains(day) { readings += "\(stamp),g,\(text(total))\n" }
            readings += "\(stamp),i,\(load)\n\(stamp),c,\(text(overhead - 10_000))\n"
            temperatures += "\(stamp),\(degrees)\n"
        }
        try folder.write(readings, to: "readings/days.csv")
        try folder.write(temperatures, to: "temperatures.csv")
        try Program.run("ingest", "-C", folder.path, "--quiet")
        return folder
    }

    @Test(
        "60 kWh a day are found within their uncertainty, and the plan takes them as the site's own"
    )
    func verified() throws {
        let folder = try Self.portfolio()
        let base = [
            "measures", "verify", "air-side-economizer", "-C", folder.path, "--site", "dc",
            "--baseline",
            "2024", "--reporting", "2025Q1", "--temperature", folder.path + "/temperatures.csv",
        ]
        let run = try Program.run(base + ["--format", "json", "--write"])
        try #require(run.status == 0, "\(run.errors)")
        let document = try Document(run.output)
        #expect(document["ipmvp_option"]?.text == "C")
        #expect(document["baseline_days"]?.text == "366")
        #expect(document["reporting_days"]?.text == "90")
        #expect(document["passes_guideline14"]?.text == "true")
        // 90 days of 60 kWh
        let saved = try #require(document["saved_kwh"]?.text.flatMap { Double($0) })
        #expect(abs(saved - 5_400) < 60)
        let uncertainty = document["fractional_uncertainty_90"]?.text.flatMap { Double($0) }
        #expect((uncertainty ?? 1) < 0.1)
        let table = try String(contentsOfFile: folder.path + "/verified.csv", encoding: .utf8)
        #expect(table.hasPrefix("measure,site_id,saving_low,saving_high,"))
        #expect(table.split(separator: "\n").count == 2)
        // Again: one line, not two.
        try Program.run(base + ["--write", "--quiet"])
        let again = try String(contentsOfFile: folder.path + "/verified.csv", encoding: .utf8)
        #expect(again == table)
    }

    @Test("the share is of what the end use would have taken in on the days of the report")
    func keptDays() throws {
        // Thirty hot days in July of which the grid's meter lacks: the other 336 are kept.
        let folder = try Self.portfolio(lacking: 185..<215)
        try folder.write(
            """
            measure,site_id,title,effect,end_use,saving_low,saving_high,capex,life_years
            mine,dc,Own fans,share,cooling,0.1,0.2,5000,10

            """, to: "measures.csv")
        func verify(_ measure: String) throws -> Document {
            let run = try Program.run(
                "measures", "verify", measure, "-C", folder.path, "--site", "dc", "--baseline",
                "2024", "--reporting", "2025Q1", "--temperature", folder.path + "/temperatures.csv",
                "--format", "json")
            try #require(run.status == 0, "\(run.errors)")
            return try Document(run.output)
        }
        let own = try verify("mine")
        #expect(own["baseline_days"]?.text == "336")
        let (low, high) = (
            try #require(own["saving_low"]?.number), try #require(own["saving_high"]?.number)
        )
        // What cooling takes in on a day of the report [kWh]: the overhead of the formula less 100, and less 60.
        let cooling = (366..<456).reduce(0) { sum, day in
            let degrees = 36 - abs(36 - day % 73)
            return sum + 10_000 + (900 + day * 37 % 200) * 10 + max(0, degrees * 100 - 1_833) * 8
                + (day * 7 % 5 - 2) * 100 - 6_000
        }
        let saved = try #require(own["saved_kwh"]?.number)
        let uncertainty = try #require(own["fractional_uncertainty_90"]?.number)
        for (end, factor) in [(low, 1 - uncertainty), (high, 1 + uncertainty)] {
            let share = saved * factor / (Decimal(cooling) / 100 + saved * factor)
            // The end is cut to a ten-thousandth, the uncertainty was rounded to one.
            #expect(abs(end - share) < Decimal(string: "0.00015") ?? 0)
        }
        // The compressor is a part of the cooling that its meter does not tell apart: of half of it twice the share.
        let untold = try verify("air-side-economizer")
        #expect(untold["saving_low"]?.text == nil)
        #expect(untold["reason"]?.text?.contains("compressor") == true)
        try folder.write(
            "site_id,fact,value,unit,valid_from,evidence,assurance\n"
                + "dc,cooling_compressor_share,0.5,1,2020-01-01,design,declared\n",
            to: "facts.csv")
        let half = try #require(try verify("air-side-economizer")["saving_low"]?.number)
        #expect(abs(half - low * 2) < Decimal(string: "0.0002") ?? 0)
    }

    @Test(
        "water that a measure takes is told, priced and taken off its worth; without a figure it is said"
    )
    func water() throws {
        let folder = try Self.portfolio()
        func plan(_ lines: String, price: String) throws -> Document {
            try folder.write("organisation: One\ntariff: 0.7\n\(price)", to: "portfolio.yaml")
            try folder.write(
                "measure,title,effect,end_use,saving_low,saving_high,capex,life_years,capex_per,"
                    + "annual_cost,annual_water_m3\n" + lines, to: "measures.csv")
            let run = try Program.run(
                "plan", "-C", folder.path, "--period", "2024", "--format", "json", "--quiet")
            try #require(run.status <= 1, "\(run.errors)")
            return try Document(run.output)
        }
        func chosen(_ plan: Document) throws -> Document {
            try #require(plan["chosen"]?.elements.first { $0["measure"]?.text == "wet" })
        }
        let dry = try plan("wet,Wet,share,cooling,0.3,0.3,500,10,site,20,\n", price: "")
        #expect(dry["totals"]?["annual_water_m3"]?.number == 0)
        #expect(dry["totals"]?["water_not_stated"]?[0]?.text == "wet")
        #expect(try chosen(dry)["annual_water_m3"]?.text == nil)
        let told = try plan("wet,Wet,share,cooling,0.3,0.3,500,10,site,20,120.5\n", price: "")
        #expect(told["totals"]?["annual_water_m3"]?.number == Decimal(string: "120.5"))
        #expect(told["totals"]?["water_not_stated"]?.elements.isEmpty == true)
        #expect(try chosen(told)["annual_water_cost"]?.text == nil)
        #expect(try chosen(told)["annual_net"]?.number == chosen(dry)["annual_net"]?.number)
        // 120.5 m³ at 5.1 are 614.55 a year.
        let paid = try plan(
            "wet,Wet,share,cooling,0.3,0.3,500,10,site,20,120.5\n", price: "water_price: 5.1\n")
        #expect(paid["planning"]?["water_price"]?.text == "5.1")
        #expect(try chosen(paid)["annual_water_cost"]?.number == Decimal(string: "614.55"))
        let less =
            try #require(try chosen(dry)["annual_net"]?.number)
            - (try #require(try chosen(paid)["annual_net"]?.number))
        #expect(less == Decimal(string: "614.55"))
        // What spares water is paid for it.
        let spared = try plan(
            "wet,Wet,share,cooling,0.3,0.3,500,10,site,20,-120.5\n", price: "water_price: 5.1\n")
        #expect(
            try chosen(spared)["annual_net"]?.number
                == chosen(dry)["annual_net"]?.number.map { $0 + (Decimal(string: "614.55") ?? 0) })
        try folder.write(
            "measure,title,effect,end_use,saving_low,capex,life_years,annual_water_m3\n"
                + "wet,Wet,share,cooling,0.3,500,10,1e99\n", to: "measures.csv")
        let refused = try Program.run("plan", "-C", folder.path, "--period", "2024")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("measures.csv:2:annual_water_m3"))
    }

    @Test(
        "what a plan could not take of verified.csv is refused with its place",
        arguments: [
            ("energy_per_unit,cooling,100,120", "mine,dc,0.1,0.2", "verified.csv:2:measure"),
            ("share_per_degree,cooling,0.02,0.03", "mine,dc,0.1,0.2", "verified.csv:2:measure"),
            ("enabler,,,", "mine,dc,0.1,0.2", "verified.csv:2:measure"),
            ("share,cooling,0.1,0.2", "mine,dc,0.1,1.2", "verified.csv:2:saving_high"),
            ("share,cooling,0.1,0.2", "mine,dc,0.1,0.2", nil),
        ] as [(String, String, String?)])
    func notTaken(measure: String, line: String, place: String?) throws {
        let folder = try Self.portfolio()
        try folder.write("organisation: One\ntariff: 0.7\n", to: "portfolio.yaml")
        try folder.write(
            "measure,site_id,title,effect,end_use,saving_low,saving_high,capex,life_years\n"
                + "mine,dc,Mine,\(measure),5000,10\n", to: "measures.csv")
        try folder.write(
            "measure,site_id,saving_low,saving_high\n\(line)\n", to: "verified.csv")
        let plan = try Program.run("plan", "-C", folder.path, "--period", "2024", "--quiet")
        #expect(place == nil ? plan.status <= 1 : plan.status == 3)
        if let place { #expect(plan.errors.contains(place)) }
    }

    @Test("a plan takes what was proven, in the place of what measures.csv states")
    func planned() throws {
        let folder = try Self.portfolio()
        try folder.write("organisation: One\ntariff: 0.7\n", to: "portfolio.yaml")
        func terms(_ low: String) throws {
            try folder.write(
                """
                measure,site_id,title,effect,end_use,saving_low,saving_high,capex,life_years
                mine,dc,Own fans,share,cooling,\(low),\(low),5000,10

                """, to: "measures.csv")
        }
        func option() throws -> Document {
            let plan = try Program.run(
                "plan", "-C", folder.path, "--period", "2024", "--format", "json", "--quiet")
            try #require(plan.status <= 1, "\(plan.errors)")
            return try #require(
                try Document(plan.output)["sites"]?[0]?["options"]?.elements.first {
                    $0["measure"]?.text == "mine"
                })
        }
        try terms("0.5")
        let stated = try option()
        #expect(stated["range"]?["low"]?.number == Decimal(string: "0.5"))
        // The whole cooling of 2024 is 366 days of 10,000 hundredths less than the overhead; the option alone saves
        // its share of it, rounded down month by month.
        let cooling = try #require(stated["alone_kwh_saved"]?.number) * 2
        try folder.write(
            """
            measure,site_id,saving_low,saving_high,baseline,reporting,saved_kwh,fractional_uncertainty,method
            mine,dc,0.125,0.2,2023,2024Q1,1000,0.1,"IPMVP C, CalTRACK daily, Guideline 14"

            """, to: "verified.csv")
        let proven = try option()
        #expect(proven["range"]?["low"]?.number == Decimal(string: "0.125"))
        #expect(proven["range"]?["high"]?.number == Decimal(string: "0.2"))
        #expect(proven["range"]?["own"]?.text == "true")
        #expect(proven["evidence"]?.text?.contains("verified.csv") == true)
        #expect(proven["capex"]?.number == 5_000)
        let saved = try #require(proven["alone_kwh_saved"]?.number)
        #expect(abs(saved - cooling / 8) < Decimal(string: "0.00001") ?? 0)
        // Other prices stay; what stands in measures.csv no longer counts.
        try terms("0.9")
        #expect(try option()["alone_kwh_saved"]?.number == saved)
        // What names a measure that nobody describes is not lost in silence.
        try folder.write(
            "measure,site_id,saving_low,saving_high\nnobody,dc,0.1,0.2\n", to: "verified.csv")
        let refused = try Program.run("plan", "-C", folder.path, "--period", "2024")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("verified.csv:2:measure"))
    }

    @Test("a table of temperatures that is wrong is refused with its place; too few days are said")
    func refused() throws {
        let folder = try Self.portfolio()
        try folder.write("date,temperature_c\n2024-01-01,99\n2024-01-01,=1\n", to: "bad.csv")
        let base = [
            "measures", "verify", "air-side-economizer", "-C", folder.path, "--site", "dc",
            "--reporting",
            "2025Q1",
        ]
        let wrong = try Program.run(
            base + ["--baseline", "2024", "--temperature", folder.path + "/bad.csv"])
        #expect(wrong.status == 3)
        #expect(wrong.errors.contains("bad.csv:2:temperature_c"))
        #expect(wrong.errors.contains("bad.csv:3:temperature_c"))
        let short = try Program.run(base + ["--baseline", "2024Q4"])
        #expect(short.status == 2)
        #expect(short.errors.contains("92"))
        #expect(try Program.run(base + ["--baseline", "2025"]).status == 2)
    }
}
