import MeterFiles
import Metering
import Provenance
import TestSupport
import Testing

/// Files of readings without a layout: 2025-01-01 00:00 is 1735689600 on the wall clock.
@Suite struct ReadingDecoderTests {
    @Test(
        "a long, a wide and a single file hold the same readings in their own way",
        arguments: [
            (
                "readings/a.csv",
                """
                timestamp,meter_id,value
                2025-01-01 00:00,m1,1.50
                2025-01-01 00:00,m2,7
                2025-01-01 01:00,m1,2
                """,
                ["2 m1 @1735689600w = 1.50", "4 m1 @1735693200w = 2", "3 m2 @1735689600w = 7"]
            ),
            (
                "readings/a.csv",
                "时间;m1;m2\n2025/1/1 0:00;1.50;7\n2025/1/1 1:00;2;\n",
                ["2 m1 @1735689600w = 1.50", "3 m1 @1735693200w = 2", "2 m2 @1735689600w = 7"]
            ),
            (
                "readings/m1.csv", "Time\tReading\n2025-01-01T00:00Z\t1\n2025-01-01T01:00Z\t2\n",
                ["2 m1 @1735689600 = 1", "3 m1 @1735693200 = 2"]
            ),
            (
                "readings/m2.csv.gz", "date|kW\n20250101|1\n20250102|2\n",
                ["2 m2 @1735689600w = 1", "3 m2 @1735776000w = 2"]
            ),
            // spreadsheets name their delimiter; a byte order mark and CRLF
            (
                "readings/a.csv",
                "\u{FEFF}sep=;\r\ntimestamp;meter;value\r\n2025-01-01 00:00;m1;1\r\n",
                ["3 m1 @1735689600w = 1"]
            ),
            // without a header columns have numbers, and one file is one meter
            (
                "m1.csv", "2025-01-01 00:00,1\n2025-01-01 01:00,2\n",
                ["1 m1 @1735689600w = 1", "2 m1 @1735693200w = 2"]
            ),
            // columns in another order, and one that is none of ours
            (
                "readings/a.csv", "value,note,meter,time\n1,x,m1,2025-01-01 00:00\n",
                ["2 m1 @1735689600w = 1"]
            ),
            // Unix seconds beside numbers
            (
                "readings/a.csv", "timestamp,meter_id,value\n1735689600,m1,5\n1735693200,m1,6\n",
                ["2 m1 @1735689600 = 5", "3 m1 @1735693200 = 6"]
            ),
        ] as [(String, String, [String])])
    func forms(name: String, text: String, expected: [String]) throws {
        let decoded = try TemporaryFile(text).decoded(as: name)
        #expect(decoded.readings == expected)
        #expect(decoded.strays == EnergyStatement())
        #expect(decoded.found.filter { !$0.hasSuffix("not-a-reading") } == [])
        #expect(decoded.byteCount == Int64(text.utf8.count))
    }

