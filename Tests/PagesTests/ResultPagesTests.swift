import Charts
import EnergyLedger
import Foundation
import FoundationEssentials
import Grading
import Metering
import Provenance
import Quantities
import Reporting
import Runs
import Testing

@testable import Pages

@Suite struct ResultPagesTests {
    private static let periods = ["2025", "2025Q3"].compactMap(Period.init)

    private static func body(
        _ run: Run, _ address: String, _ language: Language = .english, visible: Set<String>? = nil
    ) throws -> PageBody {
        let context = Portfolios.context(address, language)
        return try #require(
            try RunPages(run, visible: visible, periods: periods).body(context))
    }

    private static func html(
        _ run: Run, _ address: String, _ language: Language = .english
    ) throws -> String {
        try body(run, address, language).page(Portfolios.context(address, language)).html
    }

    private static func hasChinese(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    @Test(
        "every page of the example is well formed in both languages",
        arguments: [
            "/", "/?sort=pue&order=desc&q=nan&kind=data_center", "/grades",
            "/grades?scheme=eu-2026-pue", "/sites/dc-nansha", "/sites/tr-huangpu",
            "/sites/dc-nansha/explain?figure=indicators.pue",
            "/sites/dc-nansha/explain?figure=energy_kwh.it&hour=2025-07-01T13:00",
            "/sites/dc-nansha/meters/dcn-utility-a", "/sites/dc-nansha/grades",
            "/sites/dc-nansha/grades?scheme=gb-40879-2021&save_mwh=500&racks=x",
            "/sites/dc-nansha/findings?severity=warning", "/sites/dc-nansha?heat=cooling",
        ])
    func example(_ address: String) throws {
        let run = try Portfolios.example.get()
        for language in [Language.english, .chinese] {
            let html = try Self.html(run, address, language)
            #expect(MarkupChecker(html).faults == [])
            #expect(!html.contains("[["))
            #expect(!html.contains("{{"))
        }
    }

    /// E_DC 9,341,008.51 kWh and PUE 9,329,456.74 / 7,311,690.275 = 1.27596..., as `account` prints them.
    @Test("the overview shows the figures of the command line, each with its explanation")
    func overview() throws {
        let html = try Self.html(try Portfolios.example.get(), "/")
        for text in [
            ">1.276</a>", ">9,341.0</a>", ">4,069.9</a>", ">99.87 %<",
            "href=\"/sites/dc-nansha/explain?figure=indicators.pue&amp;period=2025\"",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        // A sum over sites: 9,341.00851 + 220.0... MWh.
        #expect(html.contains(">9,561.1 <small>MWh"))
    }

    @Test("rows are sorted by the link, absent values last both ways")
    func sorting() throws {
        let run = try Portfolios.example.get()
        func first(_ address: String) throws -> String {
            let html = try Self.html(run, address)
            let row = try #require(html.components(separatedBy: "<tbody>").dropFirst().first)
            return row.contains("/sites/dc-nansha?")
                ? row.range(of: "dc-nansha").flatMap { nansha in
                    row.range(of: "tr-huangpu").map {
                        nansha.lowerBound < $0.lowerBound ? "dc-nansha" : "tr-huangpu"
                    }
                } ?? "?" : "?"
        }
        #expect(try first("/?sort=energy") == "tr-huangpu")
        #expect(try first("/?sort=energy&order=desc") == "dc-nansha")
        #expect(try first("/?sort=pue") == "dc-nansha")
    }

    @Test("who sees some sites sees nothing of the others")
    func scope() throws {
        let run = try Portfolios.example.get()
        let seen: Set<String> = ["tr-huangpu"]
        for address in ["/", "/grades"] {
            let body = try Self.body(run, address, visible: seen)
            #expect(!body.html.html.contains("ansha"))
            #expect(body.html.html.contains("uangpu"))
        }
        #expect(try Self.body(run, "/sites/dc-nansha", visible: seen).status == 404)
    }

    @Test("hostile names stay names", arguments: [Language.english, .chinese])
    func hostile(_ language: Language) throws {
        let run = try Portfolios.hostile.get()
        let site = "/sites/%3Ci%3Es%3Cb%3E"
        for address in [
            "/", "/grades", site, site + "/grades", site + "/findings",
            site + "/explain?figure=e_it_kwh", site + "/meters/grid%22%3E%3Cu%3E",
            site + "/meters/it%27%26",
        ] {
            let html = try Self.html(run, address, language)
            #expect(MarkupChecker(html).faults == [], "\(address)")
            for text in ["<script>alert", "<i>s", "<u>", "<img src=x", "\u{202E}", "<b>Org"] {
                #expect(!html.contains(text), "\(address): \(text)")
            }
        }
    }

    /// 47 of 48 hours have both: 47 x 120 / (47 x 100) = 1.2; 47 / 48 = 97.9166... %, cut to 97.91 %.
    @Test("a missing hour is a gap and no zero")
    func gap() throws {
        let html = try Self.html(
            try Portfolios.hostile.get(), "/sites/%3Ci%3Es%3Cb%3E?heat=it")
        #expect(html.contains(">1.200</a>"))
        #expect(html.contains("97.91 %"))
        #expect(html.contains("l-missing"), "the hour is hatched in the heat map")
    }

    /// 05:00 of the second day has 120 kWh from the grid, 20 kWh of cooling and no IT: the ledger leaves 100 kWh
    /// open there, which is no load that anybody measured.
    @Test("what is not allocated is told only of hours that all meters have")
    func open() throws {
        let run = try Portfolios.hostile.get()
        let site = try #require(run.sites.first)
        #expect(site.balances.energy[.unallocated] == Energy(joules: 100 * 3_600_000))
        let hours = Hours(site: site)
        let open = hours.power(of: [.unallocated])
        #expect(open[29] == nil)
        #expect(open[28] == DecimalText(significand: 0, scale: 3))
        #expect(open.count { $0 == nil } == 1)
        #expect(hours.wholeHours.indices.filter { !hours.wholeHours[$0] } == [29])
        let html = try Self.html(run, "/sites/%3Ci%3Es%3Cb%3E")
        let area = try #require(
            html.components(separatedBy: "<figure").first { $0.contains("Power by the hour") })
        #expect(area.contains("l-missing"))
    }

    @Test("a month in which nothing was read has no emission and no energy")
    func months() throws {
        let run = try Portfolios.quarter.get()
        let html = try Self.html(run, "/sites/%3Ci%3Es%3Cb%3E?period=2026Q1")
        let figures = html.components(separatedBy: "<figure").filter {
            $0.contains("by month")
        }
        #expect(figures.count >= 2)
        for figure in figures {
            let table = try #require(figure.components(separatedBy: "<tbody>").dropFirst().first)
            for month in ["2026-01", "2026-02"] {
                let row = try #require(
                    table.components(separatedBy: "<tr>").first { $0.contains(">\(month)<") })
                #expect(row.contains("missing") && !row.contains(">0"), "\(row)")
            }
            #expect(
                table.components(separatedBy: "<tr>").contains {
                    $0.contains(">2026-03<") && !$0.contains("missing")
                })
        }
    }

    @Test("days of the site's calendar have their hours in their places")
    func days() throws {
        let run = try Portfolios.hostile.get()
        let hours = Hours(site: try #require(run.sites.first))
        let (days, first) = hours.days(hours.power(of: [.it]))
        #expect("\(first)" == "2026-03-01")
        #expect(days.map(\.count) == [24, 24])
        #expect(days[1][5] == .missing)
        #expect(days[1].filter { $0 == .missing }.count == 1)
        #expect(days[0][0] == .value(DecimalText(significand: 100_000, scale: 3)))
    }

    @Test("an English page has Chinese words only where data are Chinese")
    func language() throws {
        let run = try Portfolios.hostile.get()
        let html = try Self.html(run, "/sites/%3Ci%3Es%3Cb%3E/meters/it%27%26")
        let body = html.components(separatedBy: "<main").last ?? ""
        #expect(!Self.hasChinese(body.replacing("zh-CN", with: "")))
    }

    /// The gap of every scheme of both sites, set on the levers, gives the level; one unit less does not.
    @Test("what if agrees with the gap to the next level")
    func whatIf() throws {
        let run = try Portfolios.example.get()
        var tried = 0
        for site in run.sites {
            for grade in site.grades {
                guard let gap = grade.gapToNext, let rulebook = run.data.rulebook(grade.scheme)
                else { continue }
                for change in gap.changes where change.isReachable {
                    guard let units = Self.units(change.amount) else { continue }
                    func level(_ units: Int128) -> String? {
                        let moved = WhatIf([change.lever: units]).applied(to: site.indicators)
                        return Grader(by: rulebook).grade(site.site, moved).level
                    }
                    #expect(level(units) == gap.level, "\(grade.scheme) \(change.lever)")
                    #expect(level(units - 1) == grade.level, "\(grade.scheme) \(change.lever)")
                    tried += 1
                }
            }
        }
        #expect(tried >= 5)
    }

    private static func units(_ amount: GapToNext.Amount) -> Int128? {
        switch amount {
        case .energy(let energy), .heat(let energy): Int128(energy.joules)
        case .water(let water): Int128(water.millilitres)
        case .certificates(let count), .racks(let count): Int128(count)
        case .emission: nil
        }
    }
}
