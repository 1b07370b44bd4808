import Credentials
import EnergyLedger
import Foundation
import HTTPTypes
import Hummingbird
import Provenance
import Quantities
import Reporting
import Runs

/// Certificates (证书接口): issue, list, get, countersign.
enum CertificateRoutes {
    static let all: [Route] = [list, show, paper, issue, countersign]

    static let inPath = Route.Parameter(
        name: "certificate", form: .text(most: 64),
        summary: "Its number of 64 digits, or the beginning of it, of at least eight.",
        isInPath: true)

    private static func visible(_ call: Call) async throws -> [IssuedCertificates.Entry] {
        let ground = try await call.platform.results.ground()
        let folder = ground.portfolio.folder
        let sites = try call.sites(where: .read, ground.portfolio)
        return try await call.platform.results.computing {
            try IssuedCertificates(of: folder).entries.filter { sites.contains($0.siteID) }
        }
    }

    static func entry(_ call: Call) async throws -> IssuedCertificates.Entry {
        let number = try call.text("certificate")
        let found = try await visible(call).filter { $0.digest.hexadecimal.hasPrefix(number) }
        guard number.utf8.count >= 8, let entry = found.first, found.count == 1 else {
            throw Problem(
                .notFound, "unknown-certificate", "there is no such certificate", zh: "没有该证书")
        }
        return entry
    }

    /// Notes the whole number for the audit log, where the path has its beginning alone.
    static func note(_ number: String, _ call: Call, detail: String = "") {
        call.context.target.note(
            call.values["certificate"] == number ? "" : number, detail: detail)
    }

    private static let list = Route(
        method: .get, path: "/api/v1/certificates", access: .needs(.read),
        summary: "The certificates of the sites that you may see, the newest first.",
        parameters: ListPage.parameters,
        answers: [
            Route.Answer(
                status: 200, summary: "A page of certificates.",
                schema: .document(["certificates", "next_cursor"]))
        ]
    ) { call in
        let entries = Array(try await visible(call).reversed())
        let (page, next) = try ListPage.cut(entries, call, key: \.digest.hexadecimal)
        return Document.of(
            "carbongrade-certificates/1",
            ["certificates": .array(page.map(\.json)), "next_cursor": next]
        ).response(to: call)
    }

