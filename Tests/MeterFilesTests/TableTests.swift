import MeterFiles
import Provenance
import Testing

@Suite struct TableTests {
    private func table(_ text: String) throws -> Table {
        let file = try TemporaryFile(text)
        return try Table(
            path: file.path, name: "meters.csv", known: ["meter_id", "account", "unit"],
            mandatory: ["meter_id", "account"])
    }

    @Test("a table is read by the names of its columns, in any order")
    func columns() throws {
        let table = try table("\u{FEFF}account,meter_id\r\nit,m1\r\n\r\n\"grid_import\",m2\r\n")
        #expect(table.findings.isEmpty)
        #expect(table.columns == ["account", "meter_id"])
        #expect(table.rows.map(\.line) == [2, 4])
        #expect(table.rows.map { $0["meter_id"] } == ["m1", "m2"])
        #expect(table.rows.map { $0["account"] } == ["it", "grid_import"])
        #expect(table.rows.allSatisfy { $0["unit"] == nil && $0["none"] == nil })
    }

    @Test(
        "what is wrong with its form is told, with line and column",
        arguments: [
            ("meter_id,account,colour\nm1,it,red\n", ["1 unknown-column colour"]),
            ("meter_id,account,account\nm1,it,it\n", ["1 duplicate-key account"]),
            ("meter_id\nm1\n", ["1 missing-column account"]),
            ("meter_id,account\nm1\n", ["2 row-length -"]),
            ("meter_id,account\nm1,it,kWh\n", ["2 row-length -"]),
            (
                "meter_id,account\n,it\nm2,\n",
                ["2 missing-value meter_id", "3 missing-value account"]
            ),
            ("meter_id,account\nm\"1,it\nm2,it\n", ["2 malformed-row -"]),
            (
                "Meter_ID,account\nm1,it\n",
                ["1 unknown-column Meter_ID", "1 missing-column meter_id"]
            ),
        ])
    func findings(text: String, expected: [String]) throws {
        let findings = try table(text).findings
        #expect(
            findings.map { "\($0.line ?? 0) \($0.code.rawValue) \($0.column ?? "-")" } == expected)
        for finding in findings {
            #expect(!finding.message(in: .english).contains("?"))
            #expect(!finding.message(in: .chinese).contains("?"))
        }
    }

    @Test("an empty cell is no value, a mandatory column need not stand last")
    func emptyCells() throws {
        let table = try table("unit,meter_id,account\n,m1,it\nkWh,m2,it\n")
        #expect(table.findings.isEmpty)
        #expect(table.rows.map { $0["unit"] } == [nil, "kWh"])
    }

    @Test("a table without a row or in another encoding is refused")
    func refused() throws {
        let empty = #expect(throws: FileRefusal.self) { try table("\n\n") }
        #expect(empty?.finding.code == .fileEmpty)
        let file = try TemporaryFile(Array("meter_id,account\n".utf8) + [0xBC, 0xE4, 0x2C, 0x61])
        let encoding = #expect(throws: FileRefusal.self) {
            try Table(path: file.path, name: "meters.csv", known: [], mandatory: [])
        }
        #expect(encoding?.finding.code == .encodingUnsupported)
        #expect(encoding?.finding.line == 2)
    }
}
