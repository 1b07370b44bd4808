import Charts
import Reporting

extension ReportSheet {
    private static let padding = 3.5

    /// A table that goes over as many pages as it needs, its headings on each.
    func drawTable(_ table: ReportTable) {
        let frame = TableFrame(table, width: Self.width)
        let head = headHeight(frame)
        // Title, headings and two rows stay together.
        ensure(head + 54)
        canvas.text(
            table.title, x: Self.left, y: y + 8, width: Self.width,
            Canvas.Style(size: 9.5, weight: .semibold, ink: .deep))
        y += 15
        drawHead(frame, height: head)
        if table.rows.isEmpty {
            canvas.text(
                outline.words("nothing", "无"), x: Self.left + Self.padding, y: y + 9, width: 200,
                Canvas.Style(size: frame.size, ink: .quiet))
            y += 15
        }
        for row in table.rows.prefix(table.shownRows ?? table.rows.count) {
            drawRow(row, frame, head: head, isTotal: false)
        }
        if let total = table.total { drawRow(total, frame, head: head, isTotal: true) }
        y += 8
        let notes = [table.note, outline.note(of: table) ?? ""].filter { !$0.isEmpty }
        if !notes.isEmpty { drawNote(notes.joined(separator: " ")) }
        y += 10
    }

    private func drawNote(_ text: String) {
        let style = Canvas.Style(size: 7, ink: .quiet, lines: 6)
        let lines = canvas.lines(of: text, width: Self.width, style)
        let height = Double(lines) * style.size * style.leading
        ensure(height)
        canvas.text(text, x: Self.left, y: y + 2, width: Self.width, style)
        y += height
    }

    // MARK: - Headings

    private func headStyle(_ frame: TableFrame, _ column: TableFrame.Column) -> Canvas.Style {
        Canvas.Style(
            size: frame.size - 0.3, weight: .semibold, ink: .deep,
            alignment: column.isNumber ? .right : .left, lines: 4, leading: 1.25)
    }

    private func headHeight(_ frame: TableFrame) -> Double {
        let lines = frame.columns.map { column in
            canvas.lines(
                of: column.heading, width: column.width - 2 * Self.padding,
                headStyle(frame, column))
        }
        return Double(lines.max() ?? 1) * (frame.size - 0.3) * 1.25 + 7
    }

    private func drawHead(_ frame: TableFrame, height: Double) {
        canvas.fill(.wash, x: Self.left, y: y, width: frame.width, height: height)
        for column in frame.columns {
            canvas.text(
                column.heading, x: Self.left + column.x + Self.padding, y: y + frame.size + 3,
                width: column.width - 2 * Self.padding, headStyle(frame, column))
        }
        y += height
        canvas.line(.deep, [(Self.left, y), (Self.left + frame.width, y)], line: 0.6)
    }

    // MARK: - Rows

    private func style(
        _ frame: TableFrame, _ column: TableFrame.Column, _ cell: ReportTable.Cell, isTotal: Bool
    ) -> Canvas.Style {
        var style = Canvas.Style(
            size: frame.size, weight: isTotal ? .semibold : .regular,
            alignment: column.isNumber ? .right : .left, lines: column.isNumber ? 1 : 12,
            leading: 1.3)
        switch cell {
        case .absent: style.ink = .quiet
        case .amount(let amount): if amount.behind != nil { style.ink = .amber }
        case .text: if column.isNumber { style.lines = 3 }
        }
        return style
    }

    private func drawRow(
        _ row: ReportTable.Row, _ frame: TableFrame, head: Double, isTotal: Bool
    ) {
        let line = frame.size * 1.3
        let lines = frame.columns.map { column -> Int in
            guard row.cells.indices.contains(column.index) else { return 1 }
            let cell = row.cells[column.index]
            let style = style(frame, column, cell, isTotal: isTotal)
            let room = column.width - 2 * Self.padding - column.indent(row)
            // Most cells are short, and need no measuring to know it.
            guard style.lines > 1, TableFrame.estimate(cell.text, frame.size) > room * 0.92 else {
                return 1
            }
            return canvas.lines(of: cell.text, width: room, style)
        }
        let height = Double(lines.max() ?? 1) * line + 4.5
        if y + height > Self.bottom {
            nextPage()
            drawHead(frame, height: head)
        }
        for column in frame.columns where row.cells.indices.contains(column.index) {
            let cell = row.cells[column.index]
            var style = style(frame, column, cell, isTotal: isTotal)
            let indent = column.indent(row)
            let room = column.width - 2 * Self.padding - indent
            if style.lines == 1, TableFrame.estimate(cell.text, frame.size) > room * 0.92 {
                style = canvas.fitting(cell.text, width: room, style, least: 0.6)
            }
            canvas.text(
                cell.text, x: Self.left + column.x + Self.padding + indent,
                y: y + frame.size + 2.4, width: room, style)
        }
        y += height
        canvas.line(
            isTotal ? .deep : .line, [(Self.left, y), (Self.left + frame.width, y)],
            line: isTotal ? 0.6 : 0.3)
    }
}

