public import Provenance
public import Quantities

/// Everything that follows from the readings of one meter: what is booked, file by file where
/// its energy went, and what a person should know.
///
/// The derivation is a pure function of all readings of the meter over all files, so a late,
/// a repeated or a corrected file gives the same ledger as if all had come at once.
public struct MeterDerivation: Sendable {
    /// The amounts that stand, in time order, none overlapping another.
    public private(set) var bookings: [Booking] = []
    /// For each file in the order of evidence, where its energy went.
    public private(set) var statements: [Int: EnergyStatement] = [:]
    /// What was found.
    public private(set) var findings = FindingCollector()
    /// Amounts far above what the meter usually shows, kept and suspected aloud.
    public private(set) var suspects: [Booking] = []

    let meter: Meter
    let epochs: MeterEpochs
    let events: [MeterEvent]
    private let files: [Int: String]
    /// The size of everything that was taken so far.
    private var total: Int64 = 0

    /// Derives the meter from all its readings.
    ///
    /// - Parameters:
    ///   - meter: One line of `meters.csv`; readings outside its validity are not its own.
    ///   - batches: What the files say of it, in the order of evidence.
    ///   - events: Its events.
    ///   - validities: The validities of all lines of this meter's name; a reading that belongs
    ///     to none of them is rejected once, by the first of them.
    public init(
        _ meter: Meter, from batches: [ReadingBatch], events: [MeterEvent] = [],
        validities: [Interval]? = nil
    ) {
        self.meter = meter
        self.events = events.sorted { $0.at < $1.at }
        epochs = MeterEpochs(of: meter, events: events)
        files = batches.reduce(into: [:]) { $0[$1.source] = $1.file }
        let validities = validities ?? [meter.validity]
        let strays = Strays(validities: validities, reporting: validities.first == meter.validity)
        if meter.quantity == .register {
            deriveRegister(batches, strays: strays)
        } else {
            deriveIntervals(batches, strays: strays)
        }
        fillOutOfService()
        if meter.quantity != .register { reportGaps() }
        suspectSpikes()
    }

    /// How readings that lie outside a meter line's validity are treated.
    struct Strays {
        let validities: [Interval]
        /// Only one of several lines of a meter reports what belongs to none of them.
        let reporting: Bool

        func belongNowhere(_ interval: Interval) -> Bool {
            !validities.contains { $0.contains(interval) }
        }
    }

    // MARK: - What the parts report

    /// The account that the meter is booked to.
    public var account: Account { meter.account }

    var countsEnergy: Bool { meter.unit.dimension == .energy }

    mutating func withStatement(of source: Int, _ change: (inout EnergyStatement) -> Void) {
        change(&statements[source, default: EnergyStatement()])
    }

    /// Adds an amount to the statement of a file; only energy is stated.
    mutating func state(
        _ amount: Int64, of source: Int, in part: WritableKeyPath<EnergyStatement, Int64>
    ) {
        guard countsEnergy else { return }
        let joules = Int64(amount.magnitude)
        withStatement(of: source) { $0[keyPath: part] += joules }
    }

    mutating func book(_ booking: Booking) {
        bookings.append(booking)
        state(booking.amount, of: booking.source, in: \.booked)
    }

    mutating func report(
        _ code: FindingCode, severity: Severity? = nil, source: Int, line: Int32? = nil,
        value: String? = nil,
        arguments: [String: String] = [:], interval: Interval? = nil
    ) {
        findings.add(
            Finding(
                code, severity: severity, file: files[source], line: line.map(Int.init),
                value: value,
                arguments: arguments, meterID: meter.id, siteID: meter.siteID, interval: interval))
    }

    mutating func report(contentsOf more: [Finding]) {
        for var finding in more {
            finding.siteID = meter.siteID
            findings.add(finding)
        }
    }

    /// Tells about an event that explains no span of readings.
    mutating func reportUnmatched(_ event: MeterEvent) {
        findings.add(
            Finding(
                .eventUnmatched, file: "events.csv", line: event.line, value: event.kind.rawValue,
                meterID: meter.id, siteID: meter.siteID))
    }

    /// Takes note of an amount; false when it, or the meter's total with it, is too large to be kept.
    mutating func takes(_ amount: Int64) -> Bool {
        guard amount.magnitude <= meter.greatestAmount,
            total <= meter.greatestTotal - Int64(amount.magnitude)
        else { return false }
        total += Int64(amount.magnitude)
        return true
    }

    /// An amount as people write it, for messages.
    func text(of amount: Int64) -> String {
        switch meter.unit.dimension {
        case .energy: Rounding.text(Int128(amount), over: 3_600_000, places: 3) + " kWh"
        case .volume: Rounding.text(Int128(amount), over: 1_000_000, places: 3) + " m3"
        case .mass: Rounding.pointed(Int128(amount), places: 3) + " kg"
        }
    }

    func text(at instant: Int64) -> String { meter.calendar.text(at: instant) }

    // MARK: - After booking

    /// Between `out_of_service` and `back_in_service` a meter owes nothing and counts zero.
    private mutating func fillOutOfService() {
        var windows: [Interval] = []
        var out: Int64?
        for event in events {
            if event.kind == .outOfService { out = out ?? event.at }
            if event.kind == .backInService, let start = out {
                windows.append(Interval(start: start, end: max(start, event.at)))
                out = nil
            }
        }
        guard !windows.isEmpty else { return }
        bookings.sort { $0.interval.start < $1.interval.start }
        var fillers: [Booking] = []
        for window in windows {
            var from = window.start
            for booking in bookings where booking.interval.end > window.start {
                if booking.interval.start >= window.end { break }
                if booking.interval.start > from {
                    fillers.append(zero(from, booking.interval.start))
                }
                from = max(from, booking.interval.end)
            }
            if from < window.end { fillers.append(zero(from, window.end)) }
        }
        bookings = (bookings + fillers).sorted { $0.interval.start < $1.interval.start }
    }

    private func zero(_ start: Int64, _ end: Int64) -> Booking {
        Booking(interval: Interval(start: start, end: end), amount: 0, source: -1, line: 0)
    }

    /// With no `max_power_kw`, a value over ten times the 99th percentile (nearest rank) of the
    /// meter's non-zero values is kept and suspected. Values are compared as mean power, so
    /// that intervals of unlike length are alike.
    private mutating func suspectSpikes() {
        guard meter.maxPowerKilowatts == nil else { return }
        /// Tells whether one mean power is more than some times another; nothing is divided.
        func exceeds(_ one: Booking, _ other: Booking, times factor: Int128 = 1) -> Bool {
            Int128(one.amount.magnitude) * Int128(other.interval.seconds)
                > factor * Int128(other.amount.magnitude) * Int128(one.interval.seconds)
        }
        let sorted = bookings.filter { $0.amount != 0 && $0.interval.seconds > 0 }
            .sorted { exceeds($1, $0) }
        guard let highest = sorted.last else { return }
        let percentile = sorted[(sorted.count * 99 + 99) / 100 - 1]
        guard exceeds(highest, percentile, times: 10) else { return }
        for booking in bookings where booking.interval.seconds > 0 {
            let isConfirmed = events.contains {
                booking.interval.start <= $0.at && $0.at <= booking.interval.end
            }
            if exceeds(booking, percentile, times: 10), !isConfirmed {
                suspects.append(booking)
                report(
                    .suspectSpike, source: booking.source, line: booking.line,
                    value: text(of: booking.amount), interval: booking.interval)
            }
        }
    }
}
