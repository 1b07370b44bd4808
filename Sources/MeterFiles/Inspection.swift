public import Metering
public import Provenance
import Quantities

/// What a file is, told by reading all of it (文件识别): form, layout, meters, span, troubles.
public struct Inspection: Sendable {
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
        /// Tells that the values never fall over time and rise at least once.
        public let onlyRises: Bool
        /// The unit that its column's name mentions.
        public let unit: MeterUnit?
    }

    /// The file's name.
    public let file: String
    /// Tells whether the file is gzip.
    public let isCompressed: Bool
    /// Its size on the disk [bytes].
    public let byteCount: Int64
    /// The SHA-256 of its bytes on the disk.
    public let digest: Digest
    /// The byte between cells.
    public let delimiter: UInt8
    /// The line of the header; nil without one.
    public let headerLine: Int?
    /// The names of the columns.
    public let columns: [String]
    /// How the file was read.
    public let layout: Layout
    /// Tells that a layout file is needed to read it so again.
    public let needsLayout: Bool
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
    /// What was found on the way.
    public let findings: [Finding]

    /// Inspects a file.
    ///
    /// - Throws: `FileRefusal` when it is no file of readings.
    public init(path: String, name: String) throws {
        let sample = try Sample(path: path, name: name)
        guard let shape = FileShape(sampleOf: sample.bytes, delimiter: sample.delimiter, order: nil)
        else { throw sample.refusal(name) }
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
        layout = guess.layout
        needsLayout = guess.isNeeded
        otherValues = guess.otherValues
        rows = decoded.strays.rows + decoded.batches.reduce(0) { $0 + Int64($1.count) }
        isLocal = decoded.batches.contains { $0.isLocal.contains(true) }
        isNewestFirst = decoded.batches.contains { batch in
            batch.count > 1 && zip(batch.stamps, batch.stamps.dropFirst()).allSatisfy { $0 >= $1 }
        }
        meters = decoded.batches.filter { $0.count > 0 }.map { batch in
            MeterSeen(batch, column: guess.column(of: batch.meterID))
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
    }
}

extension Inspection.MeterSeen {
    init(_ batch: ReadingBatch, column: String) {
        id = batch.meterID
        self.column = column
        readings = batch.count
        let order = (0..<batch.count).sorted { batch.stamps[$0] < batch.stamps[$1] }
        first = order.first.map { batch.stamps[$0] } ?? 0
        last = order.last.map { batch.stamps[$0] } ?? 0
        let steps = zip(order, order.dropFirst()).map { batch.stamps[$1] - batch.stamps[$0] }
            .filter { $0 > 0 }
        let counts = steps.reduce(into: [Int64: Int]()) { $0[$1, default: 0] += 1 }
        step = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
        let values = order.map { batch.values[$0] }
        let pairs = zip(values, values.dropFirst())
        let rises = pairs.count { $0 < $1 }
        let falls = pairs.count { $0 > $1 }
        // A register falls when it rolls over or is exchanged, but rarely.
        onlyRises =
            values.count >= 8 && rises > 0 && falls * 200 <= values.count
            && rises * 2 > values.count
            && (values.first.map { $0.significand > 0 } ?? false)
        unit = Self.unit(in: column) ?? Self.unit(in: batch.meterID)
    }

    /// The unit that a name mentions, such as `kWh` in `Energy (kWh)`; a power and an energy unit are
    /// told apart by the longer word.
    static func unit(in name: String) -> MeterUnit? {
        let words = name.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        let spelled = MeterUnit.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
        for unit in spelled where words.contains(unit.rawValue) { return unit }
        let lower = words.map { $0.lowercased() }
        for unit in spelled
        where unit.rawValue.count >= 2 && lower.contains(unit.rawValue.lowercased()) {
            return unit
        }
        return nil
    }
}
