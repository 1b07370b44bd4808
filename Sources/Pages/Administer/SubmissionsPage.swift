public import Provenance

/// What units hand in (下级单位报送页): their signed submissions, the keys that are trusted, and the report over all.
public enum SubmissionsPage {
    /// A submission that was handed in.
    public struct Line: Hashable, Sendable {
        let digest, period, at: String
        let unit: BilingualText
        let sites: Int
        let isTrusted: Bool

        /// Makes a line.
        ///
        /// - Parameter isTrusted: Whether its key is trusted now.
        public init(
            digest: String, unit: BilingualText, period: String, sites: Int, at: String,
            isTrusted: Bool
        ) {
            self.digest = digest
            self.unit = unit
            self.period = period
            self.sites = sites
            self.at = at
            self.isTrusted = isTrusted
        }
    }

    /// The page.
    ///
    /// `POST /submissions` with `submission`, `POST /submissions/keys` with `keys`, `POST /submissions/roll-up` with
    /// `period`, `POST /submissions/{digest}/delete`.
    ///
    /// - Parameters:
    ///   - keys: The text of the file of keys.
    ///   - made: Reports over a period, by its label.
    public static func page(
        _ context: PageContext, _ lines: [Line], keys: String, made: [String: ReportsPage.Made]
    ) -> Page {
        let title = context.words("Submissions of units", "下级单位报送")
        let periods = lines.map(\.period).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let body = template.render(
            [
                "title": title, "csrf": context.formToken, "keys": keys, "isNone": lines.isEmpty,
                "mayChangeKeys": context.may(.administer), "hasKeys": !keys.isEmpty,
                "periods": periods.map { period -> Model in
                    let own = lines.filter { $0.period == period }
                    return [
                        "period": period, "report": made[period]?.model(context),
                        "lines": own.map { line -> Model in
                            [
                                "unit": context.words(line.unit), "sites": line.sites,
                                "at": line.at, "isTrusted": line.isTrusted,
                                "short": String(line.digest.prefix(12)),
                                "address": PageAddress(["api", "v1", "submissions", line.digest])
                                    .text,
                                "delete": PageAddress(["submissions", line.digest, "delete"]).text,
                            ]
                        },
                    ]
                },
            ], in: context.language)
        return PageBody(title, body).page(context)
    }

    static let template = Template(
        """
        <p class="crumbs"><a href="/reports">[[Reports|报告]]</a></p><h1>{{title}}</h1>
        <p class="lead">[[A unit signs its figures with `carbongrade report --sign` and hands in submission.json. It is taken when a key below has signed it; what the same unit handed in before for the period gives way.|下级单位以 `carbongrade report --sign` 签名并报送 submission.json；由下列密钥签名的报送方予接收，同一单位同一统计期的旧报送被取代。]]</p>
        {{#isNone}}<section class="card empty"><p>[[Nothing was handed in yet.|尚无报送。]]</p></section>{{/isNone}}
        {{#periods}}<section class="card"><div class="head"><h2>{{period}}</h2><form method="post" action="/submissions/roll-up"><input type="hidden" name="csrf" value="{{csrf}}"><input type="hidden" name="period" value="{{period}}"><button class="primary small">[[Roll up|汇总]]<span class="heard"> {{period}}</span></button></form></div>
        {{#report}}{{#isRunning}}<p><span class="badge waiting">[[being made|生成中]]</span></p>{{/isRunning}}{{#hasFailed}}<p class="fault"><span class="badge failed">[[failed|失败]]</span> {{problem}}</p>{{/hasFailed}}
        {{#files}}<a class="button small" href="{{address}}">{{name}}<span class="heard"> {{period}}</span></a> {{/files}}{{/report}}
        <div class="table" tabindex="0" role="region" aria-label="{{period}}"><table><thead><tr><th scope="col">[[Unit|单位]]</th><th scope="col" class="n">[[Sites|站点]]</th><th scope="col">[[Received|接收时间]]</th><th scope="col">[[Key|密钥]]</th><th scope="col">[[File|文件]]</th><th scope="col"><span class="heard">[[Drop|删除]]</span></th></tr></thead><tbody>
        {{#lines}}<tr><th scope="row">{{unit}}</th><td class="n">{{sites}}</td><td class="day">{{at}}</td><td>{{#isTrusted}}<span class="badge done">[[trusted|可信]]</span>{{/isTrusted}}{{^isTrusted}}<span class="badge failed">[[no longer trusted|不再可信]]</span>{{/isTrusted}}</td><td><a href="{{address}}"><code>{{short}}</code></a></td><td><form method="post" action="{{delete}}" data-question="[[Drop this submission?|删除该报送？]]"><input type="hidden" name="csrf" value="{{csrf}}"><button class="small">[[Drop|删除]]<span class="heard"> {{unit}} {{period}}</span></button></form></td></tr>
        {{/lines}}</tbody></table></div></section>{{/periods}}
        <form class="card" method="post" action="/submissions"><h2>[[Hand one in|接收报送]]</h2><input type="hidden" name="csrf" value="{{csrf}}">
        {{^hasKeys}}<p class="notice wrong">[[No key is trusted yet: an administrator enters the units' public keys below.|尚无可信密钥：请管理员在下方录入各单位公钥。]]</p>{{/hasKeys}}
        <p hidden data-needs-script><label for="submission-file">[[Choose submission.json|选择 submission.json]]</label><input type="file" id="submission-file" accept=".json,application/json" data-fills="submission"></p>
        <label for="submission">[[Or paste it|或粘贴内容]]</label><textarea id="submission" name="submission" required spellcheck="false" class="raw"></textarea>
        <button class="primary">[[Verify and take it|验证并接收]]</button></form>
        <form class="card" method="post" action="/submissions/keys"><h2>[[Keys of units|各单位公钥]]</h2><input type="hidden" name="csrf" value="{{csrf}}">
        <label for="keys">[[A units.csv (unit, key), or public keys a line each, as `keygen` writes them|units.csv（unit、key），或每行一个公钥，即 `keygen` 所写]]</label><textarea id="keys" name="keys" spellcheck="false" class="raw"{{^mayChangeKeys}} readonly{{/mayChangeKeys}}>{{keys}}</textarea>
        {{#mayChangeKeys}}<button class="primary">[[Keep the keys|保存公钥]]</button>{{/mayChangeKeys}}</form>
        """)
}
