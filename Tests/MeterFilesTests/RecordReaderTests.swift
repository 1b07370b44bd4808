import MeterFiles
import TestSupport
import Testing

@Suite struct RecordReaderTests {
    @Test(
        "a record knows its cells and the physical line on which it begins",
        arguments: [
            ("a,b\n1,2\n", ["1: a|b", "2: 1|2"]), ("a,b\r\n1,2\r\n", ["1: a|b", "2: 1|2"]),
            ("a,b\r1,2\r", ["1: a|b", "2: 1|2"]), ("a,b\n1,2", ["1: a|b", "2: 1|2"]),
            ("a,b\r\n1,2", ["1: a|b", "2: 1|2"]), ("a,b\r1,2", ["1: a|b", "2: 1|2"]),
            // blank lines are no records but they are lines
            ("\n\na,b\n\n1,2\n\n", ["3: a|b", "5: 1|2"]),
            ("a,b\r\n\r\n1,2\r\n", ["1: a|b", "3: 1|2"]), ("a,b\r\r1,2\r", ["1: a|b", "3: 1|2"]),
            ("   \na,b\n", ["2: a|b"]),
            // quotes, doubled quotes, delimiters and ends of line inside them
            ("\"a\",\"b,c\"\n", ["1: a|b,c"]), ("\"say \"\"no\"\"\",2\n", ["1: say \"no\"|2"]),
            ("\"a\nb\",1\nc,2\n", ["1: a\nb|1", "3: c|2"]),
            ("\"a\r\nb\",1\r\nc,2\r\n", ["1: a\r\nb|1", "3: c|2"]),
            ("\"\n\n\",1\nc,2\n", ["1: \n\n|1", "4: c|2"]),
            // empty cells, spaces around a cell
            ("a,,c\n,,\n", ["1: a||c", "2: ||"]), (" a , b \n\" a \",b\n", ["1: a|b", "2:  a |b"]),
            ("\u{FEFF}a,b\n", ["1: a|b"]), ("\u{FEFF}\"a\",b\n", ["1: a|b"]),
            ("表,值\n一,1\n", ["1: 表|值", "2: 一|1"]), ("", []), ("\n", []),
        ])
    func records(text: String, expected: [String]) throws {
        let found = try TemporaryFile(text).records()
        #expect(found.records == expected)
        #expect(found.malformed.isEmpty)
    }

    @Test(
        "wrong quotes cost the first line of their record and no other",
        arguments: [
            ("a,b\n1,2\"3\n4,5\n", ["1: a|b", "3: 4|5"], [2]),
            ("a,b\n\"1\"x,2\n4,5\n", ["1: a|b", "3: 4|5"], [2]),
            // the quote opens a record that goes wrong two lines on
            ("a,b\n\"1,2\n3,4\n5,\"6\"x\n7,8\n", ["1: a|b", "3: 3|4", "5: 7|8"], [2, 4]),
            // a quote that never closes
            ("a,b\n1,\"2\n3,4\n5,6", ["1: a|b", "3: 3|4", "4: 5|6"], [2]),
            ("a,b\n1,\"2", ["1: a|b"], [2]), ("\"", [], [1]),
            // two stray quotes on lines of their own
            ("1,2\"\n3,4\n5\",6\n7,8\n", ["2: 3|4", "4: 7|8"], [1, 3]),
        ] as [(String, [String], [Int])])
    func strayQuotes(text: String, expected: [String], malformed: [Int]) throws {
        let found = try TemporaryFile(text).records()
        #expect(found.records == expected)
        #expect(found.malformed.sorted() == malformed)
    }

    @Test("an unclosed quote is bounded: what follows 64 KiB is read as before")
    func bounded() throws {
        let rows = (0..<20_000).map { "row \($0),1" }
        let text = "a,b\n\"open,1\n" + rows.joined(separator: "\n") + "\n"
        let found = try TemporaryFile(text).records()
        #expect(found.malformed == [2])
        #expect(found.records.count == 1 + rows.count)
        #expect(found.records.last == "20002: row 19999|1")
    }

