import Provenance

/// The first step of a new platform (初始设置): `POST /setup` with `code`, `name`, `password`,
/// `password_again` and `csrf` makes its owner.
public enum SetupPage {
    /// The page.
    public static func page(_ context: PageContext, _ entries: FormEntries = FormEntries()) -> Page
    {
        let title = context.words("First start", "首次启动")
        let fields = [
            entries.field(
                "code", BilingualText("Setup code", zh: "设置码"),
                hint: BilingualText(
                    "The server printed it on its terminal when it started.",
                    zh: "服务启动时打印在终端上。"), complete: "one-time-code", context),
            entries.field(
                "name", BilingualText("Your name for signing in", zh: "登录用户名"),
                complete: "username", limit: 128, context),
            entries.field(
                "password", BilingualText("Password", zh: "密码"),
                hint: BilingualText(
                    "At least 12 characters; a sentence is easiest to remember.",
                    zh: "至少 12 个字符；一句话最容易记住。"), type: "password",
                complete: "new-password", limit: 800, context),
            entries.field(
                "password_again", BilingualText("The password again", zh: "再次输入密码"),
                type: "password", complete: "new-password", limit: 800, context),
        ]
        let body = template.render(
            [
                "title": title, "csrf": context.formToken,
                "fieldsHTML": FormField.rows(fields, context),
                "fault": entries.faults[""].map(context.words),
            ], in: context.language)
        return PageBody(title, body, status: entries.status).page(context)
    }

    static let template = Template(
        """
        <div class="steps">
        <h1>{{title}}</h1>
        <ol class="way"><li aria-current="step">[[Owner|所有者]]</li><li>[[Organisation and site|单位与站点]]</li><li>[[First upload|首次上传]]</li></ol>
        <p class="lead">[[Nobody owns this platform yet. Three short steps, then the first figures.|本平台尚无所有者。完成三个简短步骤即可看到首批结果。]]</p>
        {{#fault}}<p class="notice wrong" role="alert">{{fault}}</p>{{/fault}}
        <form method="post" action="/setup" class="card">
        <input type="hidden" name="csrf" value="{{csrf}}">
        {{{fieldsHTML}}}
        <button class="primary">[[Become the owner|成为所有者]]</button>
        </form>
        </div>
        """)
}
