import Provenance
import Quantities
import Reporting

/// Findings as people read them (问题列表): the heaviest first, each with its place and its remedy.
enum FindingList {
    /// The most findings on one page; the rest is counted and can be downloaded.
    static let most = 200

    /// The list; empty markup without findings.
    static func markup(_ findings: [Finding], _ context: PageContext) -> HTML {
        guard !findings.isEmpty else { return HTML("") }
        let language = context.spoken
        let sorted = Severity.allCases.sorted(by: >).flatMap { severity in
            findings.filter { $0.severity == severity }
        }
        let lines = sorted.prefix(most).map { finding -> Model in
            let place = [finding.file, finding.line.map(String.init), finding.column]
                .compactMap { $0 }.joined(separator: ":")
            return [
                "severity": finding.severity.rawValue,
                "severityName": FindingDocument.severityName(finding.severity, language),
                "code": finding.code.rawValue,
                "times": finding.count > 1 ? "\(finding.count)" : nil,
                "message": finding.message(in: language), "remedy": finding.remedy(in: language),
                "place": place.isEmpty ? nil : place, "value": finding.value,
                "whom": finding.meterID ?? finding.siteID,
                "from": finding.interval.map { LocalCalendar.utcText(at: $0.start) },
                "to": finding.interval.map { LocalCalendar.utcText(at: $0.end) },
            ]
        }
        return template.render(
            [
                "lines": lines,
                "more": findings.count > most ? String(findings.count - most) : nil,
            ], in: context.language)
    }

    static let template = Template(
        """
        <ul class="findings">
        {{#lines}}<li class="{{severity}}"><p><strong class="badge {{severity}}">{{severityName}}</strong> <code>{{code}}</code>{{#times}} ×{{times}}{{/times}}{{#place}} <span class="place">{{place}}</span>{{/place}}{{#whom}} <span class="place">{{whom}}</span>{{/whom}}</p>
        <p>{{message}}{{#value}} <code class="cell">{{value}}</code>{{/value}}</p>
        <p class="remedy">{{remedy}}</p>{{#from}}<p class="quiet">{{from}} – {{to}}</p>{{/from}}</li>
        {{/lines}}
        </ul>
        {{#more}}<p class="quiet">[[and {{more}} more|另有 {{more}} 条]]</p>{{/more}}
        """)
}
