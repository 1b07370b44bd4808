import Provenance
import Quantities
import Testing

@Suite struct FindingTests {
    private func finding(
        _ line: Int, _ code: FindingCode = .valueUnreadable, file: String = "a.csv",
        meter: String? = "m"
    ) -> Finding {
        Finding(code, file: file, line: line, column: "value", value: "x\(line)", meterID: meter)
    }

    @Test("a finding bears the weight of its code unless its place knows better")
    func severity() {
        #expect(Finding(.registerReset).severity == .disqualifies)
        #expect(Finding(.suspectSpike).severity == .warning)
        #expect(Finding(.suspectSpike, severity: .disqualifies).severity == .disqualifies)
        #expect(Severity.note < .warning && Severity.warning < .disqualifies)
    }

    @Test("a message names what stood there")
    func message() {
        #expect(finding(4).message(in: .english) == "x4 is no number")
        #expect(finding(4).message(in: .chinese) == "x4 不是数字")
    }

    @Test("of a long cell the beginning is kept")
    func longCell() {
        let text = String(repeating: "9", count: 1_000_000)
        #expect(Finding(.valueUnreadable, value: text).value?.count == 80)
        #expect(Finding(.valueUnreadable, value: String(text.prefix(80))).value?.count == 80)
    }

    @Test("of a cell that is one endless letter the beginning is kept")
    func endlessLetter() throws {
        let text = "e" + String(repeating: "\u{301}", count: 100_000)
        let value = try #require(Finding(.valueUnreadable, value: text).value)
        #expect(value.utf8.count <= 400)
    }

    @Test("findings are sorted by file, line, code and whom they concern")
    func order() {
        let sorted = [
            Finding(.noItMeter), finding(9), finding(10), finding(10, meter: "n"),
            finding(10, .valueMissing), finding(1, file: "b.csv"),
        ].sorted(by: Finding.byPlace)
        #expect(
            sorted.map {
                "\($0.file ?? "-"):\($0.line ?? 0) \($0.code.rawValue) \($0.meterID ?? "-")"
            }
                == [
                    "-:0 no-it-meter -", "a.csv:9 value-unreadable m",
                    "a.csv:10 value-missing m", "a.csv:10 value-unreadable m",
                    "a.csv:10 value-unreadable n", "b.csv:1 value-unreadable m",
                ])
    }

    @Test("of one kind the first twenty keep their place, the rest are counted")
    func bounded() {
        var collector = FindingCollector(keeping: 20)
        for line in 1...1_000 { collector.add(finding(line)) }
        #expect(collector.findings.count == 20)
        #expect(collector.findings.map(\.line) == Array(1...20))
        #expect(collector.findings.map(\.count).reduce(0, +) == 1_000)
        // the last of the twenty stands for itself and the 980 that follow
        #expect(collector.findings.last?.count == 981)
        // their lines are remembered all the same
        #expect(collector.folded.map(\.line) == (21...1_000).map { $0 })
        #expect(collector.folded.allSatisfy { $0.count == 1 && $0.value == nil })
    }

    @Test("each code, file, column and meter is a kind of its own")
    func kinds() {
        var collector = FindingCollector(keeping: 20)
        for line in 1...30 {
            collector.add(contentsOf: [
                finding(line), finding(line, .valueMissing), finding(line, file: "b.csv"),
                finding(line, meter: "n"), finding(line, meter: nil),
            ])
        }
        #expect(collector.findings.count == 5 * 20)
        #expect(collector.findings.map(\.count).reduce(0, +) == 5 * 30)
    }
}

@Suite struct DigestTests {
    @Test(
        "a digest is 64 lower-case hexadecimal digits",
        arguments: [
            (String(repeating: "0123456789abcdef", count: 4), true),
            (String(repeating: "0123456789ABCDEF", count: 4), false),
            (String(repeating: "a", count: 63), false), (String(repeating: "a", count: 65), false),
            (String(repeating: "g", count: 64), false), ("", false),
            (String(repeating: "é", count: 32), false),
        ])
    func form(text: String, isDigest: Bool) {
        #expect((Digest(hexadecimal: text) != nil) == isDigest)
    }

    @Test("bytes become two digits each")
    func bytes() {
        let digest = Digest(bytes: (0..<32).map { UInt8($0 * 8) })
        #expect(
            digest.hexadecimal
                == "0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8")
        #expect(Digest(hexadecimal: digest.description) == digest)
        #expect(Digest(bytes: Array(repeating: 0, count: 32)) < digest)
    }

    @Test("only what was seen in a text or a competent place may carry a certificate")
    func confidence() {
        #expect(Confidence.allCases.filter(\.mayCarryCertificate) == [.a, .b])
        #expect(Confidence.allCases.sorted() == [.a, .b, .c, .m])
    }
}
