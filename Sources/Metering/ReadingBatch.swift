public import Quantities

/// What one file says of one meter: columns as written, in the order of the file's rows.
///
/// A batch may be ragged, repeated, shuffled and wrong; what it means is settled later, when
/// it is resolved to instants and amounts.
public struct ReadingBatch: Sendable {
    /// The place of the file in the order of evidence: a later file supersedes an earlier one.
    public let source: Int
    /// The file's name, for findings.
    public let file: String
    /// The meter's name.
    public let meterID: String
    /// The stamps: Unix seconds where the file gives an offset, else seconds on the wall clock.
    public private(set) var stamps: [Int64] = []
    /// Where the file gives both ends of an interval, the second of them.
    public private(set) var ends: [Int64] = []
    /// Tells for each row whether its stamp is naive local time.
    public private(set) var isLocal: [Bool] = []
    /// Tells which values the file itself calls an estimate; empty where it calls none so.
    public private(set) var isEstimate: [Bool] = []
    /// The values as written.
    public private(set) var values = DecimalColumn()
    /// The physical lines of the rows.
    public private(set) var lines: [Int32] = []

    /// Makes an empty batch for a meter in a file.
    public init(source: Int, file: String, meterID: String) {
        self.source = source
        self.file = file
        self.meterID = meterID
    }

    /// How many rows it holds.
    public var count: Int { stamps.count }

    /// The stamps as a clock shows them [s].
    func locals(in calendar: LocalCalendar) -> [Int64] {
        stamps.indices.map {
            isLocal[$0] ? stamps[$0] : stamps[$0] + calendar.offset(at: stamps[$0])
        }
    }

    /// Tells whether the file itself calls the value of a row an estimate.
    public func isEstimate(_ row: Int) -> Bool { !isEstimate.isEmpty && isEstimate[row] }

    /// The columns of a batch that is filled.
    public struct Columns {
        /// The stamps [s].
        public let stamps: UnsafeMutablePointer<Int64>
        /// The second stamps; nothing where a file gives none.
        public let ends: UnsafeMutablePointer<Int64>
        /// Whether the file calls a value an estimate; nothing where it calls none so.
        public let isEstimate: UnsafeMutablePointer<Bool>
        /// Whether stamps are naive.
        public let isLocal: UnsafeMutablePointer<Bool>
        /// The digits of the values.
        public let significands: UnsafeMutablePointer<Int64>
        /// How many of them stand after the point.
        public let scales: UnsafeMutablePointer<UInt8>
        /// The lines.
        public let lines: UnsafeMutablePointer<Int32>
    }

    /// Fills an empty batch with so many rows, column by column.
    ///
    /// - Parameter body: Sets every row of every column, of `ends` and `isEstimate` where there are any; gives the
    ///   values that do not fit 64 bits, whose rows it left out.
    public mutating func fill(
        _ rows: Int, hasEnds: Bool, hasEstimates: Bool,
        _ body: (Columns) throws -> [(row: Int, value: DecimalText)]
    ) throws {
        stamps = Array(repeating: 0, count: rows)
        ends = Array(repeating: 0, count: hasEnds ? rows : 0)
        isEstimate = Array(repeating: false, count: hasEstimates ? rows : 0)
        isLocal = Array(repeating: false, count: rows)
        values = DecimalColumn(zeros: rows)
        lines = Array(repeating: 0, count: rows)
        var wide: [(row: Int, value: DecimalText)] = []
        try stamps.withUnsafeMutableBufferPointer { stamps in
            try ends.withUnsafeMutableBufferPointer { ends in
                try isEstimate.withUnsafeMutableBufferPointer { isEstimate in
                    try isLocal.withUnsafeMutableBufferPointer { isLocal in
                        try lines.withUnsafeMutableBufferPointer { lines in
                            try values.fill { significands, scales in
                                guard let stamps = stamps.baseAddress, let ends = ends.baseAddress,
                                    let isEstimate = isEstimate.baseAddress,
                                    let isLocal = isLocal.baseAddress,
                                    let lines = lines.baseAddress
                                else { return }
                                wide = try body(
                                    Columns(
                                        stamps: stamps, ends: ends, isEstimate: isEstimate,
                                        isLocal: isLocal, significands: significands,
                                        scales: scales, lines: lines))
                            }
                        }
                    }
                }
            }
        }
        for (row, value) in wide { values[row] = value }
    }

    /// Adds a row; `end` is given for all rows of a file or for none.
    public mutating func append(
        stamp: Int64, end: Int64?, isLocal: Bool, value: DecimalText, line: Int,
        isEstimate: Bool = false
    ) {
        stamps.append(stamp)
        if let end { ends.append(end) }
        if isEstimate, self.isEstimate.isEmpty {
            self.isEstimate = Array(repeating: false, count: stamps.count - 1)
        }
        if isEstimate || !self.isEstimate.isEmpty { self.isEstimate.append(isEstimate) }
        self.isLocal.append(isLocal)
        values.append(value)
        lines.append(Int32(clamping: line))
    }
}
