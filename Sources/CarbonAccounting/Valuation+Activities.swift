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

    /// Tells whether meters show what a bill states, so that it is left out: one source a quantity and time. Where they
    /// speak of a part of its time only, what they do not show is in no figure, and no certificate may hold these.
    mutating func isMetered(
        _ bill: Activity, by account: Account, medium: String?, in figures: Set<EmissionScope>
    ) -> Bool {
        let time = meteredTime(of: account, medium: medium)
        guard time.meets(bill.interval) else { return false }
        if !time.covers(bill.interval) { partlyStated.formUnion(figures) }
        let name = medium.map { "\(account.rawValue)/\(LotChecker.shown($0))" } ?? account.rawValue
        reportDoubleSource(
            bill.id, BilingualText("the meter of \(name)", zh: "\(name) 的计量"), line: bill.line)
        return true
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

    /// What is left out, and what stands for it.
    mutating func reportDoubleSource(_ value: String, _ other: BilingualText, line: Int?) {
        report(
            .doubleSource, ["value": value], other: other, file: "activities.csv", line: line)
    }
}
