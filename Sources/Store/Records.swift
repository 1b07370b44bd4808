public import Metering
public import Provenance

/// A file that was ingested, as the store remembers it.
public struct StoredFile: Hashable, Sendable {
    /// Its place in the order of evidence.
    public let source: Int
    /// The ingest that brought it.
    public let batch: Int
    /// Its name, relative to the portfolio.
    public let name: String
    /// The SHA-256 of its bytes; the original is kept under it.
    public let digest: Digest
    /// Its size [bytes].
    public let byteCount: Int64
    /// The layout that was named on the command line; nil when its name found one, or none.
    public var layoutName: String?
    /// What it was read by: the layout, and the meters where it names some that do not exist.
    public var context: String
    /// Its rows that belong to no known meter or have no readable value.
    public var strays: EnergyStatement
    /// What was found in it.
    public var findings: [Finding]
    /// The meters that occur in it.
    public var meterIDs: [String]

    /// Makes a record of a file.
    public init(
        source: Int, batch: Int, name: String, digest: Digest, byteCount: Int64,
        layoutName: String? = nil, context: String, strays: EnergyStatement, findings: [Finding],
        meterIDs: [String]
    ) {
        self.source = source
        self.batch = batch
        self.name = name
        self.digest = digest
        self.byteCount = byteCount
        self.layoutName = layoutName
        self.context = context
        self.strays = strays
        self.findings = findings
        self.meterIDs = meterIDs
    }
}

/// What was derived for one line of `meters.csv`, as the store remembers it.
public struct StoredMeter: Sendable {
    /// The key of a line of `meters.csv`.
    public struct Key: Hashable, Sendable {
        /// The meter's name.
        public let meterID: String
        /// Start of its validity [s, Unix time].
        public let validFrom: Int64

        /// Makes a key.
        public init(meterID: String, validFrom: Int64) {
            self.meterID = meterID
            self.validFrom = validFrom
        }
    }

    /// Which meter.
    public let key: Key
    /// How it was defined when its load was derived; another definition makes it stale.
    public let definition: String
    /// The load in its own direction, as it waits to be written.
    let packedOwn: PackedLoad
    /// The load in the opposite direction, as it waits to be written.
    let packedMirror: PackedLoad
    /// Bookings that cross a local midnight of its site.
    public let midnightSpans: [Booking]
    /// Amounts far above what it usually shows.
    public let suspects: [Booking]
    /// Since when it is out of service for good [s, Unix time].
    public let outOfServiceSince: Int64?
    /// The maximum demand of its months; nil for a meter without one.
    public let demands: [MonthlyDemand]?
    /// For each file in the order of evidence, where its energy went; most meters have one file, for which a
    /// dictionary would hold twice as much.
    public let statements: [(source: Int, statement: EnergyStatement)]
    /// What was found.
    public let findings: [Finding]

    /// Makes a record of a derivation.
    public init(
        key: Key, definition: String, own: LoadProfile, mirror: LoadProfile,
        midnightSpans: [Booking], suspects: [Booking], statements: [Int: EnergyStatement],
        findings: [Finding], outOfServiceSince: Int64? = nil, demands: [MonthlyDemand]? = nil
    ) {
        self.key = key
        self.definition = definition
        packedOwn = PackedLoad(own)
        packedMirror = PackedLoad(mirror)
        self.midnightSpans = midnightSpans
        self.suspects = suspects
        self.outOfServiceSince = outOfServiceSince
        self.demands = demands
        self.statements = statements.sorted { $0.key < $1.key }
            .map { (source: $0.key, statement: $0.value) }
        self.findings = findings
    }

    /// The load in its own direction; it is put together anew with each look.
    public var own: LoadProfile { packedOwn.profile }
    /// The load in the opposite direction, likewise.
    public var mirror: LoadProfile { packedMirror.profile }
}

/// What one ingest changes; it is written whole or not at all.
public struct LedgerChange: Sendable {
    /// The files that are new or were read again.
    public var files: [StoredFile] = []
    /// The meters that were derived anew.
    public var meters: [StoredMeter] = []
    /// The meters that are no longer defined.
    public var removedMeters: [StoredMeter.Key] = []
    /// A batch that is taken back.
    public var undoneBatch: Int?
    /// The digest of the tables that the ledger was derived under.
    public var tables = ""

    /// An empty change.
    public init() {}
}
