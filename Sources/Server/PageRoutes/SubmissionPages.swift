import Hummingbird
import Pages
import Quantities
import Reporting

/// What units hand in, on a page (报送页面).
enum SubmissionPages {
    static let all: [Route] = [show, receive, keys, rollUp, delete]

    private static let submission = ResultPages.inPath("submission", most: 64)

    private static let show = Route(
        method: .get, path: "/submissions", access: .needsEverywhere(.report),
        summary: "What units handed in.", answers: ResultPages.html, isPage: true
    ) { call in
        let context = try await PageFrame.grounded(call)
        let all = try await call.platform.submissions.all()
        let trusted = try await SubmissionRoutes.trusted(all, call)
        let lines = all.map { line in
            SubmissionsPage.Line(
                digest: line.digest, unit: line.unit, period: line.period, sites: line.sites,
                at: LocalCalendar.utcText(at: line.receivedAt),
                isTrusted: trusted.contains(line.issuer))
        }
        return PageAnswer.page(
            SubmissionsPage.page(
                context, lines, keys: try await call.platform.submissions.keysText(),
                made: try await ReportPages.made(.rollUp, call)), call)
    }

    private static let receive = Route(
        method: .post, path: "/submissions", access: .needsEverywhere(.report),
        summary: "Takes a submission.", body: .form(limit: 24 << 20), answers: ResultPages.html,
        limit: .write, action: "take-submission", isPage: true
    ) { call in
        let text = call.form()["submission"] ?? ""
        _ = try await PageForms.ask(
            .post, "/api/v1/submissions", bytes: Array(text.utf8), call)
        return .seeOther(PageAddress(["submissions"], [("done", "taken")]).text)
    }

    private static let keys = Route(
        method: .post, path: "/submissions/keys", access: .needsEverywhere(.administer),
        summary: "Keeps the keys of units.", body: .form(limit: 1 << 20), answers: ResultPages.html,
        limit: .write, action: "write-unit-keys", isPage: true
    ) { call in
        let text = (call.form()["keys"] ?? "").replacing("\r\n", with: "\n")
        _ = try await PageForms.ask(.put, "/api/v1/unit-keys", bytes: Array(text.utf8), call)
        return .seeOther(PageAddress(["submissions"], [("done", "saved")]).text)
    }

    private static let rollUp = PageForms.route(
        "/submissions/roll-up", access: .needsEverywhere(.report), asks: .post,
        "/api/v1/submissions/roll-up", action: "ask-roll-up",
        json: { fields, _ in .object(["period": .text(fields["period"])]) },
        next: { _, _ in PageAddress(["submissions"], [("done", "reporting")]) })

    private static let delete = PageForms.route(
        "/submissions/{submission}/delete", access: .needsEverywhere(.report), asks: .delete,
        "/api/v1/submissions/{submission}", action: "drop-submission", parameters: [submission],
        next: { _, _ in PageAddress(["submissions"], [("done", "deleted")]) })
}
