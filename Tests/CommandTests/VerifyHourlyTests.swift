import Foundation
import Testing

/// `measures verify --model hourly` as a user meets it: fifteen months of hours, a table of temperatures by the hour.
@Suite struct VerifyHourlyTests {
    /// Overhead of an hour: 9 + 0.1 x IT + 0.35 for each degree above 18 °C, with a small even error; from 2025 on
    /// 2.5 kWh an hour less.
    private static func portfolio(spoiled line: Int? = nil) throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: One\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ndc,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            """
            meter_id,site_id,account,quantity,unit,interval
            g,dc,grid_import,interval,kWh,PT1H
            i,dc,it,interval,kWh,PT1H

            """, to: "meters.csv")
        var readings = "timestamp,meter_id,value\n"
        var temperatures = "timestamp,temperature_c\n"
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var number = 0
        for (year, months) in [(2024, 1...12), (2025, 1...3)] {
            for month in months {
                let days =
                    month == 2 ? (year == 2024 ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
                for hour in 0..<days * 24 {
                    let stamp =
                        "\(year)-\(two(month))-\(two(hour / 24 + 1)) \(two(hour % 24)):00"
                    let (day, clock) = (number / 24, number % 24)
                    let degrees = 36 - abs(36 - day % 73) + (clock % 12 - 6) / 2
                    let busy = (9..<18).contains(clock) && day % 7 < 5
                    let load = 40 + day * 37 % 20 + (busy ? 5 : 0)
                    let error = (number * 7 % 5 - 2) * 10
                    let overhead =
                        900 + load * 10 + max(0, degrees - 18) * 35 + error
                        - (year == 2025 ? 250 : 0)
                    let total = load * 100 + overhead
                    readings +=
                        "\(stamp),g,\(total / 100).\(two(total % 100))\n\(stamp),i,\(load)\n"
                    temperatures += "\(stamp),\(number == line ? "warm" : "\(degrees)")\n"
                    number += 1
                }
            }
        }
        try folder.write(readings, to: "readings/hours.csv")
        try folder.write(temperatures, to: "temperatures.csv")
        try Program.run("ingest", "-C", folder.path, "--quiet")
        return folder
    }

    private static func verify(_ folder: Folder) throws -> Program.Outcome {
        try Program.run(
            "measures", "verify", "air-side-economizer", "-C", folder.path, "--site", "dc",
            "--baseline", "2024", "--reporting", "2025Q1", "--temperature",
            folder.path + "/temperatures.csv", "--model", "hourly", "--format", "json")
    }

    @Test("2.5 kWh an hour are found, over all hours of the quarter")
    func verified() throws {
        let run = try Self.verify(Self.portfolio())
        try #require(run.status == 0, "\(run.errors)")
        let document = try Document(run.output)
        #expect(document["model"]?.text == "hourly")
        #expect(document["baseline_hours"]?.text == "8784")
        #expect(document["reporting_hours"]?.text == "2160")
        #expect(document["passes_guideline14"]?.text == "true")
        // 2,160 hours of 2.5 kWh are 5,400 kWh; the even error of 0.1 kWh averages out but for the ends.
        let saved = try #require(document["saved_kwh"]?.text.flatMap { Double($0) })
        #expect(abs(saved - 5_400) < 20)
        // Without a meter of the compressor nothing says of how much that is a share.
        #expect(document["saving_low"]?.text == nil)
        #expect(document["reason"]?.text?.contains("compressor") == true)
    }

    @Test("an hour whose temperature is a word is refused with its line")
    func refused() throws {
        let run = try Self.verify(Self.portfolio(spoiled: 100))
        #expect(run.status == 3)
        #expect(run.errors.contains("temperatures.csv:102:temperature_c"))
    }
}
