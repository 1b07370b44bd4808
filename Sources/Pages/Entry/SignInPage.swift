public import Provenance

/// The door (登录页): `POST /sign-in` with `name`, `password`, `csrf` and `next`.
public enum SignInPage {
    /// The page.
    ///
    /// - Parameters:
    ///   - name: What was typed before, where it was wrong.
    ///   - fault: Why the last try failed; which half was wrong is not told.
    ///   - next: Where to go afterwards, as a path.
    public static func page(
        _ context: PageContext, name: String? = nil, fault: BilingualText? = nil,
        next: String? = nil, status: Int = 200
    ) -> Page {
        let title = context.words("Sign in", "登录")
        let body = template.render(
            [
                "title": title, "csrf": context.formToken, "name": name,
                "fault": fault.map(context.words), "next": next,
            ], in: context.language)
        return PageBody(title, body, status: status).page(context)
    }

    static let template = Template(
        """
        <section class="card narrow">
        <h1>{{title}}</h1>
        {{#fault}}<p class="notice wrong" role="alert" id="fault">{{fault}}</p>{{/fault}}
        <form method="post" action="/sign-in">
        <input type="hidden" name="csrf" value="{{csrf}}">
        {{#next}}<input type="hidden" name="next" value="{{next}}">{{/next}}
        <label for="name">[[Name|用户名]]</label>
        <input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="128" value="{{name}}"{{#fault}} aria-describedby="fault"{{/fault}}>
        <label for="password">[[Password|密码]]</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024">
        <button class="primary">[[Sign in|登录]]</button>
        </form>
        <p class="quiet">[[A certificate can be verified without an account:|核验证书无需账户：]] <a href="/verify">[[Verify a certificate|核验证书]]</a></p>
        </section>
        """)
}
