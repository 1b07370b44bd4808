import CarbonAccounting
import Grading
public import Provenance
import Retrofit
public import Runs

/// Running the platform (管理页): users and roles, jobs, backups, and the published data in use.
public enum AdministrationPage {
    /// A job in the list.
    public struct JobLine: Hashable, Sendable {
        let number: Int64
        let kind, state, by, at: String
        let problem: BilingualText?

        /// Makes a line.
        public init(
            number: Int64, kind: String, state: String, by: String, at: String,
            problem: BilingualText? = nil
        ) {
            self.number = number
            self.kind = kind
            self.state = state
            self.by = by
            self.at = at
            self.problem = problem
        }
    }

    /// Everything the page tells.
    public struct Facts: Sendable {
        /// All users.
        public var users: [UserLine]
        /// Jobs, the newest first.
        public var jobs: [JobLine]
        /// Backups, the newest first.
        public var backups: [String]
        /// The published data in use; nil before there is a portfolio.
        public var data: PublishedData?

        /// Makes facts.
        public init(
            users: [UserLine], jobs: [JobLine] = [], backups: [String] = [],
            data: PublishedData? = nil
        ) {
            self.users = users
            self.jobs = jobs
            self.backups = backups
            self.data = data
        }
    }

    /// The page. Forms: `POST /administration/users` with `name`, `display_name`, `password`, `role`,
    /// `scope`, `place`; `POST /administration/users/{number}` with `role`, `scope`, `place`, `disabled`,
    /// `password`; `POST /administration/backups`; all with `csrf`.
    public static func page(
        _ context: PageContext, _ facts: Facts, _ entries: FormEntries = FormEntries()
    ) -> Page {
        let title = context.words("Administration", "管理")
        let data = facts.data
        let fields = [
            entries.field(
                "name", BilingualText("Name for signing in", zh: "登录用户名"), limit: 64, context),
            entries.field(
                "display_name", BilingualText("Name shown", zh: "显示名称"), isNeeded: false, context),
            entries.field(
                "password", BilingualText("First password", zh: "初始密码"),
                hint: BilingualText("At least 12 characters.", zh: "至少 12 个字符。"), type: "password",
                complete: "new-password", limit: 800, context),
        ]
        let body = template.render(
            [
                "title": title, "csrf": context.formToken,
                "fault": entries.faults[""].map(context.words),
                "fieldsHTML": FormField.rows(fields, context),
                "roles": roles(nil, context), "users": facts.users.map { user($0, context) },
                "jobs": facts.jobs.map { job($0, context) }, "hasJobs": !facts.jobs.isEmpty,
                "backups": facts.backups.map { ["name": $0] as Model },
                "hasBackups": !facts.backups.isEmpty,
                "release": data?.factors.release,
                "factorDigest": data.map { String($0.factors.digest.hexadecimal.prefix(16)) },
                "measuresDigest": data.map { String($0.measures.digest.hexadecimal.prefix(16)) },
                "rulebooks": (data?.rulebooks ?? []).map { entry -> Model in
                    [
                        "id": entry.rulebook.id, "title": context.words(entry.rulebook.title),
                        "edition": entry.rulebook.edition, "number": entry.rulebook.number,
                        "digest": String(entry.digest.hexadecimal.prefix(16)),
                    ]
                },
                "hasData": data != nil,
            ], in: context.language)
        return PageBody(title, body, status: entries.status, isWide: true).page(context)
    }

    private static func roles(_ chosen: String?, _ context: PageContext) -> [Model] {
        RoleWords.words.map { word in
            [
                "value": word, "label": RoleWords.name(word).map(context.words) ?? word,
                "isChosen": word == chosen,
            ]
        }
    }

    private static func user(_ user: UserLine, _ context: PageContext) -> Model {
        let first = user.grants.first
        return [
            "number": String(user.number), "name": user.name, "displayName": user.displayName,
            "isDisabled": user.isDisabled,
            "grants": user.grants.map { ["text": $0.words(context)] as Model },
            "roleChoices": roles(first?.role, context), "place": first?.place,
            "isAll": first?.scope == "all", "isSite": first?.scope == "site",
            "isOrganisation": first?.scope == "organisation",
            "hasManyGrants": user.grants.count > 1,
        ]
    }

    private static let states: [String: (text: BilingualText, badge: String)] = [
        "queued": (BilingualText("waiting", zh: "排队"), "waiting"),
        "running": (BilingualText("running", zh: "运行中"), "waiting"),
        "done": (BilingualText("done", zh: "完成"), "done"),
        "failed": (BilingualText("failed", zh: "失败"), "failed"),
    ]

    private static let kinds: [String: BilingualText] = [
        "book": BilingualText("booking", zh: "入账"), "undo": BilingualText("taking back", zh: "撤销"),
        "refresh": BilingualText("deriving anew", zh: "重新推导"),
        "report": BilingualText("report", zh: "报告"), "roll-up": BilingualText("roll-up", zh: "汇总"),
        "backup": BilingualText("backup", zh: "备份"),
    ]

    private static func job(_ job: JobLine, _ context: PageContext) -> Model {
        let state = states[job.state]
        return [
            "number": String(job.number), "kind": kinds[job.kind].map(context.words) ?? job.kind,
            "state": state.map { context.words($0.text) } ?? job.state, "badge": state?.badge,
            "by": job.by, "at": job.at, "problem": job.problem.map(context.words),
        ]
    }

