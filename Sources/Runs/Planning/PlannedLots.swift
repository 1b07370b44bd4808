import CarbonAccounting
import EnergyLedger
import Quantities
import Retrofit

/// The green power that a package would buy (拟购绿电): lots as `instruments.csv` would hold them once they are bought,
/// settled and cancelled, so that the same rules decide what they are worth.
enum PlannedLots {
    /// The lots of some options at a site; none where the period is no calendar year, for lots are matched by
    /// calendar years, and `needs-calendar-year` then stands against the options.
    static func lots(
        of options: [RetrofitOption], at site: Site, over period: Period
    ) -> [Instrument] {
        guard let year = period.calendarYear else { return [] }
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
}
