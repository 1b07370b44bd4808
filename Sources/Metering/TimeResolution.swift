import Provenance
import Quantities

/// Settles what naive stamps mean: each becomes an instant, or its row is rejected aloud.
///
/// Rule: a local time that occurs twice is its earlier, then its later instant when the rows
/// come in time order (newest-first files are read backwards for this); in no order such rows
/// are rejected; a single pass through the repeated hour is daylight time, with a note. A time
/// that does not exist rejects its row, unless it is the very time at which clocks are set forward and
/// an interval ends with it.
struct TimeResolution {
    /// The instant of each row, `rejected` where there is none.
    private var starts: [Int64]
    /// The second instant of each row, where the file gives one.
    private var ends: [Int64]
    private(set) var findings: [Finding] = []

    /// Stands for an instant that a row does not have; no stamp is so early.
    private static let rejected = Int64.min

    private let batch: ReadingBatch
    private let calendar: LocalCalendar

    init(_ batch: ReadingBatch, in calendar: LocalCalendar) {
        self.batch = batch
        self.calendar = calendar
        starts = []
        ends = []
        starts = resolve(batch.stamps)
        if !batch.ends.isEmpty {
            ends = resolve(batch.ends, areEnds: true)
            endFirstPasses()
        }
    }

    /// The instant of a row; nil where the row is rejected.
    func start(_ row: Int) -> Int64? { starts[row] == Self.rejected ? nil : starts[row] }

    /// Tells whether the file gives both ends of each interval.
    var hasEnds: Bool { !ends.isEmpty }

    /// The second instant of a row; nil where the row is rejected.
    func end(_ row: Int) -> Int64? { ends[row] == Self.rejected ? nil : ends[row] }

    /// Takes stamps that lie seconds beside the grid of their interval as on it.
    ///
    /// - Parameter declared: The length of the intervals; found from the steps where it is nil [s].
    mutating func settleDrift(every declared: Int64?) -> ClockDrift {
        var drift = ClockDrift()
        // Most stamps are whole minutes, which no clock shows by chance.
        let odd = starts.indices.filter { starts[$0] != Self.rejected && starts[$0] % 60 != 0 }
        guard !odd.isEmpty, let length = declared ?? ClockDrift.length(of: stamps), length >= 60
        else { return drift }
        for row in odd {
            let stamp = ClockDrift.onGrid(starts[row], every: length, in: calendar)
            guard stamp != starts[row] else { continue }
            drift.take(abs(stamp - starts[row]))
            starts[row] = stamp
        }
        return drift
    }

    /// The instants of all rows that have one.
    var stamps: [Int64] { starts.filter { $0 != Self.rejected } }

    /// An interval that begins in the first pass of a repeated hour ends where that of the second pass
    /// begins, though the clock shows its end only after both.
    private mutating func endFirstPasses() {
        let late = ends.indices.filter { row in
            guard batch.isLocal[row], let start = start(row), let end = end(row) else {
                return false
            }
            let shown = batch.ends[row] - batch.stamps[row]
            return shown > 0 && end - start > shown
        }
        guard !late.isEmpty else { return }
        let begins = Set(stamps)
        for row in late {
            guard let start = start(row) else { continue }
            let end = start + batch.ends[row] - batch.stamps[row]
            if begins.contains(end) { ends[row] = end }
        }
    }

    /// The instant of a local time that no clock showed because it was set forward at that very time; nil for
    /// others. An interval may end there.
    private func change(atLocal stamp: Int64) -> Int64? {
        let instant = stamp - calendar.offset(at: stamp - 86_400)
        return calendar.offset(at: instant - 1) == stamp - instant
            && calendar.offset(at: instant) != stamp - instant ? instant : nil
    }

    private mutating func resolve(_ stamps: [Int64], areEnds: Bool = false) -> [Int64] {
        var repeated: [Int] = []
        var instants = [Int64](repeating: Self.rejected, count: stamps.count)
        var memo: (range: Range<Int64>, offset: Int64)?
        for row in stamps.indices {
            let stamp = stamps[row]
            if !batch.isLocal[row] {
                instants[row] = stamp
                continue
            }
            if let memo, memo.range.contains(stamp) {
                instants[row] = stamp - memo.offset
                continue
            }
            switch calendar.instants(ofLocal: stamp) {
            case .once(let instant):
                instants[row] = instant
                memo = steadyHours(around: stamp, instant: instant)
            case .twice: repeated.append(row)
            case .never:
                if areEnds, let instant = change(atLocal: stamp) {
                    instants[row] = instant
                } else {
                    report(.timeNonexistent, row: row, stamp: stamp)
                }
            }
        }
        if !repeated.isEmpty { settle(repeated, of: stamps, into: &instants) }
        return instants
    }

