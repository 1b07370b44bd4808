import MeterFiles
import Metering
import Provenance

/// The layouts of a portfolio, `layouts/*.yaml`.
enum LayoutFiles {
    static let keys = [
        "layout", "files", "preset", "shape", "delimiter", "encoding", "timestamp", "time",
        "period",
        "end", "end_inclusive", "interval", "date_order", "time_format", "utc_offset", "decimal",
        "meter_id",
        "value", "values",
        "meters", "unit", "units", "unit_column", "quality_column", "only", "step",
    ]

    private enum Encoding: String, CaseIterable {
        case utf8 = "utf-8"
        case utf16le = "utf-16le"
        case utf16be = "utf-16be"
        case gb18030, windows1252 = "windows-1252"

        var encoding: TextEncoding {
            switch self {
            case .utf8: .utf8
            case .utf16le: .utf16LittleEndian
            case .utf16be: .utf16BigEndian
            case .gb18030: .gb18030
            case .windows1252: .windows1252
            }
        }
    }

    private enum Answer: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    private enum DecimalMark: String, CaseIterable {
        case point, comma

        var form: NumberForm { self == .point ? .point : .comma }
    }

    private enum Delimiter: String, CaseIterable {
        case comma, semicolon, tab, pipe

        var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            case .pipe: UInt8(ascii: "|")
            }
        }
    }

    static func read(folder: String, name: String, findings: inout [Finding]) throws -> [Layout] {
        var layouts: [Layout] = []
        for file in Files.all(below: folder) where file.hasSuffix(".yaml") || file.hasSuffix(".yml")
        {
            let place = name + "/" + file
            var yaml = try YAMLFile(path: folder + "/" + file, name: place, known: keys)
            let layout = layout(&yaml, file: file)
            if layouts.contains(where: { $0.name == layout.name }) {
                yaml.add(.duplicateKey, "layout", value: layout.name, ["first": "1"])
            }
            findings += yaml.findings
            layouts.append(layout)
        }
        return layouts
    }

    private static func layout(_ yaml: inout YAMLFile, file: String) -> Layout {
        let stem =
            file.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? file
        var layout = Layout(name: stem, timestamp: "timestamp")
        if let name = yaml.text("preset") {
            if let preset = Preset.named(name) {
                layout = preset.layout
            } else {
                yaml.add(
                    .unknownValue, "preset", value: name,
                    ["expected": Preset.all.map(\.name).joined(separator: ", ")])
            }
        }
        layout.name = yaml.text("layout") ?? stem
        layout.files = yaml.texts("files")
        layout.shape = yaml.word("shape", of: Layout.Shape.self) ?? layout.shape
        layout.delimiter = yaml.word("delimiter", of: Delimiter.self)?.byte ?? layout.delimiter
        layout.encoding = yaml.word("encoding", of: Encoding.self)?.encoding
        readTimes(&yaml, into: &layout)
        readMeters(&yaml, into: &layout)
        readValues(&yaml, into: &layout)
        if layout.shape == .wide, layout.meters.isEmpty { yaml.add(.missingValue, "meters") }
        if layout.files.isEmpty { yaml.add(.missingValue, "files") }
        return layout
    }

    private static func readTimes(_ yaml: inout YAMLFile, into layout: inout Layout) {
        let stamps = yaml.texts("timestamp")
        if let first = stamps.first { layout.timestamp = first }
        if stamps.count == 2 { layout.clock = stamps[1] }
        if stamps.count > 2 {
            yaml.add(
                .valueMalformed, "timestamp", value: stamps.joined(separator: ", "),
                ["example": "[date, time]"],
                [
                    "expected": BilingualText(
                        "a column, or those of date and time", zh: "一列，或日期与时间两列")
                ])
        }
        layout.clock = yaml.text("time") ?? layout.clock
        layout.clockPeriod = duration("period", &yaml)
        layout.end = yaml.text("end") ?? layout.end
        layout.endIsInclusive =
            yaml.word("end_inclusive", of: Answer.self).map { $0 == .yes } ?? layout.endIsInclusive
        layout.interval = duration("interval", &yaml) ?? layout.interval
        layout.times.order = yaml.word("date_order", of: Timestamp.DateOrder.self)
        layout.times.serial = yaml.word("time_format", of: TimeForm.Serial.self)
        if let text = yaml.text("utc_offset") {
            if text == "local" {
                layout.isLocal = true
            } else if let stamp = Timestamp(text: "1970-01-01 00:00" + (text == "Z" ? "Z" : text)),
                !stamp.isLocal
            {
                layout.times.offset = -stamp.seconds
            } else {
                yaml.add(
                    .valueMalformed, "utc_offset", value: text, ["example": "\"+08:00\""],
                    ["expected": BilingualText("an offset, or local", zh: "时差，或 local")])
            }
        }
        layout.step = duration("step", &yaml)
    }

    private static func duration(_ key: String, _ yaml: inout YAMLFile) -> Int64? {
        guard let text = yaml.text(key) else { return nil }
        if let seconds = TableRow.seconds(ofDuration: text), seconds >= 60, 86_400 % seconds == 0 {
            return seconds
        }
        yaml.add(
            .valueMalformed, key, value: text, ["example": "PT15M"],
            [
                "expected": BilingualText(
                    "a part of a day as ISO 8601 duration", zh: "一天的等分时长（ISO 8601）")
            ])
        return nil
    }

    private static func readMeters(_ yaml: inout YAMLFile, into layout: inout Layout) {
        layout.meters = yaml.mapping("meters") ?? layout.meters
        if let column = yaml.text("meter_id") {
            layout.meterID = .column(column)
        } else if yaml.mapping("meter_id") != nil {
            if yaml.mapping("meter_id") == ["file_name": "true"] {
                layout.meterID = .fileName
            } else {
                yaml.add(
                    .valueMalformed, "meter_id", value: "\(yaml.mapping("meter_id") ?? [:])",
                    ["example": "{file_name: true}"],
                    [
                        "expected": BilingualText(
                            "a column, a list of columns or {file_name: true}",
                            zh: "列名、列名列表或 {file_name: true}")
                    ])
            }
        } else if yaml.texts("meter_id").count > 1 {
            layout.meterID = .columns(yaml.texts("meter_id"))
        }
        layout.only = yaml.mapping("only") ?? [:]
    }

    private static func readValues(_ yaml: inout YAMLFile, into layout: inout Layout) {
        layout.value = yaml.text("value") ?? layout.value
        layout.values = yaml.mapping("values") ?? layout.values
        layout.numbers = yaml.word("decimal", of: DecimalMark.self)?.form ?? layout.numbers
        layout.unitColumn = yaml.text("unit_column") ?? layout.unitColumn
        let quality = yaml.texts("quality_column")
        if !quality.isEmpty { layout.qualityColumns = quality }
        if let text = yaml.text("unit") { layout.unit = unit(text, "unit", &yaml) ?? layout.unit }
        for (column, text) in yaml.mapping("units") ?? [:] {
            layout.units[column] = unit(text, "units", &yaml)
        }
    }

    private static func unit(_ text: String, _ key: String, _ yaml: inout YAMLFile) -> MeterUnit? {
        if let unit = MeterUnit(word: text) { return unit }
        yaml.add(
            .unknownValue, key, value: text,
            ["expected": MeterUnit.allCases.map(\.rawValue).joined(separator: ", ")])
        return nil
    }
}
