import Glibc
import Metering
import Provenance
import Quantities

/// Reads a file of the plain form as a stream (快速扫描): rows that look like the row before are
/// taken at the speed of memory, every other record goes through libcsv and `ReadingDecoder`, which
/// stay the authority on what it says.
///
/// One scanner serves many files one after the other, so that its buffer and its index of meters are
/// made once.
final class PlainScanner {
    /// What is done with the readings.
    enum Purpose {
        /// Regular meters are summed as they pass.
        case sum
        /// The rows of some meters are kept for the careful way.
        case keep(CompactReadings)

        var isKeep: Bool {
            if case .keep = self { return true }
            return false
        }
    }

    static let bufferSize = 1 << 18
    private static let margin = 64

    let registry: MeterRegistry
    private var buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: PlainScanner.bufferSize + PlainScanner.margin, alignment: 64)
    /// The cursor of each meter of the registry in this file; -1 for none.
    private var cursorOfMeter: [Int32]
    let unitTables = UnitTables()
    private let nowhere = UnsafeMutablePointer<Int64>.allocate(capacity: 1)
    /// Forms of numbers by what ends a row; those that no number has stand under 0.
    private var formTables: [UInt64: UnsafePointer<CellForm>] = [
        0: CellForm.table(ending: 0x0A, count: 1)
    ]
    private(set) var cursors = PlainCursor.room(for: 16)
    private var cursorCapacity = 16
    private var trackBase = UnsafeMutablePointer<PlainTrack>.allocate(capacity: 16)
    /// What is known of each meter of the file beside its cursor.
    private(set) var tracks = UnsafeMutableBufferPointer<PlainTrack>(start: nil, count: 0)

    // MARK: - The file at hand

    var form = PlainForm()
    var purpose = Purpose.sum
    var wanted: (Int) -> Bool = { _ in true }
    var memo = StampMemo()
    /// The calendars of the meters that were met, and the stamp at hand in each of them.
    private var activeCalendars: [LocalCalendar] = []
    /// Which of them each calendar of the registry is; -1 for none.
    private var indexOfCalendar: [Int32]
    let instants: UnsafeMutablePointer<Int64>
    /// How many lines lie behind.
    var line = 0
    /// The meter of the last row, and the one that is expected next.
    var previous = -1
    var current = -1
    /// Tells that a row gave a reading.
    var sawReading = false
    /// The cursor of each column of a wide file; -1 where no meter bears its name.
    var cursorOfColumn: [Int32] = []
    /// The rows of a wide file that are being taken.
    var wideRun: WideRun?
    /// The sweeps over all meters that are being taken.
    var sweep: MeterSweep?
    /// How many new stamps pass before it is worth a look whether sweeps begin: after each look that came to nothing
    /// twice as many.
    var sweepPause = 0
    var lastSweepPause = 0
    var clockTexts = ClockTexts()
    /// How many rows went to libcsv.
    private(set) var oddRecords = 0

    init(_ registry: MeterRegistry) {
        self.registry = registry
        cursorOfMeter = Array(repeating: -1, count: registry.ids.count)
        indexOfCalendar = Array(repeating: -1, count: registry.calendars.count)
        instants = .allocate(capacity: registry.calendars.count + 1)
        nowhere.pointee = 0
    }

    deinit {
        forget()
        buffer.deallocate()
        cursors.deallocate()
        trackBase.deallocate()
        instants.deallocate()
        nowhere.deallocate()
        for table in formTables.values { table.deallocate() }
    }

    /// Tells that the stamps of the file show a clock in a form that is no number.
    var sawClock: Bool { memo.clockOffset >= 0 }

    /// Lets go of what was read.
    func forget() {
        (wideRun, sweep) = (nil, nil)
        for index in tracks.indices {
            tracks[index].sums.letGo()
            cursorOfMeter[tracks[index].meter] = -1
        }
        tracks.deinitialize()
        tracks = UnsafeMutableBufferPointer(start: trackBase, count: 0)
    }

    // MARK: - Reading

    /// Reads a whole file.
    func scan(
        _ source: ByteReader, form: PlainForm, decoder: inout ReadingDecoder,
        reader: RecordReader, purpose: Purpose
    ) throws {
        forget()
        self.form = form
        self.purpose = purpose
        memo = StampMemo()
        activeCalendars.removeAll()
        for index in indexOfCalendar.indices { indexOfCalendar[index] = -1 }
        (line, previous, current, oddRecords) = (0, -1, -1, 0)
        sawReading = false
        (sweepPause, lastSweepPause) = (0, 0)
        cursorOfColumn = form.wideMeters.map { name in
            guard let name, let meter = registry.ids.isEmpty ? nil : index(of: name) else {
                return -1
            }
            return Int32(cursor(of: meter))
        }
        if let single = form.singleMeter, let meter = index(of: single) {
            current = cursor(of: meter)
        }
        var filled = 0
        while true {
            let room = UnsafeMutableRawBufferPointer(
                rebasing: buffer[filled..<buffer.count - Self.margin])
            let count = try source.read(into: room)
            if count == 0 { break }
            // What was left over holds no end of line.
            let new = UnsafeRawBufferPointer(rebasing: buffer[filled..<filled + count])
            let old = filled
            filled += count
            guard let base = buffer.baseAddress, let found = Self.endOfLastLine(new) else {
                // A line that does not fit is libcsv's, piece by piece.
                if filled == buffer.count - Self.margin {
                    let piece = UnsafeRawBufferPointer(rebasing: buffer[..<filled])
                    try odd(piece, &decoder, reader, isLast: false)
                    filled = 0
                }
                continue
            }
            let end = old + found
            try take(UnsafeRawPointer(base), UnsafeRawPointer(base + end), &decoder, reader)
            filled -= end
            memmove(base, base + end, filled)
        }
        endRuns()
        // What has no end of line is the last line.
        guard filled > 0 || reader.isOpen else { return }
        try odd(
            UnsafeRawBufferPointer(rebasing: buffer[..<filled]), &decoder, reader, isLast: true)
    }

    /// Takes whole lines.
    private func take(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer, _ decoder: inout ReadingDecoder,
        _ reader: RecordReader
    ) throws {
        var at = start
        while at < limit {
            if line >= form.firstRow, !reader.isOpen {
                at = form.wideMeters.isEmpty ? try scanRows(at, limit) : try scanWide(at, limit)
                guard at < limit else { return }
                endSweep()
                if let next = try takeRow(at, limit) {
                    at = next
                    continue
                }
            }
            let length = limit - at
            let end = memchr(at, 0x0A, length).map { UnsafeRawPointer($0) + 1 } ?? limit
            try odd(
                UnsafeRawBufferPointer(start: at, count: end - at), &decoder, reader, isLast: false)
            at = end
        }
    }

    /// Gives a stretch of whole lines to libcsv, and what it says to the decoder.
    private func odd(
        _ bytes: UnsafeRawBufferPointer, _ decoder: inout ReadingDecoder, _ reader: RecordReader,
        isLast: Bool
    ) throws {
        endRuns()
        oddRecords += 1
        line = try reader.read(bytes, after: line, isLast: isLast) { record in
            decoder.take(record)
            try drain(&decoder)
            return true
        }
    }

    /// From here on the cursors know again where their meters stand.
    private func endRuns() {
        endWideRun()
        endSweep()
    }

    /// Takes over what the decoder made of a record.
    private func drain(_ decoder: inout ReadingDecoder) throws {
        try decoder.drain { reading in
            guard let meter = index(of: reading.meterID) else { return }
            let cursor = cursor(of: meter)
            if reading.isLocal != memo.isLocal || reading.stamp != memo.seconds {
                memo.forgetText()
                settle(seconds: reading.stamp, isLocal: reading.isLocal)
            }
            try accept(cursor, reading.value, line: reading.line)
        }
    }

    private static func endOfLastLine(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var index = bytes.count
        while index > 0 {
            if bytes[index - 1] == 0x0A { return index }
            index -= 1
        }
        return nil
    }

    // MARK: - Meters of the file

    private func index(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { registry.index(of: UnsafeRawBufferPointer($0)) }
    }

    /// The cursor of a meter, made when it is met for the first time.
    func cursor(of meter: Int) -> Int {
        let known = cursorOfMeter[meter]
        if known >= 0 { return Int(known) }
        if tracks.count == cursorCapacity {
            let larger = PlainCursor.room(for: cursorCapacity * 2)
            larger.moveInitialize(from: cursors, count: cursorCapacity)
            cursors.deallocate()
            cursors = larger
            let largerTracks = UnsafeMutablePointer<PlainTrack>.allocate(
                capacity: cursorCapacity * 2)
            largerTracks.moveInitialize(from: trackBase, count: cursorCapacity)
            trackBase.deallocate()
            trackBase = largerTracks
            cursorCapacity *= 2
        }
        let index = tracks.count
        var track = PlainTrack(meter: meter)
        track.isWanted = wanted(meter)
        if registry.rules[meter] == nil { track.status = .irregular }
        (trackBase + index).initialize(to: track)
        tracks = UnsafeMutableBufferPointer(start: trackBase, count: index + 1)
        var cursor = PlainCursor(
            forms: forms(ending: 0, count: 0), cell: nowhere, units: unitTables.none)
        cursor.next = index * MemoryLayout<PlainCursor>.stride
        cursor.isWanted = track.isWanted
        cursor.calendar = local(registry.calendarOfMeter[meter])
        (cursors + index).initialize(to: cursor)
        cursorOfMeter[meter] = Int32(index)
        return index
    }

    /// The forms of numbers at the ends of rows that end so; without an end the table's first form is all
    /// that may be used of it.
    func forms(ending: UInt64, count: Int) -> UnsafePointer<CellForm> {
        if let known = formTables[ending] { return known }
        let table = CellForm.table(ending: ending, count: count)
        formTables[ending] = table
        return table
    }

    private func local(_ calendar: Int32) -> Int32 {
        let known = indexOfCalendar[Int(calendar)]
        if known >= 0 { return known }
        let index = Int32(activeCalendars.count)
        activeCalendars.append(registry.calendars[Int(calendar)])
        indexOfCalendar[Int(calendar)] = index
        settle(seconds: memo.seconds, isLocal: memo.isLocal)
        return index
    }

    var calendarCount: Int { activeCalendars.count }

    // MARK: - The stamp at hand

    /// Settles what a stamp means in each calendar of the file.
    func settle(seconds: Int64, isLocal: Bool) {
        memo.seconds = seconds
        memo.isLocal = isLocal
        memo.steady = Int64.min / 2..<Int64.max / 2
        for (index, calendar) in activeCalendars.enumerated() {
            guard isLocal else {
                instants[index] = seconds
                continue
            }
            guard case .once(let instant) = calendar.instants(ofLocal: seconds) else {
                instants[index] = PlainCursor.unsettled
                memo.steady = seconds..<seconds
                continue
            }
            instants[index] = instant
            let reach: Int64 = 5 * 86_400
            let offset = seconds - instant
            let isSteady =
                calendar.offset(at: instant - reach) == offset
                && calendar.offset(at: instant + reach) == offset
            let range =
                isSteady ? seconds - 2 * 86_400..<seconds + 2 * 86_400 : seconds..<seconds
            memo.steady = memo.steady.clamped(to: range)
        }
    }
}

