import Provenance
import Runs

/// The matter of a page (页面内容) without the frame around it: what a server may keep, because nothing of a
/// session is in it.
public struct PageBody: Sendable {
    /// Shown in the tab.
    public let title: String
    /// The HTTP status.
    public let status: Int
    let html: HTML
    /// Names of assets that the page needs beside the common one.
    let scripts: [String]
    /// Whether the page takes the whole width of the window.
    let isWide: Bool

    init(
        _ title: String, _ html: HTML, status: Int = 200, scripts: [String] = [],
        isWide: Bool = false
    ) {
        self.title = title
        self.html = html
        self.status = status
        self.scripts = scripts
        self.isWide = isWide
    }

    /// How much room it takes [bytes].
    public var byteCount: Int { html.html.utf8.count }

    /// The whole page for somebody.
    public func page(_ context: PageContext) -> Page { Page(self, context) }
}

/// A whole page (页面): its HTML and the status it is sent with.
public struct Page: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The document.
    public let html: String

    /// The policy under which every page works: nothing from elsewhere, nothing inline.
    public static let contentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

    /// Puts a body into the frame that all pages share.
    init(_ body: PageBody, _ context: PageContext) {
        status = body.status
        let language = context.language == .english ? "en" : "zh"
        let model: Model = [
            "title": body.title, "language": language == "en" ? "en" : "zh-CN",
            "theme": context.theme.rawValue, "bodyHTML": body.html,
            "wide": body.isWide,
            "organisation": context.organisation.map(context.words),
            "navigation": Navigation.items(context),
            "userName": context.user?.name, "role": context.user.map { context.words($0.role) },
            "csrf": context.formToken,
            "otherLanguage": context.address.with("lang", language == "en" ? "zh" : "en").text,
            "themes": PageContext.Theme.allCases.map { theme -> Model in
                [
                    "name": theme.rawValue,
                    "address": context.address.with("theme", theme.rawValue).text,
                    "isCurrent": theme == context.theme, "auto": theme == .auto,
                    "light": theme == .light, "dark": theme == .dark,
                ]
            },
            "notices": context.notices.map { notice -> Model in
                [
                    "kind": notice.kind.rawValue, "text": context.words(notice.text),
                    "isWrong": notice.kind == .wrong,
                ]
            },
            "version": Tool.version, "factorRelease": context.factorRelease,
            "scripts": (["page.js"] + body.scripts).map { ["name": $0] as Model },
        ]
        html = Self.frame.render(model, in: context.language).html
    }

    static let frame = Template(
        """
        <!DOCTYPE html>
        <html lang="{{language}}" data-theme="{{theme}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="same-origin">
        <meta name="color-scheme" content="light dark">
        <meta name="csrf" content="{{csrf}}">
        <title>{{title}} · carbongrade</title>
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/page.css">
        {{#scripts}}<script src="/assets/{{name}}" defer></script>
        {{/scripts}}
        </head>
        <body>
        <a class="skip" href="#main">[[Skip to the content|跳到正文]]</a>
        <header class="top">
        <a class="brand" href="/"><img src="/assets/mark.svg" alt="" width="28" height="28"><span>carbongrade{{#organisation}}<small>{{organisation}}</small>{{/organisation}}</span></a>
        {{#navigation}}
        <nav aria-label="[[Main|主导航]]"><ul>
        {{#items}}<li><a href="{{address}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{name}}</a></li>
        {{/items}}
        </ul></nav>
        {{/navigation}}
        <div class="tools">
        <a class="tool" href="{{otherLanguage}}" lang="[[zh-CN|en]]" hreflang="[[zh-CN|en]]">[[中文|English]]</a>
        <details class="menu"><summary class="tool" aria-label="[[Appearance|外观]]"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor"/><path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/></svg></summary>
        <ul>{{#themes}}<li><a href="{{address}}"{{#isCurrent}} aria-current="true"{{/isCurrent}}>{{#auto}}[[As the system|跟随系统]]{{/auto}}{{#light}}[[Light|浅色]]{{/light}}{{#dark}}[[Dark|深色]]{{/dark}}</a></li>{{/themes}}</ul></details>
        {{#userName}}
        <details class="menu"><summary class="tool"><span class="who">{{userName}}</span></summary>
        <ul><li class="plain">{{role}}</li><li><a href="/account">[[My account|我的账户]]</a></li>
        <li><form method="post" action="/sign-out"><input type="hidden" name="csrf" value="{{csrf}}"><button class="link">[[Sign out|退出登录]]</button></form></li></ul></details>
        {{/userName}}
        {{^userName}}<a class="tool" href="/sign-in">[[Sign in|登录]]</a>{{/userName}}
        </div>
        </header>
        <main id="main" tabindex="-1"{{#wide}} class="wide"{{/wide}}>
        {{#notices}}<p class="notice {{kind}}" role="{{#isWrong}}alert{{/isWrong}}{{^isWrong}}status{{/isWrong}}">{{text}}</p>
        {{/notices}}
        {{{bodyHTML}}}
        </main>
        <footer>
        <p>carbongrade {{version}}{{#factorRelease}} · [[emission factors|排放因子]] {{factorRelease}}{{/factorRelease}}</p>
        <p>[[Computed from published rules; no official label and no statement by an authority.|按公开规则计算，不是官方标识，也不代表主管部门的认定。]]</p>
        </footer>
        </body>
        </html>

        """)
}

/// The ways through the platform (主导航), as far as one may go them.
enum Navigation {
    /// The items; nil for a stranger, who has nowhere to go but the door.
    static func items(_ context: PageContext) -> Model? {
        guard context.user != nil else { return nil }
        let all: [(path: String, name: BilingualText, needs: PageContext.Permission)] = [
            ("", BilingualText("Overview", zh: "总览"), .read),
            ("uploads", BilingualText("Upload", zh: "上传"), .upload),
            ("grades", BilingualText("Grades", zh: "等级"), .read),
            ("plan", BilingualText("Plan", zh: "改造方案"), .read),
            ("certificates", BilingualText("Certificates", zh: "证书"), .read),
            ("reports", BilingualText("Reports", zh: "报告"), .read),
            ("audit", BilingualText("Audit log", zh: "审计日志"), .audit),
            ("administration", BilingualText("Administration", zh: "管理"), .administer),
        ]
        let here = context.address.parts.first ?? ""
        // A site and its meters belong to the overview.
        let current = here == "sites" ? "" : here
        let items = all.filter { context.may($0.needs) }.map { item -> Model in
            let address = PageAddress(
                item.path.isEmpty ? [] : [item.path], period(of: context, to: item.path))
            return [
                "address": address.text, "name": context.words(item.name),
                "isCurrent": item.path == current,
            ]
        }
        return ["items": items]
    }

    /// The period stays the same between pages that show one.
    private static func period(
        of context: PageContext, to path: String
    ) -> [(name: String, value: String)] {
        guard ["", "grades", "plan"].contains(path), let period = context.address["period"] else {
            return []
        }
        return [("period", period)]
    }
}
