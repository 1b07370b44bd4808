import EnergyLedger
import Foundation
public import Provenance
public import Quantities
import Reporting
import Store

/// The world failed: disk, permission, a second writer.
public struct RunFailure: Error, Sendable {
    /// What failed, in one sentence.
    public let reason: BilingualText

    /// Whether it is only that another writer is at work; later it may succeed.
    public let isBusy: Bool

    /// Whether it is only that there is no ledger yet.
    public let isNothingIngested: Bool

    package init(
        _ english: String, zh chinese: String, isBusy: Bool = false, isNothingIngested: Bool = false
    ) {
        reason = BilingualText(english, zh: chinese)
        self.isBusy = isBusy
        self.isNothingIngested = isNothingIngested
    }

    static let nothingIngested = RunFailure(
        "nothing was ingested yet: run `carbongrade ingest`",
        zh: "尚未导入任何读数：请运行 `carbongrade ingest`", isNothingIngested: true)
}

extension Run {
    /// Writes all documents of the run into a folder; each is there whole or not at all.
    ///
    /// - Returns: The names of the files.
    @discardableResult
    public func write(to folder: String, language: Language) throws -> [String] {
        let accounted = sites.map { ($0.balances, $0.inventory, $0.indicators) }
        let graded = sites.map { ($0.site.id, $0.grades) }
        var ledger = CSVText(header: LedgerTable.columns)
        forEachLedgerLine { ledger.append($0.cells) }
        let documents: [(String, String)] = [
            ("account.json", accountText(language: language)),
            ("account.csv", AccountTable.csv(accounted)),
            ("grade.json", gradeText(language: language)),
            ("grade.csv", GradeTable.csv(graded, language: language)),
            ("check.json", checkDocument(language: language).text),
            ("findings.csv", FindingDocument.csv(findings, language: language)),
            ("statement.csv", StatementTable.csv(statements)),
            ("ledger.csv", ledger.text),
        ]
        do {
            for (name, text) in documents { try Files.write(text, to: folder + "/" + name) }
        } catch {
            throw RunFailure(
                "the results cannot be written to \(folder)",
                zh: "结果无法写入 \(folder)")
        }
        return documents.map(\.0)
    }

    /// Writes all findings to a file: as JSON where its name ends in `.json`, else as CSV.
    public func writeFindings(to path: String, language: Language) throws {
        let isJSON = path.lowercased().hasSuffix(".json")
        var members = heading.members("carbongrade-findings/1")
        if isJSON {
            members["findings"] = .array(
                findings.map { FindingDocument.json($0, language: language) })
        }
        do {
            try Files.write(
                isJSON
                    ? JSONValue.object(members).text
                    : FindingDocument.csv(findings, language: language), to: path)
        } catch {
            throw RunFailure(
                "the findings cannot be written to \(path)", zh: "问题清单无法写入 \(path)")
        }
    }

    /// The calendar years, at the first site, that the ledger's readings span.
    public static func wholeSpan(of portfolio: Portfolio) throws -> Period {
        guard Workspace.exists(in: portfolio.folder),
            let span = try Workspace(of: portfolio.folder, writing: false).store.span()
        else { throw RunFailure.nothingIngested }
        let calendar = portfolio.sites.first?.calendar ?? .utc
        let first = calendar.date(at: span.start).components.year
        let last = calendar.date(at: span.end - 1).components.year
        guard let start = CivilDate(year: first, month: 1, day: 1),
            let end = CivilDate(year: last + 1, month: 1, day: 1),
            let period = first == last ? Period(String(first)) : Period(from: start, to: end)
        else { throw RunFailure.nothingIngested }
        return period
    }
}
