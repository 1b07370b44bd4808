import Provenance
import Quantities
import Reporting
import Testing

/// The mail says nothing that the other forms leave empty.
@Suite struct ReportSummaryTests {
    private let none = BilingualText("no reading", zh: "没有读数")

    private func site(_ id: String, now: Int64?, before: Int64?) -> ReportGroup {
        let sample = ReportSample.site(id, now ?? 1)
        return ReportGroup(
            kind: .site, id: id, name: sample.name, site: sample.site,
            present: now.map(ReportSample.figures) ?? .missing(none),
            before: ReportComparison(
                figures: before.map(ReportSample.figures), differences: [],
                reason: before == nil ? none : nil), yearBefore: sample.yearBefore,
            months: sample.months)
    }

    private func line(_ start: String, _ sites: [ReportGroup]) throws -> String {
        let text = ReportSummary.text(try ReportSample.report(sites), language: .english)
        return String(try #require(text.split(separator: "\n").first { $0.hasPrefix(start) }))
    }

    @Test("as many sites, but others, are not compared")
    func unlikeSites() throws {
        // One of two sites each time: b in the quarter before, a in this one.
        let sites = [site("a", now: 1_000, before: nil), site("b", now: nil, before: 4_000)]
        #expect(
            try line("E_IT", sites)
                == "E_IT: 1,000 kWh (1 of 2 sites)  before 2026Q2 not compared, unlike sites"
                + "  year before 2025Q3 not known")
        #expect(try line("iPUE", sites).contains("before 2026Q2 1.250000 (1 of 2 sites)"))
    }

    @Test("sums over all sites are compared")
    func likeSites() throws {
        // 1,000 against 800 is 25 % more.
        let sites = [site("a", now: 600, before: 500), site("b", now: 400, before: 300)]
        #expect(try line("E_IT", sites).hasPrefix("E_IT: 1,000 kWh  before 2026Q2 +25.0 %"))
    }

    @Test("a site that meters heat alone is not without readings")
    func heatAlone() {
        #expect(ReportFigures.missing(none).isEmpty)
        #expect(!ReportSample.onlyHeat(5).isEmpty)
    }

    @Test("a scheme that only informs obliges nobody", arguments: [true, false])
    func informative(_ isInformative: Bool) throws {
        let due = ReportObligation(
            criterion: "pue", due: try #require(CivilDate(year: 2027, month: 7, day: 1)),
            limit: "≤ 1.2",
            standing: .notMet, value: nil, unit: "1", confidence: .a)
        let grade = ReportGrade(
            siteID: "a", isOperator: false, scheme: "de-enefg-11", title: none, edition: "2023",
            level: nil, levelLabel: nil, indicativeLevel: nil, reason: nil,
            isInformative: isInformative, confidence: .a, criterion: nil, value: nil, unit: "1",
            limit: nil, points: nil, pointsPossible: nil, nextLevel: nil, gap: nil,
            moneyAtStake: nil, declared: nil, obligations: [due])
        let report = try ReportSample.report([ReportSample.site("a", 10)], grades: [grade])
        let table = try #require(
            ReportTables.all(report, language: .english).first {
                $0.name == "report-obligations.csv"
            })
        #expect(report.obligations.count == (isInformative ? 0 : 1))
        #expect(table.csv.contains("de-enefg-11") == !isInformative)
        let page = ReportOutline(of: report, language: .english).sections.contains {
            $0.id == "obligations"
        }
        #expect(page == !isInformative)
    }
}
