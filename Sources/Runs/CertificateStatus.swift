public import Credentials
public import Provenance
public import Quantities
public import Reporting

/// What may happen to a certificate after it was issued (证书状态变更).
public enum CertificateStatus {
    /// Revokes, suspends or reinstates a certificate, in log and status lists.
    ///
    /// - Parameter name: The certificate's number or its first eight digits or more.
    /// - Returns: The certificate's number.
    public static func note(
        _ event: TransparencyLog.Event, _ name: String, in portfolio: Portfolio,
        on date: CivilDate, reason: String, by key: SigningKey
    ) throws -> String {
        let workspace = try Workspace(of: portfolio.folder, writing: true)
        defer { withExtendedLifetime(workspace) {} }
        var registry = try CertificateRegistry(of: portfolio.folder)
        guard let certificate = registry.certificate(name) else {
            throw CertificateRefusal(
                .notInRegistry, "this portfolio issued no one certificate \(name)",
                zh: "本组合没有唯一对应 \(name) 的证书")
        }
        guard JSONForm.isPlain(reason), reason.utf8.count <= 600 else {
            throw CertificateRefusal(
                .unsafeText, "the reason is too long or holds control characters",
                zh: "原因过长或含控制字符")
        }
        guard reason.isEmpty || !reason.allSatisfy(\.isWhitespace) else {
            throw CertificateRefusal(
                .unsafeText, "the reason holds nothing but blanks", zh: "原因只含空白")
        }
        let state = registry.log.state(of: certificate.digest)
        guard allowed(event, from: state) else {
            let now = state?.rawValue ?? "unknown"
            throw CertificateRefusal(
                .wrongState, "a certificate that is \(now) cannot be \(event.rawValue)",
                zh: "状态为 \(now) 的证书不能变为 \(event.rawValue)")
        }
        try registry.note(event, certificate.digest, on: date, reason: reason, by: key)
        return certificate.digest.hexadecimal
    }

    /// Signs the status lists of a portfolio anew; they then hold for another `StatusList.days`.
    ///
    /// - Returns: The first day on which they no longer hold.
    public static func renew(
        in portfolio: Portfolio, on date: CivilDate, by key: SigningKey
    ) throws -> CivilDate {
        let workspace = try Workspace(of: portfolio.folder, writing: true)
        defer { withExtendedLifetime(workspace) {} }
        let registry = try CertificateRegistry(of: portfolio.folder)
        guard !registry.credentials.isEmpty else {
            throw CertificateRefusal(
                .notInRegistry, "this portfolio has issued no certificate", zh: "本组合尚未签发证书")
        }
        try registry.renew(on: date, by: key)
        return date.adding(days: StatusList.days)
    }

    /// Makes the published status lists say what the log says, where a process ended between writing the two.
    ///
    /// - Returns: Whether there was anything to mend.
    public static func mend(
        in folder: String, on date: CivilDate, by key: SigningKey
    ) throws -> Bool {
        let workspace = try Workspace(of: folder, writing: true)
        defer { withExtendedLifetime(workspace) {} }
        return try CertificateRegistry(of: folder).mend(on: date, by: key)
    }

    private static func allowed(
        _ event: TransparencyLog.Event, from state: TransparencyLog.Event?
    ) -> Bool {
        switch (event, state) {
        case (.revoked, .issued?), (.revoked, .reinstated?), (.revoked, .suspended?): true
        case (.suspended, .issued?), (.suspended, .reinstated?): true
        case (.reinstated, .suspended?): true
        default: false
        }
    }

    /// The standing certificates whose figures the ledger no longer gives, and why each is to be suspended: after a
    /// restatement a certified figure is in doubt.
    ///
    /// - Parameter concerns: Tells of a site whether its certificates are looked at.
    public static func restatements(
        in portfolio: Portfolio, _ data: PublishedData,
        at concerns: (String) -> Bool = { _ in true }
    ) throws -> [(certificate: String, reason: String)] {
        try restated(in: portfolio, data, at: concerns).map { digest, difference, _ in
            (digest.hexadecimal, String("restatement: \(difference.english)".prefix(180)))
        }
    }

    /// Suspends every standing certificate whose figures the ledger no longer gives.
    ///
    /// - Returns: The certificates and what differs first; and whether some stay as they are because another key
    ///   issued them.
    public static func suspendRestated(
        in portfolio: Portfolio, _ data: PublishedData, on date: CivilDate, by key: SigningKey
    ) throws -> (suspended: [(certificate: String, reason: String)], left: CertificateRefusal?) {
        try suspend(try restatements(in: portfolio, data), in: portfolio, on: date, by: key)
    }

    /// Suspends certificates that were found to be in doubt; what somebody else suspended or revoked meanwhile is
    /// not told of.
    ///
    /// - Returns: As `suspendRestated`.
    public static func suspend(
        _ doubtful: [(certificate: String, reason: String)], in portfolio: Portfolio,
        on date: CivilDate, by key: SigningKey
    ) throws -> (suspended: [(certificate: String, reason: String)], left: CertificateRefusal?) {
        var (suspended, left): ([(certificate: String, reason: String)], CertificateRefusal?) =
            ([], nil)
        for (certificate, reason) in doubtful {
            do {
                let number = try note(
                    .suspended, certificate, in: portfolio, on: date, reason: reason, by: key)
                suspended.append((number, reason))
            } catch let refusal as CertificateRefusal {
                switch refusal.reasons.first?.code {
                case .keyNotValid:
                    left = CertificateRefusal((left?.reasons ?? []) + refusal.reasons)
                case .wrongState: break
                default: throw refusal
                }
            }
        }
        return (suspended, left)
    }

    /// Whether the portfolio ever issued a certificate.
    public static func hasCertificates(in portfolio: Portfolio) -> Bool {
        Files.exists(portfolio.folder + "/.carbongrade/certificates/log.jsonl")
    }

    /// A finding for every standing certificate whose figures the ledger no longer gives.
    public static func findings(
        in portfolio: Portfolio, _ data: PublishedData
    ) throws -> [Finding] {
        try restated(in: portfolio, data).map { digest, difference, site in
            Finding(
                .certificateRestated, arguments: ["value": digest.hexadecimal],
                phrases: ["reason": difference], siteID: site)
        }
    }

    /// The standing certificates whose figures the ledger no longer gives, what differs first, and
    /// the site that each is about.
    private static func restated(
        in portfolio: Portfolio, _ data: PublishedData,
        at concerns: (String) -> Bool = { _ in true }
    ) throws -> [(digest: Digest, difference: BilingualText, site: String?)] {
        let registry = try CertificateRegistry(of: portfolio.folder)
        return try registry.credentials.compactMap { digest, credential in
            let state = registry.log.state(of: digest)
            let site = credential["credentialSubject"]?["site"]?["site_id"]?.string
            guard state == .issued || state == .reinstated, concerns(site ?? ""),
                let difference = try Replay.ledgerDifference(
                    of: credential, portfolio, data, figuresOnly: true)
            else { return nil }
            return (digest, difference, site)
        }
    }
}
