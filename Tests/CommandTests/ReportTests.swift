import Foundation
import Testing

/// `report` and the unattended `run`, as scripts use them.
@Suite struct ReportTests {
    private static let cases = Program.root + "/Tests/Cases/report/two-units"
    private static let europe = Program.root + "/Tests/Cases/report/european"
    private static let tables = [
        "report-figures.csv", "report-differences.csv", "report-return-ict-statistics.csv",
        "summary.txt",
    ]

    /// A copy of the case, all of it or one unit of it.
    private static func portfolio(_ unit: String? = nil) throws -> Folder {
        let folder = try Folder()
        for name in ["portfolio.yaml", "sites.csv", "meters.csv"] {
            let text = try String(contentsOfFile: cases + "/" + name, encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let kept = lines.enumerated().filter { number, line in
                unit == nil || name == "portfolio.yaml" || number == 0
                    || line.contains("dc-" + (unit ?? "")) || line.isEmpty
            }
            var content = kept.map { String($0.element) }.joined(separator: "\n")
            if let unit {
                content = content.replacing("Example Group", with: "Unit \(unit)")
                    .replacing("示例集团", with: "\(unit) 单位")
            }
            try folder.write(content, to: name)
        }
        for name in ["north", "south"] where unit == nil || unit == name {
            try folder.write(
                try String(contentsOfFile: "\(cases)/readings/\(name).csv", encoding: .utf8),
                to: "readings/\(name).csv")
        }
        return folder
    }

    private static func read(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    /// The text without the release of the time zones, which is the machine's.
    private static func withoutZones(_ text: String) -> String {
        text.replacing(/tzdata [0-9a-z]+/, with: "tzdata -")
    }

    private static func files(in folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try names.filter { !$0.hasPrefix(".") }.reduce(into: [:]) {
            $0[$1] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $1))
        }
    }

    @Test("the tables are those that an auditor can work out by hand")
    func golden() throws {
        let folder = try Self.portfolio()
        let run = try Program.run(
            "run", "-C", folder.path, "--period", "2025Q3", "-o", folder.path + "/out", "--quiet")
        #expect(run.status == 0, "\(run.errors)")
        for name in Self.tables {
            let expected = try Self.read(Self.cases + "/expected/" + name)
            let written = try Self.read(folder.path + "/out/" + name)
            #expect(Self.withoutZones(written) == Self.withoutZones(expected), "\(name)")
        }
        for name in ["report.json", "report.html", "report.pdf", "report.xlsx"] {
            #expect(FileManager.default.fileExists(atPath: folder.path + "/out/" + name))
        }
    }

    @Test("the European and the German data set are those that an auditor can work out by hand")
    func europeanReturns() throws {
        let folder = try Folder()
        for name in [
            "portfolio.yaml", "sites.csv", "meters.csv", "instruments.csv", "facts.csv",
            "readings/2025.csv",
        ] {
            try folder.write(try Self.read(Self.europe + "/" + name), to: name)
        }
        let run = try Program.run(
            "run", "-C", folder.path, "--period", "2025Q4", "-o", folder.path + "/out", "--quiet")
        #expect(run.status == 0, "\(run.errors)")
        for name in ["report-return-eu-2024-1364.csv", "report-return-de-enefg.csv"] {
            let expected = try Self.read(Self.europe + "/expected/" + name)
            #expect(try Self.read(folder.path + "/out/" + name) == expected, "\(name)")
        }
        // Nothing in China, nothing for the statistics of its industry.
        let names = try Self.files(in: folder.path + "/out").keys
        #expect(!names.contains("report-return-ict-statistics.csv"))
    }

