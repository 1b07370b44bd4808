public import Credentials
public import Provenance
public import Quantities
public import Reporting

/// The check of a certificate (证书验证), step by step, offline; it stops at the first step that fails.
public struct Verification: Sendable {
    /// What is checked, in this order.
    public enum Step: String, Hashable, Sendable, CaseIterable {
        case seal, form, schema, identity, signature, issuer, assurance, compact, validity, status
        case log, replay
    }

    /// How a step ended.
    public enum Result: Hashable, Sendable {
        case passed(BilingualText)
        case notChecked(BilingualText)
        case failed(BilingualText)
    }

    /// What a verification is given beside the file.
    public struct Means: Sendable {
        /// The keys that are trusted; nil for none.
        public var keys: KeyRing?
        /// A status list or a folder of them.
        public var status: String?
        /// The transparency log.
        public var log: String?
        /// An older state of the log.
        public var olderLog: String?
        /// The day on which the certificate must be valid.
        public var day: CivilDate

        /// Makes means.
        public init(
            keys: KeyRing?, status: String? = nil, log: String? = nil, olderLog: String? = nil,
            day: CivilDate
        ) {
            self.keys = keys
            self.status = status
            self.log = log
            self.olderLog = olderLog
            self.day = day
        }
    }

    /// The steps that were taken, in their order.
    public internal(set) var steps: [(step: Step, result: Result)] = []
    /// The certificate's number; nil before it is known.
    public internal(set) var certificate: Digest?
    /// The credential; nil before its form is known.
    public internal(set) var credential: JSONValue?

    /// The key that sealed the PDF; nil for JSON.
    var sealKey: PublicKey?
    /// Who signed, the issuer first.
    var signers: [PublicKey] = []

    /// The reason that failed first; nil when nothing failed.
    public var failure: (step: Step, reason: BilingualText)? {
        guard let last = steps.last, case .failed(let reason) = last.result else { return nil }
        return (last.step, reason)
    }

    struct Stop: Error {}

    /// Checks a certificate: a PDF or its JSON.
    public init(of file: [UInt8], _ means: Means) {
        do {
            try checkForm(file)
            try checkSigners(means)
            try checkCompact()
            try checkValidity(means.day)
            try checkStatus(means)
            if let log = means.log { try checkLog(log, means) }
        } catch {}
    }

    /// Checks the text of a QR code: it is signed by itself, but holds only the heart; whether it still stands, the log
    /// tells.
    public init(ofCompact text: [UInt8], _ means: Means) {
        do {
            try checkCompact(alone: text, means)
            // The text names no place in a status list; the log knows every certificate.
            notChecked(
                .status,
                "a QR code names no place in a status list: give the log (--log), or the whole certificate",
                zh: "二维码未载明其在状态列表中的位置：请提供日志（--log）或完整证书")
            if let log = means.log { try checkLog(log, means) }
        } catch {}
    }

    /// Checks a log alone.
    public init(ofLog log: String, _ means: Means) {
        do { try checkLog(log, means) } catch {}
    }

    mutating func pass(_ step: Step, _ english: String, zh chinese: String) {
        steps.append((step, .passed(BilingualText(english, zh: chinese))))
    }

    mutating func notChecked(_ step: Step, _ english: String, zh chinese: String) {
        steps.append((step, .notChecked(BilingualText(english, zh: chinese))))
    }

    mutating func fail(_ step: Step, _ reason: BilingualText) {
        steps.append((step, .failed(reason)))
    }

    mutating func pass(_ step: Step, _ words: BilingualText) {
        steps.append((step, .passed(words)))
    }

    mutating func stop(_ step: Step, _ english: String, zh chinese: String) -> Stop {
        fail(step, BilingualText(english, zh: chinese))
        return Stop()
    }
}
