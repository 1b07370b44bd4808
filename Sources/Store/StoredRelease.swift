/// Figures that were released (发布版本): they are kept for good, and a change makes a version beside them.
public struct StoredRelease: Hashable, Sendable {
    /// One source of the figures.
    public struct Cell: Hashable, Sendable {
        public let siteID, scope, category, source, unit: String
        /// The uncovered amount, as a fraction.
        public let rest: String
        /// Its emission [mg].
        public let restMass: Int64
        /// The covered amount, as a fraction.
        public let covered: String
        /// Its emission [mg].
        public let coveredMass: Int64

        /// Makes a cell.
        public init(
            siteID: String, scope: String, category: String, source: String, unit: String,
            rest: String, restMass: Int64, covered: String, coveredMass: Int64
        ) {
            self.siteID = siteID
            self.scope = scope
            self.category = category
            self.source = source
            self.unit = unit
            self.rest = rest
            self.restMass = restMass
            self.covered = covered
            self.coveredMass = coveredMass
        }
    }

    /// A lot that the figures used.
    public struct Claim: Hashable, Sendable {
        public let instrumentID, kind: String
        public let serialFrom, serialTo: String?
        /// The year of consumption.
        public let year: Int
        /// What was drawn [J].
        public let energy: Int64

        /// Makes a claim.
        public init(
            instrumentID: String, kind: String, serialFrom: String?, serialTo: String?, year: Int,
            energy: Int64
        ) {
            self.instrumentID = instrumentID
            self.kind = kind
            self.serialFrom = serialFrom
            self.serialTo = serialTo
            self.year = year
            self.energy = energy
        }
    }

    /// The first day of the period, ISO 8601.
    public let periodStart: String
    /// The first day after it.
    public let periodEnd: String
    /// How the period was asked for.
    public let label: String
    /// Counted from 1 for each period.
    public let version: Int
    /// The digest of the figures.
    public let fingerprint: String
    /// The digest of the settings they were made by.
    public let rules: String
    /// The figures with what they were made of, as JSON.
    public let document: String
    /// The sources of the figures.
    public let cells: [Cell]
    /// The lots that they used.
    public let claims: [Claim]

    /// Makes a release.
    public init(
        periodStart: String, periodEnd: String, label: String, version: Int, fingerprint: String,
        rules: String, document: String, cells: [Cell], claims: [Claim]
    ) {
        self.periodStart = periodStart
        self.periodEnd = periodEnd
        self.label = label
        self.version = version
        self.fingerprint = fingerprint
        self.rules = rules
        self.document = document
        self.cells = cells
        self.claims = claims
    }
}