    @Test(
        "the ministry's return holds the sites of mainland China and counts the others",
        arguments: [("CN-HK", 1), ("CN-MO", 1), ("CN-TW", 1), ("DE", 1), ("CN-GD", 0)])
    func mainland(region: String, left: Int) throws {
        let folder = try Self.portfolio()
        let sites = try Self.read(folder.path + "/sites.csv")
        try folder.write(sites.replacing("CN-GD", with: region), to: "sites.csv")
        try Program.run("ingest", "-C", folder.path)
        try Program.run(
            "report", "-C", folder.path, "--period", "2025Q3", "-o", folder.path + "/out",
            "--lang", "en")
        let text = try Self.read(folder.path + "/out/report-return-ict-statistics.csv")
        #expect(text.contains("sites outside mainland China, left out: 1") == (left == 1))
    }

    @Test("the same inputs give the same bytes in any zone, locale and folder")
    func sameBytes() throws {
        let folder = try Self.portfolio()
        let places: [[String: String]] = [
            ["LC_ALL": "C.UTF-8", "TZ": "UTC"], ["LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Kathmandu"],
            ["LC_ALL": "de_DE.UTF-8", "TZ": "America/St_Johns"],
        ]
        try Program.run("ingest", "-C", folder.path)
        var all: [[String: Data]] = []
        for (number, place) in places.enumerated() {
            let output = folder.path + "/out\(number)"
            let run = try Program.run(
                ["report", "-C", folder.path, "--period", "2025Q3", "-o", output],
                environment: place)
            #expect(run.status == 0, "\(run.errors)")
            all.append(try Self.files(in: output))
        }
        #expect(all[0] == all[1])
        #expect(all[0] == all[2])
    }

    @Test("units sign, the parent rolls up, and the groups are those of the whole portfolio")
    func rollUp() throws {
        let whole = try Self.portfolio()
        let folder = try Folder()
        let day = ["--today", "2025-10-08"]
        try Program.run("ingest", "-C", whole.path)
        var (keys, units) = ("", "unit,unit_zh,key,valid_from,valid_to,evidence\n")
        for unit in ["north", "south"] {
            let portfolio = try Self.portfolio(unit)
            let key = folder.path + "/" + unit
            try Program.run("keygen", "-o", key)
            let line = try Self.read(key + ".pub")
            keys += line
            units +=
                "Unit \(unit),\(unit) 单位,\(line.trimmingCharacters(in: .newlines)),2025-10-01,,letter\n"
            try Program.run("ingest", "-C", portfolio.path)
            let report = try Program.run(
                [
                    "report", "-C", portfolio.path, "--period", "2025Q3", "--sign", key, "-o",
                    portfolio.path + "/out",
                ] + day)
            #expect(report.status == 0, "\(report.errors)")
            try folder.write(
                try Self.read(portfolio.path + "/out/submission.json"),
                to: "submissions/\(unit).json")
        }
        try folder.write(keys, to: "units.pub")
        try folder.write(units, to: "units.csv")
        let rolled = try Program.run([
            "report", "--from", folder.path + "/submissions", "--units",
            folder.path + "/units.csv", "--organisation", "Example Group", "--lang", "en",
            "--public", "-o",
            folder.path + "/rolled",
        ])
        #expect(rolled.status == 0, "\(rolled.errors)")
        #expect(!rolled.errors.contains("submission-"))
        let merged = try Program.run(
            ["report", "-C", whole.path, "--period", "2025Q3", "-o", whole.path + "/out"])
        #expect(merged.status == 0)
        for name in [
            "report-figures.csv", "report-differences.csv", "report-accounts.csv",
            "report-months.csv",
        ] {
            let one = try Self.read(folder.path + "/rolled/" + name)
            #expect(try one == Self.read(whole.path + "/out/" + name), "\(name)")
        }
        // Two sites are too few to be published.
        let published = try Self.read(folder.path + "/rolled/public-statistics.csv")
        #expect(!published.contains("540000"))
        #expect(!published.contains("dc-north"))

        try tampered(folder)
        try wrongUnit(folder, units)
    }

