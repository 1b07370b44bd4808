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

    /// The meter of a line.
    func meter(_ meterID: String?, _ validFrom: Int64?) -> Meter? {
        inputs.meters.first { $0.id == meterID && $0.validity.start == validFrom }
    }

    /// What flows through the meter of a line.
    func medium(_ meterID: String?, _ validFrom: Int64?) -> String? {
        meter(meterID, validFrom)?.medium
    }

    /// Asks of the bills of each fuel, of heat and of cooling whether they speak of all of the period: they do from the
    /// start of the first to the end of the last, so that a month between two bills is known to be zero. What is
    /// before and after is missing, unless a meter of the same stands at the site, which is asked itself.
    mutating func questionBills() {
        struct Key: Hashable {
            let matter: Activity.Kind.Matter
            let account: Account
            let substance: String
        }
        var spans: [Key: Interval] = [:]
        for activity in inputs.activities {
            guard let account = activity.kind.billedAccount else { continue }
            let key = Key(
                matter: activity.kind.matter, account: account,
                substance: activity.substance ?? account.rawValue)
            let known = spans[key] ?? activity.interval
            spans[key] = Interval(
                start: min(known.start, activity.interval.start),
                end: max(known.end, activity.interval.end))
        }
        let lines = balances.closing.lines(of: Set(spans.keys.map(\.account)))
        for (key, span) in spans.sorted(by: { $0.key.substance < $1.key.substance })
        where !span.contains(balances.interval) {
            let isMetered = lines.contains { line in
                line.meterID != nil && line.account == key.account
                    && (key.matter != .fuel
                        || medium(line.meterID, line.validFrom) == key.substance)
            }
            if isMetered { continue }
            partlyStated.formUnion(
                key.matter == .fuel ? [.scope1] : [.scope2Location, .scope2Market])
            report(
                .billedInPart,
                [
                    "value": LotChecker.shown(key.substance),
                    "from": "\(site.calendar.date(at: span.start))",
                    "to": "\(site.calendar.date(at: span.end - 1))",
                ], file: "activities.csv")
        }
    }

    /// The bill is left out, because a meter shows the same: one source a quantity and time.
    mutating func reportDoubleSource(_ activity: Activity, _ other: String) {
        report(
            .doubleSource, ["value": activity.id, "other": other], file: "activities.csv",
            line: activity.line)
    }
}
