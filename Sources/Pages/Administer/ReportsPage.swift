public import Provenance
public import Quantities

/// Reports (报告页): periods with their downloads, and what units have handed in.
public enum ReportsPage {
    /// A form in which a report can be had.
    public enum Form: String, Hashable, Sendable, CaseIterable {
        case xlsx, pdf, html, csv, json

        var text: String { rawValue.uppercased() }
    }

    /// A submission that a unit handed in.
    public struct Submission: Hashable, Sendable {
        let unit, period, at: String
        let isVerified: Bool
        let note: BilingualText?

        /// Makes a submission.
        public init(
            unit: String, period: String, at: String, isVerified: Bool, note: BilingualText? = nil
        ) {
            self.unit = unit
            self.period = period
            self.at = at
            self.isVerified = isVerified
            self.note = note
        }
    }

    /// The page.
    ///
    /// - Parameters:
    ///   - periods: Periods with data, the newest first.
    ///   - forms: What can be had of each.
    ///   - address: Where a form of a period is.
    ///   - submissions: What was handed in; nil where the platform takes none.
    public static func page(
        _ context: PageContext, periods: [Period], forms: [Form],
        address: (Period, Form) -> PageAddress, submissions: [Submission]?
    ) -> Page {
        let title = context.words("Reports", "报告")
        let body = template.render(
            [
                "title": title, "isEmpty": periods.isEmpty,
                "periods": periods.map { period -> Model in
                    [
                        "label": period.label, "start": "\(period.start)",
                        "end": "\(period.end.adding(days: -1))",
                        "forms": forms.map { form -> Model in
                            ["name": form.text, "address": address(period, form).text]
                        },
                    ]
                },
                "submissions": submissions.map { list -> Model in
                    [
                        "isNone": list.isEmpty,
                        "lines": list.map { line -> Model in
                            [
                                "unit": line.unit, "period": line.period, "at": line.at,
                                "isVerified": line.isVerified, "note": line.note.map(context.words),
                            ]
                        },
                    ]
                },
            ], in: context.language)
        return PageBody(title, body).page(context)
    }

    static let template = Template(
        """
        <h1>{{title}}</h1>
        {{#isEmpty}}<section class="card empty"><p>[[Nothing is booked that a report could tell.|尚无入账数据可供报告。]]</p></section>{{/isEmpty}}
        {{^isEmpty}}<section class="card"><div class="table" tabindex="0" role="region" aria-label="{{title}}"><table><thead><tr><th scope="col">[[Period|统计期]]</th><th scope="col">[[From|起]]</th><th scope="col">[[To|止]]</th><th scope="col">[[Download|下载]]</th></tr></thead><tbody>
        {{#periods}}<tr><th scope="row">{{label}}</th><td>{{start}}</td><td>{{end}}</td><td class="row">{{#forms}}<a class="button small" href="{{address}}">{{name}}<span class="heard"> {{label}}</span></a>{{/forms}}</td></tr>
        {{/periods}}</tbody></table></div></section>{{/isEmpty}}
        {{#submissions}}<section class="card" aria-labelledby="submissions"><h2 id="submissions">[[Handed in by units|下级单位报送]]</h2>{{#isNone}}<p class="quiet">[[Nothing was handed in yet.|尚无报送。]]</p>{{/isNone}}
        {{^isNone}}<div class="table"><table><thead><tr><th scope="col">[[Unit|单位]]</th><th scope="col">[[Period|统计期]]</th><th scope="col">[[When|时间]]</th><th scope="col">[[Signature|签名]]</th></tr></thead><tbody>{{#lines}}<tr><th scope="row">{{unit}}</th><td>{{period}}</td><td>{{at}}</td><td>{{#isVerified}}<span class="badge done">[[holds|有效]]</span>{{/isVerified}}{{^isVerified}}<span class="badge failed">[[does not hold|无效]]</span>{{/isVerified}}{{#note}}<small>{{note}}</small>{{/note}}</td></tr>{{/lines}}</tbody></table></div>{{/isNone}}</section>{{/submissions}}
        """)
}
