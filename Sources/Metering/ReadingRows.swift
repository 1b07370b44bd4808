public import Quantities

/// The rows that one file has for one meter (读数行), as written and in the order of the file: wherever they lie, a few
/// of them are fetched when they are asked for.
public final class ReadingRows: RandomAccessCollection {
    /// A row.
    public struct Row: BitwiseCopyable, Sendable {
        /// Unix seconds where the file gives an offset, else seconds on the wall clock.
        public var stamp: Int64
        /// Where the file gives both ends of an interval, the second of them.
        public var end: Int64
        /// All digits of the value as one integer, where they fit; see `value(of:)`.
        public var significand: Int64
        /// The physical line.
        public var line: Int32
        /// How many of the digits stand after the point; `isWide` for a value that stands beside.
        public var places: UInt8
        /// Tells whether the stamp is naive local time.
        public var isLocal: Bool
        /// Tells whether the file itself calls the value an estimate.
        public var isEstimate: Bool

        /// The places of a value that stands beside the rows.
        public static let isWide = UInt8.max

        /// Makes a row.
        public init(
            stamp: Int64, end: Int64, significand: Int64, places: UInt8, line: Int32,
            isLocal: Bool, isEstimate: Bool
        ) {
            self.stamp = stamp
            self.end = end
            self.significand = significand
            self.places = places
            self.line = line
            self.isLocal = isLocal
            self.isEstimate = isEstimate
        }
    }

    /// So few rows are fetched all at once, for they are walked through more than once.
    private static let fewRows = 1 << 16
    /// So many of others are fetched at a time.
    private static let blockRows = 1 << 12

    /// The place of the file in the order of evidence: a later file supersedes an earlier one.
    public let source: Int
    /// The file's name, for findings.
    public let file: String
    /// The meter's name.
    public let meterID: String
    /// How many rows there are.
    public let count: Int
    /// Tells whether the file gives both ends of its intervals.
    public let hasEnds: Bool

    /// How many rows are fetched at a time, as a power of two.
    private let shift: Int
    /// Gives rows that are asked for.
    private let fetch: (_ rows: Range<Int>, _ into: UnsafeMutablePointer<Row>) -> Void
    /// Gives the value that stands beside the rows of this file at a place.
    private let wide: (Int) -> DecimalText
    @exclusivity(unchecked) private var block: UnsafeMutablePointer<Row>?
    /// Which block is at hand.
    @exclusivity(unchecked) private var number = -1

    /// Makes rows of what gives them.
    ///
    /// - Parameters:
    ///   - wide: Gives a value that does not fit a row, by the significand of that row.
    ///   - fetch: Sets the rows that are asked for.
    public init(
        source: Int, file: String, meterID: String, count: Int, hasEnds: Bool,
        wide: @escaping (Int) -> DecimalText,
        fetch: @escaping (_ rows: Range<Int>, _ into: UnsafeMutablePointer<Row>) -> Void
    ) {
        self.source = source
        self.file = file
        self.meterID = meterID
        self.count = count
        self.hasEnds = hasEnds
        self.wide = wide
        self.fetch = fetch
        shift = (count <= Self.fewRows ? Self.fewRows : Self.blockRows).trailingZeroBitCount
    }

    deinit { block?.deallocate() }

    /// The first row.
    public var startIndex: Int { 0 }
    /// The place after the last row.
    public var endIndex: Int { count }

    /// A row.
    public subscript(index: Int) -> Row {
        @inline(__always) get {
            precondition(index >= 0 && index < count, "the file has such a row")
            if let block, index >> shift == number {
                return block[index & (1 << shift - 1)]
            }
            return turn(to: index >> shift)[index & (1 << shift - 1)]
        }
    }

    /// The first and the last of the stamps as they are written; nil without rows.
    public func bounds() -> ClosedRange<Int64>? {
        guard let first else { return nil }
        var (least, greatest) = (first.stamp, first.stamp)
        for row in self {
            least = Swift.min(least, row.stamp)
            greatest = Swift.max(greatest, row.stamp)
        }
        return least...greatest
    }

    /// Lets go of the rows at hand: of many files no more than one is looked at.
    package func rest() {
        block?.deallocate()
        block = nil
    }

    /// The value of a row.
    public func value(of row: Row) -> DecimalText {
        row.places == Row.isWide
            ? wide(Int(row.significand))
            : DecimalText(significand: Int128(row.significand), scale: Int(row.places))
    }

    @inline(never)
    private func turn(to number: Int) -> UnsafeMutablePointer<Row> {
        let block = block ?? .allocate(capacity: Swift.min(count, 1 << shift))
        let first = number << shift
        fetch(first..<Swift.min(first + 1 << shift, count), block)
        self.block = block
        self.number = number
        return block
    }
}

extension ReadingRows {
    /// The rows of a batch.
    public convenience init(_ batch: ReadingBatch) {
        self.init(
            source: batch.source, file: batch.file, meterID: batch.meterID, count: batch.count,
            hasEnds: !batch.ends.isEmpty, wide: { batch.values[$0] }
        ) { rows, block in
            for (place, row) in rows.enumerated() {
                let value = batch.values[row]
                let digits = Int64(exactly: value.significand)
                block[place] = Row(
                    stamp: batch.stamps[row], end: batch.ends.isEmpty ? 0 : batch.ends[row],
                    significand: digits ?? Int64(row),
                    places: digits == nil ? Row.isWide : UInt8(value.scale),
                    line: batch.lines[row], isLocal: batch.isLocal[row],
                    isEstimate: batch.isEstimate(row))
            }
        }
    }

    /// The stamps as a clock shows them [s].
    func locals(in calendar: LocalCalendar) -> some Sequence<Int64> {
        lazy.map { $0.isLocal ? $0.stamp : $0.stamp + calendar.offset(at: $0.stamp) }
    }
}
