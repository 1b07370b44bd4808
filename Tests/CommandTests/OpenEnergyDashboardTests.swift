import Foundation
import Testing

/// The rule cases of Open Energy Dashboard: equal to what it stores, or different for a reason that the
/// manual gives (readings-formats.md, "How this differs from Open Energy Dashboard").
@Suite struct OpenEnergyDashboardTests {
    struct Case: CustomTestStringConvertible {
        let number: String
        var files: [String]
        var quantity = "interval"
        var endOnly = false
        var zone = "UTC"
        /// What is booked in all [kWh]; nil where it is what OED stores, hour by hour.
        var imported: String?
        var exported = "0"
        var because = ""

        var testDescription: String { number }
    }

    private static let chicago = "America/Chicago"
    static let cases: [Case] = [
        Case(number: "1", files: ["pipe1Input"]),
        Case(number: "3", files: ["pipe3Input"], quantity: "register"),
        Case(
            number: "5", files: ["pipe5Input"], quantity: "register", imported: "240",
            because:
                "a fall without an event is a reset whose energy is unknown, not a count from zero"),
        Case(
            number: "7", files: ["pipe7Input"], quantity: "register", imported: "240",
            because: "one fall does not reject the file"),
        Case(
            number: "9", files: ["pipe9Input"], quantity: "register", imported: "240",
            because: "one fall does not reject the file"),
        Case(
            number: "11", files: ["pipe11Input"], quantity: "register", imported: "240",
            because: "one fall does not reject the file"),
        Case(
            number: "13", files: ["pipe13Input"], quantity: "register", imported: "240",
            because: "one fall does not reject the file"),
        Case(number: "15", files: ["pipe15Input"]), Case(number: "17", files: ["pipe17Input"]),
        Case(number: "19", files: ["pipe19Input"]),
        Case(number: "21", files: ["pipe21Input"], quantity: "register"),
        Case(
            number: "23", files: ["pipe23Input"], endOnly: true, imported: "360",
            because: "the first reading has the interval of the others and is not dropped"),
        Case(number: "25", files: ["pipe25Input"], quantity: "register", endOnly: true),
        Case(
            number: "27", files: ["pipe27Input"], imported: "312",
            because: "one wrong date rejects its row, not the file"),
        Case(
            number: "29", files: ["pipe29Input"], quantity: "register", imported: "336",
            because: "one wrong number rejects its row, not the file"),
        Case(
            number: "31", files: ["pipe31Input"], quantity: "register", imported: "336",
            because: "a register counts over the time between its readings"),
        Case(
            number: "33", files: ["pipe33Input"], quantity: "register", imported: "336",
            because: "one negative reading rejects its row, not the file"),
        Case(
            number: "35", files: ["pipe35Input"], endOnly: true, imported: "336",
            because: "of two readings of one instant the later row stands, and has its interval"),
        Case(
            number: "51", files: ["pipe51AInput", "pipe51BInput"], imported: "528",
            because: "the later file corrects the earlier one"),
        Case(
            number: "71", files: ["pipe71BInput"], quantity: "register", imported: "240",
            because: "a fall without an event is a reset whose energy is unknown"),
        Case(number: "73", files: ["pipe73BInput"]), Case(number: "75", files: ["pipe75BInput"]),
        Case(
            number: "111", files: ["pipe111BInput"], zone: chicago, imported: "8520",
            because: "equal in sum; OED keeps wall time, the ledger instants"),
        Case(
            number: "113", files: ["pipe113BInput"], zone: chicago, imported: "138",
            because: "equal in sum; OED keeps wall time, the ledger instants"),
        Case(
            number: "115", files: ["pipe115BInput"], endOnly: true, zone: chicago, imported: "138",
            exported: "99", because: "the first reading is not dropped: it is energy returned"),
        Case(
            number: "117", files: ["pipe117BInput"], zone: chicago, imported: "8760",
            because: "a day of twenty-five hours keeps all its energy"),
        Case(
            number: "119", files: ["pipe119BInput"], zone: chicago, imported: "230", exported: "3",
            because: "the repeated hour keeps its energy"),
        Case(
            number: "121", files: ["pipe121BInput"], endOnly: true, zone: chicago, imported: "230",
            exported: "102", because: "the repeated hour keeps its energy"),
        Case(
            number: "123", files: ["pipe123BInput"], zone: chicago, imported: "90",
            because: "equal in sum; OED keeps wall time, the ledger instants"),
    ]

