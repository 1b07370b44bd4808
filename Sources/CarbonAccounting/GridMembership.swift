public import Provenance

/// The regional grid that a province belongs to (所属区域电网): a line of `grids.csv`.
public struct GridMembership: Hashable, Sendable {
    /// The province.
    public let region: String
    /// Its grid, as factors name it.
    public let grid: String
    /// How far the membership was checked.
    public let confidence: Confidence

    /// The columns of `grids.csv`.
    public static let columns = ["region", "grid", "confidence"]

    /// Makes a membership.
    public init(region: String, grid: String, confidence: Confidence) {
        self.region = region
        self.grid = grid
        self.confidence = confidence
    }

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public init(reading cells: [String: String]) throws(CellFault) {
        let reader = CellReader(cells: cells)
        self.init(
            region: try reader.filled("region"), grid: try reader.filled("grid"),
            confidence: try reader.word("confidence", of: Confidence.self))
    }
}
