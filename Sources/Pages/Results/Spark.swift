import Charts
import EnergyLedger
import Quantities
import Runs

/// The months of a site as a line as small as a word (逐月迷你图): PUE where there is one, else energy.
enum Spark {
    /// The line; nothing for a period of a single month.
    static func markup(
        of site: Run.SiteResult, _ pages: RunPages, _ context: PageContext
    ) -> HTML {
        let months = pages.run.period.months
        guard months.count > 1 else { return HTML("") }
        let ratios = site.balances.monthly.map { month in
            month.facilityToIT.flatMap {
                ExactRatio(Int128($0.numerator), to: Int128($0.denominator))
            }
            .flatMap { DecimalText($0.text(places: 4)) }
        }
        let name = context.name(of: site)
        guard ratios.contains(where: { $0 != nil }) else { return HTML("") }
        return HTML(
            Sparkline(
                title: context.words("PUE by month of \(name)", "\(name) 逐月 PUE"),
                values: ratios, labels: months.map(\.label), measure: Measure("", places: 3),
                words: context.chartWords
            ).svg(width: 128, height: 32))
    }
}
