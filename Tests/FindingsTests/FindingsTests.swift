import Foundation
import Metering
import Provenance
import Quantities
import Reporting
import Runs
import Store
import Testing

/// The rule of the house: every finding code has a reproducer and a paragraph in the manual.
@Suite struct FindingsTests {
    /// Findings that no portfolio alone can show: faults of the program, and what needs a
    /// certificate that was signed before.
    static let toldInWords: Set<FindingCode> = [
        .statementUnbalanced, .certificateRestated, .submissionUnverified, .submissionDuplicate,
        .submissionOverlap, .submissionUnlike, .submissionSharedKey,
        .submissionWrongUnit, .submissionUnboundKey,
    ]

    static let reproducers = FindingCode.allCases.filter { !toldInWords.contains($0) }
        .map { Reproducer(name: $0.rawValue) }

    @Test("the base portfolio yields nothing above a note")
    func base() throws {
        let result = try Walk.take(.base)
        #expect(result.findings.filter { $0.severity > .note } == [])
        #expect(result.statements.allSatisfy { $0.statement.rowsRejected == 0 })
    }

    @Test("a reproducer yields its finding at its place", arguments: reproducers)
    func reproducer(_ reproducer: Reproducer) throws {
        let code = try #require(FindingCode(rawValue: reproducer.name))
        try check(reproducer, shows: code)
    }

    private func check(_ reproducer: Reproducer, shows code: FindingCode) throws {
        let result = try Walk.take(reproducer)
        let seen = result.findings.map { Reproducer.Expectation.cells(of: $0) }
        let expected = try reproducer.expectations()
        #expect(expected.map { $0.cells[0] }.contains(code.rawValue))
        for expectation in expected {
            let isSeen = result.findings.contains(where: expectation.isMet)
            #expect(isSeen, "\(expectation) is not in \(seen)")
        }
        // What is refused may say more; what is booked shows the one thing it is made for.
        for cells in seen where !result.isRefused && cells[1] != Severity.note.rawValue {
            let isExpected = expected.contains { $0.cells[0] == cells[0] }
            #expect(isExpected, "\(cells) is not expected")
        }
        for finding in result.findings where finding.code == code {
            for language in Language.allCases { checkWords(of: finding, in: language) }
        }
        #expect(result.statements.allSatisfy { $0.statement.balance == 0 })
        #expect(result.isRefused == reproducer.isRefused)
        #expect(!result.isRefused || result.storeBefore == result.storeAfter)
    }

    /// The facts of a finding stand in its words; one that is missing would leave a gap.
    private func checkWords(of finding: Finding, in language: Language) {
        for text in [finding.message(in: language), finding.remedy(in: language)] {
            let hasGap =
                text.isEmpty || text.hasPrefix(" ") || text.contains("  ") || text.contains("?")
            #expect(!hasGap, "\(text)")
        }
    }

    @Test("no code lacks a folder and no folder lacks a code")
    func folders() throws {
        #expect(try Reproducer.folders() == FindingCode.allCases.map(\.rawValue).sorted())
        #expect(FindingCode.withoutWords == [])
    }

    @Test(
        "what no portfolio can show has a text instead of a reproducer", arguments: toldInWords)
    func fault(_ code: FindingCode) throws {
        let folder = Reproducer(name: code.rawValue)
        #expect(try folder.text("README.md").contains(code.rawValue))
        #expect(!folder.has("expect.csv"))
    }

    @Test("every code has a paragraph in the manual", arguments: ["findings.md", "findings.zh.md"])
    func manual(page: String) throws {
        let lines = try Walk.manual(page)
        let headings = lines.filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
        #expect(headings.sorted() == FindingCode.allCases.map(\.rawValue).sorted())
        for severity in Severity.allCases {
            let listed = lines.filter { $0.hasPrefix("- **\(severity.rawValue)**") }
                .flatMap { $0.matches(of: /\(#([a-z-]+)\)/).map { String($0.1) } }
            let expected = FindingCode.allCases.filter { $0.severity == severity }.map(\.rawValue)
            #expect(listed.sorted() == expected.sorted(), "\(severity.rawValue)")
        }
    }
}

/// One walk along the street with a reproducer.
struct Walk {
    /// What the store holds.
    struct Holding: Equatable {
        let files: [StoredFile]
        let originals: [String]
    }

    var findings: [Finding] = []
    var statements: [FileStatement] = []
    var isRefused = false
    var storeBefore: Holding?
    var storeAfter: Holding?

    private static let project = Reproducer.root.deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The published data of the project.
    static let published = Result { try PublishedData(folder: project.path) }

    static func manual(_ page: String) throws -> [String] {
        let file = project.appendingPathComponent("Documentation").appendingPathComponent(page)
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Copies base and overlay to a folder of its own and walks; a refusal comes after an ingest of
    /// the base, so that there is something that could be changed.
    static func take(_ reproducer: Reproducer) throws -> Walk {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("carbongrade-findings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var walk = Walk()
        try Reproducer.base.lay(over: folder)
        if reproducer.isRefused {
            _ = try Ingest.run([], into: try Portfolio(folder: folder.path))
            walk.storeBefore = try holding(of: folder)
        }
        if reproducer.name != Reproducer.base.name { try reproducer.lay(over: folder) }
        do {
            try walk.ingestAndRun(reproducer, in: folder)
        } catch let refusal as Refusal {
            walk.findings = refusal.findings
            walk.isRefused = true
        }
        walk.storeAfter = try holding(of: folder)
        return walk
    }

    private mutating func ingestAndRun(_ reproducer: Reproducer, in folder: URL) throws {
        let outcome = try Ingest.run([], into: try Portfolio(folder: folder.path))
        if reproducer.has("release.txt") {
            let portfolio = try Portfolio(folder: folder.path)
            let before = try Run(
                portfolio, try PublishedData(folder: Self.project.path, for: portfolio),
                over: try reproducer.period())
            _ = try before.release(language: Language.both)
        }
        if reproducer.has("after-ingest") { try reproducer.lay("after-ingest", over: folder) }
        if reproducer.has("alter.txt") { try Reproducer.alterOriginals(in: folder) }
        if reproducer.has("alter-closings.txt") { try Reproducer.alterClosings(in: folder) }
        let portfolio = try Portfolio(folder: folder.path)
        let run = try Run(
            portfolio, try PublishedData(folder: Self.project.path, for: portfolio),
            over: try reproducer.period(), verifyingOriginals: true)
        findings = outcome.findings + run.findings
        statements = outcome.statements + run.statements
    }

    private static func holding(of folder: URL) throws -> Holding? {
        let store = folder.appendingPathComponent(".carbongrade").path
        guard FileManager.default.fileExists(atPath: store) else { return nil }
        let originals = try? FileManager.default.subpathsOfDirectory(atPath: store + "/originals")
        return Holding(
            files: try LedgerStore(path: store + "/ledger.sqlite").liveFiles(),
            originals: (originals ?? []).sorted())
    }
}
