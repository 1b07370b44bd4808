public import Provenance
import Quantities

/// Many submissions as one report (逐级汇总): groups over all their sites, as if the parent had the readings.
///
/// Amounts add exactly and ratios are of sums. Submissions that do not belong together are not added
/// up at all: the same unit twice, a site in two of them, unlike periods, unlike ways of reckoning.
public struct RollUp: Sendable {
    /// A submission that was verified.
    public struct Part: Sendable {
        /// The file's name.
        public let file: String
        /// What it says.
        public let submission: Submission
        /// The name of the key that signed it.
        public let key: String
        /// Whether a list says that this key speaks for this unit.
        public let isBound: Bool
        /// The SHA-256 of its bytes.
        public let digest: Digest

        /// Makes a part.
        public init(
            file: String, submission: Submission, key: String, isBound: Bool, digest: Digest
        ) {
            self.file = file
            self.submission = submission
            self.key = key
            self.isBound = isBound
            self.digest = digest
        }
    }

    /// What stands against adding them up; anything that disqualifies does.
    public let findings: [Finding]
    private let parts: [Part]

    /// Holds submissions against each other, in the order of their files' names.
    public init(_ parts: [Part]) {
        self.parts = parts.sorted { $0.file < $1.file }
        findings =
            Self.doubles(self.parts) + Self.overlaps(self.parts) + Self.unlike(self.parts)
            + Self.unbound(self.parts) + Self.sharedKeys(self.parts)
    }

    /// Tells that they may be added up.
    public var isSound: Bool {
        !parts.isEmpty && !findings.contains { $0.severity == .disqualifies }
    }

    // MARK: - What stands against it

    private static func doubles(_ parts: [Part]) -> [Finding] {
        var seen: [String: String] = [:]
        return parts.compactMap { part in
            // Where nothing says whose a key is, units of one name are told apart by their keys.
            let name = part.submission.organisation.english
            let unit = part.isBound ? name : part.key + "\u{1F}" + name
            defer { seen[unit] = seen[unit] ?? part.file }
            return seen[unit].map { first in
                Finding(
                    .submissionDuplicate, file: part.file,
                    arguments: ["first": first],
                    phrases: ["unit": part.submission.organisation])
            }
        }
    }

    /// Keys of which nothing says for whom they speak: any of them could sign in any unit's name.
    private static func unbound(_ parts: [Part]) -> [Finding] {
        let all = parts.filter { !$0.isBound }
        return all.first.map {
            [Finding(.submissionUnboundKey, file: $0.file, arguments: ["all": "\(all.count)"])]
        } ?? []
    }

    /// One key that speaks for units of other names: the file of keys does not say which it may.
    private static func sharedKeys(_ parts: [Part]) -> [Finding] {
        var seen: [String: Part] = [:]
        return parts.filter { !$0.isBound }.compactMap { part in
            guard let first = seen[part.key] else {
                seen[part.key] = part
                return nil
            }
            let (unit, other) = (part.submission.organisation, first.submission.organisation)
            guard unit != other else { return nil }
            return Finding(
                .submissionSharedKey, file: part.file, arguments: ["first": first.file],
                phrases: ["unit": unit, "other": other])
        }
    }

    private static func overlaps(_ parts: [Part]) -> [Finding] {
        var seen: [String: String] = [:]
        return parts.flatMap { part in
            part.submission.sites.compactMap { site -> Finding? in
                defer { seen[site.id] = seen[site.id] ?? part.file }
                return seen[site.id].map { first in
                    Finding(
                        .submissionOverlap, file: part.file, value: site.id,
                        arguments: ["first": first], siteID: site.id)
                }
            }
        }
    }

    private static func unlike(_ parts: [Part]) -> [Finding] {
        guard let first = parts.first else { return [] }
        return parts.dropFirst().flatMap { part -> [Finding] in
            let (one, other) = (first.submission, part.submission)
            var findings: [Finding] = []
            func add(_ what: String, _ mine: String, _ theirs: String, _ severity: Severity) {
                guard mine != theirs else { return }
                findings.append(
                    Finding(
                        .submissionUnlike, severity: severity, file: part.file,
                        arguments: [
                            "what": what, "mine": theirs, "theirs": mine, "first": first.file,
                        ]))
            }
            add(
                "period", "\(one.period.start)/\(one.period.end)",
                "\(other.period.start)/\(other.period.end)", .disqualifies)
            for name in Submission.figureSettings {
                add(name, one.settings[name] ?? "-", other.settings[name] ?? "-", .disqualifies)
            }
            add(
                "factor_release", one.sources.factorRelease, other.sources.factorRelease, .warning)
            add("version", one.tool, other.tool, .warning)
            return findings
        }
    }

