import CarbonAccounting
import EnergyLedger
import Quantities
import Retrofit

/// The green power that a package would buy (拟购绿电): lots as `instruments.csv` would hold them once they are bought,
/// settled and cancelled, so that the same rules decide what they are worth.
enum PlannedLots {
    /// The lots of some options at a site; none where the period is no calendar year, for lots are matched by
    /// calendar years.
    static func lots(
        of options: [RetrofitOption], at site: Site, over period: Period
    ) -> [Instrument] {
        guard let year = calendarYear(of: period) else { return [] }
        return options.compactMap { option in
            guard let amount = option.greenMegawattHours else { return nil }
            let words = "plan: \(option.id)"
            return Instrument(
                id: "\(words) \(site.id)",
                kind: option.measure.effect == .greenCertificates ? .gec : .greenTrade,
                siteID: site.id, quantity: .kilowattHours(amount * 1_000),
                generationStart: period.start, generationEnd: period.end, technology: "wind",
                region: site.region, cancelledOn: period.end.adding(days: -1),
                cancelledFor: site.id, contract: words, settlement: words, claimYear: year,
                isTradable: true, hasCCER: false, evidence: words)
        }
    }

    /// The year of a period that is a whole one; nil for any other.
    static func calendarYear(of period: Period) -> Int? {
        let year = period.start.components.year
        return Period(String(year)) == period ? year : nil
    }
}
