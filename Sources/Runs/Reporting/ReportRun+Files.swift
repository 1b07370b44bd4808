import Documents
public import Provenance
import Quantities
public import Reporting

extension ReportRun {
    /// Writes all forms of the report into a folder.
    ///
    /// - Returns: The names of the files.
    @discardableResult
    public func write(to folder: String) throws -> [String] {
        try ReportFiles.write(report, to: folder, language: language)
    }
}

/// The files of a report (报告文件).
public enum ReportFiles {
    /// Writes all forms of a report into a folder.
    ///
    /// - Returns: The names of the files.
    @discardableResult
    public static func write(
        _ report: QuarterlyReport, to folder: String, language: Language
    ) throws -> [String] {
        var files: [(name: String, bytes: [UInt8])] = [
            ("report.json", Array(ReportDocument.json(report, language: language).text.utf8)),
            ("report.html", Array(ReportPage.html(of: report, language: language).utf8)),
            ("report.pdf", try ReportSheet.pdf(of: report, language: language)),
            ("report.xlsx", try ReportWorkbook.bytes(of: report, language: language)),
            ("summary.txt", Array(ReportSummary.text(report, language: language).utf8)),
        ]
        files += ReportTables.all(report, language: language).map { ($0.name, Array($0.csv.utf8)) }
        for file in files {
            let path = folder + "/" + file.name
            do { try Files.write(file.bytes, to: path) } catch {
                throw Unwritable.failure(staged: path, error)
            }
        }
        return files.map(\.name)
    }
}
