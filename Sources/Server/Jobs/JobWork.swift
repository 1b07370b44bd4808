import Foundation
import Hummingbird
import Logging
import Metering
import Provenance
import Quantities
import Reporting
import Runs
import ServiceLifecycle

/// What a job does, and what it gives.
struct JobWork: Sendable {
    let platform: Platform
    let job: Job

    struct Given: Sendable {
        let document: JSONValue
        let detail: String
    }

    private var folder: String { platform.settings.portfolioFolder }

    /// Where a job leaves files.
    static func folder(of job: Int64, _ platform: Platform) -> String {
        "\(platform.database.folder)/jobs/\(job)"
    }

    func perform() throws -> Given {
        switch job.kind {
        case .book: try book()
        case .undo: try undo()
        case .refresh:
            try given(try Ingest.refresh(try portfolio()), "carbongrade-ingest/1")
        case .report: try report()
        case .rollUp: try rollUp()
        case .backup: try BackupSet.make(platform, job: job.number)
        }
    }

    private func portfolio() throws -> Portfolio { try Portfolio(folder: folder) }

    private func given(_ outcome: Ingest.Outcome, _ schema: String) throws -> Given {
        let portfolio = try portfolio()
        let document = outcome.document(
            schema, portfolio, dryRun: job.isTrial, language: portfolio.fileLanguage)
        // Files of rejected rows are asked for by name; where they lie is nobody's business.
        let rejected = (document["rejected_rows"]?.elements ?? []).map { row in
            row.with(
                "file", .text(row["file"]?.string?.split(separator: "/").last.map(String.init)))
        }
        return Given(
            document: document.with("rejected_rows", .array(rejected)),
            detail: ([outcome.batch.map { "batch \($0)" } ?? "no batch"]
                + (job.input["files"]?.elements ?? []).compactMap { $0["name"]?.string })
                .joined(separator: ", "))
    }

    // MARK: - Booking

    private func book() throws -> Given {
        let portfolio = try portfolio()
        let files = (job.input["files"]?.elements ?? []).compactMap { file -> Ingest.NamedFile? in
            guard let id = file["upload_id"]?.string, let name = file["name"]?.string else {
                return nil
            }
            return Ingest.NamedFile(
                path: "\(platform.database.folder)/uploads/\(id)", name: "uploads/" + name)
        }
        let sites = job.input["sites"].flatMap { value -> Set<String>? in
            value == .null ? nil : Set(value.elements.compactMap(\.string))
        }
        let allowed = sites.map { ids in
            Set(portfolio.meters.filter { ids.contains($0.siteID) }.map(\.id))
        }
        let target = Self.folder(of: job.number, platform)
        let jobs = platform.jobs
        let number = job.number
        let isTrial = job.isTrial
        let before = isTrial ? 0 : try newestBatchBefore()
        var outcome = try Ingest.run(
            named: files, into: portfolio, layout: job.input["layout"]?.string, dryRun: isTrial,
            rejected: Ingest.RejectedTarget(folder: target, language: portfolio.fileLanguage),
            allowed: allowed
        ) { step in
            jobs.note(JobProgress(step), of: number)
        }
        if outcome.batch == nil, job.attempts > 1, !isTrial {
            try complete(&outcome, from: before)
        }
        return try given(outcome, "carbongrade-ingest/1")
    }

