import EnergyLedger
public import Provenance
import Reporting

/// The first minutes of a platform (首次启动): `POST /first-start` with the setup code, the owner,
/// the organisation and the first site; the first upload follows on the upload page.
public enum FirstStartPage {
    /// What was typed before and is shown again; the password never is.
    public struct Entries: Hashable, Sendable {
        /// The values by the names of their fields.
        public var values: [String: String]
        /// What is wrong, by field; an empty name speaks of the whole form.
        public var faults: [String: BilingualText]

        /// Makes entries.
        public init(values: [String: String] = [:], faults: [String: BilingualText] = [:]) {
            self.values = values
            self.faults = faults
        }
    }

    /// The fields of the form, in the order in which they stand.
    public static let fields = [
        "code", "name", "password", "password_again", "organisation", "organisation_zh",
        "site_id", "site_name", "site_name_zh", "kind", "region", "timezone",
    ]

    /// The page.
    ///
    /// - Parameter asksForSite: False where the portfolio has sites already and only an owner is
    ///   missing.
    public static func page(
        _ context: PageContext, _ entries: Entries = Entries(), asksForSite: Bool = true
    ) -> Page {
        let title = context.words("First start", "首次启动")
        func value(_ name: String) -> String? { entries.values[name] }
        func field(
            _ name: String, _ label: (String, String), hint: (String, String)? = nil,
            type: String = "text", complete: String = "off", isNeeded: Bool = true,
            limit: Int = 200, example: String? = nil
        ) -> Model {
            [
                "name": name, "label": context.words(label.0, label.1),
                "hint": hint.map { context.words($0.0, $0.1) }, "type": type,
                "complete": complete, "isNeeded": isNeeded, "limit": String(limit),
                "value": type == "password" ? nil : value(name), "example": example,
                "fault": entries.faults[name].map(context.words),
            ]
        }
        let owner = [
            field(
                "code", ("Setup code", "初始化口令"),
                hint: (
                    "The server printed it on its terminal when it started.",
                    "服务启动时打印在终端上。"
                ), complete: "one-time-code"),
            field(
                "name", ("Your name for signing in", "登录用户名"), complete: "username", limit: 128),
            field(
                "password", ("Password", "密码"),
                hint: (
                    "At least 12 characters; a sentence is easiest to remember.",
                    "至少 12 个字符；一句话最容易记住。"
                ), type: "password", complete: "new-password", limit: 1_024),
            field(
                "password_again", ("The password again", "再次输入密码"), type: "password",
                complete: "new-password", limit: 1_024),
        ]
        let organisation = [
            field("organisation", ("Organisation", "单位名称（英文或通用）"), complete: "organization"),
            field("organisation_zh", ("Its name in Chinese", "单位中文名称"), isNeeded: false),
        ]
        let site = [
            field(
                "site_id", ("Short name of the site", "站点编号"),
                hint: (
                    "Letters, digits, - and _; it stands in every table.", "字母、数字、- 与 _；用于所有表格。"
                ), limit: 64, example: "GZ-01"),
            field("site_name", ("Name of the site", "站点名称（英文或通用）")),
            field("site_name_zh", ("Its name in Chinese", "站点中文名称"), isNeeded: false),
        ]
        let place = [
            field(
                "region", ("Region", "地区"),
                hint: ("ISO 3166-2: CN-GD, US-VA, DE", "ISO 3166-2 代码：CN-GD、US-VA、DE"),
                limit: 16, example: "CN-GD"),
            field(
                "timezone", ("Time zone", "时区"),
                hint: ("IANA name: Asia/Shanghai", "IANA 名称：Asia/Shanghai"), limit: 64,
                example: "Asia/Shanghai"),
        ]
        let kinds = Site.Kind.allCases.map { kind -> Model in
            [
                "value": kind.rawValue, "label": context.words(SiteWords.kind(kind)),
                "isChosen": value("kind") == kind.rawValue,
            ]
        }
        let body = template.render(
            [
                "title": title, "csrf": context.formToken,
                "ownerHTML": FormField.rows(owner, context),
                "organisationHTML": FormField.rows(organisation, context),
                "siteHTML": FormField.rows(site, context),
                "placeHTML": FormField.rows(place, context),
                "kinds": kinds, "asksForSite": asksForSite,
                "fault": entries.faults[""].map(context.words),
            ], in: context.language)
        return PageBody(title, body, status: entries.faults.isEmpty ? 200 : 422).page(context)
    }

    static let template = Template(
        """
        <h1>{{title}}</h1>
        <p class="lead">[[Nobody owns this platform yet. Three short steps, then the first meter file.|本平台尚无所有者。三个简短步骤，然后上传第一个计量文件。]]</p>
        {{#fault}}<p class="notice wrong" role="alert">{{fault}}</p>{{/fault}}
        <form method="post" action="/first-start" class="steps">
        <input type="hidden" name="csrf" value="{{csrf}}">
        <fieldset class="card"><legend>[[1 · Owner|1 · 所有者账户]]</legend>
        {{{ownerHTML}}}
        </fieldset>
        <fieldset class="card"><legend>[[2 · Organisation|2 · 单位]]</legend>
        {{{organisationHTML}}}
        </fieldset>
        {{#asksForSite}}
        <fieldset class="card"><legend>[[3 · First site|3 · 第一个站点]]</legend>
        {{{siteHTML}}}
        <label for="kind">[[Kind|类型]]</label>
        <select id="kind" name="kind">{{#kinds}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/kinds}}</select>
        {{{placeHTML}}}
        </fieldset>
        {{/asksForSite}}
        <button class="primary">[[Begin|开始]]</button>
        </form>
        """)
}
