import Foundation
import Provenance
import Quantities
import Retrofit
import Testing

@testable import Runs

/// What was proven at sites in the place of what `measures.csv` states.
@Suite struct VerifiedTableTests {
    private func terms(_ measure: String, _ site: String?, _ capex: Int) -> MeasureTerms {
        MeasureTerms(
            measureID: measure, siteID: site,
            capex: DecimalText(significand: Int128(capex), scale: 0), lifeYears: 9)
    }

    private func table(_ lines: [String], sites: [String]) throws -> VerifiedTable {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "carbongrade-verified-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try ("measure,site_id,saving_low,saving_high\n" + lines.joined(separator: "\n") + "\n")
            .write(
                to: folder.appendingPathComponent("verified.csv"), atomically: true,
                encoding: .utf8)
        var findings: [Finding] = []
        let table = try VerifiedTable(folder: folder.path, siteIDs: sites, findings: &findings)
        #expect(findings.isEmpty)
        return table
    }

    @Test("a proven line keeps the prices of the site's own line, else of the one for all sites")
    func prices() throws {
        let stated = [terms("a", nil, 1), terms("a", "s1", 2), terms("a", "s1", 3)]
        let table = try table(
            ["a,s1,0.1,0.2", "a,s2,0.3,0.4", "b,s1,0.1,0.1"], sites: ["s1", "s2"])
        let joined = table.over(stated)
        #expect(joined.map(\.siteID) == [nil, "s1", "s1", "s2", "s1"])
        #expect(joined.map { $0.capex?.significand } == [1, 2, 3, 1, nil])
        #expect(joined.map { $0.low?.description } == [nil, "0.1", nil, "0.3", "0.1"])
        #expect(joined.map(\.isProven) == [false, true, false, true, true])
    }

    @Test("a hundred thousand proven lines are joined in one pass", .timeLimit(.minutes(10)))
    func many() throws {
        let sites = (0..<100_000).map { "s\($0)" }
        let table = try table(sites.map { "a,\($0),0.1,0.2" }, sites: sites)
        let joined = table.over(sites.map { terms("a", $0, 1) })
        #expect(joined.count == sites.count)
        #expect(joined.allSatisfy { $0.isProven && $0.capex == .one })
    }
}
