public import Metering
public import Provenance
public import Quantities

/// The maximum demand of what a site takes from the grid in a period (站点最大需量), with that of each
/// meter of its intake.
///
/// The demand of a period is the highest of its calendar months, as bills have it. The maxima of several
/// meters do not come at one time and are never added; a site has a demand where at each time one meter
/// alone measures its intake.
public struct SiteDemand: Sendable {
    /// What the readings of one meter say.
    public struct OfMeter: Sendable {
        /// The meter.
        public let meter: Meter
        /// Its months in the period that have any complete block, in time order.
        public let months: [MonthlyDemand]
        /// Tells that the ledger was derived before demand was.
        public let isOutdated: Bool
    }

    /// The meters of the intake that are valid in the period.
    public let meters: [OfMeter]
    /// The site's months, in time order; empty without a demand.
    public let months: [MonthlyDemand]
    /// Why the site has no demand; nil where it has one.
    public let reason: BilingualText?
    /// The length of the period [s].
    private let seconds: Int64

    /// Reads the demand off the meters of a site.
    ///
    /// - Parameter isChanged: Tells that the books are those of a plan, whose quarters of an hour nobody read.
    init(of site: Site, over period: Period, loads: [MeterLoad], isChanged: Bool) {
        let interval = period.interval(in: site.calendar)
        seconds = interval.seconds
        let isWholeMonths =
            period.start.components.day == 1 && period.end.components.day == 1
        let asked = Self.number(of: period.start)..<Self.number(of: period.end)
        let intake = Self.intake(loads, in: interval)
        meters =
            isWholeMonths && !isChanged
            ? intake.filter { $0.meter.hasDemand }.map { load in
                OfMeter(
                    meter: load.meter,
                    months: (load.demands ?? []).filter { asked.contains($0.month) },
                    isOutdated: load.demands == nil)
            } : []
        reason = Self.reason(
            intake, meters, isWholeMonths: isWholeMonths, isChanged: isChanged)
        months = reason == nil ? Self.together(meters) : []
    }

    /// The highest block on the grid of blocks; nil without one.
    public var fixed: DemandBlock? { Self.highest(months, \.fixed) }
    /// The highest block of any that begins and ends with a reading; nil without one.
    public var sliding: DemandBlock? { Self.highest(months, \.sliding) }

    /// The highest block of some months, the first of equal ones.
    public static func highest(
        _ months: [MonthlyDemand], _ kind: (MonthlyDemand) -> DemandBlock?
    ) -> DemandBlock? {
        months.reduce(nil) { MonthlyDemand.higher($0, kind($1)) }
    }

    /// A block's mean power [kW].
    public static func kilowatts(_ block: DemandBlock) -> ExactRatio? {
        ExactRatio(Int128(block.energy), to: Int128(MonthlyDemand.blockSeconds) * 1_000)
    }

    /// The time of complete blocks on the grid over all time of the period; 1 is a complete period.
    public func fixedCoverage(_ months: [MonthlyDemand]) -> ExactRatio? {
        share(months.reduce(0) { $0 + $1.blocks * MonthlyDemand.blockSeconds })
    }

    /// The time of readings no longer than a block over all time of the period.
    public func slidingCoverage(_ months: [MonthlyDemand]) -> ExactRatio? {
        share(months.reduce(0) { $0 + $1.coveredSeconds })
    }

    private func share(_ part: Int64) -> ExactRatio? {
        ExactRatio(Int128(part), to: Int128(seconds))
    }

    // MARK: - Which meters

    private static func number(of date: CivilDate) -> Int {
        (date.components.year - 1970) * 12 + date.components.month - 1
    }

    /// The meters that measure what the grid gives: those at the top, and what flows back through others.
    private static func intake(_ loads: [MeterLoad], in interval: Interval) -> [MeterLoad] {
        let grid = Set(loads.filter { $0.meter.account == .gridImport }.map(\.meter.id))
        return loads.filter { load in
            guard load.meter.validity.intersection(interval) != nil else { return false }
            if load.meter.account == .gridImport {
                return load.meter.parentID.map { !grid.contains($0) } ?? true
            }
            return load.meter.account.mirror == .gridImport && load.flowsBothWays
        }
    }

    private static func reason(
        _ intake: [MeterLoad], _ meters: [OfMeter], isWholeMonths: Bool, isChanged: Bool
    ) -> BilingualText? {
        if isChanged {
            return BilingualText(
                "a plan changes hours; its quarters of an hour are not known",
                zh: "改造方案按小时推算，其 15 分钟需量未知")
        }
        guard isWholeMonths else {
            return BilingualText(
                "demand is kept by calendar months; the period has parts of them",
                zh: "需量按自然月留存，统计期不是完整的月份")
        }
        guard !intake.isEmpty else {
            return BilingualText("the site has no meter of grid import", zh: "站点没有市电进线计量")
        }
        let order = intake.map(\.meter.validity).sorted { $0.start < $1.start }
        guard zip(order, order.dropFirst()).allSatisfy({ $0.end <= $1.start }) else {
            return BilingualText(
                "several meters measure the intake, whose maxima do not come at one time",
                zh: "进线由多只表计计量，各表最大值不同时出现，不可相加")
        }
        if meters.contains(where: \.isOutdated) {
            return BilingualText(
                "the ledger was derived before demand was kept; ingest again",
                zh: "账簿在留存需量之前推导，请重新运行 ingest")
        }
        guard meters.contains(where: { !$0.months.isEmpty }) else {
            return BilingualText(
                "no readings of 15 minutes or less fill a block of 15 minutes; an hourly mean is no demand",
                zh: "没有 15 分钟及以内的读数构成完整的 15 分钟时段；小时均值不是需量")
        }
        return nil
    }

    /// The months of meters that follow each other.
    private static func together(_ meters: [OfMeter]) -> [MonthlyDemand] {
        guard meters.count > 1 else { return meters.first?.months ?? [] }
        var sums: [Int: MonthlyDemand] = [:]
        for meter in meters.sorted(by: { $0.meter.validity.start < $1.meter.validity.start }) {
            for month in meter.months {
                sums[month.month, default: MonthlyDemand(month: month.month)].add(month)
            }
        }
        return sums.values.sorted { $0.month < $1.month }
    }
}
