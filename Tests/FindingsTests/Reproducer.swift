import Foundation
import Provenance
import Quantities
import Store
import Testing

/// A folder of `Tests/Findings/`: files that are laid over the base portfolio, and what they must
/// bring about.
struct Reproducer: CustomTestStringConvertible, Sendable {
    /// A line of `expect.csv`.
    struct Expectation: CustomStringConvertible {
        static let columns = ["code", "severity", "file", "line", "column", "meter_id", "site_id"]

        let cells: [String]

        /// Tells whether a finding has every cell that is given.
        func isMet(by finding: Finding) -> Bool {
            zip(cells, Self.cells(of: finding)).allSatisfy { $0.isEmpty || $0 == $1 }
        }

        static func cells(of finding: Finding) -> [String] {
            [
                finding.code.rawValue, finding.severity.rawValue, finding.file ?? "",
                finding.line.map(String.init) ?? "", finding.column ?? "", finding.meterID ?? "",
                finding.siteID ?? "",
            ]
        }

        var description: String { cells.joined(separator: ",") }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Findings")
    /// Files that speak to the test and are no part of a portfolio.
    private static let directions: Set<String> = [
        "expect.csv", "release.txt", "period.txt", "refused.txt", "grow.txt", "alter.txt",
        "alter-closings.txt",
        "README.md",
    ]

    let name: String

    var testDescription: String { name }

    private var folder: URL { Self.root.appendingPathComponent(name) }

    /// The folders, without the base.
    static func folders() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path)
            .filter { $0 != "base" && $0 != "README.md" }.sorted()
    }

    static let base = Reproducer(name: "base")

    // MARK: - What it says

    func has(_ file: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(file).path)
    }

    func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    }

    var isRefused: Bool { has("refused.txt") }

    func period() throws -> Period {
        let label =
            has("period.txt")
            ? try text("period.txt").trimmingCharacters(in: .whitespacesAndNewlines)
            : "2025-01-01/2025-01-02"
        return try #require(Period(label))
    }

    func expectations() throws -> [Expectation] {
        let lines = try text("expect.csv").split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        try #require(lines.first == Expectation.columns)
        try #require(lines.allSatisfy { $0.count == Expectation.columns.count })
        return lines.dropFirst().map(Expectation.init)
    }

    // MARK: - Laying it out

    /// Lays the files of the folder, or of a folder in it, over a portfolio.
    func lay(_ part: String = "", over portfolio: URL) throws {
        let source = part.isEmpty ? folder : folder.appendingPathComponent(part)
        for file in try FileManager.default.subpathsOfDirectory(atPath: source.path) {
            let from = source.appendingPathComponent(file)
            let isFolder = try from.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
            guard !isFolder, !Self.directions.contains(file), !file.hasPrefix("after-ingest/")
            else { continue }
            let target = portfolio.appendingPathComponent(file)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contentsOf: from).write(to: target)
        }
        if part.isEmpty, has("grow.txt") { try grow(in: portfolio) }
    }

    /// Adds a line to every original that the store keeps.
    static func alterOriginals(in portfolio: URL) throws {
        let originals = portfolio.appendingPathComponent(".carbongrade/originals")
        for name in try FileManager.default.subpathsOfDirectory(atPath: originals.path) {
            let file = originals.appendingPathComponent(name)
            guard var data = FileManager.default.contents(atPath: file.path) else { continue }
            data.append(contentsOf: "# altered\n".utf8)
            try FileManager.default.removeItem(at: file)
            try data.write(to: file)
        }
    }

    /// Adds a joule to the last amount of every closing that the store keeps, and leaves what it rests on.
    static func alterClosings(in portfolio: URL) throws {
        let store = try LedgerStore(
            path: portfolio.appendingPathComponent(".carbongrade/ledger.sqlite").path)
        let kept = try store.closings(of: 2000...2100).values.flatMap { $0 }
        let altered = kept.map { closing -> StoredClosing in
            var months = closing.months
            // An amount is the last thing in the bytes, the least of its eight bytes first.
            months[months.count - 8] ^= 1
            return StoredClosing(
                siteID: closing.siteID, year: closing.year, basis: closing.basis, months: months)
        }
        try store.keep(altered, of: Array(Set(altered.map(\.siteID))))
    }

    /// Lengthens a file with zero bytes; on most file systems they take no room.
    private func grow(in portfolio: URL) throws {
        let words = try text("grow.txt").trimmingCharacters(in: .whitespacesAndNewlines)
            .split(separator: ",")
        let size = try #require(words.last.flatMap { UInt64($0) })
        let file = portfolio.appendingPathComponent(String(words[0]))
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: size)
        try handle.close()
    }
}
