import Credentials
import Provenance
import Quantities
import Reporting
import Runs

/// What a changed ledger does to certificates that stand (证书存疑).
enum CertificateDoubts {
    /// Finds the certificates whose figures the ledger no longer gives, and suspends those whose issuer's
    /// key is at hand: without it nobody could sign the status list.
    static func settle(
        _ portfolio: Portfolio, _ options: CommonOptions, suspendingBy key: SigningKey?
    ) throws -> [Finding] {
        guard CertificateStatus.hasCertificates(in: portfolio) else { return [] }
        let data = try options.data(for: portfolio)
        let findings = try CertificateStatus.findings(in: portfolio, data)
        if let key, !findings.isEmpty {
            _ = try CertificateStatus.suspendRestated(in: portfolio, data, on: .today, by: key)
        }
        return findings
    }
}
