import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Pages
import Provenance
import Reporting
import Runs

/// Public verification (公开验证): anybody may hold a certificate against the keys, the status lists and the log of
/// this platform. The file is not kept.
enum VerifyRoutes {
    static let all: [Route] = [form, verify, text, keys, published]

    private static let form = Route(
        method: .get, path: "/verify", access: .open,
        summary: "The page for verifying a certificate.",
        parameters: [
            Route.Parameter(
                name: "code", form: .text(most: 4_000), summary: "The text of a QR code, CG1:…")
        ],
        answers: [Route.Answer(status: 200, summary: "The page.", type: "text/html")],
        isPage: true
    ) { call in
        var verification: Verification?
        if let code = PageAddress(call.request.uri.description)["code"], code.utf8.count <= 4_000 {
            if let seconds = call.platform.limiter.take(.verify, by: call.address) {
                throw Problem.tooMany(seconds)
            }
            verification = try await result(of: Array(code.utf8), call)
        }
        return PageAnswer.page(
            VerifyPage.page(PageFrame.context(call), verification), call)
    }

    private static let text = Route(
        method: .post, path: "/verify/text", access: .open,
        summary: "Verifies what was pasted into the page.", body: .form(limit: 2 << 20),
        answers: [Route.Answer(status: 200, summary: "The page.", type: "text/html")],
        limit: .verify, isPage: true
    ) { call in
        let text = FormFields.decode(call.body, most: 4)["certificate"] ?? ""
        let verification = try await result(of: Array(text.utf8), call)
        var context = PageFrame.context(call)
        context.address = PageAddress("/verify")
        return PageAnswer.page(VerifyPage.page(context, verification, text: text), call)
    }

    private static let verify = Route(
        method: .post, path: "/verify", access: .open,
        summary:
            "Verifies a certificate: its PDF, its JSON, or the text of its QR code as the body.",
        body: .bytes(limit: 16 << 20),
        answers: [
            Route.Answer(
                status: 200, summary: "The steps, also when one failed.",
                schema: .document(["result", "steps"]))
        ], limit: .verify
    ) { call in
        let verification = try await result(of: call.body, call)
        call.platform.metrics.count(
            "carbongrade_verifications_total",
            ["result": verification.failure == nil ? "valid" : "failed"])
        if call.wantsPage {
            return PageAnswer.page(
                VerifyPage.page(PageFrame.context(call), verification), call)
        }
        return Document(CertificateDocument.verification(verification, call.language))
            .response(to: call)
    }

    private static func result(of bytes: [UInt8], _ call: Call) async throws -> Verification {
        let platform = call.platform
        let folder = platform.database.folder + "/certificates"
        let hasStatus = FileManager.default.fileExists(atPath: folder + "/log.jsonl")
        let day = platform.clock.today
        return try await platform.verifying.run {
            let means = Verification.Means(
                keys: try platform.knownKeys(),
                status: hasStatus ? folder : nil, log: hasStatus ? folder + "/log.jsonl" : nil,
                day: day)
            let text = bytes.withoutBlankEnd
            return text.starts(with: "CG1:".utf8)
                ? Verification(ofCompact: text, means) : Verification(of: bytes, means)
        }
    }

    private static let keys = Route(
        method: .get, path: "/verify/keys", access: .open,
        summary:
            "The public keys of the issuer and of its verifiers, as `verify --keys` takes them.",
        answers: [
            Route.Answer(status: 200, summary: "The keys.", type: "text/plain"),
            PortfolioRoutes.notFound,
        ], limit: .verify
    ) { call in
        let platform = call.platform
        guard let text = try await platform.verifying.run({ try platform.knownKeysText() }) else {
            throw Problem.notFound
        }
        return Document(text, type: "text/plain; charset=utf-8").response(to: call)
    }

    private static let published = Route(
        method: .get, path: "/verify/status/{file}", access: .open,
        summary:
            "The log and the status lists, as they are published for those who verify elsewhere.",
        parameters: [
            Route.Parameter(
                name: "file", form: .text(most: 200), summary: "log.jsonl, or a status list.",
                isInPath: true)
        ],
        answers: [
            Route.Answer(status: 200, summary: "The file.", type: "application/octet-stream"),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let folder = call.platform.database.folder + "/certificates"
        let name = try call.text("file")
        let there = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard there.contains(name), name == "log.jsonl" || name.hasPrefix("status-") else {
            throw Problem.notFound
        }
        return try FileAnswer.response(folder + "/" + name, name: name)
    }
}
