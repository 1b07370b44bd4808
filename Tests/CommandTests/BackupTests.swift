import Foundation
import Testing

/// `backup` and `restore` as their user meets them.
@Suite struct BackupTests {
    @Test("a backup becomes the same portfolio again, and a changed one nothing at all")
    func wholeWay() throws {
        let folder = try Folder()
        let site = folder.path + "/site"
        try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
        func file(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: site + "/" + name))
        }
        try file("portfolio.yaml", "organisation: Test\n")
        try file("sites.csv", "site_id,kind,region,timezone\ns,data_center,CN-GD,Asia/Shanghai\n")
        try file(
            "meters.csv",
            "meter_id,site_id,account,quantity,unit,interval\nm,s,grid_import,interval,kWh,PT1H\n")
        try file("m.csv", "timestamp,meter_id,value\n2025-01-01T00:00:00+08:00,m,10\n")
        #expect(try Program.run("ingest", site + "/m.csv", "-C", site).status == 0)
        let backup = folder.path + "/backup"
        let made = try Program.run("backup", "-C", site, "-o", backup, "--format", "csv")
        #expect(made.status == 0 && made.output.hasPrefix("files,bytes\n"))
        #expect(try Program.run("backup", "-C", site, "-o", backup).status == 5)
        let again = folder.path + "/again"
        #expect(try Program.run("restore", backup, "-C", again).status == 0)
        let words = ["account", "--period", "2025-01", "--format", "json", "--quiet", "-C"]
        let before = try Program.run(words + [site]).output
        #expect(before.contains("10.000000000"))
        #expect(try Program.run(words + [again]).output == before)
        #expect(try Program.run("restore", backup, "-C", again).status == 5)
        try Data("x".utf8).write(to: URL(fileURLWithPath: backup + "/sites.csv"))
        let changed = try Program.run("restore", backup, "-C", folder.path + "/other")
        #expect(changed.status == 5 && changed.errors.contains("sites.csv"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/other"))
    }
}
