import EnergyLedger
import Foundation
import HTTPTypes
import Hummingbird
import MeterFiles
import Metering
import Pages
import Provenance
import Quantities
import Reporting
import Runs

/// Bringing files in, on pages (上传页面).
enum UploadPages {
    static let all: [Route] = [list, show, book, delete, layout, meters, undo]

    private static let upload = ResultPages.inPath("upload", most: 16)

    // MARK: - The list

    private static let list = Route(
        method: .get, path: "/uploads", access: .needs(.upload), summary: "Files and batches.",
        answers: ResultPages.html, isPage: true
    ) { call in
        guard call.platform.results.hasPortfolio else { return .seeOther("/") }
        let ground = try await call.platform.results.ground()
        let context = PageFrame.context(call, ground)
        let identity = try call.identity
        let uploads = try await call.platform.uploads.all(
            of: identity.mayEverywhere(.administer) ? nil : identity.userID)
        var lines: [UploadLine] = []
        let jobs = try await call.platform.jobs.all(of: nil, before: .max, limit: 1_000)
        let shown = uploads.prefix(100)
        let tries = try await lastTries(Array(shown), call)
        for upload in shown { lines.append(try await line(upload, tries[upload.id], call)) }
        let mine =
            identity.may(.account)
            ? Set(try await PortfolioRoutes.visibleBatches(call, ground, .account).map(\.number))
            : []
        let batches = try await PortfolioRoutes.visibleBatches(call, ground, .read)
            .prefix(200).map { batch -> BookedBatch in
                let job = jobs.first { $0.outcome?["batch"] == .integer(batch.number) }
                return BookedBatch(
                    number: batch.number, files: batch.files.map(\.statement), by: job?.userName,
                    at: job.map { LocalCalendar.utcText(at: $0.endedAt ?? $0.createdAt) },
                    mayUndo: mine.contains(batch.number),
                    rejected: identity.may(.evidence) ? job.map(rejected) ?? [] : [])
            }
        return PageAnswer.page(
            UploadsPage.page(
                context, uploads: lines, batches: Array(batches),
                isFirst: batches.isEmpty && jobs.isEmpty), call)
    }

    /// Where the rejected rows of a booking are, by the names of their files.
    private static func rejected(_ job: Job) -> [BookedBatch.Rejected] {
        (job.outcome?["rejected_rows"]?.elements ?? []).compactMap { file in
            guard let name = file["file"]?.string, file["rows"]?.integer != 0 else { return nil }
            return BookedBatch.Rejected(
                name: name,
                address: PageAddress(["api", "v1", "jobs", String(job.number), "files", name]))
        }
    }

    /// The last try to book each of the files that are still to be booked, where it failed.
    private static func lastTries(_ uploads: [Upload], _ call: Call) async throws -> [String: Job] {
        let open = uploads.filter { $0.state == .complete }
        return try await call.platform.jobs.lastBookings(
            of: open.map(\.id), since: open.map(\.createdAt).min() ?? 0
        ).filter { $0.value.state == .failed }
    }

    private static func line(
        _ upload: Upload, _ failure: Job?, _ call: Call
    ) async throws -> UploadLine {
        let job: Job?
        if let number = upload.job {
            job = try await call.platform.jobs.job(number)
        } else {
            job = nil
        }
        let state: UploadLine.State =
            switch (upload.state, job?.state) {
            case (.receiving, _): .receiving
            case (.complete, _): .received
            case (.booked, .done?): .booked
            case (.booked, .failed?): .failed
            case (.booked, _): .booking
            }
        return UploadLine(
            id: upload.id, name: upload.name, size: upload.size, received: upload.received,
            state: state, by: upload.userName, at: LocalCalendar.utcText(at: upload.createdAt),
            job: upload.job, problem: failure?.words)
    }

    // MARK: - One file

    private static func own(_ call: Call) async throws -> Upload {
        let identity = try call.identity
        guard let upload = try await call.platform.uploads.upload(try call.text("upload")),
            upload.userID == identity.userID || identity.mayEverywhere(.administer)
        else {
            throw Problem(.notFound, "unknown-upload", "there is no such upload", zh: "没有该上传")
        }
        return upload
    }

    /// The largest file that is tried without being asked to [bytes].
    private static let mostTriedUnasked: Int64 = 4 << 20