    private static let show = Route(
        method: .get, path: "/api/v1/certificates/{certificate}", access: .needs(.read),
        summary: "The credential itself, in its canonical bytes.", parameters: [inPath],
        answers: [
            Route.Answer(status: 200, summary: "The credential.", schema: .any),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let entry = try await entry(call)
        var response = Document(IssuedCertificates.bytes(entry), type: "application/json")
            .response(to: call)
        response.headers[.contentDisposition] = FileAnswer.disposition(
            entry.digest.hexadecimal + ".json")
        return response
    }

    private static let paper = Route(
        method: .get, path: "/api/v1/certificates/{certificate}/pdf", access: .needs(.read),
        summary: "The certificate as a page, with the credential inside.", parameters: [inPath],
        answers: [
            Route.Answer(status: 200, summary: "The page.", type: "application/pdf"),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let entry = try await entry(call)
        guard !entry.awaitsCountersignature else {
            throw Problem(
                .conflict, "awaits-countersignature",
                "the verifier whom it names has not countersigned it yet", zh: "所载核查方尚未副署")
        }
        let key = try call.platform.issuerKey()
        let ground = try await call.platform.results.ground()
        let language = call.documentLanguage(ground.portfolio)
        let pdf = try await call.platform.results.document(
            "pdf \(entry.digest.hexadecimal) \(entry.verifierKeyLine ?? "") \(language.rawValue)",
            ground
        ) { bench in
            try await bench.computing {
                Document(
                    try CertificateFiles.paper(
                        of: entry.credential, sealedBy: key, language: language),
                    type: "application/pdf")
            }
        }
        var response = pdf.response(to: call)
        response.headers[.contentDisposition] = FileAnswer.disposition(
            entry.digest.hexadecimal + ".pdf")
        return response
    }

    private static let issue = Route(
        method: .post, path: "/api/v1/certificates", access: .needs(.certify),
        summary:
            "Issues a certificate of a level, or refuses it with every reason; as `carbongrade certify`. "
            + "The same content twice gives the same certificate.",
        body: .json(limit: 16 << 10),
        bodySchema: .object(
            [
                "site": .text(most: 400), "period": .text(most: 40), "scheme": .text(most: 100),
                "verifier": .nullable(
                    .object(
                        [
                            "assurance": .word(["limited", "reasonable"]), "key": .text(most: 200),
                            "name": .text(most: 200), "accreditation": .nullable(.text(most: 200)),
                            "standard": .text(most: 200),
                            "opinion": .word(CertificateForm.Opinion.allCases.map(\.rawValue)),
                        ], needs: ["assurance", "key", "name", "standard", "opinion"])),
            ], needs: ["site", "period", "scheme"]),
        answers: [
            Route.Answer(
                status: 201, summary: "The certificate; 200 when it had been issued before.",
                schema: .document(["certificate", "supersedes"])),
            Route.Answer(
                status: 200, summary: "It had been issued before.",
                schema: .document(["certificate", "supersedes"])),
        ], limit: .write, action: "certify", keepsAnswer: true
    ) { call in
        let ground = try await call.platform.results.ground()
        let fields = try call.json()
        try fields.only("site", "period", "scheme", "verifier")
        let site = try call.site(try fields.needed("site"), .certify, ground.portfolio)
        guard let period = Period(try fields.needed("period", most: 40)) else {
            throw Fields.fault("period", "is a full year such as 2025", "应为完整年度，例如 2025")
        }
        let scheme = try fields.needed("scheme", most: 100)
        guard ground.data.rulebook(scheme) != nil else {
            throw ResultRoutes.unknownScheme
        }
        let key = try call.platform.issuerKey()
        let request = Certification.Request(
            site: site.id, period: period, scheme: scheme, issuedOn: call.platform.clock.today,
            verifier: try verifier(fields))
        let language = ground.portfolio.fileLanguage
        let certification = try await call.platform.certifying.run {
            try Certification(request, ground.portfolio, ground.data)
        }
        let outcome = try await call.platform.signing {
            try certification.issue(by: key, language: language)
        }
        call.context.target.note(
            outcome.digest.hexadecimal, detail: "\(site.id) \(period.label) \(scheme)")
        var response = Document(
            CertificateDocument.issued(
                outcome.digest, files: [], supersedes: outcome.supersedes,
                awaits: outcome.pdf == nil)
        ).response(to: call, status: outcome.isNew ? .created : .ok)
        response.headers[.location] = "/api/v1/certificates/" + outcome.digest.hexadecimal
        return response
    }

    /// Who will countersign; nil for a self-declared certificate.
    private static func verifier(_ fields: Fields) throws -> Certification.Verifier? {
        guard let given = try fields.object("verifier") else { return nil }
        try given.only("assurance", "key", "name", "accreditation", "standard", "opinion")
        guard let level = CertificateForm.Assurance(rawValue: try given.needed("assurance")),
            level != .selfDeclared
        else {
            throw Fields.fault("assurance", "is limited or reasonable", "应为 limited 或 reasonable")
        }
        guard let opinion = CertificateForm.Opinion(rawValue: try given.needed("opinion")) else {
            throw Fields.fault("opinion", "is unmodified or modified", "应为 unmodified 或 modified")
        }
        guard let key = PublicKey(identifier: try given.needed("key", most: 200)) else {
            throw Fields.fault(
                "key", "is a public key, did:key:z6Mk..., as `keygen` writes it",
                "应为 `keygen` 写出的公钥 did:key:z6Mk...")
        }
        return Certification.Verifier(
            level: level, key: key, name: try given.needed("name", most: 200),
            accreditation: try given.text("accreditation", most: 200),
            standard: try given.needed("standard", most: 200), opinion: opinion)
    }

    private static let countersign = Route(
        method: .post, path: "/api/v1/certificates/{certificate}/countersignature",
        access: .needs(.evidence),
        summary:
            "Takes the credential back that its verifier countersigned with `carbongrade countersign`; the "
            + "verifier's key stays with the verifier.",
        parameters: [inPath], body: .bytes(limit: 16 << 20),
        answers: [
            Route.Answer(
                status: 200, summary: "It is countersigned.",
                schema: .document(["certificate", "awaits_countersignature"])),
            PortfolioRoutes.notFound,
            Route.Answer(
                status: 422,
                summary: "It is not what was issued with the proof of the verifier it names.",
                type: "application/problem+json"),
        ], limit: .write, action: "countersign", keepsAnswer: true
    ) { call in
        let entry = try await entry(call)
        let ground = try await call.platform.results.ground()
        _ = try call.site(entry.siteID, .evidence, ground.portfolio)
        let (file, number) = (call.body.withoutBlankEnd, entry.digest.hexadecimal)
        let today = call.platform.clock.today
        let digest = try await call.platform.signing {
            try Countersignature.accept(file, as: number, in: ground.portfolio, on: today)
        }
        note(number, call)
        return Document(
            CertificateDocument.issued(digest, files: [], supersedes: nil, awaits: false)
        ).response(to: call)
    }
}
