import Charts
public import Provenance
import Quantities

/// The quarterly report as one HTML page (季报网页): self-contained, nothing is fetched, no script, everything
/// quoted; for a screen by day and by night, for a telephone and for paper.
public enum ReportPage {
    /// The page.
    public static func html(of report: QuarterlyReport, language: Language) -> String {
        let outline = ReportOutline(of: report, language: language)
        let sections = outline.sections
        let title = "\(outline.title) · \(outline.organisation) · \(report.period.label)"
        var page = """
            <!DOCTYPE html>
            <html lang="\(language == .english ? "en" : "zh-CN")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Markup.escaped(title))</title>
            <style>\(ChartStyle.css)\(style)</style>
            </head>
            <body>
            <header>
            <p class="org">\(Markup.escaped(outline.organisation))</p>
            <h1>\(Markup.escaped(outline.title))</h1>
            <p class="period">\(Markup.escaped(outline.period))</p>
            <dl>

            """
        for (name, value) in outline.imprint.dropFirst(2) {
            page += "<div><dt>\(Markup.escaped(name))</dt><dd>\(Markup.escaped(value))</dd></div>\n"
        }
        page += "</dl>\n<p class=\"about\">\(Markup.escaped(outline.statement))</p>\n</header>\n"
        page += "<nav aria-label=\"\(outline.words("Contents", "目录"))\"><ol>\n"
        for section in sections {
            page +=
                "<li><a href=\"#\(anchor(section.id))\">\(Markup.escaped(section.title))</a></li>\n"
        }
        page += "</ol></nav>\n<main>\n"
        for section in sections { write(section, outline, to: &page) }
        return page + "</main>\n<footer>carbongrade \(Markup.escaped(report.tool))</footer>\n"
            + "</body>\n</html>\n"
    }

    private static func write(
        _ section: ReportSection, _ outline: ReportOutline, to page: inout String
    ) {
        page +=
            "<section id=\"\(anchor(section.id))\">\n<h2>\(Markup.escaped(section.title))</h2>\n"
        var isAmongFigures = false
        for block in section.blocks {
            // Pictures that follow one another stand side by side where there is room.
            if case .chart(let chart) = block {
                if !isAmongFigures { page += "<div class=\"figures\">\n" }
                isAmongFigures = true
                write(chart, outline, to: &page)
                continue
            }
            if isAmongFigures { page += "</div>\n" }
            isAmongFigures = false
            switch block {
            case .paragraph(let text): page += "<p>\(Markup.escaped(text))</p>\n"
            case .warning(let text):
                page += "<p class=\"warning\" role=\"alert\">\(Markup.escaped(text))</p>\n"
            case .table(let table):
                if !table.isDetail { write(table, in: section, outline, to: &page) }
            case .chart: break
            }
        }
        if isAmongFigures { page += "</div>\n" }
        page += "</section>\n"
    }

    private static func write(
        _ chart: any Chart, _ outline: ReportOutline, to page: inout String
    ) {
        page += "<figure><figcaption>\(Markup.escaped(chart.title))</figcaption>\n"
        page += chart.svg(width: 720, height: 240)
        page += "\n<details><summary>\(outline.words("as a table", "数据表"))</summary>"
        page += "<div class=\"scroll\">\(chart.table.html)</div></details></figure>\n"
    }

    private static func write(
        _ table: ReportTable, in section: ReportSection, _ outline: ReportOutline,
        to page: inout String
    ) {
        let columns = table.shownColumns
        let label = Markup.escaped(table.title)
        page += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(label)\">"
        page += "<table><caption>\(label)</caption>\n<thead><tr>"
        for column in columns {
            let kind = table.columns[column].isNumber ? " class=\"n\"" : ""
            page += "<th scope=\"col\"\(kind)>\(Markup.escaped(table.columns[column].heading))</th>"
        }
        page += "</tr></thead>\n<tbody>\n"
        if table.rows.isEmpty {
            page +=
                "<tr><td colspan=\"\(columns.count)\">\(outline.words("nothing", "无"))</td></tr>\n"
        }
        let shown = table.rows.prefix(table.shownRows ?? table.rows.count)
        for row in shown {
            let mark = section.id == "sites" ? " id=\"site-\(anchor(row.cells[0].text))\"" : ""
            page += "<tr\(mark)>" + cells(row, columns, table) + "</tr>\n"
        }
        page += "</tbody>"
        if let total = table.total {
            page += "<tfoot><tr>" + cells(total, columns, table) + "</tr></tfoot>"
        }
        page += "</table></div>\n"
        let notes = [table.note, outline.note(of: table) ?? ""].filter { !$0.isEmpty }
        if !notes.isEmpty {
            page += "<p class=\"about\">\(Markup.escaped(notes.joined(separator: " ")))</p>\n"
        }
    }

