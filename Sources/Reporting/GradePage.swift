import Charts
public import EnergyLedger
public import Grading
public import Provenance
import Quantities

/// `grade` as one HTML page (评级页面): self-contained, nothing is fetched, everything is escaped.
public enum GradePage {
    /// The page.
    ///
    /// - Parameter titles: The schemes' titles, by id; without one its id stands alone.
    public static func html(
        _ heading: DocumentHeading, sites: [(site: Site, grades: [Grade])], operators: [Grade],
        titles: [String: BilingualText], language: Language
    ) -> String {
        func words(_ english: String, _ chinese: String) -> String {
            Markup.escaped(BilingualText(english, zh: chinese).text(in: language))
        }
        let title = words("Green low-carbon levels", "绿色低碳等级")
        var page = """
            <!DOCTYPE html>
            <html lang="\(language == .english ? "en" : "zh")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>\(style)</style>
            </head>
            <body>
            <h1>\(title)</h1>
            <p class="about">\(Markup.escaped(about(heading, language)))</p>

            """
        for (site, grades) in sites {
            let name = language == .english ? site.name : site.nameChinese
            page +=
                "<section>\n<h2>\(Markup.escaped(name)) <small>\(Markup.escaped(site.id))</small></h2>\n"
            page += table(grades, titles, language)
            page += "</section>\n"
        }
        if !operators.isEmpty {
            page += "<section>\n<h2>\(words("Operators", "运营者"))</h2>\n"
            page += table(operators, titles, language, showsSite: true) + "</section>\n"
        }
        page +=
            "<p class=\"about\">"
            + words(
                "Computed from published rules; no official label. ✓ met, ✗ not met, ? not evaluated.",
                "按公开规则计算，不是官方标识。✓ 达到，✗ 未达到，? 未评价。")
        return page + "</p>\n</body>\n</html>\n"
    }

    private static func about(_ heading: DocumentHeading, _ language: Language) -> String {
        let period = heading.period?.label ?? ""
        return "carbongrade \(heading.tool) · \(period)"
    }

    private static func table(
        _ grades: [Grade], _ titles: [String: BilingualText], _ language: Language,
        showsSite: Bool = false
    ) -> String {
        var text = "<table>\n"
        for grade in grades {
            let mark = grade.level ?? grade.rank?.mark ?? grade.indicativeLevel.map { "(\($0))" }
            let state =
                grade.level == nil ? "none" : grade.isInformative ? "informs" : "level"
            let title = titles[grade.scheme]?.text(in: language) ?? grade.scheme
            let name = showsSite ? "\(grade.siteID) · \(title)" : title
            text += "<tr class=\"\(state)\"><th scope=\"row\">\(Markup.escaped(name))"
            text +=
                "<br><small>\(Markup.escaped(grade.scheme)) \(Markup.escaped(grade.edition))</small></th>"
            text += "<td class=\"mark\">\(Markup.escaped(mark ?? "–"))</td><td>"
            text += Markup.escaped(GradeText.level(grade, language)) + meter(grade, language)
            if let gap = grade.gapToNext {
                text += "<p>\(Markup.escaped(GradeText.gap(gap, language)))</p>"
            }
            for line in GradeText.beside(grade, language) {
                text += "<p>\(Markup.escaped(line))</p>"
            }
            text += details(grade, language) + "</td></tr>\n"
        }
        return text + "</table>\n"
    }

    /// A bar of points.
    private static func meter(_ grade: Grade, _ language: Language) -> String {
        guard let points = grade.points, let possible = grade.pointsPossible else { return "" }
        let words = GradeText.points(grade, language, drawsBar: false).map(Markup.escaped) ?? ""
        return "<p><meter min=\"0\" max=\"\(possible)\" value=\"\(points)\"></meter> \(words)</p>"
    }

    private static func details(_ grade: Grade, _ language: Language) -> String {
        let all = grade.gates + grade.criteria
        if all.isEmpty, grade.remarks.isEmpty { return "" }
        let title = BilingualText("why", zh: "依据").text(in: language)
        var text = "<details><summary>\(Markup.escaped(title))</summary><ul>"
        for result in all {
            text += "<li>\(Markup.escaped(GradeText.criterion(result, language)))"
            if let source = result.source {
                let place = result.place.map { $0.text(in: language) + " — " } ?? ""
                let confidence = result.confidence.map { " [\($0.rawValue)]" } ?? ""
                let words = place + source.title.text(in: language) + "; " + source.locator
                text += "<br><small>\(Markup.escaped(words + confidence))</small>"
            }
            text += "</li>"
        }
        for remark in grade.remarks + grade.assumed.map(\.text) {
            text += "<li>\(Markup.escaped(remark.text(in: language)))</li>"
        }
        return text + "</ul></details>"
    }

    private static let style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
        color:#1b1f23;background:#fff}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}\
        small,.about{color:#57606a}table{border-collapse:collapse;width:100%}\
        th,td{border-top:1px solid #d0d7de;padding:.5rem;text-align:left;vertical-align:top}\
        th{width:15rem;font-weight:500}.mark{font-size:1.4rem;font-weight:700;white-space:nowrap}\
        .level .mark{color:#116329}.informs .mark{color:#57606a}.none .mark{color:#8c959f}\
        p{margin:.3rem 0}ul{margin:.3rem 0;padding-left:1.2rem}meter{width:14rem}\
        @media print{details{display:block}details>ul{display:block}}
        """
}
