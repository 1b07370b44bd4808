import Metering
public import Quantities

/// Fills missing slots by the methods that the portfolio names, in their order (数据估算).
///
/// What is estimated depends on the readings around it and never on the period that is asked for, so
/// months add up to their year. Estimates rest on measured slots only, never on other estimates. A
/// meter whose energy ever flowed both ways, and one that only controls others, is not estimated.
public struct Estimation {
    /// How far around a period readings are looked at [s]: the longest gap of `linear` and the month
    /// around of the other methods lie inside.
    public static let reach: Int64 = 32 * 86_400
    /// `like_days` and `parent_share` look at this many days before and after.
    static let daysAround: Int64 = 15
    /// `like_days` needs this many like days.
    static let leastDays = 3
    /// `parent_share` needs this much common time [s].
    static let leastCommonSeconds: Int64 = 86_400

    private let loads: [MeterLoad]
    private let calendar: LocalCalendar
    private let period: Interval
    private var tracks: [SlotTrack]

    /// Gives the loads with the slots of the period filled.
    ///
    /// - Parameters:
    ///   - loads: The loads of all meters of a site, over the period and `reach` on both sides.
    ///   - period: The slots that are filled.
    public static func fill(
        _ loads: [MeterLoad], over period: Interval, in calendar: LocalCalendar,
        by rules: [EstimationRule]
    ) -> [MeterLoad] {
        guard !rules.isEmpty else { return loads }
        var estimation = Estimation(loads, period, calendar)
        for rule in rules {
            for index in loads.indices where estimation.mayEstimate(index) {
                switch rule.method {
                case .linear: estimation.interpolate(index, rule)
                case .likeDays: estimation.takeLikeDays(index, rule)
                case .parentShare: estimation.shareParent(index, rule)
                }
            }
        }
        return zip(loads, estimation.tracks).map { load, track in
            load.adding(
                track.estimates.reduce(into: [:]) { all, entry in
                    let start = track.start(of: entry.key)
                    if period.start <= start, start < period.end { all[start] = entry.value }
                })
        }
    }

    private init(_ loads: [MeterLoad], _ period: Interval, _ calendar: LocalCalendar) {
        self.loads = loads
        self.period = period
        self.calendar = calendar
        let grid = calendar.slotSeconds
        let start = LocalCalendar.floor(period.start - Self.reach, by: grid) * grid
        let window = Interval(start: start, end: period.end + Self.reach)
        tracks = loads.map { SlotTrack($0, over: window) }
    }

    private func mayEstimate(_ index: Int) -> Bool {
        loads[index].meter.account != .check && !loads[index].flowsBothWays
    }

    /// The gaps of a meter that a rule may fill and that touch the period.
    private func gaps(of index: Int, _ rule: EstimationRule) -> [Range<Int>] {
        let track = tracks[index]
        return track.gaps().filter { gap in
            gap.seconds <= rule.longestGap ?? Int64.max
                && track.start(of: gap.slots.upperBound) > period.start
                && track.start(of: gap.slots.lowerBound) < period.end
        }.map(\.slots)
    }

    // MARK: - linear

    /// Rule: a is the slot before the gap and b the one after it, both wholly measured; slot m of n has
    /// (a (n + 1 - m) + b m) / (n + 1), times the part of it that is missing. The gap's energy is
    /// rounded half to even once, each slot is floored, the units left over go one each to the
    /// earliest, so that the gap adds up to its energy.
    private mutating func interpolate(_ index: Int, _ rule: EstimationRule) {
        let track = tracks[index]
        var found: [(Int, Estimate)] = []
        for gap in gaps(of: index, rule) {
            let (before, after) = (gap.lowerBound - 1, gap.upperBound)
            guard before >= 0, after < track.count, track.isMeasured(before),
                track.isMeasured(after)
            else { continue }
            let (a, b) = (Int128(track.amounts[before]), Int128(track.amounts[after]))
            let steps = Int128(gap.count) + 1
            let denominator = steps * Int128(track.slotSeconds)
            let shares = gap.map { slot -> Int128 in
                let step = Int128(slot - before)
                return (a * (steps - step) + b * step) * Int128(track.missingSeconds(slot))
            }
            let whole = Rounding.halfToEven(shares.reduce(0, +), over: denominator)
            var left = whole - shares.reduce(0) { $0 + $1 / denominator }
            let basis = [before, after].map { LocalCalendar.utcText(at: track.start(of: $0)) }
                .joined(separator: ";")
            for (slot, share) in zip(gap, shares) {
                let extra: Int128 = left > 0 ? 1 : 0
                left -= extra
                let amount = Int64(share / denominator + extra)
                found.append(
                    (
                        slot,
                        Estimate(
                            amount: amount, method: .linear, basis: basis,
                            source: track.nextSource[after])
                    ))
            }
        }
        tracks[index].put(found)
    }

    // MARK: - like_days

    /// Rule: the mean of the wholly measured slots at the same local time on the like days (Monday to
    /// Friday, or Saturday and Sunday) from 15 days before to 15 days after, times the part of the
    /// slot that is missing, rounded half to even once. It takes three such days at least, one of them
    /// before and one after: what lies before the first or after the last reading is not estimated.
    private mutating func takeLikeDays(_ index: Int, _ rule: EstimationRule) {
        let track = tracks[index]
        var found: [(Int, Estimate)] = []
        for gap in gaps(of: index, rule) {
            for slot in gap {
                guard let likes = likeSlots(of: slot, in: track) else { continue }
                let sum = likes.slots.reduce(Int128(0)) { $0 + Int128(track.amounts[$1]) }
                let amount = Rounding.halfToEven(
                    sum * Int128(track.missingSeconds(slot)),
                    over: Int128(likes.slots.count) * Int128(track.slotSeconds))
                found.append(
                    (
                        slot,
                        Estimate(
                            amount: Int64(amount), method: .likeDays,
                            basis: "\(likes.slots.count) x \(likes.first)/\(likes.last)",
                            source: track.nextSource[slot])
                    ))
            }
        }
        tracks[index].put(found)
    }

