import Foundation
import TestSupport
import Testing

/// What is published, asked of a platform and in the folder that it serves: the same to the byte.
@Suite struct RemotePublishedTests {
    /// A portfolio with a factor table of its own, and a name in it that is no region of the library.
    private static func portfolio() throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\nlanguage: en\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\nnorth,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv"
        )
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\ngrid,north,grid_import,interval,kWh,PT1H\n",
            to: "meters.csv")
        return folder
    }

    @Test("factors, schemes and measures of a platform are those of its folder")
    func same() async throws {
        let platform = try await ServedPlatform(try Self.portfolio())
        let token = try await platform.token("read")
        func both(_ words: [String]) throws -> (here: Program.Outcome, there: Program.Outcome) {
            let here = try Program.run(words + ["-C", platform.folder.path])
            let there = try Program.run(
                words + ["--server", platform.address],
                environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": token])
            return (here, there)
        }
        let commands: [(words: [String], code: Int32)] = [
            (["factors", "list"], 0),
            (["factors", "list", "--region", "US*", "--year", "2023"], 0),
            (["factors", "list", "--kind", "fuel"], 0),
            (["factors", "list", "--publication", "CN/mee-nbs-47-2025"], 0),
            (["factors", "list", "--release", "2026a", "--region", "CN-GD"], 0),
            (["factors", "list", "--region", "nowhere"], 0),
            (["factors", "list", "--release", "1999z"], 2),
            (["factors", "list", "--year", "-1"], 2),
            (["factors", "show", "CN-GD/2023/average"], 0), (["factors", "show", "R-410A"], 0),
            (["factors", "show", "CN/mee-nbs-47-2025"], 0), (["factors", "show", "none such"], 2),
            (["factors", "diff", "2026a", "2026b"], 0),
            (["factors", "diff", "CN/mee-nbs-33-2024", "CN/mee-nbs-47-2025"], 0),
            (["factors", "diff", "2026a", "none"], 2), (["schemes", "list"], 0),
            (["schemes", "show", "gb-40879-2021"], 0), (["schemes", "show", "none"], 2),
            (["measures", "list"], 0), (["measures", "list", "--kind", "telecom_room"], 0),
            (["measures", "show", "fan-speed-control"], 0), (["measures", "show", "a/b"], 2),
        ]
        for (words, code) in commands {
            for form in ["table", "csv", "json"] {
                for language in ["en", "zh"] {
                    let asked = words + ["--format", form, "--lang", language]
                    let (here, there) = try both(asked)
                    #expect(here.status == code, "\(asked): \(here.errors)")
                    #expect(there.status == code, "\(asked): \(there.errors)")
                    #expect(here.output == there.output, "\(asked)")
                    #expect(here.output.isEmpty == (code != 0), "\(asked)")
                }
            }
        }
    }

    @Test("what stands behind a figure is told by a platform in each form as in its folder")
    func explained() async throws {
        let folder = try Self.portfolio()
        try folder.write(
            "timestamp,meter_id,value\n2025-05-05T10:00:00+08:00,grid,11\n", to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path, "--quiet")
        let platform = try await ServedPlatform(folder)
        let token = try await platform.token("read", "evidence")
        for form in ["table", "csv", "json"] {
            for language in ["en", "zh"] {
                let words = [
                    "explain", "north:grid_import", "--period", "2025-05", "--format", form,
                    "--lang", language,
                ]
                let here = try Program.run(words + ["-C", folder.path, "--quiet"])
                let there = try Program.run(
                    words + ["--server", platform.address],
                    environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": token])
                #expect(here.status == 0 && there.status == 0, "\(there.errors)")
                #expect(here.output == there.output, "\(form) \(language)")
            }
        }
        // Findings as CSV, which the folder prints as well.
        let words = ["check", "--period", "2025-05", "--format", "csv", "--lang", "en"]
        let here = try Program.run(words + ["-C", folder.path, "--quiet"])
        let there = try platform.run(token, "check", "--period", "2025-05", "--format", "csv")
        #expect(here.output == there.output && here.status == there.status)
        #expect(here.output.hasPrefix("code,severity,"))
    }

    /// The commands that the help names, with those behind them.
    private static func commands() throws -> [[String]] {
        func names(_ words: [String]) throws -> [String] {
            let help = try Program.run(words + ["--help", "--lang", "en"]).output
            guard let list = help.range(of: "SUBCOMMANDS:\n") else { return [] }
            return help[list.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
                .prefix { !$0.isEmpty }
                .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
                .compactMap { $0.split(separator: " ").first.map(String.init) }
        }
        return try names([]).flatMap { name in
            let more = try names([name])
            return more.isEmpty ? [[name]] : more.map { [name, $0] }
        }
    }

    @Test("each command takes --server, or says what to do instead")
    func walk() async throws {
        // What a command needs to be understood; what is not named here needs nothing.
        let needed: [String: [String]] = [
            "init": ["d"], "inspect": ["f"], "ingest": ["f"],
            "explain": ["a:b", "--period", "2025"],
            "account": ["--period", "2025"], "ledger": ["--period", "2025"],
            "grade": ["--period", "2025"], "plan": ["--period", "2025"],
            "run": ["--period", "2025", "-o", "o"], "report": ["--period", "2025", "-o", "o"],
            "factors show": ["x"], "factors diff": ["a", "b"], "schemes show": ["x"],
            "measures show": ["x"],
            "measures verify": [
                "x", "--site", "s", "--baseline", "2024", "--reporting", "2025",
            ],
            "undo": ["1"], "keygen": ["-o", "k"],
            "certify": ["--site", "s", "--period", "2025", "--scheme", "x", "-o", "o"],
            "countersign": ["f", "--key", "k", "-o", "o"], "verify": ["f"],
            "revoke": ["abcdef01", "--reason", "x"], "suspend": ["abcdef01", "--reason", "x"],
            "reinstate": ["abcdef01", "--reason", "x"], "renew": ["--key", "k"],
            "backup": ["-o", "o"], "restore": ["b"],
        ]
        let local: Set = [
            "init", "inspect", "run", "measures verify", "keygen", "verify", "renew", "serve",
            "backup", "restore",
        ]
        let commands = try Self.commands()
        let names = Set(commands.map { $0.joined(separator: " ") })
        #expect(names.isSuperset(of: local.union(needed.keys)), "\(names.sorted())")
        for words in commands {
            let name = words.joined(separator: " ")
            for (language, refusal) in [
                ("en", "this command does not take --server: "), ("zh", "该命令不支持 --server: "),
            ] {
                // Nobody listens at this port.
                let outcome = try Program.run(
                    words + (needed[name] ?? [])
                        + ["--server", "http://127.0.0.1:1", "--lang", language],
                    environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": "t"])
                #expect(
                    outcome.errors.contains(refusal) == local.contains(name),
                    "\(name): \(outcome)")
                if local.contains(name) { #expect(outcome.status == 2, "\(name)") }
                #expect(!outcome.errors.contains("Unknown option"), "\(name)")
            }
        }
        // The published data of a platform are its own.
        let data = try Program.run(
            ["schemes", "list", "--server", "http://127.0.0.1:1", "--data", "."],
            environment: ["CARBONGRADE_TOKEN": "t", "LC_ALL": "C.UTF-8"])
        #expect(data.status == 2 && data.errors.contains("--data"))
    }
}
