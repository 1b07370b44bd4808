import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct BalanceAssertionTests {
    private func assertion(
        _ hours: [Int64?], billed: Int64, tolerance: String = "1"
    ) throws -> BalanceAssertion {
        var site = MeteredSite()
        site.add(.gridImport, hours)
        let start = try #require(CivilDate(iso: "2025-01-01"))
        let bill = Bill(
            id: "b", siteID: "dc-1", account: .gridImport, start: start,
            end: start.adding(days: 1), amount: .kWh(billed), dimension: .energy,
            tolerancePercent: try #require(DecimalText(tolerance)), evidence: nil, line: 2)
        let journal = try site.balances().journal
        return try #require(BalanceAssertion(bill, against: journal))
    }

    @Test(
        "a bill agrees within its tolerance, touched is met; a short ledger that lacks hours says nothing",
        arguments: [
            // 24 x 10 = 240 kWh; 1 % of 242.4 is 2.424
            (24, 240, "1", BalanceAssertion.Verdict.agrees), (24, 242, "1", .agrees),
            (24, 243, "1", .differs), (24, 237, "1", .differs),
            // 240 of 250 is 4 % less
            (24, 250, "4", .agrees), (24, 250, "3.999", .differs), (24, 240, "0", .agrees),
            // 23 of 24 hours, 230 kWh
            (23, 240, "1", .notCovered), (23, 231, "1", .agrees), (23, 200, "1", .differs),
        ] as [(Int, Int64, String, BalanceAssertion.Verdict)])
    func verdict(hours: Int, billed: Int64, tolerance: String, verdict: BalanceAssertion.Verdict)
        throws
    {
        let assertion = try assertion(
            Array(repeating: 10, count: hours), billed: billed, tolerance: tolerance)
        #expect(assertion.verdict == verdict)
        let code = assertion.finding(in: .utc)?.code
        let expected: FindingCode? =
            switch verdict {
            case .agrees: nil
            case .differs: .billMismatch
            case .notCovered: .billNotCovered
            }
        #expect(code == expected)
    }

    @Test("the difference is signed, in percent of the bill")
    func percent() throws {
        // (240 - 250) / 250
        let assertion = try assertion(Array(repeating: 10, count: 24), billed: 250)
        #expect(assertion.percent == "-4.00")
        #expect(assertion.difference == .kWh(-10))
    }
}
