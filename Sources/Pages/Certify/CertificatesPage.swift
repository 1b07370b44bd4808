import EnergyLedger
import Grading
public import Provenance
import Quantities
import Runs

/// Certificates (证书页): what was issued and how it stands, one in full, and issuing another.
public enum CertificatesPage {
    /// The list.
    public static func list(_ context: PageContext, _ certificates: [CertificateLine]) -> Page {
        let title = context.words("Certificates", "证书")
        let body = listTemplate.render(
            [
                "title": title, "lines": certificates.map { $0.model(context) },
                "hasLines": !certificates.isEmpty, "mayIssue": context.may(.certify),
            ], in: context.language)
        return PageBody(title, body, isWide: true).page(context)
    }

    /// One certificate.
    public static func certificate(_ context: PageContext, _ line: CertificateLine) -> Page {
        var model = line.model(context)
        model["csrf"] = context.formToken
        model["maySign"] = line.awaitsCountersignature && context.may(.evidence)
        model["mayChange"] = context.may(.certify) && line.state != .revoked
        let title = context.words("Certificate", "证书")
        model["title"] = title
        return PageBody(
            title + " " + line.digest.hexadecimal.prefix(12),
            certificateTemplate.render(model, in: context.language)
        ).page(context)
    }

    /// What could be certified: a site, a scheme that gave it a level over a year, and that level.
    public struct Candidate: Hashable, Sendable {
        let site, siteName, scheme, level, period: String

        /// Every level of a run that could be certified; whether something stands against it is told
        /// when it is asked for.
        public static func all(of pages: RunPages, _ context: PageContext) -> [Candidate] {
            guard pages.run.period.isTwelveMonths else { return [] }
            return pages.sites.flatMap { site in
                site.grades.filter { $0.level != nil && !$0.isInformative }.map { grade in
                    Candidate(
                        site: site.site.id, siteName: context.name(of: site), scheme: grade.scheme,
                        level: grade.level ?? "", period: pages.run.period.label)
                }
            }
        }
    }

    /// The form to issue: `POST /certificates/issue` with `site`, `scheme`, `period`, `csrf`.
    ///
    /// - Parameters:
    ///   - refusal: Why the last try was refused.
    ///   - hasKey: Whether the platform holds a key to sign with.
    public static func issue(
        _ context: PageContext, _ candidates: [Candidate], refusal: [BilingualText] = [],
        values: [String: String] = [:], hasKey: Bool
    ) -> Page {
        let title = context.words("Issue a certificate", "签发证书")
        let (site, scheme) = (context.address["site"], context.address["scheme"])
        let body = issueTemplate.render(
            [
                "title": title, "csrf": context.formToken, "hasKey": hasKey,
                "reasons": refusal.map { ["text": context.words($0)] as Model },
                "isRefused": !refusal.isEmpty, "isEmpty": candidates.isEmpty,
                "entries": ["verifier_key", "verifier_name", "accreditation", "standard"].reduce(
                    into: [:] as Model
                ) { $0[$1] = values[$1] },
                "isLimited": values["assurance"] == "limited",
                "isReasonable": values["assurance"] == "reasonable",
                "isModified": values["opinion"] == "modified",
                "lines": candidates.map { candidate -> Model in
                    [
                        "site": candidate.site, "siteName": candidate.siteName,
                        "scheme": candidate.scheme, "level": candidate.level,
                        "period": candidate.period,
                        "isAsked": candidate.site == site && candidate.scheme == scheme,
                        "choice": [candidate.site, candidate.scheme, candidate.period]
                            .joined(separator: "|"),
                    ]
                },
            ], in: context.language)
        return PageBody(title, body, status: refusal.isEmpty ? 200 : 422).page(context)
    }

