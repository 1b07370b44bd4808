public import Provenance
import Reporting

/// A page that says one thing (提示页): not found, not allowed, refused, failed.
public enum MessagePage {
    /// There is no such page.
    public static func notFound(_ context: PageContext) -> PageBody {
        body(
            context, status: 404, title: BilingualText("Not here", zh: "未找到"),
            text: BilingualText(
                "There is no page at this address, or it belongs to an organisation that is not yours.",
                zh: "此地址没有页面，或其属于其他单位。"))
    }

    /// The role does not reach that far.
    public static func notAllowed(_ context: PageContext) -> PageBody {
        body(
            context, status: 403, title: BilingualText("Not allowed", zh: "没有权限"),
            text: BilingualText(
                "Your role does not allow this. An administrator can change it.",
                zh: "您的角色没有此权限，可由管理员调整。"))
    }

    /// Nobody is signed in.
    public static func strange(_ context: PageContext) -> PageBody {
        PageBody(
            context.words("Sign in", "登录"),
            strangeTemplate.render(
                ["next": PageAddress(["sign-in"], [("next", context.address.text)]).text],
                in: context.language), status: 401)
    }

    /// Any message, with findings where input was refused.
    public static func body(
        _ context: PageContext, status: Int, title: BilingualText, text: BilingualText,
        reasons: [BilingualText] = [], findings: [Finding] = [], request: String? = nil
    ) -> PageBody {
        let title = context.words(title)
        let html = template.render(
            [
                "title": title, "text": context.words(text),
                "reasons": reasons.map { ["text": context.words($0)] as Model },
                "hasReasons": !reasons.isEmpty, "request": request,
                "findingsHTML": FindingList.markup(findings, context),
            ], in: context.language)
        return PageBody(title, html, status: status)
    }

    static let template = Template(
        """
        <section class="card narrow message">
        <h1>{{title}}</h1>
        <p>{{text}}</p>
        {{#hasReasons}}<ul>{{#reasons}}<li>{{text}}</li>{{/reasons}}</ul>{{/hasReasons}}
        {{{findingsHTML}}}
        <p><a class="button" href="/">[[To the overview|返回总览]]</a></p>
        {{#request}}<p class="quiet">[[Request|请求]] <code>{{request}}</code></p>{{/request}}
        </section>
        """)

    static let strangeTemplate = Template(
        """
        <section class="card narrow message">
        <h1>[[Sign in|登录]]</h1>
        <p>[[This page is for people who are signed in.|此页面需要登录。]]</p>
        <p class="row"><a class="button primary" href="{{next}}">[[Sign in|登录]]</a><a class="button" href="/verify">[[Verify a certificate|核验证书]]</a></p>
        </section>
        """)
}
