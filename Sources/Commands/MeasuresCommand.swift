import ArgumentParser
import EnergyLedger
import Provenance
import Reporting
import Retrofit
import Runs

/// `measures`: the published retrofit measures.
struct MeasuresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measures",
        abstract: Help.text("The published retrofit measures.", zh: "已发布的改造措施。"),
        subcommands: [List.self, Show.self, Verify.self])

    /// `measures list`.
    struct List: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text("All measures, or those for a kind of site.", zh: "全部措施，或某类站点的措施。"),
            discussion: Help.text(
                """
                A measure marked `ask` rests on memory or on a vendor: its saving is never taken as a
                default; state the site's own in measures.csv.

                Examples:
                  carbongrade measures list --kind telecom_room
                  carbongrade measures list --format csv > all-measures.csv
                """,
                zh: """
                    标为 `ask` 的措施来自记忆或厂商，其节能率不作默认值；请在 measures.csv 中填写本站点的数值。

                    示例：
                      carbongrade measures list --kind telecom_room
                      carbongrade measures list --format csv > all-measures.csv
                    """))

        @OptionGroup var options: CommonOptions
        @Option(help: Help.of("A kind of site, as in sites.csv.", zh: "站点类型，同 sites.csv。"))
        var kind: Site.Kind?

        func run() throws {
            let data = try options.data()
            let measures = kind.map(data.measures.measures(for:)) ?? data.measures.measures
            MeasurePrinter.list(measures, data, options)
        }
    }

    /// `measures show`.
    struct Show: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text("One measure with its range and source.", zh: "一项措施及其取值范围和来源。"),
            discussion: Help.text(
                """
                Example:
                  carbongrade measures show fan-speed-control
                """,
                zh: """
                    示例：
                      carbongrade measures show fan-speed-control
                    """))

        @OptionGroup var options: CommonOptions
        @Argument(
            help: Help.of(
                "The measure's name, as `measures list` prints it.",
                zh: "`measures list` 列出的措施名。"))
        var measure: String

        func run() throws {
            let data = try options.data()
            guard let found = data.measures.measure(measure) else {
                throw ValidationError(
                    options.words(
                        "No measure is named \(measure); `measures list` prints them.",
                        zh: "没有名为 \(measure) 的措施；`measures list` 可列出。"))
            }
            guard options.format == .table else {
                return MeasurePrinter.list([found], data, options)
            }
            Terminal.print(MeasurePrinter.text(found, data.measures, options))
        }
    }
}

/// Measures for the eye.
enum MeasurePrinter {
    static func list(_ measures: [Measure], _ data: PublishedData, _ options: CommonOptions) {
        switch options.format {
        case .json:
            var members = data.heading.members(
                "carbongrade-measures/1", language: options.language)
            members["measures_digest"] = .string(data.measures.digest.hexadecimal)
            members["measures"] = .array(
                measures.map {
                    MeasureDocument.json($0, data.measures, language: options.language)
                })
            Terminal.print(JSONValue.object(members).text)
        case .csv:
            Terminal.print(
                MeasureDocument.csv(measures, data.measures, language: options.language))
        case .table:
            var table = TextTable(.left, .left, .left, .left, .left)
            for measure in measures {
                table.append(
                    measure.id, measure.confidence.rawValue, use(measure, options),
                    measure.endUse?.rawValue ?? "-", measure.title.text(in: options.language))
            }
            Terminal.print(table.text(indent: ""))
        }
    }

    /// How a measure enters a plan: by its low end, with what it unlocks, or only with own data.
    private static func use(_ measure: Measure, _ options: CommonOptions) -> String {
        if measure.effect == .enabler { return options.words("enabler", zh: "前提") }
        guard measure.shipsAsDefault else { return options.words("ask", zh: "需现场数据") }
        return range(measure)
    }

    private static func range(_ measure: Measure) -> String {
        switch (measure.low, measure.high) {
        case (let low?, let high?) where low == high: "\(low)"
        case (let low?, let high?): "\(low)..\(high)"
        case (let low?, nil): "\(low)"
        default: "-"
        }
    }

    static func text(
        _ measure: Measure, _ catalogue: MeasureCatalogue, _ options: CommonOptions
    ) -> String {
        let language = options.language
        var table = TextTable(.left, .left)
        table.append(measure.id, measure.title.text(in: language))
        func line(_ english: String, _ chinese: String, _ value: String) {
            if !value.isEmpty { table.append(options.words(english, zh: chinese), value) }
        }
        line("made for", "适用", measure.appliesTo.map(\.rawValue).joined(separator: ", "))
        line("needs", "条件", measure.needs.text(in: language))
        line("acts on", "作用环节", measure.endUse?.rawValue ?? "")
        line("effect", "作用方式", measure.effect.rawValue)
        line("range", "取值范围", range(measure) + (measure.unit.isEmpty ? "" : "  [\(measure.unit)]"))
        line(
            "depends on", "前提措施",
            measure.dependsOn.map { $0.joined(separator: " | ") }.joined(separator: "; "))
        line("excludes", "互斥措施", measure.conflictsWith.joined(separator: "; "))
        line("water", "用水", measure.water.rawValue)
        line(
            "plant needed", "所需设备",
            measure.needsPlant.map {
                "\($0.title.text(in: language))  [facts.csv: \($0.rawValue)]"
            }.joined(separator: "; "))
        if let plant = measure.replaces {
            let place = plant.place
            line(
                "replaces", "被替换设备",
                "\(plant.title.text(in: language))  [\(place.file): \(place.name)]")
        }
        line(
            "least age", "最低年限",
            measure.reasonAgainstAge?.text(in: language)
                ?? measure.minimumAgeYears.map { options.words("\($0) years", zh: "\($0) 年") } ?? ""
        )
        line("remark", "说明", measure.remark.text(in: language))
        let source = catalogue.source(measure.source)
        line("source", "来源", source?.title.text(in: language) ?? measure.source)
        line("place", "出处", source?.locator ?? "")
        line("confidence", "置信度", measure.confidence.rawValue)
        line(
            "default", "默认",
            measure.reasonAgainstDefault.map {
                options.words("no: ", zh: "否：") + $0.text.text(in: language)
            } ?? options.words("yes, with the low end as the expectation", zh: "是，以下限为期望值"))
        return table.text(indent: "")
    }
}
