public import Provenance
public import Quantities

/// What every document says of itself (文档抬头), so that `verify` can repeat it anywhere.
public struct DocumentHeading: Sendable {
    let tool: String
    let zoneRelease: String
    let organisation: BilingualText
    let settings: [String: String]
    let period: Period
    let inputs: [(name: String, digest: Digest)]
    let factorRelease: String
    let factorDigest: Digest
    let rulebooks: [(id: String, edition: String, digest: Digest)]
    let findings: [Finding]

    /// Makes a heading.
    public init(
        tool: String, zoneRelease: String, organisation: BilingualText,
        settings: [String: String], period: Period,
        inputs: [(name: String, digest: Digest)], factorRelease: String, factorDigest: Digest,
        rulebooks: [(id: String, edition: String, digest: Digest)], findings: [Finding]
    ) {
        self.tool = tool
        self.zoneRelease = zoneRelease
        self.organisation = organisation
        self.settings = settings
        self.period = period
        self.inputs = inputs
        self.factorRelease = factorRelease
        self.factorDigest = factorDigest
        self.rulebooks = rulebooks
        self.findings = findings
    }

    /// The members that begin every document of a schema.
    public func members(_ schema: String) -> [String: JSONValue] {
        [
            "schema": .string(schema),
            "tool": .object([
                "name": .string("carbongrade"), "version": .string(tool),
                "tzdata": .string(zoneRelease),
            ]),
            "organisation": .string(organisation.text(in: .both)),
            "settings": .object(settings.mapValues(JSONValue.string)),
            "period": .object([
                "start": .string("\(period.start)"), "end": .string("\(period.end)"),
                "label": .string(period.label),
            ]),
            "inputs": .array(
                inputs.map {
                    .object(["name": .string($0.name), "sha256": .string($0.digest.hexadecimal)])
                }),
            "factor_release": .string(factorRelease),
            "factor_digest": .string(factorDigest.hexadecimal),
            "rulebooks": .array(
                rulebooks.map {
                    .object([
                        "id": .string($0.id), "edition": .string($0.edition),
                        "sha256": .string($0.digest.hexadecimal),
                    ])
                }),
            "findings_summary": FindingDocument.summary(findings),
        ]
    }
}
