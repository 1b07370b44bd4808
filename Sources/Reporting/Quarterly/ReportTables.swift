public import Provenance
import Quantities

/// The quarterly report as CSV tables (季度报告 CSV): one topic a table, names that stay.
///
/// Text of people stands in the language asked for; a cell that a spreadsheet would run, and marks that
/// turn the direction of text, are disarmed.
public enum ReportTables {
    /// All tables with the names of their files.
    public static func all(_ report: QuarterlyReport, language: Language) -> [(
        name: String, csv: String
    )] {
        [
            ("report-figures.csv", figures(report, language)),
            ("report-accounts.csv", accounts(report, language)),
            ("report-differences.csv", differences(report)),
            ("report-months.csv", months(report)),
            ("report-levels.csv", levels(report, language)),
            ("report-obligations.csv", obligations(report)),
            ("report-plan.csv", plan(report, language)),
            ("report-progress.csv", progress(report)),
            ("report-findings.csv", findings(report, language)),
            ("report-restatements.csv", restatements(report.restatements)),
            ("report-methods.csv", methods(report, language)),
            ("report-factors.csv", factors(report, language)),
            ("report-rulebooks.csv", rulebooks(report, language)),
        ]
            + report.returns.map {
                ("report-return-\($0.id).csv", statisticalReturn($0, language))
            }
    }

    private typealias Column = (name: String, cell: (ReportFigures) -> String)

    /// A total takes three columns: over all sites, over those that have it, and how many these are.
    private static func columns<Quantity>(
        _ name: String, _ unit: String, _ total: @escaping (ReportFigures) -> ReportTotal<Quantity>
    ) -> [Column] {
        [
            ("\(name)_\(unit)", { total($0).total?.text ?? "" }),
            ("\(name)_known_\(unit)", { total($0).known?.text ?? "" }),
            ("\(name)_sites", { String(total($0).sites) }),
        ]
    }

    private static func columns(
        _ name: String, _ ratio: @escaping (ReportFigures) -> ReportRatio
    ) -> [Column] {
        [
            (name, { ratio($0).text ?? "" }), ("\(name)_sites", { String(ratio($0).sites) }),
        ]
    }

    private static var figureColumns: [Column] {
        var all: [Column] = [("sites", { String($0.sites) })]
        all += columns("e_dc", "kwh") { $0.facilityEnergy }
        all += columns("e_it", "kwh") { $0.itEnergy }
        all += columns("pue") { $0.pue }
        all.append(("pue_designation", { $0.pueDesignation }))
        all.append(("pue_category", { $0.pueCategory.map(String.init) ?? "" }))
        all.append(("pue_edition", { $0.pueEdition }))
        all += columns("coverage") { $0.coverage }
        all += columns("resolved_share") { $0.resolvedShare }
        all += columns("estimated_share") { $0.estimatedShare }
        all.append(("whole_sites", { String($0.wholeSites) }))
        for scope in ReportScope.allCases {
            all += columns(scope.rawValue, "kgco2e") { $0.emission(scope) }
            all.append(("\(scope.rawValue)_gases", { $0.gases[scope] ?? "" }))
        }
        all += columns("green", "kwh") { $0.greenEnergy }
        all += columns("green_share") { $0.greenShare }
        all += columns("water", "m3") { $0.water }
        all += columns("wue") { $0.wue }
        all += columns("wue_fresh") { $0.wueFresh }
        return all
    }

    private static func figures(_ report: QuarterlyReport, _ language: Language) -> String {
        let columns = figureColumns
        var table = QuotedTable(
            ["group_kind", "group_id", "name", "depth", "period", "which"] + columns.map(\.name))
        forEachPeriod(report) { group, period, which, figures in
            table.append(
                [
                    group.kind.rawValue, group.id, group.name.text(in: language),
                    String(group.depth), period.label, which,
                ] + columns.map { $0.cell(figures) })
        }
        return table.text
    }

