public import Provenance
import Quantities

/// Public statistics as CSV and JSON (公开统计文件).
public enum PublicDocument {
    /// The columns of figures.
    private static var figures: [(name: String, value: (ReportFigures) -> String?)] {
        var all: [(name: String, value: (ReportFigures) -> String?)] = [
            ("e_dc_kwh", { $0.facilityEnergy.total?.text }),
            ("e_it_kwh", { $0.itEnergy.total?.text }),
            ("pue", { $0.pue.isWhole ? $0.pue.text : nil }),
        ]
        for scope in ReportScope.allCases {
            all.append((scope.rawValue + "_kgco2e", { $0.emission(scope).total?.text }))
        }
        all += [
            ("green_share", { $0.greenShare.isWhole ? $0.greenShare.text : nil }),
            ("water_m3", { $0.water.total?.text }),
            ("wue", { $0.wue.isWhole ? $0.wue.text : nil }),
        ]
        return all
    }

    /// The cells as CSV; a figure that some site of the cell lacks stays empty.
    public static func csv(
        _ statistics: PublicStatistics, _ report: QuarterlyReport, language: Language
    ) -> String {
        let figures = figures
        var table = QuotedTable(
            ["group_kind", "group_id", "name", "period", "sites"] + figures.map(\.name) + ["reason"]
        )
        for cell in statistics.cells {
            let group = cell.group
            let place = [
                group.kind.rawValue, group.id, group.name.text(in: language), report.period.label,
            ]
            if let reason = cell.reason {
                table.append(
                    place + [""] + figures.map { _ in "" } + [reason.text(in: language)])
            } else {
                table.append(
                    place + [String(group.present.sites)]
                        + figures.map { $0.value(group.present) ?? "" } + [""])
            }
        }
        return table.text
    }

    /// The cells as JSON. The inputs, which name units and sites, stay out of the heading.
    public static func json(
        _ statistics: PublicStatistics, _ report: QuarterlyReport, language: Language
    ) -> JSONValue {
        let heading = DocumentHeading(
            tool: report.tool, zoneRelease: report.zoneRelease, organisation: report.organisation,
            settings: report.heading.settings, period: report.period,
            factors: report.heading.factors)
        var members = heading.members("carbongrade-public-statistics/1", language: language)
        members["rule"] = .object([
            "sites_at_least": .integer(statistics.sitesAtLeast),
            "source": .string(statistics.source),
        ])
        let figures = figures
        members["cells"] = .array(
            statistics.cells.map { cell in
                var values: [String: JSONValue] = [
                    "group_kind": .string(cell.group.kind.rawValue),
                    "group_id": .string(cell.group.id),
                    "name": .string(cell.group.name.text(in: language)),
                    "sites": cell.reason == nil ? .integer(cell.group.present.sites) : .null,
                    "reason": .text(cell.reason?.text(in: language)),
                ]
                for figure in figures {
                    values[figure.name] = .decimal(
                        cell.reason == nil ? figure.value(cell.group.present) : nil)
                }
                return .object(values)
            })
        return .object(members)
    }
}
