import Quantities

extension RegularDerivation {
    /// What can be told of readings without having them: each claim is certain, or is not made.
    struct Proof {
        let rule: RegularRule
        /// In the order of time.
        let parts: [RegularReadings]

        private var meter: Meter { rule.meter }
        private var perSlot: Int64 { parts.first.map { rule.slotSeconds / $0.step } ?? 1 }

        /// All lies in the meter's validity, where local days begin on the grid of slots.
        var keepsGrid: Bool {
            guard let first = parts.first, let last = parts.last else { return false }
            let whole = Interval(start: first.interval.start, end: last.interval.end)
            // Offsets before 1973 are no promise that days begin on the grid.
            return whole.start > 94_694_400 + 172_800 && meter.validity.contains(whole)
                && rule.siteCalendar.keepsGrid(rule.slotSeconds, over: whole)
        }

        /// The parts follow each other on one step.
        var isInOrder: Bool {
            parts.allSatisfy { rule.accepts(step: $0.step) }
                && zip(parts, parts.dropFirst()).allSatisfy { one, next in
                    one.interval.end <= next.interval.start && one.step == next.step
                        && !rule.isRegister
                }
        }

        /// Everything together is not too large to be kept.
        var fits: Bool {
            parts.reduce(Int128(0)) { $0 + $1.total } <= Int128(meter.greatestTotal)
        }

        /// Tells whether a value might be over ten times the 99th percentile of the non-zero values, or of few the 90th.
        ///
        /// Of `n` values at most `n / 100` lie above the percentile, of few at most `n / 10` (`UsualRank`). A slot
        /// whose sum is at least a tenth of the greatest value times the readings of a slot holds a value of at
        /// least a tenth of the greatest; when there are more such slots than that, the percentile is no lower.
        var mayHoldSpike: Bool {
            let greatest = parts.map(\.greatest).max() ?? 0
            guard meter.maxPowerKilowatts == nil, greatest > 0 else { return false }
            let amounts = parts.reduce(0) { $0 + $1.amounts }
            // In 64 bits: a slot holds at most 3600 values of at most 10^15.
            let floor = (greatest / 10 + 1) * perSlot
            let full = parts.reduce(Int64(0)) { $0 + Int64($1.sums.count(atLeast: floor)) }
            return amounts >= UsualRank.fewest && full <= UsualRank.mostAbove(of: amounts)
        }

        /// Tells whether zeros might last as long as an account of this kind rests at most.
        ///
        /// A run of zeros covers whole slots without an amount, and less than a slot at each end.
        var mayStandStill: Bool {
            guard let limit = meter.account.longestRest else { return false }
            let zeros = parts.reduce(Int64(0)) {
                $0 + Int64($1.sums.count - $1.sums.count(atLeast: 1))
            }
            // Mostly there are too few of them, wherever they are.
            guard (zeros + 2) * rule.slotSeconds >= limit else { return false }
            var longest: Int64 = 0
            var run: Int64 = 0
            var next: Int64?
            for part in parts {
                if next != part.firstSlot { run = 0 }
                for index in 0..<part.sums.count {
                    run = part.sums[index] == 0 ? run + 1 : 0
                    longest = max(longest, run)
                }
                next = part.firstSlot + Int64(part.sums.count) * rule.slotSeconds
                if next != part.interval.end { next = next.map { $0 - rule.slotSeconds } }
            }
            return (longest + 2) * rule.slotSeconds >= limit
        }

        // MARK: - One file

        /// Nothing about a file's stamps and values is doubtful.
        func isOrdinary(_ part: RegularReadings, until moment: Int64) -> Bool {
            guard part.rows > 0 else { return true }
            let (first, last) = (part.interval.start, part.interval.end)
            // 1990 to 2100, a day inside for naive stamps.
            guard first > 631_152_000 + 172_800, last < 4_102_444_800 - 172_800, last <= moment
            else { return false }
            let missing = part.gaps.reduce(Int64(0)) { $0 + $1.interval.seconds }
            let length = last - first
            guard length <= 366 * 86_400 || missing <= length / 2 else { return false }
            return !mayBeRegister(part)
        }

        /// Tells whether the first values might only rise, as a register's do.
        ///
        /// They do not where they fall more than once in 200 readings: a slot with a smaller sum than
        /// the one before it, both full, means at least one fall among their readings; or where all are
        /// equal, which rises nowhere.
        private func mayBeRegister(_ part: RegularReadings) -> Bool {
            guard !rule.isRegister, meter.unit.dimension == .energy, part.rows >= 24 else {
                return false
            }
            let looked = min(part.rows, 2_000)
            if part.total == Int128(part.greatest) * Int128(part.rows) { return false }
            let covered = part.coverage(slotSeconds: rule.slotSeconds)
            let full = UInt16(rule.slotSeconds)
            var (readings, falls) = (Int64(0), Int64(0))
            var index = 0
            while index + 1 < part.sums.count {
                let here = Int64(covered[index]) / part.step
                let both = here + Int64(covered[index + 1]) / part.step
                guard readings + both <= looked else { break }
                if covered[index] == full, covered[index + 1] == full,
                    part.sums[index + 1] < part.sums[index]
                {
                    falls += 1
                    readings += both
                    index += 2
                } else {
                    readings += here
                    index += 1
                }
                if falls * 200 > looked { return false }
            }
            return true
        }
    }
}