    @Test(
        "a rule case is read as OED reads it, or differs for a stated reason",
        .enabled(if: RealDataTests.folder != nil, RealDataTests.isAbsent), arguments: cases)
    func rule(_ rule: Case) throws {
        let folder = try #require(RealDataTests.folder)
        // One file a meter: the copies bear the meter's name, in folders that keep their order.
        let copies = try Folder()
        for (index, file) in rule.files.enumerated() {
            let text = try String(
                contentsOfFile: folder + "/data/oed-csv-rules/\(file).csv", encoding: .utf8)
            try copies.write(text, to: "\(index)/m.csv")
        }
        let portfolio = try Folder()
        try portfolio.write("organisation: Test\n", to: "portfolio.yaml")
        try portfolio.write(
            "site_id,kind,region,timezone\ns1,data_center,US-IL,\(rule.zone)\n", to: "sites.csv")
        try portfolio.write(
            "meter_id,site_id,account,quantity,unit,label\nm,s1,grid_import,\(rule.quantity),kWh,"
                + (rule.endOnly ? "end\n" : "start\n"), to: "meters.csv")
        let run = try Program.run(
            ["ingest", "-C", portfolio.path, "--quiet", "--layout"]
                + [rule.endOnly ? "oed-end-only" : "oed-readings"]
                + rule.files.indices.map { copies.path + "/\($0)/m.csv" })
        #expect(run.status <= 1, "\(run.errors)")
        let ledger = try Program.run(
            "ledger", "-C", portfolio.path, "--period", "2021-05-01/2023-01-01", "--format", "csv",
            "--quiet")
        var hours: [String: Int64] = [:]
        var sums: [String: Int64] = [:]
        for line in ledger.output.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(
                String.init)
            guard cells[1] == "m", let energy = Decimal(string: cells[4]) else { continue }
            sums[cells[2], default: 0] += RealDataTests.joules(energy)
            hours[cells[3], default: 0] += RealDataTests.joules(energy)
        }
        if let imported = rule.imported {
            #expect(!rule.because.isEmpty)
            #expect((sums["grid_import"] ?? 0) == (try RealDataTests.joules(imported)))
            #expect((sums["grid_export"] ?? 0) == (try RealDataTests.joules(rule.exported)))
            return
        }
        let stored = try String(
            contentsOfFile: folder + "/data/oed-csv-rules/pipe\(rule.number)Expected.csv",
            encoding: .utf8)
        let expected = try Self.hourly(stored)
        #expect(!expected.isEmpty)
        #expect(Set(hours.keys).isSubset(of: expected.keys))
        for (hour, joules) in expected {
            // Where an interval is split over hours each of its parts is rounded.
            #expect(abs((hours[hour] ?? 0) - joules) <= 2, "\(hour)")
        }
    }

    /// What OED stores, `value,start,end` in UTC, evenly over hours.
    private static func hourly(_ text: String) throws -> [String: Int64] {
        let format = ISO8601DateFormatter()
        func seconds(_ text: String) -> Int64 {
            let date = format.date(from: text.replacingOccurrences(of: " ", with: "T") + "Z")
            return Int64(date?.timeIntervalSince1970 ?? 0)
        }
        var hours: [String: Int64] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let cells = line.split(separator: ",").map(String.init)
            let (joules, start, end) = (
                try RealDataTests.joules(cells[0]), seconds(cells[1]), seconds(cells[2])
            )
            var at = start
            while at < end {
                let stop = min(end, at - at % 3_600 + 3_600)
                let stamp = format.string(
                    from: Date(timeIntervalSince1970: Double(at - at % 3_600)))
                hours[stamp, default: 0] += joules * (stop - at) / (end - start)
                at = stop
            }
        }
        return hours
    }
}
