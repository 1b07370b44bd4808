import Metering
public import Provenance
public import Reporting
import Store

/// What stands in the ledger, ingest by ingest (台账批次).
public struct LedgerBatches: Sendable {
    /// A file of an ingest.
    public struct File: Sendable {
        /// Its name, relative to the portfolio.
        public let name: String
        /// The SHA-256 of its bytes.
        public let digest: Digest
        /// Its size [bytes].
        public let byteCount: Int64
        /// The meters that occur in it.
        public let meterIDs: [String]
        /// Where its energy went.
        public let statement: FileStatement
    }

    /// One ingest.
    public struct Batch: Sendable {
        /// Its number.
        public let number: Int
        /// Its files, in the order of evidence.
        public let files: [File]

        /// The meters that occur in it.
        public var meterIDs: Set<String> { Set(files.flatMap(\.meterIDs)) }

        /// The batch as JSON.
        public var json: JSONValue {
            .object([
                "batch": .integer(number),
                "files": .array(
                    files.map { file in
                        .object([
                            "name": .string(file.name), "sha256": .string(file.digest.hexadecimal),
                            "bytes": .integer(file.byteCount),
                            "meters": .integer(file.meterIDs.count),
                            "energy_statement": AccountDocument.statement(file.statement),
                        ])
                    }),
            ])
        }
    }

    /// The batches that were not taken back, the newest first.
    public let batches: [Batch]

    /// Reads them; a portfolio without a ledger has none.
    public init(of folder: String) throws {
        guard Workspace.exists(in: folder) else {
            batches = []
            return
        }
        let store = try Workspace(of: folder, writing: false).store
        let booked = try store.statements()
        let files = try store.liveFiles()
        batches = Dictionary(grouping: files, by: \.batch).sorted { $0.key > $1.key }.map {
            number, files in
            Batch(
                number: number,
                files: files.map { file in
                    var statement = file.strays
                    if let more = booked[file.source] { statement += more }
                    return File(
                        name: file.name, digest: file.digest, byteCount: file.byteCount,
                        meterIDs: file.meterIDs,
                        statement: FileStatement(
                            batch: file.batch, file: file.name, digest: file.digest,
                            statement: statement))
                })
        }
    }
}
