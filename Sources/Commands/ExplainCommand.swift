import ArgumentParser
import EnergyLedger
import MeterFiles
import Quantities
import Reporting
import Runs

/// `explain`: the chain behind one figure.
struct ExplainCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: Help.text(
            "The chain behind one figure.", zh: "一个数据背后的依据链。"),
        discussion: Help.text(
            """
            FIGURE is SITE:NAME, where NAME is as in the JSON (`indicators.pue`, `energy_kwh.it`,
            `emissions_kgco2e.scope2_location`, `grades.gb-40879-2021`) or its last word (`pue`).

            Examples:
              carbongrade explain dc-nansha:pue -C my-site --period 2025
              carbongrade explain dc-nansha:gb-40879-2021 -C my-site --period 2025
              carbongrade explain dc-nansha:it -C my-site --period 2025 --at 2025-03-01T10:00:00+08:00
            """,
            zh: """
                数据名为 站点:名称，名称与 JSON 相同（`indicators.pue`、`energy_kwh.it`、
                `emissions_kgco2e.scope2_location`、`grades.gb-40879-2021`），或其最后一词（`pue`）。

                示例：
                  carbongrade explain dc-nansha:pue -C my-site --period 2025
                  carbongrade explain dc-nansha:gb-40879-2021 -C my-site --period 2025
                  carbongrade explain dc-nansha:it -C my-site --period 2025 --at 2025-03-01T10:00:00+08:00
                """))

    @OptionGroup var options: CommonOptions
    @Option(
        help: Help.of(
            "2026, 2026Q3, 2026-09 or A/B (half-open, local).",
            zh: "2026、2026Q3、2026-09 或 A/B（不含终点，当地日期）。"))
    var period: Period
    @Option(
        help: Help.of(
            "An instant; the lines behind that hour are printed themselves.",
            zh: "某一时刻；逐行列出该小时的原始数据。"))
    var at: String?
    @Argument(
        help: Help.of(
            "The figure, such as dc-1:pue.", zh: "数据名，例如 dc-1:pue。"))
    var figure: String

    func run() throws {
        var chosen = PeriodOptions()
        chosen.period = period
        let parts = figure.split(separator: ":", maxSplits: 1).map(String.init)
        chosen.site = parts.count == 2 ? parts[0] : nil
        let run = try options.run(chosen)
        guard parts.count == 2 || run.sites.count == 1, let site = run.sites.first else {
            throw ValidationError(
                options.words(
                    "Name the site before the figure, as in \(run.sites.first?.site.id ?? "SITE"):\(figure)",
                    zh: "请在数据名前写站点，例如 \(run.sites.first?.site.id ?? "SITE"):\(figure)"))
        }
        let explainer = try Explainer(
            run, site: site, narrowed: try hour(site.site), language: options.language)
        do {
            let chain = try explainer.explain(parts.last ?? figure)
            switch options.format {
            case .table: Terminal.print(chain.tree())
            case .csv: Terminal.print(chain.csv)
            case .json: Terminal.print(run.explanationDocument(chain, site: site.site.id).text)
            }
        } catch let unknown as UnknownFigure {
            throw ValidationError(
                options.words(
                    "No figure is named \(figure); there are: ", zh: "没有名为 \(figure) 的数据；现有：")
                    + unknown.known.joined(separator: ", "))
        }
    }

    /// The hour of the instant that was named.
    private func hour(_ site: Site) throws -> Interval? {
        guard let at else { return nil }
        guard let stamp = Timestamp(text: at) else {
            throw ValidationError(
                options.words(
                    "--at wants a time such as 2026-03-01T10:00:00+08:00",
                    zh: "--at 需要时间，例如 2026-03-01T10:00:00+08:00"))
        }
        var instant = stamp.seconds
        if stamp.isLocal {
            switch site.calendar.instants(ofLocal: stamp.seconds) {
            case .once(let only): instant = only
            case .twice(let earlier, _): instant = earlier
            case .never:
                throw ValidationError(
                    options.words(
                        "\(at) does not exist in \(site.calendar.identifier)",
                        zh: "\(at) 在 \(site.calendar.identifier) 中不存在"))
            }
        }
        let start = LocalCalendar.floor(instant, by: 3_600) * 3_600
        return Interval(start: start, end: start + 3_600)
    }
}