    /// The local times near a stamp for which its offset certainly holds; naive stamps come in
    /// long runs under one offset, so most need no search.
    private func steadyHours(around stamp: Int64, instant: Int64) -> (Range<Int64>, Int64)? {
        let offset = stamp - instant
        let reach: Int64 = 5 * 86_400
        guard calendar.offset(at: instant - reach) == offset,
            calendar.offset(at: instant + reach) == offset
        else { return nil }
        return (stamp - 2 * 86_400..<stamp + 2 * 86_400, offset)
    }

    /// Gives each repeated local time its earlier or later instant by the order of the rows.
    private mutating func settle(
        _ repeated: [Int], of stamps: [Int64], into instants: inout [Int64]
    ) {
        guard let order = Order(of: stamps, repeatedRows: Set(repeated)) else {
            for row in repeated { report(.timeAmbiguous, row: row, stamp: stamps[row]) }
            return
        }
        let rows = order == .newestFirst ? repeated.reversed() : repeated
        // Passes through one repeated hour: a step back on the clock begins the second pass.
        var hour: (first: Int64, rows: [(row: Int, pass: Int)])?
        var previous: Int64?
        var pass = 0
        var finished: [[(row: Int, pass: Int)]] = []
        for row in rows {
            let stamp = stamps[row]
            if let open = hour, stamp - open.first < 86_400, stamp > open.first - 86_400 {
                if let previous, stamp < previous { pass = 1 }
                hour?.rows.append((row, pass))
            } else {
                if let open = hour { finished.append(open.rows) }
                pass = 0
                hour = (stamp, [(row, pass)])
            }
            previous = stamp
        }
        if let open = hour { finished.append(open.rows) }
        for rows in finished { assign(rows, of: stamps, into: &instants) }
    }

    private mutating func assign(
        _ rows: [(row: Int, pass: Int)], of stamps: [Int64], into instants: inout [Int64]
    ) {
        var seen: [Int64: Int] = [:]
        var hasSecond = rows.contains { $0.pass == 1 }
        var passes: [Int] = []
        for (row, pass) in rows {
            // The same stamp twice in a row, each pass only once: 1:00 1:00 1:30 1:30.
            let before = seen[stamps[row], default: 0]
            seen[stamps[row]] = before + 1
            let settled = pass == 1 ? 1 : min(before, 1)
            if settled == 1 { hasSecond = true }
            passes.append(settled)
        }
        for (index, (row, _)) in rows.enumerated() {
            guard case .twice(let earlier, let later) = calendar.instants(ofLocal: stamps[row])
            else { continue }
            instants[row] = passes[index] == 0 ? earlier : later
            if !hasSecond { report(.timeRepeatedHour, row: row, stamp: stamps[row]) }
        }
    }

    private mutating func report(_ code: FindingCode, row: Int, stamp: Int64) {
        let text = LocalCalendar.utcText(at: stamp).dropLast()
        findings.append(
            Finding(
                code, file: batch.file, line: Int(batch.lines[row]), value: String(text),
                arguments: ["zone": calendar.identifier], meterID: batch.meterID))
    }

    /// The order in which the rows of a meter stand, judged by their wall-clock stamps.
    private enum Order {
        case oldestFirst
        case newestFirst

        /// Nil when the rows are in no order; the one step back inside a repeated hour, at the
        /// beginning of its second pass, is in order.
        init?(of stamps: [Int64], repeatedRows: Set<Int>) {
            var rises = true
            var falls = true
            var (lastBack, lastForth) = (Int64.min / 2, Int64.min / 2)
            for row in stamps.indices.dropFirst() {
                let stamp = stamps[row]
                let insideRepeat = repeatedRows.contains(row) && repeatedRows.contains(row - 1)
                if stamp < stamps[row - 1] {
                    if !insideRepeat || abs(stamp - lastBack) < 86_400 { rises = false }
                    lastBack = stamp
                } else if stamp > stamps[row - 1] {
                    if !insideRepeat || abs(stamp - lastForth) < 86_400 { falls = false }
                    lastForth = stamp
                }
            }
            if rises {
                self = .oldestFirst
            } else if falls {
                self = .newestFirst
            } else {
                return nil
            }
        }
    }
}