    private static let show = Route(
        method: .get, path: "/uploads/{upload}", access: .needs(.upload),
        summary: "One file: preview, findings, energy statement.", parameters: [upload],
        answers: ResultPages.html, isPage: true
    ) { call in
        let ground = try await call.platform.results.ground()
        var context = PageFrame.context(call, ground)
        let upload = try await own(call)
        let portfolio = ground.portfolio
        var facts = UploadPage.Facts(
            knownMeters: Set(portfolio.meters.map(\.id)),
            sites: portfolio.sites.filter {
                (try? call.identity.may(.administer, at: $0)) ?? false
            },
            layouts: portfolio.layouts.map(\.name) + Preset.all.map(\.name),
            chosenLayout: context.address["layout"],
            fittingLayout: portfolio.layoutName(for: upload.name))
        if upload.state == .complete {
            let path = call.platform.uploads.path(of: upload)
            do {
                facts.inspection = try await call.inspection(of: upload)
                let chosen = facts.chosenLayout
                facts.bookingRefusal = try await call.looking {
                    try portfolio.refusal(of: path, called: upload.name, layout: chosen)
                }
                facts.findings = facts.inspection?.findings ?? []
                let wanted = Set(facts.findings.compactMap(\.line).sorted().prefix(100))
                if !wanted.isEmpty {
                    let lines = try await call.looking {
                        try LineReader.lines(wanted, path: path, name: upload.name)
                    }
                    facts.lines = Dictionary(lines.map { ($0.line, $0.text) }) { first, _ in first }
                }
                // What booking says of rows and values, a preview says as well; of large files when asked. What
                // is looked at in part only is not tried out while somebody waits.
                let isSeenWhole = facts.inspection?.isExcerpt == false
                let isReady =
                    isSeenWhole && facts.bookingRefusal == nil && upload.size <= mostTriedUnasked
                    && facts.inspection?.meters.allSatisfy {
                        facts.knownMeters.contains($0.id)
                    } == true
                if isReady || context.address["trial"] != nil && isSeenWhole {
                    do {
                        try await tryOut(upload, ground, &facts, call)
                    } catch let other as Ingest.OutOfScope {
                        // A file of other people's sites is shown all the same.
                        context.notices.append(PageContext.Notice(.wrong, Problem(other).detail))
                    }
                }
            } catch let refusal as Refusal {
                facts.refusal = refusal.findings
            }
        }
        if let number = upload.job, let job = try await call.platform.jobs.job(number) {
            try await tell(of: job, upload, ground, &facts, call)
        }
        var failure = try await lastTries([upload], call)[upload.id]
        // A refusal for want of a layout is over when there is one.
        if facts.bookingRefusal == nil,
            (failure?.problem?["findings"]?.elements ?? []).contains(where: {
                $0["code"]?.string == FindingCode.noLayout.rawValue
            })
        {
            failure = nil
        }
        var response = PageAnswer.page(
            UploadPage(try await line(upload, failure, call), facts, context).page, call)
        response.headers[.connection] = "close"
        return response
    }

    /// What booking would do: all of it but writing.
    private static func tryOut(
        _ upload: Upload, _ ground: Results.Ground, _ facts: inout UploadPage.Facts, _ call: Call
    ) async throws {
        let (path, name) = (call.platform.uploads.path(of: upload), "uploads/" + upload.name)
        let file = Ingest.NamedFile(path: path, name: name)
        let layout = facts.chosenLayout
        let allowed: Set<String>? =
            switch try call.sites(where: .upload, ground.portfolio) {
            case .all: nil
            case .some(let ids):
                Set(ground.portfolio.meters.filter { ids.contains($0.siteID) }.map(\.id))
            }
        let outcome = try await call.looking {
            try Ingest.run(
                named: [file], into: ground.portfolio, layout: layout, dryRun: true,
                allowed: allowed)
        }
        facts.statement = outcome.statements.first
        facts.isTrial = true
        facts.findings = outcome.findings
        let wanted = Set(facts.findings.compactMap(\.line).sorted().prefix(100))
        let lines = try await call.looking {
            try LineReader.lines(wanted, path: path, name: name)
        }
        facts.lines = Dictionary(lines.map { ($0.line, $0.text) }) { first, _ in first }
    }

