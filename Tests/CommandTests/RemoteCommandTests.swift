import Foundation
import TestSupport
import Testing

/// Commands against a platform on loopback: the same words, the same exit codes.
@Suite struct RemoteCommandTests {
    /// One site over a year: 10 kWh an hour in, 8 of them used by IT. PUE 1.25, a level of GB 40879.
    private static func year() throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\nlanguage: en\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\nnorth,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv"
        )
        try folder.write(
            """
            meter_id,site_id,account,quantity,unit,interval,measurement_point
            grid,north,grid_import,interval,kWh,PT1H,
            it,north,it,interval,kWh,PT1H,ups_output

            """, to: "meters.csv")
        var text = "timestamp,meter_id,value\n"
        for day in 0..<365 {
            let midnight = Date(timeIntervalSince1970: 1_735_660_800 + Double(day) * 86_400)
            let date = midnight.addingTimeInterval(28_800).formatted(.iso8601.year().month().day())
            for hour in 0..<24 {
                let stamp = "\(date)T\(hour < 10 ? "0" : "")\(hour):00:00+08:00"
                text += "\(stamp),grid,10\n\(stamp),it,8\n"
            }
        }
        try folder.write(text, to: "readings/year.csv")
        let outcome = try Program.run("ingest", "-C", folder.path, "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return folder
    }

    @Test("certificates are suspended, reinstated and revoked on a platform as in a folder")
    func status() async throws {
        let platform = try await ServedPlatform(try Self.year())
        let out = try Folder()
        let token = try await platform.token("read", "certify")
        let issued = try platform.run(
            token, "certify", "--site", "north", "--period", "2025", "--scheme", "gb-40879-2021",
            "-o", out.path, "--format", "json")
        let number = try #require(try Document(issued.output)["certificate"]?.text, "\(issued)")
        let eight = String(number.prefix(8))
        func change(_ words: String...) throws -> Program.Outcome {
            try Program.run(
                words + ["--server", platform.address, "--lang", "en"],
                environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": token])
        }
        // Nothing differs, and nothing is printed.
        let quiet = try change("suspend", "--restated")
        #expect(quiet.status == 0 && quiet.output.isEmpty, "\(quiet)")
        let suspended = try change("suspend", eight, "--reason", "in doubt")
        #expect(suspended.status == 0, "\(suspended.errors)")
        #expect(suspended.output == "suspended \(number)  in doubt\n")
        // What was suspended cannot be suspended again.
        let again = try change("suspend", eight, "--reason", "in doubt")
        #expect(again.status == 3 && again.errors.contains("[wrong-state]"), "\(again)")
        let reinstated = try change(
            "reinstate", eight, "--reason", "looked at", "--format", "csv")
        #expect(
            reinstated.output == "certificate,event,reason\n\(number),reinstated,looked at\n")
        // A reading that comes later, booked by a command in the folder: the platform sees it at once.
        try platform.folder.write(
            "timestamp,meter_id,value\n2025-05-05T10:00:00+08:00,grid,11\n", to: "correction.csv")
        try Program.run(
            "ingest", platform.folder.path + "/correction.csv", "-C", platform.folder.path,
            "--quiet")
        let restated = try change("suspend", "--restated", "--format", "json")
        #expect(restated.status == 0, "\(restated.errors)")
        let line = try Document(restated.output)["certificates"]?[0]
        #expect(line?["certificate"]?.text == number)
        #expect(line?["reason"]?.text?.hasPrefix("restatement: ") == true)
        let revoked = try change("revoke", number, "--reason", "meter exchanged")
        #expect(revoked.output == "revoked \(number)  meter exchanged\n")
        // The folder tells the same as the platform.
        let log = platform.folder.path + "/.carbongrade/certificates/log.jsonl"
        #expect(try String(contentsOfFile: log, encoding: .utf8).contains("meter exchanged"))

        for (words, code) in [
            (["revoke", number, "--reason", "again"], 3),
            (["revoke", "00000000", "--reason", "none such"], 3),
            (["revoke", "../me", "--reason", "no number"], 3),
            (["revoke", number], 2),
            (["revoke", number, "--reason", "x", "--key", "k"], 2),
            (["suspend", "--reason", "x"], 2),
            (["suspend", number, "--restated"], 2),
        ] {
            let refused = try Program.run(
                words + ["--server", platform.address],
                environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": token])
            #expect(refused.status == Int32(code), "\(words): \(refused)")
        }
        let reader = try await platform.token("read")
        let forbidden = try platform.run(reader, "revoke", number, "--reason", "x")
        #expect(forbidden.status == 2 && forbidden.errors.contains("do not permit"))
    }

    @Test("what disqualifies and what is not there end a command on a platform as in a folder")
    func exitCodes() async throws {
        let platform = try await ServedPlatform(try Self.year())
        let token = try await platform.token("read", "evidence", "account", "report")
        /// The command in the folder and on the platform; in what language does not matter.
        func both(_ words: [String]) throws -> (here: Int32, there: Int32) {
            let here = try Program.run(words + ["-C", platform.folder.path, "--quiet"])
            let there = try Program.run(
                words + ["--server", platform.address],
                environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": token])
            return (here.status, there.status)
        }
        let period = ["--period", "2025"]
        for (words, code) in [
            (["account"] + period, 0), (["undo", "999"], 3), (["undo", "0"], 3),
            (["plan"] + period + ["--target", "nosuch:1"], 2),
            (["plan"] + period + ["--target", "gb-40879-2021:9"], 2),
            (["plan", "--period", "2025-03"], 2),
            (["grade"] + period + ["--scheme", "nosuch"], 2),
            (["account"] + period + ["--site", "nosuch"], 2),
        ] {
            let (here, there) = try both(words)
            #expect(here == Int32(code) && there == here, "\(words): \(here), \(there)")
        }
        // Nothing was handed in, as a folder without a file.
        let none = try platform.run(
            token, "report", "--rolled-up", "--period", "2025Q3", "-o", "/nowhere")
        #expect(none.status == 5, "\(none)")
        // An hour in which the IT equipment uses 50 kWh of 10: what was metered below is more than what came in.
        try platform.folder.write(
            "timestamp,meter_id,value\n2025-05-05T10:00:00+08:00,it,90000\n", to: "wrong.csv")
        try Program.run(
            "ingest", platform.folder.path + "/wrong.csv", "-C", platform.folder.path, "--quiet")
        for words in [["account"], ["grade"], ["plan"], ["ledger"], ["check"]] {
            for form in ["table", "csv", "json"] {
                let (here, there) = try both(words + period + ["--format", form])
                #expect(here == 1 && there == 1, "\(words) \(form): \(here), \(there)")
            }
        }
        let (here, there) = try both(["explain", "north:pue"] + period)
        #expect(here == there, "explain: \(here), \(there)")
    }

    @Test("a verifier countersigns what a platform issued, and its key stays where it lies")
    func countersigning() async throws {
        let platform = try await ServedPlatform(try Self.year())
        let desk = try Folder()
        let (key, other) = (desk.path + "/verifier", desk.path + "/other")
        try Program.run("keygen", "-o", key)
        try Program.run("keygen", "-o", other)
        let issuer = try await platform.token("read", "certify")
        let issued = try platform.run(
            issuer, "certify", "--site", "north", "--period", "2025", "--scheme", "gb-40879-2021",
            "--assurance", "limited", "--verifier-key", key + ".pub", "--verifier-name", "V",
            "--verification-standard", "ISO 14064-3:2019", "--opinion", "unmodified", "-o",
            desk.path + "/issued", "--format", "json")
        let number = try #require(try Document(issued.output)["certificate"]?.text, "\(issued)")
        // A platform that gives this credential for another number gets no signature of it, and one that points
        // elsewhere is not followed there with the token.
        let liar = try await Liar(giving: "\(desk.path)/issued/\(number).json")
        let secret = ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": "cgt_secret"]
        let zeros = String(repeating: "0", count: 64)
        let misled = try Program.run(
            [
                "countersign", zeros, "--key", key, "-o", desk.path + "/no", "--server",
                liar.address,
            ],
            environment: secret)
        #expect(misled.status == 3 && misled.errors.contains("another certificate"), "\(misled)")
        let sent = try Program.run(
            ["account", "--period", "2025", "--server", liar.address], environment: secret)
        #expect(sent.status == 5 && sent.errors.contains("another address"), "\(sent)")
        let asked = try liar.asked
        // One for the credential; two for the account, of which the first came too early.
        #expect(asked.map { $0.hasPrefix("GET /api/v1/") } == [true, true, true], "\(asked)")
        // A report that leaves nothing to sign is not taken for one that was signed.
        let unsigned = try Program.run(
            [
                "report", "--period", "2025Q3", "--sign", key, "-o", desk.path + "/unsigned",
                "--server", liar.address,
            ],
            environment: secret)
        #expect(unsigned.status == 5 && unsigned.errors.contains("submission"), "\(unsigned)")
        #expect(!FileManager.default.fileExists(atPath: desk.path + "/unsigned"))
        let verifier = try await platform.token("read", "evidence")
        for (words, code) in [
            ([number, "--key", other], 3), ([String(number.prefix(8)), "--key", key], 3),
            ([number, "--key", desk.path + "/none"], 3),
        ] {
            let refused = try Program.run(
                ["countersign"] + words + ["-o", desk.path, "--server", platform.address],
                environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": verifier])
            #expect(refused.status == Int32(code), "\(words): \(refused)")
        }
        // The certifier sees no evidence's worth of permission in this token, and hands nothing in.
        let forbidden = try platform.run(
            issuer, "countersign", number, "--key", key, "-o", desk.path + "/no")
        #expect(forbidden.status == 2, "\(forbidden)")
        #expect(!FileManager.default.fileExists(atPath: desk.path + "/no"))
        let signed = try platform.run(
            verifier, "countersign", number, "--key", key, "-o", desk.path + "/signed")
        #expect(
            signed.output
                == "\(desk.path)/signed/\(number).json\n\(desk.path)/signed/\(number).pdf\n",
            "\(signed)")
        // Strangers can tell, from the platform and without it.
        let file = try Data(
            contentsOf: URL(fileURLWithPath: "\(desk.path)/signed/\(number).json"))
        let verified = try await platform.ask("POST", "/verify", file)
        #expect(try Document(verified.text)["result"]?.text == "valid", "\(verified.text)")
        // The file that was recomputed does as well as the number; the same once more changes nothing.
        let same = try platform.run(
            verifier, "countersign", "\(desk.path)/issued/\(number).json", "--key", key, "-o",
            desk.path + "/again", "--format", "csv")
        #expect(same.status == 0, "\(same)")
        #expect(same.output.hasPrefix("certificate,file\n\(number),\(number).json\n"))
        // What is countersigned is not signed again, but given once more, to the byte and on whatever day.
        let late = try platform.run(
            verifier, "countersign", number, "--key", key, "-o", desk.path + "/late",
            "--signed-on", "2030-01-01")
        #expect(late.status == 0, "\(late)")
        for name in ["json", "pdf"] {
            let files = try ["signed", "late"].map {
                try Data(contentsOf: URL(fileURLWithPath: "\(desk.path)/\($0)/\(number).\(name)"))
            }
            #expect(files[0] == files[1], "\(name)")
        }
        let another = try platform.run(
            verifier, "countersign", number, "--key", other, "-o", desk.path + "/another")
        #expect(another.status == 3 && another.errors.contains("countersigned"), "\(another)")
    }

    @Test("units' submissions are handed in and rolled up on a platform as in a folder")
    func submissions() async throws {
        let platform = try await ServedPlatform(try Self.year())
        let desk = try Folder()
        let key = desk.path + "/unit"
        try Program.run("keygen", "-o", key)
        let report = ["report", "--period", "2025Q3", "--today", "2025-10-05", "--quiet"]
        try Program.run(
            report + ["-C", platform.folder.path, "-o", desk.path + "/here", "--sign", key])
        let accountant = try await platform.token("read", "evidence", "report")
        func ask(_ words: [String]) throws -> Program.Outcome {
            try Program.run(
                words + ["--server", platform.address, "--lang", "en"],
                environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": accountant])
        }
        func bytes(_ name: String) throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: desk.path + "/" + name))
        }
        // Signed here over what the platform worked out: to the byte what is signed beside the readings.
        let there = try ask(report + ["-o", desk.path + "/there", "--sign", key, "--public"])
        #expect(there.status == 0, "\(there)")
        #expect(there.output.contains("submission.json\n"))
        #expect(there.output.contains("public-statistics.json\n"))
        #expect(!there.output.contains("unsigned.json"))
        #expect(try bytes("there/submission.json") == bytes("here/submission.json"))

        try FileManager.default.createDirectory(
            atPath: desk.path + "/units", withIntermediateDirectories: true)
        try bytes("here/submission.json").write(
            to: URL(fileURLWithPath: desk.path + "/units/a.json"))
        let rollUp = ["report", "--from", desk.path + "/units", "-o"]
        // Nobody's key is trusted yet.
        let strange = try ask(rollUp + [desk.path + "/strange"])
        #expect(strange.status == 4, "\(strange)")
        #expect(strange.errors.contains("[submission-unverified]"))
        #expect(!FileManager.default.fileExists(atPath: desk.path + "/strange"))
        let administrator = try await platform.token("administer", "read")
        let kept = try await platform.ask(
            "PUT", "/api/v1/unit-keys", try bytes("unit.pub"),
            [
                "Authorization": "Bearer " + administrator,
                "Content-Type": "application/octet-stream",
            ])
        #expect(kept.status == 204, "\(kept.text)")
        for _ in 0..<2 {
            let rolled = try ask(rollUp + [desk.path + "/rolled"])
            #expect(rolled.status == 0, "\(rolled)")
        }
        func list() async throws -> Document? {
            let answer = try await platform.ask(
                "GET", "/api/v1/submissions", nil, ["Authorization": "Bearer " + accountant])
            return try Document(answer.text)["submissions"]
        }
        // The platform's roll-up is that of the command, to the byte, over a file of the same name.
        let digest = try #require(try await list()?[0]?["submission"]?.text)
        try desk.write(
            String(decoding: try bytes("here/submission.json"), as: UTF8.self),
            to: "units-here/\(digest).json")
        let own = try Program.run(
            "report", "--from", desk.path + "/units-here", "-o", desk.path + "/own", "--keys",
            key + ".pub", "-C", platform.folder.path, "--quiet")
        #expect(own.status == 0, "\(own)")
        #expect(try bytes("rolled/report.json") == bytes("own/report.json"))
        // What is there already is rolled up without handing anything in.
        let held = try ask([
            "report", "--rolled-up", "--period", "2025Q3", "--public", "-o", desk.path + "/held",
        ])
        #expect(held.status == 0 && held.output.contains("public-statistics.csv"), "\(held)")

        // One of another period beside it: refused before anything is sent.
        try Program.run(
            "report", "--period", "2025Q2", "--today", "2025-10-05", "--quiet", "-C",
            platform.folder.path, "-o", desk.path + "/other", "--sign", key)
        try bytes("other/submission.json").write(
            to: URL(fileURLWithPath: desk.path + "/units/b.json"))
        #expect(try ask(rollUp + [desk.path + "/mixed"]).status == 3)
        #expect(try await list()?.elements.count == 1)
        // One that was changed on the way fails to verify before anything is sent.
        let forged = String(decoding: try bytes("other/submission.json"), as: UTF8.self)
            .replacing("Test", with: "Best")
        try desk.write(forged, to: "units/b.json")
        #expect(try ask(rollUp + [desk.path + "/forged"]).status == 4)

        for words in [
            ["report", "--rolled-up", "-o", "x"], rollUp + ["x", "--keys", key + ".pub"],
            rollUp + ["x", "--rolled-up"], rollUp + ["x", "--organisation", "O"],
            rollUp + ["x", "--sign", key],
        ] {
            #expect(try ask(words).status == 2, "\(words)")
        }
        #expect(
            try Program.run(
                "report", "--rolled-up", "--period", "2025Q3", "-o", desk.path + "/y"
            ).status == 2)
    }
}
