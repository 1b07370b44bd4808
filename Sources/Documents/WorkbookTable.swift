import CXlsxWriter
import Charts
import Quantities
import Reporting

/// One table of the report on a sheet of its own.
struct WorkbookTable {
    private let table: ReportTable
    private let file: WorkbookFile
    private let sheet: WorkbookFile.Sheet
    private let name: String
    /// The heading of the column that says which values are of some sites only.
    private let partly: String
    /// What that column says of each row; nil where no value of the table is of some sites only.
    private let shortfalls: [String]?
    private let shortfallOfTotal: String

    /// Title in the first row, headings in the third, then the rows.
    private static let headerRow = 2
    private var firstRow: Int { Self.headerRow + 1 }

    init(
        _ table: ReportTable, file: WorkbookFile, sheet: WorkbookFile.Sheet, name: String,
        partly: String
    ) {
        self.partly = partly
        self.table = table
        self.file = file
        self.sheet = sheet
        self.name = name
        let shortfalls = table.rows.map { Self.shortfall($0, table) }
        self.shortfalls = shortfalls.allSatisfy(\.isEmpty) ? nil : shortfalls
        shortfallOfTotal = table.total.map { Self.shortfall($0, table) } ?? ""
    }

    /// Writes the table, and below it what must be known to read it.
    func write(notes: [String]) {
        file.text(table.title, sheet, row: 0, column: 0, WorkbookFile.Look(kind: .title))
        for (column, one) in table.columns.enumerated() {
            file.text(
                one.heading, sheet, row: Self.headerRow, column: column,
                WorkbookFile.Look(kind: .header))
        }
        if shortfalls != nil {
            file.text(
                partly, sheet, row: Self.headerRow, column: table.columns.count,
                WorkbookFile.Look(kind: .header))
        }
        for (number, row) in table.rows.enumerated() {
            write(row, at: firstRow + number, shortfall: shortfalls?[number] ?? "", isTotal: false)
        }
        var next = firstRow + table.rows.count
        if let total = table.total {
            write(total, at: next, shortfall: shortfallOfTotal, isTotal: true)
            next += 1
        }
        next += 1
        for note in notes where !note.isEmpty {
            file.text(note, sheet, row: next, column: 0, WorkbookFile.Look(kind: .note))
            next += 1
        }
        setUp()
        addPictures(below: next + 1)
    }

    /// The values of a row behind which only some sites stand: `E_DC 1/2`.
    private static func shortfall(_ row: ReportTable.Row, _ table: ReportTable) -> String {
        zip(table.columns, row.cells).compactMap { column, cell -> String? in
            guard case .amount(let amount) = cell, let behind = amount.behind else { return nil }
            return "\(column.title) \(behind.sites)/\(behind.all)"
        }.joined(separator: "; ")
    }

    private func write(
        _ row: ReportTable.Row, at place: Int, shortfall: String, isTotal: Bool
    ) {
        if !shortfall.isEmpty {
            file.text(
                shortfall, sheet, row: place, column: table.columns.count,
                WorkbookFile.Look(kind: .text, isTotal: isTotal))
        }
        for (column, cell) in row.cells.enumerated() {
            var look = WorkbookFile.Look(kind: .text, isTotal: isTotal)
            switch cell {
            case .text(let text):
                if column == 0 { look.indent = row.depth }
                file.text(text, sheet, row: place, column: column, look)
            case .absent:
                // An empty cell: sums pass over it, and nobody takes it for zero.
                if isTotal { file.text("", sheet, row: place, column: column, look) }
            case .amount(let amount):
                look.kind = amount.isShare ? .share : .number
                look.places = amount.places
                look.suffix = amount.suffix
                look.isPartial = amount.behind != nil
                let value = Self.double(amount.value)
                if let formula = formula(amount, row, at: place, column: column) {
                    file.formula(
                        formula, value: value, sheet, row: place, column: column, look)
                } else {
                    file.number(value, sheet, row: place, column: column, look)
                }
            }
        }
    }

    /// The double next to an exact value; dividing two doubles would round twice.
    private static func double(_ value: DecimalText) -> Double {
        Double(value.description) ?? value.coordinate
    }

    // MARK: - Formulas

    private func value(_ row: ReportTable.Row, _ column: Int) -> Double? {
        guard row.cells.indices.contains(column), case .amount(let amount) = row.cells[column]
        else { return nil }
        return Self.double(amount.value)
    }

