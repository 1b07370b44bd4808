import ArgumentParser
import EnergyLedger
import MeterFiles
import Quantities
import Reporting
import Runs

/// `explain`: the chain behind one figure.
struct ExplainCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "The chain behind one figure.",
        discussion: """
            FIGURE is SITE:NAME, where NAME is as in the JSON (`indicators.pue`, `energy_kwh.it`,
            `emissions_kgco2e.scope2_location`, `grades.gb-40879-2021`) or its last word (`pue`).

            Examples:
              carbongrade explain dc-nansha:pue -C my-site --period 2025
              carbongrade explain dc-nansha:gb-40879-2021 -C my-site --period 2025
              carbongrade explain dc-nansha:it -C my-site --period 2025 --at 2025-03-01T10:00:00+08:00
            """)

    @OptionGroup var options: CommonOptions
    @Option(help: "2026, 2026Q3, 2026-09 or A/B (half-open, local).")
    var period: Period
    @Option(help: "An instant; the lines behind that hour are printed themselves.")
    var at: String?
    @Argument(help: "The figure, such as dc-1:pue.")
    var figure: String

    func run() throws {
        var chosen = PeriodOptions()
        chosen.period = period
        let parts = figure.split(separator: ":", maxSplits: 1).map(String.init)
        chosen.site = parts.count == 2 ? parts[0] : nil
        let run = try options.run(chosen)
        guard parts.count == 2 || run.sites.count == 1, let site = run.sites.first else {
            throw ValidationError(
                "Name the site before the figure, as in \(run.sites.first?.site.id ?? "SITE"):\(figure)"
            )
        }
        let explainer = try Explainer(
            run, site: site, narrowed: try hour(site.site), language: options.language)
        do {
            let chain = try explainer.explain(parts.last ?? figure)
            Terminal.print(options.format == .json ? chain.json.text : chain.tree())
        } catch let unknown as UnknownFigure {
            throw ValidationError(
                "No figure is named \(figure); there are: " + unknown.known.joined(separator: ", "))
        }
    }

    /// The hour of the instant that was named.
    private func hour(_ site: Site) throws -> Interval? {
        guard let at else { return nil }
        guard let stamp = Timestamp(text: at) else {
            throw ValidationError("--at wants a time such as 2026-03-01T10:00:00+08:00")
        }
        var instant = stamp.seconds
        if stamp.isLocal {
            switch site.calendar.instants(ofLocal: stamp.seconds) {
            case .once(let only): instant = only
            case .twice(let earlier, _): instant = earlier
            case .never:
                throw ValidationError("\(at) does not exist in \(site.calendar.identifier)")
            }
        }
        let start = LocalCalendar.floor(instant, by: 3_600) * 3_600
        return Interval(start: start, end: start + 3_600)
    }
}
