public import Metering
import Provenance
public import Quantities

/// The closings of the twelve months of a year at one site, as the store keeps them (留存月结): bytes, so that
/// ten thousand of them are read in a moment.
///
/// They hold what every question about whole months needs. Where an answer hangs on the hours across a
/// month's end or is rare (a counter that may stand still, children above their parent), the month says so,
/// and the journal is walked.
public enum KeptClosing {
    /// A site with more meters is walked by the hour; there are few of that size.
    public static let mostMeters = 64
    /// Another form of the bytes, or another rule of the journal, makes kept closings void.
    public static let edition = 5

    /// Tells whether closings of a site can be kept at all.
    ///
    /// Estimates are not kept, and a mirror that is supply changes with the period what a site has.
    public static func isPossible(
        _ meters: [(meter: Meter, flowsBothWays: Bool)], isEstimated: Bool
    ) -> Bool {
        !isEstimated && meters.count <= mostMeters
            && !meters.contains { $0.flowsBothWays && $0.meter.account.mirror?.side == .supply }
    }

    /// Closes the months of a journal of one year.
    ///
    /// - Parameter marks: A mark for each slot by which slots are kept apart besides; empty for none.
    /// - Returns: Nil where a month knows so many different things that its hours are hardly more.
    public static func bytes(
        of journal: Journal, months: [Period], loads: [MeterLoad], marks: [UInt8] = []
    ) -> [UInt8]? {
        let closing = Closing(of: journal, months: months, marks: marks)
        guard closing.weights.count <= 1_200 else { return nil }
        let isPlain = !journal.findings.contains { $0.code != .overMetered }
        var bytes: [UInt8] = [UInt8(edition)]
        append(UInt16(loads.count), to: &bytes)
        append(UInt16(closing.lines.count), to: &bytes)
        bytes.append(closing.matches.isEmpty ? 0 : 1)
        for line in closing.lines {
            guard let (kind, number) = line.place.code else { return nil }
            bytes.append(kind)
            append(UInt16(number), to: &bytes)
        }
        for (number, month) in months.enumerated() {
            let part = month.interval(in: journal.site.calendar)
            let mayStand = StuckCounters.mayStand(in: part, slotSeconds: journal.slotSeconds, loads)
            bytes.append(isPlain && !mayStand ? 0 : 1)
            bytes += loads.map { $0.own.covers(anyOf: part) ? 1 : 0 }
            let stretches = closing.monthBounds[number]..<closing.monthBounds[number + 1]
            append(UInt16(stretches.count), to: &bytes)
            for place in stretches {
                append(UInt32(closing.weights[place]), to: &bytes)
                append(closing.peaks[place], to: &bytes)
                bytes.append(closing.marks[place])
                if !closing.matches.isEmpty {
                    let match = closing.matches[place]
                    append(match.load, to: &bytes)
                    append(match.generation, to: &bytes)
                    append(match.matched, to: &bytes)
                    append(match.coveredSlots, to: &bytes)
                }
                for line in closing.lines {
                    bytes.append(line.states[place])
                    append(line.amounts[place], to: &bytes)
                }
            }
        }
        return bytes
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

extension Closing.Place {
    fileprivate var code: (kind: UInt8, number: Int)? {
        switch self {
        case .own(let number): (0, number)
        case .mirror(let number): (1, number)
        case .derivedSupply: (2, 0)
        case .remainder: (3, 0)
        case .added: nil
        }
    }
}

extension Closing {
    /// Puts the closing of a period together from the kept months of its years.
    ///
    /// - Parameters:
    ///   - years: The bytes of each calendar year that the period touches.
    ///   - period: A period of whole months.
    ///   - months: Its months; they are the same for all sites.
    ///   - meters: The meters of the site, in the order in which the closings were made.
    /// - Returns: Nil where a month asks for its hours, or the bytes are none of this form.
    public init?(
        of site: Site, over period: Period, months: [Period]? = nil, years: [Int: [UInt8]],
        meters: [Meter]
    ) {
        let months = months ?? period.months
        let numbers = Array(period.years)
        var lines: [Line] = []
        var places: [Place: Int] = [:]
        var weights: [Int] = []
        var peaks: [Int64] = []
        var marks: [UInt8] = []
        var matches: [OwnMatch] = []
        let hasOwn = meters.contains { $0.account.isOnsiteGeneration }
        var bounds = [0]
        var isRead = [Bool](repeating: false, count: meters.count)
        for number in numbers {
            guard let bytes = years[number],
                let year = KeptYear(bytes, meters: meters.count), year.hasMatches == hasOwn
            else { return nil }
            // Lines that only one of the years has are empty in the other.
            var targets: [Int] = []
            for place in year.places {
                if let known = places[place] {
                    targets.append(known)
                    continue
                }
                guard let line = Line(place, meters: meters, stretches: weights.count) else {
                    return nil
                }
                places[place] = lines.count
                targets.append(lines.count)
                lines.append(line)
            }
            for month in months where month.start.components.year == number {
                let kept = year.months[month.start.components.month - 1]
                guard !kept.asksForHours else { return nil }
                for meter in isRead.indices where year.isRead(meter, in: kept) {
                    isRead[meter] = true
                }
                for stretch in 0..<kept.stretches {
                    let head = year.head(of: stretch, in: kept)
                    weights.append(head.weight)
                    peaks.append(head.peak)
                    marks.append(head.mark)
                    if hasOwn { matches.append(year.match(of: stretch, in: kept)) }
                    for index in lines.indices {
                        lines[index].amounts.append(0)
                        lines[index].states.append(0)
                    }
                    let last = weights.count - 1
                    for (source, target) in targets.enumerated() {
                        let (state, amount) = year.cell(source, of: stretch, in: kept)
                        lines[target].amounts[last] = amount
                        lines[target].states[last] = state
                        // None are kept where a method fills hours in: what is estimated is so whole.
                        if state & LoadProfile.estimated != 0 {
                            lines[target].estimated += Int128(max(0, amount))
                        }
                    }
                }
                bounds.append(weights.count)
            }
        }
        self.site = site
        interval = period.interval(in: site.calendar)
        slotSeconds = site.calendar.slotSeconds
        self.months = months
        isSupplyDerived = !meters.contains { $0.account.side == .supply }
        self.lines = numbers.count == 1 ? lines : lines.sorted { $0.place.order < $1.place.order }
        self.weights = weights
        self.marks = marks
        self.peaks = peaks
        self.matches = matches
        monthBounds = bounds
        findings = []
        self.isRead = isRead
        guard weights.reduce(0, +) == slotCount else { return nil }
        reportOverMetered()
    }

    mutating func reportOverMetered() {
        guard let open = lines.last(where: { $0.account == .unallocated }),
            open.amounts.contains(where: { $0 < 0 })
        else { return }
        let supplied = hours(of: Self.supplyAccounts, anchoredBy: supplyAnchors)
        let negative = supplied.indices.filter { open.amounts[$0] < 0 && supplied[$0] }
        guard !negative.isEmpty else { return }
        findings.append(
            .overMetered(
                site: site, interval: interval,
                slots: negative.reduce(0) { $0 + weights[$1] },
                joules: -negative.reduce(Int64(0)) { $0 + open.amounts[$1] }))
    }
}

extension Closing.Place {
    /// The order of the lines of a journal.
    fileprivate var order: (Int, Int) {
        switch self {
        case .own(let number): (0, number)
        case .mirror(let number): (1, number)
        case .derivedSupply: (2, 0)
        case .remainder: (3, 0)
        case .added(let number): (4, number)
        }
    }
}

extension Closing.Line {
    /// An empty line at its place; nil where there is no such meter.
    fileprivate init?(_ place: Closing.Place, meters: [Meter], stretches: Int) {
        let number: Int
        let account: Account?
        switch place {
        case .own(let meter): (number, account) = (meter, nil)
        case .mirror(let meter): (number, account) = (meter, nil)
        case .derivedSupply: (number, account) = (-1, .gridImport)
        case .remainder: (number, account) = (-1, .unallocated)
        case .added: return nil
        }
        let zeros = [Int64](repeating: 0, count: stretches)
        let states = [UInt8](repeating: 0, count: stretches)
        if let account {
            self.init(
                meterID: nil, validFrom: nil, account: account, dimension: .energy,
                amounts: zeros, states: states)
        } else {
            guard meters.indices.contains(number) else { return nil }
            let meter = meters[number]
            var booked: Account? = meter.account
            if case .mirror = place { booked = meter.account.mirror }
            guard let booked else { return nil }
            self.init(
                meterID: meter.id, validFrom: meter.validity.start, account: booked,
                dimension: meter.unit.dimension, amounts: zeros, states: states)
        }
        self.place = place
    }
}

/// The bytes of one year, looked at in place.
private struct KeptYear {
    /// A month of it.
    struct Month {
        let asksForHours: Bool
        let stretches: Int
        fileprivate let readings: Int
        fileprivate let first: Int
    }

    private let bytes: [UInt8]
    private(set) var places: [Closing.Place] = []
    private(set) var months: [Month] = []
    let hasMatches: Bool
    private let stride: Int
    private let cells: Int

    /// Looks through the bytes; nil where they are none of this form.
    init?(_ bytes: [UInt8], meters: Int) {
        self.bytes = bytes
        guard bytes.count >= 6, bytes[0] == UInt8(KeptClosing.edition) else { return nil }
        func number(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
        let lines = number(3)
        hasMatches = bytes[5] != 0
        cells = hasMatches ? 45 : 13
        stride = cells + lines * 9
        guard number(1) == meters, bytes.count >= 6 + lines * 3 else { return nil }
        var at = 6
        for _ in 0..<lines {
            let other = number(at + 1)
            switch bytes[at] {
            case 0: places.append(.own(other))
            case 1: places.append(.mirror(other))
            case 2: places.append(.derivedSupply)
            case 3: places.append(.remainder)
            default: return nil
            }
            at += 3
        }
        for _ in 0..<12 {
            guard bytes.count >= at + 3 + meters else { return nil }
            let count = number(at + 1 + meters)
            let first = at + 3 + meters
            guard bytes.count >= first + count * stride else { return nil }
            months.append(
                Month(
                    asksForHours: bytes[at] != 0, stretches: count, readings: at + 1, first: first))
            at = first + count * stride
        }
        guard at == bytes.count else { return nil }
    }

    func isRead(_ meter: Int, in month: Month) -> Bool { bytes[month.readings + meter] != 0 }

    func head(of stretch: Int, in month: Month) -> (weight: Int, peak: Int64, mark: UInt8) {
        let at = month.first + stretch * stride
        return (Int(integer(at, as: UInt32.self)), integer(at + 4, as: Int64.self), bytes[at + 12])
    }

    func match(of stretch: Int, in month: Month) -> Closing.OwnMatch {
        let at = month.first + stretch * stride + 13
        return Closing.OwnMatch(
            load: integer(at, as: Int64.self), generation: integer(at + 8, as: Int64.self),
            matched: integer(at + 16, as: Int64.self),
            coveredSlots: integer(at + 24, as: Int64.self))
    }

    func cell(_ line: Int, of stretch: Int, in month: Month) -> (state: UInt8, amount: Int64) {
        let at = month.first + stretch * stride + cells + line * 9
        return (bytes[at], integer(at + 1, as: Int64.self))
    }

    private func integer<Value: FixedWidthInteger>(_ at: Int, as _: Value.Type) -> Value {
        bytes.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Value.self))
        }
    }
}
