public import Metering
public import Provenance

/// The energy statement of one file, with the batch and the digest that name it.
public struct FileStatement: Hashable, Sendable {
    /// The ingest that brought the file.
    public let batch: Int
    /// Its name, relative to the portfolio.
    public let file: String
    /// The SHA-256 of its bytes; nil where a dry run did without.
    public let digest: Digest?
    /// Where its energy went.
    public let statement: EnergyStatement

    /// Makes a statement of a file.
    public init(batch: Int, file: String, digest: Digest?, statement: EnergyStatement) {
        self.batch = batch
        self.file = file
        self.digest = digest
        self.statement = statement
    }
}
