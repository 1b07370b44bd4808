public import Metering
public import Provenance
public import Quantities

/// What one file says for the ledger: sums of the meters that keep to their rules, rows of the others.
public final class FileReadings {
    /// Everything but the readings.
    private(set) var decoded: DecodedFile
    /// Its place in the order of evidence.
    public let source: Int
    /// The SHA-256 of the file as it lies on the disk, where it was wanted.
    public let digest: Digest?
    /// Its size on the disk [bytes].
    public let byteCount: Int64
    /// About how many rows it has.
    public let rows: Int64
    /// The meters that occur in it, in the order of their names.
    public let meterIDs: [String]

    /// The sums of the meters that keep to their rules, in the order of `meterIDs`.
    private var regular: [RegularReadings?]
    /// How many of them were not taken yet.
    private var held = 0
    /// How many of its meters are derived.
    private var derived = 0
    /// The rows of meters that were kept, by meter.
    private var kept: [String: CompactReadings.List]
    private let readings: CompactReadings

    init(
        _ decoded: DecodedFile, digest: Digest?, byteCount: Int64, source: Int, rows: Int64,
        regular: [String: RegularReadings], kept: [String: CompactReadings.List],
        readings: CompactReadings
    ) {
        self.decoded = decoded
        self.digest = digest
        self.byteCount = byteCount
        self.source = source
        self.rows = rows
        meterIDs = decoded.batches.map(\.meterID).sorted()
        self.decoded.letGoOfBatches()
        self.regular = regular.isEmpty ? [] : meterIDs.map { regular[$0] }
        held = regular.count
        self.kept = kept
        self.readings = readings
    }

    /// The file's name, relative to the portfolio.
    public var file: String { decoded.file }
    /// Rows that belong to no known meter or have no readable value.
    public var strays: EnergyStatement { decoded.strays }
    /// What was found.
    public var collected: FindingCollector { decoded.collected }
    /// What was found, as far as it keeps its own place.
    public var findings: [Finding] { decoded.findings }
    /// The unit that the file's header names for a meter's values; nil when it names none.
    public func mentionedUnit(of meterID: String) -> MentionedUnit? {
        decoded.mentionedUnit(of: meterID)
    }

    /// The transformer ratio that the file's rows name for a meter; nil when they name none, or more than one.
    public func mentionedMultiplier(of meterID: String) -> DecimalText? {
        decoded.plan?.multipliers[meterID]
    }

    /// The multiple of a unit, or the ratio above the header, that the file names for a meter.
    public func mentionedMultiple(of meterID: String) -> MentionedMultiple? {
        decoded.mentionedMultiple(of: meterID)
    }

    /// A stamp of 24:00, which names the end of an interval, and its line; nil when none of the first rows has one.
    public var endOfDay: (text: String, line: Int)? {
        decoded.plan?.endOfDay.map { ($0.text, $0.line) }
    }

    /// The sums of a meter that kept to its rule; nil for others.
    public func regular(_ meterID: String) -> RegularReadings? {
        place(of: meterID).flatMap { regular[$0] }
    }

    /// The sums of a meter, which are let go of here.
    public func takeRegular(_ meterID: String) -> RegularReadings? {
        guard let place = place(of: meterID) else { return nil }
        let sums = regular[place].take()
        if sums != nil { letGo(ofSums: 1) }
        return sums
    }

    /// Lets go of the sums of meters that are derived from their rows.
    public func letGoOfSums(of careful: Set<String>) {
        var count = 0
        for (place, id) in meterIDs.enumerated() where place < regular.count && careful.contains(id)
        {
            if regular[place].take() != nil { count += 1 }
        }
        letGo(ofSums: count)
    }

    private func letGo(ofSums count: Int) {
        held -= count
        // Of thousands of files each would hold on to the room of what was taken.
        if held == 0 { regular = [] }
    }

    /// Where the sums of a meter stand; nil when there are none.
    private func place(of meterID: String) -> Int? {
        // A dictionary would hold several times the sums of a small file.
        let place = meterIDs.bisected { $0 >= meterID }
        return place < regular.count && meterIDs[place] == meterID ? place : nil
    }

    /// Tells whether the rows of a meter are at hand.
    public func hasRows(of meterID: String) -> Bool { kept[meterID] != nil }

    /// The rows of a meter; nil when they are not at hand and the file must be read again for them.
    ///
    /// - Parameter shelf: Must confirm, when they were read, that all could be fetched.
    package func rows(of meterID: String, telling shelf: Shelf) -> ReadingRows? {
        kept[meterID].map {
            readings.rows(
                of: $0, source: source, file: file, meterID: meterID, telling: shelf)
        }
    }

    /// Lets go of the rows of a meter that is derived; to be told once of each.
    public func letGoOfRows(of meterID: String) {
        derived += 1
        if let list = kept.removeValue(forKey: meterID) { readings.letGo(of: list) }
    }

    /// Tells that all its meters are derived.
    public var isSpent: Bool { derived >= meterIDs.count }

    /// Takes over rows that were read again.
    func add(_ more: [String: CompactReadings.List]) { kept.merge(more) { $1 } }
}
