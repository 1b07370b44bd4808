public import Provenance
import Quantities

/// What follows from regular readings: the same load, statements and findings that
/// `MeterDerivation` gives for them, without holding a single one of them.
public struct RegularDerivation: Sendable {
    /// The load in the meter's own direction; there is none in the opposite one.
    public private(set) var profile: LoadProfile
    /// The maximum demand of its months; nil for a meter without one.
    public private(set) var demands: [MonthlyDemand]?
    /// For each file in the order of evidence, where its energy went.
    public private(set) var statements: [Int: EnergyStatement] = [:]
    /// What was found.
    public private(set) var findings = FindingCollector()

    private let rule: RegularRule

    /// Derives a meter from its readings, file by file in the order of evidence; they must be proven.
    ///
    /// - Parameters:
    ///   - sharing: The columns that whole months have in common, also with other meters.
    ///   - keeping: How many findings of a kind keep their own place and words.
    public init(
        _ rule: RegularRule, from parts: [RegularReadings], sharing columns: inout SharedColumns,
        keeping: Int = FindingCollector.keptOfAKind
    ) {
        self.rule = rule
        findings = FindingCollector(keeping: keeping)
        profile = LoadProfile(slotSeconds: rule.slotSeconds)
        for part in parts { take(part, &columns) }
        let ordered = Self.ordered(parts)
        reportGaps(ordered)
        guard rule.meter.hasDemand else { return }
        var demand = ordered.first.flatMap { rule.demand(step: $0.step) }
        for part in ordered { part.demand.map { demand?.join($0) } }
        demands = demand?.demands ?? []
    }

    // MARK: - The proof

    /// Tells whether `MeterDerivation`, and a look at each reading, would have nothing to add.
    ///
    /// It has where files overlap in time, steps differ, a value could be a spike, zeros last too long,
    /// values could be those of a register, stamps lie far apart or in the future, or something lies
    /// outside the meter's validity.
    ///
    /// - Parameters:
    ///   - parts: The meter's readings in each of its files; nil for a file in which it is not regular.
    ///   - moment: A moment that is certainly not in the future.
    public static func isProven(
        _ rule: RegularRule, for parts: [RegularReadings?], until moment: Int64
    ) -> Bool {
        let known = parts.compactMap(\.self)
        guard known.count == parts.count, !known.isEmpty else { return false }
        let proof = Proof(rule: rule, parts: ordered(known))
        return proof.keepsGrid && proof.isInOrder && proof.fits && !proof.mayHoldSpike
            && !proof.mayStandStill
            && known.allSatisfy { proof.isOrdinary($0, until: moment) }
    }

    /// The parts in the order of time, those without a reading left out.
    private static func ordered(_ parts: [RegularReadings]) -> [RegularReadings] {
        parts.filter { $0.rows > 0 }.sorted { $0.interval.start < $1.interval.start }
    }

    // MARK: - What follows

    private mutating func take(_ part: RegularReadings, _ columns: inout SharedColumns) {
        let energy = Int64(part.total)
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
        book(part, &columns)
    }

    private mutating func book(_ part: RegularReadings, _ columns: inout SharedColumns) {
        let slot = rule.slotSeconds
        var coverage: [UInt16]?
        var index = 0
        while index < part.sums.count {
            let at = part.firstSlot + Int64(index) * slot
            let number = LoadProfile.monthNumber(at: at)
            let bounds = LoadProfile.interval(ofMonth: number)
            let slots = Int(bounds.seconds / slot)
            let first = Int((at - bounds.start) / slot)
            let range = index..<index + min(part.sums.count - index, slots - first)
            index = range.upperBound
            if range.count == slots, part.certainlyCovers(bounds), profile.months[number] == nil {
                profile.months[number] = columns.month(
                    of: part.sums.amounts(range), slotSeconds: slot, source: Int32(part.source))
                continue
            }
            let covered = coverage ?? part.coverage(slotSeconds: slot)
            coverage = covered
            if covered[range].contains(where: { $0 > 0 }) {
                var month = profile.months.removeValue(forKey: number) ?? .init(slots: slots)
                month.add(
                    part.sums.amounts(range), covering: covered[range], at: first,
                    source: Int32(part.source))
                profile.months[number] = month
            }
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
        _ sums: [Int64], covering covered: ArraySlice<UInt16>, at first: Int,
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
