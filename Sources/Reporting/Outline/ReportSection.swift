public import Charts

/// A part of the quarterly report (报告章节): what the forms print, in this order.
public struct ReportSection: Sendable {
    /// A thing that is printed.
    public enum Block: Sendable {
        /// A sentence or more.
        case paragraph(String)
        /// A sentence that nobody may pass over.
        case warning(String)
        /// A table.
        case table(ReportTable)
        /// A picture; the workbook draws its own from the tables.
        case chart(any Chart)
    }

    /// Its name in addresses: `sites`.
    public let id: String
    /// Its title.
    public let title: String
    /// A title that is short enough for the tab of a sheet.
    public let tab: String
    /// Whether its tables want a broad page.
    public let isWide: Bool
    /// What it holds.
    public let blocks: [Block]

    /// Makes a part.
    public init(id: String, title: String, tab: String, isWide: Bool = false, blocks: [Block]) {
        self.id = id
        self.title = title
        self.tab = tab
        self.isWide = isWide
        self.blocks = blocks
    }

    /// Its tables.
    public var tables: [ReportTable] {
        blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }
}
