import Foundation
import Testing

/// Certificates as their issuer, their verifier and a forger meet them.
@Suite(.serialized) struct CertificateTests {
    private let issued: IssuedCertificate

    init() throws { issued = try IssuedCertificate.shared.get() }

    @Test("the example is certified, in JSON and PDF, and both are verified offline")
    func valid() throws {
        for file in [issued.json, issued.pdf] {
            let outcome = try issued.verify(file)
            let document = try Document(outcome.output)
            #expect(outcome.status == 0)
            #expect(document["result"]?.text == "valid")
            #expect(document["certificate"]?.text == issued.identity)
            let status = document["steps"]?.elements.first { $0["step"]?.text == "status" }
            #expect(status?["result"]?.text == "not_checked")
        }
        let credential = try Document(String(contentsOfFile: issued.json, encoding: .utf8))
        let subject = credential["credentialSubject"]
        #expect(subject?["grade"]?["level"]?.text == "2")
        #expect(subject?["grade"]?["value"]?.text == "1.275964")
        #expect(subject?["assurance"]?["level"]?.text == "self_declared")
        // 0.998744 of the hours carry a ratio, but no total.
        #expect(subject?["energy"]?["certified"]?.text == "false")
        #expect(subject?["indicators"]?["pue"]?["certified"]?.text == "true")
    }

    @Test("a verifier who does not know the issuer's key gets exit code 4")
    func unknownKey() throws {
        let without = try Program.run("verify", issued.json, "--on", "2026-03-01")
        #expect(without.status == 4)
        try Program.run("keygen", "-o", issued.folder.path + "/stranger")
        let other = try Program.run(
            "verify", issued.json, "--on", "2026-03-01", "--keys",
            issued.folder.path + "/stranger.pub", "--format", "json")
        #expect(other.status == 4)
        #expect(try Document(other.output)["failed_step"]?.text == "issuer")
    }

    @Test(
        "before and after its validity a certificate is not valid",
        arguments: [
            ("2026-01-31", 4), ("2026-02-01", 0), ("2027-01-31", 0), ("2027-02-01", 4),
        ])
    func validity(day: String, status: Int32) throws {
        let outcome = try Program.run(
            "verify", issued.json, "--keys", issued.keys, "--on", day)
        #expect(outcome.status == status)
    }