    // MARK: - The report

    /// The report over all sites.
    ///
    /// - Parameters:
    ///   - organisation: The parent.
    ///   - tool: This program's version.
    ///   - zoneRelease: The release of the zone data.
    public func report(
        of organisation: BilingualText, tool: String, zoneRelease: String
    ) -> QuarterlyReport? {
        guard isSound, let first = parts.first?.submission else { return nil }
        let all = parts.map(\.submission)
        let period = first.period
        let sources = Self.sources(parts)
        return QuarterlyReport(
            heading: DocumentHeading(
                tool: tool, zoneRelease: zoneRelease, organisation: organisation,
                settings: first.settings.filter { name, _ in
                    all.allSatisfy { $0.settings[name] == first.settings[name] }
                }, period: period,
                inputs: sources.inputs.map { (name: $0.name, digest: $0.digest) },
                factors: DocumentHeading.Factors(
                    release: sources.factorRelease, digest: sources.factorDigest),
                rulebooks: sources.rulebooks.map { ($0.id, $0.edition, $0.digest) },
                findings: findings),
            organisation: organisation, tool: tool, zoneRelease: zoneRelease, period: period,
            periodBefore: period.before, periodYearBefore: period.yearBefore,
            twelveMonths: period.twelveMonths,
            groups: ReportGrouping.groups(of: all.flatMap(\.sites), organisation: organisation),
            grades: all.flatMap(\.grades).sorted {
                ($0.siteID, $0.isInformative ? 1 : 0) < ($1.siteID, $1.isInformative ? 1 : 0)
            },
            plan: ReportPlan(
                currency: "", measures: [], progress: [],
                reason: BilingualText(
                    "submissions hold no plan; units keep theirs", zh: "报送文件不含改造方案，由各单位自行保存")),
            quality: ReportQuality(kinds: Self.kinds(all), statement: nil),
            restatements: all.flatMap(\.restatements), returns: [], methods: Self.methods,
            sources: sources,
            submissions: parts.map {
                ReportSubmission(
                    organisation: $0.submission.organisation, key: $0.key, digest: $0.digest,
                    sites: $0.submission.sites.count)
            })
    }

    private static func kinds(_ all: [Submission]) -> [ReportQuality.Kind] {
        let byCode = Dictionary(grouping: all.flatMap(\.findings), by: \.code)
        return byCode.values.compactMap { kinds -> ReportQuality.Kind? in
            guard let severity = kinds.map(\.severity).max(),
                let first = kinds.first(where: { $0.severity == severity })
            else { return nil }
            return ReportQuality.Kind(
                code: first.code, severity: severity,
                count: kinds.reduce(0) { $0 + $1.count },
                sites: Set(kinds.flatMap(\.sites)).sorted(), example: first.example,
                remedy: first.remedy)
        }.sorted {
            $0.severity == $1.severity ? $0.code < $1.code : $0.severity > $1.severity
        }
    }

    private static func sources(_ parts: [Part]) -> ReportSources {
        var factors: Set<ReportSources.Factor> = []
        var rulebooks: Set<ReportSources.Rulebook> = []
        for part in parts {
            factors.formUnion(part.submission.sources.factors)
            rulebooks.formUnion(part.submission.sources.rulebooks)
        }
        let releases = Set(parts.map(\.submission.sources.factorRelease)).sorted()
        return ReportSources(
            factors: factors.sorted {
                ($0.id, $0.value, $0.place, $0.scopes.count)
                    < ($1.id, $1.value, $1.place, $1.scopes.count)
            }, rulebooks: rulebooks.sorted { ($0.id, "\($0.digest)") < ($1.id, "\($1.digest)") },
            inputs: parts.map { ReportSources.Input(name: $0.file, digest: $0.digest) },
            factorRelease: releases.joined(separator: "; "),
            factorDigest: parts[0].submission.sources.factorDigest)
    }

    private static let methods = [
        ReportMethod(
            topic: BilingualText("Roll-up", zh: "汇总"),
            text: BilingualText(
                "Signed submissions of units, verified and added up: amounts exactly, ratios as ratios of sums. "
                    + "Readings stay with the units; so do their methods.",
                zh: "对各单位已签名的报送逐份验证后汇总：数量精确相加，比值为合计之比。读数与方法留存于各单位。"), source: "")
    ]
}
