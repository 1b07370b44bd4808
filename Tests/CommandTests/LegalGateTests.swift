import Foundation
import Testing

/// What the law asks of a site from a day on stands first in its plan, outside the budget.
@Suite struct LegalGateTests {
    /// A German data center of 2020 with a PUE of 1.6: 1,000 kWh of IT, 500 of cooling, 1,600 in all, each day.
    private func portfolio(_ measures: [String], connection: String = "400") throws -> Folder {
        let folder = try Folder()
        try folder.write(
            "organisation: Halls\nlanguage: en\ntariff: 0.2\ncurrency: EUR\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone,commissioned\n"
                + "hall,data_center,DE,Atlantic/Reykjavik,2020-03-01\n", to: "sites.csv")
        var meters = "meter_id,site_id,account,quantity,unit,interval,measurement_point\n"
        var rows = "timestamp,meter_id,value\n"
        for (account, point, value) in [
            ("grid_import", "", 1_600), ("it", "ups_output", 1_000), ("cooling", "", 500),
        ] {
            meters += "\(account),hall,\(account),interval,kWh,P1D,\(point)\n"
            for day in 0..<365 {
                let date = Date(timeIntervalSince1970: Double(20_089 + day) * 86_400)
                rows += "\(date.ISO8601Format().prefix(10)),\(account),\(value)\n"
            }
        }
        try folder.write(meters, to: "meters.csv")
        try folder.write(rows, to: "readings/days.csv")
        try folder.write(
            "site_id,fact,value,evidence,assurance\nhall,connection_kw,\(connection),contract,declared\n",
            to: "facts.csv")
        try folder.write(
            "measure,title,effect,end_use,saving_low,capex,life_years\n"
                + measures.joined(separator: "\n") + "\n", to: "measures.csv")
        let outcome = try Program.run("ingest", "-C", folder.path, "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return folder
    }

    private func plan(_ folder: Folder, _ more: String...) throws -> String {
        let outcome = try Program.run(
            ["plan", "-C", folder.path, "--period", "2025", "--quiet", "--lang", "en"] + more)
        #expect(outcome.status <= 1, "\(outcome.errors)")
        return outcome.output
    }

    // Each costs far more than it brings, so that nothing but the law asks for it.
    // 1.600 - 0.25 x 0.5 = 1.475; less 0.4 of the 0.375 left = 1.325; less 0.2 of the 0.225 left = 1.280.
    private let measures = [
        "first,First,share,cooling,0.25,1000000,10", "second,Second,share,cooling,0.4,3000000,10",
        "third,Third,share,cooling,0.2,5000000,10",
    ]

    @Test("limits to come are met in time where the measures can, the dearest way is not taken")
    func due() throws {
        let folder = try portfolio(measures)
        let document = try Document(try plan(folder, "--budget", "0", "--format", "json"))
        let gates = try #require(document["sites"]?[0]?["legal_gates"]?.elements)
        #expect(gates.map { $0["due"]?.text } == ["2027-07-01", "2030-07-01"])
        #expect(gates.map { $0["limit"]?.number } == [1.5, 1.3])
        #expect(gates.map { $0["reached"]?.text } == ["true", "true"])
        let must = document["must_do"]?.elements ?? []
        #expect(Set(must.compactMap { $0["measure"]?.text }) == ["first", "second", "third"])
        #expect(must.allSatisfy { $0["reasons"]?[0]?.text == "legal-gate" })
        let table = try plan(folder)
        #expect(table.contains("de-enefg-11: PUE ≤ 1.5 from 2027-07-01 on"))
        let page = folder.path + "/plan.html"
        _ = try plan(folder, "--html", page)
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("2030-07-01"))
    }

    @Test("what is out of reach is said, and the nearer limit is met with as little as it takes")
    func outOfReach() throws {
        let folder = try portfolio(Array(measures.prefix(2)))
        let document = try Document(try plan(folder, "--format", "json"))
        let gates = try #require(document["sites"]?[0]?["legal_gates"]?.elements)
        #expect(gates.map { $0["reached"]?.text } == ["true", "false"])
        // The first alone gives 1.475, the second alone 1.4: the first costs less.
        #expect(document["must_do"]?.elements.compactMap { $0["measure"]?.text } == ["first"])
        #expect(document["chosen"]?.elements.isEmpty == true)
        #expect(try plan(folder).contains("out of reach"))
    }

    @Test("an act that does not bind the site asks for nothing, and nothing falls due there")
    func notBound() throws {
        let folder = try portfolio(measures, connection: "299")
        let document = try Document(try plan(folder, "--format", "json"))
        #expect(document["sites"]?[0]?["legal_gates"]?.elements.isEmpty == true)
        #expect(document["must_do"]?.elements.isEmpty == true)
    }
}
