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

    @Test("groups of unlike kinds do not tell a site together")
    func acrossKinds() throws {
        // The portfolio less the level g/gd less the hub jjj would be the site c1 alone.
        let all =
            (1...4).map { ReportSample.site("a\($0)", 10, organisation: "g/gd", hub: "gba") }
            + (1...4).map {
                ReportSample.site("b\($0)", 10, region: "CN-BJ", organisation: "g/bj", hub: "jjj")
            } + [ReportSample.site("c1", 77, region: "CN-BJ", organisation: "g/bj")]
        let cells = try shown(all)
        #expect(cells.contains("portfolio:"))
        let isGuangdong = cells.contains("organisation:g/gd") || cells.contains("region:CN-GD")
        #expect(!(isGuangdong && cells.contains("hub:jjj")))
        #expect(!(cells.contains("organisation:g/bj") && cells.contains("hub:jjj")))
        #expect(cells.count > 1)
    }

    @Test("a group of the same sites as a hidden one is hidden as well")
    func twins() throws {
        // Region BJ and level b are the same four sites; GZ's two sites would follow from either.
        let all = sites([("CN-GD", "a", 5), ("CN-BJ", "b", 4), ("CN-GZ", "c", 2)])
        #expect(try shown(all) == ["portfolio:", "region:CN-GD", "organisation:a"])
    }

    @Test("no combination of shown cells speaks of fewer than three sites", arguments: 1...80)
    func law(seed: UInt64) throws {
        var state = seed
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let kinds = 1 + next(4)
        let all = (0..<(3 + next(22))).map { number in
            ReportSample.site(
                "s\(number)", 10, region: "CN-\(next(kinds))",
                organisation: "g/\(next(3))/\(next(2))", hub: next(4) == 0 ? nil : "h\(next(kinds))"
            )
        }
        let report = try ReportSample.report(all)
        let visible = PublicStatistics(report, sitesAtLeast: 3, source: "rule").cells
            .filter { $0.reason == nil }.map(\.group)
        #expect(visible.contains { $0.kind == .portfolio })
        #expect(visible.allSatisfy { $0.present.sites >= 3 })
        let rows = visible.map { group in all.map { Self.isMember($0, of: group) ? 1 : 0 } }
        let rank = Self.rank(rows)
        // A vector that is not zero inside a set only is one that the rows without that set lose.
        for one in all.indices {
            for other in one..<all.count {
                let rest = rows.map { row in
                    row.indices.filter { $0 != one && $0 != other }.map { row[$0] }
                }
                #expect(Self.rank(rest) == rank, "sites \(one) and \(other) follow")
            }
        }
    }

    private static func isMember(_ site: ReportGroup, of group: ReportGroup) -> Bool {
        switch group.kind {
        case .portfolio: true
        case .region: site.site?.region == group.id
        case .hub: site.site?.hub == group.id
        case .organisation: ((site.site?.organisation ?? "") + "/").hasPrefix(group.id + "/")
        case .site: false
        }
    }

    /// The rank over the rational numbers, without fractions (Bareiss).
    private static func rank(_ rows: [[Int]]) -> Int {
        var matrix = rows.map { $0.map { Int128($0) } }
        var (rank, previous) = (0, Int128(1))
        for column in 0..<(matrix.first?.count ?? 0) where rank < matrix.count {
            guard let pivot = (rank..<matrix.count).first(where: { matrix[$0][column] != 0 })
            else { continue }
            matrix.swapAt(rank, pivot)
            for row in (rank + 1)..<max(rank + 1, matrix.count) {
                for place in matrix[row].indices.reversed() where place >= column {
                    matrix[row][place] =
                        (matrix[rank][column] * matrix[row][place] - matrix[row][column]
                            * matrix[rank][place]) / previous
                }
            }
            previous = matrix[rank][column]
            rank += 1
        }
        return rank
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
