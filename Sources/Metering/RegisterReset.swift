import Quantities

/// How often a register begins again at zero by itself (示数定期清零), as declared in `meters.csv`.
public enum RegisterReset: String, Hashable, Sendable, CaseIterable {
    case daily
    case monthly
    case yearly

    /// A meter's clock may be off by this much [s], and one that keeps standard time is off by it all
    /// summer, so a fall this close to the boundary is the reset.
    static let tolerance: Int64 = 3_600

    /// The last boundary that is not after an instant: local midnight of a day, of the first of a
    /// month, or of the first of January.
    func boundary(notAfter instant: Int64, in calendar: LocalCalendar) -> Int64 {
        let date = calendar.date(at: instant)
        switch self {
        case .daily: return calendar.start(of: date)
        case .monthly: return calendar.start(of: date.firstOfMonth())
        case .yearly:
            let month = date.components.month
            return calendar.start(of: date.firstOfMonth(adding: 1 - month))
        }
    }
}
