import Foundation
import Hummingbird
import Pages
import Provenance
import Quantities
import Reporting
import Runs

/// Reports, on a page (报告页面).
enum ReportPages {
    static let all: [Route] = [reports, report]

    private static let reports = Route(
        method: .get, path: "/reports", access: .needs(.read), summary: "Reports by period.",
        answers: ResultPages.html, isPage: true
    ) { call in
        guard call.platform.results.hasPortfolio else { return .seeOther("/") }
        let ground = try await call.platform.results.ground()
        let span = try await call.platform.results.span(ground)
        return PageAnswer.page(
            ReportsPage.page(
                PageFrame.context(call, ground),
                periods: span.map { PeriodChoices.all(over: $0) } ?? [],
                made: try await made(.report, call),
                takesSubmissions: try call.identity.mayEverywhere(.report)), call)
    }

    /// The newest job of a kind for each period, as far as the caller may see it, with its files.
    static func made(
        _ kind: Job.Kind, _ call: Call
    ) async throws -> [String: ReportsPage.Made] {
        let identity = try call.identity
        let jobs = try await call.platform.jobs.all(
            of: identity.mayEverywhere(.account) ? nil : identity.userID, before: .max, limit: 500
        ).filter { $0.kind == kind }
        var made: [String: ReportsPage.Made] = [:]
        for job in jobs {
            guard let label = job.input["period"]?.string, made[label] == nil else { continue }
            let folder = JobWork.folder(of: job.number, call.platform)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            made[label] = ReportsPage.Made(
                state: job.state.rawValue, at: LocalCalendar.utcText(at: job.createdAt),
                // What is to be signed elsewhere is for the command that signs it.
                files: names.filter {
                    !$0.hasPrefix(".") && $0 != SubmissionFiles.unsignedName
                }.sorted().map {
                    ($0, PageAddress(["api", "v1", "jobs", String(job.number), "files", $0]))
                }, problem: job.words)
        }
        return made
    }

    private static let report = PageForms.route(
        "/reports", access: .needs(.report), asks: .post, "/api/v1/reports", action: "ask-report",
        json: { fields, _ in
            .object([
                "period": .string(
                    (fields["period"] ?? "").replacingOccurrences(of: "/", with: "--"))
            ])
        },
        next: { _, _ in PageAddress(["reports"], [("done", "reporting")]) })
}
