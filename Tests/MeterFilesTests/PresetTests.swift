import Foundation
import MeterFiles
import Metering
import Provenance
import Testing

@Suite struct PresetTests {
    private static let manual = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Documentation").path

    @Test(
        "the manual lists every preset",
        arguments: ["readings-formats.md", "readings-formats.zh.md"])
    func listed(page: String) throws {
        let text = try String(contentsOfFile: Self.manual + "/" + page, encoding: .utf8)
        for preset in Preset.all { #expect(text.contains("`\(preset.name)`"), "\(preset.name)") }
    }

    @Test("a preset has a name of its own, and says where its form was seen")
    func named() {
        #expect(Set(Preset.all.map(\.name)).count == Preset.all.count)
        for preset in Preset.all {
            #expect(Preset.named(preset.name)?.layout == preset.layout)
            #expect(!preset.provenance.english.isEmpty && !preset.provenance.chinese.isEmpty)
        }
        #expect(Preset.named("no such preset") == nil)
    }

    @Test("a header that a preset knows changes nothing where its meters do not exist")
    func ownNames() throws {
        // Columns that are meters by their own names stay so.
        let decoded = try TemporaryFile(
            "time,Import T1 kWh,Import T2 kWh,Export T1 kWh,Export T2 kWh\n"
                + "2026-01-01 00:00,1,2,3,4\n"
        ).decoded(as: "readings/p1.csv", meters: ["Import T1 kWh"])
        #expect(decoded.batches.map(\.meterID) == ["Import T1 kWh"])
        let preset = try TemporaryFile(
            "time,Import T1 kWh,Import T2 kWh,Export T1 kWh,Export T2 kWh\n"
                + "2026-01-01 00:00,1,2,3,4\n"
        ).decoded(as: "readings/p1.csv", meters: ["p1/import-t1"])
        #expect(preset.readings == ["2 p1/import-t1 @1767225600w = 1"])
    }

    @Test("a cell of a million characters costs its row and nothing else")
    func longCell() throws {
        let long = String(repeating: "x", count: 1_000_000)
        let decoded = try TemporaryFile(
            "timestamp,meter_id,value\n2026-01-01 00:00,m1,1\n2026-01-01 01:00,\(long),2\n"
                + "2026-01-01 02:00,m1,\(long)\n2026-01-01 03:00,m1,4\n"
        ).decoded()
        #expect(
            decoded.readings == ["2 m1 @1767225600w = 1", "5 m1 @1767236400w = 4"])
        #expect(decoded.found.sorted() == ["3 unknown-meter", "4 value-unreadable"])
        #expect(decoded.findings.allSatisfy { ($0.value ?? "").count <= 80 })
    }

    @Test("names that differ only in what spreadsheets change are told apart aloud")
    func likeness() throws {
        let decoded = try TemporaryFile(
            "timestamp,meter_id,value\n2026-01-01 00:00,M-1,1\n2026-01-01 01:00,m2 ,2\n"
                + "2026-01-01 02:00,m3,3\n"
        ).decoded()
        let messages = decoded.findings.map { $0.message(in: .english) }
        #expect(messages.contains { $0.contains("m1 differs only in case") })
        #expect(decoded.readings == ["3 m2 @1767229200w = 2"])
        #expect(messages.contains("m3 is no meter of meters.csv"))
    }
}
