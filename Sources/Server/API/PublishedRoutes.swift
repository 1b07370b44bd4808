import CarbonAccounting
import EnergyLedger
import HTTPTypes
import Hummingbird
import Provenance
import Reporting
import Runs

/// The published data in use (已发布数据): emission factors, rulebooks, retrofit measures, in the words of the commands.
enum PublishedRoutes {
    static let all: [Route] = [factors, factor, differences, schemes, scheme, measures, measure]

    private static let lang = Route.Parameter(
        name: "lang", form: .word(Language.allCases.map(\.rawValue)),
        summary: "The language of words.")
    private static let format = Route.Parameter(
        name: "format", form: .word(OutputFormat.allCases.map(\.rawValue)),
        summary: "json (default), csv, or table for the eye.")
    private static let release = Route.Parameter(
        name: "release", form: .text(most: 200),
        summary: "A release such as 2026a; by default that of the portfolio.")
    private static let unknown = Route.Answer(
        status: 422, summary: "No release or publication has that name.",
        type: "application/problem+json")

    private static func name(_ name: String, _ summary: String) -> Route.Parameter {
        Route.Parameter(name: name, form: .text(most: 200), summary: summary, isInPath: true)
    }

    // MARK: - Factors

    private static let factors = Route(
        method: .get, path: "/api/v1/factors", access: .needs(.read),
        summary: "The emission factors; as `carbongrade factors list`.",
        parameters: ListPage.parameters + [
            lang, format, release,
            Route.Parameter(
                name: "kind", form: .word(FactorLine.Kind.allCases.map(\.rawValue)),
                summary: "Of this kind only."),
            Route.Parameter(
                name: "region", form: .text(most: 200),
                summary:
                    "Of this region only, such as CN-GD; a * at its end takes all that begin so."
            ),
            Route.Parameter(
                name: "year", form: .integer(FactorQuery.years), summary: "Of this data year only."),
            Route.Parameter(
                name: "publication", form: .text(most: 200), summary: "Of this publication only."),
        ],
        answers: [
            Route.Answer(
                status: 200,
                summary:
                    "A page of values, each with document, table and page. csv and table are no pages: "
                    + "they have all values.",
                schema: .document(["factors", "next_cursor"])), unknown,
        ]
    ) { call in
        try await made(call) { data in
            let query = FactorQuery(
                region: call.values["region"],
                kind: call.values["kind"].flatMap(FactorLine.Kind.init),
                year: call.values["year"].flatMap { Int($0) },
                publication: call.values["publication"])
            let lines = query.lines(of: data)
            guard form(of: call) == .json else { return listing(data, call).factors(lines) }
            let (page, next) = try ListPage.cut(Array(lines.enumerated()), call) {
                String($0.offset)
            }
            return data.factorsDocument(page.map(\.element), call.language)
                .with("next_cursor", next).text
        }
    }

    private static let factor = Route(
        method: .get, path: "/api/v1/factors/{factor}", access: .needs(.read),
        summary:
            "One value, or all of a publication or substance; as `carbongrade factors show`. Slashes in the name are "
            + "written %2F.",
        parameters: [
            name("factor", "The name, such as CN-GD%2F2023%2Faverage."), lang, format, release,
        ],
        answers: [
            Route.Answer(status: 200, summary: "The values.", schema: .document(["factors"])),
            PortfolioRoutes.notFound, unknown,
        ]
    ) { call in
        let name = try call.text("factor")
        return try await made(call) { listing($0, call).factor(name) }
    }

    private static let differences = Route(
        method: .get, path: "/api/v1/factor-differences", access: .needs(.read),
        summary:
            "What differs between two releases, or two publications; as `carbongrade factors diff`.",
        parameters: [
            Route.Parameter(
                name: "before", form: .text(most: 200), summary: "A release or a publication.",
                isRequired: true),
            Route.Parameter(
                name: "after", form: .text(most: 200), summary: "Another of the same kind.",
                isRequired: true), lang, format,
        ],
        answers: [
            Route.Answer(
                status: 200, summary: "The differences.", schema: .document(["differences"])),
            unknown,
        ]
    ) { call in
        let (before, after) = (try call.text("before"), try call.text("after"))
        return try await made(call, beside: [before, after]) { data, named in
            do {
                let found = try FactorComparison(of: before, and: after, in: data) {
                    named[$0] ?? data
                }
                return listing(found.data, call).differences(found)
            } catch let unknown as FactorComparison.Unknown {
                throw Problem(
                    .unprocessableContent, "unknown-publication", unknown.reason.english,
                    zh: unknown.reason.chinese)
            }
        }
    }

