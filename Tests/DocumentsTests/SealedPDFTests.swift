import Documents
import Foundation
import Provenance
import Reporting
import Testing

@Suite struct SealedPDFTests {
    /// A credential with what the page needs at least; most of it is absent on purpose.
    private func credential(name: String) -> JSONValue {
        .object([
            "id": .string("nih:sha-256;" + String(repeating: "a", count: 64)),
            "validFrom": .string("2026-02-01T00:00:00Z"),
            "validUntil": .string("2027-02-01T00:00:00Z"),
            "issuer": .object(["id": .string("did:key:z6Mk"), "name": .string(name)]),
            "credentialSubject": .object([
                "site": .object(["name": .words(BilingualText(name, zh: name))]),
                "statement": .words(BilingualText(name, zh: name)),
            ]),
        ])
    }

    private func page(_ name: String = "Site") throws -> DrawnPage {
        try CertificateSheet.page(of: credential(name: name), compact: "CG1:ABC", language: .both)
    }

    /// A seal for the test: a sum of the message (FNV-1a), which any change of one byte changes.
    private func seal(_ message: [UInt8]) -> [UInt8] {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        message.withUnsafeBufferPointer { bytes in
            for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return (0..<64).map { UInt8(truncatingIfNeeded: sum >> UInt64($0 % 8 * 8)) ^ UInt8($0) }
    }

    private func sealed(_ name: String = "Site") throws -> [UInt8] {
        try SealedPDF.bytes(
            page: page(name), attaching: Array("{\"a\":\"b\"}".utf8), named: "a.json",
            key: "did:key:z6Mk", sign: seal)
    }

    @Test("a page has the same bytes each time it is drawn")
    func sameBytes() throws {
        let first = try sealed()
        let second = try sealed()
        #expect(first == second)
    }

    @Test("what was attached comes out, with key and seal")
    func roundTrip() throws {
        let file = try SealedPDF(sealed())
        #expect(file.attachment == Array("{\"a\":\"b\"}".utf8))
        #expect(file.key == "did:key:z6Mk")
        #expect(file.seal == seal(file.message))
    }

    @Test("no byte of the file can be changed unnoticed")
    func everyByte() throws {
        let bytes = try sealed()
        // Every byte of the update, and every 97th of the page, which is long.
        let update = bytes.count - 5_000
        let places = Array(stride(from: 0, to: update, by: 97)) + Array(update..<bytes.count)
        for place in places {
            var changed = bytes
            changed[place] ^= 0x01
            let isFound = (try? SealedPDF(changed)).map { $0.seal != seal($0.message) } ?? true
            #expect(isFound, "byte \(place)")
        }
    }

    @Test("a file with something before, behind or cut off is no sealed PDF")
    func edges() throws {
        let bytes = try sealed()
        let others: [[UInt8]] = [
            bytes + [0x0A], Array(bytes.dropLast()), Array(bytes.prefix(bytes.count / 2)), [],
            Array("%PDF-1.5\n".utf8), bytes + bytes.suffix(700),
        ]
        for other in others {
            let isFound = (try? SealedPDF(other)).map { $0.seal != seal($0.message) } ?? true
            #expect(isFound)
        }
    }

    @Test("names are drawn, never interpreted: markup and PDF operators leave no trace")
    func injection() throws {
        let hostile = "<b>x</b> & ) Tj /JS (app.alert) (\\ <</OpenAction"
        // Searched as bytes: among characters it would take minutes.
        let file = Data(try sealed(hostile))
        let opening = try #require(file.range(of: Data("<?xpacket begin".utf8)))
        let closing = try #require(file.range(of: Data("<?xpacket end".utf8)))
        let metadata = file[opening.lowerBound..<closing.upperBound]
        #expect(metadata.range(of: Data("&lt;b&gt;x&lt;/b&gt; &amp; ) Tj".utf8)) != nil)
        #expect(metadata.range(of: Data("<b>".utf8)) == nil)
        // Elsewhere the name is hexadecimal, or glyphs in a packed stream.
        let rest = file[..<opening.lowerBound] + file[closing.upperBound...]
        for word in ["/OpenAction", "/JS", "app.alert", "<b>"] {
            #expect(rest.range(of: Data(word.utf8)) == nil, "\(word)")
        }
    }
}