    static let listTemplate = Template(
        """
        <div class="head"><h1>{{title}}</h1><div class="row"><a class="button" href="/verify">[[Verify one|核验证书]]</a>{{#mayIssue}}<a class="button primary" href="/certificates/issue">[[Issue a certificate|签发证书]]</a>{{/mayIssue}}</div></div>
        {{^hasLines}}<section class="card empty"><p>[[No certificate has been issued yet.|尚未签发证书。]]</p></section>{{/hasLines}}
        {{#hasLines}}<section class="card"><div class="table" tabindex="0" role="region" aria-label="{{title}}"><table class="stacked"><thead><tr><th scope="col">[[Site|站点]]</th><th scope="col">[[Level|等级]]</th><th scope="col">[[Period|统计期]]</th><th scope="col">[[Issued|签发日]]</th><th scope="col">[[Valid until|有效期至]]</th><th scope="col">[[State|状态]]</th><th scope="col">[[Number|编号]]</th><th scope="col">[[Download|下载]]</th></tr></thead><tbody>
        {{#lines}}<tr><th scope="row">{{site}}<small>{{siteID}}</small></th><td><span class="level{{^isValid}} none{{/isValid}}">{{level}}</span><small>{{scheme}}</small></td><td class="day" data-label="[[Period|统计期]]"><span>{{from}} –<br>{{to}}</span></td><td class="day" data-label="[[Issued|签发日]]">{{issuedOn}}</td><td class="day" data-label="[[Valid until|有效期至]]">{{until}}</td><td><span class="badge {{state}}">{{stateText}}</span></td><td><a href="{{address}}"><code>{{short}}</code></a></td><td>{{#pdf}}<a href="{{pdf}}">PDF</a> {{/pdf}}<a href="{{json}}">JSON</a></td></tr>
        {{/lines}}</tbody></table></div></section>{{/hasLines}}
        """)

    static let certificateTemplate = Template(
        """
        <div class="head"><div><p class="crumbs"><a href="/certificates">[[Certificates|证书]]</a></p><h1>{{site}} <span class="badge {{state}}">{{stateText}}</span></h1></div><div class="row">{{#pdf}}<a class="button primary" href="{{pdf}}">PDF</a>{{/pdf}}<a class="button" href="{{json}}">JSON</a></div></div>
        <section class="card"><p class="big"><span class="level{{^isValid}} none{{/isValid}}">{{level}}</span> <span>{{schemeTitle}} — {{levelLabel}}</span></p>
        <div class="table"><table><tbody>
        <tr><th scope="row">[[Operator|运营者]]</th><td>{{operator}}</td></tr>
        <tr><th scope="row">[[Value|数值]]</th><td>{{value}} {{unit}}</td></tr>
        <tr><th scope="row">[[Period|统计期]]</th><td>{{from}} – {{to}}</td></tr>
        <tr><th scope="row">[[Issued|签发日]]</th><td>{{issuedOn}}</td></tr>
        <tr><th scope="row">[[Valid until|有效期至]]</th><td>{{until}}</td></tr>
        <tr><th scope="row">[[Assurance|保证程度]]</th><td>{{assurance}}</td></tr>
        <tr><th scope="row">[[Signed by|签发人]]</th><td>{{issuer}}<small><code>{{key}}</code></small></td></tr>
        <tr><th scope="row">[[Number|编号]]</th><td><code>{{digest}}</code></td></tr>
        </tbody></table></div><p class="quiet">{{statement}}</p></section>
        {{#maySign}}<form class="card" method="post" action="/certificates/{{digest}}/countersignature"><h2>[[Awaits the verifier|待核查方副署]]</h2>
        <p>[[The verifier takes the JSON, recomputes it with `carbongrade verify --replay`, signs it with `carbongrade countersign FILE --key VERIFIER` on a machine of its own, and hands the countersigned JSON in here. Its key never comes here.|核查方下载 JSON，以 `carbongrade verify --replay` 复算，在自己的计算机上以 `carbongrade countersign FILE --key VERIFIER` 副署，再将副署后的 JSON 提交至此处。其私钥不会上传。]]</p><input type="hidden" name="csrf" value="{{csrf}}">
        <p hidden data-needs-script><label for="countersigned-file">[[Choose the countersigned JSON|选择副署后的 JSON]]</label><input type="file" id="countersigned-file" accept=".json,application/json" data-fills="countersigned"></p>
        <label for="countersigned">[[Or paste it|或粘贴内容]]</label><textarea id="countersigned" name="countersigned" required spellcheck="false" class="raw"></textarea>
        <button class="primary">[[Check and take it|核对并接收]]</button></form>{{/maySign}}
        <section class="card" aria-labelledby="history"><h2 id="history">[[What happened to it|状态记录]]</h2><ul>{{#history}}<li>{{day}} · {{event}}{{#reason}} — {{reason}}{{/reason}}</li>{{/history}}</ul></section>
        {{#mayChange}}<form class="card" method="post" action="/certificates/{{digest}}/status" data-question="[[Change the status of this certificate? It is noted in the log for good.|更改该证书状态？将永久记入日志。]]"><h2>[[Change its status|变更状态]]</h2><input type="hidden" name="csrf" value="{{csrf}}">
        <label for="event">[[What happens|操作]]</label><select id="event" name="event">{{#isValid}}<option value="suspended">[[suspend|暂停]]</option>{{/isValid}}{{#isSuspended}}<option value="reinstated">[[reinstate|恢复]]</option>{{/isSuspended}}<option value="revoked">[[revoke for good|吊销（不可恢复）]]</option></select>
        <label for="reason">[[Why|原因]]</label><input id="reason" name="reason" required maxlength="180">
        <button class="primary">[[Sign the change|签署变更]]</button></form>{{/mayChange}}
        """)

