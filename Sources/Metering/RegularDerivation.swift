public import Provenance
import Quantities

/// What follows from regular readings: the same load, statements and findings that
/// `MeterDerivation` gives for them, without holding a single one of them.
public struct RegularDerivation: Sendable {
    /// The load in the meter's own direction; there is none in the opposite one.
    public private(set) var profile: LoadProfile
    /// For each file in the order of evidence, where its energy went.
    public private(set) var statements: [Int: EnergyStatement] = [:]
    /// What was found.
    public private(set) var findings = FindingCollector()

    private let rule: RegularRule

    /// Derives a meter from its readings, file by file in the order of evidence.
    ///
    /// Nil when it is not proven that `MeterDerivation` has nothing to add: files overlap in time,
    /// steps differ, a value could be a spike, or something lies outside the meter's validity.
    public init?(_ rule: RegularRule, from parts: [RegularReadings]) {
        self.rule = rule
        profile = LoadProfile(slotSeconds: rule.slotSeconds)
        let ordered = parts.sorted { $0.interval.start < $1.interval.start }
        guard isProven(ordered) else { return nil }
        for part in parts { take(part) }
        reportGaps(ordered)
    }

    // MARK: - The proof

    private func isProven(_ parts: [RegularReadings]) -> Bool {
        guard let first = parts.first, let last = parts.last else { return false }
        let meter = rule.meter
        let whole = Interval(start: first.interval.start, end: last.interval.end)
        // Offsets before 1973 are no promise that days begin on the grid.
        guard whole.start > 94_694_400 + 172_800, meter.validity.contains(whole),
            rule.siteCalendar.keepsGrid(rule.slotSeconds, over: whole)
        else { return false }
        for (one, next) in zip(parts, parts.dropFirst()) {
            guard one.interval.end <= next.interval.start, one.step == next.step, !rule.isRegister
            else { return false }
        }
        guard parts.allSatisfy({ rule.accepts(step: $0.step) }) else { return false }
        var total: Int64 = 0
        for part in parts {
            for sum in part.sums {
                let (next, overflow) = total.addingReportingOverflow(sum)
                guard !overflow, next <= meter.greatestTotal else { return false }
                total = next
            }
        }
        return meter.maxPowerKilowatts != nil || !mayHoldSpike(parts, step: first.step)
    }

    /// Tells whether a value might be over ten times the 99th percentile of the non-zero values.
    ///
    /// Of `n` values at most `n / 100` lie above the percentile. A slot whose sum is at least a
    /// tenth of the greatest value times the readings of a slot holds a value of at least a tenth of
    /// the greatest; when there are more such slots than `n / 100`, the percentile is no lower.
    private func mayHoldSpike(_ parts: [RegularReadings], step: Int64) -> Bool {
        let greatest = parts.map(\.greatest).max() ?? 0
        guard greatest > 0 else { return false }
        let amounts = parts.reduce(0) { $0 + $1.amounts }
        let perSlot = rule.slotSeconds / step
        // In 64 bits: a slot holds at most 3600 values of at most 10^15.
        let floor = (greatest / 10 + 1) * perSlot
        let full = parts.reduce(Int64(0)) { $0 + Int64($1.sums.count { $0 >= floor }) }
        return full <= amounts / 100
    }

    // MARK: - What follows

    private mutating func take(_ part: RegularReadings) {
        var energy: Int64 = 0
        for sum in part.sums { energy += sum }
        var statement = statements[part.source] ?? EnergyStatement()
        statement.rows += part.rows
        if rule.meter.unit.dimension == .energy {
            statement.energyIn += energy
            statement.booked += energy
        }
        statements[part.source] = statement
        if part.isStepFound, !rule.isRegister {
            report(.intervalFromData, in: part, arguments: ["found": "\(part.step) s"])
        }
        guard part.interval.seconds > 0 else { return }
        book(part)
    }

    private mutating func book(_ part: RegularReadings) {
        let slot = rule.slotSeconds
        let covered = part.coverage(slotSeconds: slot)
        var index = 0
        while index < part.sums.count {
            let at = part.firstSlot + Int64(index) * slot
            let number = LoadProfile.monthNumber(at: at)
            let bounds = LoadProfile.interval(ofMonth: number)
            let slots = Int(bounds.seconds / slot)
            let first = Int((at - bounds.start) / slot)
            let range = index..<index + min(part.sums.count - index, slots - first)
            if covered[range].contains(where: { $0 > 0 }) {
                var month = profile.months.removeValue(forKey: number) ?? .init(slots: slots)
                month.add(
                    part.sums[range], covering: covered[range], at: first,
                    source: Int32(part.source))
                profile.months[number] = month
            }
            index = range.upperBound
        }
    }

    private mutating func reportGaps(_ parts: [RegularReadings]) {
        guard !rule.isRegister else { return }
        var end: Int64?
        for part in parts {
            if let end, part.interval.start > end {
                let between = Interval(start: end, end: part.interval.start)
                report(RegularReadings.Gap(interval: between, line: part.firstLine), in: part)
            }
            for gap in part.gaps { report(gap, in: part) }
            end = part.interval.end
        }
    }

    private mutating func report(_ gap: RegularReadings.Gap, in part: RegularReadings) {
        let calendar = rule.meter.calendar
        report(
            .intervalGap, in: part, line: Int(gap.line),
            arguments: [
                "from": calendar.text(at: gap.interval.start),
                "to": calendar.text(at: gap.interval.end),
            ],
            interval: gap.interval)
    }

    private mutating func report(
        _ code: FindingCode, in part: RegularReadings, line: Int? = nil,
        arguments: [String: String], interval: Interval? = nil
    ) {
        findings.add(
            Finding(
                code, file: part.file, line: line, arguments: arguments, meterID: rule.meter.id,
                siteID: rule.meter.siteID, interval: interval))
    }
}

extension LoadProfile.Month {
    /// Adds amounts to slots; a column at a time, which is what a processor likes.
    fileprivate mutating func add(
        _ sums: ArraySlice<Int64>, covering covered: ArraySlice<UInt16>, at first: Int,
        source: Int32
    ) {
        let count = sums.count
        sums.withUnsafeBufferPointer { sums in
            amounts.withUnsafeMutableBufferPointer { amounts in
                for index in 0..<count { amounts[first + index] &+= sums[index] }
            }
        }
        covered.withUnsafeBufferPointer { covered in
            coveredSeconds.withUnsafeMutableBufferPointer { seconds in
                for index in 0..<count { seconds[first + index] &+= covered[index] }
            }
            flags.withUnsafeMutableBufferPointer { flags in
                for index in 0..<count {
                    flags[first + index] |= covered[index] > 0 ? LoadProfile.present : 0
                }
            }
            sources.withUnsafeMutableBufferPointer { sources in
                for index in 0..<count where covered[index] > 0 {
                    sources[first + index] = max(sources[first + index], source)
                }
            }
        }
    }
}
