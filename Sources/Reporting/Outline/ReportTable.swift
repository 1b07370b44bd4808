public import Quantities

/// A table of the quarterly report (报告表格), as values: the page, the PDF and the workbook print the same
/// cells, and the workbook knows which of them follow from others.
public struct ReportTable: Sendable {
    /// A column.
    public struct Column: Sendable {
        /// Its heading.
        public let title: String
        /// The unit of all its values; empty for text, ratios and columns of several units.
        public let unit: String
        /// Whether it holds values, which are set to the right.
        public let isNumber: Bool
        /// Whether it is there for checking, and only in the workbook.
        public let isDetail: Bool

        /// Makes a column.
        public init(
            _ title: String, unit: String = "", isNumber: Bool = false, isDetail: Bool = false
        ) {
            self.title = title
            self.unit = unit
            self.isNumber = isNumber
            self.isDetail = isDetail
        }

        /// The heading with the unit behind it.
        public var heading: String { unit.isEmpty ? title : "\(title) [\(unit)]" }
    }

    /// How a value follows from others of the table; columns are counted from 0.
    public enum Relation: Hashable, Sendable {
        /// The first less the second, both in this row.
        case difference(Int, Int)
        /// The first share less the second, both in this row, in percentage points.
        case points(Int, Int)
        /// All of them together, in this row.
        case sum([Int])
        /// The first over the second, in this row.
        case ratio(Int, Int)
        /// The first less the second, over the second, in this row.
        case change(Int, Int)
        /// The rows above, in this column.
        case total
        /// The first less all others, in this row.
        case balance(Int, [Int])
    }

    /// A value with how it is printed.
    public struct Amount: Hashable, Sendable {
        /// The exact value, or the exact ratio rounded half to even to nine places.
        public let value: DecimalText
        /// Places that are printed.
        public let places: Int
        /// Whether it is printed as a percentage; the value itself is a share of one.
        public let isShare: Bool
        /// What is printed behind it; empty for nothing.
        public let suffix: String
        /// How it follows from others.
        public let relation: Relation?
        /// How many sites stand behind it, and how many there are; nil where all do.
        public let behind: Behind?

        /// Makes a value.
        public init(
            _ value: DecimalText, places: Int, isShare: Bool = false, suffix: String = "",
            relation: Relation? = nil, behind: Behind? = nil
        ) {
            self.value = value
            self.places = places
            self.isShare = isShare
            self.suffix = suffix
            self.relation = relation
            self.behind = behind
        }

        /// The value for the eye, without its unit.
        public var text: String {
            guard isShare else { return value.grouped(places: places) + suffix }
            return Self.hundredfold(value).grouped(places: places) + " %"
        }

        /// A share as so many of a hundred.
        static func hundredfold(_ share: DecimalText) -> DecimalText {
            share.scale >= 2
                ? DecimalText(significand: share.significand, scale: share.scale - 2)
                : DecimalText(
                    significand: share.significand * Rounding.powerOfTen(2 - share.scale), scale: 0)
        }
    }

    /// Some sites of a group lack a figure (部分站点): the sum is that of the others.
    public struct Behind: Hashable, Sendable {
        /// Sites that have it.
        public let sites: Int
        /// All sites of the group.
        public let all: Int
    }

    /// What stands in a cell.
    public enum Cell: Hashable, Sendable {
        /// Words.
        case text(String)
        /// A value.
        case amount(Amount)
        /// No value, and why.
        case absent(String)

        /// The cell as it is printed.
        public var text: String {
            switch self {
            case .text(let text): return text
            case .amount(let amount):
                guard let behind = amount.behind else { return amount.text }
                return "\(amount.text) (\(behind.sites)/\(behind.all))"
            case .absent: return "–"
            }
        }
    }

    /// A row.
    public struct Row: Sendable {
        /// A cell for each column.
        public let cells: [Cell]
        /// How deep the row lies below others, from 0.
        public let depth: Int

        /// Makes a row.
        public init(_ cells: [Cell], depth: Int = 0) {
            self.cells = cells
            self.depth = depth
        }
    }

    /// A picture that a spreadsheet draws of columns of the table (原生图表).
    public struct Picture: Sendable {
        /// How it draws.
        public enum Kind: Sendable { case columns, stacked, line, bars }
        /// How it draws.
        public let kind: Kind
        /// What it is.
        public let title: String
        /// The column that names the places.
        public let names: Int
        /// The columns of values.
        public let values: [Int]

        /// Makes a picture.
        public init(_ kind: Kind, title: String, names: Int, values: [Int]) {
            self.kind = kind
            self.title = title
            self.names = names
            self.values = values
        }
    }

    /// What the table is.
    public let title: String
    /// A title that is short enough for the tab of a sheet; empty where its part's will do.
    public let tab: String
    /// What must be known to read it.
    public let note: String
    /// Its columns.
    public let columns: [Column]
    /// Its rows.
    public let rows: [Row]
    /// The row below all, set apart.
    public let total: Row?
    /// Pictures of it in the workbook.
    public let pictures: [Picture]
    /// Whether it is only in the workbook.
    public let isDetail: Bool
    /// How many rows the page and the PDF print; nil for all.
    public let shownRows: Int?

    /// Makes a table.
    public init(
        title: String, tab: String = "", note: String = "", columns: [Column], rows: [Row],
        total: Row? = nil,
        pictures: [Picture] = [], isDetail: Bool = false, shownRows: Int? = nil
    ) {
        self.title = title
        self.tab = tab
        self.note = note
        self.columns = columns
        self.rows = rows
        self.total = total
        self.pictures = pictures
        self.isDetail = isDetail
        self.shownRows = shownRows
    }

    /// The columns of the page and the PDF, by number.
    public var shownColumns: [Int] { columns.indices.filter { !columns[$0].isDetail } }
}