    /// The formula of a value, if the cells that it names are there and it gives the value; else nil, and
    /// the value stands alone.
    private func formula(
        _ amount: ReportTable.Amount, _ row: ReportTable.Row, at place: Int, column: Int
    ) -> String? {
        guard let relation = amount.relation else { return nil }
        func cell(_ column: Int) -> String { WorkbookFile.address(row: place, column: column) }
        let reckoned: Double
        let text: String
        switch relation {
        case .difference(let one, let other):
            guard let left = value(row, one), let right = value(row, other) else { return nil }
            (reckoned, text) = (left - right, "\(cell(one))-\(cell(other))")
        case .points(let one, let other):
            guard let left = value(row, one), let right = value(row, other) else { return nil }
            (reckoned, text) = ((left - right) * 100, "(\(cell(one))-\(cell(other)))*100")
        case .ratio(let one, let other):
            guard let left = value(row, one), let right = value(row, other), right != 0 else {
                return nil
            }
            (reckoned, text) = (left / right, "\(cell(one))/\(cell(other))")
        case .change(let one, let other):
            guard let left = value(row, one), let right = value(row, other), right != 0 else {
                return nil
            }
            reckoned = (left - right) / right
            text = "(\(cell(one))-\(cell(other)))/\(cell(other))"
        case .sum(let columns):
            let parts = columns.compactMap { value(row, $0) }
            guard parts.count == columns.count else { return nil }
            (reckoned, text) = (parts.reduce(0, +), columns.map(cell).joined(separator: "+"))
        case .balance(let one, let others):
            let parts = others.compactMap { value(row, $0) }
            guard let left = value(row, one), parts.count == others.count else { return nil }
            reckoned = left - parts.reduce(0, +)
            text = ([cell(one)] + others.map(cell)).joined(separator: "-")
        case .total:
            let parts = table.rows.compactMap { value($0, column) }
            guard !parts.isEmpty else { return nil }
            reckoned = parts.reduce(0, +)
            let first = WorkbookFile.address(row: firstRow, column: column)
            let last = WorkbookFile.address(
                row: firstRow + table.rows.count - 1, column: column)
            text = "SUM(\(first):\(last))"
        }
        let exact = Self.double(amount.value)
        let scale = max(abs(exact), largest(row), 1)
        return abs(reckoned - exact) <= scale * 1e-9 ? "=" + text : nil
    }

    /// The largest value of a row: what a difference loses is measured by what it was made of.
    private func largest(_ row: ReportTable.Row) -> Double {
        row.cells.indices.compactMap { value(row, $0).map(abs) }.max() ?? 0
    }

    // MARK: - Sheet

    private func setUp() {
        for column in table.columns.indices {
            _ = worksheet_set_column(
                sheet, UInt16(column), UInt16(column), width(of: column), nil)
        }
        if shortfalls != nil {
            let column = UInt16(table.columns.count)
            _ = worksheet_set_column(sheet, column, column, 32, nil)
        }
        worksheet_freeze_panes(sheet, UInt32(firstRow), 1)
        if !table.rows.isEmpty {
            _ = worksheet_autofilter(
                sheet, UInt32(Self.headerRow), 0, UInt32(firstRow + table.rows.count - 1),
                UInt16(table.columns.count - 1))
        }
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)
        worksheet_fit_to_pages(sheet, 1, 0)
        _ = worksheet_repeat_rows(sheet, UInt32(Self.headerRow), UInt32(Self.headerRow))
        _ = worksheet_set_footer(sheet, "&C&P / &N")
    }

    /// Wide enough for numbers, for most texts and for the longest word of the heading; Chinese letters
    /// count as two.
    private func width(of column: Int) -> Double {
        let one = table.columns[column]
        let rows = table.rows + [table.total].compactMap { $0 }
        let widths = rows.prefix(2_000).map { row -> Double in
            guard row.cells.indices.contains(column) else { return 0 }
            return TextWidth.of(row.cells[column].text, size: 1.75) + Double(row.depth)
        }
        let longest = widths.max() ?? 0
        let heading = TextWidth.of(one.heading, size: 1.75)
        let least = one.isNumber ? 11.0 : 8
        // A heading may take two lines, a text several; the filter's arrow takes room as well.
        return min(max(least, longest + 1.5, min(heading / 2 + 4, 24)), one.isNumber ? 24 : 56)
    }

    // MARK: - Pictures

    private func addPictures(below row: Int) {
        guard !table.rows.isEmpty else { return }
        let last = UInt32(firstRow + min(table.rows.count, 30) - 1)
        for (number, picture) in table.pictures.enumerated() {
            let kind =
                switch picture.kind {
                case .columns: LXW_CHART_COLUMN
                case .stacked: LXW_CHART_COLUMN_STACKED
                case .line: LXW_CHART_LINE
                case .bars: LXW_CHART_BAR
                }
            guard let chart = file.chart(kind) else { continue }
            for column in picture.values {
                guard let series = chart_add_series(chart, nil, nil) else { continue }
                chart_series_set_categories(
                    series, name, UInt32(firstRow), UInt16(picture.names), last,
                    UInt16(picture.names))
                chart_series_set_values(
                    series, name, UInt32(firstRow), UInt16(column), last, UInt16(column))
                chart_series_set_name_range(
                    series, name, UInt32(Self.headerRow), UInt16(column))
            }
            chart_title_set_name(chart, picture.title)
            if picture.values.count == 1 {
                chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
            } else {
                chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
            }
            if picture.kind == .bars { chart_axis_set_reverse(chart.pointee.x_axis) }
            if picture.kind == .line {
                chart_show_blanks_as(chart, UInt8(LXW_CHART_BLANKS_AS_GAP.rawValue))
            }
            _ = worksheet_insert_chart(sheet, UInt32(row + number * 16), 0, chart)
        }
    }
}
