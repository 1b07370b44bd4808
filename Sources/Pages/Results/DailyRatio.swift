import EnergyLedger
import Quantities
import Runs

/// Ratios of the days of a period (逐日比值), over the hours that both sides have.
enum DailyRatio {
    /// `E_DC` and `E_IT` of each day of a period.
    static func daily(_ site: Run.SiteResult, _ period: Period) -> [Balances.Parts?] {
        let (journal, calendar) = (site.balances.journal, site.site.calendar)
        var ranges: [Range<Int>] = []
        var date = period.start
        func slot(_ date: CivilDate) -> Int {
            let offset = calendar.start(of: date) - journal.interval.start
            return max(0, min(journal.slotCount, Int(offset / journal.slotSeconds)))
        }
        while date < period.end {
            let next = date.adding(days: 1)
            ranges.append(slot(date)..<max(slot(date), slot(next)))
            date = next
        }
        return site.balances.facilityToIT(over: ranges)
    }
}
