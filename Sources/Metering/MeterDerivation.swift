public import Provenance
public import Quantities

/// Everything that follows from the readings of one meter: what is booked, file by file where
/// its energy went, and what a person should know.
///
/// The derivation is a pure function of all readings of the meter over all files, so a late,
/// a repeated or a corrected file gives the same ledger as if all had come at once.
public struct MeterDerivation {
    /// The amounts that stand, in time order, none overlapping another.
    public private(set) var bookings: Bookings
    /// For each file in the order of evidence, where its energy went.
    public private(set) var statements: [Int: EnergyStatement] = [:]
    /// What was found.
    public private(set) var findings = FindingCollector()
    /// Amounts far above what the meter usually shows, kept and suspected aloud.
    public private(set) var suspects: [Booking] = []
    /// Since when the meter is out of service for good [s, Unix time]: no `back_in_service` and no
    /// later reading ends it, so it counts zero and owes nothing to any later period.
    public private(set) var outOfServiceSince: Int64?

    /// Names the rules by which readings become bookings. It is raised with every rule that changes a
    /// figure, and makes ledgers that were derived by older rules stale.
    public static let edition = 7

    let meter: Meter
    let epochs: MeterEpochs
    let events: [MeterEvent]
    /// Where long lists lay their pages aside; nil holds all in memory.
    let shelf: Shelf?
    private var files: [Int: String] = [:]
    /// When what was booked last begins, and whether nothing before it begins later.
    private var lastStart = Int64.min
    private var isInOrder = true
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
    ///   - keeping: How many findings of a kind keep their own place and words.
    public init(
        _ meter: Meter, from batches: [ReadingBatch], events: [MeterEvent] = [],
        validities: [Interval]? = nil, keeping: Int = FindingCollector.keptOfAKind
    ) {
        self.init(
            meter, from: batches.map { ReadingRows($0) }, events: events, validities: validities,
            keeping: keeping, on: nil)
    }

    /// Derives the meter from rows that lie elsewhere, in bounded memory however many there are.
    ///
    /// - Parameters:
    ///   - rows: What the files say of it, in the order of evidence.
    ///   - remembersPlaces: Whether the lines of findings that are only counted are wanted.
    ///   - shelf: Where long lists lay their pages aside; ask `confirm` before anything is done with what was derived.
    package init(
        _ meter: Meter, from rows: [ReadingRows], events: [MeterEvent] = [],
        validities: [Interval]? = nil, keeping: Int = FindingCollector.keptOfAKind,
        remembersPlaces: Bool = true, on shelf: Shelf?
    ) {
        findings = FindingCollector(keeping: keeping, remembersPlaces: remembersPlaces)
        self.meter = meter
        self.shelf = shelf
        bookings = Bookings(on: shelf)
        self.events = events.sorted { $0.at < $1.at }
        epochs = MeterEpochs(of: meter, events: events)
        let validities = validities ?? [meter.validity]
        let strays = Strays(validities: validities, reporting: validities.first == meter.validity)
        if meter.quantity == .register {
            deriveRegister(rows, strays: strays)
        } else {
            deriveIntervals(rows, strays: strays)
        }
        fillOutOfService()
        if meter.quantity != .register { reportGaps() }
        var confirmed = Set<Int>()
        suspectSpikes(&confirmed)
        suspectStandstill(&confirmed)
        for event in self.events where event.kind == .confirm && !confirmed.contains(event.line) {
            reportUnmatched(
                event,
                because: BilingualText(
                    "nothing that {meter} shows then is suspected", zh: "{meter} 当时的读数并无可疑"))
        }
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

    /// Tells whether the meter's maximum demand is kept.
    public var hasDemand: Bool { meter.hasDemand }

    /// Throws what the shelf could not keep; nothing of the derivation holds then.
    package func confirm() throws { try shelf?.confirm() }

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
        bookings.list.append(Bookings.Held(booking))
        if booking.interval.start < lastStart { isInOrder = false }
        lastStart = booking.interval.start
        state(booking.amount, of: booking.source, in: \.booked)
    }

    /// Books all that stands; what one file gave in a row is stated at once.
    mutating func book(all more: Bookings) {
        bookings = more
        var (source, sum) = (Int?.none, Int64(0))
        for booking in more.list {
            if booking.start < lastStart { isInOrder = false }
            lastStart = booking.start
            if booking.source != source {
                if let source { state(sum, of: source, in: \.booked) }
                (source, sum) = (booking.source, 0)
            }
            sum += Int64(booking.amount.magnitude)
        }
        if let source { state(sum, of: source, in: \.booked) }
    }

