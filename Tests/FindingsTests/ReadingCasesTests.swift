import Foundation
import Metering
import Provenance
import Quantities
import Reporting
import Runs
import TestSupport
import Testing

/// Files as exports write them, in `Tests/ReadingCases`: each gives the ledger that was computed from
/// its truth without this program, and the findings that belong to its trouble, no more and no fewer.
@Suite struct ReadingCasesTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("ReadingCases")
    static let names =
        (try? FileManager.default.contentsOfDirectory(atPath: root.path))?
        .filter { FileManager.default.fileExists(atPath: root.path + "/" + $0 + "/about.txt") }
        .sorted() ?? []
    private static let directions: Set<String> = [
        "about.txt", "findings.csv", "ledger.csv", "period.txt", "refused.txt", "rejected.txt",
    ]
    private static let published = Result {
        try PublishedData(folder: root.deletingLastPathComponent().deletingLastPathComponent().path)
    }

    @Test("the cases are there")
    func count() { #expect(Self.names.count >= 120) }

    @Test("a file gives its ledger and its findings", arguments: names)
    func reading(name: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("carbongrade-case-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyBytes(
            atPath: Self.root.appendingPathComponent(name).path, toPath: folder.path)
        for file in Self.directions {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(file))
        }
        let portfolio = try Portfolio(folder: folder.path)
        guard !has("refused.txt", name) else {
            let refusal = #expect(throws: Refusal.self) { try Ingest.run([], into: portfolio) }
            #expect(lines(of: refusal?.findings ?? []) == (try table("findings.csv", name)))
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/.carbongrade"))
            return
        }
        let outcome = try Ingest.run([], into: portfolio)
        let found = lines(of: outcome.findings)
        #expect(found == (try table("findings.csv", name)), "\(found)")
        for finding in outcome.findings {
            for language in Language.allCases {
                #expect(!finding.message(in: language).contains("?"))
            }
        }
        let expected = try table("ledger.csv", name)
        let rejected = outcome.statements.reduce(0) { $0 + $1.statement.rowsRejected }
        #expect(String(rejected) == (try text("rejected.txt", name)))
        for statement in outcome.statements { #expect(statement.statement.balance == 0) }
        let booked = outcome.statements.reduce(0) { $0 + $1.statement.booked }
        #expect(booked == expected.compactMap { Int64($0.split(separator: ",")[3]) }.reduce(0, +))
        let period = try #require(Period(try text("period.txt", name)))
        let run = try Run(portfolio, try Self.published.get(), over: period)
        var ledger: [String] = []
        run.forEachLedgerLine { line in
            guard let meter = line.meterID else { return }
            let hour = LocalCalendar.utcText(at: line.hour)
            ledger.append("\(meter),\(line.account.rawValue),\(hour),\(line.energy.joules)")
        }
        let first = try text("period.txt", name).prefix(10)
        #expect(
            ledger.sorted() == expected.filter { $0.split(separator: ",")[2] >= first }.sorted())
    }

    // MARK: - What a folder says

    private func has(_ file: String, _ name: String) -> Bool {
        FileManager.default.fileExists(atPath: Self.root.path + "/" + name + "/" + file)
    }

    private func text(_ file: String, _ name: String) throws -> String {
        try String(contentsOfFile: Self.root.path + "/" + name + "/" + file, encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    private func table(_ file: String, _ name: String) throws -> [String] {
        try text(file, name).split(separator: "\n").dropFirst().map(String.init).sorted()
    }

    /// `code,line,meter,count`: of a code and a meter the first line and how often.
    private func lines(of findings: [Finding]) -> [String] {
        Dictionary(grouping: findings) { "\($0.code.rawValue),\($0.meterID ?? "")" }.values.map {
            kind in
            let line = kind.compactMap(\.line).min().map(String.init) ?? ""
            let count = kind.reduce(0) { $0 + $1.count }
            return "\(kind[0].code.rawValue),\(line),\(kind[0].meterID ?? ""),\(count)"
        }.sorted()
    }
}
