import Provenance
import Quantities
import Reporting
import Testing

/// What is published tells nothing of fewer sites than the rule asks for.
@Suite struct PublicStatisticsTests {
    private func shown(_ sites: [ReportGroup]) throws -> Set<String> {
        let statistics = PublicStatistics(
            try ReportSample.report(sites), sitesAtLeast: 3, source: "rule")
        return Set(
            statistics.cells.filter { $0.reason == nil }.map {
                $0.group.kind.rawValue + ":" + $0.group.id
            })
    }

    private func sites(_ counts: [(region: String, organisation: String?, count: Int)])
        -> [ReportGroup]
    {
        counts.enumerated().flatMap { place, one in
            (0..<one.count).map {
                ReportSample.site(
                    "s\(place)-\($0)", 10, region: one.region, organisation: one.organisation)
            }
        }
    }

    @Test("a cell of fewer sites is left out, and so is a second one from which it would follow")
    func complement() throws {
        // GD 5, BJ 4, GZ 2: GZ is too small; portfolio less GD and BJ would tell it, so BJ goes too.
        let all = sites([("CN-GD", nil, 5), ("CN-BJ", nil, 4), ("CN-GZ", nil, 2)])
        #expect(try shown(all) == ["portfolio:", "region:CN-GD"])
    }

    @Test("hidden cells that are together too few take a shown one with them")
    func together() throws {
        // GZ 1 and SC 1 are together two sites, still too few; XJ with three is the smallest shown.
        let all = sites([
            ("CN-GD", nil, 5), ("CN-XJ", nil, 3), ("CN-GZ", nil, 1), ("CN-SC", nil, 1),
        ])
        #expect(try shown(all) == ["portfolio:", "region:CN-GD"])
    }

    @Test("where nothing is small, everything is shown")
    func whole() throws {
        let all = sites([("CN-GD", nil, 3), ("CN-BJ", nil, 3)])
        #expect(try shown(all) == ["portfolio:", "region:CN-GD", "region:CN-BJ"])
    }

    @Test("below a hidden level all is hidden, and sites without a level count")
    func levels() throws {
        // a holds 3 + 4; two sites belong to no level: the portfolio less a would tell them, so a goes,
        // and with it all below it.
        let all = sites([
            ("CN-GD", "a/x", 3), ("CN-GD", "a/y", 4), ("CN-GD", nil, 2),
        ])
        #expect(try shown(all) == ["portfolio:", "region:CN-GD"])
    }

    @Test("two cells that differ by one site are not both shown")
    func nearlyEqual() throws {
        // The region holds four sites, the level three of them: their difference is one site.
        let all = sites([("CN-GD", "a", 3), ("CN-GD", "b", 1), ("CN-BJ", "b", 4)])
        let cells = try shown(all)
        #expect(!(cells.contains("region:CN-GD") && cells.contains("organisation:a")))
    }

    @Test("no sum or difference of shown cells of a family isolates fewer sites", arguments: 1...40)
    func law(seed: UInt64) throws {
        var state = seed
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let all = (0..<(3 + next(25))).map { number in
            ReportSample.site(
                "s\(number)", 10, region: "CN-\(next(5))", organisation: "g/\(next(3))/\(next(3))")
        }
        let report = try ReportSample.report(all)
        let statistics = PublicStatistics(report, sitesAtLeast: 3, source: "rule")
        let visible = statistics.cells.filter { $0.reason == nil }.map(\.group)
        #expect(visible.allSatisfy { $0.present.sites >= 3 })
        let regions = visible.filter { $0.kind == .region }.reduce(0) { $0 + $1.present.sites }
        if visible.contains(where: { $0.kind == .portfolio }) {
            #expect(all.count == regions || all.count - regions >= 3)
        }
        for parent in visible where parent.kind == .organisation {
            let below = visible.filter {
                $0.kind == .organisation && $0.depth == parent.depth + 1
                    && $0.id.hasPrefix(parent.id + "/")
            }.reduce(0) { $0 + $1.present.sites }
            #expect(parent.present.sites == below || parent.present.sites - below >= 3)
        }
    }

    @Test("a figure that a site of the cell lacks is not shown")
    func partial() throws {
        let all = sites([("CN-GD", nil, 3)])
        let report = try ReportSample.report(all)
        let csv = PublicDocument.csv(
            PublicStatistics(report, sitesAtLeast: 3, source: "rule"), report, language: .english)
        let line = try #require(csv.split(separator: "\n").dropFirst().first)
        // 3 sites of 12.5 kWh and 10 kWh; Scope 1, green share and water are known of none.
        #expect(
            line
                == "portfolio,,Example,2026Q3,3,37.500000000,30.000000000,1.250000,,15.000000,18.000000,,,,,"
        )
        #expect(!csv.contains("s0-0"))
    }
}
