import Foundation
import Testing

/// Exit codes are promises to scripts.
@Suite struct ExitCodeTests {
    private func portfolio(_ readings: String?) throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval,measurement_point\n"
                + "grid,s1,grid_import,interval,kWh,PT1H,\nups,s1,it,interval,kWh,PT1H,ups_output\n",
            to: "meters.csv")
        if let readings { try folder.write(readings, to: "readings/a.csv") }
        return folder
    }

    private static let good = """
        timestamp,meter_id,value
        2025-01-01T00:00+08:00,grid,15
        2025-01-01T00:00+08:00,ups,10

        """

    @Test("0: done")
    func done() throws {
        let folder = try portfolio(Self.good)
        #expect(try Program.run("ingest", "-C", folder.path).status == 0)
        #expect(try Program.run("account", "-C", folder.path, "--period", "2025-01").status == 0)
        #expect(try Program.run("--help").status == 0)
        #expect(try Program.run("--version").output == "0.1.0\n")
    }

    @Test("1: done, with a finding that disqualifies")
    func disqualified() throws {
        let folder = try portfolio(
            "timestamp,meter_id,value\n2025-01-01T00:00+08:00,grid,9\n2025-01-01T00:00+08:00,ups,10\n"
        )
        try Program.run("ingest", "-C", folder.path)
        let account = try Program.run(
            "account", "-C", folder.path, "--period", "2025-01-01/2025-01-02")
        #expect(account.status == 1)
        #expect(account.errors.contains("pue-below-one"))
        #expect(account.output.contains("0.900000"))
    }

    @Test(
        "2: usage",
        arguments: [
            ["account"], ["account", "--period", "2025Q5"], ["frobnicate"],
            ["grade", "--format", "xml"],
            ["schemes", "show", "no-such-scheme"], ["factors", "show", "XX/2023/average"],
        ])
    func usage(arguments: [String]) throws {
        #expect(try Program.run(arguments).status == 2)
    }

    @Test("3: input refused, nothing changed, and the finding names file, line, column and value")
    func refused() throws {
        let folder = try portfolio(Self.good)
        try folder.write(
            "meter_id,site_id,account,quantity,unit\ngrid,s1,gird_import,interval,kWh\n",
            to: "meters.csv")
        let ingest = try Program.run("ingest", "-C", folder.path)
        #expect(ingest.status == 3)
        #expect(ingest.errors.contains("meters.csv:2:account"))
        #expect(ingest.errors.contains("gird_import"))
        #expect(ingest.errors.contains("grid_import"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/.carbongrade"))
    }

    @Test("3: one unreadable file refuses the whole ingest")
    func oneBadFile() throws {
        let folder = try portfolio(Self.good)
        try folder.write("a heading\nand no readings\n", to: "readings/b.csv")
        #expect(try Program.run("ingest", "-C", folder.path).status == 3)
        let account = try Program.run("account", "-C", folder.path, "--period", "2025")
        #expect(account.status == 5)
        #expect(account.errors.contains("nothing was ingested yet"))
    }

    @Test("5: the world failed")
    func world() throws {
        let folder = try portfolio(Self.good)
        try Program.run("ingest", "-C", folder.path)
        try folder.write("", to: "file")
        let run = try Program.run(
            "run", "-C", folder.path, "--period", "2025-01", "-o", folder.path + "/file/results")
        #expect(run.status == 5)
        let lost = try Program.run(
            "account", "-C", folder.path, "--period", "2025", "--data", folder.path)
        #expect(lost.status == 5)
    }

    @Test("a store of an older version is told as such, and the next ingest brings it up to date")
    func olderStore() throws {
        let folder = try portfolio(Self.good)
        try Program.run("ingest", "-C", folder.path)
        let forget =
            "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); "
            + "d.execute('DROP TABLE releases'); d.execute('DROP TABLE release_cells'); "
            + "d.execute('DROP TABLE release_claims'); "
            + "d.execute(\"DELETE FROM grdb_migrations WHERE identifier='released figures'\"); d.commit()"
        try Program.run(
            ["-c", forget, folder.path + "/.carbongrade/ledger.sqlite"],
            executable: "/usr/bin/python3")
        let old = try Program.run("account", "-C", folder.path, "--period", "2025-01")
        #expect(old.status == 5)
        #expect(old.errors.contains("carbongrade ingest"))
        #expect(try Program.run("ingest", "-C", folder.path).status == 0)
        #expect(try Program.run("account", "-C", folder.path, "--period", "2025-01").status == 0)
    }

    @Test("a store of a later version is left alone, by those who write as by those who read")
    func newerStore() throws {
        let folder = try portfolio(Self.good)
        try Program.run("ingest", "-C", folder.path)
        let store = folder.path + "/.carbongrade/ledger.sqlite"
        let raise =
            "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); "
            + "d.execute(\"INSERT INTO grdb_migrations VALUES ('of tomorrow')\"); d.commit()"
        try Program.run(["-c", raise, store], executable: "/usr/bin/python3")
        for command in [["ingest"], ["account", "--period", "2025-01"]] {
            let run = try Program.run(command + ["-C", folder.path])
            #expect(run.status == 5)
            #expect(run.errors.contains("later version"))
        }
    }

    @Test("a reader that goes away is no error")
    func closedPipe() throws {
        let command =
            "'\(Program.path)' factors list --format csv | head -n 1; echo ${PIPESTATUS[0]}"
        let shell = try Program.run(["-c", command], executable: "/bin/bash")
        #expect(shell.output.split(separator: "\n").last == "0")
    }
}
