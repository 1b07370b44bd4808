import Credentials
public import Provenance
public import Reporting

/// The certificates that a portfolio has issued, as they stand (已签发证书).
public struct IssuedCertificates: Sendable {
    /// One of them.
    public struct Entry: Sendable {
        /// Its number.
        public let digest: Digest
        /// The credential.
        public let credential: JSONValue
        /// `issued`, `suspended`, `reinstated` or `revoked`.
        public let state: String
        /// What happened to it, the latest first: the day, what, and why.
        public let history: [(day: String, event: String, reason: String)]

        /// The site.
        public var siteID: String { subject?["site"]?["site_id"]?.string ?? "" }

        private var subject: JSONValue? { credential["credentialSubject"] }

        /// What a list says of it.
        public var json: JSONValue {
            .object([
                "certificate": .string(digest.hexadecimal), "state": .string(state),
                "site_id": .string(siteID),
                "period": .text(subject?["period"]?["label"]?.string),
                "scheme": .text(subject?["grade"]?["scheme"]?.string),
                "level": .text(subject?["grade"]?["level"]?.string),
                "assurance": .text(subject?["assurance"]?["level"]?.string),
                "valid_from": .text(credential["validFrom"]?.string),
                "valid_until": .text(credential["validUntil"]?.string),
                "supersedes": .text(subject?["supersedes"]?.string),
            ])
        }
    }

    /// All, in the order in which they were issued.
    public let entries: [Entry]

    /// Reads the registry of a portfolio; none where nothing was issued.
    public init(of folder: String) throws {
        let registry = try CertificateRegistry(of: folder)
        entries = registry.credentials.map { digest, credential in
            Entry(
                digest: digest, credential: credential,
                state: registry.log.state(of: digest)?.rawValue ?? "unknown",
                history: registry.log.entries.filter { $0.certificate == digest }.reversed().map {
                    ("\($0.date)", $0.event.rawValue, $0.reason)
                })
        }
    }

    /// The bytes of a credential.
    public static func bytes(_ entry: Entry) -> [UInt8] {
        CanonicalJSON.bytes(of: entry.credential)
    }
}
