import EnergyLedger
import Metering
import Provenance
import Quantities

// What is not known of metered fuel: a meter without any reading makes the figures absent, one that was read in
// part leaves a figure of the covered hours, which says so.

extension Valuation {
    static func isRead(_ line: Closing.Line) -> Bool {
        line.states.contains { $0 & (LoadProfile.present | Journal.Column.covered) != 0 }
    }

    /// Tells whether any of what is booked to a line in a month is estimated, be it by a method or by its file.
    func isEstimated(_ line: Closing.Line, in month: Period) -> Bool {
        line.states[balances.closing.stretches(of: month)].contains {
            $0 & LoadProfile.estimated != 0
        }
    }

    /// Asks of every meter of fuel for the hours that it owes and lacks: unless bills of the fuel speak of all of
    /// them, or the estimate from generators stands for them, they are missing, and missing is not zero.
    ///
    /// - Parameters:
    ///   - billed: The time of the bills that count, by fuel.
    ///   - isEstimated: Whether fuel of generators is estimated.
    mutating func questionOpenFuel(_ billed: [String: [Interval]], isEstimated: Bool) {
        let closing = balances.closing
        let lines = closing.lines(of: [.fuel]).map { ($0, medium($0.meterID, $0.validFrom)) }
        // Where any meter of a fuel was read, by fuel and stretch.
        var read: [String?: [Bool]] = [:]
        for (line, fuel) in lines {
            for place in line.states.indices where line.states[place] & LoadProfile.present != 0 {
                read[fuel, default: Array(repeating: false, count: closing.stretchCount)][place] =
                    true
            }
        }
        let time = billed.mapValues(Self.merged)
        var unread: Set<String> = []
        for (line, fuel) in lines {
            guard let meterID = line.meterID else { continue }
            let open = line.states.map(Journal.Column.isOpen)
            guard open.contains(true) else { continue }
            // Beside readings of the fuel neither a bill nor an estimate counts.
            let isBeside = read[fuel].map { zip($0, open).contains { $0 && $1 } } ?? false
            let isReplaced =
                !isBeside
                && (isEstimated && settings.sources.generator?.fuel == fuel
                    || covers(fuel.flatMap { time[$0] } ?? [], line))
            if isReplaced { continue }
            guard Self.isRead(line) else {
                unread.insert(meterID)
                continue
            }
            report(.fuelNotCovered, ["share": readShare(of: line)], meterID: meterID)
        }
        if !unread.isEmpty { refuseUnreadFuel(unread) }
    }

    /// The share of the owed slots that a line has, as text.
    func readShare(of line: Closing.Line) -> String {
        let owed = balances.closing.count(line.states.map { $0 & Journal.Column.owed != 0 })
        let open = balances.closing.count(line.states.map(Journal.Column.isOpen))
        return ExactRatio(Int128(owed - open), to: Int128(owed))?.text() ?? ""
    }

    /// Tells whether a time holds all of every slot that a line owes and lacks.
    func covers(_ time: [Interval], _ line: Closing.Line) -> Bool {
        // Without a bill the hours need not be at hand.
        guard !time.isEmpty else { return false }
        let journal = balances.journal
        return journal.columns(of: [line.account]).filter {
            $0.meterID == line.meterID && $0.validFrom == line.validFrom
        }.allSatisfy { column in
            column.states.indices.allSatisfy { slot in
                guard Journal.Column.isOpen(column.states[slot]) else { return true }
                let start = journal.start(ofSlot: slot)
                let end = start + journal.slotSeconds
                let next = time.bisected { end <= $0.end }
                return next < time.endIndex && time[next].start <= start
            }
        }
    }

    /// Stretches of time in order, those that touch or overlap as one.
    static func merged(_ intervals: [Interval]) -> [Interval] {
        intervals.sorted { $0.start < $1.start }.reduce(into: []) { merged, next in
            guard let last = merged.last, next.start <= last.end else { return merged.append(next) }
            merged[merged.count - 1] = Interval(start: last.start, end: max(last.end, next.end))
        }
    }

    private mutating func refuseUnreadFuel(_ meters: Set<String>) {
        let names = meters.sorted().map { LotChecker.shown($0) }.joined(separator: ", ")
        let reason = BilingualText(
            "the fuel meter \(names) has no reading in the period, and neither bills nor generators stand for it",
            zh: "燃料计量 \(names) 在统计期内没有读数，也没有账单或发电机数据替代")
        guard reasons[.scope1] == nil else { return refuseFuel(reason) }
        refuseFuel(reason)
        report(.scopeNotEvaluated, ["value": "Scope 1"], reason)
    }

    /// Makes the figures absent that hold all fuel.
    mutating func refuseFuel(_ reason: BilingualText) {
        refuse(.scope1, reason)
        upstreamReason = upstreamReason ?? reason
    }
}
