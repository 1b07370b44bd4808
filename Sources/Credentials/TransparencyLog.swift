public import Provenance
public import Quantities
import Reporting

/// Everything that was ever issued, revoked or suspended (透明日志), a line each: canonical JSON that
/// names the SHA-256 of the line before it and is signed. Nothing can be taken out, put in, turned
/// round or changed without breaking the chain, and an older state must be a beginning of a newer.
public struct TransparencyLog: Sendable {
    /// What happened to a certificate.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        case issued, suspended, reinstated, revoked
    }

    /// One line.
    public struct Entry: Sendable {
        /// What happened.
        public let event: Event
        /// To which certificate.
        public let certificate: Digest
        /// On which day.
        public let date: CivilDate
        /// Its place in the status lists.
        public let statusIndex: Int
        /// Why; empty where there is nothing to say.
        public let reason: String
        /// Who signed the line.
        public let key: PublicKey
    }

    /// Why a log cannot be trusted.
    public struct Fault: Error, Sendable {
        /// The line, from 1.
        public let line: Int
        /// Why.
        public let reason: BilingualText
    }

    /// The entries, the oldest first.
    public private(set) var entries: [Entry] = []
    /// The text of the log.
    public private(set) var text = ""
    /// The SHA-256 of each line.
    private var digests: [Digest] = []

    /// An empty log.
    public init() {}

    /// Reads a log and checks chain and signatures; whom to trust is the caller's question.
    public init(bytes: [UInt8]) throws(Fault) {
        guard bytes.isEmpty || bytes.last == 0x0A else {
            throw Fault(
                line: bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count,
                reason: BilingualText("the last line is cut off", zh: "最后一行不完整"))
        }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        for (number, line) in lines.enumerated() {
            guard let value = try? StrictJSON.canonicalValue(of: Array(line)),
                (try? Self.form.check(value)) != nil
            else {
                throw Fault(
                    line: number + 1,
                    reason: BilingualText("not a line of a log", zh: "不是日志行"))
            }
            guard value["previous"]?.string == head.hexadecimal,
                value["number"]?.string == String(entries.count)
            else {
                throw Fault(
                    line: number + 1,
                    reason: BilingualText(
                        "does not continue the line before it", zh: "与前一行不相接"))
            }
            guard let entry = Self.entry(value) else {
                throw Fault(
                    line: number + 1,
                    reason: BilingualText("its signature does not hold", zh: "签名无效"))
            }
            append(Array(line), entry)
        }
    }

    /// The SHA-256 of the last line: it stands for the whole log. 64 zeros for an empty one.
    public var head: Digest { digests.last ?? Digest(bytes: [UInt8](repeating: 0, count: 32)) }

    /// Tells whether an older state of the log is a beginning of this one.
    public func continues(_ older: TransparencyLog) -> Bool {
        older.digests.count <= digests.count && zip(older.digests, digests).allSatisfy(==)
    }

    /// What was last said of a certificate; nil when the log does not know it.
    public func state(of certificate: Digest) -> Event? {
        let events = entries.filter { $0.certificate == certificate }.map(\.event)
        // Revocation is final, whatever may stand after it.
        if events.contains(.revoked) { return .revoked }
        return events.last
    }

    /// Adds a line.
    public mutating func add(
        _ event: Event, _ certificate: Digest, on date: CivilDate, statusIndex: Int,
        reason: String, by key: SigningKey
    ) {
        let unsigned = JSONValue.object([
            "number": .string(String(entries.count)), "previous": .string(head.hexadecimal),
            "event": .string(event.rawValue), "certificate": .string(certificate.hexadecimal),
            "date": .string("\(date)"), "status_index": .string(String(statusIndex)),
            "reason": .string(reason), "key": .string(key.publicKey.identifier),
        ])
        let signature = Multibase.base58(key.signature(of: Self.message(unsigned)))
        let line = CanonicalJSON.bytes(of: unsigned.with("signature", .string(signature)))
        append(
            line,
            Entry(
                event: event, certificate: certificate, date: date, statusIndex: statusIndex,
                reason: reason, key: key.publicKey))
    }

    private mutating func append(_ line: [UInt8], _ entry: Entry) {
        entries.append(entry)
        digests.append(Digest(bytes: Hash.sha256(line)))
        text += String(decoding: line, as: UTF8.self) + "\n"
    }

    private static let form = JSONForm.object([
        "number": .count, "previous": .digest, "event": .word(Event.allCases.map(\.rawValue)),
        "certificate": .digest, "date": .date, "status_index": .count, "reason": .text(600),
        "key": .text(120), "signature": .text(120),
    ])

    private static func message(_ unsigned: JSONValue) -> [UInt8] {
        Array("carbongrade-log/1\n".utf8) + CanonicalJSON.bytes(of: unsigned)
    }

    private static func entry(_ value: JSONValue) -> Entry? {
        guard let event = value["event"]?.string.flatMap(Event.init),
            let certificate = value["certificate"]?.string.flatMap(Digest.init(hexadecimal:)),
            let date = value["date"]?.string.flatMap({ CivilDate(iso: $0) }),
            let index = value["status_index"]?.string.flatMap({ Int($0) }),
            let reason = value["reason"]?.string,
            let key = value["key"]?.string.flatMap(PublicKey.init(identifier:)),
            let text = value["signature"]?.string,
            let signature = Multibase.bytes(ofBase58: text), Multibase.base58(signature) == text,
            key.accepts(signature, of: message(value.without("signature")))
        else { return nil }
        return Entry(
            event: event, certificate: certificate, date: date, statusIndex: index,
            reason: reason, key: key)
    }
}
