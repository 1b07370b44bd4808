import Provenance
import Quantities
import Reporting
import Testing

/// Submissions are written, read and added up without losing a joule.
@Suite struct RollUpTests {
    private func part(
        _ file: String, _ report: QuarterlyReport, key: String, isBound: Bool = true
    ) throws -> RollUp.Part {
        let (submission, issuer) = try Submission.read(Submission(report).json(issuer: key))
        #expect(issuer == key)
        return RollUp.Part(
            file: file, submission: submission, key: key, isBound: isBound,
            digest: ReportSample.digest)
    }

    /// A generator whose numbers repeat.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 33)
        }
    }

    @Test("units rolled up are the report over all their sites", arguments: 1...20)
    func sameAsMerged(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let regions = ["CN-GD", "CN-BJ", "CN-GZ"]
        let sites = (0..<Int.random(in: 2...30, using: &random)).map { number in
            ReportSample.site(
                "s\(number)", Int64.random(in: 1...9_000_000, using: &random),
                region: regions[Int.random(in: 0...2, using: &random)],
                organisation: "group/u\(number % 3)", hub: number % 4 == 0 ? "hub" : nil)
        }
        let merged = try ReportSample.report(sites, organisation: "Group")
        let parts = try (0..<3).map { unit in
            try part(
                "u\(unit).json",
                ReportSample.report(
                    sites.filter { $0.site?.organisation == "group/u\(unit)" },
                    organisation: "Unit \(unit)"), key: "key-\(unit)")
        }
        let rolled = try #require(
            RollUp(parts.shuffled(using: &random)).report(
                of: BilingualText("Group", zh: "Group"), tool: "0.1.0", zoneRelease: "2025b"))
        #expect(rolled.groups == merged.groups)
        // Groups are sums of sites, to the joule and the milligram.
        let joules = sites.reduce(Int64(0)) { $0 + $1.present.facilityEnergy.sum.joules }
        #expect(rolled.portfolio?.present.facilityEnergy.total?.joules == joules)
        let byRegion = rolled.groups(.region).reduce(Int64(0)) {
            $0 + $1.present.facilityEnergy.sum.joules
        }
        #expect(byRegion == joules)
        for group in rolled.groups {
            for difference in group.before.differences {
                let causes = difference.causes.reduce(Int64(0)) { $0 + $1.mass.milligrams }
                #expect(causes == difference.whole.milligrams)
            }
        }
    }

    @Test("the second submission of a unit and a site in two of them are refused")
    func doubles() throws {
        let one = try ReportSample.report([ReportSample.site("a", 10)], organisation: "North")
        let other = try ReportSample.report(
            [ReportSample.site("b", 10), ReportSample.site("a", 5)], organisation: "South")
        let again = RollUp([try part("1.json", one, key: "k"), try part("2.json", one, key: "k")])
        #expect(again.findings.map(\.code) == [.submissionDuplicate, .submissionOverlap])
        // A unit whose key changed is still one unit; without a list, names alone tell nothing.
        let moved = try ReportSample.report([ReportSample.site("c", 10)], organisation: "North")
        let twice = RollUp([try part("1.json", one, key: "k"), try part("2.json", moved, key: "l")])
        #expect(twice.findings.map(\.code) == [.submissionDuplicate])
        let apart = RollUp([
            try part("1.json", one, key: "k", isBound: false),
            try part("2.json", moved, key: "l", isBound: false),
        ])
        #expect(apart.findings.map(\.code) == [.submissionUnboundKey])
        let shared = RollUp([
            try part("1.json", one, key: "k"), try part("2.json", other, key: "l"),
        ])
        #expect(shared.findings.map(\.code) == [.submissionOverlap])
        #expect(shared.findings[0].value == "a")
        #expect(!shared.isSound)
    }

    @Test("one key that signs for units of unlike names is told, and the sum stands")
    func sharedKey() throws {
        let one = try ReportSample.report([ReportSample.site("a", 10)], organisation: "North")
        let other = try ReportSample.report([ReportSample.site("b", 10)], organisation: "South")
        let rolled = RollUp([
            try part("1.json", one, key: "k", isBound: false),
            try part("2.json", other, key: "k", isBound: false),
        ])
        #expect(rolled.findings.map(\.code) == [.submissionUnboundKey, .submissionSharedKey])
        #expect(rolled.findings.map(\.severity) == [.warning, .warning])
        #expect(
            rolled.findings[1].message(in: .english)
                == "2.json of South is signed by the key that signs for North in 1.json")
        #expect(rolled.isSound)
        // A parent that names both units beside the key has said that it may be so.
        let named = RollUp([
            try part("1.json", one, key: "k"), try part("2.json", other, key: "k"),
        ])
        #expect(named.findings.isEmpty)
        let apart = RollUp([
            try part("1.json", one, key: "k"), try part("2.json", other, key: "l"),
        ])
        #expect(apart.findings.isEmpty)
    }

    @Test("unlike periods and ways of reckoning are not added up")
    func unlike() throws {
        let one = try ReportSample.report([ReportSample.site("a", 10)], organisation: "North")
        let late = try ReportSample.report(
            [ReportSample.site("b", 10)], organisation: "South", period: "2026Q2")
        let other = try ReportSample.report(
            [ReportSample.site("b", 10)], organisation: "South",
            settings: ["profile": "cn_mee_enterprise", "gwp_set": "AR5"])
        for unlike in [late, other] {
            let rolled = RollUp([
                try part("1.json", one, key: "k"), try part("2.json", unlike, key: "l"),
            ])
            #expect(rolled.findings.map(\.code) == [.submissionUnlike])
            #expect(
                rolled.report(
                    of: BilingualText("G", zh: "G"), tool: "0.1.0", zoneRelease: "2025b") == nil)
        }
    }

    @Test("a document with a member more, less, or of another form is refused")
    func form() throws {
        let report = try ReportSample.report([ReportSample.site("a", 10)])
        let good = Submission(report).json(issuer: "key")
        #expect(throws: SubmissionFault.self) {
            try Submission.read(good.with("extra", .string("x")))
        }
        #expect(throws: SubmissionFault.self) { try Submission.read(good.without("sites")) }
        #expect(throws: SubmissionFault.self) {
            try Submission.read(good.with("tool", .string("0.1\u{202E}0")))
        }
        // Causes that do not add up are no difference.
        let site = try #require(good["sites"]?.elements.first)
        let before = try #require(site["before"])
        let wrong = try #require(before["differences_mg"]?.elements.first).with(
            "activity", .string("1"))
        let forged = good.with(
            "sites", .array([site.with("before", before.with("differences_mg", .array([wrong])))]))
        #expect(throws: SubmissionFault.self) { try Submission.read(forged) }
    }

    @Test("marks of direction in names do not travel")
    func names() throws {
        let report = try ReportSample.report([
            ReportSample.site("a", 10, name: "safe\u{202E}gpj.exe\n=1+1")
        ])
        let (submission, _) = try Submission.read(Submission(report).json(issuer: "key"))
        #expect(submission.sites[0].name.english == "safe\u{FFFD}gpj.exe =1+1")
    }
}