    /// A key that speaks for another unit, for no unit any more, or for none that is named.
    private func wrongUnit(_ folder: Folder, _ units: String) throws {
        try FileManager.default.removeItem(atPath: folder.path + "/submissions/north-again.json")
        func roll(_ list: String, _ option: String = "--units") throws -> Program.Outcome {
            try folder.write(list, to: "list")
            return try Program.run([
                "report", "--from", folder.path + "/submissions", option, folder.path + "/list",
                "--organisation", "G", "--lang", "en", "-o", folder.path + "/none",
            ])
        }
        let swapped = units.replacing("Unit north", with: "Unit x").replacing(
            "Unit south", with: "Unit north")
        let wrong = try roll(swapped)
        #expect(wrong.status == 4)
        #expect(wrong.errors.contains("[submission-wrong-unit]"))
        #expect(wrong.errors.contains("it says it is of Unit north, but its key"))
        #expect(wrong.errors.contains("speaks for Unit x"))
        // The name in the other language is held as well.
        #expect(try roll(units.replacing("north 单位", with: "别的单位")).status == 4)
        let late = try roll(units.replacing("2025-10-01", with: "2025-10-09"))
        #expect(late.status == 4)
        #expect(late.errors.contains("[submission-unverified]"))
        let broken = try roll(units.replacing("did:key:", with: "did:web:"))
        #expect(broken.status == 3)
        #expect(broken.errors.contains("list:2:key: "))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/none"))
        // Keys alone are believed, and it is said what that means.
        let bare = try roll(try Self.read(folder.path + "/units.pub"), "--keys")
        #expect(bare.status == 0)
        #expect(bare.errors.contains("[submission-unbound-key]"))
    }

    /// A byte changed, a key unknown, a second copy: each with its exit code, and nothing written.
    private func tampered(_ folder: Folder) throws {
        let good = try Self.read(folder.path + "/submissions/north.json")
        func roll(_ keys: String = "units.pub") throws -> Program.Outcome {
            try Program.run([
                "report", "--from", folder.path + "/submissions", "--keys",
                folder.path + "/" + keys, "--organisation", "G", "-o", folder.path + "/none",
            ])
        }
        try folder.write(
            good.replacingOccurrences(of: "1404000000000", with: "1404000000001"),
            to: "submissions/north.json")
        let changed = try roll()
        #expect(changed.status == 4)
        #expect(changed.errors.contains("submission-unverified"))
        try folder.write(good + "\n", to: "submissions/north.json")
        #expect(try roll().status == 4)
        try folder.write(good, to: "submissions/north.json")
        try folder.write(try Self.read(folder.path + "/north.pub"), to: "north-only.pub")
        #expect(try roll("north-only.pub").status == 4)
        try folder.write(good, to: "submissions/north-again.json")
        let twice = try roll()
        #expect(twice.status == 3)
        #expect(twice.errors.contains("submission-duplicate"))
        #expect(twice.errors.contains("submission-overlap"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/none"))
    }

    @Test("an unattended run takes the quarter that is over, logs lines of JSON, and is quiet")
    func unattended() throws {
        let folder = try Self.portfolio()
        let run = try Program.run(
            "run", "-C", folder.path, "--period", "last-quarter", "--today", "2025-10-02", "-o",
            folder.path + "/out", "--quiet", "--log-format", "json")
        #expect(run.status == 0)
        let events = try run.errors.split(separator: "\n").map { line -> String in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require((value as? [String: Any])?["event"] as? String)
        }
        #expect(events.first == "started")
        #expect(events.last == "finished")
        #expect(run.errors.contains("\"period\":\"2025Q3\""))
        let again = try Program.run(
            "run", "-C", folder.path, "--period", "2025Q3", "-o", folder.path + "/out2", "--quiet")
        #expect(again.status == 0)
        let (one, other) = try (
            Self.files(in: folder.path + "/out"), Self.files(in: folder.path + "/out2")
        )
        #expect(one == other)
    }

