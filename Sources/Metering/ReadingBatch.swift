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

    /// Tells whether the file itself calls the value of a row an estimate.
    public func isEstimate(_ row: Int) -> Bool { !isEstimate.isEmpty && isEstimate[row] }

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
