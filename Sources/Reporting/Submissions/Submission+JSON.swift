import Provenance
import Quantities

extension Submission {
    /// The unsigned document; `issuer` is the name of the key that will sign it.
    public func json(issuer: String) -> JSONValue {
        .object([
            "schema": .string(Self.schema), "@context": .array([.string(Self.context)]),
            "issuer": .string(issuer), "organisation": .plain(organisation),
            "tool": .string(tool), "tzdata": .string(zoneRelease),
            "period": ReportDocument.period(period),
            "settings": .object(settings.mapValues { .plain($0) }),
            "sites": .array(sites.map(SubmissionSites.json)),
            "levels": .array(grades.map(SubmissionSites.json)),
            "findings": .array(findings.map(Self.json)),
            "restatements": .array(restatements.map(Self.json)),
            "factor_release": .string(sources.factorRelease),
            "factor_digest": .string(sources.factorDigest.hexadecimal),
            "factors": .array(sources.factors.map(Self.json)),
            "rulebooks": .array(sources.rulebooks.map(Self.json)),
            "inputs": .array(
                sources.inputs.map {
                    .object([
                        "name": .plain($0.name), "sha256": .string($0.digest.hexadecimal),
                    ])
                }),
        ])
    }

    /// The proof is made over the document with this context.
    static let context = "https://w3id.org/security/data-integrity/v2"

    /// Reads a document without its proof.
    ///
    /// - Returns: The submission and the name of its issuer's key.
    public static func read(
        _ document: JSONValue
    ) throws(SubmissionFault) -> (submission: Submission, issuer: String) {
        var members = try StrictMembers(document, "")
        guard try members.take("schema", StrictMembers.text) == schema,
            try members.list("@context", atMost: 1, StrictMembers.text) == [context]
        else { throw SubmissionFault("schema", "no submission", zh: "不是报送文件") }
        let issuer = try members.take("issuer", StrictMembers.text)
        let submission = try Submission(&members)
        try members.end()
        return (submission, issuer)
    }

    private init(_ members: inout StrictMembers) throws(SubmissionFault) {
        organisation = try members.take("organisation", StrictMembers.words)
        tool = try members.take("tool", StrictMembers.text)
        zoneRelease = try members.take("tzdata", StrictMembers.text)
        period = try members.take("period", StrictMembers.period)
        settings = try members.take("settings") { value, path throws(SubmissionFault) in
            guard case .object(let members) = value, members.count <= 200 else {
                throw SubmissionFault(path, "no object", zh: "不是对象")
            }
            var settings: [String: String] = [:]
            for (name, text) in members {
                settings[try StrictMembers.text(.string(name), path)] = try StrictMembers.text(
                    text, path)
            }
            return settings
        }
        sites = try members.list("sites", SubmissionSites.site)
        grades = try members.list("levels", atMost: 5_000_000, SubmissionSites.grade)
        findings = try members.list("findings", atMost: 1_000, Self.kind)
        restatements = try members.list("restatements", atMost: 1_000_000, Self.restatement)
        let release = try members.take("factor_release", StrictMembers.text)
        let digest = try members.take("factor_digest", StrictMembers.digest)
        sources = ReportSources(
            factors: try members.list("factors", Self.factor),
            rulebooks: try members.list("rulebooks", atMost: 1_000, Self.rulebook),
            inputs: try members.list("inputs", Self.input), factorRelease: release,
            factorDigest: digest)
    }

    // MARK: - Findings and restatements

    private static func json(_ kind: ReportQuality.Kind) -> JSONValue {
        .object([
            "code": .string(kind.code), "severity": .string(kind.severity.rawValue),
            "count": .whole(kind.count), "sites": .array(kind.sites.map { .plain($0) }),
            "example": .plain(kind.example), "remedy": .plain(kind.remedy),
        ])
    }

