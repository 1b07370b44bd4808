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
    public private(set) var batches: [ReadingBatch]
    /// Rows that belong to no known meter or have no readable value.
    public let strays: EnergyStatement
    /// What was found.
    public let collected: FindingCollector
    /// What was found, as far as it keeps its own place.
    public var findings: [Finding] { collected.findings }
    /// The units and multiples that it names; nil where it names none, as most files do.
    private(set) var mentions: Mentions?
    /// How the file was read, as it is held.
    var heldPlan: HeldPlan?
    /// How the file was read.
    var plan: FilePlan? { heldPlan?.plan }

    /// The unit that the file's header names for a meter's values; nil when it names none.
    func mentionedUnit(of meterID: String) -> MentionedUnit? {
        mentions.flatMap { $0.units[meterID] ?? $0.unit }
    }

    /// Shares what it names with another file that names the same.
    mutating func share(_ others: Mentions?) {
        if let others, mentions == others { mentions = others }
    }

    /// Lets go of the readings.
    mutating func letGoOfBatches() { batches = [] }

    /// The multiple of a unit, or the ratio above the header, that the file names for a meter.
    func mentionedMultiple(of meterID: String) -> MentionedMultiple? {
        mentions.flatMap { $0.multiples[meterID] ?? $0.multiple }
    }
}

/// What a file names of its units and multiples (文件所写单位与倍率).
final class Mentions: Sendable, Equatable {
    /// The unit for the values of a meter, where it is not that of all.
    let units: [String: MentionedUnit]
    /// The unit for the one column of values.
    let unit: MentionedUnit?
    /// The multiple of a unit for a meter, where it is not that of all.
    let multiples: [String: MentionedMultiple]
    /// The multiple for the one column of values, or a ratio above it.
    let multiple: MentionedMultiple?

    static func == (lhs: Mentions, rhs: Mentions) -> Bool {
        lhs.units == rhs.units && lhs.unit == rhs.unit && lhs.multiples == rhs.multiples
            && lhs.multiple == rhs.multiple
    }

    /// Nil where nothing is named.
    init?(
        units: [String: MentionedUnit], unit: MentionedUnit?,
        multiples: [String: MentionedMultiple], multiple: MentionedMultiple?
    ) {
        guard !units.isEmpty || unit != nil || !multiples.isEmpty || multiple != nil else {
            return nil
        }
        self.units = units
        self.unit = unit
        self.multiples = multiples
        self.multiple = multiple
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
