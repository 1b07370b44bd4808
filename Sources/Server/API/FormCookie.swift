import Foundation
import HTTPTypes
import Hummingbird
import Provenance
import Reporting

/// The word that a form carries before there is a session (登录前的表单令牌): the same in a cookie and in the form,
/// which no other site can arrange.
enum FormCookie {
    private static func name(_ call: Call) -> String {
        call.platform.settings.isSecure ? "__Host-carbongrade_form" : "carbongrade_form"
    }

    /// A page with a form, and the cookie that belongs to it.
    static func page(_ call: Call, _ html: (String) -> String) -> Response {
        let kept = call.request.cookies[name(call)].map { String($0.value) }
        let word = kept.flatMap { $0.utf8.count == 43 ? $0 : nil } ?? Secret.random()
        var response = PageAnswer.html(html(word))
        let secure = call.platform.settings.isSecure ? "; Secure" : ""
        response.headers[values: .setCookie] = [
            "\(name(call))=\(word); Path=/; HttpOnly; SameSite=Strict; Max-Age=3600" + secure
        ]
        return response
    }

    /// Refuses a form whose word is not that of the cookie.
    static func check(_ call: Call) throws {
        let kept = call.request.cookies[name(call)].map { Array(String($0.value).utf8) } ?? []
        let given = Array((call.form()["csrf"] ?? "").utf8)
        guard kept.count == 43, Secret.isEqual(kept, given) else {
            throw Problem(
                .forbidden, "form-expired", "the form is no longer valid: load the page again",
                zh: "表单已失效：请重新载入页面")
        }
    }

    /// The cookie is not needed any more.
    static func end(_ call: Call) -> String {
        name(call) + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
            + (call.platform.settings.isSecure ? "; Secure" : "")
    }
}
