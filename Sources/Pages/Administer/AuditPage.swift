import Provenance

/// The audit log (审计日志): who did what, each line chained to the one before it.
public enum AuditPage {
    /// One line.
    public struct Line: Hashable, Sendable {
        let number: Int
        let at, actor, action, target, outcome, address, digest: String

        /// Makes a line.
        public init(
            number: Int, at: String, actor: String, action: String, target: String,
            outcome: String, address: String, digest: String
        ) {
            self.number = number
            self.at = at
            self.actor = actor
            self.action = action
            self.target = target
            self.outcome = outcome
            self.address = address
            self.digest = digest
        }
    }

    /// The page; the address may filter by `actor`, `action`, `outcome`, `from`, `to`.
    ///
    /// - Parameters:
    ///   - lines: What fits, the newest first.
    ///   - actions: Actions to choose from.
    ///   - isWhole: Whether the chain of all lines holds; nil when it was not walked.
    ///   - next: Where older lines stand.
    public static func page(
        _ context: PageContext, _ lines: [Line], actions: [String], isWhole: Bool?,
        next: PageAddress?, export: PageAddress
    ) -> Page {
        let title = context.words("Audit log", "审计日志")
        let asked = context.address
        let body = template.render(
            [
                "title": title, "export": export.text, "next": next?.text,
                "isWhole": isWhole == true, "isBroken": isWhole == false,
                "actor": asked["actor"], "from": asked["from"], "to": asked["to"],
                "actions": actions.map { action -> Model in
                    ["name": action, "isChosen": asked["action"] == action]
                },
                "isEmpty": lines.isEmpty,
                "lines": lines.map { line -> Model in
                    [
                        "number": String(line.number), "at": line.at, "actor": line.actor,
                        "action": line.action, "target": line.target, "outcome": line.outcome,
                        "badge": line.outcome == "done" ? "done" : "failed", "from": line.address,
                        "digest": String(line.digest.prefix(12)),
                    ]
                },
            ], in: context.language)
        return PageBody(title, body, isWide: true).page(context)
    }

    static let template = Template(
        """
        <div class="head"><div><h1>{{title}}</h1>{{#isWhole}}<p><span class="badge done">[[the chain holds|链完整]]</span></p>{{/isWhole}}{{#isBroken}}<p class="notice wrong" role="alert">[[The chain is broken: a line was changed or taken out.|链已断裂：有记录被改动或删除。]]</p>{{/isBroken}}</div><a class="button" href="{{export}}">[[Export|导出]] JSON</a></div>
        <form method="get" action="/audit" class="row card" data-asks><label for="actor">[[Who|人员]]</label><input id="actor" name="actor" maxlength="128" value="{{actor}}"><label for="action">[[What|操作]]</label><select id="action" name="action"><option value="">[[all|全部]]</option>{{#actions}}<option{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/actions}}</select><label for="from">[[From|起]]</label><input id="from" name="from" type="date" value="{{from}}"><label for="to">[[To|止]]</label><input id="to" name="to" type="date" value="{{to}}"><button class="small">[[Filter|筛选]]</button></form>
        <section class="card">{{#isEmpty}}<p class="empty">[[No line fits.|没有符合条件的记录。]]</p>{{/isEmpty}}{{^isEmpty}}<div class="table" tabindex="0" role="region" aria-label="{{title}}"><table><thead><tr><th scope="col" class="n">[[No.|序号]]</th><th scope="col">[[When|时间]]</th><th scope="col">[[Who|人员]]</th><th scope="col">[[What|操作]]</th><th scope="col">[[About|对象]]</th><th scope="col">[[Outcome|结果]]</th><th scope="col">[[From where|来源]]</th><th scope="col">[[Chain|链]]</th></tr></thead><tbody>
        {{#lines}}<tr><td class="n">{{number}}</td><td class="day">{{at}}</td><td>{{actor}}</td><th scope="row">{{action}}</th><td>{{target}}</td><td><span class="badge {{badge}}">{{outcome}}</span></td><td>{{from}}</td><td><code>{{digest}}</code></td></tr>
        {{/lines}}</tbody></table></div>{{/isEmpty}}
        {{#next}}<p><a class="button small" rel="next" href="{{next}}">[[older|更早]] →</a></p>{{/next}}</section>
        """)
}
