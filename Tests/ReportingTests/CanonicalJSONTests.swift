import Provenance
import Reporting
import Testing

@Suite struct CanonicalJSONTests {
    private func canonical(_ value: JSONValue) -> String {
        String(decoding: CanonicalJSON.bytes(of: value), as: UTF8.self)
    }

    @Test("keys are sorted by UTF-16 units, as RFC 8785 section 3.2.3 shows it")
    func order() {
        let names = ["\u{20AC}", "\r", "\u{FB33}", "1", "\u{1F600}", "\u{80}", "\u{F6}"]
        let value = JSONValue.object(names.reduce(into: [:]) { $0[$1] = .null })
        #expect(
            canonical(value)
                == #"{"\r":null,"1":null,"\#u{80}":null,"ö":null,"€":null,"😀":null,"\#u{FB33}":null}"#
        )
    }

    @Test("only what must be escaped is, in the shortest form")
    func escapes() {
        let text = "\u{20}\u{7F}\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}\"\\/€"
        #expect(
            canonical(.string(text)) == #""\#u{20}\#u{7F}\u0000\b\t\n\u000b\f\r\u001f\"\\/€""#)
    }

    @Test("a canonical document read and written again is the same bytes")
    func roundTrip() throws {
        let text = #"{"a":[true,false,null,"x"],"ä":{"b":"\\ \" \n"},"空":[]}"#
        let value = try StrictJSON.canonicalValue(of: Array(text.utf8))
        #expect(CanonicalJSON.bytes(of: value) == Array(text.utf8))
    }
}

@Suite struct StrictJSONTests {
    @Test(
        "what could be read in two ways is refused",
        arguments: [
            (#"{"a":"1","a":"2"}"#, "twice"),
            (#"{"a":"1","\u0061":"2"}"#, "twice"),
            // The same letter in two normal forms: one member to Swift, two to others.
            ("{\"\u{E9}\":\"1\",\"e\u{301}\":\"2\"}", "twice"),
            (#"{"a":1}"#, "number"), (#"{"a":-0}"#, "number"), (#"{"a":1e5}"#, "number"),
            (#""\ud800""#, "`\\`"), (#""\udc00""#, "surrogate"), (#""\ud800\u0041""#, "surrogate"),
            ("\"a\tb\"", "control"), (#"{"a":"1"} x"#, "follows"), (#"{"a":"1","#, "expected"),
            (#"["a",]"#, "no JSON value"), ("", "no JSON value"), (#""abc"#, "does not end"),
            (#""\x""#, "escape"), (#"{'a':"1"}"#, "expected"), ("nul", "expected"),
            ("\u{FEFF}{}", "no JSON value"),
        ])
    func refused(text: String, reason: String) {
        let fault = #expect(throws: StrictJSON.Fault.self) {
            try StrictJSON.value(of: Array(text.utf8))
        }
        #expect(fault?.reason.english.contains(reason) == true, "\(fault as Any)")
    }

    @Test("invalid UTF-8, depth and size are refused")
    func bounds() {
        for bytes: [UInt8] in [
            [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xFF, 0x22],
            Array(repeating: UInt8(ascii: "["), count: 100_000),
            Array(repeating: UInt8(ascii: " "), count: StrictJSON.limit + 1),
        ] {
            #expect(throws: StrictJSON.Fault.self) { try StrictJSON.value(of: bytes) }
        }
    }

    @Test(
        "a document that is not in canonical form is refused although it means the same",
        arguments: [
            #"{"a": "1"}"#, #"{"b":"1","a":"2"}"#, #"{"a":"\u0031"}"#, #"{"a":"\/"}"#,
            "{\"a\":\"1\"}\n", " {}",
        ])
    func notCanonical(text: String) throws {
        _ = try StrictJSON.value(of: Array(text.utf8))
        #expect(throws: StrictJSON.Fault.self) {
            try StrictJSON.canonicalValue(of: Array(text.utf8))
        }
    }
}

@Suite struct JSONFormTests {
    private let form = JSONForm.object([
        "name": .text(10), "value": .decimal, "day": .date, "list": .list(.word(["a", "b"]), 2),
        "more": .optional(.digest),
    ])
    private let good = JSONValue.object([
        "name": .string("南沙"), "value": .string("1.276"), "day": .string("2026-01-31"),
        "list": .array([.string("a")]), "more": .null,
    ])

    @Test("a value of the form is taken")
    func taken() throws { try form.check(good) }

    @Test(
        "a value that is not of the form is refused, with its place",
        arguments: [
            ("name", JSONValue.string("\u{202E}gnp"), "name"),
            ("name", .string("a\u{200B}b"), "name"),
            ("name", .string("a\nb"), "name"), ("name", .string("more than ten"), "name"),
            ("value", .string("1.2760x"), "value"), ("value", .string("01"), "value"),
            ("value", .string("1e3"), "value"), ("value", .string("+1"), "value"),
            ("day", .string("2026-02-30"), "day"), ("list", .array([.string("c")]), "list[0]"),
            ("list", .array(Array(repeating: .string("a"), count: 3)), "list"),
            ("more", .string("abc"), "more"), ("surplus", .null, "surplus"),
        ])
    func refused(member: String, value: JSONValue, path: String) {
        let fault = #expect(throws: JSONForm.Fault.self) {
            try form.check(good.with(member, value))
        }
        #expect(fault?.path == path)
    }

    @Test("a missing member is refused")
    func missing() {
        for name in good.members.keys {
            #expect(throws: JSONForm.Fault.self) { try form.check(good.without(name)) }
        }
    }
}
