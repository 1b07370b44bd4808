/// Lines of a file that a figure rests on.
public struct Evidence: Hashable, Sendable {
    /// The file's name, relative to the portfolio.
    public let file: String
    /// What the file contained.
    public let digest: Digest
    /// The first and the last physical line, counted from 1.
    public let lines: ClosedRange<Int>

    /// Makes evidence of a range of lines.
    public init(file: String, digest: Digest, lines: ClosedRange<Int>) {
        self.file = file
        self.digest = digest
        self.lines = lines
    }
}