    @Test("a second run into a folder is refused; what a dead run left is cleared")
    func lock() throws {
        let folder = try Self.portfolio()
        try Program.run("ingest", "-C", folder.path)
        let output = folder.path + "/out"
        let lock = output + "/.carbongrade-lock"
        try FileManager.default.createDirectory(
            atPath: output, withIntermediateDirectories: true)
        // Programs that other tests start meanwhile may not take the lock with them.
        let file = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
        _ = "4711\n".withCString { write(file, $0, 5) }
        let command = ["report", "-C", folder.path, "--period", "2025Q3", "-o", output]
        let refused = try Program.run(command)
        #expect(refused.status == 5)
        #expect(refused.errors.contains("process 4711"))
        // The process dies: its lock is free, its half results are cleared.
        close(file)
        try folder.write("half", to: "out/.carbongrade-partial/report.json")
        #expect(try Program.run(command).status == 0)
        #expect(!FileManager.default.fileExists(atPath: output + "/.carbongrade-partial"))
        #expect(try Self.read(output + "/report.json").hasPrefix("{"))
    }

    @Test("what an earlier run left does not look current, and nothing else is touched")
    func leftovers() throws {
        let folder = try Self.portfolio()
        let output = folder.path + "/out"
        try Program.run("ingest", "-C", folder.path)
        try Program.run("keygen", "-o", folder.path + "/key")
        func report(_ more: [String] = []) throws -> Set<String> {
            let run = try Program.run(
                ["report", "-C", folder.path, "--period", "2025Q3", "-o", output] + more)
            #expect(run.status == 0, "\(run.errors)")
            return Set(try Self.files(in: output).keys)
        }
        let first = try report(["--public", "--sign", folder.path + "/key"])
        #expect(first.isSuperset(of: ["submission.json", "public-statistics.csv"]))
        // The user's own file, and a manifest that names what lies outside the folder.
        try folder.write("mine", to: "out/notes.txt")
        try folder.write("mine", to: "kept.txt")
        let manifest = output + "/.carbongrade-results"
        let hostile = String(repeating: "0", count: 64) + "  ../kept.txt\n"
        try (try Self.read(manifest) + hostile).write(
            toFile: manifest, atomically: true, encoding: .utf8)
        let second = try report()
        #expect(
            first.subtracting(second) == [
                "submission.json", "public-statistics.csv", "public-statistics.json",
            ])
        #expect(second.contains("notes.txt"))
        #expect(FileManager.default.fileExists(atPath: folder.path + "/kept.txt"))
        let named = Set(
            try Self.read(manifest).split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map { String($0.dropFirst(66)) })
        #expect(named == second.subtracting(["notes.txt"]))
    }

    @Test("what somebody changed since it was written is left to its owner")
    func changedSince() throws {
        let folder = try Self.portfolio()
        let output = folder.path + "/out"
        try Program.run("ingest", "-C", folder.path)
        func report(_ more: String...) throws -> Set<String> {
            let run = try Program.run(
                ["report", "-C", folder.path, "--period", "2025Q3", "-o", output] + more)
            #expect(run.status == 0, "\(run.errors)")
            return Set(try Self.files(in: output).keys)
        }
        let first = try report("--public")
        try folder.write("mine now", to: "out/public-statistics.csv")
        #expect(first.subtracting(try report()) == ["public-statistics.json"])
        #expect(try Self.read(output + "/public-statistics.csv") == "mine now")
    }

    @Test("the system's reason for what cannot be written stands in the reader's language")
    func unwritable() throws {
        let folder = try Self.portfolio()
        try Program.run("ingest", "-C", folder.path)
        try folder.write("a file", to: "file")
        for (language, reason) in [("zh", "路径中有一级不是文件夹"), ("en", "Not a directory")] {
            let run = try Program.run(
                "report", "-C", folder.path, "--period", "2025Q3", "--lang", language, "-o",
                folder.path + "/file/a/out")
            #expect(run.status == 5)
            #expect(run.errors.contains(reason), "\(run.errors)")
        }
    }

    @Test("run and report into one folder leave each other's files alone")
    func sharedFolder() throws {
        let folder = try Self.portfolio()
        let output = folder.path + "/out"
        try Program.run("keygen", "-o", folder.path + "/key")
        func make(_ command: String, _ period: String, _ more: String...) throws -> (
            names: Set<String>, errors: String
        ) {
            let made = try Program.run(
                [command, "-C", folder.path, "--period", period, "-o", output, "--lang", "en"]
                    + more)
            #expect(made.status == 0, "\(made.errors)")
            let sums = try Program.run(
                ["-c", "cd \"$1\" && sha256sum --quiet -c .carbongrade-results", "sh", output],
                executable: "/bin/sh")
            #expect(sums.status == 0, "\(sums.output)\(sums.errors)")
            return (Set(try Self.files(in: output).keys), made.errors)
        }
        let ran = try make("run", "2025Q3").names
        let signed = try make("report", "2025Q3", "--sign", folder.path + "/key")
        #expect(signed.names == ran.union(["submission.json"]))
        #expect(!signed.errors.contains("also holds files"))
        let again = try make("run", "2025Q3")
        #expect(again.names == signed.names)
        // Another period: what the other command left is told, and still not removed.
        let older = try make("report", "2025Q2")
        #expect(older.names == ran)
        #expect(older.errors.contains("out also holds files of `run` for 2025Q3"))
    }

    @Test("a failure names the path as it was given, the system's reason and what to do")
    func failures() throws {
        let folder = try Self.portfolio()
        try Program.run("ingest", "-C", folder.path)
        try Program.run("keygen", "-o", folder.path + "/key")
        try folder.write("in the way", to: "file")
        let quarter = ["-C", folder.path, "--period", "2025Q3"]
        let blocked = try Program.run(
            ["report", "--lang", "en"] + quarter + ["-o", folder.path + "/file/out"])
        #expect(blocked.status == 5)
        #expect(blocked.errors.contains(folder.path + "/file/out cannot be written: "))
        #expect(blocked.errors.contains("-o"))
        let sealed = folder.path + "/out"
        try folder.write("in the way", to: "out/report.json/x")
        let taken = try Program.run(["report", "--lang", "en"] + quarter + ["-o", sealed])
        #expect(taken.status == 5)
        #expect(taken.errors.contains(sealed + "/report.json cannot be written: Is a directory"))
        let unsigned = try Program.run(
            ["report", "--lang", "en"] + quarter + [
                "-o", folder.path + "/signed", "--sign", folder.path + "/key.pub",
            ])
        #expect(unsigned.status == 3)
        #expect(unsigned.errors.contains("key.pub is a public key"))
        let keys = ["--keys", folder.path + "/key.pub", "-o", folder.path + "/rolled"]
        let absent = try Program.run(
            ["report", "--lang", "en", "--from", folder.path + "/nodir"] + keys)
        #expect(absent.status == 5)
        #expect(absent.errors.contains("there is no folder \(folder.path)/nodir"))
        try FileManager.default.createDirectory(
            atPath: folder.path + "/empty", withIntermediateDirectories: false)
        let empty = try Program.run(
            ["report", "--lang", "en", "--from", folder.path + "/empty"] + keys)
        #expect(empty.errors.contains("\(folder.path)/empty holds no submission"))
    }

    @Test("a period without any reading is told")
    func noReading() throws {
        let folder = try Self.portfolio()
        try Program.run("ingest", "-C", folder.path)
        let run = try Program.run(
            "report", "-C", folder.path, "--period", "2030Q1", "-o", folder.path + "/out", "--lang",
            "en")
        #expect(run.status == 0)
        let sentence = "There is no reading at all in 2030Q1 (2030-01-01 – 2030-03-31)"
        #expect(run.errors.contains(sentence))
        for name in ["summary.txt", "report.html", "report.json"] {
            #expect(try Self.read(folder.path + "/out/" + name).contains(sentence), "\(name)")
        }
        // Empty is not zero.
        let figures = try Self.read(folder.path + "/out/report-figures.csv")
        let present = figures.split(separator: "\n").filter { $0.contains(",2030Q1,present,") }
        #expect(!present.isEmpty)
        for line in present { #expect(!line.contains(",0.000000000,"), "\(line)") }
    }

    @Test("a released quarter that would be another is told, and the difference is by cause")
    func restated() throws {
        let folder = try Self.portfolio()
        try Program.run("ingest", "-C", folder.path)
        try Program.run("account", "-C", folder.path, "--period", "2025Q2", "--release")
        // A corrected last reading of June: 3,000 kWh less in June, so more in July.
        try folder.write(
            "timestamp,meter_id,value\n2025-07-01T00:00:00+08:00,south-grid,177000\n",
            to: "readings/south-corrected.csv")
        let run = try Program.run(
            "run", "-C", folder.path, "--period", "2025Q3", "-o", folder.path + "/out",
            "--log-format", "json")
        #expect(run.errors.contains("\"event\":\"restatement\""))
        let restated = try Self.read(folder.path + "/out/report-restatements.csv")
        // 3,000 kWh x 0.4419 kg/kWh = 1,325.7 kg less than released.
        #expect(
            restated.contains(
                "2025Q2,1,dc-south,scope2_location,79542.000000,78216.300000,-1325.700000,-1325.700000,"
            ))
        let differences = try Self.read(folder.path + "/out/report-differences.csv")
        // From 79,542 released to 67,610.7 today: 10,605.6 less activity, 1,325.7 less by restatement.
        #expect(
            differences.contains(
                "site,dc-south,2025Q2,before,scope2_location,79542.000000,67610.700000,"
                    + "-11931.300000,-10605.600000,0.000000,0.000000,-1325.700000,1,0"))
    }

    @Test("names that a spreadsheet, a terminal or a page would obey are disarmed")
    func injection() throws {
        let folder = try Self.portfolio("south")
        let sites = try Self.read(folder.path + "/sites.csv")
        try folder.write(
            sites.replacingOccurrences(
                of: "South data center",
                with: "\"=HYPERLINK(\"\"http://x\"\")<script>\u{202E}\u{200F}\""), to: "sites.csv")
        try Program.run("ingest", "-C", folder.path)
        let report = try Program.run(
            "report", "-C", folder.path, "--period", "2025Q3", "-o", folder.path + "/out", "--lang",
            "en")
        #expect(report.status == 0, "\(report.errors)")
        let figures = try Self.read(folder.path + "/out/report-figures.csv")
        #expect(figures.contains("\"'=HYPERLINK(\"\"http://x\"\")<script>\u{FFFD}\u{FFFD}\""))
        for name in ["report.html", "summary.txt", "report-figures.csv", "report-levels.csv"] {
            let text = try Self.read(folder.path + "/out/" + name)
            #expect(
                !text.unicodeScalars.contains { [0x202E, 0x200F].contains($0.value) }, "\(name)")
        }
        #expect(try !Self.read(folder.path + "/out/report.html").contains(")<script>"))
    }

    @Test(
        "2: what does not go together",
        arguments: [
            ["report", "-o", "x"], ["report", "--period", "next-quarter", "-o", "x"],
            ["report", "--period", "2025Q3", "--from", "s", "--keys", "k", "-o", "x"],
            ["report", "--from", "s", "-o", "x"],
            ["report", "--from", "s", "--keys", "k", "--units", "u", "-o", "x"],
            ["report", "--period", "2025Q3", "--organisation", "G", "-o", "x"],
            ["run", "--period", "last-quarter", "--today", "yesterday", "-o", "x"],
        ])
    func usage(arguments: [String]) throws {
        #expect(try Program.run(arguments).status == 2)
    }
}
