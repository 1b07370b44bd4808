import ArgumentParser
import Foundation
import MeterFiles
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// `inspect`: what is this file.
struct InspectCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: Help.text(
            "What is this file: form, layout, meters, span, troubles.",
            zh: "识别文件：格式、版式、计量点、时间范围、问题。"),
        discussion: Help.text(
            """
            Reads a file it has never seen, shows the first rows as understood, and proposes the
            lines of meters.csv and, where the header alone will not do, a layout.

            Example:
              carbongrade inspect export.csv
            """,
            zh: """
                读取从未见过的文件，显示对首批数据的理解，并建议 meters.csv 的行；仅凭表头不足时建议版式。

                示例：
                  carbongrade inspect export.csv
                """))

    @OptionGroup var options: CommonOptions

    @Argument(
        help: Help.of(
            "The files.", zh: "文件。"))
    var files: [String]

    func validate() throws {
        if files.isEmpty {
            throw ValidationError(Help.text("Name a file to inspect.", zh: "请给出要识别的文件。"))
        }
    }

    func run() throws {
        let inspections = try files.map { try Draft.inspect($0) }
        switch options.format {
        case .json:
            var members = Draft.heading(of: inspections).members(
                "carbongrade-inspect/1", language: options.language)
            members["files"] = .array(inspections.map(InspectionPrinter.json))
            Terminal.print(JSONValue.object(members).text)
        case .csv: Terminal.print(Draft.metersCSV(inspections, site: "SITE"))
        case .table:
            for inspection in inspections {
                Terminal.print(InspectionPrinter.text(inspection, options))
                FindingPrinter.show(inspection.findings, options, notes: true)
            }
        }
    }
}

/// An inspection for the eye and for programs.
enum InspectionPrinter {
    static func text(_ inspection: Inspection, _ options: CommonOptions) -> String {
        var head = TextTable(.left, .left)
        head.append(options.words("file", zh: "文件"), inspection.file)
        head.append(
            options.words("form", zh: "格式"),
            [
                inspection.isCompressed ? "gzip" : nil, "UTF-8",
                options.words("delimiter ", zh: "分隔符 ") + name(of: inspection.delimiter),
                inspection.headerLine.map {
                    options.words("header in line \($0)", zh: "表头在第 \($0) 行")
                }
                    ?? options.words("no header", zh: "无表头"),
            ].compactMap { $0 }.joined(separator: ", "))
        head.append(
            options.words("layout", zh: "版式"),
            inspection.layout.shape.rawValue + ": "
                + options.words("time in", zh: "时间列") + " `\(inspection.layout.timestamp)`"
                + (inspection.layout.value.map {
                    options.words(", value in", zh: "，数值列") + " `\($0)`"
                } ?? ""))
        head.append(
            options.words("times", zh: "时间"),
            [
                inspection.isLocal
                    ? options.words("naive, in the meter's zone", zh: "无时差，按表计时区")
                    : options.words("with offset", zh: "带时差"),
                inspection.isNewestFirst ? options.words("newest first", zh: "倒序") : nil,
            ].compactMap { $0 }.joined(separator: ", "))
        head.append(options.words("readings", zh: "读数"), TextTable.grouped(String(inspection.rows)))
        var text = head.text(indent: "") + "\n"
        var preview = TextTable(.left, .left, .right)
        for row in inspection.preview {
            preview.append(row.stamp, FindingDocument.visible(row.meter), row.value)
        }
        text +=
            options.words("First rows as understood\n", zh: "首批数据按如下理解\n") + preview.text() + "\n"
        text += options.words("Meters\n", zh: "计量点\n") + meters(inspection, options) + "\n"
        if !inspection.otherValues.isEmpty {
            text +=
                options.words("Other columns that hold numbers: ", zh: "其他数值列：")
                + inspection.otherValues.joined(separator: ", ") + "\n"
        }
        text +=
            options.words("Proposed lines of meters.csv\n", zh: "建议的 meters.csv 行\n")
            + Draft.metersCSV([inspection], site: "SITE") + "\n"
        if inspection.needsLayout {
            text +=
                options.words("Proposed layouts/", zh: "建议的 layouts/") + inspection.layout.name
                + ".yaml\n"
                + Draft.layoutYAML(inspection) + "\n"
        }
        return text
    }

    private static func meters(_ inspection: Inspection, _ options: CommonOptions) -> String {
        var table = TextTable(.left, .right, .left, .left, .right, .left)
        for meter in inspection.meters.prefix(40) {
            let draft = Draft.Guess(meter, in: inspection)
            table.append(
                FindingDocument.visible(meter.id), TextTable.grouped(String(meter.readings)),
                String(LocalCalendar.utcText(at: meter.first).dropLast()),
                String(LocalCalendar.utcText(at: meter.last).dropLast()),
                meter.step.map { "\($0) s" } ?? "-", draft.words(in: options.language))
        }
        let more = inspection.meters.count - 40
        return table.text() + (more > 0 ? "  … +\(more)\n" : "")
    }

    private static func name(of delimiter: UInt8) -> String {
        switch delimiter {
        case UInt8(ascii: "\t"): "tab"
        default: "`" + String(UnicodeScalar(delimiter)) + "`"
        }
    }

    static func json(_ inspection: Inspection) -> JSONValue {
        .object([
            "file": .string(inspection.file), "compressed": .bool(inspection.isCompressed),
            "delimiter": .string(String(UnicodeScalar(inspection.delimiter))),
            "header_line": inspection.headerLine.map { .integer($0) } ?? .null,
            "columns": .array(inspection.columns.map { .string($0) }),
            "shape": .string(inspection.layout.shape.rawValue),
            "timestamp": .string(inspection.layout.timestamp),
            "value": .text(inspection.layout.value), "needs_layout": .bool(inspection.needsLayout),
            "local_time": .bool(inspection.isLocal),
            "newest_first": .bool(inspection.isNewestFirst),
            "rows": .integer(inspection.rows),
            "meters": .array(
                inspection.meters.map { meter in
                    let guess = Draft.Guess(meter, in: inspection)
                    return .object([
                        "meter_id": .string(meter.id), "readings": .integer(meter.readings),
                        "step_seconds": meter.step.map { .integer($0) } ?? .null,
                        "account": .string(guess.account.rawValue),
                        "quantity": .string(guess.quantity.rawValue),
                        "unit": .string(guess.unit.rawValue),
                    ])
                }),
            "findings_summary": FindingDocument.summary(inspection.findings),
        ])
    }
}
