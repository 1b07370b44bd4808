public import Metering
public import Quantities

/// What changed of one meter's booking to one account in one local month (重述差异): how a correction, a
/// late file or an undoing restates what stood before.
public struct LoadDifference: Hashable, Sendable {
    /// The meter.
    public let meterID: String
    /// The start of the validity of its line in `meters.csv` [s, Unix time].
    public let validFrom: Int64
    /// The site.
    public let siteID: String
    /// The account, the mirror account for the flow against the meter's own direction.
    public let account: Account
    /// What is counted.
    public let dimension: Dimension
    /// The month at the site, as `2026-01`.
    public let month: String
    /// What stood before [J, mL or g]; nil where nothing stood.
    public let old: Int64?
    /// What stands now [J, mL or g]; nil where nothing stands.
    public let new: Int64?
    /// How much time has another amount or coverage [s].
    public let changedSeconds: Int64

    /// New less old [J, mL or g]; what does not stand counts nothing.
    public var difference: Int64 { (new ?? 0) - (old ?? 0) }

    /// Compares two loads of a meter, month by month of a calendar; months that are alike are left out.
    ///
    /// - Parameter account: The account that both are booked to.
    public static func months(
        from old: LoadProfile?, to new: LoadProfile?, of meter: Meter, as account: Account,
        in calendar: LocalCalendar
    ) -> [LoadDifference] {
        let numbers = Set((old?.months ?? [:]).keys).union((new?.months ?? [:]).keys)
        guard let first = numbers.min(), let last = numbers.max() else { return [] }
        // A local month may begin in the UTC month before, or end in the one after.
        var date = calendar.date(at: LoadProfile.interval(ofMonth: first).start).firstOfMonth()
        let end = LoadProfile.interval(ofMonth: last).end
        var differences: [LoadDifference] = []
        while calendar.start(of: date) < end {
            let next = date.firstOfMonth(adding: 1)
            let interval = calendar.interval(from: date, to: next)
            if old == nil, let new {
                // Nothing stood before: what stands now needs no slot by slot comparison.
                if let (amount, slots) = whole(of: new, in: interval) {
                    differences.append(
                        LoadDifference(
                            meterID: meter.id, validFrom: meter.validity.start,
                            siteID: meter.siteID, account: account,
                            dimension: meter.unit.dimension, month: String("\(date)".prefix(7)),
                            old: nil, new: amount, changedSeconds: slots * new.slotSeconds))
                }
                date = next
                continue
            }
            let (before, after) = (slots(of: old, in: interval), slots(of: new, in: interval))
            if before != after {
                let slot = (new ?? old)?.slotSeconds ?? 3_600
                let changed = (0..<max(before.count, after.count)).count {
                    (before.isEmpty ? nil : before[$0]) != (after.isEmpty ? nil : after[$0])
                }
                differences.append(
                    LoadDifference(
                        meterID: meter.id, validFrom: meter.validity.start, siteID: meter.siteID,
                        account: account, dimension: meter.unit.dimension,
                        month: String("\(date)".prefix(7)), old: sum(before), new: sum(after),
                        changedSeconds: Int64(changed) * slot))
            }
            date = next
        }
        return differences
    }

    private struct Slot: Hashable {
        let amount: Int64
        let seconds: UInt16
    }

    /// The slots of an interval, nil where nothing stands; empty when nothing stands at all.
    private static func slots(of profile: LoadProfile?, in interval: Interval) -> [Slot?] {
        guard let profile else { return [] }
        var slots = [Slot?](
            repeating: nil, count: Int(interval.seconds / profile.slotSeconds))
        var stands = false
        for (number, month) in profile.months {
            let bounds = LoadProfile.interval(ofMonth: number)
            guard let shared = bounds.intersection(interval) else { continue }
            let from = Int((shared.start - bounds.start) / profile.slotSeconds)
            let to = Int((shared.start - interval.start) / profile.slotSeconds)
            for offset in 0..<Int(shared.seconds / profile.slotSeconds)
            where month.flags[from + offset] & LoadProfile.present != 0 {
                stands = true
                slots[to + offset] = Slot(
                    amount: month.amounts[from + offset],
                    seconds: month.coveredSeconds[from + offset])
            }
        }
        return stands ? slots : []
    }

    /// The sum of the slots that stand in an interval, and how many they are; nil when there is none.
    private static func whole(
        of profile: LoadProfile, in interval: Interval
    ) -> (amount: Int64, slots: Int64)? {
        var (amount, count) = (Int64(0), Int64(0))
        for (number, month) in profile.months {
            let bounds = LoadProfile.interval(ofMonth: number)
            guard let shared = bounds.intersection(interval) else { continue }
            let from = Int((shared.start - bounds.start) / profile.slotSeconds)
            let to = from + Int(shared.seconds / profile.slotSeconds)
            month.flags.withUnsafeBufferPointer { flags in
                month.amounts.withUnsafeBufferPointer { amounts in
                    for slot in from..<to where flags[slot] & LoadProfile.present != 0 {
                        count += 1
                        amount += amounts[slot]
                    }
                }
            }
        }
        return count > 0 ? (amount, count) : nil
    }

    private static func sum(_ slots: [Slot?]) -> Int64? {
        slots.isEmpty ? nil : slots.reduce(0) { $0 + ($1?.amount ?? 0) }
    }
}
