public import Provenance
public import Quantities

/// The keys that a verifier trusts (信任的公钥): lines of `.pub` files, one below the other.
///
/// `did:key:z6Mk... [from=DATE] [until=DATE] [succeeds=did:key:... endorsement=z...]`. A key that
/// succeeds another carries that one's signature, so a change of keys can be followed.
public struct KeyRing: Sendable {
    /// One trusted key.
    public struct Entry: Hashable, Sendable {
        /// The key.
        public let key: PublicKey
        /// The first day it may have signed; nil for any.
        public var from: CivilDate?
        /// The first day it may no longer have signed; nil for none.
        public var until: CivilDate?
        /// The key it took the place of.
        public var predecessor: PublicKey?

        /// Tells whether the key may have signed on a day.
        public func holds(on date: CivilDate) -> Bool {
            (from.map { $0 <= date } ?? true) && (until.map { date < $0 } ?? true)
        }
    }

    /// A line that cannot be trusted.
    public struct Fault: Error, Sendable {
        /// The line, from 1.
        public let line: Int
        /// Why.
        public let reason: BilingualText
    }

    /// The keys, in the order of the file.
    public let entries: [Entry]

    /// Reads a file of public keys.
    public init(text: String) throws(Fault) {
        var entries: [Entry] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            guard let entry = Self.entry(first, words.dropFirst()) else {
                throw Fault(
                    line: number + 1,
                    reason: BilingualText(
                        "no public key, or its endorsement is not signed by the key it succeeds",
                        zh: "不是公钥，或其背书并非由被接替的密钥签名"))
            }
            entries.append(entry)
        }
        self.entries = entries
    }

    /// The entry of a key; nil when the key is not trusted.
    public func entry(of key: PublicKey) -> Entry? { entries.first { $0.key == key } }

    /// Tells that a key is a given one or took its place, over any number of changes.
    public func isHeir(_ key: PublicKey, of issuer: PublicKey) -> Bool {
        var next = key
        for _ in 0...entries.count {
            if next == issuer { return true }
            guard let predecessor = entry(of: next)?.predecessor else { return false }
            next = predecessor
        }
        return false
    }

    private static func entry(_ name: String, _ facts: ArraySlice<String>) -> Entry? {
        guard let key = PublicKey(identifier: name) else { return nil }
        var entry = Entry(key: key)
        var endorsement: String?
        for fact in facts {
            let parts = fact.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "from":
                guard let date = CivilDate(iso: parts[1]) else { return nil }
                entry.from = date
            case "until":
                guard let date = CivilDate(iso: parts[1]) else { return nil }
                entry.until = date
            case "succeeds":
                guard let predecessor = PublicKey(identifier: parts[1]) else { return nil }
                entry.predecessor = predecessor
            case "endorsement": endorsement = parts[1]
            default: return nil
            }
        }
        guard let predecessor = entry.predecessor else { return endorsement == nil ? entry : nil }
        guard let signature = endorsement.flatMap(Multibase.bytes(ofBase58:)),
            predecessor.accepts(signature, of: message(key, succeeding: predecessor, entry.from))
        else { return nil }
        return entry
    }

    private static func message(
        _ key: PublicKey, succeeding predecessor: PublicKey, _ from: CivilDate?
    ) -> [UInt8] {
        let lines = [
            "carbongrade-key-succession/1", predecessor.identifier, key.identifier,
            from.map { "\($0)" } ?? "-",
        ]
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// The line of a public key file.
    ///
    /// - Parameter predecessor: The key that it takes the place of and that endorses it.
    public static func line(
        of key: PublicKey, from: CivilDate? = nil, succeeding predecessor: SigningKey? = nil
    ) -> String {
        var words = [key.identifier]
        if let from { words.append("from=\(from)") }
        if let predecessor {
            let message = message(key, succeeding: predecessor.publicKey, from)
            words.append("succeeds=\(predecessor.publicKey.identifier)")
            words.append("endorsement=\(Multibase.base58(predecessor.signature(of: message)))")
        }
        return words.joined(separator: " ") + "\n"
    }
}