    private static func accounts(_ report: QuarterlyReport, _ language: Language) -> String {
        var table = QuotedTable([
            "group_kind", "group_id", "period", "which", "side", "account", "label", "amount",
            "unit", "sites",
        ])
        forEachPeriod(report) { group, period, which, figures in
            let place = [group.kind.rawValue, group.id, period.label, which]
            func add<Quantity>(_ lines: [ReportLine<Quantity>], _ side: String, _ unit: String) {
                for line in lines {
                    table.append(
                        place + [
                            side, line.name, line.label.text(in: language), line.amount.text, unit,
                            String(line.sites),
                        ])
                }
            }
            add(figures.supply, "supply", "kWh")
            add(figures.uses, "use", "kWh")
            if let open = figures.unallocated {
                table.append(
                    place + [
                        "remainder", "unallocated",
                        ReportFigures.label(ofAccount: "unallocated").text(in: language),
                        open.kilowattHoursText, "kWh", "",
                    ])
            }
            add(figures.heat, "heat", "kWh")
            add(figures.waterLines, "water", "m3")
        }
        return table.text
    }

    private static func forEachPeriod(
        _ report: QuarterlyReport,
        _ body: (ReportGroup, Period, String, ReportFigures) -> Void
    ) {
        for group in report.groups {
            body(group, report.period, "present", group.present)
            if let before = group.before.figures {
                body(group, report.periodBefore, "before", before)
            }
            if let earlier = group.yearBefore.figures {
                body(group, report.periodYearBefore, "year_before", earlier)
            }
        }
    }

    private static func differences(_ report: QuarterlyReport) -> String {
        var table = QuotedTable([
            "group_kind", "group_id", "since", "which", "scope", "reported_kgco2e",
            "present_kgco2e", "difference_kgco2e", "activity_kgco2e", "factor_kgco2e",
            "green_power_kgco2e", "restatement_kgco2e", "sites", "missing",
        ])
        for group in report.groups {
            for (period, which, comparison) in [
                (report.periodBefore, "before", group.before),
                (report.periodYearBefore, "year_before", group.yearBefore),
            ] {
                for one in comparison.differences {
                    table.append(
                        [
                            group.kind.rawValue, group.id, period.label, which,
                            one.scope.rawValue, one.reported.kilogramsText,
                            one.present.kilogramsText, one.whole.kilogramsText,
                        ] + one.causes.map(\.mass.kilogramsText) + [
                            String(one.sites), String(one.missing),
                        ])
                }
            }
        }
        return table.text
    }

    private static func months(_ report: QuarterlyReport) -> String {
        var table = QuotedTable(
            [
                "group_kind", "group_id", "month", "e_dc_kwh", "e_it_kwh", "pue", "water_m3",
            ] + ReportScope.allCases.map { $0.rawValue + "_kgco2e" } + ["sites", "missing"])
        for group in report.groups {
            for month in group.months {
                table.append(
                    [
                        group.kind.rawValue, group.id, month.label,
                        month.facilityEnergy.known?.text ?? "", month.itEnergy.known?.text ?? "",
                        month.pue.text ?? "", month.water.known?.text ?? "",
                    ]
                        + ReportScope.allCases.map { month.emissions[$0]?.known?.text ?? "" } + [
                            String(month.facilityEnergy.sites),
                            String(month.facilityEnergy.missing),
                        ])
            }
        }
        return table.text
    }

    /// Released figures that are others today.
    public static func restatements(_ restatements: [ReportRestatement]) -> String {
        var table = QuotedTable([
            "period", "version", "site_id", "scope", "released_kgco2e", "present_kgco2e",
            "difference_kgco2e", "readings_kgco2e", "factor_kgco2e", "green_power_kgco2e",
            "rule_kgco2e",
        ])
        for one in restatements {
            table.append(
                [one.period, String(one.version), one.siteID, one.scope.rawValue]
                    + ([one.released, one.present, one.whole] + one.causes).map {
                        $0?.kilogramsText ?? ""
                    })
        }
        return table.text
    }
}

/// Rows of a report's table: CSV whose text holds no control characters and no marks of direction.
struct QuotedTable {
    private var table: CSVText

    init(_ header: [String]) { table = CSVText(header: header) }

    var text: String { table.text }

    mutating func append(_ cells: [String]) { table.append(cells.map(ReportText.plain)) }
}

/// Text from tables for people to read (外来文字): hostile, so without controls and marks of direction.
public enum ReportText {
    /// The text with every such mark shown as U+FFFD; line feeds become spaces.
    public static func plain(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }) else {
            return text
        }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar -> UnicodeScalar in
                    switch scalar.value {
                    case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: " "
                    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x202A...0x202E,
                        0x2060...0x2069, 0xFEFF:
                        "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
