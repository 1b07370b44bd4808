import Charts
import Documents
import Foundation
import Provenance
import Reporting
import Testing

/// What is seen in a form by programs that are not ours. One test after the other: programs that are waited for on
/// all threads at once would wait for each other.
@Suite struct ReportFormsTests {
    private static func hostileReport() -> QuarterlyReport {
        ReportFixture.report(sites: ReportFixture.hostile.count) {
            BilingualText(ReportFixture.hostile[$0], zh: ReportFixture.hostile[$0])
        }
    }

    /// The text of each page, in bytes: searching among characters would take minutes.
    private func pages(_ bytes: [UInt8]) throws -> [Data] {
        try Tool.withFile(bytes, "pdf") { path in
            try Tool.run("pdftotext", "-layout", path, "-").output.split(separator: 0x0C)
                .map { Data($0) }
        }
    }

    @Test("the same report has the same bytes in every form", arguments: Language.allCases)
    func sameBytes(language: Language) throws {
        let report = ReportFixture.report(sites: 3)
        let again = ReportFixture.report(sites: 3)
        #expect(
            ReportPage.html(of: report, language: language)
                == ReportPage.html(of: again, language: language))
        let pdf = try ReportSheet.pdf(of: report, language: language)
        #expect(try pdf == ReportSheet.pdf(of: again, language: language))
        let book = try ReportWorkbook.bytes(of: report, language: language)
        #expect(try book == ReportWorkbook.bytes(of: again, language: language))
    }

    @Test(
        "every formula of the workbook gives the value that is stored with it",
        .enabled(if: Tool.readsWorkbooks, "python3-openpyxl is not installed"),
        arguments: [1, 20], Language.allCases)
    func formulas(sites: Int, language: Language) throws {
        let report = ReportFixture.report(sites: sites)
        let bytes = try ReportWorkbook.bytes(of: report, language: language)
        let seen = try Tool.withFile(bytes, "xlsx") { path in
            try Tool.run("python3", Self.checker, path)
        }
        let words = String(decoding: seen.output, as: UTF8.self)
        #expect(seen.status == 0, "\(words)")
        #expect(words.hasPrefix("22 sheets, "))
        #expect(!words.contains(", 0 formulas") && words.contains("4 charts"))
    }

    @Test(
        "LibreOffice finds the value of every formula anew",
        .enabled(
            if: Tool.readsWorkbooks && Tool.path("soffice") != nil,
            "LibreOffice or python3-openpyxl is not installed"))
    func office() throws {
        let bytes = try ReportWorkbook.bytes(
            of: ReportFixture.report(sites: 20), language: .both)
        let seen = try Tool.withFile(bytes, "xlsx") { path in
            try Tool.run("python3", Self.checker, path, "--office")
        }
        let words = String(decoding: seen.output, as: UTF8.self)
        #expect(seen.status == 0, "\(words)")
        #expect(words.contains("formulas reckoned by LibreOffice, 0 differ"))
    }

    @Test(
        "names that look like formulas are texts in the workbook",
        .enabled(if: Tool.readsWorkbooks, "python3-openpyxl is not installed"))
    func formulaInjection() throws {
        let bytes = try ReportWorkbook.bytes(of: Self.hostileReport(), language: .english)
        let seen = try Tool.withFile(bytes, "xlsx") { path in
            try Tool.run("python3", Self.checker, path)
        }
        let words = String(decoding: seen.output, as: UTF8.self)
        // The checker refuses any formula that is not one of ours.
        #expect(seen.status == 0, "\(words)")
        // Four names begin so, and the organisation bears the first of them.
        #expect(words.contains("5 texts that begin like formulas"))
    }

    private static let checker = Tool.tests + "/Oracle/check_workbook.py"

    @Test(
        "the PDF is sound, and all of its fonts are inside", arguments: [1, 20], Language.allCases)
    func soundPaper(sites: Int, language: Language) throws {
        let bytes = try ReportSheet.pdf(
            of: ReportFixture.report(sites: sites) { $0 % 2 == 0 ? ReportFixture.long : nil },
            language: language)
        try Tool.withFile(bytes, "pdf") { path in
            let checked = try Tool.run("qpdf", "--check", path)
            let words = String(decoding: checked.output, as: UTF8.self)
            #expect(checked.status == 0, "\(words)")
            #expect(!words.contains("WARNING"))
            let fonts = String(decoding: try Tool.run("pdffonts", path).output, as: UTF8.self)
                .split(separator: "\n").dropFirst(2)
            #expect(!fonts.isEmpty)
            for font in fonts {
                #expect(font.contains("OpenSans") || font.contains("WenQuanYi"), "\(font)")
                // The columns emb, sub, uni.
                #expect(font.contains("yes yes yes"), "\(font)")
            }
        }
    }

    @Test(
        "the PDF keeps the rules of the archival form, links and bookmarks among them",
        .enabled(if: Tool.readsPapers, "python3-pikepdf or python3-fonttools is not installed"),
        arguments: Language.allCases)
    func archivalPaper(language: Language) throws {
        let names = ["עברית", "العربية", "Ελληνικά", "ไทย"].map { BilingualText($0, zh: $0) }
        let report = ReportFixture.report(sites: 6) { $0 < 4 ? names[$0] : ReportFixture.long }
        let bytes = try ReportSheet.pdf(of: report, language: language)
        let seen = try Tool.withFile(bytes, "pdf") { path in
            try Tool.run("python3", Tool.tests + "/Oracle/check_archive.py", path)
        }
        let words = String(decoding: seen.output, as: UTF8.self)
        #expect(seen.status == 0, "\(words)")
        #expect(words.contains(", 0 broken"))
    }

    @Test(
        "letters of other alphabets are drawn, and those of none of the fonts stand by their numbers"
    )
    func otherAlphabets() throws {
        let names = ["עברית", "العربية", "Ελληνικά", "ไทย"].map { BilingualText($0, zh: $0) }
        let report = ReportFixture.report(sites: 4) { names[$0] }
        let text = try Data(pages(ReportSheet.pdf(of: report, language: .english)).joined())
        #expect(text.holds("Ελληνικά"))
        // U+0E44, U+0E17, U+0E22; a narrow column breaks between them.
        for number in ["[U+0E44]", "[U+0E17]", "[U+0E22]"] { #expect(text.holds(number)) }
        #expect(text.holds("stand by their numbers"))
        let plain = try Data(
            pages(ReportSheet.pdf(of: ReportFixture.report(sites: 1), language: .english)).joined())
        #expect(!plain.holds("stand by their numbers"))
    }

    @Test("each line of the contents leads to the page that it names")
    func links() throws {
        let report = ReportFixture.report(sites: 20)
        let bytes = try ReportSheet.pdf(of: report, language: .english)
        let sections = ReportOutline(of: report, language: .english).sections
        // poppler writes each link with the page that it leads to; the number at the end of a line must be
        // the same, and that this number is right is held by the test of headings.
        let seen = try Tool.withFile(bytes, "pdf") { path in
            try Tool.run("pdftohtml", "-stdout", "-i", "-l", "1", "-xml", path)
        }
        let numbers = String(decoding: seen.output, as: UTF8.self)
            .matches(of: /<a href="[^"#]*#([0-9]+)">([0-9]+)<\/a>/)
        #expect(numbers.count == sections.count)
        for number in numbers { #expect(number.1 == number.2) }
    }

    @Test("page and PDF print every figure of the outline", arguments: Language.allCases)
    func figures(language: Language) throws {
        let report = ReportFixture.report(sites: 1)
        let page = Data(ReportPage.html(of: report, language: language).utf8)
        let paper = try Data(pages(ReportSheet.pdf(of: report, language: language)).joined())
        var count = 0
        for section in ReportOutline(of: report, language: language).sections {
            for table in section.tables where !table.isDetail {
                for row in table.rows {
                    for column in table.shownColumns {
                        guard case .amount = row.cells[column] else { continue }
                        let text = row.cells[column].text
                        #expect(page.holds(">\(text)<"), "\(text)")
                        #expect(paper.holds(text), "\(text)")
                        count += 1
                    }
                }
            }
        }
        #expect(count > 100)
    }

    @Test("a table that goes over pages has its headings on each, and the pages are numbered")
    func headings() throws {
        let report = ReportFixture.report(sites: 70)
        let pages = try pages(ReportSheet.pdf(of: report, language: .english))
        let sites = pages.filter { page in
            let rows = page.split(separator: 0x0A).filter {
                $0.holds("site-1") && $0.holds("(gb-40879-2021)") && $0.holds(" CN-")
            }
            return rows.count > 4
        }
        #expect(sites.count > 1)
        for page in sites { #expect(page.holds("E_DC")) }
        for (number, page) in pages.enumerated() {
            #expect(page.holds("\(number + 1) / \(pages.count)"))
        }
        // The contents say where each part begins.
        let methods = try #require(pages.lastIndex { $0.holds("What was done") })
        let line = try #require(pages[0].split(separator: 0x0A).first { $0.holds("Methods") })
        #expect(line.holds(" \(methods + 1)"))
    }

    @Test("the page holds no markup of a name, no script, nothing from elsewhere")
    func markupInjection() {
        for language in Language.allCases {
            let page = Data(ReportPage.html(of: Self.hostileReport(), language: language).utf8)
            for markup in ["<script", "<img", "<b>", " src=\"", "url(", "@import", "javascript:"] {
                #expect(!page.holds(markup), "\(markup)")
            }
            #expect(page.holds("&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(page.holds("default-src 'none'"))
            for hidden in ["\u{202E}", "\u{202C}", "\u{0}", "\u{1}"] {
                #expect(!page.holds(hidden))
            }
            #expect(page.holds("[U+202E]"))
        }
    }

    @Test("names are drawn in the PDF and never obeyed")
    func paperInjection() throws {
        let bytes = try ReportSheet.pdf(of: Self.hostileReport(), language: .english)
        let raw = Data(bytes)
        for word in ["/OpenAction", "/JavaScript", "/JS ", "/Launch", "/URI"] {
            #expect(!raw.holds(word), "\(word)")
        }
        let text = try Data(pages(bytes).joined())
        #expect(text.holds("<script>alert(1)</script>"))
        #expect(text.holds("[U+202E]") && !text.holds("\u{202E}"))
    }

    @Test(
        "the pages look as they did when a person looked at them",
        arguments: [
            ("one-en", 1, Language.english, [1, 2, 4]), ("one-zh", 1, .chinese, [1, 2, 4]),
            ("long-en", 12, .english, [1, 2, 5]), ("long-zh", 12, .chinese, [1, 2, 5]),
            ("many-en", 500, .english, [2, 9]), ("many-both", 500, .both, [1, 2, 30]),
        ])
    func pictures(name: String, sites: Int, language: Language, pages: [Int]) throws {
        let isLong = name.hasPrefix("long")
        let bytes = try ReportSheet.pdf(
            of: ReportFixture.report(sites: sites) { _ in isLong ? ReportFixture.long : nil },
            language: language)
        for page in pages {
            let picture = try PagePicture(bytes, page: page)
            let fault = try picture.fault(against: "\(name)-\(page)")
            #expect(fault == nil, "page \(page) of \(name): \(fault ?? "")")
        }
    }

    @Test(
        "the forms are written where one wants to look at them",
        .enabled(if: ProcessInfo.processInfo.environment["CARBONGRADE_GALLERY"] != nil))
    func gallery() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["CARBONGRADE_GALLERY"])
        let reports = [
            ("one", ReportFixture.report(sites: 1)), ("many", ReportFixture.report(sites: 500)),
            ("long", ReportFixture.report(sites: 12) { _ in ReportFixture.long }),
            ("hostile", Self.hostileReport()),
        ]
        for language in Language.allCases {
            for (name, report) in reports {
                let path = "\(folder)/\(name)-\(language.rawValue)"
                try Data(ReportPage.html(of: report, language: language).utf8)
                    .write(to: URL(fileURLWithPath: path + ".html"))
                try Data(try ReportSheet.pdf(of: report, language: language))
                    .write(to: URL(fileURLWithPath: path + ".pdf"))
                try Data(try ReportWorkbook.bytes(of: report, language: language))
                    .write(to: URL(fileURLWithPath: path + ".xlsx"))
            }
        }
    }
}

extension Data {
    /// Whether a text stands somewhere in these bytes.
    fileprivate func holds(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
