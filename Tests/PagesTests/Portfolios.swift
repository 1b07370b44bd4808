import Foundation
import Provenance
import Quantities
import Runs

@testable import Pages

/// Portfolios that tests render, made once.
enum Portfolios {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The example over its year.
    static let example = Result { try run(copy(of: "Examples/pearl-river"), "2025") }

    /// A site whose every name wants to be markup, with two days of hours: the grid brings 120 kWh, IT uses
    /// 100, cooling 20; the hour 05:00 of the second day is missing at the IT meter.
    static let hostile = Result { () -> Run in
        let folder = FileManager.default.temporaryDirectory.path + "/pages-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder + "/readings", withIntermediateDirectories: true)
        func write(_ name: String, _ text: String) throws {
            try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
        let name = "<script>alert(1)</script> & \u{202E}\"\"x"
        try write("portfolio.yaml", "organisation: \"<b>Org</b>\"\n")
        try write(
            "sites.csv",
            "site_id,name,name_zh,kind,region,timezone\n<i>s<b>,\"\(name)\",\"\(name)\",data_center,CN-GD,Asia/Shanghai\n"
        )
        let meters = [("grid\"><u>", "grid_import"), ("it'&", "it"), ("cool</td>", "cooling")]
        try write(
            "meters.csv",
            "meter_id,site_id,account,quantity,unit\n"
                + meters.map {
                    "\"\($0.0.replacing("\"", with: "\"\""))\",<i>s<b>,\($0.1),interval,kWh\n"
                }.joined())
        var text = "timestamp,meter_id,value\n"
        for hour in 0..<48 {
            let day = 1 + hour / 24
            let clock = String("0\(hour % 24)".suffix(2))
            let stamp = "2026-03-0\(day)T\(clock):00:00+08:00"
            for (meter, value) in zip(meters, ["120", "100", "20"])
            where !(hour == 29 && meter.1 == "it") {
                text += "\(stamp),\"\(meter.0.replacing("\"", with: "\"\""))\",\(value)\n"
            }
        }
        try write("readings/<img src=x>.csv", text)
        return try run(folder, "2026-03-01/2026-03-03")
    }

    /// The same over a quarter of which only two days were read.
    static let quarter = Result { () -> Run in
        let run = try hostile.get()
        guard let period = Period("2026Q1") else { throw Missing() }
        return try Run(try Portfolio(folder: run.portfolio.folder), run.data, over: period)
    }

    private static func copy(of name: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/pages-" + UUID().uuidString
        try FileManager.default.copyItem(
            atPath: root.appendingPathComponent(name).path, toPath: folder)
        return folder
    }

    private static func run(_ folder: String, _ period: String) throws -> Run {
        let portfolio = try Portfolio(folder: folder)
        _ = try Ingest.run([], into: portfolio)
        let data = try PublishedData(folder: root.path, for: portfolio)
        guard let period = Period(period) else { throw Missing() }
        return try Run(portfolio, data, over: period)
    }

    struct Missing: Error {}

    /// Somebody who may do everything.
    static func context(_ address: String, _ language: Language = .english) -> PageContext {
        var context = FrameTests.context(language)
        context.address = PageAddress(address)
        return context
    }
}