    /// What became of a booked file: its statement, its findings, the lines they speak of.
    private static func tell(
        of job: Job, _ upload: Upload, _ ground: Results.Ground, _ facts: inout UploadPage.Facts,
        _ call: Call
    ) async throws {
        if try call.identity.may(.evidence) {
            let files = rejected(job)
            let own = RejectedName.name(for: upload.name)
            facts.rejectedAddress = (files.first { $0.name == own } ?? files.first)?.address
        }
        let name = "uploads/" + upload.name
        guard let number = job.outcome?["batch"], case .number(let digits) = number,
            let batch = Int(digits)
        else { return }
        let folder = ground.portfolio.folder
        let mayRead = try call.identity.may(.evidence)
        let (statement, findings, lines) = try await call.platform.results.computing {
            let found = try LedgerBatches(of: folder).batches.first { $0.number == batch }?
                .files.first { $0.name == name }
            let findings = try BookedFile.findings(of: name, in: folder)
            let wanted = Set(findings.compactMap(\.line).sorted().prefix(100))
            let lines =
                mayRead
                ? try found.map { try BookedFile.lines(wanted, of: $0, in: folder) } ?? [:] : [:]
            return (found?.statement, findings, lines)
        }
        facts.statement = statement
        facts.findings = findings
        facts.lines = lines
    }

    // MARK: - Forms

    private static let book = PageForms.route(
        "/uploads/{upload}/book", access: .needs(.upload), asks: .post,
        "/api/v1/uploads/{upload}/book", action: "ask-book", parameters: [upload],
        json: { fields, _ in
            let layout = fields["layout"] ?? ""
            return .object(layout.isEmpty ? [:] : ["layout": .string(layout)])
        },
        next: { _, _ in PageAddress(["uploads"], [("done", "booking")]) })

    private static let delete = PageForms.route(
        "/uploads/{upload}/delete", access: .needs(.upload), asks: .delete,
        "/api/v1/uploads/{upload}", action: "drop-upload", parameters: [upload],
        next: { _, _ in PageAddress(["uploads"], [("done", "deleted")]) })

    private static let undo = PageForms.route(
        "/batches/{batch}/undo", access: .needs(.account), asks: .post,
        "/api/v1/batches/{batch}/undo", action: "ask-undo",
        parameters: [
            Route.Parameter(
                name: "batch", form: .integer(1...Int(Int32.max)), summary: "Its number.",
                isInPath: true)
        ],
        next: { _, _ in PageAddress(["uploads"], [("done", "undoing")]) })

    /// A layout by its name is a question to the page and to booking; a layout of its own is kept.
    private static let layout = Route(
        method: .post, path: "/uploads/{upload}/layout", access: .needs(.upload),
        summary: "Chooses a layout, or keeps one.", parameters: [upload],
        body: .form(limit: 64 << 10), answers: ResultPages.html, limit: .write,
        action: "write-table", isPage: true
    ) { call in
        let upload = try await own(call)
        let fields = call.form()
        call.platform.inspections.forget(upload.id)
        guard let text = fields["yaml"], !text.isEmpty else {
            return .seeOther(
                PageAddress(["uploads", upload.id]).with(
                    "layout", fields["layout"].flatMap { $0.isEmpty ? nil : $0 }
                ).text)
        }
        guard try call.identity.mayEverywhere(.administer) else { throw Problem.forbidden }
        let name = "layouts/" + LayoutNames.fileName(of: text, for: upload.name)
        let folder = call.platform.settings.portfolioFolder
        try await call.platform.tables.run {
            try PortfolioTables.write([name: Array(text.utf8)], in: folder)
        }
        call.platform.results.expire()
        call.context.target.note(name)
        return .seeOther(PageAddress(["uploads", upload.id], [("done", "layout")]).text)
    }

    private static let meters = Route(
        method: .post, path: "/uploads/{upload}/meters", access: .needsEverywhere(.administer),
        summary: "Adds meters to meters.csv, and the layout that leads the file's columns to them.",
        parameters: [upload], body: .form(limit: 256 << 10),
        answers: ResultPages.html, limit: .write, action: "adopt-meters", isPage: true
    ) { call in
        let upload = try await own(call)
        let folder = call.platform.settings.portfolioFolder
        let fields = FormFields.decode(call.body, most: 2_000)
        let ground = try await call.platform.results.ground()
        let inspection = try await call.inspection(of: upload)
        let count = try await call.platform.tables.run {
            let standing = PortfolioTables.bytes(of: "meters.csv", in: folder) ?? []
            let table = MeterForm.table(
                adding: fields, to: String(decoding: standing, as: UTF8.self))
            var tables = ["meters.csv": Array(table.text.utf8)]
            let left = MeterForm.leftOut(of: fields)
            if let layout = PortfolioTables.layout(
                of: inspection, omitting: left, in: ground.portfolio)
            {
                tables[layout.name] = layout.bytes
            }
            try PortfolioTables.write(tables, in: folder)
            return table.count
        }
        call.platform.results.expire()
        call.context.target.note("meters.csv", detail: "\(count) meters from \(upload.name)")
        return .seeOther(PageAddress(["uploads", upload.id], [("done", "declared")]).text)
    }
}