    @Test("what stands before, between and after the readings is no reading")
    func around() throws {
        let header = "timestamp,meter_id,value\n"
        func rows(_ hours: Range<Int>) -> String {
            hours.map { "2025-01-01 \($0 < 10 ? "0" : "")\($0):00,m1,\($0)\n" }.joined()
        }
        let decoded = try TemporaryFile(
            "Energy report of hall B\nexported,2025-01-02 08:00\n\n" + header + rows(0..<12)
                + header + rows(12..<24) + "合计,,276\nTotal,,276\nend of report\n"
        ).decoded()
        #expect(decoded.readings.count == 24)
        #expect(decoded.readings.first == "5 m1 @1735689600w = 0")
        #expect(decoded.readings.last == "29 m1 @1735772400w = 23")
        #expect(
            decoded.found == [
                "17 not-a-reading", "30 totals-row", "31 totals-row", "32 not-a-reading",
            ])
        // totals are rows that were refused, headings are no rows
        #expect(decoded.strays.rows == 2)
        #expect(decoded.strays.rowsRejected == 2)
        #expect(decoded.unfilledMessages.isEmpty)
    }

    @Test(
        "title lines that a spreadsheet filled up with empty cells are no reading",
        arguments: ["Exported,2025-01-02 08:00,\n", "Period,2025-01-01,2025-02-01\n"])
    func paddedTitles(title: String) throws {
        let titles = "Report of hall B,,\n" + title + ",,\n"
        let hours = 10..<24
        let long = hours.map { "2025-01-01 \($0):00,m1,\($0)\n" }.joined()
        let wide = hours.map { "2025-01-01 \($0):00,\($0),1\n" }.joined()
        for (header, rows, count) in [
            ("timestamp,meter_id,value\n", long, 14), ("timestamp,m1,m2\n", wide, 28),
        ] {
            let decoded = try TemporaryFile(titles + header + rows).decoded()
            #expect(decoded.readings.count == count)
            #expect(decoded.strays.rows == 0)
        }
    }

    @Test("a row that cannot be used is refused alone, and it is said why")
    func rejected() throws {
        let decoded = try TemporaryFile(
            """
            timestamp,meter_id,value
            2025-01-01 00:00,m1,1
            2025-01-01 01:00,m9,1
            2025-01-01 02:00,m1,
            2025-01-01 03:00,m1,N/A
            2025-01-01 04:00,m1,-
            2025-01-01 05:00,m1,0x10
            2025-01-01 06:00,m1,12kvarh
            2025-01-01 07:00,m1
            2025-01-01 08:00
            yesterday,m1,5
            2025-13-01 00:00,m1,5
            2025-01-01 09:00,m1,4"5
            2025-01-01 10:00:00.5,m1,9
            """
        ).decoded()
        #expect(
            decoded.readings == ["2 m1 @1735689600w = 1", "14 m1 @1735725600w = 9"])
        #expect(
            decoded.found == [
                "3 unknown-meter", "4 value-missing", "5 value-missing", "6 value-missing",
                "7 value-unreadable", "8 value-unreadable", "9 value-missing", "10 row-length",
                "11 timestamp-unreadable", "12 timestamp-unreadable", "14 sub-second-time",
                "13 malformed-row",
            ])
        #expect(decoded.strays.rows == 11)
        #expect(decoded.strays.rowsRejected == 11)
        #expect(decoded.strays.energyIn == 0)
        #expect(decoded.findings.first?.value == "m9")
        #expect(decoded.findings.first?.column == "meter_id")
        #expect(decoded.unfilledMessages.isEmpty)
    }

    @Test("in a wide file each cell that holds something is a reading, a blank one is missing")
    func wideCells() throws {
        let decoded = try TemporaryFile(
            """
            timestamp,m1,m3,m2
            2025-01-01 00:00,1,5,7
            2025-01-01 01:00,,,
            2025-01-01 02:00,x,,NULL
            2025-01-01 03:00,4
            """
        ).decoded()
        #expect(
            decoded.readings == [
                "2 m1 @1735689600w = 1", "5 m1 @1735700400w = 4", "2 m2 @1735689600w = 7",
            ])
        #expect(decoded.found == ["2 unknown-meter", "4 value-unreadable", "4 value-missing"])
        #expect(decoded.strays.rows == 3)
        #expect(decoded.strays.rowsRejected == 3)
    }

    @Test("a file with both ends of an interval gives both")
    func bothEnds() throws {
        let decoded = try TemporaryFile(
            """
            start,end,meter_id,value
            2025-01-01 00:00,2025-01-01 00:15,m1,1
            2025-01-01 00:15,later,m1,1
            """
        ).decoded()
        #expect(decoded.batches.first?.ends == [1_735_690_500])
        #expect(decoded.found == ["3 timestamp-unreadable"])
        #expect(decoded.strays.rowsRejected == 1)
    }

    @Test("a file whose every name is taken, to look at it, knows all its meters")
    func unknownFile() throws {
        let decoded = try TemporaryFile("timestamp,meter,value\n2025-01-01,a,1\n2025-01-01,b,2\n")
            .decoded(meters: nil)
        #expect(decoded.batches.map(\.meterID) == ["a", "b"])
    }

    @Test(
        "a file that cannot be read whole is refused whole",
        arguments: [
            ("", "file-empty"), ("\n \n", "file-empty"),
            ("timestamp,meter_id,value\n", "file-empty"),
            ("a,b\nc,d\n", "no-layout"), ("time,a,b\n2025-01-01,1,2\n", "no-layout"),
            ("time,meter,a,b\n2025-01-01,m1,1,2\n", "no-layout"),
        ])
    func refused(text: String, code: String) throws {
        let file = try TemporaryFile(text)
        let refusal = #expect(throws: FileRefusal.self) { try file.decoded() }
        #expect(refusal?.finding.code.rawValue == code)
        #expect(refusal?.finding.message(in: .english).contains("?") == false)
    }

    @Test("bytes of no known encoding are refused with the line on which they stand")
    func encoding() throws {
        let file = try TemporaryFile(Array("x,y\n".utf8) + [0xFF, 0x80, 0xFF, 0xFF, 0x0A])
        let refusal = #expect(throws: FileRefusal.self) { try file.decoded() }
        #expect(refusal?.finding.code == .encodingUnsupported)
        #expect(refusal?.finding.line == 2)
        let missing = #expect(throws: FileRefusal.self) {
            try ReadingDecoder.decode(
                path: file.path + "-none", name: "a.csv", source: 1, layout: nil, meterIDs: [])
        }
        #expect(missing?.finding.code == .fileUnreadable)
    }

    @Test("a file is named by the digest of its bytes")
    func digest() throws {
        let text = "timestamp,meter_id,value\n2025-01-01 00:00,m1,1\n"
        let decoded = try TemporaryFile(text).decoded()
        #expect(decoded.digest == ByteReader.digest(of: Array(text.utf8)))
        // FIPS 180-4: the digest of the three letters abc
        #expect(
            ByteReader.digest(of: Array("abc".utf8)).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}

