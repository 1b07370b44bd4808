import MeterFiles
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Small files that once were read unlike in the two ways; fuzzing found them.
@Suite struct TwoWaysOfRowsTests {
    @Test(
        "both ways read a file alike",
        arguments: [
            // The clock of a row that is rejected must not stay for a row written otherwise.
            """
            timestamp,meter_id,value
            2025-01-01T00:15:00Z,m,1
            2025-01-01T01:15:00Z,m
            "2025-01-01T00:15:00Z",m,2
            2025-01-01T00:30:00Z,m,3
            """,
            // A file of one meter none of whose rows has a stamp.
            "timestamp,value\n2025-01-01 00:00x,1\n,2\n2025-13-01 00:00,3\n",
        ])
    func alike(text: String) throws {
        let ways = TwoWays([Meter.example(every: 900)], siteCalendar: .utc)
        let file = try TemporaryFile(text + "\n")
        #expect(
            ways.difference(on: Array((text + "\n").utf8), path: file.path, name: "m.csv") == nil)
    }

    @Test(
        "a file that names the zone of its times is read alike, whether its stamps name offsets or not",
        arguments: 0..<60)
    func zoned(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let london = LocalCalendar(
            identifier: "Europe/London", changes: [1_743_296_400, 1_761_440_400],
            offsets: [0, 3_600, 0])
        let meters = (0..<3).map { index in
            Meter.example(id: "m\(index)", every: seed % 2 == 0 ? 900 : nil, in: london)
        }
        let ways = TwoWays(meters, siteCalendar: london)
        let (name, offset) = [
            ("timestamp_utc", 0), ("time (UTC+8)", 28_800), ("Time GMT-03:30", -12_600),
        ][seed % 3]
        let isMixed = seed % 5 == 0
        var text = name + ",meter_id,value\n"
        for place in 0..<200 {
            // Over the night in which London sets its clocks back.
            let instant = 1_761_415_200 + Int64(place) * 900
            let late = seed % 7 == 3 ? Int64.random(in: 0..<3, using: &numbers) : 0
            let isPlaced = isMixed && Bool.random(using: &numbers)
            let stamp = LocalCalendar.utcText(at: instant + late + (isPlaced ? 0 : Int64(offset)))
            for meter in meters {
                text +=
                    (isPlaced ? stamp : String(stamp.dropLast())) + ",\(meter.id),\(place % 9)\n"
            }
        }
        let file = try TemporaryFile(text)
        #expect(ways.difference(on: Array(text.utf8), path: file.path, name: "x.csv") == nil)
    }

    @Test("a file that begins like the one before it is read as if it stood alone")
    func afterAnother() throws {
        let ways = TwoWays(
            [Meter.example(.register, id: "m")], siteCalendar: .utc)
        // A carriage return alone ends a line above the header; what stands in its place below is no row.
        let head = Array(
            ("\"timestamp\",\"meter_id\",\"value\"\r00:15:000-25T00:00:00Z\",\"6,+e\n0Z,10\nlue\n"
                + "2025-10-25\0\0\",\"102.5\"\r\n\"2025-10-25T00:`30:00Z\",\"m\",\"10b4.5\"\r\n"
                + "\"2025-10-25T00:45:00Z\",\"m\",\"105.5\"\r\n\"2+025-10-25T%01:00:00Z\"0").utf8)
        for tail: [UInt8] in [[0x2D], [0xC8, 0x2D]] {
            let file = try TemporaryFile(head + tail)
            #expect(ways.difference(on: head + tail, path: file.path, name: "x.csv") == nil)
        }
    }

    @Test("a file whose rows words tell apart is refused with the words that come first, each time")
    func firstWords() throws {
        let ways = TwoWays([Meter.example(every: 3_600)], siteCalendar: .utc)
        // Four kinds, of which each hour has two others.
        let rows = (0..<12).map { hour in
            let stamp = "2025-01-01T\(hour < 10 ? "0" : "")\(hour):00Z"
            return "\(stamp),m,\(hour + 1),k\(hour % 4)\n"
                + "\(stamp),m,\(hour + 3),k\((hour + 1) % 4)\n"
        }
        for count in 4...12 {
            let refusal = #expect(throws: FileRefusal.self) {
                try ways.form(
                    head: "timestamp,meter_id,value,sort\n",
                    rows: rows.prefix(count).joined())
            }
            let reason = refusal?.finding.phrases["reason"]?.english
            #expect(reason?.contains("(k0, k1)") == true)
        }
    }

    @Test("a name in another encoding is said aloud once, whatever stands between its rows")
    func foreignNames() throws {
        let ways = TwoWays([Meter.example(every: 900)], siteCalendar: .utc)
        let form = try #require(
            try ways.form(
                head: "timestamp,meter_id,value\n",
                rows: "2025-01-01 00:00,m,1\n2025-01-01 00:15,m,1\n"))
        var rows: [UInt8] = []
        for hour in 0..<4 {
            rows += Array("2025-01-01 0\(hour):00,m,1\n2025-01-01 0\(hour):15,".utf8)
            rows += [0xBB, 0xFA, 0xB7, 0xBF] + Array(",1\n".utf8)
        }
        #expect(rows.withUnsafeBufferPointer { ways.difference(onRows: $0, of: form) } == nil)
    }

    @Test(
        "cells below no name, and headers inside a file, are read alike in both ways",
        arguments: 0..<120)
    func cellsWithoutName(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func any(_ list: [String]) -> String { list.randomElement(using: &numbers) ?? "" }
        let isWide = seed % 2 == 0
        let tail = any(["", ",", ",,"])
        let header = (isWide ? "timestamp,m,n" : "timestamp,meter_id,value") + tail
        var lines = [header]
        for row in 0..<40 {
            let stamp = "2025-01-0\(1 + row / 24)T\(row % 24 < 10 ? "0" : "")\(row % 24):00Z"
            let values = any(["10", "10.5", "7", "", "\"8\""])
            let more = any(["", "", ",", ",,", ",5", ",note", ", ", ",,5", ",\"5\"", ",\"\""])
            lines.append(stamp + (isWide ? ",1," : ",m,") + values + more)
            if any(["a", "b", "c", "d", "e", "f", "g", "h"]) == "a" { lines.append(header) }
        }
        if seed % 5 == 0 { lines.append(isWide ? "timestamp,n,m" : "timestamp,meter_id,kW") }
        let text = lines.joined(separator: "\n") + "\n"
        let ways = TwoWays(
            [Meter.example(every: 3_600), Meter.example(id: "n", every: 3_600)],
            siteCalendar: .utc)
        let file = try TemporaryFile(text)
        #expect(ways.difference(on: Array(text.utf8), path: file.path, name: "x.csv") == nil)
    }
}
