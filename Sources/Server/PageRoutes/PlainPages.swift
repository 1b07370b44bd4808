import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Pages
import Provenance
import Reporting
import Runs

/// The pages that need no portfolio (基本页面): set-up, sign-in, verification, a problem.
struct PlainPages: Sendable {
    /// The form for the first user.
    func setup(
        _ language: Language, formWord: String, values: [String: String] = [:],
        faults: [String: BilingualText] = [:]
    ) -> String {
        SetupPage.page(
            context(language, "/setup", formWord), FormEntries(values: values, faults: faults)
        ).html
    }

    /// The form for signing in.
    func signIn(
        _ language: Language, formWord: String, next: String, problem: Problem?,
        name: String? = nil
    ) -> String {
        SignInPage.page(
            context(language, "/sign-in", formWord), name: name, fault: problem?.detail, next: next
        ).html
    }

    private func context(
        _ language: Language, _ path: String, _ formWord: String = ""
    ) -> PageContext {
        PageContext(language: language, formToken: formWord, address: PageAddress(path))
    }

    /// A problem as a page; whoever is not signed in is led to where that is done.
    func problem(
        _ problem: Problem, _ language: Language, request: String, path: String,
        isUnowned: Bool = false
    ) -> Response {
        // Where nobody has an account yet, signing in is no way.
        if problem.status == .unauthorized, isUnowned { return .seeOther("/setup") }
        let context = context(language, path)
        let body =
            problem.status == .unauthorized
            ? MessagePage.strange(context)
            : MessagePage.body(
                context, status: problem.status.code,
                title: BilingualText(
                    problem.status.reasonPhrase, zh: "\(problem.status.code)"),
                text: problem.detail, reasons: problem.reasons.map(\.text),
                findings: problem.findings, request: request)
        var response = PageAnswer.html(body.page(context).html, status: problem.status)
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }
}

/// HTML as an answer.
enum PageAnswer {
    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A page, and the cookies of what its address chose: language and theme.
    static func page(_ page: Page, _ call: Call) -> Response {
        var response = html(page.html, status: HTTPResponse.Status(code: page.status))
        response.headers[values: .setCookie] += PageFrame.choices(call)
        return response
    }
}
