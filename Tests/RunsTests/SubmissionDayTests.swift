import Credentials
import Foundation
import Provenance
import Quantities
import Reporting
import Runs
import TestSupport
import Testing

/// The day that a signer states stands in nobody's calendar but the signer's.
@Suite struct SubmissionDayTests {
    @Test("a submission that says it was signed before its period began is refused")
    func early() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let folder = NSTemporaryDirectory() + "carbongrade-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyBytes(
            atPath: root + "/Tests/Cases/report/two-units", toPath: folder)
        let portfolio = try Portfolio(folder: folder)
        _ = try Ingest.run([], into: portfolio)
        let data = try PublishedData(folder: root, for: portfolio)
        let report = try ReportRun(portfolio, data, over: try #require(Period("2025Q3"))).report
        let key = SigningKey.random()
        let trust = SubmissionTrust.keys(try KeyRing(text: KeyRing.line(of: key.publicKey)))
        /// Signed by a program that does not look at the day.
        func isTaken(on day: String) throws -> Bool {
            let signed = DataIntegrityProof.adding(
                to: Submission(report).json(issuer: key.publicKey.identifier), by: key,
                created: try #require(CivilDate(iso: day)), compact: nil)
            do {
                _ = try SubmissionFiles.verify(
                    CanonicalJSON.bytes(of: signed), named: "submission.json", trusting: trust)
                return true
            } catch let unverified as SubmissionFiles.Unverified {
                let words = unverified.findings.map { $0.message(in: .english) }.joined()
                #expect(words.contains("before its period began on 2025-07-01"), "\(words)")
                #expect(
                    unverified.findings.map { $0.message(in: .chinese) }.joined()
                        .contains("早于统计期起始日 2025-07-01"))
                return false
            }
        }
        #expect(try !isTaken(on: "2025-06-30"))
        #expect(try isTaken(on: "2025-07-01"))
        // Our own hand does not make such a file at all.
        let eve = try #require(CivilDate(iso: "2025-06-30"))
        #expect(throws: (any Error).self) {
            try SubmissionFiles.sign(report, by: key, on: eve)
        }
    }
}
