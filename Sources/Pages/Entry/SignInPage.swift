/// The door (登录页): `POST /sign-in` with `name`, `password`, `csrf` and `return`.
public enum SignInPage {
    /// The page.
    ///
    /// - Parameters:
    ///   - name: What was typed before, where it was wrong.
    ///   - isRefused: Whether the last try failed; which half was wrong is not told.
    ///   - returning: Where to go afterwards.
    public static func page(
        _ context: PageContext, name: String? = nil, isRefused: Bool = false,
        returning: PageAddress? = nil
    ) -> Page {
        let title = context.words("Sign in", "登录")
        let body = template.render(
            [
                "title": title, "csrf": context.formToken, "name": name, "isRefused": isRefused,
                "return": returning?.text,
            ], in: context.language)
        return PageBody(title, body, status: isRefused ? 401 : 200).page(context)
    }

    static let template = Template(
        """
        <section class="card narrow">
        <h1>{{title}}</h1>
        {{#isRefused}}<p class="notice wrong" role="alert" id="refusal">[[Name and password do not belong together, or the account is locked for a while.|用户名与密码不匹配，或账户暂时锁定。]]</p>{{/isRefused}}
        <form method="post" action="/sign-in">
        <input type="hidden" name="csrf" value="{{csrf}}">
        {{#return}}<input type="hidden" name="return" value="{{return}}">{{/return}}
        <label for="name">[[Name|用户名]]</label>
        <input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="128" value="{{name}}"{{#isRefused}} aria-describedby="refusal"{{/isRefused}}>
        <label for="password">[[Password|密码]]</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024">
        <button class="primary">[[Sign in|登录]]</button>
        </form>
        <p class="quiet">[[A certificate can be verified without an account:|核验证书无需账户：]] <a href="/verify">[[Verify a certificate|核验证书]]</a></p>
        </section>
        """)
}
