import Testing

/// A profile as they are published of real data centers: a ratio of 3.99, zeros in one hour of eight, stamps in UTC that
/// are called local (T31 of the metrics' worked cases).
@Suite struct DirtyProfileTests {
    /// Eight days of half hours: 384 rows. 50 are zero (13 %), one is 399 kWh (798 kW where 200 are possible, 3.99 times the
    /// 100 kWh of a half hour), two name the half hours that London's clocks skip on 30 March 2025, all others are 80 kWh.
    @Test(
        "outlier, zeros and a mislabelled zone are told, each in its place, and nothing is cleaned in silence"
    )
    func told() throws {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,GB,Europe/London\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval,max_power_kw\n"
                + "it,s1,it,interval,kWh,PT30M,200\n", to: "meters.csv")
        var rows = "timestamp,meter_id,value\n"
        for number in 0..<384 {
            let (day, half) = (24 + number / 48, number % 48)
            let date = day <= 31 ? "2025-03-\(day)" : "2025-04-01"
            let clock = "\(half / 2 < 10 ? "0" : "")\(half / 2):\(half % 2 == 0 ? "00" : "30")"
            let value = (48..<98).contains(number) ? 0 : number == 200 ? 399 : 80
            rows += "\(date) \(clock),it,\(value)\n"
        }
        try folder.write(rows, to: "readings/profile.csv")

        // 384 - 50 - 1 - 2 = 331 half hours of 80 kWh are 26,480 kWh; 26,480 + 399 = 26,879. A stamp that does not exist
        // has no hour to put its energy into: two rows are rejected beside the outlier.
        let ingest = try Program.run("ingest", "-C", folder.path, "--lang", "en")
        let words = ingest.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains("readings/profile.csv 384 3 26,879.000 26,480.000 0.000 0.000 399.000"))

        let period = "2025-03-24/2025-04-01"
        let check = try Program.run(
            "check", "-C", folder.path, "--period", period, "--format", "csv", "--quiet")
        let found = check.output.split(separator: "\n").map { line in
            line.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false)
                .map(String.init)
        }
        func lines(_ code: String) -> [String] {
            found.filter { $0[0] == code }.map { $0[3] + ":" + $0[4] }
        }
        #expect(lines("above-max-power") == ["readings/profile.csv:202"])
        #expect(lines("long-zero") == ["readings/profile.csv:50"])
        #expect(
            lines("time-nonexistent") == ["readings/profile.csv:292", "readings/profile.csv:293"])

        // The zeros stay measured zeros; the half hour of the outlier is missing, not mended.
        let ledger = try Program.run(
            "ledger", "-C", folder.path, "--period", period, "--format", "csv", "--quiet")
        let hours = ledger.output.split(separator: "\n").filter { $0.hasPrefix("s1,it,it,") }
        #expect(hours.filter { $0.contains(",0.000000000,measured,") }.count == 25)
        #expect(hours.contains { $0.contains("2025-03-28T04:00:00Z,80.000000000,measured,") })
    }
}
