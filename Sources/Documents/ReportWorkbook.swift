import CXlsxWriter
public import Provenance
import Quantities
public import Reporting

/// The quarterly report as a workbook (季报工作簿): one sheet for each table, headers that stay, filters,
/// units, pictures that the spreadsheet draws itself, and a formula wherever a reader would reckon after.
///
/// A formula stands only where it gives the exact value, which is stored beside it.
public struct ReportWorkbook {
    private let outline: ReportOutline
    private let file: WorkbookFile

    /// The bytes of the workbook, the same for the same report.
    ///
    /// - Throws: `DocumentFailure` when the folder for temporary files cannot be written.
    public static func bytes(
        of report: QuarterlyReport, language: Language
    ) throws(DocumentFailure) -> [UInt8] {
        let outline = ReportOutline(of: report, language: language)
        // Midnight after the last day of the period: the workbook cannot be older.
        let created = Int(report.period.end.dayNumber) * 86_400
        let file = try WorkbookFile(
            title: "\(outline.title) \(report.period.label)", created: created)
        let workbook = ReportWorkbook(outline: outline, file: file)
        try workbook.write()
        return try file.finish()
    }

    private func write() throws(DocumentFailure) {
        let cover = try file.sheet(outline.contentsTab)
        var tabs: [(name: String, title: String, rows: Int)] = []
        for section in outline.sections {
            let tables = section.tables
            let paragraphs = section.blocks.compactMap { block in
                switch block {
                case .paragraph(let text), .warning(let text): text
                case .table, .chart: nil as String?
                }
            }
            for (number, table) in tables.enumerated() {
                let (sheet, name) = try file.sheet(table.tab.isEmpty ? section.tab : table.tab)
                WorkbookTable(
                    table, file: file, sheet: sheet, name: name,
                    partly: outline.words("of some sites only", "仅含部分站点")
                ).write(
                    notes: [table.note] + (number == 0 ? paragraphs : []))
                let title = tables.count == 1 ? section.title : "\(section.title): \(table.title)"
                tabs.append((name, title, table.rows.count))
            }
        }
        write(tabs, on: cover.sheet)
    }

    /// The first sheet: whose report it is, and the way to the others.
    private func write(
        _ tabs: [(name: String, title: String, rows: Int)], on sheet: WorkbookFile.Sheet
    ) {
        let text = WorkbookFile.Look(kind: .text)
        file.text(outline.title, sheet, row: 0, column: 0, WorkbookFile.Look(kind: .title))
        var row = 2
        for (name, value) in outline.imprint {
            file.text(name, sheet, row: row, column: 0, WorkbookFile.Look(kind: .note))
            file.text(value, sheet, row: row, column: 1, text)
            row += 1
        }
        file.text(outline.statement, sheet, row: row + 1, column: 1, text)
        row += 3
        let header = WorkbookFile.Look(kind: .header)
        file.text(outline.words("Sheet", "工作表"), sheet, row: row, column: 0, header)
        file.text(outline.words("What it holds", "内容"), sheet, row: row, column: 1, header)
        file.text(outline.words("Rows", "行数"), sheet, row: row, column: 2, header)
        for tab in tabs {
            row += 1
            _ = worksheet_write_url(
                sheet, UInt32(row), 0, "internal:'\(tab.name)'!A1", nil)
            _ = worksheet_write_string(sheet, UInt32(row), 0, tab.name, nil)
            file.text(tab.title, sheet, row: row, column: 1, text)
            file.number(
                Double(tab.rows), sheet, row: row, column: 2, WorkbookFile.Look(kind: .number))
        }
        _ = worksheet_set_column(sheet, 0, 0, 32, nil)
        _ = worksheet_set_column(sheet, 1, 1, 90, nil)
        worksheet_gridlines(sheet, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)
        worksheet_fit_to_pages(sheet, 1, 0)
    }
}