    @Test("a quoted text of less than 64 KiB is one cell, however many lines it has")
    func longQuoted() throws {
        let note = Array(repeating: "a line of a note", count: 3_000).joined(separator: "\n")
        let found = try TemporaryFile("x,\"\(note)\"\ny,1\n").records()
        #expect(found.malformed.isEmpty)
        #expect(found.records.map(\.count) == [note.count + 5, "3001: y|1".count])
    }

    @Test("a cell that is not UTF-8 says so and keeps its bytes")
    func notUTF8() throws {
        let file = try TemporaryFile([0x61, 0x2C, 0xFF, 0x0A, 0x62, 0x2C, 0x63, 0x0A])
        #expect(try file.records().records == ["1: not UTF-8", "2: b|c"])
    }

    @Test("law: where the blocks end makes no difference", arguments: 1...4 as ClosedRange<UInt64>)
    func blocks(seed: UInt64) throws {
        // longer than two blocks of 256 KiB, so that rows, quotes and CRLF lie across their ends
        var numbers = SeededNumbers(seed: seed)
        var text = ""
        var expected: [String] = []
        var line = 1
        while text.utf8.count < 700_000 {
            let cell = String(repeating: "x", count: .random(in: 1...60, using: &numbers))
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0:
                text += "\"\(cell)\r\n\(cell)\",1\r\n"
                expected.append("\(line): \(cell)\r\n\(cell)|1")
                line += 2
            case 1:
                text += "\r\n\(cell),2\r\n"
                expected.append("\(line + 1): \(cell)|2")
                line += 2
            case 2:
                text += "\"\(cell),\",3\n"
                expected.append("\(line): \(cell),|3")
                line += 1
            default:
                text += "\(cell),4\r"
                expected.append("\(line): \(cell)|4")
                line += 1
            }
        }
        let found = try TemporaryFile(text).records()
        #expect(found.records.count == expected.count)
        #expect(found.records == expected)
        #expect(found.malformed.isEmpty)
    }

    @Test("other delimiters part cells just so", arguments: [";", "\t", "|"] as [Character])
    func delimiters(delimiter: Character) throws {
        let text = "a\(delimiter)b,c\n\"x\(delimiter)y\"\(delimiter)2\n"
        #expect(
            try TemporaryFile(text).records(delimiter: delimiter).records
                == ["1: a|b,c", "2: x\(delimiter)y|2"])
    }

    @Test("single lines are found again by their number")
    func lines() throws {
        let file = try TemporaryFile("a,b\r\n\r\n\"x\ny\",2\rlast")
        let lines = try LineReader.lines([1, 3, 5, 9], path: file.path, name: "a.csv")
        #expect(lines.map { "\($0.line): \($0.text)" } == ["1: a,b", "3: \"x", "5: last"])
    }

    @Test("no lines are asked of no file; a file whose encoding is known is not asked for it")
    func linesAsked() throws {
        #expect(try LineReader.lines([], path: "/nonexistent/a.csv", name: "a.csv").isEmpty)
        // 0xB0 0xA1 is a word in GB18030, and two letters in Windows-1252.
        let file = try TemporaryFile([0x61, 0x0A, 0xB0, 0xA1, 0x0A] as [UInt8])
        let told = try LineReader.lines(
            [2], path: file.path, name: "a.csv", encoding: .windows1252)
        #expect(told.map(\.text) == ["°¡"])
        let found = try LineReader.lines([2], path: file.path, name: "a.csv")
        #expect(found.map(\.text) == ["啊"])
    }

    @Test(
        "the rejected rows of any table, packed or not, lead back to it",
        arguments: ["july", "july.csv", "july.txt.zst", "july.tsv.zst", "july.csv.gz", "july.TXT"])
    func rejectedNames(name: String) {
        let rejected = RejectedName.name(for: "meters/" + name)
        #expect(rejected == "july.rejected.csv")
        #expect(RejectedName.originals(of: rejected).contains(name.replacing("TXT", with: "txt")))
        #expect(RejectedName.originals(of: name).isEmpty)
    }
}
