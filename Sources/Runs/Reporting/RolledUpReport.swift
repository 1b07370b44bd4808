import Grading
public import Provenance
public import Reporting

/// A report over submissions in place of readings (报送汇总报告).
public struct RolledUpReport: Sendable {
    /// What came out.
    public let report: QuarterlyReport
    /// What was found when submissions were held against each other.
    public let findings: [Finding]

    /// Rolls up.
    ///
    /// - Throws: `Refusal` when they do not belong together.
    public init(_ parts: [RollUp.Part], of organisation: BilingualText) throws {
        let rollUp = RollUp(parts)
        guard !parts.isEmpty else {
            throw RunFailure("there is no submission to roll up", zh: "没有可汇总的报送文件")
        }
        guard
            let report = rollUp.report(
                of: organisation, tool: Tool.version, zoneRelease: TimeZones.release)
        else {
            throw Refusal(rollUp.findings)
        }
        self.report = report
        findings = rollUp.findings
    }
}

extension ReportFiles {
    /// Writes what may be published of a report: two files that name no unit and no site.
    ///
    /// The rule is that of the European publication as `eu-2024-1364` holds it.
    @discardableResult
    public static func writePublic(
        _ report: QuarterlyReport, _ data: PublishedData, to folder: String, language: Language
    ) throws -> [String] {
        guard let book = data.rulebook("eu-2024-1364"), let rule = book.publication else {
            throw RunFailure(
                "the published data hold no rule of publication", zh: "已发布数据中没有统计发布规则")
        }
        let statistics = PublicStatistics(
            report, sitesAtLeast: rule.sitesAtLeast, source: "\(book.number), Annex IV")
        let files = [
            (
                "public-statistics.json",
                PublicDocument.json(statistics, report, language: language).text
            ),
            (
                "public-statistics.csv",
                PublicDocument.csv(statistics, report, language: language)
            ),
        ]
        for (name, text) in files {
            let path = folder + "/" + name
            do { try Files.write(text, to: path) } catch {
                throw Unwritable.failure(staged: path, error)
            }
        }
        return files.map(\.0)
    }
}
