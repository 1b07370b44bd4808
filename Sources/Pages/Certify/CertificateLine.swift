public import Provenance
public import Reporting

/// A certificate in a list (证书项), read from its credential.
public struct CertificateLine: Sendable {
    /// How it stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case valid, suspended, revoked, expired

        var text: BilingualText {
            switch self {
            case .valid: BilingualText("valid", zh: "有效")
            case .suspended: BilingualText("suspended", zh: "已暂停")
            case .revoked: BilingualText("revoked", zh: "已吊销")
            case .expired: BilingualText("expired", zh: "已过期")
            }
        }

        /// The badge's colour.
        var badge: String {
            switch self {
            case .valid: "valid"
            case .suspended, .expired: "waiting"
            case .revoked: "revoked"
            }
        }
    }

    /// Its number.
    public let digest: Digest
    /// The credential.
    public let credential: JSONValue
    /// How it stands.
    public let state: State
    /// What happened to it, the latest first: the day, what, and why.
    public let history: [(day: String, event: String, reason: String)]
    /// Whether its paper can be had.
    public let hasPaper: Bool
    /// Whether the verifier whom it names has not countersigned it yet.
    public let awaitsCountersignature: Bool

    /// Makes a line.
    public init(
        digest: Digest, credential: JSONValue, state: State,
        history: [(day: String, event: String, reason: String)] = [], hasPaper: Bool = true,
        awaitsCountersignature: Bool = false
    ) {
        self.awaitsCountersignature = awaitsCountersignature
        self.digest = digest
        self.credential = credential
        self.state = state
        self.history = history
        self.hasPaper = hasPaper
    }

    /// The name of a site, or of anything in both languages.
    private func words(_ value: JSONValue?, _ context: PageContext) -> String? {
        value?.bilingual.map(context.words)
    }

    func model(_ context: PageContext) -> Model {
        let subject = credential["credentialSubject"]
        let (site, grade, period) = (subject?["site"], subject?["grade"], subject?["period"])
        let number = digest.hexadecimal
        return [
            "digest": number, "short": String(number.prefix(12)),
            "address": PageAddress(["certificates", number]).text,
            "json": PageAddress(["api", "v1", "certificates", number]).text,
            "pdf": hasPaper ? PageAddress(["api", "v1", "certificates", number, "pdf"]).text : nil,
            "site": words(site?["name"], context).flatMap { $0.isEmpty ? nil : $0 }
                ?? site?["site_id"]?.string,
            "siteID": site?["site_id"]?.string, "operator": words(subject?["operator"], context),
            "scheme": grade?["scheme"]?.string, "schemeTitle": words(grade?["title"], context),
            "level": grade?["level"]?.string, "levelLabel": words(grade?["level_label"], context),
            "value": grade?["value"]?.string,
            "unit": grade?["unit"]?.string.flatMap { $0 == "1" ? nil : $0 },
            "from": period?["start"]?.string, "to": period?["end"]?.string,
            "period": period?["label"]?.string, "issuedOn": subject?["issued_on"]?.string,
            "until": credential["validUntil"]?.string.map { String($0.prefix(10)) },
            "issuer": credential["issuer"]?["name"]?.string,
            "key": credential["issuer"]?["id"]?.string,
            "assurance": words(subject?["assurance"]?["label"], context),
            "statement": words(subject?["statement"], context),
            "state": awaitsCountersignature && state == .valid ? "waiting" : state.badge,
            "stateText": context.words(
                awaitsCountersignature && state == .valid
                    ? BilingualText("awaits the verifier", zh: "待副署") : state.text),
            "isValid": state == .valid, "isSuspended": state == .suspended,
            "isRevoked": state == .revoked,
            "history": history.map { step -> Model in
                [
                    "day": step.day, "reason": step.reason.isEmpty ? nil : step.reason,
                    "event": Self.events[step.event].map(context.words) ?? step.event,
                ]
            },
        ]
    }

    private static let events: [String: BilingualText] = [
        "issued": BilingualText("issued", zh: "签发"), "revoked": BilingualText("revoked", zh: "吊销"),
        "suspended": BilingualText("suspended", zh: "暂停"),
        "reinstated": BilingualText("reinstated", zh: "恢复"),
    ]
}
