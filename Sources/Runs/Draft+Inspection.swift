public import MeterFiles
import Metering
public import Provenance
public import Reporting

extension Draft {
    /// What files are, as JSON (文件检查结果).
    public static func inspectionDocument(
        _ inspections: [Inspection], _ language: Language
    ) -> JSONValue {
        var members = heading(of: inspections).members("carbongrade-inspect/1", language: language)
        members["files"] = .array(inspections.map(json))
        return .object(members)
    }

    /// Inspects one file that is called otherwise than where it lies: an upload.
    public static func inspect(_ path: String, called name: String) throws -> Inspection {
        try inspect(path, name: name)
    }

    private static func json(_ inspection: Inspection) -> JSONValue {
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
            "preset": .text(inspection.preset?.name),
            "tellings": .array(
                inspection.tellings.map { telling in
                    .object([
                        "aspect": .string(telling.aspect), "what": .string(telling.what.english),
                        "sureness": .string(telling.sureness.rawValue),
                        "reason": .string(telling.reason.english),
                    ])
                }),
            "troubles": .array(inspection.troubles.map { .string($0.english) }),
            "first_rows": .array(
                inspection.preview.map { row in
                    .object([
                        "stamp": .string(row.stamp), "meter_id": .string(row.meter),
                        "value": .string(row.value),
                    ])
                }),
            "layout_yaml": inspection.needsLayout ? .string(layoutYAML(inspection)) : .null,
            "rows": .integer(inspection.rows),
            "meters": .array(
                inspection.meters.map { meter in
                    let guess = Guess(meter, in: inspection)
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
