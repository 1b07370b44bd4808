import Foundation
public import MeterFiles
import Provenance

extension Draft {
    /// The drafted layout of a file, as YAML that `layouts/` takes; what the file leaves open stands in
    /// it as a line that a person completes.
    ///
    /// - Parameters:
    ///   - name: How it is called; nil takes the name of the file.
    ///   - omitted: Meters whose columns are left out.
    public static func layoutYAML(
        _ inspection: Inspection, named name: String? = nil, omitting omitted: Set<String> = []
    ) -> String {
        let layout = inspection.layout
        var lines = [
            "layout: " + quoted(name ?? layout.name), "files:", "  - " + quoted(inspection.file),
        ]
        if let preset = inspection.preset {
            lines.append("preset: " + preset.name)
            return lines.joined(separator: "\n") + "\n"
        }
        lines.append("shape: \(layout.shape.rawValue)")
        guard layout.shape != .nem12, layout.shape != .monthGrid else {
            return lines.joined(separator: "\n") + "\n"
        }
        // Where times run across, the header itself holds them.
        if layout.shape != .timesAcross { lines += timeLines(of: layout) }
        if let serial = layout.times.serial { lines.append("time_format: \(serial.rawValue)") }
        lines += open(inspection)
        if let end = layout.end { lines.append("end: " + quoted(end)) }
        if let isInclusive = layout.endIsInclusive {
            lines.append("end_inclusive: \(isInclusive)")
        }
        switch layout.meterID {
        case .column(let column): lines.append("meter_id: " + quoted(column))
        case .columns(let columns):
            lines.append("meter_id: [" + columns.map(quoted).joined(separator: ", ") + "]")
        case .fileName: lines.append("meter_id: {file_name: true}")
        case nil: break
        }
        if let value = layout.value { lines.append("value: " + quoted(value)) }
        if let unit = layout.unitColumn { lines.append("unit_column: " + quoted(unit)) }
        if !layout.qualityColumns.isEmpty {
            let columns = layout.qualityColumns.map(quoted).joined(separator: ", ")
            lines.append("quality_column: [\(columns)]")
        }
        if !layout.only.isEmpty {
            lines.append("only:")
            lines += layout.only.sorted { $0.key < $1.key }.map {
                "  \(quoted($0.key)): \(quoted($0.value))"
            }
        }
        if let step = layout.step { lines.append("step: PT\(step / 60)M") }
        let meters = layout.meters.filter { !omitted.contains($0.value) }
        for (key, columns) in [("values", layout.values), ("meters", meters)]
        where !columns.isEmpty {
            lines.append(key + ":")
            lines += columns.sorted { $0.key < $1.key }.map {
                "  \(quoted($0.key)): \(quoted($0.value))"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the whole file leaves open, or what it settled.
    private static func open(_ inspection: Inspection) -> [String] {
        let asked = inspection.findings.filter { $0.code == .formAmbiguous }
        var lines: [String] = []
        for finding in asked {
            let key = finding.arguments["key"] ?? ""
            let line =
                if key.hasPrefix("date_order") {
                    "# date_order: dmy   # or mdy"
                } else if key.hasPrefix("utc_offset") {
                    "# utc_offset: local   # or the offset, such as \"+01:00\""
                } else if key.hasPrefix("end_inclusive") {
                    "# end_inclusive: true   # or false"
                } else {
                    "# decimal: point   # or comma"
                }
            lines.append(line + ": `\(finding.value ?? "")` may be either")
        }
        let isAsked = asked.contains { $0.arguments["key"]?.hasPrefix("date_order") ?? false }
        if let order = inspection.layout.times.order, !isAsked {
            lines.append("date_order: \(order.rawValue)")
        }
        return lines
    }

    private static func timeLines(of layout: Layout) -> [String] {
        guard let clock = layout.clock else { return ["timestamp: " + quoted(layout.timestamp)] }
        let columns = "timestamp: [" + quoted(layout.timestamp) + ", " + quoted(clock) + "]"
        return [columns] + (layout.clockPeriod.map { ["period: PT\($0 / 60)M"] } ?? [])
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