/// How wide the columns of a table are on a page (列宽): numbers as they need, texts share the rest.
struct TableFrame {
    struct Column {
        /// Its number in the table.
        let index: Int
        let heading: String
        let isNumber: Bool
        let x: Double
        let width: Double

        /// How far the first column of a row stands to the right.
        func indent(_ row: ReportTable.Row) -> Double { x == 0 ? Double(min(row.depth, 8)) * 8 : 0 }
    }

    /// The size of letters.
    let size: Double
    let columns: [Column]
    let width: Double

    init(_ table: ReportTable, width available: Double) {
        let shown = table.shownColumns
        var size = 8.0
        var widths = Self.widths(table, shown, size)
        // Smaller letters rather than texts in columns of a few letters.
        while size > 5.5, Self.least(widths, size) > available {
            size -= 0.5
            widths = Self.widths(table, shown, size)
        }
        let fitted = Self.fitted(widths, available)
        self.size = size
        var x = 0.0
        columns = zip(shown, fitted).map { index, width in
            defer { x += width }
            return Column(
                index: index, heading: table.columns[index].heading,
                isNumber: table.columns[index].isNumber, x: x, width: width)
        }
        self.width = x
    }

    private typealias Wish = (wanted: Double, isText: Bool)

    /// About how wide a text is in the fonts of the page.
    static func estimate(_ text: String, _ size: Double) -> Double {
        TextWidth.of(text, size: size)
    }

    private static func widths(_ table: ReportTable, _ shown: [Int], _ size: Double) -> [Wish] {
        let rows =
            table.rows.prefix(table.shownRows ?? table.rows.count) + [table.total].compactMap { $0 }
        return shown.map { index in
            let column = table.columns[index]
            let cells = rows.map { row in
                row.cells.indices.contains(index) ? estimate(row.cells[index].text, size) : 0
            }
            // A heading may break at its blanks, but not within its words.
            let words = column.heading.split(separator: " ").map { estimate(String($0), size) }
            let heading = min(words.max() ?? 0, column.isNumber ? 74 : 120)
            return (max(cells.max() ?? 0, heading, 14) + 9, !column.isNumber)
        }
    }

    /// The least that columns can do with: texts break into lines, but not into a word each as long as
    /// the letters may become smaller.
    private static func least(_ wishes: [Wish], _ size: Double) -> Double {
        let text = size > 6 ? 100.0 : 58
        return wishes.reduce(0) { $0 + ($1.isText ? min($1.wanted, text) : $1.wanted) }
    }

    /// Texts that want less than an even share get what they want, the others share what is left.
    private static func fitted(_ wishes: [Wish], _ available: Double) -> [Double] {
        let numbers = wishes.filter { !$0.isText }.reduce(0) { $0 + $1.wanted }
        var rest = available - numbers
        let texts = wishes.filter(\.isText).map(\.wanted).sorted()
        var share = 0.0
        for (number, wanted) in texts.enumerated() {
            share = rest / Double(texts.count - number)
            if wanted > share { break }
            rest -= wanted
            share = .infinity
        }
        let limit = max(share, 30)
        let widths = wishes.map { $0.isText ? min($0.wanted, limit) : $0.wanted }
        // Numbers alone may be too many: then all shrink, and their letters with them.
        let sum = widths.reduce(0, +)
        if sum > available { return widths.map { $0 * available / sum } }
        // A table fills its page, unless it is so small that its columns would drift apart.
        return widths.map { $0 * min(available / sum, 1.5) }
    }
}
