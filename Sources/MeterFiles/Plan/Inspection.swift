public import Metering
public import Provenance
public import Quantities

/// What a file is, told by reading all of it (文件识别): form, layout, meters, span, troubles.
public struct Inspection: Sendable {
    /// How sure a statement about a file is.
    public enum Sureness: String, Hashable, Sendable, CaseIterable {
        /// The file leaves nothing else.
        case certain
        /// The file speaks for it.
        case likely
        /// Nothing speaks against it.
        case guess
    }

    /// One thing that was told of a file, how sure that is and why.
    public struct Telling: Sendable {
        /// What it is about, a stable word: `encoding`, `delimiter`, `header`, `layout`, `times`,
        /// `numbers`, `unit`.
        public let aspect: String
        /// What was told.
        public let what: BilingualText
        /// How sure it is.
        public let sureness: Sureness
        /// Why.
        public let reason: BilingualText
    }

    /// A meter that occurs in a file.
    public struct MeterSeen: Sendable {
        /// Its name in the file.
        public let id: String
        /// The column whose values it has.
        public let column: String
        /// How many values stand there.
        public let readings: Int
        /// The first and the last stamp as written: Unix seconds, or wall-clock seconds where naive.
        public let first: Int64
        /// The last stamp, as `first`.
        public let last: Int64
        /// The most frequent step between stamps [s]; nil with fewer than two.
        public let step: Int64?
        /// The step where it is one of the calendar: days, weeks, months or years by the clock.
        public let calendarStep: CalendarStep?
        /// Tells that the values never fall over time and rise at least once.
        public let onlyRises: Bool
        /// Tells that the values never fall, though they may all be the same.
        public let neverFalls: Bool
        /// Tells that it bears the name of a total, and that its values are the sum of those of all others.
        public let isSumOfOthers: Bool
        /// The unit that its column's name mentions.
        public let unit: MeterUnit?
        /// Tells that its stamps probably name the end of the interval.
        public let namesEnds: Bool
    }

    /// The file's name.
    public let file: String
    /// Tells whether the file is compressed.
    public private(set) var isCompressed: Bool
    /// Its size on the disk [bytes].
    public private(set) var byteCount: Int64
    /// The SHA-256 of its bytes on the disk.
    public private(set) var digest: Digest
    /// The byte between cells.
    public let delimiter: UInt8
    /// The line of the header; nil without one.
    public let headerLine: Int?
    /// Tells that only the beginning of the file was read.
    public private(set) var isExcerpt = false
    /// The names of the columns.
    public let columns: [String]
    /// How the file was read.
    public let layout: Layout
    /// Tells that a layout file is needed to read it so again.
    public let needsLayout: Bool
    /// The preset whose header the file has.
    public let preset: Preset?
    /// Tells whether stamps are naive local time.
    public let isLocal: Bool
    /// Tells whether the rows run from the newest to the oldest.
    public let isNewestFirst: Bool
    /// How many readings the file holds.
    public let rows: Int64
    /// The meters that occur.
    public let meters: [MeterSeen]
    /// The first rows as understood: stamp, meter, value.
    public let preview: [(stamp: String, meter: String, value: String)]
    /// Other columns that could have been the value.
    public let otherValues: [String]
    /// The transformer ratio that a column names beside each meter, where it is one alone.
    public let multipliers: [String: DecimalText]
    /// What was told, how sure and why.
    public let tellings: [Telling]
    /// What a person should know of the values and stamps.
    public private(set) var troubles: [BilingualText]
    /// What was found on the way.
    public let findings: [Finding]

    /// Inspects a file.
    ///
    /// - Throws: `FileRefusal` when it is no file of readings.
    public init(path: String, name: String) throws {
        let sample = try Sample.settled(path: path, name: name)
        guard
            let first = FileShape(
                sampleOf: sample.bytes, delimiter: sample.delimiter, times: .plain,
                isWhole: sample.isWhole)
        else { throw sample.refusal(name) }
        let shape = try first.seeingTimes(
            path: path, name: name,
            encoding: sample.encodingOfWhole(path: path, name: name), beforeReading: {})
        let guess = try LayoutGuess(shape, file: name)
        let bytes = try ByteReader(path: path, name: name)
        try bytes.forEachBlock { _ in false }
        let decoded = try ReadingDecoder.decode(
            path: path, name: name, source: 0, layout: guess.layout, meterIDs: nil)
        file = name
        isCompressed = bytes.isCompressed
        byteCount = decoded.byteCount
        digest = decoded.digest
        delimiter = shape.delimiter
        headerLine = shape.headerLine
        columns = shape.columns
        let reading = decoded.plan?.interpretation ?? .plain
        var layout = guess.layout
        layout.times = reading.times
        layout.endIsInclusive =
            reading.endIsInclusive ? true : layout.endIsInclusive
        let isAsked = decoded.findings.contains { $0.code == .formAmbiguous }
        self.layout = layout
        needsLayout =
            guess.isNeeded || isAsked
            || HeaderWords.end.contains(HeaderWords.key(guess.layout.timestamp))
        preset = guess.preset
        otherValues = guess.otherValues
        multipliers = shape.multipliers(of: guess.layout.meterID)
        rows = decoded.strays.rows + decoded.batches.reduce(0) { $0 + Int64($1.count) }
        isLocal = decoded.batches.contains { $0.isLocal.contains(true) }
        isNewestFirst = decoded.batches.contains { batch in
            batch.count > 1 && zip(batch.stamps, batch.stamps.dropFirst()).allSatisfy { $0 >= $1 }
        }
        let sums = SumOfOthers.proven(in: decoded.batches)
        meters = decoded.batches.filter { $0.count > 0 }.map { batch in
            MeterSeen(
                batch, column: guess.column(of: batch.meterID),
                unit: decoded.mentionedUnit(of: batch.meterID)?.unit,
                isReadingDate: HeaderWords.readingDate.contains(
                    HeaderWords.key(guess.layout.timestamp)),
                isSumOfOthers: sums.contains(batch.meterID))
        }
        preview = decoded.batches.prefix(6).flatMap { batch in
            (0..<min(2, batch.count)).map { row in
                let text = LocalCalendar.utcText(at: batch.stamps[row])
                return (
                    batch.isLocal[row] ? String(text.dropLast()) : text, batch.meterID,
                    batch.values[row].description
                )
            }
        }
        findings = decoded.findings
        tellings = Telling.all(
            sample: sample, shape: shape, guess: guess, reading: reading, decoded: decoded)
        troubles = Self.multiples(in: decoded) + Trouble.all(in: decoded.batches, meters: meters)
    }