    mutating func report(
        _ code: FindingCode, severity: Severity? = nil, source: Int, line: Int32? = nil,
        value: String? = nil,
        arguments: [String: String] = [:], phrases: [String: BilingualText] = [:],
        interval: Interval? = nil
    ) {
        findings.add(
            Finding(
                code, severity: severity, file: files[source], line: line.map(Int.init),
                value: value,
                arguments: arguments, phrases: phrases, meterID: meter.id, siteID: meter.siteID,
                interval: interval))
    }

    mutating func keepSuspect(_ booking: Booking) { suspects.append(booking) }

    /// The stamps of a file, settled; what is found is told by one of several lines of a meter.
    mutating func resolution(of rows: ReadingRows, reporting: Bool) -> TimeResolution {
        let (calendar, siteID) = (meter.calendar, meter.siteID)
        return TimeResolution(rows, in: calendar, on: shelf) { finding in
            guard reporting else { return }
            var finding = finding
            finding.siteID = siteID
            findings.add(finding)
        }
    }

    mutating func add(_ finding: Finding) { findings.add(finding) }

    /// Takes note of a file.
    mutating func meet(_ rows: ReadingRows) { files[rows.source] = rows.file }

    /// The name of a file of readings.
    func name(of source: Int) -> String { files[source] ?? "" }

    /// Tells about an event that changes nothing, and why.
    mutating func reportUnmatched(_ event: MeterEvent, because reason: BilingualText) {
        func named(_ text: String) -> String { text.replacing("{meter}", with: meter.id) }
        findings.add(
            Finding(
                .eventUnmatched, file: "events.csv", line: event.line, value: event.kind.rawValue,
                phrases: [
                    "reason": BilingualText(named(reason.english), zh: named(reason.chinese))
                ],
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
    func text(of amount: some BinaryInteger) -> String { meter.unit.dimension.text(of: amount) }

    func text(at instant: Int64) -> String { meter.calendar.text(at: instant) }

    // MARK: - After booking

    /// Between `out_of_service` and `back_in_service` a meter owes nothing and counts zero. One that is
    /// not taken back ends with the next reading: what reads is in service.
    private mutating func fillOutOfService() {
        let list = bookings.list
        if !isInOrder { list.sort { $0.start < $1.start } }
        let windows = outOfServiceWindows()
        guard !windows.isEmpty else { return }
        let fillers = LongList<Bookings.Held>(on: shelf)
        var index = 0
        for window in windows {
            var from = window.start
            while index < list.count, list[index].end <= window.start { index += 1 }
            var next = index
            while next < list.count, list[next].start < window.end {
                let booking = list[next]
                if booking.start > from { fillers.append(zero(from, booking.start)) }
                from = max(from, booking.end)
                next += 1
            }
            if from < window.end { fillers.append(zero(from, window.end)) }
        }
        for filler in fillers { list.append(filler) }
        list.sort { $0.start < $1.start }
    }

    private mutating func outOfServiceWindows() -> [Interval] {
        var windows: [Interval] = []
        var out: MeterEvent?
        for event in events {
            if event.kind == .outOfService {
                if out == nil {
                    out = event
                } else {
                    reportUnmatched(
                        event,
                        because: BilingualText(
                            "{meter} is out of service already", zh: "{meter} 已处于停用状态"))
                }
            }
            guard event.kind == .backInService else { continue }
            if let start = out {
                windows.append(Interval(start: start.at, end: event.at))
                out = nil
            } else {
                reportUnmatched(
                    event,
                    because: BilingualText("{meter} was not out of service", zh: "{meter} 此前并未停用"))
            }
        }
        guard let open = out else { return windows }
        let next = bookings.first { $0.interval.end > open.at }
        if let next {
            windows.append(
                Interval(start: open.at, end: max(open.at, next.interval.start)))
        } else {
            outOfServiceSince = open.at
        }
        let until =
            next.map { text(at: max(open.at, $0.interval.start)) }.map { BilingualText($0, zh: $0) }
            ?? BilingualText("the end of every period", zh: "各统计期末")
        findings.add(
            Finding(
                .outOfServiceOpen, file: "events.csv", line: open.line,
                arguments: ["from": text(at: open.at)], phrases: ["to": until],
                meterID: meter.id, siteID: meter.siteID,
                interval: Interval(
                    start: open.at,
                    end: max(open.at + 1, next?.interval.start ?? meter.validity.end))))
        return windows
    }

    private func zero(_ start: Int64, _ end: Int64) -> Bookings.Held {
        Bookings.Held(
            Booking(interval: Interval(start: start, end: end), amount: 0, source: -1, line: 0))
    }
}
