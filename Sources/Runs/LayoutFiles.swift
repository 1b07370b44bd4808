import MeterFiles
import Provenance

/// The layouts of a portfolio, `layouts/*.yaml`.
enum LayoutFiles {
    static let keys = [
        "layout", "files", "shape", "delimiter", "timestamp", "end", "date_order", "meter_id",
        "value", "meters",
    ]

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
        var layout = Layout(
            name: yaml.text("layout") ?? stem, timestamp: yaml.text("timestamp") ?? "timestamp")
        layout.files = yaml.texts("files")
        layout.shape = yaml.word("shape", of: Layout.Shape.self) ?? .long
        layout.delimiter = yaml.word("delimiter", of: Delimiter.self)?.byte
        layout.end = yaml.text("end")
        layout.dateOrder = yaml.word("date_order", of: Timestamp.DateOrder.self)
        layout.value = yaml.text("value")
        layout.meters = yaml.mapping("meters") ?? [:]
        if let column = yaml.text("meter_id") {
            layout.meterID = .column(column)
        } else if let mapping = yaml.mapping("meter_id") {
            if mapping == ["file_name": "true"] {
                layout.meterID = .fileName
            } else {
                yaml.add(
                    .valueMalformed, "meter_id", value: "\(mapping)",
                    ["example": "{file_name: true}"],
                    [
                        "expected": BilingualText(
                            "a column or {file_name: true}", zh: "列名或 {file_name: true}")
                    ])
            }
        }
        if layout.shape == .wide, layout.meters.isEmpty { yaml.add(.missingValue, "meters") }
        if layout.files.isEmpty { yaml.add(.missingValue, "files") }
        return layout
    }
}
