import Provenance

/// Oneself (我的账户): password, and tokens for programs.
public enum AccountPage {
    /// A token without its secret.
    public struct TokenLine: Hashable, Sendable {
        let id, name, permissions, until, lastUsed: String

        /// Makes a line.
        public init(
            id: String, name: String, permissions: String, until: String, lastUsed: String
        ) {
            self.id = id
            self.name = name
            self.permissions = permissions
            self.until = until
            self.lastUsed = lastUsed
        }
    }

    /// The page. Forms: `POST /account/password` with `old_password`, `new_password`, `password_again`;
    /// `POST /account/tokens` with `name`, `days`, `permission.NAME` for each; `POST
    /// /account/tokens/{id}/delete`; all with `csrf`.
    ///
    /// - Parameter secret: A token that was just made; it is shown this once.
    public static func page(
        _ context: PageContext, _ tokens: [TokenLine], secret: String? = nil,
        _ entries: FormEntries = FormEntries()
    ) -> Page {
        let title = context.words("My account", "我的账户")
        let passwords = [
            entries.field(
                "old_password", BilingualText("Password as it is", zh: "当前密码"), type: "password",
                complete: "current-password", limit: 800, context),
            entries.field(
                "new_password", BilingualText("New password", zh: "新密码"),
                hint: BilingualText(
                    "At least 12 characters. All other sessions and all tokens end.",
                    zh: "至少 12 个字符。其他会话和全部令牌随之失效。"), type: "password",
                complete: "new-password", limit: 800, context),
            entries.field(
                "password_again", BilingualText("The new password again", zh: "再次输入新密码"),
                type: "password", complete: "new-password", limit: 800, context),
        ]
        let offered = PageContext.Permission.allCases.filter(context.may)
        let body = template.render(
            [
                "title": title, "csrf": context.formToken, "name": context.user?.name,
                "role": context.user.map { context.words($0.role) },
                "fault": entries.faults[""].map(context.words),
                "passwordsHTML": FormField.rows(passwords, context), "secret": secret,
                "permissions": offered.map { permission -> Model in
                    ["value": permission.rawValue, "isChosen": permission == .read]
                },
                "tokens": tokens.map { token -> Model in
                    [
                        "id": token.id, "name": token.name, "permissions": token.permissions,
                        "until": token.until, "lastUsed": token.lastUsed,
                    ]
                },
                "hasTokens": !tokens.isEmpty,
            ], in: context.language)
        return PageBody(title, body, status: entries.status).page(context)
    }

    static let template = Template(
        """
        <h1>{{title}} <small>{{name}} · {{role}}</small></h1>
        {{#fault}}<p class="notice wrong" role="alert">{{fault}}</p>{{/fault}}
        {{#secret}}<div class="notice done" role="status"><p>[[This is the token. It is shown only now:|令牌仅显示这一次：]]</p><p><code id="secret">{{secret}}</code> <button class="small" data-copies="secret" data-done="[[copied|已复制]]">[[Copy|复制]]</button></p></div>{{/secret}}
        <div class="pair">
        <section class="card" aria-labelledby="tokens"><h2 id="tokens">[[Tokens for programs|程序令牌]]</h2>
        {{^hasTokens}}<p class="quiet">[[There is none.|尚无令牌。]]</p>{{/hasTokens}}
        {{#hasTokens}}<div class="table" tabindex="0" role="region" aria-labelledby="tokens"><table><tbody>{{#tokens}}<tr><th scope="row">{{name}}<small>{{permissions}}</small></th><td>[[until|至]] {{until}}<small>{{lastUsed}}</small></td><td><form method="post" action="/account/tokens/{{id}}/delete" data-question="[[Revoke this token?|吊销此令牌？]]"><input type="hidden" name="csrf" value="{{csrf}}"><button class="small danger">[[Revoke|吊销]]<span class="heard"> {{name}}</span></button></form></td></tr>{{/tokens}}</tbody></table></div>{{/hasTokens}}
        <form method="post" action="/account/tokens"><input type="hidden" name="csrf" value="{{csrf}}">
        <label for="token-name">[[What it is for|用途]]</label><input id="token-name" name="name" required maxlength="200">
        <label for="days">[[Valid for so many days|有效天数]]</label><input id="days" name="days" type="number" min="1" max="366" value="90" required>
        <fieldset><legend>[[What it may do|权限]]</legend>{{#permissions}}<label class="check"><input type="checkbox" name="permission.{{value}}" value="1"{{#isChosen}} checked{{/isChosen}}> <code>{{value}}</code></label>{{/permissions}}</fieldset>
        <button class="primary">[[Make a token|创建令牌]]</button></form></section>
        <section class="card" aria-labelledby="password"><h2 id="password">[[Password|密码]]</h2>
        <form method="post" action="/account/password"><input type="hidden" name="csrf" value="{{csrf}}">{{{passwordsHTML}}}<button class="primary">[[Change it|更改密码]]</button></form></section>
        </div>
        """)
}
