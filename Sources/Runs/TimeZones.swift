import Glibc
import Quantities

/// The IANA zones of this machine, read from its time zone files (RFC 8536), so that the
/// release of the zone data can be named beside every figure.
struct TimeZones {
    /// Zones are known up to here; later years follow the last rule until then.
    private static let lastYear = 2199
    private static let folder = "/usr/share/zoneinfo/"

    private var known: [String: LocalCalendar] = [:]

    /// The release of the zone data, such as `2026a`; `unknown` when the system does not say.
    static let release: String = {
        guard let text = Files.text(at: folder + "tzdata.zi"),
            let line = text.split(separator: "\n").first, line.hasPrefix("# version ")
        else { return "unknown" }
        return String(line.dropFirst("# version ".count))
    }()

    /// The same, of a zone that is asked for once.
    @Sendable static func named(_ identifier: String) -> LocalCalendar? {
        var zones = TimeZones()
        return zones.calendar(named: identifier)
    }

    /// The calendar of a zone; nil when this machine has no such zone.
    mutating func calendar(named identifier: String) -> LocalCalendar? {
        if let calendar = known[identifier] { return calendar }
        let parts = identifier.split(separator: "/", omittingEmptySubsequences: false)
        let allowed = identifier.utf8.allSatisfy {
            $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7a
                || "/_+-".utf8.contains($0)
        }
        guard allowed, !identifier.isEmpty, identifier.utf8.count < 64,
            parts.allSatisfy({ !$0.isEmpty }),
            let bytes = Files.bytes(at: Self.folder + identifier, limit: 1 << 20),
            let calendar = Self.calendar(identifier, from: bytes)
        else { return nil }
        known[identifier] = calendar
        return calendar
    }

    private static func calendar(_ identifier: String, from bytes: [UInt8]) -> LocalCalendar? {
        var reader = BigEndian(bytes)
        guard let first = Header(&reader), first.version >= 2 else { return nil }
        reader.skip(first.bodyLength(timeSize: 4))
        guard let header = Header(&reader) else { return nil }
        let changes = (0..<header.times).compactMap { _ in reader.integer(8) }
        let indices = (0..<header.times).compactMap { _ in reader.integer(1) }
        var types: [Int64] = []
        for _ in 0..<header.types {
            guard let offset = reader.integer(4) else { return nil }
            types.append(offset)
            reader.skip(2)
        }
        reader.skip(header.characters + header.leaps * 12 + header.standards + header.universals)
        guard changes.count == header.times, indices.count == header.times,
            let initial = types.first,
            indices.allSatisfy({ types.indices.contains(Int($0)) })
        else { return nil }
        var allChanges = changes
        var offsets = [initial] + indices.map { types[Int($0)] }
        let footer = String(decoding: reader.rest, as: UTF8.self).filter { $0 != "\n" }
        if let rule = ZoneRule(footer) {
            for change in rule.changes(after: changes.last, to: lastYear) {
                allChanges.append(change.at)
                offsets.append(change.offset)
            }
        }
        return LocalCalendar(identifier: identifier, changes: allChanges, offsets: offsets)
    }

    private struct Header {
        let version: Int
        let universals, standards, leaps, times, types, characters: Int

        init?(_ reader: inout BigEndian) {
            guard reader.integer(4) == 0x545A_6966, let version = reader.integer(1) else {
                return nil
            }
            reader.skip(15)
            self.version = version == 0 ? 1 : Int(version) - 0x30
            let counts = (0..<6).compactMap { _ in reader.integer(4) }.map(Int.init)
            guard counts.count == 6, counts.allSatisfy({ (0...65_536).contains($0) }) else {
                return nil
            }
            (universals, standards, leaps) = (counts[0], counts[1], counts[2])
            (times, types, characters) = (counts[3], counts[4], counts[5])
        }

        func bodyLength(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards
                + universals
        }
    }

    /// Signed big-endian integers from bytes.
    private struct BigEndian {
        private let bytes: [UInt8]
        private var offset = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func integer(_ size: Int) -> Int64? {
            guard offset + size <= bytes.count else { return nil }
            var value: Int64 = size > 1 && bytes[offset] >= 0x80 ? -1 : 0
            for byte in bytes[offset..<offset + size] { value = value << 8 | Int64(byte) }
            offset += size
            return value
        }

        mutating func skip(_ count: Int) { offset = min(bytes.count, offset + count) }

        var rest: ArraySlice<UInt8> { bytes[offset...] }
    }
}
