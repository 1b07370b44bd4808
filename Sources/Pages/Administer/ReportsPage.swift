public import Provenance
public import Quantities

/// Reports (报告页): periods with their downloads, and what units have handed in.
public enum ReportsPage {
    /// A report that was made, or is being made.
    public struct Made: Sendable {
        let state, at: String
        let files: [(name: String, address: PageAddress)]
        let problem: BilingualText?

        /// Makes a report.
        ///
        /// - Parameter state: `queued`, `running`, `done` or `failed`.
        public init(
            state: String, at: String, files: [(name: String, address: PageAddress)],
            problem: BilingualText? = nil
        ) {
            self.problem = problem
            self.state = state
            self.at = at
            self.files = files
        }

        func model(_ context: PageContext) -> Model {
            [
                "at": at, "isRunning": ["queued", "running"].contains(state),
                "hasFailed": state == "failed", "problem": problem.map(context.words),
                "files": files.map { file -> Model in
                    ["name": file.name, "address": file.address.text]
                },
            ]
        }
    }

    /// The page.
    ///
    /// `POST /reports` with `period` and `csrf` makes one.
    ///
    /// - Parameters:
    ///   - periods: Periods with data, the newest first.
    ///   - made: Reports by the label of their period.
    ///   - takesSubmissions: Whether whoever looks may take what units hand in.
    public static func page(
        _ context: PageContext, periods: [Period], made: [String: Made],
        takesSubmissions: Bool
    ) -> Page {
        let title = context.words("Reports", "报告")
        let body = template.render(
            [
                "title": title, "isEmpty": periods.isEmpty,
                "csrf": context.formToken, "mayMake": context.may(.report),
                "periods": periods.map { period -> Model in
                    [
                        "label": period.label, "start": "\(period.start)",
                        "end": "\(period.end.adding(days: -1))",
                        "report": made[period.label]?.model(context),
                    ]
                },
                "takesSubmissions": takesSubmissions,
            ], in: context.language)
        return PageBody(title, body).page(context)
    }

    static let template = Template(
        """
        <h1>{{title}}</h1>
        {{#isEmpty}}<section class="card empty"><p>[[Nothing is booked that a report could tell.|尚无入账数据可供报告。]]</p></section>{{/isEmpty}}
        {{^isEmpty}}<section class="card"><div class="table" tabindex="0" role="region" aria-label="{{title}}"><table class="stacked"><thead><tr><th scope="col">[[Period|统计期]]</th><th scope="col">[[From|起]]</th><th scope="col">[[To|止]]</th><th scope="col">[[Download|下载]]</th><th scope="col"><span class="heard">[[Make|生成]]</span></th></tr></thead><tbody>
        {{#periods}}<tr><th scope="row">{{label}}</th><td class="day" data-label="[[From|起]]">{{start}}</td><td class="day" data-label="[[To|止]]">{{end}}</td><td>{{#report}}{{#files}}<a class="button small" href="{{address}}">{{name}}<span class="heard"> {{label}}</span></a> {{/files}}{{#isRunning}}<span class="badge waiting">[[being made|生成中]]</span>{{/isRunning}}{{#hasFailed}}<span class="badge failed">[[failed|失败]]</span>{{#problem}}<small>{{problem}}</small>{{/problem}}{{/hasFailed}}{{#at}}<small>{{at}}</small>{{/at}}{{/report}}</td><td>{{#mayMake}}<form method="post" action="/reports"><input type="hidden" name="csrf" value="{{csrf}}"><input type="hidden" name="period" value="{{label}}"><button class="small">[[Make|生成]]<span class="heard"> {{label}}</span></button></form>{{/mayMake}}</td></tr>
        {{/periods}}</tbody></table></div></section>{{/isEmpty}}
        {{#takesSubmissions}}<p><a class="button" href="/submissions">[[Submissions of units, and the report over them|下级单位报送与汇总报告]]</a></p>{{/takesSubmissions}}
        """)
}
