import EnergyLedger
import HTTPTypes
import Hummingbird
import MeterFiles
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// What stands behind a figure (数据依据), as the command prints it.
enum ExplainRoutes {
    static let all: [Route] = [explain]

    private static let format = Route.Parameter(
        name: "format", form: .word(OutputFormat.allCases.map(\.rawValue)),
        summary: "json (default), csv, or table: the tree for the eye.")

    private static let explain = Route(
        method: .get, path: "/api/v1/periods/{period}/explain", access: .needs(.read),
        summary: "The chain behind one figure; as `carbongrade explain`.",
        parameters: [
            ResultRoutes.period, ResultRoutes.lang, format,
            Route.Parameter(
                name: "site", form: .text(most: 400), summary: "The site.", isRequired: true),
            Route.Parameter(
                name: "figure", form: .text(most: 400),
                summary: "The figure, such as `indicators.pue` or `pue`.", isRequired: true),
            Route.Parameter(
                name: "at", form: .text(most: 40),
                summary:
                    "An instant; the lines behind that hour are told themselves. Needs `evidence`."),
        ],
        answers: ResultRoutes.answers("The chain.", ["site_id", "chain"])
    ) { call in
        let at = call.values["at"]
        let figure = try call.text("figure")
        let form = call.values["format"].flatMap(OutputFormat.init) ?? .json
        return try await ResultRoutes.finished(
            "explain \(form) \(figure) \(at ?? "")", call, at == nil ? .read : .evidence
        ) {
            run, language in
            guard let site = run.sites.first else { throw Problem.notFound }
            let narrowed = try at.map { try hour($0, site.site) }
            let explainer = try Explainer(run, site: site, narrowed: narrowed, language: language)
            do {
                let chain = try explainer.explain(figure)
                return switch form {
                case .json: Document(run.explanationDocument(chain, site: site.site.id))
                case .csv: Document(chain.csv, type: ResultRoutes.csv)
                case .table: Document(chain.tree(), type: "text/plain; charset=utf-8")
                }
            } catch let unknown as UnknownFigure {
                throw Problem(
                    .notFound, "unknown-figure",
                    "no figure is named so; there are: " + unknown.known.joined(separator: ", "),
                    zh: "没有该名称的数据；现有：" + unknown.known.joined(separator: "、"))
            }
        }
    }

    /// The hour of an instant, by the clock of the site where it names no offset.
    private static func hour(_ text: String, _ site: Site) throws -> Interval {
        guard let stamp = Timestamp(text: text) else {
            throw Problem.malformed(
                "`at` is a time such as 2026-03-01T10:00:00+08:00",
                zh: "`at` 应为时间，例如 2026-03-01T10:00:00+08:00")
        }
        var instant = stamp.seconds
        if stamp.isLocal {
            switch site.calendar.instants(ofLocal: stamp.seconds) {
            case .once(let only): instant = only
            case .twice(let earlier, _): instant = earlier
            case .never:
                throw Problem.malformed("`at` does not exist on that day", zh: "`at` 在当日不存在")
            }
        }
        let start = LocalCalendar.floor(instant, by: 3_600) * 3_600
        return Interval(start: start, end: start + 3_600)
    }
}
