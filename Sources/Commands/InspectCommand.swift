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
            Reads files it has never seen, tells encoding, layout, numbers and times, how sure it is
            of each and why, shows the first rows as understood, names troubles, and proposes the
            lines of meters.csv and, where the header alone will not do, a layout.
            Folders, quoted patterns and - for standard input are taken as well.

            Examples:
              carbongrade inspect export.csv
              carbongrade inspect 'exports/*.csv' --format csv
              carbongrade inspect --presets
            """,
            zh: """
                读取从未见过的文件，说明编码、版式、数字与时间写法及各项的把握和依据，显示对首批数据的理解，
                列出问题，并建议 meters.csv 的行；仅凭表头不足时建议版式。
                也接受文件夹、加引号的通配符和表示标准输入的 -。

                示例：
                  carbongrade inspect export.csv
                  carbongrade inspect 'exports/*.csv' --format csv
                  carbongrade inspect --presets
                """))

    @OptionGroup var options: CommonOptions

    @Argument(
        help: Help.of(
            "The files.", zh: "文件。"))
    var files: [String] = []

    @Flag(
        help: Help.of(
            "List the layouts that are known by name.", zh: "列出可按名称使用的预设版式。"))
    var presets = false

    func validate() throws {
        if files.isEmpty, !presets {
            throw ValidationError(Help.text("Name a file to inspect.", zh: "请给出要识别的文件。"))
        }
    }

    func run() throws {
        if presets { return PresetPrinter.show(options) }
        let inspections = try Draft.inspect(files)
        switch options.format {
        case .json:
            Terminal.print(Draft.inspectionDocument(inspections, options.language).text)
        case .csv: Terminal.print(Draft.metersCSV(inspections, site: "SITE"))
        case .table:
            for inspection in inspections {
                Terminal.print(InspectionPrinter.text(inspection, options))
                FindingPrinter.show(inspection.findings, options, notes: true)
            }
        }
    }
}

/// An inspection for the eye.
enum InspectionPrinter {
    static func text(_ inspection: Inspection, _ options: CommonOptions) -> String {
        var head = TextTable(.left, .left, .left, .left)
        head.append(
            options.words("file", zh: "文件"), FindingDocument.visible(inspection.file), "",
            inspection.isCompressed ? options.words("compressed", zh: "压缩") : "")
        for telling in inspection.tellings {
            head.append(
                words(for: telling.aspect, options), telling.what.text(in: options.language),
                sureness(telling.sureness, options),
                FindingDocument.visible(telling.reason.text(in: options.language)))
        }
        head.append(
            options.words("columns", zh: "列"),
            FindingDocument.visible(columns(inspection, options)), "", "")
        head.append(
            options.words("order", zh: "顺序"),
            inspection.isNewestFirst
                ? options.words("newest first", zh: "倒序")
                : options.words("as time runs, or none", zh: "正序或无序"),
            "", "")
        head.append(
            options.words("readings", zh: "读数"), TextTable.grouped(String(inspection.rows)), "", "")
        var text = head.text(indent: "") + "\n"
        var preview = TextTable(.left, .left, .right)
        for row in inspection.preview {
            preview.append(row.stamp, FindingDocument.visible(row.meter), row.value)
        }
        text +=
            options.words("First rows as understood\n", zh: "首批数据按如下理解\n") + preview.text() + "\n"
        text += options.words("Meters\n", zh: "计量点\n") + meters(inspection, options) + "\n"
        if !inspection.troubles.isEmpty {
            text += options.words("Troubles\n", zh: "问题\n")
            for trouble in inspection.troubles.prefix(20) {
                text += "  " + FindingDocument.visible(trouble.text(in: options.language)) + "\n"
            }
            let more = inspection.troubles.count - 20
            text += (more > 0 ? "  … +\(more)\n" : "") + "\n"
        }
        if !inspection.otherValues.isEmpty {
            text +=
                options.words("Other columns that hold numbers: ", zh: "其他数值列：")
                + FindingDocument.visible(inspection.otherValues.prefix(30).joined(separator: ", "))
                + "\n"
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
                meter.calendarStep?.rawValue ?? meter.step.map { "\($0) s" } ?? "-",
                draft.words(in: options.language))
        }
        let more = inspection.meters.count - 40
        return table.text() + (more > 0 ? "  … +\(more)\n" : "")
    }

    private static func columns(_ inspection: Inspection, _ options: CommonOptions) -> String {
        let layout = inspection.layout
        guard layout.shape != .nem12, layout.shape != .monthGrid else {
            return options.words("by the form itself", zh: "由格式本身决定")
        }
        var parts = [
            layout.shape == .timesAcross
                ? options.words("times across the header", zh: "时间为列名")
                : options.words("time in", zh: "时间列") + " `\(layout.timestamp)`"
                    + (layout.clock.map { " + `\($0)`" } ?? "")
        ]
        if let end = layout.end {
            parts.append(options.words("end in", zh: "止时列") + " `\(end)`")
        }
        switch layout.meterID {
        case .column(let name): parts.append(options.words("meter in", zh: "计量点列") + " `\(name)`")
        case .columns(let names):
            parts.append(
                options.words("meter in", zh: "计量点列") + " `\(names.joined(separator: "`, `"))`")
        case .fileName: parts.append(options.words("the file is the meter", zh: "文件即计量点"))
        case nil: break
        }
        if let value = layout.value {
            parts.append(options.words("value in", zh: "数值列") + " `\(value)`")
        }
        if let unit = layout.unitColumn {
            parts.append(options.words("unit in", zh: "单位列") + " `\(unit)`")
        }
        for quality in layout.qualityColumns {
            parts.append(options.words("quality in", zh: "读数性质列") + " `\(quality)`")
        }
        return parts.joined(separator: ", ")
    }

    private static func words(for aspect: String, _ options: CommonOptions) -> String {
        let chinese = [
            "encoding": "编码", "delimiter": "分隔符", "header": "表头", "layout": "版式", "times": "时间",
            "numbers": "数字", "unit": "单位",
        ]
        return options.words(aspect, zh: chinese[aspect] ?? aspect)
    }

    private static func sureness(
        _ sureness: Inspection.Sureness, _ options: CommonOptions
    ) -> String {
        switch sureness {
        case .certain: options.words("certain", zh: "确定")
        case .likely: options.words("likely", zh: "很可能")
        case .guess: options.words("a guess", zh: "猜测")
        }
    }
}

/// The presets for the eye and for programs.
enum PresetPrinter {
    static func show(_ options: CommonOptions) {
        switch options.format {
        case .json:
            var members = Draft.heading(of: []).members(
                "carbongrade-presets/1", language: options.language)
            members["presets"] = .array(
                Preset.all.map { preset in
                    .object([
                        "preset": .string(preset.name), "title": .string(preset.title.english),
                        "title_zh": .string(preset.title.chinese),
                        "provenance": .string(preset.provenance.english),
                    ])
                })
            Terminal.print(JSONValue.object(members).text)
        case .csv:
            var table = CSVText(header: ["preset", "title", "title_zh", "provenance"])
            for preset in Preset.all {
                table.append([
                    preset.name, preset.title.english, preset.title.chinese,
                    preset.provenance.english,
                ])
            }
            Terminal.print(table.text)
        case .table:
            var table = TextTable(.left, .left, .left)
            for preset in Preset.all {
                table.append(
                    preset.name, preset.title.text(in: options.language),
                    preset.provenance.text(in: options.language))
            }
            Terminal.print(table.text())
        }
    }
}
