import CarbonAccounting
import EnergyLedger
import Grading
public import Provenance
import Quantities
public import Reporting

extension Run {
    /// What every document says of itself: tool, period, inputs, releases.
    public var heading: DocumentHeading {
        DocumentHeading(
            tool: Tool.version, zoneRelease: TimeZones.release,
            organisation: BilingualText(
                portfolio.settings.organisation,
                zh: portfolio.settings.organisationChinese ?? portfolio.settings.organisation),
            settings: portfolio.settings.printed, period: period,
            inputs: portfolio.digests.map { (name: $0.name, digest: $0.digest) }
                + statements.compactMap { file in file.digest.map { (name: file.file, digest: $0) } },
            factorRelease: data.factors.release, factorDigest: data.factors.digest,
            rulebooks: data.rulebooks.map {
                (id: $0.rulebook.id, edition: $0.rulebook.edition, digest: $0.digest)
            },
            findings: findings)
    }

    /// Energy, emissions and indicators as JSON.
    public func accountDocument(language: Language) -> JSONValue {
        AccountDocument.json(
            heading, sites: sites.map { ($0.balances, $0.inventory, $0.indicators) },
            statements: statements, language: language)
    }

    /// Grades as JSON.
    public func gradeDocument(language: Language) -> JSONValue {
        GradeDocument.json(
            heading, sites: sites.map { ($0.site.id, $0.grades) }, language: language)
    }

    /// Findings, statement and coverage as JSON.
    public func checkDocument(language: Language) -> JSONValue {
        var members = heading.members("carbongrade-check/1")
        members["findings"] = .array(findings.map { FindingDocument.json($0, language: language) })
        members["energy_statement"] = .array(statements.map(AccountDocument.statement))
        members["sites"] = .array(
            sites.map { result in
                .object([
                    "site_id": .string(result.site.id),
                    "coverage": .decimal(result.balances.coverage?.text()),
                    "resolved_share": .decimal(result.balances.resolvedShare?.text()),
                    "estimated_share": .decimal(result.balances.estimatedShare?.text()),
                ])
            })
        return .object(members)
    }

    /// The hourly journal as CSV, in pieces.
    public func forEachLedgerLine(_ body: (LedgerTable.Line) throws -> Void) rethrows {
        for result in sites {
            try LedgerTable.forEachLine(
                of: result.balances.journal, batchOfSource: batchOfSource, body)
        }
    }

    /// The heaviest finding.
    public var severity: Severity? { findings.map(\.severity).max() }
}

/// The tool's own name and version.
public enum Tool {
    /// The released version.
    public static let version = "0.1.0"
}
