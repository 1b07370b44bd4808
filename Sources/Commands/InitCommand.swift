public import ArgumentParser
public import EnergyLedger
import MeterFiles
import Quantities
import Reporting
import Runs

extension Site.Kind: ExpressibleByArgument {}

/// `init`: a new portfolio, drafted from files when given.
struct InitCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: Help.text(
            "Scaffold a portfolio, drafted from files when given.", zh: "新建组合文件夹；给出文件时据其起草。"),
        discussion: Help.text(
            """
            With --from the files are inspected and copied into readings/, and sites.csv,
            meters.csv and, where needed, a layout are drafted. Look through meters.csv before you
            ingest: what the names do not tell is a guess, and it is said so.

            Examples:
              carbongrade init my-site
              carbongrade init my-site --from export.csv --region CN-GD --timezone Asia/Shanghai
            """,
            zh: """
                使用 --from 时识别文件并复制到 readings/，起草 sites.csv、meters.csv 以及必要的版式。
                导入前请检查 meters.csv：名称中看不出的内容为猜测，并会注明。

                示例：
                  carbongrade init my-site
                  carbongrade init my-site --from export.csv --region CN-GD --timezone Asia/Shanghai
                """))

    @OptionGroup var options: CommonOptions

    @Argument(
        help: Help.of(
            "The folder to make.", zh: "要新建的文件夹。"))
    var folder: String

    @Option(
        parsing: .upToNextOption,
        help: Help.of("Files to draft from.", zh: "据以起草的文件。", valueName: "file"))
    var from: [String] = []

    @Option(
        help: Help.of(
            "The organisation's name.", zh: "组织名称。"))
    var organisation = "My organisation"

    @Option(
        help: Help.of(
            "The site's id.", zh: "站点 id。"))
    var site = "site-1"

    @Option(
        help: Help.of(
            "The site's kind.", zh: "站点类型。"))
    var kind = Site.Kind.dataCenter

    @Option(
        help: Help.of(
            "ISO 3166-2 code of the region. (default: CN, the nation)",
            zh: "地区的 ISO 3166-2 代码。（默认 CN，全国）"))
    var region: String?

    @Option(
        help: Help.of(
            "IANA time zone. (default: Asia/Shanghai)", zh: "IANA 时区。（默认 Asia/Shanghai）"))
    var timezone: String?

    func run() throws {
        var plan = Draft.Plan()
        plan.organisation = organisation
        plan.siteID = site
        plan.kind = kind
        plan.region = region ?? plan.region
        plan.timezone = timezone ?? plan.timezone
        let (written, inspections) = try Draft.make(folder, plan, from: from)
        switch options.format {
        case .json: Terminal.print(Draft.document(written, inspections, options.language).text)
        case .csv: Terminal.print(Draft.writtenCSV(written))
        case .table: Terminal.print(text(written, inspections))
        }
    }

    /// What was made, for the eye: files, meters as drafted, assumptions, what comes next.
    private func text(_ written: [String], _ inspections: [Inspection]) -> String {
        var text = options.words("Written to \(folder):\n", zh: "已写入 \(folder)：\n")
        for name in written { text += "  \(name)\n" }
        if !inspections.isEmpty {
            text += options.words("\nMeters, as drafted\n", zh: "\n计量点草稿\n")
            var table = TextTable(.left, .left)
            for inspection in inspections {
                for meter in inspection.meters.prefix(40) {
                    table.append(
                        meter.id, Draft.Guess(meter, in: inspection).words(in: options.language))
                }
            }
            text += table.text()
        }
        if region == nil {
            text += options.words(
                "\nregion CN (national factor) and Asia/Shanghai are assumed: mend sites.csv\n",
                zh: "\n假定地区为 CN（全国因子）、时区 Asia/Shanghai：请在 sites.csv 中改正\n")
        }
        text += options.words(
            "\nNext: look through meters.csv, then\n", zh: "\n下一步：检查 meters.csv，然后\n")
        // A folder without readings has no period yet to propose.
        let period = Draft.firstPeriod(of: inspections)?.label ?? "YYYY"
        text += "  carbongrade run -C \(folder) --period \(period) -o \(folder)/results\n"
        return text
    }
}
