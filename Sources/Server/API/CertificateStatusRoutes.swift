import Credentials
import EnergyLedger
import HTTPTypes
import Hummingbird
import Provenance
import Reporting
import Runs

/// What happens to a certificate after it was issued (证书状态接口): revoke, suspend, reinstate.
enum CertificateStatusRoutes {
    static let all: [Route] = [
        status("revoke", .revoked, "Declares a certificate void for good."),
        status("suspend", .suspended, "Declares a certificate void until further notice."),
        status("reinstate", .reinstated, "Lets a suspended certificate stand again."),
        suspendRestated,
    ]

    private static func status(
        _ word: String, _ event: TransparencyLog.Event, _ summary: String
    ) -> Route {
        Route(
            method: .post, path: "/api/v1/certificates/{certificate}/" + word,
            access: .needs(.certify), summary: summary + " As `carbongrade \(word)`.",
            parameters: [CertificateRoutes.inPath], body: .json(limit: 4 << 10),
            bodySchema: .object(["reason": .text(most: 600)], needs: ["reason"]),
            answers: [
                Route.Answer(
                    status: 200, summary: "What happened.",
                    schema: .document(["event", "certificates"])),
                PortfolioRoutes.notFound,
            ], limit: .write, action: word, keepsAnswer: true
        ) { call in
            let entry = try await CertificateRoutes.entry(call)
            let ground = try await call.platform.results.ground()
            _ = try call.site(entry.siteID, .certify, ground.portfolio)
            let fields = try call.json()
            try fields.only("reason")
            let reason = try fields.needed("reason", most: 600)
            let key = try call.platform.issuerKey()
            let today = call.platform.clock.today
            let number = entry.digest.hexadecimal
            _ = try await call.platform.signing {
                try CertificateStatus.note(
                    event, number, in: ground.portfolio, on: today, reason: reason, by: key)
            }
            CertificateRoutes.note(number, call, detail: reason)
            return Document(
                CertificateDocument.status(event.rawValue, [(number, reason)])
            ).response(to: call)
        }
    }

    private static let suspendRestated = Route(
        method: .post, path: "/api/v1/certificates/suspend-restated", access: .needs(.certify),
        summary:
            "Suspends every standing certificate of the sites that you may certify whose figures the ledger no "
            + "longer gives; `left` tells why others stay as they are. As `carbongrade suspend --restated`.",
        answers: [
            Route.Answer(
                status: 200, summary: "Those that were suspended, each with what differs first.",
                schema: .document(["event", "certificates", "left"]))
        ], limit: .write, action: "suspend-restated", keepsAnswer: true
    ) { call in
        let ground = try await call.platform.results.ground()
        let sites = try call.sites(where: .certify, ground.portfolio)
        let found = try await call.platform.certifying.run {
            try CertificateStatus.restatements(
                in: ground.portfolio, ground.data, at: sites.contains)
        }
        let today = call.platform.clock.today
        var suspended: [(certificate: String, reason: String)] = []
        var left: [CertificateRefusal.Reason] = []
        // One by one: where a booking holds the ledger, what was suspended before it is not forgotten.
        for one in found {
            let key = try call.platform.issuerKey()
            let done = try await call.platform.signing {
                try CertificateStatus.suspend([one], in: ground.portfolio, on: today, by: key)
            }
            suspended += done.suspended
            left += done.left?.reasons ?? []
            // At once: where a later one cannot be signed, those before it are suspended all the same.
            call.context.target.note(
                "certificates: \(suspended.count)",
                detail: suspended.map { String($0.certificate.prefix(8)) }.joined(separator: " "))
        }
        return Document(
            CertificateDocument.status(TransparencyLog.Event.suspended.rawValue, suspended)
                .with("left", Problem.json(left, call.language))
        ).response(to: call)
    }
}
