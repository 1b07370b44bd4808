import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Provenance
import Runs

/// The few pages that must be there before all others (基本页面): set-up, sign-in, a problem.
struct PlainPages: Sendable {
    private func page(_ title: String, _ body: String, _ language: Language) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language == .chinese ? "zh-CN" : "en")">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escaped(title))</title></head>
        <body><main><h1>\(Self.escaped(title))</h1>
        \(body)
        </main></body></html>

        """
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    private func field(_ name: String, _ label: String, _ type: String, _ completion: String)
        -> String
    {
        "<p><label>\(Self.escaped(label))<br><input name=\"\(name)\" type=\"\(type)\" "
            + "autocomplete=\"\(completion)\" required></label></p>\n"
    }

    private func hidden(_ name: String, _ value: String) -> String {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(Self.escaped(value))\">\n"
    }

    /// The form for the first user.
    func setup(_ language: Language, formWord: String, problem: Problem?) -> String {
        func words(_ english: String, _ chinese: String) -> String {
            BilingualText(english, zh: chinese).text(in: language)
        }
        return page(
            words("Set up", "初始设置"),
            notice(problem, language) + "<form method=\"post\" action=\"/setup\">\n"
                + hidden("csrf", formWord)
                + field("code", words("Code that the terminal shows", "终端显示的设置码"), "text", "off")
                + field("name", words("User name", "用户名"), "text", "username")
                + field(
                    "password", words("Password, 12 characters or more", "口令，至少 12 个字符"),
                    "password",
                    "new-password")
                + "<p><button>\(words("Become administrator", "成为管理员"))</button></p></form>",
            language)
    }

    /// The form for signing in.
    func signIn(_ language: Language, formWord: String, next: String, problem: Problem?) -> String {
        func words(_ english: String, _ chinese: String) -> String {
            BilingualText(english, zh: chinese).text(in: language)
        }
        return page(
            words("Sign in", "登录"),
            notice(problem, language) + "<form method=\"post\" action=\"/sign-in\">\n"
                + hidden("csrf", formWord) + hidden("next", next)
                + field("name", words("User name", "用户名"), "text", "username")
                + field("password", words("Password", "口令"), "password", "current-password")
                + "<p><button>\(words("Sign in", "登录"))</button></p></form>", language)
    }

    /// The steps of a verification, or what may be verified.
    func verify(_ language: Language, _ verification: Verification?) -> String {
        func words(_ english: String, _ chinese: String) -> String {
            BilingualText(english, zh: chinese).text(in: language)
        }
        var body =
            "<p>"
            + words(
                "POST the file, or open /verify?code=CG1:…", "以 POST 提交文件，或打开 /verify?code=CG1:…")
            + "</p>"
        if let verification {
            body = verification.steps.map { step, result in
                let (word, reason) = result.words
                return
                    "<p>\(step.rawValue): \(word) — \(Self.escaped(reason.text(in: language)))</p>\n"
            }.joined()
        }
        return page(words("Verify a certificate", "验证证书"), body, language)
    }

    /// What is shown to whoever is signed in.
    func home(_ language: Language, _ identity: Identity, formWord: String) -> String {
        page(
            "carbongrade",
            "<p>\(Self.escaped(identity.displayName))</p><form method=\"post\" action=\"/sign-out\">"
                + hidden("csrf", formWord)
                + "<button>\(BilingualText("Sign out", zh: "退出").text(in: language))</button></form>",
            language)
    }

    private func notice(_ problem: Problem?, _ language: Language) -> String {
        problem.map { "<p role=\"alert\">\(Self.escaped($0.detail.text(in: language)))</p>\n" }
            ?? ""
    }

    /// A problem as a page; whoever is not signed in is led to where that is done.
    func problem(_ problem: Problem, _ language: Language, request: String, path: String)
        -> Response
    {
        var body = "<p>\(Self.escaped(problem.detail.text(in: language)))</p>"
        if problem.status == .unauthorized {
            let next = path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            body +=
                "<p><a href=\"/sign-in?next=\(next)\">\(BilingualText("Sign in", zh: "登录").text(in: language))</a></p>"
        }
        var response = PageAnswer.html(
            page(String(problem.status.code), body, language), status: problem.status)
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
}
