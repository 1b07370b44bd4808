public import Provenance

/// A file that is refused whole: nothing of it reaches the ledger.
public struct FileRefusal: Error, Sendable {
    /// Why, and what to do.
    public let finding: Finding

    /// Makes a refusal.
    public init(_ finding: Finding) { self.finding = finding }
}