    static let issueTemplate = Template(
        """
        <p class="crumbs"><a href="/certificates">[[Certificates|证书]]</a></p><h1>{{title}}</h1>
        {{^hasKey}}<p class="notice wrong">[[The platform holds no signing key; make one with `carbongrade keygen` and name it when it starts.|平台没有签名密钥；请用 `carbongrade keygen` 生成并在启动时指定。]]</p>{{/hasKey}}
        {{#isRefused}}<div class="notice wrong" role="alert"><p>[[This stands against it:|不予签发的原因：]]</p><ul>{{#reasons}}<li>{{text}}</li>{{/reasons}}</ul></div>{{/isRefused}}
        {{#isEmpty}}<section class="card empty"><p>[[No site has a level over a whole year that a certificate could state.|没有站点在完整年度内达到可出证的等级。]]</p></section>{{/isEmpty}}
        {{^isEmpty}}<section class="card"><div class="table" tabindex="0" role="region" aria-label="{{title}}"><table class="stacked"><thead><tr><th scope="col">[[Site|站点]]</th><th scope="col">[[Scheme|评价体系]]</th><th scope="col">[[Level|等级]]</th><th scope="col">[[Period|统计期]]</th><th scope="col"><span class="heard">[[Issue|签发]]</span></th></tr></thead><tbody>
        {{#lines}}<tr{{#isAsked}} class="asked"{{/isAsked}}><th scope="row">{{siteName}}<small>{{site}}</small></th><td>{{scheme}}</td><td><span class="level">{{level}}</span></td><td>{{period}}</td><td>{{#hasKey}}<form method="post" action="/certificates/issue"><input type="hidden" name="csrf" value="{{csrf}}"><input type="hidden" name="site" value="{{site}}"><input type="hidden" name="scheme" value="{{scheme}}"><input type="hidden" name="period" value="{{period}}"><button class="small{{#isAsked}} primary{{/isAsked}}">[[Issue|签发]]<span class="heard"> {{siteName}} {{scheme}}</span></button></form>{{/hasKey}}</td></tr>
        {{/lines}}</tbody></table></div></section>
        {{#hasKey}}<details class="card"{{#isRefused}} open{{/isRefused}}><summary>[[With a verifier who countersigns|由核查方副署]]</summary><form method="post" action="/certificates/issue"><input type="hidden" name="csrf" value="{{csrf}}">
        <label for="choice">[[What is certified|出证内容]]</label><select id="choice" name="choice">{{#lines}}<option value="{{choice}}"{{#isAsked}} selected{{/isAsked}}>{{siteName}} · {{scheme}} · {{level}} · {{period}}</option>{{/lines}}</select>
        <label for="assurance">[[Assurance|保证程度]]</label><select id="assurance" name="assurance"><option value="limited"{{#isLimited}} selected{{/isLimited}}>[[limited|有限保证]]</option><option value="reasonable"{{#isReasonable}} selected{{/isReasonable}}>[[reasonable|合理保证]]</option></select>
        {{#entries}}<label for="verifier_key">[[The verifier's public key|核查方公钥]]</label><input id="verifier_key" name="verifier_key" required maxlength="200" placeholder="did:key:z6Mk…" spellcheck="false" value="{{verifier_key}}">
        <label for="verifier_name">[[Its name|名称]]</label><input id="verifier_name" name="verifier_name" required maxlength="120" value="{{verifier_name}}">
        <label for="accreditation">[[Accreditation|资质]] <small>[[optional|可选]]</small></label><input id="accreditation" name="accreditation" maxlength="120" value="{{accreditation}}">
        <label for="standard">[[Standard of the verification|核查所依标准]]</label><input id="standard" name="standard" required maxlength="120" placeholder="ISO 14064-3:2019" value="{{standard}}">{{/entries}}
        <label for="opinion">[[Opinion|意见]]</label><select id="opinion" name="opinion"><option value="unmodified">[[unmodified|无保留]]</option><option value="modified"{{#isModified}} selected{{/isModified}}>[[modified|保留]]</option></select>
        <button class="primary">[[Issue for countersigning|签发待副署证书]]</button></form></details>{{/hasKey}}{{/isEmpty}}
        """)
}