    // MARK: - Rulebooks

    private static let schemes = Route(
        method: .get, path: "/api/v1/schemes", access: .needs(.read),
        summary: "The rulebooks; as `carbongrade schemes list`.", parameters: [lang, format],
        answers: [
            Route.Answer(status: 200, summary: "The rulebooks.", schema: .document(["schemes"]))
        ]
    ) { call in
        try await made(call) { listing($0, call).schemes() }
    }

    private static let scheme = Route(
        method: .get, path: "/api/v1/schemes/{scheme}", access: .needs(.read),
        summary: "One rulebook with its limits and sources; as `carbongrade schemes show`.",
        parameters: [name("scheme", "The rulebook's id."), lang, format],
        answers: [
            Route.Answer(status: 200, summary: "The rulebook.", schema: .document(["scheme"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let id = try call.text("scheme")
        return try await made(call) { listing($0, call).scheme(id) }
    }

    // MARK: - Measures

    private static let measures = Route(
        method: .get, path: "/api/v1/measures", access: .needs(.read),
        summary: "The retrofit measures; as `carbongrade measures list`.",
        parameters: [
            lang, format,
            Route.Parameter(
                name: "kind", form: .word(Site.Kind.allCases.map(\.rawValue)),
                summary: "For this kind of site only."),
        ],
        answers: [
            Route.Answer(status: 200, summary: "The measures.", schema: .document(["measures"]))
        ]
    ) { call in
        let kind = call.values["kind"].flatMap(Site.Kind.init)
        return try await made(call) { listing($0, call).measures(for: kind) }
    }

    private static let measure = Route(
        method: .get, path: "/api/v1/measures/{measure}", access: .needs(.read),
        summary: "One measure with its range and source; as `carbongrade measures show`.",
        parameters: [name("measure", "The measure's id."), lang, format],
        answers: [
            Route.Answer(status: 200, summary: "The measure.", schema: .document(["measures"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let id = try call.text("measure")
        return try await made(call) { listing($0, call).measure(id) }
    }

    // MARK: - The answer

    private static func form(of call: Call) -> OutputFormat {
        call.values["format"].flatMap(OutputFormat.init) ?? .json
    }

    private static func listing(_ data: PublishedData, _ call: Call) -> PublishedListing {
        PublishedListing(data, form(of: call), call.language)
    }

    private static func made(
        _ call: Call, _ make: @escaping @Sendable (PublishedData) throws -> String?
    ) async throws -> Response {
        try await made(call, beside: []) { data, _ in try make(data) }
    }

    /// What is made of the release that is asked for, and of others that are named; made once for each state.
    ///
    /// - Parameter make: Gives nil where nothing has the name.
    private static func made(
        _ call: Call, beside others: [String],
        _ make: @escaping @Sendable (PublishedData, [String: PublishedData]) throws -> String?
    ) async throws -> Response {
        let types: [OutputFormat: String] = [
            .json: "application/json", .csv: "text/csv; charset=utf-8",
            .table: "text/plain; charset=utf-8",
        ]
        let (results, libraries) = (call.platform.results, call.platform.libraries)
        let asked = call.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let name = ([call.route.path, call.language.rawValue] + asked).joined(separator: "\u{1F}")
        return try await results.document(name, try await results.ground()) { bench in
            let data = try await libraries.library(call.values["release"], bench)
            var named: [String: PublishedData] = [:]
            for name in others where data.releases.contains(name) {
                named[name] = try await libraries.library(name, bench)
            }
            let beside = named
            return try await bench.computing {
                guard let text = try make(data, beside) else { throw Problem.notFound }
                return Document(text, type: types[form(of: call)] ?? "")
            }
        }.response(to: call)
    }
}