    /// The newest batch from before the first attempt, which wrote it down.
    private func newestBatchBefore() throws -> Int {
        let path = Self.folder(of: job.number, platform) + "/newest-before"
        if job.attempts > 1, let text = try? String(contentsOfFile: path, encoding: .utf8),
            let number = Int(text)
        {
            return number
        }
        let number = try LedgerBatches(of: folder).batches.first?.number ?? 0
        try FileManager.default.createDirectory(
            atPath: Self.folder(of: job.number, platform), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data(String(number).utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        return number
    }

    /// The ledger took the files before the process was cut off: what it then said is put together again.
    private func complete(_ outcome: inout Ingest.Outcome, from newest: Int) throws {
        let batches = Set(
            outcome.findings.filter { $0.code == .alreadyIngested }
                .compactMap { $0.arguments["batch"].flatMap { Int($0) } })
        guard batches.count == 1, let number = batches.first, number > newest,
            let batch = try LedgerBatches(of: folder).batches.first(where: { $0.number == number })
        else { return }
        outcome.batch = number
        outcome.newFiles = batch.files.count
        outcome.statements = batch.files.map(\.statement)
        outcome.findings.removeAll { $0.code == .alreadyIngested }
    }

    private func undo() throws -> Given {
        let portfolio = try portfolio()
        guard let number = job.input["batch"].flatMap(\.integer) else { throw Problem.notFound }
        let stands = try LedgerBatches(of: folder).batches.contains { $0.number == number }
        if !stands, job.attempts > 1 {
            // It was taken back before the process was cut off.
            var outcome = Ingest.Outcome()
            outcome.batch = number
            return try given(outcome, "carbongrade-undo/1")
        }
        return try given(try Ingest.undo(number, in: portfolio), "carbongrade-undo/1")
    }

    // MARK: - Reports

    private func report() throws -> Given {
        let portfolio = try portfolio()
        let data = try PublishedData(folder: platform.settings.dataFolder, for: portfolio)
        guard let period = job.input["period"]?.string.flatMap({ Period($0) }) else {
            throw Problem.notFound
        }
        let sites = job.input["sites"].flatMap { value -> Set<String>? in
            value == .null ? nil : Set(value.elements.compactMap(\.string))
        }
        let outbox = try Outbox(Self.folder(of: job.number, platform), of: "report")
        let made = try ReportRun(portfolio, data, over: period, sites: sites)
        try made.write(to: outbox.staging)
        try publish(made.report, data, outbox, portfolio)
        if let key = job.input["key"]?.string {
            try outbox.put(
                SubmissionFiles.unsigned(made.report, naming: key),
                as: SubmissionFiles.unsignedName)
        }
        let heading = portfolio.heading(period: period, data: data, findings: made.findings)
        return try report(outbox, heading, period)
    }

    /// What may be published of a report, where it was asked for.
    private func publish(
        _ report: QuarterlyReport, _ data: PublishedData, _ outbox: Outbox, _ portfolio: Portfolio
    ) throws {
        guard job.input["public"] == .bool(true) else { return }
        try ReportFiles.writePublic(
            report, data, to: outbox.staging, language: portfolio.fileLanguage)
    }

    /// One report over what units handed in for a period.
    private func rollUp() throws -> Given {
        let portfolio = try portfolio()
        guard let period = job.input["period"]?.string.flatMap({ Period($0) }),
            let start = job.input["start"]?.string, let stop = job.input["end"]?.string
        else { throw Problem.notFound }
        let data = try PublishedData(folder: platform.settings.dataFolder, for: portfolio)
        let parts = try platform.submissions.parts(start: start, stop: stop)
        let made = try RolledUpReport(parts, of: portfolio.organisation)
        let outbox = try Outbox(Self.folder(of: job.number, platform), of: "report")
        try ReportFiles.write(
            made.report, to: outbox.staging, language: portfolio.fileLanguage)
        try publish(made.report, data, outbox, portfolio)
        let heading = portfolio.heading(period: period, data: data, findings: made.findings)
        return try report(outbox, heading, period)
    }

    private func report(
        _ outbox: Outbox, _ heading: DocumentHeading, _ period: Period
    ) throws -> Given {
        let names = try outbox.commit(period: period.label)
        var members = heading.members("carbongrade-report-files/1")
        members["files"] = .array(names.map(JSONValue.string))
        return Given(document: .object(members), detail: period.label)
    }
}

extension JobProgress {
    init(_ step: Ingest.Progress) {
        switch step {
        case .reading(let file, let number, let count, let bytes, let allBytes, let rows):
            self = .reading(
                file: file, number: number, of: count, bytes: bytes, ofBytes: allBytes, rows: rows)
        case .deriving(_, let number, let count): self = .deriving(number: number, of: count)
        case .writing: self = .writing
        }
    }
}

extension JSONValue {
    /// A whole number; nil for anything else.
    var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }
}
