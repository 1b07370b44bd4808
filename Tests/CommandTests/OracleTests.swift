import Foundation
import Testing

/// The program against an independent exact computation (`Tests/Oracle`), joule by joule.
@Suite struct OracleTests {
    @Test("random portfolios come to the same journal and the same statement as the oracle's")
    func randomPortfolios() throws {
        let compared = try Program.run(
            ["python3", Program.root + "/Tests/Oracle/compare.py", Program.path, "1", "12"],
            executable: "/usr/bin/env")
        #expect(compared.status == 0, "\(compared.output)\(compared.errors)")
        #expect(compared.output.contains("12 portfolios compared, 0 differences"))
    }

    @Test("emissions, lots, own factors and hourly matches come to the oracle's fractions")
    func emissions() throws {
        let compared = try Program.run(
            ["python3", Program.root + "/Tests/Oracle/carbon.py", Program.path, "1", "2"],
            executable: "/usr/bin/env")
        #expect(compared.status == 0, "\(compared.output)\(compared.errors)")
        // Four sites with five figures each, an hourly figure, fourteen lots; two boundaries, two seeds.
        #expect(compared.output.contains("140 figures compared, 0 differences"))
    }
}
