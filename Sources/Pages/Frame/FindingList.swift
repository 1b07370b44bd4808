import Provenance
import Quantities
import Reporting

/// Findings as people read them (问题列表): the heaviest first, each with its place and its remedy.
enum FindingList {
    /// The most findings on one page; the rest is counted and can be downloaded.
    static let most = 200

    /// The list; empty markup without findings.
    ///
    /// - Parameters:
    ///   - folds: Whether those of one kind after the third are only counted.
    ///   - calendar: That of the site in whose time dates are told; without one they are UTC.
    static func markup(
        _ findings: [Finding], _ context: PageContext, folds: Bool = true,
        in calendar: LocalCalendar? = nil
    ) -> HTML {
        func text(_ instant: Int64) -> String {
            calendar?.text(at: instant) ?? LocalCalendar.utcText(at: instant)
        }
        guard !findings.isEmpty else { return HTML("") }
        let language = context.spoken
        let sorted = Severity.allCases.sorted(by: >).flatMap { severity in
            findings.filter { $0.severity == severity }
        }
        let groups = folds ? Group.all(of: sorted) : sorted.map { Group(first: $0) }
        let lines = groups.prefix(most).map { group -> Model in
            let finding = group.first
            let place = [finding.file, finding.line.map(String.init), finding.column]
                .compactMap { $0 }.joined(separator: ":")
            return [
                "severity": finding.severity.rawValue,
                "severityName": FindingDocument.severityName(finding.severity, language),
                "code": finding.code.rawValue,
                "alike": group.more > 0 ? String(group.more) : nil,
                "times": finding.count > 1 ? "\(finding.count)" : nil,
                "message": finding.message(in: language), "remedy": finding.remedy(in: language),
                "place": place.isEmpty ? nil : place, "value": finding.value,
                "whom": finding.meterID ?? finding.siteID,
                "from": finding.interval.map { text($0.start) },
                "to": finding.interval.map { text($0.end) },
            ]
        }
        return template.render(
            [
                "lines": lines,
                "more": groups.count > most ? String(groups.count - most) : nil,
            ], in: context.language)
    }

    /// Findings of one code about one meter, site and file, which say the same many times.
    private struct Group {
        /// How many of a group are shown one by one.
        private static let most = 3

        let first: Finding
        var more = 0

        private struct Key: Hashable {
            let severity: Severity
            let code: FindingCode
            let meter, site, file: String?
        }

        /// The first ones of each group alone, the last of those with how many more there are.
        static func all(of findings: [Finding]) -> [Group] {
            var seen: [Key: (count: Int, last: Int)] = [:]
            var groups: [Group] = []
            for finding in findings {
                let key = Key(
                    severity: finding.severity, code: finding.code, meter: finding.meterID,
                    site: finding.siteID, file: finding.file)
                let known = seen[key] ?? (0, 0)
                if known.count < most {
                    seen[key] = (known.count + 1, groups.count)
                    groups.append(Group(first: finding))
                } else {
                    groups[known.last].more += finding.count
                }
            }
            return groups
        }
    }

    static let template = Template(
        """
        <ul class="findings">
        {{#lines}}<li class="{{severity}}"><p><strong class="badge {{severity}}">{{severityName}}</strong> <code>{{code}}</code>{{#times}} ×{{times}}{{/times}}{{#place}} <span class="place">{{place}}</span>{{/place}}{{#whom}} <span class="place">{{whom}}</span>{{/whom}}</p>
        <p>{{message}}{{#value}} <code class="cell">{{value}}</code>{{/value}}</p>
        <p class="remedy">{{remedy}}</p>{{#from}}<p class="quiet">{{from}} – {{to}}</p>{{/from}}{{#alike}}<p class="quiet">[[and {{alike}} more of this kind|另有 {{alike}} 条同类]]</p>{{/alike}}</li>
        {{/lines}}
        </ul>
        {{#more}}<p class="quiet">[[and {{more}} more|另有 {{more}} 条]]</p>{{/more}}
        """)
}
