public import Metering
public import Provenance

/// What one file of readings says: a batch for each meter, and what could not be read.
public struct DecodedFile: Sendable {
    /// The file's name, relative to the portfolio.
    public let file: String
    /// The SHA-256 of the file as it lies on the disk.
    public let digest: Digest
    /// Its size on the disk [bytes].
    public let byteCount: Int64
    /// The readings, one batch a meter, in the order in which the meters first occur.
    public let batches: [ReadingBatch]
    /// Rows that belong to no known meter or have no readable value.
    public let strays: EnergyStatement
    /// What was found.
    public let collected: FindingCollector
    /// What was found, as far as it keeps its own place.
    public var findings: [Finding] { collected.findings }
    /// The unit that the file's header names for the values of a meter, where it is not that of all.
    var mentionedUnits: [String: MentionedUnit] = [:]
    /// The unit that the header names for the one column of values.
    var mentionedUnit: MentionedUnit?
    /// The multiple of a unit that the header names for a meter, where it is not that of all.
    var mentionedMultiples: [String: MentionedMultiple] = [:]
    /// The multiple that it names for the one column of values, or a ratio above it.
    var mentionedMultiple: MentionedMultiple?
    /// How the file was read, as it is held.
    var heldPlan: HeldPlan?
    /// How the file was read.
    var plan: FilePlan? { heldPlan?.plan }

    /// The unit that the file's header names for a meter's values; nil when it names none.
    func mentionedUnit(of meterID: String) -> MentionedUnit? {
        mentionedUnits[meterID] ?? mentionedUnit
    }

    /// The multiple of a unit, or the ratio above the header, that the file names for a meter.
    func mentionedMultiple(of meterID: String) -> MentionedMultiple? {
        mentionedMultiples[meterID] ?? mentionedMultiple
    }
}

/// A unit that a file names for a meter's values, and where (文件所写单位).
public struct MentionedUnit: Hashable, Sendable {
    /// The unit.
    public let unit: MeterUnit
    /// The name of the column; nil where a word in the rows says it.
    public let column: String?
    /// The last line of the header; nil where a word in the rows says it.
    public let line: Int?
}
