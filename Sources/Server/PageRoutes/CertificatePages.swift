import Hummingbird
import Pages
import Provenance
import Quantities
import Reporting
import Runs

/// Certificates on pages (证书页面).
enum CertificatePages {
    static let all: [Route] = [list, issueForm, show, issue, status, countersign]

    private static let certificate = ResultPages.inPath("certificate", most: 64)

    private static func lines(_ call: Call) async throws -> [CertificateLine] {
        guard call.platform.results.hasPortfolio else { return [] }
        let ground = try await call.platform.results.ground()
        let folder = ground.portfolio.folder
        let sites = try call.sites(where: .read, ground.portfolio)
        let today = call.platform.clock.today
        return try await call.platform.results.computing {
            try IssuedCertificates(of: folder).entries.filter { sites.contains($0.siteID) }
                .reversed().map { entry in
                    CertificateLine(
                        digest: entry.digest, credential: entry.credential,
                        state: state(entry, today), history: entry.history,
                        hasPaper: !entry.awaitsCountersignature,
                        awaitsCountersignature: entry.awaitsCountersignature)
                }
        }
    }

    private static func state(
        _ entry: IssuedCertificates.Entry, _ today: CivilDate
    ) -> CertificateLine.State {
        switch entry.state {
        case "revoked": return .revoked
        case "suspended": return .suspended
        default:
            let end = entry.credential["validUntil"]?.string.flatMap {
                CivilDate(iso: $0.prefix(10))
            }
            return end.map { $0 <= today } ?? false ? .expired : .valid
        }
    }

    private static let list = Route(
        method: .get, path: "/certificates", access: .needs(.read), summary: "The certificates.",
        answers: ResultPages.html, isPage: true
    ) { call in
        PageAnswer.page(
            CertificatesPage.list(try await PageFrame.grounded(call), try await lines(call)), call)
    }

    private static let show = Route(
        method: .get, path: "/certificates/{certificate}", access: .needs(.read),
        summary: "One certificate.", parameters: [certificate], answers: ResultPages.html,
        isPage: true
    ) { call in
        let number = try call.text("certificate")
        guard let line = try await lines(call).first(where: { $0.digest.hexadecimal == number })
        else {
            throw Problem(
                .notFound, "unknown-certificate", "there is no such certificate", zh: "没有该证书")
        }
        return PageAnswer.page(
            CertificatesPage.certificate(try await PageFrame.grounded(call), line), call)
    }

    /// What could be certified: the levels of the newest year, or of the year that was asked for.
    private static func candidates(
        _ call: Call, _ ground: Results.Ground, _ context: PageContext
    ) async throws -> [CertificatesPage.Candidate] {
        guard let span = try await call.platform.results.span(ground) else {
            return []
        }
        let asked = context.address["period"].flatMap(Period.init)
        let period =
            asked.flatMap { $0.isTwelveMonths ? $0 : nil } ?? PeriodChoices.standard(over: span)
        let run = try await call.platform.results.run(period, ground)
        let visible: Set<String>? =
            switch try call.sites(where: .certify, ground.portfolio) {
            case .all: nil
            case .some(let ids): ids
            }
        return CertificatesPage.Candidate.all(
            of: RunPages(run, visible: visible, periods: []), context)
    }

    private static let issueForm = Route(
        method: .get, path: "/certificates/issue", access: .needs(.certify),
        summary: "The form for issuing.", answers: ResultPages.html, isPage: true
    ) { call in
        let ground = try await call.platform.results.ground()
        let context = PageFrame.context(call, ground)
        return PageAnswer.page(
            CertificatesPage.issue(
                context, try await candidates(call, ground, context), hasKey: true), call)
    }

    private static let issue = Route(
        method: .post, path: "/certificates/issue", access: .needs(.certify),
        summary: "Issues a certificate.", body: .form(limit: 16 << 10), answers: ResultPages.html,
        limit: .write, action: "certify", isPage: true
    ) { call in
        var fields = call.form()
        // Site, scheme and period; neither of the last two holds a stroke.
        if let choice = fields["choice"]?.split(separator: "|").map(String.init), choice.count > 2 {
            fields["site"] = choice.dropLast(2).joined(separator: "|")
            (fields["scheme"], fields["period"]) = (choice[choice.count - 2], choice.last)
        }
        let asked = fields
        do {
            let issued = try await PageForms.ask(
                .post, "/api/v1/certificates", request(asked), call)
            let number = issued["certificate"]?.string ?? ""
            return .seeOther(
                PageAddress(["certificates", number], [("done", "issued")]).text)
        } catch let refusal as CertificateRefusal {
            let ground = try await call.platform.results.ground()
            var context = PageFrame.context(call, ground)
            context.address = PageAddress(
                ["certificates", "issue"],
                ["period", "site", "scheme"].map { ($0, asked[$0] ?? "") })
            return PageAnswer.page(
                CertificatesPage.issue(
                    context, try await candidates(call, ground, context),
                    refusal: refusal.reasons.map(\.text), values: asked, hasKey: true), call)
        }
    }

    /// What the interface is asked for: a level, and the verifier where one is named.
    private static func request(_ fields: [String: String]) -> JSONValue {
        func text(_ name: String) -> JSONValue {
            .text(fields[name].flatMap { $0.isEmpty ? nil : $0 })
        }
        let verifier: JSONValue =
            fields["verifier_key"] == nil
            ? .null
            : .object([
                "assurance": text("assurance"), "key": text("verifier_key"),
                "name": text("verifier_name"), "accreditation": text("accreditation"),
                "standard": text("standard"), "opinion": text("opinion"),
            ])
        return .object([
            "site": text("site"), "period": text("period"), "scheme": text("scheme"),
            "verifier": verifier,
        ])
    }

    private static let countersign = Route(
        method: .post, path: "/certificates/{certificate}/countersignature",
        access: .needs(.evidence), summary: "Takes a countersigned certificate.",
        parameters: [certificate], body: .form(limit: 4 << 20), answers: ResultPages.html,
        limit: .write, action: "countersign", isPage: true
    ) { call in
        let text = call.form()["countersigned"] ?? ""
        _ = try await PageForms.ask(
            .post, "/api/v1/certificates/{certificate}/countersignature",
            bytes: Array(text.utf8), call)
        return .seeOther(
            PageAddress(
                ["certificates", try call.text("certificate")], [("done", "countersigned")]
            )
            .text)
    }

    private static let status = Route(
        method: .post, path: "/certificates/{certificate}/status", access: .needs(.certify),
        summary: "Changes the status of a certificate.", parameters: [certificate],
        body: .form(limit: 16 << 10), answers: ResultPages.html, limit: .write,
        action: "certificate-status", isPage: true
    ) { call in
        let fields = call.form()
        let words = ["revoked": "revoke", "suspended": "suspend", "reinstated": "reinstate"]
        guard let word = words[fields["event"] ?? ""] else {
            throw Problem.malformed("`event` is no change of status", zh: "`event` 不是状态变更")
        }
        _ = try await PageForms.ask(
            .post, "/api/v1/certificates/{certificate}/" + word,
            .object(["reason": .text(fields["reason"])]), call)
        return .seeOther(
            PageAddress(
                ["certificates", try call.text("certificate")], [("done", "status")]
            ).text)
    }
}