/// Rows handed out for mending.
@Suite struct RowReaderTests {
    @Test("rows beyond an ASCII beginning come back in the encoding of the whole file")
    func lateEncoding() throws {
        var bytes = Array("timestamp,meter_id,value\n".utf8)
        for row in 0..<8_000 {
            bytes += Array("2026-01-01 \(row % 24 < 10 ? "0" : "")\(row % 24):00,m1,\(row)\n".utf8)
        }
        #expect(bytes.count > 131_072)
        // 停机 in GB18030 where a number should stand.
        bytes += Array("2026-01-02 00:00,m1,".utf8) + [0xCD, 0xA3, 0xBB, 0xFA, 0x0A]
        let file = try TemporaryFile(bytes)
        var rows: [[String]] = []
        try RowReader.rows(
            [8_002], path: file.path, name: "a.csv", layout: nil, meterIDs: ["m1"],
            heading: { _ in }, row: { rows.append($1) })
        #expect(rows == [["2026-01-02 00:00", "m1", "停机"]])
        let lines = try LineReader.lines([8_002], path: file.path, name: "a.csv")
        #expect(lines.map(\.text) == ["2026-01-02 00:00,m1,停机"])
    }

    @Test("whoever watches a plain file is told how many bytes were given")
    func watch() throws {
        let file = try TemporaryFile(String(repeating: "2026-01-01 00:00,1\n", count: 50_000))
        let reader = try ByteReader(path: file.path, name: "a.csv")
        var seen: [Int64] = []
        reader.watch = { seen.append($0) }
        try reader.forEachBlock { _ in true }
        #expect(seen.last == 950_000)
        #expect(seen == seen.sorted() && seen.count > 3)
    }
}
