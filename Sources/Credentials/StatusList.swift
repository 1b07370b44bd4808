import CZlib
public import Quantities
public import Reporting

/// Which certificates of an issuer were revoked or suspended (状态列表): W3C Bitstring Status List
/// v1.0, one bit for each, 131,072 of them so that one bit tells nothing about its neighbours.
public struct StatusList: Hashable, Sendable {
    /// What a bit that is set means.
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// The certificate is void for good (吊销).
        case revocation
        /// The certificate is void until further notice (暂停).
        case suspension
    }

    /// How long a signed list holds [days]: a list that is older says nothing for a certificate any more.
    public static let days: Int64 = 92

    /// How many certificates a list has room for.
    public static let capacity = 131_072

    /// What a bit that is set means.
    public let purpose: Purpose
    /// The name of the list, which certificates cite.
    public let name: String
    private var bits: [UInt8]

    /// A list in which no bit is set.
    public init(_ purpose: Purpose, name: String) {
        self.purpose = purpose
        self.name = name
        bits = [UInt8](repeating: 0, count: Self.capacity / 8)
    }

    /// Whether a bit is set; the first bit is the leftmost.
    public subscript(_ index: Int) -> Bool {
        get { bits[index / 8] & (0x80 >> UInt8(index % 8)) != 0 }
        set {
            let mask: UInt8 = 0x80 >> UInt8(index % 8)
            bits[index / 8] = newValue ? bits[index / 8] | mask : bits[index / 8] & ~mask
        }
    }

    /// The entry by which a certificate cites the list.
    public func entry(_ index: Int) -> JSONValue {
        .object([
            "type": .string("BitstringStatusListEntry"),
            "statusPurpose": .string(purpose.rawValue), "statusListIndex": .string(String(index)),
            "statusListCredential": .string(name),
        ])
    }

    /// The list as a signed credential.
    public func credential(signedBy key: SigningKey, on date: CivilDate) -> JSONValue {
        let unsigned = JSONValue.object([
            "@context": .array([.string(CertificateForm.contexts[0])]), "id": .string(name),
            "type": .array(Self.types.map(JSONValue.string)),
            "issuer": .string(key.publicKey.identifier),
            "validFrom": .string("\(date)T00:00:00Z"),
            "validUntil": .string("\(date.adding(days: Self.days))T00:00:00Z"),
            "credentialSubject": .object([
                "id": .string(name + "#list"), "type": .string("BitstringStatusList"),
                "statusPurpose": .string(purpose.rawValue),
                "encodedList": .string(Multibase.base64(Self.gzip(bits))),
            ]),
        ])
        return DataIntegrityProof.adding(to: unsigned, by: key, created: date, compact: nil)
    }

    private static let types = ["VerifiableCredential", "BitstringStatusListCredential"]

    /// A list with what its credential says of it.
    public struct Signed: Sendable {
        /// The list.
        public let list: StatusList
        /// Who signed it.
        public let signer: PublicKey
        /// The day from which it holds.
        public let from: CivilDate
        /// The first day on which it no longer holds.
        public let until: CivilDate
    }

    /// Reads a signed list; nil when it is none, states no end, holds for longer than `days`, or its signature does not
    /// hold.
    public static func read(_ credential: JSONValue) -> Signed? {
        func date(_ name: String) -> CivilDate? {
            credential[name]?.string.flatMap { CivilDate(iso: $0.prefix(10)) }
        }
        let proofs = DataIntegrityProof.proofs(of: credential)
        guard proofs.count == 1, let name = credential["id"]?.string,
            credential["type"] == .array(types.map(JSONValue.string)),
            let signer = DataIntegrityProof.signer(of: proofs[0], on: credential),
            credential["issuer"]?.string == signer.identifier,
            let from = date("validFrom"), let until = date("validUntil"), from < until,
            until <= from.adding(days: days),
            let subject = credential["credentialSubject"],
            let purpose = subject["statusPurpose"]?.string.flatMap(Purpose.init),
            let text = subject["encodedList"]?.string, text.utf8.count < 200_000,
            let packed = Multibase.bytes(ofBase64: text),
            let bits = gunzip(packed, count: capacity / 8)
        else { return nil }
        var list = StatusList(purpose, name: name)
        list.bits = bits
        return Signed(list: list, signer: signer, from: from, until: until)
    }

    // MARK: - gzip

    private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return [] }
        defer { deflateEnd(&stream) }
        var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 1_024))
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target -> Int in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
            }
        }
        return Array(output.prefix(written))
    }

    /// Exactly so many bytes, or nil; more are never unpacked.
    private static func gunzip(_ packed: [UInt8], count: Int) -> [UInt8]? {
        var stream = z_stream()
        guard
            inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        var (input, output) = (packed, [UInt8](repeating: 0, count: count))
        let isWhole = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target -> Bool in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0
                    && Int(stream.total_out) == count
            }
        }
        return isWhole ? output : nil
    }
}