    private static func kind(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportQuality.Kind {
        var members = try StrictMembers(value, path)
        let kind = ReportQuality.Kind(
            code: try members.take("code", StrictMembers.text),
            severity: try members.take("severity", StrictMembers.word),
            count: try members.take("count", StrictMembers.count),
            sites: try members.list("sites", StrictMembers.text),
            example: try members.take("example", StrictMembers.words),
            remedy: try members.take("remedy", StrictMembers.words))
        try members.end()
        return kind
    }

    private static func json(_ one: ReportRestatement) -> JSONValue {
        .object([
            "period": .plain(one.period), "version": .whole(one.version),
            "site_id": .plain(one.siteID), "scope": .string(one.scope.rawValue),
            "released_mg": one.released.map { .whole($0.milligrams) } ?? .null,
            "present_mg": one.present.map { .whole($0.milligrams) } ?? .null,
            "readings_mg": .whole(one.readings.milligrams),
            "factor_mg": .whole(one.factor.milligrams),
            "green_power_mg": .whole(one.greenPower.milligrams),
            "rule_mg": .whole(one.rule.milligrams),
        ])
    }

    private static func restatement(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportRestatement {
        var members = try StrictMembers(value, path)
        let one = ReportRestatement(
            period: try members.take("period", StrictMembers.text),
            version: try members.take("version", StrictMembers.count),
            siteID: try members.take("site_id", StrictMembers.text),
            scope: try members.take("scope", StrictMembers.word),
            released: try members.optional("released_mg", SubmissionFigures.quantity),
            present: try members.optional("present_mg", SubmissionFigures.quantity),
            readings: try members.take("readings_mg", SubmissionFigures.quantity),
            factor: try members.take("factor_mg", SubmissionFigures.quantity),
            greenPower: try members.take("green_power_mg", SubmissionFigures.quantity),
            rule: try members.take("rule_mg", SubmissionFigures.quantity))
        try members.end()
        guard let one else {
            throw SubmissionFault(
                path, "the causes do not add up to the difference", zh: "各原因之和不等于差异")
        }
        return one
    }

    // MARK: - Sources

    private static func json(_ factor: ReportSources.Factor) -> JSONValue {
        .object([
            "factor_id": .plain(factor.id), "region": .plain(factor.region),
            "data_year": factor.dataYear.map { .whole($0) } ?? .null,
            "variant": .plain(factor.variant), "value": .plain(factor.value),
            "unit": .plain(factor.unit), "gases": .plain(factor.gases),
            "scopes": .array(factor.scopes.map { .string($0.rawValue) }),
            "publication": factor.publication.map { publication in
                .object([
                    "id": .plain(publication.identifier), "issuer": .plain(publication.issuer),
                    "title": .plain(publication.title), "published": .plain(publication.published),
                    "locator": .plain(publication.locator),
                ])
            } ?? .null, "place": .plain(factor.place),
            "confidence": .string(factor.confidence.rawValue), "fallback": .plain(factor.fallback),
        ])
    }

    private static func factor(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportSources.Factor {
        var members = try StrictMembers(value, path)
        let factor = ReportSources.Factor(
            id: try members.take("factor_id", StrictMembers.text),
            region: try members.take("region", StrictMembers.text),
            dataYear: try members.optional("data_year", StrictMembers.count),
            variant: try members.take("variant", StrictMembers.text),
            value: try members.take("value", StrictMembers.text),
            unit: try members.take("unit", StrictMembers.text),
            gases: try members.take("gases", StrictMembers.text),
            scopes: try members.list("scopes", atMost: 4, StrictMembers.word),
            publication: try members.optional("publication", publication),
            place: try members.take("place", StrictMembers.text),
            confidence: try members.take("confidence", StrictMembers.word),
            fallback: try members.optional("fallback", StrictMembers.text))
        try members.end()
        return factor
    }

    private static func publication(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> Publication {
        var members = try StrictMembers(value, path)
        let publication = Publication(
            identifier: try members.take("id", StrictMembers.text),
            issuer: try members.take("issuer", StrictMembers.text),
            title: try members.take("title", StrictMembers.words),
            published: try members.optional("published", StrictMembers.text),
            locator: try members.take("locator", StrictMembers.text))
        try members.end()
        return publication
    }

    private static func json(_ book: ReportSources.Rulebook) -> JSONValue {
        .object([
            "id": .plain(book.id), "number": .plain(book.number), "title": .plain(book.title),
            "edition": .plain(book.edition), "issuer": .plain(book.issuer),
            "documents": .array(
                book.documents.map {
                    .object(["title": .plain($0.title), "locator": .plain($0.locator)])
                }), "sha256": .string(book.digest.hexadecimal),
        ])
    }

    private static func rulebook(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportSources.Rulebook {
        var members = try StrictMembers(value, path)
        let book = ReportSources.Rulebook(
            id: try members.take("id", StrictMembers.text),
            number: try members.take("number", StrictMembers.text),
            title: try members.take("title", StrictMembers.words),
            edition: try members.take("edition", StrictMembers.text),
            issuer: try members.take("issuer", StrictMembers.words),
            documents: try members.list("documents", atMost: 200) {
                value, path throws(SubmissionFault) in
                var members = try StrictMembers(value, path)
                let document = (
                    title: try members.take("title", StrictMembers.words),
                    locator: try members.take("locator", StrictMembers.text)
                )
                try members.end()
                return document
            }, digest: try members.take("sha256", StrictMembers.digest))
        try members.end()
        return book
    }

    private static func input(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportSources.Input {
        var members = try StrictMembers(value, path)
        let input = ReportSources.Input(
            name: try members.take("name", StrictMembers.text),
            digest: try members.take("sha256", StrictMembers.digest))
        try members.end()
        return input
    }
}
