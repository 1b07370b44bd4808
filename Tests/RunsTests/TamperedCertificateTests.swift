import Credentials
import Foundation
import Provenance
import Quantities
import Reporting
import Runs
import TestSupport
import Testing

/// The example's certificate, changed in every way that a forger may think of.
@Suite struct TamperedCertificateTests {
    /// The example's certificate, made once.
    private struct Issued: Sendable {
        let json: [UInt8]
        let pdf: [UInt8]
        let means: Verification.Means

        static let shared = Result { try Issued() }

        private init() throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().path
            let folder = NSTemporaryDirectory() + "carbongrade-" + UUID().uuidString
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.copyBytes(
                atPath: root + "/Examples/pearl-river", toPath: folder)
            let key = SigningKey.random()
            let day = try #require(CivilDate(year: 2026, month: 2, day: 1))
            let request = Certification.Request(
                site: "dc-nansha", period: try #require(Period("2025")),
                scheme: "gb-40879-2021", issuedOn: day)
            let outcome = try Certification.overLedger(
                request, Portfolio(folder: folder), PublishedData(folder: root)
            ).issue(by: key, language: .both)
            json = outcome.json
            pdf = try #require(outcome.pdf)
            means = Verification.Means(
                keys: try KeyRing(text: KeyRing.line(of: key.publicKey)), day: day)
        }
    }

    private let issued: Issued

    init() throws { issued = try Issued.shared.get() }

    private func failedStep(_ bytes: [UInt8]) -> Verification.Step? {
        Verification(of: bytes, issued.means).failure?.step
    }

    private func failedStep(_ text: String) -> Verification.Step? { failedStep(Array(text.utf8)) }

    private var text: String { String(decoding: issued.json, as: UTF8.self) }

    @Test("unchanged, both forms are valid")
    func unchanged() {
        #expect(failedStep(issued.json) == nil)
        #expect(failedStep(issued.pdf) == nil)
    }

    @Test("one letter more in any name of a member or in any text is found")
    func everyText() {
        // The places of the quotation marks that end a string; the document has no escaped one.
        let marks = issued.json.indices.filter { issued.json[$0] == UInt8(ascii: "\"") }
        #expect(!issued.json.contains(UInt8(ascii: "\\")))
        let ends = marks.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(ends.count > 800)
        for place in ends {
            var changed = issued.json
            changed.insert(UInt8(ascii: "x"), at: place)
            #expect(failedStep(changed) != nil, "byte \(place)")
        }
    }

    @Test("a flipped truth value and a null that is no longer null are found")
    func words() {
        for (was, now) in [("true", "false"), ("false", "true"), ("null", "\"\"")] {
            var start = text.startIndex
            while let range = text.range(of: was, range: start..<text.endIndex) {
                #expect(failedStep(text.replacingCharacters(in: range, with: now)) != nil)
                start = range.upperBound
            }
        }
    }

    @Test(
        "a better figure is found by the digest, and an unknown word by the form",
        arguments: [
            ("\"level\":\"2\"", "\"level\":\"1\"", Verification.Step.identity),
            ("\"value\":\"1.275964\"", "\"value\":\"1.175964\"", .identity),
            ("\"self_declared\"", "\"reasonable\"", .identity),
            ("\"self_declared\"", "\"official\"", .schema),
            ("\"2025-01-01\"", "\"2025-02-30\"", .schema),
            ("eddsa-jcs-2022", "none", .schema),
        ])
    func forged(was: String, now: String, step: Verification.Step) {
        #expect(text.contains(was))
        #expect(failedStep(text.replacing(was, with: now)) == step)
    }

    @Test("other bytes for the same meaning are refused as not canonical")
    func notCanonical() {
        let others = [
            text + "\n", " " + text, text.replacing(":", with: ": ", maxReplacements: 1),
            text.replacing("\"issued_on\":", with: "\"issued_on\":\"2026-02-01\",\"issued_on\":"),
            text.replacing("\"complete_hours\":\"0.99", with: "\"complete_hours\":\"\\u0030.99"),
            text.replacing("\"category\":\"1\"", with: "\"category\":1"),
        ]
        for other in others {
            #expect(other != text)
            #expect(failedStep(other) == .form)
        }
        var broken = issued.json
        broken[broken.count / 2] = 0xFF
        #expect(failedStep(broken) == .form)
    }

    @Test("a change of any byte of the PDF is found, wherever it lies")
    func paper() {
        // Every byte of the trailer, every 499th of the page, its metadata and the credential.
        let end = issued.pdf.count
        let places = Array(stride(from: 0, to: end, by: 499)) + Array((end - 700)..<end)
        for place in places {
            var changed = issued.pdf
            changed[place] ^= 0x01
            #expect(failedStep(changed) != nil, "byte \(place)")
        }
        #expect(failedStep(issued.pdf + Array("\n%%EOF\n".utf8)) != nil)
    }

    @Test("the QR code's text is verified alone, is short, and no letter of it can be changed")
    func compact() throws {
        let credential = try StrictJSON.canonicalValue(of: issued.json)
        let text = try #require(credential["proof"]?["compactProof"]?.string)
        #expect(text.utf8.count < 450)
        func failed(_ text: String) -> Bool {
            Verification(ofCompact: Array(text.utf8), issued.means).failure != nil
        }
        #expect(!failed(text))
        let letters = Array(text)
        for place in letters.indices {
            var changed = letters
            changed[place] = changed[place] == "A" ? "B" : "A"
            #expect(failed(String(changed)), "letter \(place)")
        }
        #expect(failed(text + "00"))
        #expect(failed(String(text.dropLast(3))))
    }

    @Test("an issuer's key that was not valid on the day of signing is refused")
    func keyDates() throws {
        let credential = try StrictJSON.canonicalValue(of: issued.json)
        let name = try #require(credential["issuer"]?["id"]?.string)
        for (dates, isValid) in [
            ("from=2026-02-01", true), ("from=2026-02-02", false), ("until=2026-02-02", true),
            ("until=2026-02-01", false),
        ] {
            var means = issued.means
            means.keys = try KeyRing(text: name + " " + dates)
            #expect((Verification(of: issued.json, means).failure == nil) == isValid, "\(dates)")
        }
    }
}
