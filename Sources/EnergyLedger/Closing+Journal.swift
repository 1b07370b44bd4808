import Metering
import Provenance
public import Quantities

extension Closing {
    /// Closes a journal: gathers the slots of each month that know the same on every line.
    ///
    /// - Parameters:
    ///   - months: The months of the journal's period, in order and without a gap.
    ///   - marks: A mark for each slot, such as its price band, by which slots are kept apart besides; empty
    ///     where nobody asks.
    public init(of journal: Journal, months: [Period], marks: [UInt8] = []) {
        precondition(marks.isEmpty || marks.count == journal.slotCount, "a mark for each slot")
        self.init(
            of: journal, months: months, parts: months.map(journal.slots(of:)), marks: marks)
    }

    /// Closes a journal by parts of any length, given as slots in order and without a gap.
    init(of journal: Journal, parts: [Range<Int>]) {
        self.init(of: journal, months: [], parts: parts, marks: [])
    }

    private init(of journal: Journal, months: [Period], parts: [Range<Int>], marks: [UInt8]) {
        var work = Gathering(journal, slotMarks: marks)
        var bounds = [0]
        for part in parts {
            work.gather(part)
            bounds.append(work.weights.count)
        }
        site = journal.site
        interval = journal.interval
        slotSeconds = journal.slotSeconds
        self.months = months
        isSupplyDerived = journal.isSupplyDerived
        lines = work.lines
        weights = work.weights
        self.marks = work.marks
        monthBounds = bounds
        peaks = work.peaks
        matches = work.matches
        findings = journal.findings
        isRead = nil
    }

    /// Puts stretches together, one run of equal slots after another.
    private struct Gathering {
        private let columns: [Journal.Column]
        /// Tells for each slot whether it knows something else than the one before.
        private var changes: [Bool]
        /// What the site takes in each slot [J].
        private var taken: [Int64]
        private var remainder: Int?
        /// Consumption and own generation of each slot [J]; empty where no plant stands at the site.
        private let load: [Int64]
        private let generation: [Int64]
        var lines: [Line]
        var weights: [Int] = []
        var marks: [UInt8] = []
        var peaks: [Int64] = []
        var matches: [OwnMatch] = []
        private let slotMarks: [UInt8]

        init(_ journal: Journal, slotMarks: [UInt8]) {
            columns = journal.columns
            self.slotMarks = slotMarks
            let count = journal.slotCount
            changes = Array(repeating: false, count: count)
            taken = Array(repeating: 0, count: count)
            lines = columns.map { column in
                var line = Line(
                    meterID: column.meterID, validFrom: column.validFrom,
                    account: column.account, dimension: column.dimension, amounts: [], states: [])
                line.place = column.place
                line.estimated = column.estimatedAmount
                return line
            }
            if columns.contains(where: \.account.isOnsiteGeneration) {
                let (out, stored) = (
                    journal.amounts(of: [.gridExport]), journal.amounts(of: [.storageCharge])
                )
                var load = journal.amounts(
                    of: Balances.facilitySupply.union([.storageDischarge]))
                var own = journal.amounts(of: [.onsiteSolar, .onsiteWind, .onsiteOther])
                for slot in load.indices {
                    load[slot] = max(0, load[slot] - out[slot] - stored[slot])
                    own[slot] = max(0, own[slot] - out[slot])
                }
                (self.load, generation) = (load, own)
            } else {
                (load, generation) = ([], [])
            }
            remainder = columns.lastIndex { $0.account == .unallocated }
            for slot in slotMarks.indices.dropFirst() where slotMarks[slot] != slotMarks[slot - 1] {
                changes[slot] = true
            }
            let supply = Balances.facilitySupply
            for column in columns {
                let states = column.states
                for slot in 1..<max(1, count) where states[slot] != states[slot - 1] {
                    changes[slot] = true
                }
                let isExport = column.account == .gridExport
                guard isExport || supply.contains(column.account) else { continue }
                let amounts = column.amounts
                if isExport {
                    for slot in 0..<count { taken[slot] -= amounts[slot] }
                } else {
                    for slot in 0..<count { taken[slot] += amounts[slot] }
                }
            }
            guard let remainder else { return }
            // Over-metered slots are told by their number, so they stand by themselves.
            let open = columns[remainder].amounts
            for slot in 1..<max(1, count) where (open[slot] < 0) != (open[slot - 1] < 0) {
                changes[slot] = true
            }
        }

        mutating func gather(_ slots: Range<Int>) {
            var known: [[UInt8]: Int] = [:]
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                var end = slot + 1
                while end < slots.upperBound, !changes[end] { end += 1 }
                add(slot..<end, to: place(of: slot, among: &known))
                slot = end
            }
        }

        private mutating func place(of slot: Int, among known: inout [[UInt8]: Int]) -> Int {
            var key = columns.map { $0.states[slot] }
            let mark = slotMarks.isEmpty ? 0 : slotMarks[slot]
            key.append(mark)
            if let remainder, columns[remainder].amounts[slot] < 0 { key.append(1) }
            if let place = known[key] { return place }
            let place = weights.count
            known[key] = place
            weights.append(0)
            marks.append(mark)
            peaks.append(Int64.min)
            if !load.isEmpty { matches.append(OwnMatch()) }
            for index in lines.indices {
                lines[index].amounts.append(0)
                lines[index].states.append(key[index])
            }
            return place
        }

        private mutating func add(_ slots: Range<Int>, to place: Int) {
            weights[place] += slots.count
            for index in lines.indices {
                var sum: Int64 = 0
                let amounts = columns[index].amounts
                for slot in slots { sum += amounts[slot] }
                lines[index].amounts[place] += sum
            }
            var peak = peaks[place]
            for slot in slots { peak = max(peak, taken[slot]) }
            peaks[place] = peak
            guard !load.isEmpty else { return }
            var match = matches[place]
            for slot in slots {
                match.load += load[slot]
                match.generation += generation[slot]
                match.matched += min(load[slot], generation[slot])
                if generation[slot] >= load[slot] { match.coveredSlots += 1 }
            }
            matches[place] = match
        }
    }
}
