import EnergyLedger
import Metering
import Provenance
import Quantities

// How activities meet the months of a period, and the meters that may show the same.

extension Valuation {
    /// The months that an activity touches, with the share of its time in each; what lies outside the
    /// period is left out.
    func shares(of activity: Activity) -> [(month: Period, share: ExactRational)] {
        months.compactMap { month in
            let part = month.interval(in: site.calendar)
            guard let shared = part.intersection(activity.interval),
                let share = ExactRational(
                    Int128(shared.seconds), over: Int128(activity.interval.seconds))
            else { return nil }
            return (month, share)
        }
    }

    /// Tells whether meters of an account cover any of a stretch of time.
    func isMetered(_ account: Account, during interval: Interval, medium: String?) -> Bool {
        let journal = balances.journal
        guard let shared = interval.intersection(journal.interval) else { return false }
        let first = Int((shared.start - journal.interval.start) / journal.slotSeconds)
        let end = Int(
            (shared.end - journal.interval.start + journal.slotSeconds - 1) / journal.slotSeconds)
        return journal.columns(of: [account]).contains { column in
            (medium == nil || self.medium(column.meterID, column.validFrom) == medium)
                && column.states[first..<min(end, column.states.count)].contains {
                    $0 & LoadProfile.present != 0
                }
        }
    }

    /// What flows through the meter of a line.
    func medium(_ meterID: String?, _ validFrom: Int64?) -> String? {
        inputs.meters.first { $0.id == meterID && $0.validity.start == validFrom }?.medium
    }

    /// The bill is left out, because a meter shows the same: one source a quantity and time.
    mutating func reportDoubleSource(_ activity: Activity, _ other: String) {
        report(
            .doubleSource, ["value": activity.id, "other": other], file: "activities.csv",
            line: activity.line)
    }
}
