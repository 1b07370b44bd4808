import Metering
import Quantities

/// The slots of one meter in a row over a stretch of time, as estimation looks at them.
struct SlotTrack {
    let start: Int64
    let slotSeconds: Int64
    private(set) var amounts: [Int64]
    private(set) var coveredSeconds: [Int64]
    /// Tells where a file itself calls a reading an estimate.
    private var isDeclaredEstimate: [Bool]
    /// For each slot the file of its reading, else of the next, else of the one before; -1 for none.
    private(set) var nextSource: [Int32]
    /// The slots that the meter owes: it is valid for all of them, and in service.
    let owed: Range<Int>
    /// What estimation put into slots so far.
    private(set) var estimates: [Int: Estimate] = [:]

    /// Lays the months of a load out over a window whose ends lie on the grid.
    init(_ load: MeterLoad, over window: Interval) {
        start = window.start
        slotSeconds = load.own.slotSeconds
        let count = Int(window.seconds / slotSeconds)
        amounts = Array(repeating: 0, count: count)
        coveredSeconds = amounts
        isDeclaredEstimate = Array(repeating: false, count: count)
        nextSource = Array(repeating: -1, count: count)
        for (number, month) in load.own.months {
            let bounds = LoadProfile.interval(ofMonth: number)
            guard let shared = bounds.intersection(window) else { continue }
            let from = Int((shared.start - bounds.start) / slotSeconds)
            let to = Int((shared.start - window.start) / slotSeconds)
            for offset in 0..<Int(shared.seconds / slotSeconds) {
                amounts[to + offset] = month.amounts[from + offset]
                coveredSeconds[to + offset] = Int64(month.coveredSeconds[from + offset])
                isDeclaredEstimate[to + offset] =
                    month.flags[from + offset] & LoadProfile.estimated != 0
                nextSource[to + offset] = month.sources[from + offset]
            }
        }
        var last: Int32 = nextSource.last { $0 >= 0 } ?? -1
        for slot in nextSource.indices.reversed() {
            if nextSource[slot] >= 0 { last = nextSource[slot] } else { nextSource[slot] = last }
        }
        let end = min(load.meter.validity.end, load.outOfServiceSince ?? Int64.max)
        let first = (load.meter.validity.start - start + slotSeconds - 1) / slotSeconds
        let beyond = (min(end, window.end) - start) / slotSeconds
        let lower = Int(max(0, min(first, Int64(count))))
        owed = lower..<max(lower, Int(max(0, min(beyond, Int64(count)))))
    }

    var count: Int { amounts.count }

    /// The instant at which a slot begins.
    func start(of slot: Int) -> Int64 { start + Int64(slot) * slotSeconds }

    /// Tells whether readings cover every second of a slot.
    func isCovered(_ slot: Int) -> Bool { coveredSeconds[slot] == slotSeconds }

    /// Tells whether an estimate may rest on a slot: every second of it was read, and none estimated.
    func isMeasured(_ slot: Int) -> Bool { isCovered(slot) && !isDeclaredEstimate[slot] }

    /// Tells whether a slot lacks something that is not estimated yet.
    func isMissing(_ slot: Int) -> Bool {
        owed.contains(slot) && !isCovered(slot) && estimates[slot] == nil
    }

    /// How many seconds of a slot no reading covers.
    func missingSeconds(_ slot: Int) -> Int64 { slotSeconds - coveredSeconds[slot] }

    /// What stands in a slot, measured or estimated.
    func standing(_ slot: Int) -> Int64 { amounts[slot] + (estimates[slot]?.amount ?? 0) }

    /// The gaps: runs of slots that lack something, each with its missing time [s].
    func gaps() -> [(slots: Range<Int>, seconds: Int64)] {
        var gaps: [(slots: Range<Int>, seconds: Int64)] = []
        var slot = owed.lowerBound
        while slot < owed.upperBound {
            guard isMissing(slot) else {
                slot += 1
                continue
            }
            var (end, seconds) = (slot, Int64(0))
            while end < owed.upperBound, isMissing(end) {
                seconds += missingSeconds(end)
                end += 1
            }
            gaps.append((slot..<end, seconds))
            slot = end
        }
        return gaps
    }

    mutating func put(_ found: [(Int, Estimate)]) {
        for (slot, estimate) in found { estimates[slot] = estimate }
    }
}