/// The unit of a number by its decimal places, shared by meters that read alike.
final class UnitTables {
    private struct Key: Hashable {
        let multiplier: DecimalText
        let unit: Int64
    }

    /// How many places a table knows.
    static let places = 8

    /// A table in which nothing is known.
    let none: UnsafePointer<Int64>
    private var tables: [Key: UnsafePointer<Int64>] = [:]
    /// The table that was asked for last: most meters read alike.
    private var last: (multiplier: DecimalText, unit: Int64, table: UnsafePointer<Int64>)?

    /// A table in which every number counts as it stands.
    let ones: UnsafePointer<Int64>

    init() {
        none = Self.table { _ in nil }
        ones = Self.table { _ in 1 }
    }

    deinit {
        none.deallocate()
        ones.deallocate()
        for table in tables.values { table.deallocate() }
    }

    /// The table of a rule over a step; nil when no number gives whole units without rounding.
    func table(of rule: RegularRule, step: Int64) -> UnsafePointer<Int64>? {
        guard let unit = rule.unit(step: step) else { return nil }
        let multiplier = rule.meter.multiplier
        if let last, last.unit == unit, last.multiplier.significand == multiplier.significand,
            last.multiplier.scale == multiplier.scale
        {
            return last.table[0] == 0 ? nil : last.table
        }
        let key = Key(multiplier: multiplier, unit: unit)
        let table = tables[key] ?? made(key, rule, step: step)
        last = (multiplier, unit, table)
        return table[0] == 0 ? nil : table
    }

    private func made(
        _ key: Key, _ rule: RegularRule, step: Int64
    ) -> UnsafePointer<Int64> {
        let table = Self.table { places in
            // Eight digits times the unit stay within 63 bits.
            rule.factor(places: places, step: step).flatMap { $0 <= 90_000_000_000 ? $0 : nil }
        }
        tables[key] = table
        return table
    }

    private static func table(_ unit: (Int) -> Int64?) -> UnsafePointer<Int64> {
        let table = UnsafeMutablePointer<Int64>.allocate(capacity: places)
        for place in 0..<places { table[place] = unit(place) ?? 0 }
        return UnsafePointer(table)
    }
}
