import Foundation
import HTTPTypes
import Hummingbird
import MeterFiles
import Provenance
import Reporting
import Runs

/// A request that cannot be answered as asked, as RFC 9457 has it (问题详情): a status, a stable word, and a sentence
/// in both languages.
struct Problem: Error, Sendable {
    let status: HTTPResponse.Status
    /// The stable word.
    let code: String
    /// What is wrong.
    let detail: BilingualText
    /// The findings behind it.
    var findings: [Finding] = []
    /// The reasons of a certificate that is refused.
    var reasons: [CertificateRefusal.Reason] = []
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: String, _ english: String, zh chinese: String) {
        self.status = status
        self.code = code
        detail = BilingualText(english, zh: chinese)
    }

    static let notFound = Problem(
        .notFound, "not-found", "there is no such thing here", zh: "此处没有所请求的内容")
    static let strange: Problem = {
        var problem = Problem(
            .unauthorized, "not-signed-in", "sign in, or give a token", zh: "请登录或提供令牌")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"carbongrade\""
        return problem
    }()
    static let forbidden = Problem(
        .forbidden, "not-permitted", "your roles do not permit this", zh: "您的角色无此权限")
    static let nothingIngested = Problem(
        .conflict, "nothing-ingested", "nothing was ingested yet: upload readings first",
        zh: "尚未导入任何读数：请先上传")
    static let noPortfolio = Problem(
        .conflict, "no-portfolio", "the portfolio is not set up yet", zh: "组合尚未建立")

    static func malformed(_ english: String, zh chinese: String) -> Problem {
        Problem(.badRequest, "malformed-request", english, zh: chinese)
    }

    static func tooMany(_ seconds: Int) -> Problem {
        var problem = Problem(
            .tooManyRequests, "too-many-requests", "too many tries: wait \(seconds) s",
            zh: "尝试过于频繁：请等待 \(seconds) 秒")
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }

    /// Too much waits already for work of a kind.
    static let busy: Problem = {
        var problem = Problem(
            .serviceUnavailable, "busy", "too much is being worked on: try again in 5 s",
            zh: "当前处理任务过多：请 5 秒后重试")
        problem.headers[.retryAfter] = "5"
        return problem
    }()

    /// What a failure of any kind is to the one who asked; what is unknown says nothing about the inside.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as Refusal: self.init(refusal.findings)
        case let refusal as FileRefusal: self.init([refusal.finding])
        case let unverified as SubmissionFiles.Unverified: self.init(unverified.findings)
        case let refusal as CertificateRefusal:
            self.init(
                .unprocessableContent, "certificate-refused",
                "the certificate is refused; nothing was written", zh: "不予出证，未写入任何内容")
            reasons = refusal.reasons
        case let failure as RunFailure where failure.isNothingIngested: self = .nothingIngested
        case let failure as RunFailure:
            self.init(
                failure.isBusy ? .conflict : .internalServerError,
                failure.isBusy ? "ledger-busy" : "world-failed", failure.reason.english,
                zh: failure.reason.chinese)
        case let failure as PlatformFailure:
            self.init(
                .internalServerError, "world-failed", failure.reason.english,
                zh: failure.reason.chinese)
        case let other as Ingest.OutOfScope:
            let names = other.meterIDs.prefix(20)
            self.init(
                .forbidden, "meters-out-of-scope",
                "the files hold meters that your sites do not have: "
                    + names.joined(separator: ", "),
                zh: "文件含有您的站点所没有的计量点：" + names.joined(separator: "、"))
        case is CancellationError: self = .busy
        case let unfit as PlanRun.NoYear:
            self.init(
                .unprocessableContent, "period-not-a-year", unfit.reason.english,
                zh: unfit.reason.chinese)
        case let error as any HTTPResponseError where error.status.code < 500:
            self.init(error.status, "malformed-request", error.status.reasonPhrase, zh: "请求有误")
        default:
            self.init(
                .internalServerError, "failed", "this failed; the server's log knows why",
                zh: "处理失败；原因见服务器日志")
        }
    }

    private init(_ findings: [Finding]) {
        self.init(
            .unprocessableContent, "input-refused", "the input is refused; nothing was changed",
            zh: "输入被拒绝，未作任何更改")
        self.findings = findings
    }

    /// The body as JSON.
    func json(_ language: Language, request: String) -> JSONValue {
        var members: [String: JSONValue] = [
            "type": .string("urn:carbongrade:problem:" + code),
            "title": .string(status.reasonPhrase), "status": .integer(status.code),
            "code": .string(code), "detail": .string(detail.text(in: language)),
            "instance": .string("urn:carbongrade:request:" + request),
        ]
        if !findings.isEmpty {
            members["findings"] = .array(
                findings.prefix(1_000).map { FindingDocument.json($0, language: language) })
        }
        if !reasons.isEmpty {
            members["reasons"] = Self.json(reasons, language)
        }
        return .object(members)
    }

    /// Reasons of a certificate that is refused.
    static func json(_ reasons: [CertificateRefusal.Reason], _ language: Language) -> JSONValue {
        .array(
            reasons.map {
                .object([
                    "code": .string($0.code.rawValue),
                    "reason": .string($0.text.text(in: language)),
                ])
            })
    }

    /// The answer.
    func response(_ language: Language, request: String) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: json(language, request: request).text)))
    }
}
