import CarbonAccounting
import EnergyLedger
import Grading
public import MeterFiles
import Metering
public import Provenance
public import Quantities
public import Reporting

extension Run {
    /// What every document says of itself: tool, period, inputs, releases.
    public var heading: DocumentHeading {
        portfolio.heading(
            period: period,
            inputs: statements.compactMap { file in
                file.digest.map { (name: file.file, digest: $0) }
            },
            data: data, findings: findings)
    }

    /// Energy, emissions and indicators as JSON.
    public func accountDocument(language: Language) -> JSONValue {
        let document = AccountDocument.json(
            heading, sites: sites.map { ($0.balances, $0.inventory, $0.indicators) },
            allocations: allocations, statements: statements, hourly: hourlyAllocations,
            language: language)
        guard isLimited, let portfolio = document["portfolio"] else { return document }
        // What was drawn by whom over all sites is not for someone who sees some of them.
        return document.with(
            "portfolio",
            portfolio.with("instruments", .null).with("hourly_matching", .null))
    }

    /// The same as text, without holding all of it as values.
    public func accountText(language: Language) -> String {
        AccountDocument.text(
            heading, sites: sites.map { ($0.balances, $0.inventory, $0.indicators) },
            allocations: allocations, statements: statements, hourly: hourlyAllocations,
            language: language)
    }

    /// Grades as JSON text, without holding all of it as values.
    public func gradeText(language: Language) -> String {
        GradeDocument.text(
            heading, sites: sites.map { ($0.site.id, $0.grades) },
            together: (operators, aggregates), language: language)
    }

    /// The matching of each year, the earliest first.
    var allocations: [Allocation] {
        matching.allocations.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Grades as JSON.
    public func gradeDocument(language: Language) -> JSONValue {
        GradeDocument.json(
            heading, sites: sites.map { ($0.site.id, $0.grades) },
            together: (operators, aggregates), language: language)
    }

    /// Findings, statement and coverage as JSON.
    public func checkDocument(language: Language) -> JSONValue {
        var members = heading.members("carbongrade-check/1")
        members["findings"] = .array(findings.map { FindingDocument.json($0, language: language) })
        members["energy_statement"] = .array(statements.map(AccountDocument.statement))
        members["bills"] = .array(bills.map(BillTable.json))
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

    /// The chain behind a figure as JSON.
    public func explanationDocument(_ chain: Explanation, site: String) -> JSONValue {
        var members = heading.members("carbongrade-explain/1")
        members["site_id"] = .string(site)
        members["chain"] = chain.json
        return .object(members)
    }

    /// The hourly journal, line by line.
    public func forEachLedgerLine(_ body: (LedgerTable.Line) throws -> Void) rethrows {
        for result in sites {
            try LedgerTable.forEachLine(
                of: result.balances.journal, batchOfSource: batchOfSource, body)
        }
    }

    /// The heaviest finding.
    public var severity: Severity? { findings.map(\.severity).max() }
}

extension Ingest.Outcome {
    /// What an ingest or its undoing did, as JSON.
    public func document(
        _ schema: String, _ portfolio: Portfolio, dryRun: Bool, language: Language
    ) -> JSONValue {
        let inputs = statements.compactMap { file in
            file.digest.map { (name: file.file, digest: $0) }
        }
        var members = portfolio.heading(inputs: inputs, findings: findings).members(
            schema, language: language)
        members["dry_run"] = .bool(dryRun)
        members["batch"] = batch.map { .integer($0) } ?? .null
        members["new_files"] = .integer(newFiles)
        members["derived_meters"] = .integer(derivedMeters)
        members["energy_statement"] = .array(statements.map(AccountDocument.statement))
        members["restatements"] = .array(restatements.map(DifferenceTable.json))
        members["remaining_files"] = .array(remainingFiles.map { .string($0) })
        members["rejected_rows"] = .array(
            rejected.map {
                .object(["file": .string($0.path), "rows": .integer($0.rows)])
            })
        members["findings"] = .array(findings.map { FindingDocument.json($0, language: language) })
        return .object(members)
    }
}

extension Draft {
    /// The heading of a document about files that belong to no portfolio yet.
    public static func heading(of inspections: [Inspection]) -> DocumentHeading {
        DocumentHeading(
            tool: Tool.version, zoneRelease: TimeZones.release,
            inputs: inspections.map { (name: $0.file, digest: $0.digest) },
            findings: inspections.flatMap(\.findings))
    }

    /// A new portfolio as JSON: the files that were written and the meters as drafted.
    public static func document(
        _ written: [String], _ inspections: [Inspection], _ language: Language
    ) -> JSONValue {
        var members = heading(of: inspections).members("carbongrade-init/1", language: language)
        members["written"] = .array(written.map(JSONValue.string))
        members["meters"] = .array(
            inspections.flatMap { inspection in
                inspection.meters.map { meter in
                    let guess = Guess(meter, in: inspection)
                    return .object([
                        "meter_id": .string(meter.id), "file": .string(inspection.file),
                        "account": .string(guess.account.rawValue),
                        "quantity": .string(guess.quantity.rawValue),
                        "unit": .string(guess.unit.rawValue),
                        "basis": .string(guess.words(in: language)),
                    ])
                }
            })
        return .object(members)
    }

    /// The files of a new portfolio as CSV.
    public static func writtenCSV(_ written: [String]) -> String {
        var table = CSVText(header: ["file"])
        for file in written { table.append([file]) }
        return table.text
    }
}

extension Portfolio {
    /// The organisation that runs the sites.
    public var organisation: BilingualText {
        BilingualText(
            settings.organisation, zh: settings.organisationChinese ?? settings.organisation)
    }

    /// The heading of a document about this portfolio.
    ///
    /// - Parameters:
    ///   - period: What it speaks of; nil where it speaks of no period.
    ///   - inputs: The files behind it, beside the tables of the portfolio.
    ///   - data: The published data it rests on; nil where no factor and no rule enters.
    public func heading(
        period: Period? = nil, inputs: [(name: String, digest: Digest)] = [],
        data: PublishedData? = nil, findings: [Finding]
    ) -> DocumentHeading {
        DocumentHeading(
            tool: Tool.version, zoneRelease: TimeZones.release,
            organisation: organisation,
            settings: settings.printed, period: period,
            inputs: digests.map { (name: $0.name, digest: $0.digest) } + inputs,
            factors: data?.factorHeading, rulebooks: data?.rulebookHeading, findings: findings)
    }
}

extension PublishedData {
    /// The heading of a document about published data alone, without a portfolio.
    public var heading: DocumentHeading {
        DocumentHeading(
            tool: Tool.version, zoneRelease: TimeZones.release, factors: factorHeading,
            rulebooks: rulebookHeading)
    }

    var factorHeading: DocumentHeading.Factors {
        DocumentHeading.Factors(release: factors.release, digest: factors.digest)
    }

    var rulebookHeading: [DocumentHeading.Scheme] {
        rulebooks.map { (id: $0.rulebook.id, edition: $0.rulebook.edition, digest: $0.digest) }
    }
}

/// The tool's own name and version.
public enum Tool {
    /// The released version.
    public static let version = "0.1.0"
}
