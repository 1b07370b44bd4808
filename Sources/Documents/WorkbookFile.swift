import CXlsxWriter
import Glibc
import Provenance

/// A workbook that is being written (工作簿文件), through libxlsxwriter. Text is only ever written as text:
/// what begins with `=`, `+`, `-` or `@` stays what it is.
final class WorkbookFile {
    /// How a cell looks.
    struct Look: Hashable {
        enum Kind { case title, note, header, text, number, share }
        var kind: Kind
        var places = 0
        /// What stands behind a number; letters that mean nothing in a format.
        var suffix = ""
        /// Only some sites stand behind the value.
        var isPartial = false
        /// The row below all others.
        var isTotal = false
        var indent = 0
    }

    typealias Sheet = UnsafeMutablePointer<lxw_worksheet>

    private let folder: String
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private var looks: [Look: UnsafeMutablePointer<lxw_format>] = [:]
    private var names: Set<String> = []
    private var isClosed = false

    /// Begins a workbook.
    ///
    /// - Parameter created: Seconds since 1970; given, never taken from a clock.
    init(title: String, created: Int) throws(DocumentFailure) {
        var template = Array("\(Self.temporary)/carbongrade-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Self.failure }
        let end = template.firstIndex(of: 0) ?? template.endIndex
        folder = String(
            decoding: template[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let workbook = workbook_new("\(folder)/report.xlsx") else {
            rmdir(folder)
            throw Self.failure
        }
        self.workbook = workbook
        title.withCString { title in
            "carbongrade".withCString { author in
                var properties = lxw_doc_properties()
                properties.title = UnsafeMutablePointer(mutating: title)
                properties.author = UnsafeMutablePointer(mutating: author)
                properties.created = created
                _ = workbook_set_properties(workbook, &properties)
            }
        }
    }

    deinit {
        if !isClosed { _ = workbook_close(workbook) }
        unlink("\(folder)/report.xlsx")
        rmdir(folder)
    }

    private static var temporary: String {
        getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }

    private static var failure: DocumentFailure {
        DocumentFailure(
            reason: BilingualText(
                "the workbook cannot be written to the folder for temporary files",
                zh: "无法在临时文件夹中写入工作簿"))
    }

    /// Ends the workbook and gives its bytes.
    func finish() throws(DocumentFailure) -> [UInt8] {
        isClosed = true
        guard workbook_close(workbook) == LXW_NO_ERROR,
            let file = fopen("\(folder)/report.xlsx", "rb")
        else { throw Self.failure }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { break }
            bytes += block[..<count]
        }
        guard ferror(file) == 0 else { throw Self.failure }
        return bytes
    }

    // MARK: - Sheets

    /// A new sheet under a name made fit for a tab: 31 characters, none of `[]:*?/\`, each name once.
    func sheet(_ wanted: String) throws(DocumentFailure) -> (sheet: Sheet, name: String) {
        let name = fitted(wanted)
        guard let sheet = workbook_add_worksheet(workbook, name) else { throw Self.failure }
        return (sheet, name)
    }

    private func fitted(_ wanted: String) -> String {
        let plain = wanted.replacing(" / ", with: " ")
            .map { "[]:*?/\\'\n\t".contains($0) ? "-" : $0 }
        var name = String(plain.prefix(31))
        var number = 2
        while !names.insert(name.lowercased()).inserted || name.isEmpty {
            name = String(plain.prefix(27)) + " \(number)"
            number += 1
        }
        return name
    }

    func chart(_ kind: lxw_chart_type) -> UnsafeMutablePointer<lxw_chart>? {
        workbook_add_chart(workbook, UInt8(kind.rawValue))
    }

    // MARK: - Cells

    func text(_ text: String, _ sheet: Sheet, row: Int, column: Int, _ look: Look) {
        // A cell holds 32,767 characters; nothing of ours comes near unless a name is hostile.
        let text = text.utf16.count > 32_000 ? String(text.prefix(16_000)) + "…" : text
        guard !text.isEmpty || look.isTotal else { return }
        if text.isEmpty {
            _ = worksheet_write_blank(sheet, UInt32(row), UInt16(column), format(look))
        } else {
            _ = worksheet_write_string(sheet, UInt32(row), UInt16(column), text, format(look))
        }
    }

    func number(_ number: Double, _ sheet: Sheet, row: Int, column: Int, _ look: Look) {
        _ = worksheet_write_number(sheet, UInt32(row), UInt16(column), number, format(look))
    }

    /// A formula with the value that it has.
    func formula(
        _ formula: String, value: Double, _ sheet: Sheet, row: Int, column: Int, _ look: Look
    ) {
        _ = worksheet_write_formula_num(
            sheet, UInt32(row), UInt16(column), formula, format(look), value)
    }

    func format(_ look: Look) -> UnsafeMutablePointer<lxw_format>? {
        if let known = looks[look] { return known }
        guard let format = workbook_add_format(workbook) else { return nil }
        looks[look] = format
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        switch look.kind {
        case .title:
            format_set_bold(format)
            format_set_font_size(format, 14)
            format_set_font_color(format, 0x0E4A3A)
        case .note:
            format_set_font_color(format, 0x56665F)
        case .header:
            format_set_bold(format)
            format_set_text_wrap(format)
            format_set_bg_color(format, 0xE3EFE9)
            format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_BOTTOM.rawValue))
        case .text:
            format_set_text_wrap(format)
            if look.indent > 0 { format_set_indent(format, UInt8(min(look.indent, 15))) }
        case .number:
            let zeros = String(repeating: "0", count: look.places)
            let behind = look.suffix.isEmpty ? "" : "\"\(look.suffix)\""
            format_set_num_format(
                format, (look.places == 0 ? "#,##0" : "#,##0.\(zeros)") + behind)
        case .share:
            let zeros = String(repeating: "0", count: look.places)
            format_set_num_format(format, look.places == 0 ? "0%" : "0.\(zeros)%")
        }
        if look.isPartial { format_set_font_color(format, 0xB7791F) }
        if look.isTotal {
            format_set_bold(format)
            format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
        }
        return format
    }

    /// `B7` for the second column of the seventh row.
    static func address(row: Int, column: Int) -> String {
        var letters = ""
        var rest = column + 1
        while rest > 0 {
            letters = String(Character(Unicode.Scalar(UInt8(65 + (rest - 1) % 26)))) + letters
            rest = (rest - 1) / 26
        }
        return letters + String(row + 1)
    }
}
