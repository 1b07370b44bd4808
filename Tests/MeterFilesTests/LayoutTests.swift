import MeterFiles
import Metering
import Provenance
import Testing

@Suite struct LayoutTests {
    @Test(
        "a pattern fits a name: a star any run, a question mark one byte",
        arguments: [
            ("*.csv", "a.csv", true), ("*.csv", ".csv", true), ("*.csv", "a.csv.gz", false),
            ("hall-?.csv", "hall-b.csv", true), ("hall-?.csv", "hall-bb.csv", false),
            ("hall-?.csv", "hall-.csv", false), ("*", "", true), ("", "", true), ("", "a", false),
            ("a*b*c", "aXbYc", true), ("a*b*c", "abc", true), ("a*b*c", "acb", false),
            ("*ab", "aaab", true), ("a*a", "a", false), ("**", "x", true),
            ("A.csv", "a.csv", false),
            ("电表*.csv", "电表2025.csv", true), ("[ab].csv", "a.csv", false),
            ("*a*a*a*a*a*b", String(repeating: "a", count: 200), false),
        ])
    func patterns(pattern: String, name: String, fits: Bool) {
        var layout = Layout(name: "test", timestamp: "t")
        layout.files = ["nothing", pattern]
        #expect(layout.fits(fileName: name) == fits)
    }

    @Test("a layout without patterns fits no file")
    func noPatterns() {
        #expect(!Layout(name: "test", timestamp: "t").fits(fileName: "a.csv"))
    }

    @Test("a wide layout names the meter of each column; columns it does not name are left out")
    func wide() throws {
        var layout = Layout(name: "wide", timestamp: "Datum")
        layout.shape = .wide
        layout.meters = ["P1 (kWh)": "m1", "3": "m2"]
        let decoded = try TemporaryFile(
            "Datum,P1 (kWh),P2 (kWh),note\n31.01.2026 00:00,1,2,x\n31.01.2026 01:00,3,4,y\n"
        ).decoded(layout: layout)
        #expect(
            decoded.readings == [
                "2 m2 @1769817600w = 2", "3 m2 @1769821200w = 4", "2 m1 @1769817600w = 1",
                "3 m1 @1769821200w = 3",
            ])
        #expect(decoded.found.isEmpty)
    }

    @Test("a layout says in which order day and month stand")
    func dateOrder() throws {
        let file = try TemporaryFile("t,meter_id,v\n01/02/2026 00:00,m1,1\n")
        for (order, seconds) in [
            (Timestamp.DateOrder.dayMonthYear, 1_769_904_000), (.monthDayYear, 1_767_312_000),
        ] as [(Timestamp.DateOrder, Int64)] {
            var layout = Layout(name: "long", timestamp: "t")
            layout.value = "v"
            layout.dateOrder = order
            #expect(try file.decoded(layout: layout).batches.first?.stamps == [seconds])
        }
        let refusal = #expect(throws: FileRefusal.self) { try file.decoded() }
        #expect(refusal?.finding.code == .formAmbiguous)
    }

    @Test("a file may be a meter, by its name or by a column of any name")
    func meterName() throws {
        let file = try TemporaryFile("t,kW,tag\n2025-01-01 00:00,5,m2\n")
        var byName = Layout(name: "single", timestamp: "1")
        byName.meterID = .fileName
        byName.value = "kW"
        #expect(
            try file.decoded(as: "readings/m1.csv.gz", layout: byName).readings
                == ["2 m1 @1735689600w = 5"])
        var byColumn = byName
        byColumn.meterID = .column("tag")
        #expect(
            try file.decoded(as: "readings/m1.csv", layout: byColumn).readings
                == ["2 m2 @1735689600w = 5"])
        let stray = try file.decoded(as: "readings/m7.csv", layout: byName)
        #expect(stray.found == ["2 unknown-meter"])
        #expect(stray.strays.rowsRejected == 1)
    }

    @Test("a column that the file does not have refuses it, and says which it has")
    func missingColumn() throws {
        let file = try TemporaryFile("t,v\n2025-01-01 00:00,1\n")
        var layout = Layout(name: "long", timestamp: "when")
        layout.value = "v"
        layout.meterID = .fileName
        let refusal = #expect(throws: FileRefusal.self) {
            try file.decoded(as: "m1.csv", layout: layout)
        }
        #expect(
            refusal?.finding.message(in: .english)
                == "The columns of the file are not clear: no column is named when; there are: t, v"
        )
    }
}
