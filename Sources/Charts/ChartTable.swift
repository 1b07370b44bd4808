/// The values of a chart in rows (数据表).
public struct ChartTable: Hashable, Sendable {
    /// A column.
    public struct Column: Hashable, Sendable {
        /// Its heading, the unit in brackets.
        public let name: String
        /// Whether it holds numbers, which are set to the right.
        public let isNumber: Bool

        /// Makes a column.
        public init(_ name: String, isNumber: Bool = true) {
            self.name = name
            self.isNumber = isNumber
        }
    }

    /// What the table is.
    public let title: String
    /// The columns; the first one names the row.
    public let columns: [Column]
    /// One text for each column.
    public let rows: [[String]]

    /// Makes a table.
    public init(title: String, columns: [Column], rows: [[String]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    /// The table as HTML, everything quoted.
    public var html: String {
        var text =
            "<table class=\"chart-table\"><caption>\(Markup.escaped(title))</caption><thead><tr>"
        for column in columns {
            let kind = column.isNumber ? " class=\"n\"" : ""
            text += "<th scope=\"col\"\(kind)>\(Markup.escaped(column.name))</th>"
        }
        text += "</tr></thead><tbody>"
        for row in rows {
            text += "<tr>"
            for (index, cell) in row.enumerated() {
                let isNumber = index < columns.count && columns[index].isNumber
                let cell = Markup.escaped(cell)
                text +=
                    index == 0
                    ? "<th scope=\"row\">\(cell)</th>"
                    : isNumber ? "<td class=\"n\">\(cell)</td>" : "<td>\(cell)</td>"
            }
            text += "</tr>"
        }
        return text + "</tbody></table>"
    }
}
