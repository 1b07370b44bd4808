import Foundation
import Provenance
import Quantities
import Reporting
import Runs
import Testing

@testable import Pages

@Suite struct OtherPagesTests {
    private static func pages(_ language: Language) throws -> [Page] {
        let hostile = FrameTests.hostile
        let run = try Portfolios.example.get()
        func context(_ address: String) -> PageContext { Portfolios.context(address, language) }
        let line = UploadLine(
            id: "a", name: hostile, size: 10, received: 4, state: .receiving, by: hostile,
            at: "now",
            job: 3, problem: BilingualText(hostile, zh: hostile))
        let finding = Finding(
            .valueUnreadable, file: hostile, line: 7, column: hostile, value: hostile)
        let path = Portfolios.root.path + "/Examples/pearl-river/readings/nansha-house-2025.csv"
        let facts = UploadPage.Facts(
            inspection: try Draft.inspect(path, called: hostile), refusal: [finding],
            statement: run.statements.first, isTrial: true, findings: [finding],
            lines: [7: hostile], sites: run.sites.map(\.site), layouts: [hostile],
            chosenLayout: hostile, rejectedAddress: PageAddress(["x", hostile]))
        let user = UserLine(
            number: 1, name: hostile, displayName: hostile, isDisabled: true,
            grants: [.init(role: "viewer", scope: "site", place: hostile)])
        let plan = try PlanRun(
            run, RetrofitPlanPage.question(PageAddress("/plan?budget=600000&years=2")))
        let planPage = RetrofitPlanPage(
            context("/plan"), period: run.period, periods: [run.period])
        return [
            UploadsPage.page(
                context("/uploads"), uploads: [line],
                batches: [
                    BookedBatch(
                        number: 1, files: run.statements, by: hostile, at: "now", mayUndo: true,
                        rejected: [BookedBatch.Rejected(name: hostile, address: PageAddress("/x"))])
                ], isFirst: true),
            UploadsPage.page(context("/uploads"), uploads: [], batches: []),
            UploadPage(line, facts, context("/uploads/a")).page,
            UploadPage(line, UploadPage.Facts(), context("/uploads/a")).page,
            AdministrationPage.page(
                context("/administration"),
                .init(
                    users: [user],
                    jobs: [
                        .init(
                            number: 1, kind: "book", state: "failed", by: hostile, at: "now",
                            problem: BilingualText(hostile, zh: hostile))
                    ], backups: [hostile], data: run.data),
                FormEntries(values: ["name": hostile], faults: ["": BilingualText("no", zh: "否")])),
            AccountPage.page(
                context("/account"),
                [.init(id: "1", name: hostile, permissions: "read", until: "x", lastUsed: "y")],
                secret: hostile),
            AuditPage.page(
                context("/audit?actor=%22%3Cb"),
                [
                    .init(
                        number: 1, at: "now", actor: hostile, action: "sign-in", target: hostile,
                        outcome: "done", address: hostile, digest: "00")
                ], actions: ["sign-in"], isWhole: false, next: PageAddress("/audit?before=1"),
                export: PageAddress("/x")),
            ReportsPage.page(
                context("/reports"), periods: [run.period],
                made: [
                    "2025": .init(state: "done", at: "now", files: [(hostile, PageAddress("/x"))])
                ],
                takesSubmissions: true),
            SubmissionsPage.page(
                context("/submissions"),
                [
                    .init(
                        digest: hostile, unit: BilingualText(hostile, zh: hostile), period: "2025",
                        sites: 2, at: "now",
                        isTrusted: false)
                ], keys: hostile,
                made: [
                    "2025": .init(
                        state: "failed", at: "now", files: [(hostile, PageAddress("/x"))],
                        problem: BilingualText(hostile, zh: hostile))
                ]),
            SubmissionsPage.page(context("/submissions"), [], keys: "", made: [:]),
            CertificatesPage.list(context("/certificates"), []),
            CertificatesPage.issue(
                context("/certificates/issue?site=dc-nansha"),
                CertificatesPage.Candidate.all(
                    of: RunPages(run, periods: []), context("/certificates")),
                refusal: [BilingualText(hostile, zh: hostile)], hasKey: false),
            CertificatesPage.issue(
                context("/certificates/issue?site=dc-nansha"),
                CertificatesPage.Candidate.all(
                    of: RunPages(run, periods: []), context("/certificates")),
                refusal: [BilingualText(hostile, zh: hostile)],
                values: ["verifier_key": hostile, "verifier_name": hostile, "standard": hostile],
                hasKey: true),
            VerifyPage.page(context("/verify"), text: hostile),
            VerifyPage.page(
                context("/verify"),
                Verification(
                    of: Array(hostile.utf8),
                    .init(keys: nil, day: try #require(CivilDate(iso: "2026-01-01")))),
                text: hostile),
            planPage.body(plan).page(context("/plan")),
            planPage.body(without: BilingualText("no", zh: "否")).page(context("/plan")),
            MessagePage.body(
                context("/x"), status: 422, title: BilingualText(hostile, zh: hostile),
                text: BilingualText("no", zh: "否"), reasons: [BilingualText(hostile, zh: hostile)],
                findings: [finding], request: hostile
            ).page(context("/x")),
            MessagePage.strange(context("/sites/a?b=c")).page(context("/sites/a?b=c")),
        ]
    }

    @Test(
        "all other pages are well formed and run nothing", arguments: [Language.english, .chinese])
    func wellFormed(_ language: Language) throws {
        for page in try Self.pages(language) {
            let checker = MarkupChecker(page.html)
            #expect(checker.faults == [], "\(page.html.prefix(400))")
            #expect(checker.tags.filter { $0 == "h1" }.count == 1)
            #expect(!page.html.contains("<script>alert") && !page.html.contains("\u{202E}"))
        }
    }

    @Test("a job is called by a word in the language of the page")
    func jobs() {
        let page = AdministrationPage.page(
            Portfolios.context("/administration", .chinese),
            .init(
                users: [],
                jobs: [.init(number: 7, kind: "roll-up", state: "done", by: "ann", at: "now")],
                backups: [], data: nil), FormEntries())
        #expect(page.html.contains("汇总") && !page.html.contains("roll-up"))
    }

    @Test("a sent form becomes lines of meters.csv under the header that stands")
    func meters() throws {
        let fields = [
            "meter.0": "a,\"b\"", "site.0": " s 1", "account.0": "it", "quantity.0": "interval",
            "unit.0": "kWh", "multiplier.0": "4000", "point.0": "ups_output",
            "meter.1": "left out", "skip.1": "1",
            "meter.2": "c", "site.2": "s", "account.2": "grid_import", "quantity.2": "register",
            "unit.2": "MWh",
        ]
        let (text, count) = MeterForm.table(
            adding: fields,
            to:
                "unit,meter_id,site_id,account,quantity,multiplier,measurement_point\nkWh,x,s,it,interval,,"
        )
        #expect(count == 2)
        #expect(
            text == """
                unit,meter_id,site_id,account,quantity,multiplier,measurement_point
                kWh,x,s,it,interval,,
                kWh,"a,""b\"""," s 1",it,interval,4000,ups_output
                MWh,c,s,grid_import,register,,

                """)
        #expect(
            MeterForm.table(adding: fields, to: "").text.hasPrefix(
                "meter_id,site_id,account,quantity,unit,multiplier,interval,label,parent_meter,measurement_point\n"
            ))
    }

