import Hummingbird
import Provenance
import Reporting
import Runs

/// The published data in use (已发布数据): emission factors, rulebooks, retrofit measures.
enum PublishedRoutes {
    static let all: [Route] = [factors, factor, schemes, scheme, measures, measure]

    private static let lang = Route.Parameter(
        name: "lang", form: .word(Language.allCases.map(\.rawValue)),
        summary: "The language of words.")

    private static func name(_ name: String, _ summary: String) -> Route.Parameter {
        Route.Parameter(name: name, form: .text(most: 200), summary: summary, isInPath: true)
    }

    private static let factors = Route(
        method: .get, path: "/api/v1/factors", access: .needs(.read),
        summary: "The emission factors in use; as `carbongrade factors list`.",
        parameters: ListPage.parameters + [
            lang,
            Route.Parameter(
                name: "kind", form: .word(FactorLine.Kind.allCases.map(\.rawValue)),
                summary: "Of this kind only."),
            Route.Parameter(
                name: "region", form: .text(most: 40),
                summary: "Of this region only, such as CN-GD."),
        ],
        answers: [
            Route.Answer(
                status: 200, summary: "A page of values, each with document, table and page.",
                schema: .document(["factors", "next_cursor"]))
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        let lines = FactorLine.all(of: ground.data.factors).filter { line in
            (call.values["kind"].map { $0 == line.kind.rawValue } ?? true)
                && (call.values["region"].map { $0 == line.region } ?? true)
        }
        let (page, next) = try ListPage.cut(Array(lines.enumerated()), call) { String($0.offset) }
        return Document(
            ground.data.factorsDocument(page.map(\.element), call.language)
                .with("next_cursor", next)
        ).response(to: call)
    }

    private static let factor = Route(
        method: .get, path: "/api/v1/factors/{factor}", access: .needs(.read),
        summary:
            "One value, or all of a publication or substance. Slashes in the name are written %2F.",
        parameters: [name("factor", "The name, such as CN-GD%2F2023%2Faverage."), lang],
        answers: [
            Route.Answer(status: 200, summary: "The values.", schema: .document(["factors"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        let lines = ground.data.factorLines(named: try call.text("factor"))
        guard !lines.isEmpty else { throw Problem.notFound }
        return Document(ground.data.factorsDocument(lines, call.language)).response(to: call)
    }

    private static let schemes = Route(
        method: .get, path: "/api/v1/schemes", access: .needs(.read),
        summary: "The rulebooks; as `carbongrade schemes list`.", parameters: [lang],
        answers: [
            Route.Answer(status: 200, summary: "The rulebooks.", schema: .document(["schemes"]))
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        return Document(ground.data.schemesDocument(call.language)).response(to: call)
    }

    private static let scheme = Route(
        method: .get, path: "/api/v1/schemes/{scheme}", access: .needs(.read),
        summary: "One rulebook with its limits and sources.",
        parameters: [name("scheme", "The rulebook's id."), lang],
        answers: [
            Route.Answer(status: 200, summary: "The rulebook.", schema: .document(["scheme"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        guard let document = ground.data.schemeDocument(try call.text("scheme"), call.language)
        else { throw Problem.notFound }
        return Document(document).response(to: call)
    }

    private static let measures = Route(
        method: .get, path: "/api/v1/measures", access: .needs(.read),
        summary: "The retrofit measures; as `carbongrade measures list`.", parameters: [lang],
        answers: [
            Route.Answer(status: 200, summary: "The measures.", schema: .document(["measures"]))
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        guard let document = ground.data.measuresDocument(call.language) else {
            throw Problem.notFound
        }
        return Document(document).response(to: call)
    }

    private static let measure = Route(
        method: .get, path: "/api/v1/measures/{measure}", access: .needs(.read),
        summary: "One measure with its range and source.",
        parameters: [name("measure", "The measure's id."), lang],
        answers: [
            Route.Answer(status: 200, summary: "The measure.", schema: .document(["measures"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        guard
            let document = ground.data.measuresDocument(
                named: try call.text("measure"), call.language)
        else { throw Problem.notFound }
        return Document(document).response(to: call)
    }
}
