public import EnergyLedger
public import Metering
public import Provenance

/// The hours of the year that the PUE leaves out (PUE 未计入的小时), in how many of them a plan saves all the same, and
/// which meters miss them.
///
/// What is saved in such an hour counts as energy, money and emission, and not in the PUE: the ratio takes the hours
/// that all its terms have, before the plan and after it.
public struct RatioGaps: Hashable, Sendable {
    /// A meter that misses hours.
    public struct Gap: Hashable, Sendable {
        /// The meter.
        public let meterID: String
        /// Its account.
        public let account: Account
        /// How many slots it owes and does not have measured whole.
        public let slots: Int
    }

    /// How many slots the period has.
    public let slotCount: Int
    /// How many the PUE leaves out.
    public let leftOut: Int
    /// In how many of those the chain takes part, so that something may be saved.
    public let leftOutOfSaving: Int
    /// The meters that miss any, those that miss most first.
    public let meters: [Gap]
    /// The length of a slot [s].
    public let slotSeconds: Int64

    /// Counts the hours of a journal; nil where it has no PUE, or the PUE has all of them.
    public init?(of journal: Journal, _ fit: ChainFit) {
        guard let terms = JournalPlaces(journal: journal).boundaryHours,
            JournalPlaces(journal: journal).meteredAccount(among: EndUse.it.accounts) != nil
        else { return nil }
        let hours = zip(terms, journal.hours(of: EndUse.it.accounts)).map { $0 && $1 }
        slotCount = hours.count
        leftOut = hours.count { !$0 }
        guard leftOut > 0 else { return nil }
        leftOutOfSaving = zip(hours, fit.base).count { !$0 && $1 }
        slotSeconds = journal.slotSeconds
        let accounts = BoundaryTerms(excluding: journal.site.boundaryExcludes).all.union(
            EndUse.it.accounts)
        typealias Column = Journal.Column
        meters = journal.columns(of: accounts).compactMap { column -> Gap? in
            guard let meterID = column.meterID else { return nil }
            let slots = column.states.count {
                $0 & Column.owed != 0 && $0 & Column.covered == 0
            }
            return slots > 0 ? Gap(meterID: meterID, account: column.account, slots: slots) : nil
        }.sorted { $0.slots == $1.slots ? $0.meterID < $1.meterID : $0.slots > $1.slots }
    }

    /// Slots as hours, exact.
    public func hours(_ slots: Int) -> String {
        let seconds = Int64(slots) * slotSeconds
        let hundredths = String(seconds % 3_600 / 36)
        let whole = "\(seconds / 3_600)"
        return seconds % 3_600 == 0
            ? whole : whole + "." + (hundredths.count < 2 ? "0" : "") + hundredths
    }

    /// What is left out, by whom, and what of it matters.
    public var text: BilingualText {
        let shown = meters.prefix(6)
        let names = shown.map { "\($0.meterID) \(hours($0.slots))" }.joined(separator: ", ")
        let more = meters.count > shown.count ? ", … (\(meters.count))" : ""
        let (out, all, saving) = (hours(leftOut), hours(slotCount), hours(leftOutOfSaving))
        let what = BilingualText(
            "the PUE leaves out \(out) of \(all) hours, missing at: \(names)\(more)",
            zh: "PUE 未计入 \(all) 小时中的 \(out) 小时，缺失计量点：\(names)\(more)")
        guard leftOutOfSaving > 0 else { return what }
        return BilingualText(
            what.english
                + "; in \(saving) of them the plan saves, which counts as energy and not in the PUE",
            zh: what.chinese + "；其中 \(saving) 小时的节电计入电量而不计入 PUE")
    }
}