    @Test("issuing the same again gives the same bytes, in any locale, zone and language")
    func sameBytes() throws {
        for environment in [
            ["LC_ALL": "zh_CN.UTF-8", "TZ": "America/New_York"], ["LC_ALL": "C", "TZ": "UTC"],
        ] {
            let out = issued.folder.path + "/again"
            try Program.run(
                ["certify", "-C", issued.portfolio, "--key", issued.key] + IssuedCertificate.asked
                    + ["-o", out],
                environment: environment)
            for file in [issued.json, issued.pdf] {
                let name = (file as NSString).lastPathComponent
                let again = FileManager.default.contents(atPath: out + "/" + name)
                #expect(again == FileManager.default.contents(atPath: file))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: out).count == 2)
        }
    }

    @Test("an independent implementation in Python agrees, and finds what was changed")
    func independent() throws {
        let script = Program.root + "/Tests/Oracle/verify_certificate.py"
        let python = "/usr/bin/env"
        func check(_ file: String) throws -> Int32 {
            try Program.run(["python3", script, file, issued.keys], executable: python).status
        }
        guard try check("--self-test") == 0 else {
            print("skipped: Python's cryptography is not installed")
            return
        }
        #expect(try check(issued.json) == 0)
        let text = try String(contentsOfFile: issued.json, encoding: .utf8)
        let changed = issued.folder.path + "/changed.json"
        try text.replacing("1.275964", with: "1.175964").write(
            toFile: changed, atomically: true, encoding: .utf8)
        #expect(try check(changed) == 1)
    }

    @Test("the page that checks QR codes in a browser agrees, and finds what was changed")
    func page() throws {
        let credential = try Document(String(contentsOfFile: issued.json, encoding: .utf8))
        let text = try #require(credential["proof"]?["compactProof"]?.text)
        func check(_ text: String, on day: String = "2026-03-01") throws -> Int32 {
            try Program.run(
                [
                    "node", Program.root + "/Tests/Oracle/check_page.mjs",
                    Program.root + "/Documentation/verify.html", text, issued.keys, day,
                ], executable: "/usr/bin/env"
            ).status
        }
        let status = try check(text)
        // 126: a folder of PATH that this user may not enter stands before it.
        guard status != 127, status != 126 else {
            print("skipped: node is not installed")
            return
        }
        #expect(status == 0)
        #expect(try check(text, on: "2027-02-01") == 1)
        let place = text.index(text.startIndex, offsetBy: 100)
        let other = text[place] == "A" ? "B" : "A"
        #expect(try check(text.replacingCharacters(in: place...place, with: other)) == 1)
    }

    @Test("the PDF is sound, all its fonts are inside and are the two that were chosen")
    func soundPaper() throws {
        func tool(_ arguments: String...) throws -> Program.Outcome? {
            let outcome = try Program.run(arguments, executable: "/usr/bin/env")
            return outcome.status == 127 ? nil : outcome
        }
        if let check = try tool("qpdf", "--check", issued.pdf) {
            #expect(check.status == 0, "\(check.output)\(check.errors)")
        }
        if let fonts = try tool("pdffonts", issued.pdf) {
            let lines = fonts.output.split(separator: "\n").dropFirst(2)
            #expect(!lines.isEmpty)
            for line in lines {
                #expect(line.contains("OpenSans") || line.contains("WenQuanYiMicroHei"))
                // emb sub uni
                #expect(line.contains("yes yes yes"))
            }
        }
        if let text = try tool("pdftotext", "-layout", issued.pdf, "-") {
            for words in ["绿色低碳等级证书", "南沙数据中心", "自我声明", "Self-declared", "1.276"] {
                #expect(text.output.contains(words), "\(words)")
            }
        }
        if let attached = try tool("pdfdetach", "-list", issued.pdf) {
            #expect(attached.output.contains(issued.identity + ".json"))
        }
    }

    @Test("the PDF keeps the rules of PDF/A-3B, the attachment among them")
    func archivalPaper() throws {
        func python(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, executable: "/usr/bin/python3")
        }
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"),
            try python("-c", "import pikepdf, fontTools").status == 0
        else {
            print("skipped: python3-pikepdf or python3-fonttools is not installed")
            return
        }
        let script = Program.root + "/Tests/Oracle/check_archive.py"
        let seen = try python(script, issued.pdf, "--attached", issued.identity + ".json")
        #expect(seen.status == 0, "\(seen.output)\(seen.errors)")
        #expect(seen.output.contains(", 0 broken"))
        // The checker does not pass everything: another name, and a page that carries nothing.
        #expect(try python(script, issued.pdf, "--attached", "other.json").status == 1)
    }

    @Test("a phone that reads the QR code from the printed page gets what verifies")
    func scanned() throws {
        // 150 dots an inch: a page on an ordinary printer, seen by a camera.
        let picture = issued.folder.path + "/page"
        let drawn = try Program.run(
            ["pdftoppm", "-r", "150", "-png", "-singlefile", issued.pdf, picture],
            executable: "/usr/bin/env")
        let read = try Program.run(
            ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture + ".png"],
            executable: "/usr/bin/env")
        guard drawn.status != 127, read.status != 127 else {
            print("skipped: pdftoppm or zbarimg is not installed")
            return
        }
        let text = read.output.trimmingCharacters(in: .newlines)
        let credential = try Document(String(contentsOfFile: issued.json, encoding: .utf8))
        #expect(text == credential["proof"]?["compactProof"]?.text)
        #expect(try issued.verify(text).status == 0)
    }
}