    /// Multiples of units that the file names, by which nothing is multiplied.
    private static func multiples(in decoded: DecodedFile) -> [BilingualText] {
        var told: Set<MentionedMultiple> = []
        return decoded.batches.compactMap { decoded.mentionedMultiple(of: $0.meterID) }
            .filter { told.insert($0).inserted }.prefix(8).map { multiple in
                BilingualText(
                    "`\(multiple.text)` names a multiple of \(multiple.value): nothing is multiplied by it unless meters.csv says so in `multiplier`",
                    zh:
                        "“\(multiple.text)”注明倍数 \(multiple.value)：除非在 meters.csv 的 `multiplier` 中填写，否则不会相乘"
                )
            }
    }

    /// The same of a file of which only the beginning was inspected, and all stored bytes have been read.
    package func asExcerpt(of file: ByteReader) -> Inspection {
        var excerpt = self
        excerpt.isExcerpt = true
        excerpt.isCompressed = file.isCompressed
        excerpt.byteCount = file.size
        excerpt.digest = file.digest
        excerpt.troubles.insert(
            BilingualText(
                "only the first \(rows) readings were looked at; booking reads the whole file, "
                    + "and a batch can be taken back",
                zh: "仅识别了前 \(rows) 条读数；入账时读取整个文件，批次可以撤回"), at: 0)
        return excerpt
    }
}

extension Inspection.MeterSeen {
    /// - Parameter isReadingDate: Stamps are the days on which a meter was read, as their column says.
    init(
        _ batch: ReadingBatch, column: String, unit mentioned: MeterUnit?,
        isReadingDate: Bool = false, isSumOfOthers: Bool = false
    ) {
        id = batch.meterID
        self.isSumOfOthers = isSumOfOthers
        self.column = column
        readings = batch.count
        let order = (0..<batch.count).sorted { batch.stamps[$0] < batch.stamps[$1] }
        let first = order.first.map { batch.stamps[$0] } ?? 0
        let last = order.last.map { batch.stamps[$0] } ?? 0
        (self.first, self.last) = (first, last)
        let steps = zip(order, order.dropFirst()).map { batch.stamps[$1] - batch.stamps[$0] }
            .filter { $0 > 0 }
        let counts = steps.reduce(into: [Int64: Int]()) { $0[$1, default: 0] += 1 }
        let step = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
        let calendarStep = Self.calendarStep(of: batch, order, mostly: step, steps: counts)
        self.calendarStep = calendarStep
        // Where a file gives the ends of stretches of days, no length is that of all of them.
        let isOfDays = step.map { $0 > 86_400 } ?? false
        self.step = !batch.ends.isEmpty && isOfDays && calendarStep == nil ? nil : step
        let values = order.map { batch.values[$0] }
        let pairs = zip(values, values.dropFirst())
        let rises = pairs.count { $0 < $1 }
        let falls = pairs.count { $0 > $1 }
        neverFalls = falls == 0
        // A register falls when it rolls over or is exchanged, but rarely; one that never does may
        // stand still for a while and may be new.
        let isUsed = values.first.map { $0.significand > 0 } ?? false
        onlyRises =
            (values.count >= 8 && rises > 0 && falls * 200 <= values.count
                && rises * 2 > values.count && isUsed)
            || (values.count >= 24 && falls == 0 && rises * 4 > values.count)
        unit =
            mentioned ?? MeterUnit.mentioned(in: column) ?? MeterUnit.mentioned(in: batch.meterID)
        // Days that begin a step after midnight and end with the next one are labelled by their ends.
        // What is said of a month on the day on which its meter was read was used before that day.
        let isOfReading = isReadingDate && (calendarStep == .month || calendarStep == .year)
        namesEnds =
            isOfReading && batch.ends.isEmpty
            || step.map { step in
                batch.ends.isEmpty && step < 86_400 && values.count > 3
                    && (first - step) % 86_400 == 0 && last % 86_400 == 0
            } ?? false
    }
    /// Days and months of the clock: naive stamps show them as they are; instants are days apart where some of
    /// the days have 23 or 25 hours.
    private static func calendarStep(
        of batch: ReadingBatch, _ order: [Int], mostly step: Int64?, steps: [Int64: Int]
    ) -> CalendarStep? {
        guard let step, step >= 86_400 else { return nil }
        if batch.isLocal.allSatisfy(\.self) {
            var locals: [Int64] = []
            for row in order where locals.last != batch.stamps[row] {
                locals.append(batch.stamps[row])
            }
            return CalendarStep.joining(locals: locals)
        }
        let changes = steps[82_800, default: 0] + steps[90_000, default: 0]
        return step == 86_400 && changes > 0 ? .day : nil
    }
}
