public import Provenance
public import Quantities

/// How far the data of a report can be trusted (数据质量).
public struct ReportQuality: Hashable, Sendable {
    /// Findings of one kind.
    public struct Kind: Hashable, Sendable {
        /// The stable word: `interval-gap`.
        public let code: String
        /// Its heaviest weight.
        public let severity: Severity
        /// How often it occurred.
        public let count: Int
        /// The sites it speaks of.
        public let sites: [String]
        /// What the first says.
        public let example: BilingualText
        /// What to do.
        public let remedy: BilingualText

        /// Makes a kind of findings.
        public init(
            code: String, severity: Severity, count: Int, sites: [String], example: BilingualText,
            remedy: BilingualText
        ) {
            self.code = code
            self.severity = severity
            self.count = count
            self.sites = sites
            self.example = example
            self.remedy = remedy
        }
    }

    /// Where the energy of all files went (电量平衡表); in = booked + duplicate + superseded + rejected.
    public struct Statement: Hashable, Sendable {
        /// Files.
        public let files: Int
        /// Rows that were read, taken and rejected.
        public let rows: Int, rowsAccepted: Int, rowsRejected: Int
        /// Energy of every row whose energy can be computed.
        public let energyIn: Energy
        /// Energy that stands in the ledger.
        public let booked: Energy
        /// Energy that occurred twice.
        public let duplicate: Energy
        /// Energy that later readings replaced.
        public let superseded: Energy
        /// Energy of rejected rows.
        public let rejected: Energy
        /// Energy that estimation added in the period, on top.
        public let estimated: Energy

        /// Makes a statement.
        public init(
            files: Int, rows: Int, rowsAccepted: Int, rowsRejected: Int, energyIn: Energy,
            booked: Energy, duplicate: Energy, superseded: Energy, rejected: Energy,
            estimated: Energy
        ) {
            self.files = files
            self.rows = rows
            self.rowsAccepted = rowsAccepted
            self.rowsRejected = rowsRejected
            self.energyIn = energyIn
            self.booked = booked
            self.duplicate = duplicate
            self.superseded = superseded
            self.rejected = rejected
            self.estimated = estimated
        }

        /// Energy in less where it went; zero, or the ingest would have failed.
        public var balance: Energy { energyIn - booked - duplicate - superseded - rejected }
    }

    /// Findings by kind, the heaviest first, then by name.
    public let kinds: [Kind]
    /// The statement over all files; nil in a report that was rolled up from submissions.
    public let statement: Statement?

    /// Makes a statement of quality.
    public init(kinds: [Kind], statement: Statement?) {
        self.kinds = kinds
        self.statement = statement
    }

    /// How many findings have a weight.
    public func count(_ severity: Severity) -> Int {
        kinds.filter { $0.severity == severity }.reduce(0) { $0 + $1.count }
    }
}