    @Test(
        "figures are grouped and rounded once",
        arguments: [
            ("1234567.5", 0, "1,234,568"), ("-1234.5", 1, "−1,234.5"), ("0.5", 0, "0"),
            ("1.5", 0, "2"), ("2.5", 0, "2"), ("999.9996", 3, "1,000.000"), ("-0.0001", 2, "0.00"),
            ("no number", 1, "no number"),
        ])
    func figures(_ text: String, _ places: Int, _ shown: String) {
        #expect(Figure.grouped(text, places: places) == shown)
    }

    @Test("a share just below all is not all")
    func percent() throws {
        #expect(Figure.percent(try #require(ExactRatio(999_999, to: 1_000_000))) == "99.99 %")
        #expect(Figure.percent(try #require(ExactRatio(1, to: 1))) == "100.00 %")
        #expect(Figure.bytes(1_234_567) == "1.2 MB")
    }

    @Test(
        "what an address asks of a plan is read strictly",
        arguments: [
            ("/plan?budget=-1&years=0&rate=2&target=x", true),
            ("/plan?budget=1e9999&years=99&rate=abc", true), ("/plan?budget=5&years=3", false),
        ])
    func planQuestion(_ address: String, isEmpty: Bool) {
        let question = RetrofitPlanPage.question(PageAddress(address))
        #expect(
            (question.budget == nil && question.years == nil && question.discountRate == nil
                && question.target == nil) == isEmpty)
    }
}