    private func likeSlots(
        of slot: Int, in track: SlotTrack
    ) -> (slots: [Int], first: CivilDate, last: CivilDate)? {
        let instant = track.start(of: slot)
        let date = calendar.date(at: instant)
        let second = instant + calendar.offset(at: instant) - date.dayNumber * 86_400
        var slots: [Int] = []
        var days: [CivilDate] = []
        for day in -Self.daysAround...Self.daysAround where day != 0 {
            let like = date.adding(days: day)
            guard Self.isWeekend(like) == Self.isWeekend(date) else { continue }
            let start: Int64
            switch calendar.instants(ofLocal: like.dayNumber * 86_400 + second) {
            case .once(let instant), .twice(let instant, _): start = instant
            case .never: continue
            }
            let offset = start - track.start
            let number = Int(offset / track.slotSeconds)
            guard offset >= 0, offset % track.slotSeconds == 0, number < track.count,
                track.owed.contains(number), track.isMeasured(number)
            else { continue }
            slots.append(number)
            days.append(like)
        }
        guard slots.count >= Self.leastDays, let first = days.first, let last = days.last,
            first < date, date < last
        else { return nil }
        return (slots, first, last)
    }

    /// 1970-01-01 was a Thursday.
    private static func isWeekend(_ date: CivilDate) -> Bool {
        let weekday = ((date.dayNumber + 3) % 7 + 7) % 7
        return weekday >= 5
    }

    // MARK: - parent_share

    /// Rule: the parent's energy of the slot, wholly measured, times the meter's share of the parent
    /// over all slots that both have wholly measured, from 15 days before to 15 days after (24 hours
    /// of them at least), times the part of the slot that is missing, rounded half to even once; never
    /// more than the parent's other sub-meters leave of it.
    private mutating func shareParent(_ index: Int, _ rule: EstimationRule) {
        guard let name = loads[index].meter.parentID else { return }
        let siblings = loads.indices.filter { $0 != index && loads[$0].meter.parentID == name }
        for parent in loads.indices
        where loads[parent].meter.id == name && !loads[parent].flowsBothWays
            && loads[parent].meter.unit.dimension == loads[index].meter.unit.dimension
        {
            let track = tracks[index]
            let common = CommonSums(track, tracks[parent])
            var found: [(Int, Estimate)] = []
            for slot in gaps(of: index, rule).joined() where tracks[parent].isMeasured(slot) {
                guard let share = share(at: slot, common) else { continue }
                let whole = Int128(tracks[parent].amounts[slot])
                let usual = Rounding.halfToEven(
                    whole * share.child * Int128(track.missingSeconds(slot)),
                    over: share.parent * Int128(track.slotSeconds))
                let taken = siblings.reduce(Int128(track.amounts[slot])) {
                    $0 + Int128(tracks[$1].standing(slot))
                }
                let part = Rounding.text(share.child, over: share.parent, places: 6)
                found.append(
                    (
                        slot,
                        Estimate(
                            amount: Int64(max(0, min(usual, whole - taken))),
                            method: .parentShare, basis: "\(name) x \(part)",
                            source: track.nextSource[slot])
                    ))
            }
            tracks[index].put(found)
        }
    }

    private func share(
        at slot: Int, _ common: CommonSums
    ) -> (child: Int128, parent: Int128)? {
        let track = tracks[0]
        let date = calendar.date(at: track.start(of: slot))
        let from = calendar.start(of: date.adding(days: -Self.daysAround))
        let to = calendar.start(of: date.adding(days: Self.daysAround + 1))
        func number(_ instant: Int64) -> Int {
            Int(max(0, min(Int64(track.count), (instant - track.start) / track.slotSeconds)))
        }
        let sums = common.sums(number(from)..<number(to))
        guard Int64(sums.count) * track.slotSeconds >= Self.leastCommonSeconds, sums.parent > 0
        else { return nil }
        return (sums.child, sums.parent)
    }
}

/// Running sums over the slots that a child and its parent both have wholly measured.
private struct CommonSums {
    private var child: [Int128] = [0]
    private var parent: [Int128] = [0]
    private var slots: [Int] = [0]

    init(_ child: SlotTrack, _ parent: SlotTrack) {
        for slot in 0..<min(child.count, parent.count) {
            let isCommon = child.isMeasured(slot) && parent.isMeasured(slot)
            self.child.append(self.child[slot] + (isCommon ? Int128(child.amounts[slot]) : 0))
            self.parent.append(self.parent[slot] + (isCommon ? Int128(parent.amounts[slot]) : 0))
            slots.append(slots[slot] + (isCommon ? 1 : 0))
        }
    }

    func sums(_ range: Range<Int>) -> (child: Int128, parent: Int128, count: Int) {
        (
            child[range.upperBound] - child[range.lowerBound],
            parent[range.upperBound] - parent[range.lowerBound],
            slots[range.upperBound] - slots[range.lowerBound]
        )
    }
}
