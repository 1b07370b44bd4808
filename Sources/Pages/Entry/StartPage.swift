import EnergyLedger
import Provenance

/// The second step of a new platform (新建组合): `POST /start` with the fields below and `csrf` writes
/// `portfolio.yaml`, `sites.csv` and an empty `meters.csv`; the first upload follows.
public enum StartPage {
    /// The fields of the form, in the order in which they stand.
    public static let fields = [
        "organisation", "organisation_zh", "site_id", "site_name", "site_name_zh", "kind",
        "region", "timezone",
    ]

    /// The page.
    public static func page(_ context: PageContext, _ entries: FormEntries = FormEntries()) -> Page
    {
        let title = context.words("Organisation and first site", "单位与第一个站点")
        var entries = entries
        // A short name has Latin letters, which a Chinese name does not give.
        if entries.values["site_id"] == nil { entries.values["site_id"] = "site-1" }
        let organisation = [
            entries.field(
                "organisation", BilingualText("Organisation", zh: "单位名称（英文或通用）"),
                hint: BilingualText("One of the two names is enough.", zh: "两个名称填一个即可。"),
                complete: "organization", isNeeded: false, context),
            entries.field(
                "organisation_zh", BilingualText("Its name in Chinese", zh: "单位中文名称"),
                isNeeded: false, context),
        ]
        let site = [
            entries.field(
                "site_id", BilingualText("Short name of the site", zh: "站点编号"),
                hint: BilingualText(
                    "Letters, digits, - and _; it stands in every table.",
                    zh: "字母、数字、- 与 _；用于所有表格。"), limit: 64, example: "GZ-01", context),
            entries.field(
                "site_name", BilingualText("Name of the site", zh: "站点名称（英文或通用）"),
                hint: BilingualText("One of the two names is enough.", zh: "两个名称填一个即可。"),
                isNeeded: false, context),
            entries.field(
                "site_name_zh", BilingualText("Its name in Chinese", zh: "站点中文名称"),
                isNeeded: false, context),
        ]
        let place = [
            entries.field(
                "region", BilingualText("Region", zh: "地区"),
                hint: BilingualText(
                    "ISO 3166-2, such as CN-GD, US-VA, DE; it decides the emission factors.",
                    zh: "ISO 3166-2 代码，如 CN-GD、US-VA、DE；决定所用排放因子。"), limit: 16,
                example: "CN-GD", context),
            entries.field(
                "timezone", BilingualText("Time zone", zh: "时区"),
                hint: BilingualText(
                    "IANA name, such as Asia/Shanghai; naive times are read in it.",
                    zh: "IANA 名称，如 Asia/Shanghai；无时区的时间按其解读。"), limit: 64,
                example: "Asia/Shanghai", context),
        ]
        let kinds = Site.Kind.allCases.map { kind -> Model in
            [
                "value": kind.rawValue, "label": context.words(SiteWords.kind(kind)),
                "isChosen": entries.values["kind"] == kind.rawValue,
            ]
        }
        let body = template.render(
            [
                "title": title, "csrf": context.formToken,
                "organisationHTML": FormField.rows(organisation, context),
                "siteHTML": FormField.rows(site, context),
                "placeHTML": FormField.rows(place, context), "kinds": kinds,
                "fault": entries.faults[""].map(context.words),
            ], in: context.language)
        return PageBody(title, body, status: entries.status).page(context)
    }

    static let template = Template(
        """
        <div class="steps">
        <h1>{{title}}</h1>
        <ol class="way"><li>[[Owner|所有者]]</li><li aria-current="step">[[Organisation and site|单位与站点]]</li><li>[[First upload|首次上传]]</li></ol>
        {{#fault}}<p class="notice wrong" role="alert">{{fault}}</p>{{/fault}}
        <form method="post" action="/start">
        <input type="hidden" name="csrf" value="{{csrf}}">
        <fieldset class="card"><legend>[[Organisation|单位]]</legend>
        {{{organisationHTML}}}
        </fieldset>
        <fieldset class="card"><legend>[[First site|第一个站点]]</legend>
        {{{siteHTML}}}
        <label for="kind">[[Kind|类型]]</label>
        <select id="kind" name="kind">{{#kinds}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/kinds}}</select>
        {{{placeHTML}}}
        </fieldset>
        <button class="primary">[[To the first upload|进入首次上传]]</button>
        </form>
        </div>
        """)
}
