import Foundation
import Testing

/// Emissions carry a certificate only where every meter behind them has every hour.
@Suite struct CertifiedEmissionsTests {
    /// The subject's emissions of a hall that burns diesel, metered by the day in kilograms, whose factors may carry a certificate.
    ///
    /// - Parameter leavingOut: A meter, of which ten days have no reading.
    private func emissions(leavingOut meter: String?) throws -> Document? {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            """
            meter_id,site_id,account,medium,quantity,unit,interval,measurement_point
            g,s1,grid_import,electricity,interval,kWh,P1D,
            i,s1,it,electricity,interval,kWh,P1D,ups_output
            d,s1,fuel,diesel,interval,kg,P1D,

            """, to: "meters.csv")
        var rows = "timestamp,meter_id,value\n"
        for day in 0..<365 {
            let date = Date(timeIntervalSince1970: Double(20_089 + day) * 86_400)
            let stamp = date.ISO8601Format().prefix(10)
            for (name, value) in [("g", 1_300), ("i", 1_000), ("d", 2)] {
                if name == meter, (100..<110).contains(day) { continue }
                rows += "\(stamp),\(name),\(value)\n"
            }
        }
        try folder.write(rows, to: "readings/days.csv")
        try Program.run("ingest", "-C", folder.path)
        let key = folder.path + "/issuer"
        try Program.run("keygen", "-o", key)
        let out = folder.path + "/out"
        let run = try Program.run(
            "certify", "-C", folder.path, "--site", "s1", "--period", "2025", "--scheme",
            "gb-40879-2021", "--key", key, "--issued-on", "2026-02-01", "-o", out)
        #expect(run.status == 0, "\(run.errors)")
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: out).first { $0.hasSuffix(".json") })
        return try Document(String(contentsOfFile: out + "/" + name, encoding: .utf8))[
            "credentialSubject"]
    }

    @Test("with every day of fuel emissions are certified; without some they are not, and say why")
    func fuel() throws {
        let whole = try emissions(leavingOut: nil)
        #expect(whole?["energy"]?["certified"]?.text == "true")
        #expect(whole?["emissions"]?["certified"]?.text == "true")
        #expect(whole?["emissions"]?["reasons"]?["scope1"] == nil)
        let open = try emissions(leavingOut: "d")
        #expect(open?["energy"]?["certified"]?.text == "true")
        #expect(open?["emissions"]?["certified"]?.text == "false")
        #expect(
            open?["emissions"]?["reasons"]?["scope1"]?["en"]?.text?.contains(
                "a part of the year open")
                ?? false)
        #expect(open?["emissions"]?["reasons"]?["scope2_location"] == nil)
    }
}
