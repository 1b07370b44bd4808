public import Provenance
public import Quantities

/// What every document says of itself (文档抬头), so that `verify` can repeat it anywhere.
///
/// A part that a document does not rest on is `null` beside a reason: an inspection knows no
/// period, an ingest uses no factor.
public struct DocumentHeading: Sendable {
    /// The published factors behind a document.
    public struct Factors: Sendable {
        let release: String
        let digest: Digest

        /// Makes the statement of a release and the digest of its files.
        public init(release: String, digest: Digest) {
            self.release = release
            self.digest = digest
        }
    }

    /// A rulebook behind a document.
    public typealias Scheme = (id: String, edition: String, digest: Digest)

    let tool: String
    let zoneRelease: String
    let organisation: BilingualText?
    let settings: [String: String]?
    let period: Period?
    let inputs: [(name: String, digest: Digest)]
    let factors: Factors?
    let rulebooks: [Scheme]?
    let findings: [Finding]

    /// Makes a heading; what is nil is printed as `null` with its reason.
    public init(
        tool: String, zoneRelease: String, organisation: BilingualText? = nil,
        settings: [String: String]? = nil, period: Period? = nil,
        inputs: [(name: String, digest: Digest)] = [], factors: Factors? = nil,
        rulebooks: [Scheme]? = nil, findings: [Finding] = []
    ) {
        self.tool = tool
        self.zoneRelease = zoneRelease
        self.organisation = organisation
        self.settings = settings
        self.period = period
        self.inputs = inputs
        self.factors = factors
        self.rulebooks = rulebooks
        self.findings = findings
    }

    /// The members that begin every document of a schema.
    public func members(_ schema: String, language: Language = .english) -> [String: JSONValue] {
        [
            "schema": .string(schema),
            "tool": .object([
                "name": .string("carbongrade"), "version": .string(tool),
                "tzdata": .string(zoneRelease),
            ]),
            "organisation": .text(organisation?.text(in: .both)),
            "settings": settings.map { .object($0.mapValues(JSONValue.string)) } ?? .null,
            "period": period.map {
                .object([
                    "start": .string("\($0.start)"), "end": .string("\($0.end)"),
                    "label": .string($0.label),
                ])
            } ?? .null,
            "inputs": .array(
                inputs.map {
                    .object(["name": .string($0.name), "sha256": .string($0.digest.hexadecimal)])
                }),
            "factor_release": .text(factors?.release),
            "factor_digest": .text(factors?.digest.hexadecimal),
            "rulebooks": rulebooks.map {
                .array(
                    $0.map {
                        .object([
                            "id": .string($0.id), "edition": .string($0.edition),
                            "sha256": .string($0.digest.hexadecimal),
                        ])
                    })
            } ?? .null,
            "findings_summary": FindingDocument.summary(findings),
            "heading_reasons": .object(reasons.mapValues { .string($0.text(in: language)) }),
        ]
    }

    /// Why a part of the heading is null.
    private var reasons: [String: BilingualText] {
        var reasons: [String: BilingualText] = [:]
        if organisation == nil {
            reasons["organisation"] = BilingualText("no portfolio was read", zh: "未读取组合")
        }
        if settings == nil {
            reasons["settings"] = BilingualText("no portfolio was read", zh: "未读取组合")
        }
        if period == nil {
            reasons["period"] = BilingualText(
                "the document speaks of no period", zh: "本文档不涉及统计期")
        }
        if factors == nil {
            reasons["factor_release"] = BilingualText(
                "no emission factor enters the document", zh: "本文档不涉及排放因子")
        }
        if rulebooks == nil {
            reasons["rulebooks"] = BilingualText(
                "no rulebook enters the document", zh: "本文档不涉及评级规则")
        }
        return reasons
    }
}