    static let template = Template(
        """
        <h1>{{title}}</h1>
        {{#fault}}<p class="notice wrong" role="alert">{{fault}}</p>{{/fault}}
        <section class="card" aria-labelledby="users"><h2 id="users">[[Users and roles|用户与角色]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="users"><table><thead><tr><th scope="col">[[User|用户]]</th><th scope="col">[[May|权限]]</th><th scope="col">[[Change|修改]]</th></tr></thead><tbody>
        {{#users}}<tr><th scope="row">{{displayName}}<small>{{name}}</small>{{#isDisabled}}<span class="badge failed">[[disabled|已停用]]</span>{{/isDisabled}}</th><td>{{#grants}}<div>{{text}}</div>{{/grants}}</td>
        <td><details><summary>[[Change|修改]]<span class="heard"> {{name}}</span></summary><form method="post" action="/administration/users/{{number}}"><input type="hidden" name="csrf" value="{{csrf}}">
        {{#hasManyGrants}}<p class="quiet">[[Saving puts this one role in the place of all others.|保存后以此角色替代其他全部角色。]]</p>{{/hasManyGrants}}
        <div class="row"><label for="role-{{number}}">[[Role|角色]]</label><select id="role-{{number}}" name="role">{{#roleChoices}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/roleChoices}}</select>
        <label for="scope-{{number}}">[[Where|范围]]</label><select id="scope-{{number}}" name="scope"><option value="all"{{#isAll}} selected{{/isAll}}>[[all sites|全部站点]]</option><option value="site"{{#isSite}} selected{{/isSite}}>[[one site|单个站点]]</option><option value="organisation"{{#isOrganisation}} selected{{/isOrganisation}}>[[a unit and all below|单位及下级]]</option></select>
        <label for="place-{{number}}">[[Site or unit|站点或单位]]</label><input id="place-{{number}}" name="place" maxlength="200" value="{{place}}"></div>
        <label for="password-{{number}}">[[New password, where it shall change|新密码（如需更改）]]</label><input id="password-{{number}}" name="password" type="password" autocomplete="new-password" maxlength="800">
        <label class="check"><input type="checkbox" name="disabled" value="1"{{#isDisabled}} checked{{/isDisabled}}> [[may not sign in|停用]]</label>
        <button class="primary">[[Save|保存]]</button></form></details></td></tr>
        {{/users}}</tbody></table></div>
        <details><summary>[[A new user|新建用户]]</summary><form method="post" action="/administration/users" class="steps"><input type="hidden" name="csrf" value="{{csrf}}">
        {{{fieldsHTML}}}
        <label for="role">[[Role|角色]]</label><select id="role" name="role">{{#roles}}<option value="{{value}}">{{label}}</option>{{/roles}}</select>
        <label for="scope">[[Where|范围]]</label><select id="scope" name="scope"><option value="all">[[all sites|全部站点]]</option><option value="site">[[one site|单个站点]]</option><option value="organisation">[[a unit and all below|单位及下级]]</option></select>
        <label for="place">[[Site or unit|站点或单位]]</label><input id="place" name="place" maxlength="200">
        <button class="primary">[[Make the user|创建用户]]</button></form></details></section>
        <div class="pair">
        <section class="card" aria-labelledby="jobs"><h2 id="jobs">[[Jobs|作业]]</h2>{{^hasJobs}}<p class="quiet">[[No job has run yet.|尚无作业。]]</p>{{/hasJobs}}
        {{#hasJobs}}<div class="table" tabindex="0" role="region" aria-labelledby="jobs"><table><tbody>{{#jobs}}<tr><td class="n">{{number}}</td><th scope="row">{{kind}}</th><td><span class="badge {{badge}}">{{state}}</span>{{#problem}}<small>{{problem}}</small>{{/problem}}</td><td>{{by}}<small>{{at}}</small></td></tr>{{/jobs}}</tbody></table></div>{{/hasJobs}}</section>
        <section class="card" aria-labelledby="backups"><div class="head"><h2 id="backups">[[Backups|备份]]</h2><form method="post" action="/administration/backups"><input type="hidden" name="csrf" value="{{csrf}}"><button class="small">[[Make one now|立即备份]]</button></form></div>
        {{^hasBackups}}<p class="quiet">[[None was made yet.|尚无备份。]]</p>{{/hasBackups}}<ul>{{#backups}}<li><code>{{name}}</code></li>{{/backups}}</ul>
        <p class="quiet">[[A backup lies on the server; <code>carbongrade restore</code> brings it back.|备份存于服务器；用 <code>carbongrade restore</code> 恢复。]]</p></section>
        </div>
        {{#hasData}}<section class="card" aria-labelledby="data"><h2 id="data">[[Published data in use|所用公开数据]]</h2>
        <p>[[Emission factors|排放因子]] <strong>{{release}}</strong> <code>{{factorDigest}}</code> · [[retrofit measures|改造措施]] <code>{{measuresDigest}}</code></p>
        <div class="table" tabindex="0" role="region" aria-labelledby="data"><table><thead><tr><th scope="col">[[Rulebook|评价规则]]</th><th scope="col">[[Edition|版本]]</th><th scope="col">SHA-256</th></tr></thead><tbody>{{#rulebooks}}<tr><th scope="row">{{id}}<small>{{title}}</small></th><td>{{edition}}<small>{{number}}</small></td><td><code>{{digest}}</code></td></tr>{{/rulebooks}}</tbody></table></div></section>{{/hasData}}
        """)
}
