import Testing

@testable import MeterFiles

/// What names and cells say of a zone.
@Suite struct ZoneWordTests {
    @Test(
        "an offset is one however it is written",
        arguments: [
            ("UTC", 0), ("z", 0), ("GMT", 0), ("Etc/UTC", 0), ("UTC+8", 28_800),
            ("utc +08:00", 28_800), ("GMT-0330", -12_600), ("+05:45", 20_700), ("-5", -18_000),
            ("−5", -18_000), ("+08", 28_800), ("UTC±0", 0), ("北京时间", 28_800),
            // Zones of this kind are named by what is to be added for Greenwich.
            ("Etc/GMT-8", 28_800),
        ] as [(String, Int64)])
    func offsets(text: String, seconds: Int64) {
        #expect(ZoneWord(text) == .offset(seconds))
    }

    @Test("a name stays a name, an abbreviation is open, anything else is no zone")
    func others() {
        #expect(ZoneWord("Europe/Berlin") == .named("Europe/Berlin"))
        #expect(ZoneWord("America/Argentina/Ushuaia") == .named("America/Argentina/Ushuaia"))
        for word in ["CET", "mez", "EST", "UTC+1/+2", "UTC8", "utc+15"] {
            #expect(ZoneWord(word) == .open(word))
        }
        for word in ["", "kWh", "date/time", "MM/DD/YYYY", "local", "8", "08:00", "+8:5", "+1:2:3"]
        {
            #expect(ZoneWord(word) == nil, "\(word)")
        }
    }

    @Test(
        "the name of a column tells its zone, and what it is called without it",
        arguments: [
            ("timestamp_utc", .offset(0), "timestamp"), ("utc_time", .offset(0), "time"),
            ("UTC", .offset(0), "time"), ("Zeit (UTC)", .offset(0), "zeit"),
            ("TimestampUTC", .offset(0), "timestamp"), ("end_utc", .offset(0), "end"),
            ("Time (MM/DD/YYYY, UTC-5)", .offset(-18_000), "time"),
            ("时间（UTC+8）", .offset(28_800), "时间"), ("采集时间(北京时间)", .offset(28_800), "采集时间"),
            ("Time GMT +08:00", .offset(28_800), "time"),
            ("Start [+01:00]", .offset(3_600), "start"),
            ("Time (local time UTC+2)", .offset(7_200), "time"),
            ("Datum (Europe/Berlin)", .named("Europe/Berlin"), "datum"),
            ("Zeit MEZ", .open("MEZ"), "zeit"), ("Time (CET)", .open("CET"), "time"),
        ] as [(String, ZoneWord, String)])
    func headers(name: String, zone: ZoneWord, rest: String) throws {
        let found = try #require(ZoneWord.inHeader(name))
        #expect(found.zone == zone)
        #expect(HeaderWords.timeKey(name) == rest)
    }

    @Test(
        "other names say nothing of a zone",
        arguments: [
            "timestamp", "Time (kWh)", "时间(15分钟)", "Date/Time", "Zeit (lokal)", "est", "ist",
            "Zone A", "output", "(kWh)", "",
        ])
    func none(name: String) {
        #expect(ZoneWord.inHeader(name) == nil)
    }
}
