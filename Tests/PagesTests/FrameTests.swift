import Provenance
import Testing

@testable import Pages

@Suite struct FrameTests {
    static let hostile = "<script>alert(1)</script>\"\u{301} onmouseover=\"x\u{202E}&'"

    static func context(_ language: Language, name: String = "owner") -> PageContext {
        PageContext(
            language: language,
            user: PageContext.User(
                name: name, role: BilingualText("administrator", zh: "管理员"),
                permissions: Set(PageContext.Permission.allCases)),
            formToken: "token\"", address: PageAddress("/uploads?period=2026"),
            organisation: BilingualText("Pearl", zh: "珠江"), factorRelease: "2026a")
    }

    static func notFound(_ context: PageContext) -> Page {
        MessagePage.notFound(context).page(context)
    }

    @Test(
        "the shared frame and the door are well formed", arguments: [Language.english, .chinese])
    func wellFormed(_ language: Language) {
        var context = Self.context(language, name: Self.hostile)
        context.notices = [.init(.wrong, BilingualText(Self.hostile, zh: Self.hostile))]
        let hostile = FormEntries(
            values: ["organisation": Self.hostile, "kind": "telecom_room", "password": "secret"],
            faults: ["site_id": BilingualText(Self.hostile, zh: "已存在")])
        let pages = [
            SignInPage.page(
                context, name: Self.hostile, fault: BilingualText(Self.hostile, zh: "不正确"),
                next: "/sites?a=1&b=2", status: 401),
            SetupPage.page(context), SetupPage.page(context, hostile),
            StartPage.page(context), StartPage.page(context, hostile),
            MessagePage.notFound(context).page(context),
            MessagePage.notAllowed(context).page(context),
        ]
        for page in pages {
            #expect(MarkupChecker(page.html).faults == [])
            #expect(!page.html.contains("<script>alert"))
            #expect(!page.html.contains("\u{202E}"))
            #expect(!page.html.contains("secret"))
        }
    }

    /// A quotation mark with a combining accent is one Character and still ends an attribute.
    @Test("scalars are escaped, not characters")
    func scalars() {
        #expect(PageText.escaped("\"\u{301}") == "&quot;\u{301}")
        #expect(PageText.escaped("<\u{301}b>") == "&lt;\u{301}b&gt;")
        #expect(PageText.escaped("a\u{202E}b\u{0}") == "a[U+202E]b[U+0000]")
    }

    @Test("the language link keeps the page and its question")
    func languageLink() {
        let page = Self.notFound(Self.context(.english))
        #expect(page.html.contains("href=\"/uploads?period=2026&amp;lang=zh\""))
        #expect(page.html.contains("<html lang=\"en\""))
        #expect(Self.notFound(Self.context(.chinese)).html.contains("<html lang=\"zh-CN\""))
    }

    @Test("a page offers what the role may do and no more")
    func permissions() {
        var context = Self.context(.english)
        context.user?.permissions = [.read]
        let html = Self.notFound(context).html
        #expect(!html.contains("/administration") && !html.contains("href=\"/uploads\""))
        #expect(html.contains("href=\"/plan?period=2026\""))
        context.user = nil
        #expect(!Self.notFound(context).html.contains("<nav"))
    }

    @Test(
        "an address is read and written",
        arguments: [
            ("/sites/A%2FB%20C?period=2026&x=%26+y", "/sites/A%2FB%20C?period=2026&x=%26%20y"),
            ("/", "/"), ("", "/"), ("//evil.example/x", "/evil.example/x"), ("/a?", "/a"),
            ("/%zz?%=%", "/%25zz?%25=%25"),
        ])
    func addresses(_ text: String, _ written: String) {
        #expect(PageAddress(text).text == written)
        #expect(PageAddress(written).text == written)
    }

    @Test("nothing is loaded from elsewhere")
    func assets() {
        for asset in PageAsset.all {
            #expect(!asset.text.contains("http://") || asset.name == "mark.svg")
            #expect(!asset.text.contains("https://"))
            #expect(!asset.text.contains("@import"))
        }
    }
}
