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
    /// The instant of each row, `rejected` where there is none; nil where each is what the row says.
    private var starts: LongList<Int64>?
    /// The second instant of each row, where the file gives one and it is not what the row says.
    private var ends: LongList<Int64>?
    /// What was seen of stamps that all are instants.
    private let plain: Plain?

    /// Stands for an instant that a row does not have; no stamp is so early.
    private static let rejected = Int64.min

    private let rows: ReadingRows
    private let calendar: LocalCalendar
    private let shelf: Shelf?

    /// Settles all stamps.
    ///
    /// - Parameter report: Takes what was found.
    init(
        _ rows: ReadingRows, in calendar: LocalCalendar, on shelf: Shelf? = nil,
        report: (Finding) -> Void
    ) {
        self.rows = rows
        self.calendar = calendar
        self.shelf = shelf
        plain = Plain(rows)
        guard plain == nil else { return }
        starts = resolve(.starts, report)
        if rows.hasEnds {
            let ends = resolve(.ends, report)
            self.ends = ends
            endFirstPasses(ends)
        }
    }

    /// Rows of which none is naive: their stamps are instants.
    private struct Plain {
        private(set) var isAscending = true
        /// Tells whether any does not lie on a whole minute.
        private(set) var hasOdd = false

        /// Nil when a row is naive.
        init?(_ rows: ReadingRows) {
            var last = Int64.min
            for row in rows {
                if row.isLocal { return nil }
                if row.stamp < last { isAscending = false }
                if row.stamp % 60 != 0 { hasOdd = true }
                last = row.stamp
            }
        }
    }

    /// The instant of a row; nil where the row is rejected.
    func start(_ row: Int) -> Int64? { start(row, saying: rows[row].stamp) }

    /// The instant of a row whose stamp is at hand.
    @inline(__always)
    func start(_ row: Int, saying stamp: Int64) -> Int64? {
        guard let starts else { return stamp }
        let start = starts[row]
        return start == Self.rejected ? nil : start
    }

    /// Tells whether the file gives both ends of each interval.
    var hasEnds: Bool { rows.hasEnds }

    /// The second instant of a row; nil where the row is rejected.
    func end(_ row: Int) -> Int64? {
        guard rows.hasEnds else { return nil }
        guard let ends else { return rows[row].end }
        let end = ends[row]
        return end == Self.rejected ? nil : end
    }

    /// Takes stamps that lie seconds beside the grid of their interval as on it.
    ///
    /// - Parameter declared: The length of the intervals; found from the steps where it is nil [s].
    mutating func settleDrift(every declared: Int64?) -> ClockDrift {
        var drift = ClockDrift()
        // Most stamps are whole minutes, which no clock shows by chance.
        func isOdd(_ start: Int64) -> Bool { start != Self.rejected && start % 60 != 0 }
        guard plain?.hasOdd ?? starts?.contains(where: isOdd) ?? false,
            let length = declared ?? ClockDrift.length(of: ascending(), on: shelf), length >= 60
        else { return drift }
        let starts = starts ?? LongList(rows.lazy.map(\.stamp), on: shelf)
        self.starts = starts
        for row in 0..<starts.count where isOdd(starts[row]) {
            let stamp = ClockDrift.onGrid(starts[row], every: length, in: calendar)
            guard stamp != starts[row] else { continue }
            drift.take(abs(stamp - starts[row]))
            starts[row] = stamp
        }
        return drift
    }

    /// The instants of all rows that have one, in time order.
    func ascending() -> LongList<Int64> {
        let sorted: LongList<Int64>
        if let starts {
            if starts.isSorted(by: <), starts.first != Self.rejected { return starts }
            sorted = LongList(starts.lazy.filter { $0 != Self.rejected }, on: shelf)
        } else {
            sorted = LongList(rows.lazy.map(\.stamp), on: shelf)
            if plain?.isAscending ?? false { return sorted }
        }
        sorted.sort(by: <)
        return sorted
    }

    /// An interval that begins in the first pass of a repeated hour ends where that of the second pass
    /// begins, though the clock shows its end only after both.
    private func endFirstPasses(_ ends: LongList<Int64>) {
        let late = LongList<Late>(on: shelf)
        for row in 0..<rows.count {
            let said = rows[row]
            let shown = said.end - said.stamp
            guard said.isLocal, shown > 0, let start = start(row), let end = end(row),
                end - start > shown
            else { continue }
            late.append(Late(end: start + shown, row: row))
        }
        guard late.count > 0 else { return }
        late.sort { $0.end < $1.end }
        let begins = ascending()
        var place = 0
        for one in late {
            while place < begins.count, begins[place] < one.end { place += 1 }
            if place < begins.count, begins[place] == one.end { ends[one.row] = one.end }
        }
    }

    /// A row whose interval may end in a first pass, and when.
    private struct Late: BitwiseCopyable {
        let end: Int64
        let row: Int
    }

    /// The instant of a local time that no clock showed because it was set forward at that very time; nil for
    /// others. An interval may end there.
    private func change(atLocal stamp: Int64) -> Int64? {
        let instant = stamp - calendar.offset(at: stamp - 86_400)
        return calendar.offset(at: instant - 1) == stamp - instant
            && calendar.offset(at: instant) != stamp - instant ? instant : nil
    }

    /// The instants of a column, `rejected` where there is none.
    private func resolve(_ column: Column, _ report: (Finding) -> Void) -> LongList<Int64> {
        let instants = LongList<Int64>(on: shelf)
        let repeated = LongList<Int>(on: shelf)
        var memo: (range: Range<Int64>, offset: Int64)?
        for row in 0..<rows.count {
            let said = rows[row]
            let stamp = column.stamp(of: said)
            if !said.isLocal {
                instants.append(stamp)
                continue
            }
            if let memo, memo.range.contains(stamp) {
                instants.append(stamp - memo.offset)
                continue
            }
            var instant = Self.rejected
            switch calendar.instants(ofLocal: stamp) {
            case .once(let only):
                instant = only
                memo = steadyHours(around: stamp, instant: only)
            case .twice: repeated.append(row)
            case .never:
                if column == .ends, let end = change(atLocal: stamp) {
                    instant = end
                } else {
                    report(finding(.timeNonexistent, line: said.line, stamp: stamp))
                }
            }
            instants.append(instant)
        }
        if repeated.count > 0 { settle(repeated, of: column, into: instants, report) }
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
    private func settle(
        _ repeated: LongList<Int>, of column: Column,
        into instants: LongList<Int64>, _ report: (Finding) -> Void
    ) {
        guard let order = Order(of: rows, column, repeated: repeated) else {
            for row in repeated {
                let said = rows[row]
                report(finding(.timeAmbiguous, line: said.line, stamp: column.stamp(of: said)))
            }
            return
        }
        if order == .newestFirst { repeated.reverse() }
        // Passes through one repeated hour: a step back on the clock begins the second pass.
        let passes = LongList<Bool>(on: shelf)
        var (first, firstStamp) = (0, Int64(0))
        var previous = Int64(0)
        func assign(upTo end: Int) {
            self.assign(first..<end, of: repeated, passes, column, into: instants, report)
        }
        for place in 0..<repeated.count {
            let stamp = column.stamp(of: rows[repeated[place]])
            if place > 0, stamp - firstStamp < 86_400, stamp > firstStamp - 86_400 {
                passes.append(passes[place - 1] || stamp < previous)
            } else {
                if place > 0 { assign(upTo: place) }
                (first, firstStamp) = (place, stamp)
                passes.append(false)
            }
            previous = stamp
        }
        assign(upTo: repeated.count)
    }

    /// Settles the rows of one repeated hour.
    ///
    /// - Parameter passes: Which rows a step back on the clock puts into the second pass.
    private func assign(
        _ places: Range<Int>, of repeated: LongList<Int>, _ passes: LongList<Bool>,
        _ column: Column, into instants: LongList<Int64>,
        _ report: (Finding) -> Void
    ) {
        var seen: [Int64: Int] = [:]
        var hasSecond = false
        for place in places {
            let stamp = column.stamp(of: rows[repeated[place]])
            // The same stamp twice in a row, each pass only once: 1:00 1:00 1:30 1:30.
            let before = seen[stamp, default: 0]
            seen[stamp] = before + 1
            if before > 0 { passes[place] = true }
            if passes[place] { hasSecond = true }
        }
        for place in places {
            let row = repeated[place]
            let said = rows[row]
            let stamp = column.stamp(of: said)
            guard case .twice(let earlier, let later) = calendar.instants(ofLocal: stamp) else {
                continue
            }
            instants[row] = passes[place] ? later : earlier
            if !hasSecond { report(finding(.timeRepeatedHour, line: said.line, stamp: stamp)) }
        }
    }

    private func finding(_ code: FindingCode, line: Int32, stamp: Int64) -> Finding {
        let text = LocalCalendar.utcText(at: stamp).dropLast()
        return Finding(
            code, file: rows.file, line: Int(line), value: String(text),
            arguments: ["zone": calendar.identifier], meterID: rows.meterID)
    }

    /// Which of the two stamps of a row.
    private enum Column {
        case starts
        case ends

        func stamp(of row: ReadingRows.Row) -> Int64 { self == .starts ? row.stamp : row.end }
    }

    /// The order in which the rows of a meter stand, judged by their wall-clock stamps.
    private enum Order {
        case oldestFirst
        case newestFirst

        /// Nil when the rows are in no order; the one step back inside a repeated hour, at the
        /// beginning of its second pass, is in order.
        init?(
            of rows: ReadingRows, _ column: Column, repeated: LongList<Int>
        ) {
            var rises = true
            var falls = true
            var (lastBack, lastForth) = (Int64.min / 2, Int64.min / 2)
            var previous = Int64(0)
            var (next, wasRepeated) = (0, false)
            for row in 0..<rows.count {
                let stamp = column.stamp(of: rows[row])
                let isRepeated = next < repeated.count && repeated[next] == row
                if isRepeated { next += 1 }
                let insideRepeat = isRepeated && wasRepeated
                if row > 0, stamp < previous {
                    if !insideRepeat || abs(stamp - lastBack) < 86_400 { rises = false }
                    lastBack = stamp
                } else if row > 0, stamp > previous {
                    if !insideRepeat || abs(stamp - lastForth) < 86_400 { falls = false }
                    lastForth = stamp
                }
                (previous, wasRepeated) = (stamp, isRepeated)
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