    private static func cells(_ row: ReportTable.Row, _ columns: [Int], _ table: ReportTable)
        -> String
    {
        var text = ""
        for (number, column) in columns.enumerated() where column < row.cells.count {
            let cell = row.cells[column]
            var kind = table.columns[column].isNumber ? "n" : ""
            if case .absent(let reason) = cell {
                text += "<td class=\"\(kind) a\" title=\"\(Markup.escaped(reason))\">–</td>"
                continue
            }
            if case .amount(let amount) = cell, amount.behind != nil { kind += " p" }
            let content = Markup.escaped(cell.text)
            if number == 0 {
                let indent = row.depth > 0 ? " class=\"d\(min(row.depth, 6))\"" : ""
                text += "<th scope=\"row\"\(indent)>\(content)</th>"
            } else {
                text +=
                    kind.isEmpty ? "<td>\(content)</td>" : "<td class=\"\(kind)\">\(content)</td>"
            }
        }
        return text
    }

    /// A name that may stand in an address: letters, digits and hyphens as they are, others by number.
    static func anchor(_ name: String) -> String {
        name.unicodeScalars.map { scalar in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
                    || scalar == "-")
            return isPlain ? String(scalar) : "_" + String(scalar.value, radix: 16) + "_"
        }.joined()
    }

    private static let style = """
        :root{--ink:#1b2a26;--quiet:#56665f;--line:#d5ddd9;--wash:#f2f6f3;--paper:#fff;--deep:#0e4a3a;--link:#1f6f54}\
        @media screen and (prefers-color-scheme:dark){:root{--ink:#e6ece9;--quiet:#a3b1ab;--line:#35413c;\
        --wash:#1a2420;--paper:#121816;--deep:#94cdb6;--link:#7cc7a8}}\
        *{box-sizing:border-box}body{font:15px/1.55 system-ui,"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif;\
        margin:0 auto;padding:1.5rem;max-width:84rem;color:var(--ink);background:var(--paper)}\
        h1{font-size:1.8rem;font-weight:600;margin:.1rem 0;color:var(--deep)}\
        h2{font-size:1.25rem;margin:2.5rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--deep);color:var(--deep)}\
        .org{font-size:1.05rem;margin:0;overflow-wrap:anywhere}.period{font-size:1.05rem;color:var(--quiet);margin:.2rem 0 1rem}\
        dl{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin:0}dt{font-size:.78rem;color:var(--quiet)}dd{margin:0}\
        .warning{border:2px solid #b7791f;border-radius:4px;padding:.6rem .9rem;font-weight:600;max-width:60rem}\
        .about,footer{color:var(--quiet);font-size:.85rem;max-width:60rem}footer{margin-top:3rem}\
        nav ol{columns:18rem;padding-left:1.4rem;margin:1.2rem 0}a{color:var(--link)}\
        .scroll{overflow-x:auto;margin:1rem 0 .4rem}table{border-collapse:collapse;width:100%;font-size:.84rem}\
        caption{text-align:left;font-weight:600;padding:.3rem 0;color:var(--deep)}\
        th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\
        td{overflow-wrap:break-word;max-width:24rem}thead th{background:var(--wash);font-weight:600;vertical-align:bottom}\
        tbody th{font-weight:500;min-width:7rem;max-width:18rem;overflow-wrap:anywhere}\
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}thead .n{white-space:normal}\
        .a,.p{color:var(--quiet)}tfoot td,tfoot th{font-weight:600;border-top:2px solid var(--deep)}\
        .d1{padding-left:1.4rem}.d2{padding-left:2.4rem}.d3{padding-left:3.4rem}.d4{padding-left:4.4rem}\
        .d5{padding-left:5.4rem}.d6{padding-left:6.4rem}\
        tbody tr:hover{background:var(--wash)}tr:target{background:var(--wash)}\
        figure{margin:0;max-width:720px;min-width:0}.figures{display:grid;gap:1.2rem 2rem;margin:1.2rem 0;grid-template-columns:repeat(auto-fit,minmax(min(30rem,100%),1fr))}figcaption{font-weight:600;margin-bottom:.3rem;color:var(--deep)}\
        details{font-size:.85rem}summary{color:var(--quiet);cursor:pointer}\
        @media print{@page{size:A4 landscape;margin:12mm}body{padding:0;max-width:none;font-size:9pt}\
        .scroll{overflow:visible}thead{display:table-header-group}tfoot{display:table-row-group}\
        tr,figure{break-inside:avoid}h2{break-after:avoid}details,nav{display:none}table{font-size:7pt}\
        th,td{padding:.15rem .3rem}}
        """
}
