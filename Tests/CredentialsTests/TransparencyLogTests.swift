import Credentials
import Provenance
import Quantities
import Reporting
import Testing

@Suite struct TransparencyLogTests {
    private let key = SigningKey.random()
    private let day = CivilDate(dayNumber: 20_485)

    private func digest(_ digit: Character) throws -> Digest {
        try #require(Digest(hexadecimal: String(repeating: digit, count: 64)))
    }

    private func log() throws -> TransparencyLog {
        var log = TransparencyLog()
        log.add(.issued, try digest("a"), on: day, statusIndex: 0, reason: "", by: key)
        log.add(.issued, try digest("b"), on: day, statusIndex: 1, reason: "", by: key)
        log.add(.suspended, try digest("a"), on: day, statusIndex: 0, reason: "读数存疑", by: key)
        log.add(.revoked, try digest("b"), on: day, statusIndex: 1, reason: "moved", by: key)
        return log
    }

    @Test("a log read back has the same head and tells the state of each certificate")
    func states() throws {
        let log = try log()
        let again = try TransparencyLog(bytes: Array(log.text.utf8))
        #expect(again.head == log.head)
        #expect(again.entries.count == 4)
        #expect(try again.state(of: digest("a")) == .suspended)
        #expect(try again.state(of: digest("b")) == .revoked)
        #expect(try again.state(of: digest("c")) == nil)
    }

    @Test("no byte of a log can be changed unnoticed")
    func everyByte() throws {
        let bytes = Array(try log().text.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x01
            #expect(throws: TransparencyLog.Fault.self, "byte \(index)") {
                try TransparencyLog(bytes: changed)
            }
        }
    }

    @Test("no line can be taken out, put twice, or turned round; an older state is a beginning")
    func lines() throws {
        let log = try log()
        let lines = log.text.split(separator: "\n")
        func joined(_ lines: [Substring]) -> [UInt8] {
            Array((lines.joined(separator: "\n") + "\n").utf8)
        }
        for index in 0..<3 {
            var fewer = lines
            fewer.remove(at: index)
            #expect(throws: TransparencyLog.Fault.self) {
                try TransparencyLog(bytes: joined(fewer))
            }
            var turned = lines
            turned.swapAt(index, index + 1)
            #expect(throws: TransparencyLog.Fault.self) {
                try TransparencyLog(bytes: joined(turned))
            }
        }
        #expect(throws: TransparencyLog.Fault.self) {
            try TransparencyLog(bytes: joined(lines + [lines[3]]))
        }
        #expect(throws: TransparencyLog.Fault.self) {
            try TransparencyLog(bytes: Array(log.text.utf8.dropLast()))
        }
        // The end can be cut off, and this is what the comparison with an older state is for.
        let shorter = try TransparencyLog(bytes: joined(Array(lines.prefix(3))))
        #expect(log.continues(shorter))
        #expect(!shorter.continues(log))
        var forked = shorter
        forked.add(.reinstated, try digest("a"), on: day, statusIndex: 0, reason: "", by: key)
        #expect(!forked.continues(log))
    }
}

@Suite struct StatusListTests {
    @Test("bits are set from the left, signed, packed, and read back")
    func roundTrip() throws {
        let key = SigningKey.random()
        var list = StatusList(.revocation, name: "urn:carbongrade:status:x:revocation")
        for index in [0, 9, 131_071] { list[index] = true }
        let credential = list.credential(signedBy: key, on: CivilDate(dayNumber: 20_485))
        let read = try #require(StatusList.read(credential))
        #expect(read.signer == key.publicKey)
        #expect(read.list == list)
        #expect("\(read.from)" == "2026-02-01")
        // 27 days left of February, 31 of March, 30 of April, 4 of May: 92.
        #expect("\(read.until)" == "2026-05-04")
        #expect((0..<20).filter { read.list[$0] } == [0, 9])
        let renamed = credential.with("id", .string("urn:carbongrade:status:y:revocation"))
        #expect(StatusList.read(renamed) == nil)
        // No byte of a list can be changed unnoticed.
        let bytes = CanonicalJSON.bytes(of: credential)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x01
            let isRead = (try? StrictJSON.canonicalValue(of: changed)).flatMap(StatusList.read)
            #expect(isRead == nil, "byte \(index)")
        }
        // Who could stretch a list could hide a revocation for good.
        let stretched = credential.with("validUntil", .string("2099-01-01T00:00:00Z"))
        #expect(StatusList.read(stretched) == nil)
        #expect(StatusList.read(credential.without("validUntil")) == nil)
        // Nor may the issuer itself: 2026-05-04 is the last end that a list of 2026-02-01 may have.
        func lasting(until end: String) -> StatusList.Signed? {
            StatusList.read(
                DataIntegrityProof.adding(
                    to: credential.without("proof").with("validUntil", .string(end)), by: key,
                    created: CivilDate(dayNumber: 20_485), compact: nil))
        }
        #expect(lasting(until: "2026-05-04T00:00:00Z") != nil)
        #expect(lasting(until: "2026-05-05T00:00:00Z") == nil)
    }
}
