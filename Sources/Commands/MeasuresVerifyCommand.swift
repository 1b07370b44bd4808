public import ArgumentParser
import EnergyLedger
import Provenance
import Quantities
import Reporting
import Retrofit
public import Runs

extension SavingModel.Kind: ExpressibleByArgument {}

extension MeasuresCommand {
    /// `measures verify`: what a measure saved, from the ledger before and after it.
    struct Verify: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text("What a measure saved at a site.", zh: "某措施在站点的实际节能量。"),
            discussion: Help.text(
                """
                The overhead of the site (E_DC less E_IT) of each complete day before the measure is fitted to IT load
                and, with --temperature, to degree days; the model is carried into the days after it (IPMVP option C,
                daily method of CalTRACK 2.0). --model hourly takes complete hours: time of week, IT load and temperature
                bins for occupied and unoccupied hours, a model for each month of which its neighbours count half. CV(RMSE) and NMBE stand against ASHRAE Guideline 14, the savings with
                their uncertainty at 90 %. All other changes of that time are part of it. At least 328 complete
                days of baseline are needed. An estimate; no level and no certificate rests on it.

                The table of temperatures: date,temperature_c - one line a local day; or timestamp,temperature_c -
                one line an hour, which the hourly model needs.
                --write puts the result into verified.csv, from which plan takes it as the site's own saving.

                Example:
                  carbongrade measures verify air-side-economizer -C my-site --site dc-1 --baseline 2024 \
                    --reporting 2025Q2 --temperature temperatures.csv --write
                """,
                zh: """
                    以措施实施前每个完整日的附加能耗（E_DC 减 E_IT）对 IT 负载拟合，给出 --temperature 时再加度日，
                    并推算到实施之后（IPMVP 方案 C，CalTRACK 2.0 日方法）。--model hourly 使用完整小时：一周内时刻、IT 负载、
                    占用与非占用时段的气温分段，每月一个模型，相邻月份按一半加权。CV(RMSE) 与 NMBE 按 ASHRAE Guideline 14 判定，
                    节能量附 90% 不确定度；同期其他变化也包含在内。基准期至少需要 328 个完整日。
                    结果为估计值，不用于等级和证书。

                    温度表：date,temperature_c，每个当地日一行；或 timestamp,temperature_c，每小时一行（小时模型需要）。
                    --write 将结果写入 verified.csv，plan 将其作为本站点自有节能率。

                    示例：
                      carbongrade measures verify air-side-economizer -C my-site --site dc-1 --baseline 2024 \
                        --reporting 2025Q2 --temperature temperatures.csv --write
                    """))

        @OptionGroup var options: CommonOptions
        @Argument(
            help: Help.of(
                "The measure's name, as `measures list` prints it.",
                zh: "`measures list` 列出的措施名。"))
        var measure: String
        @Option(help: Help.of("The site.", zh: "站点。")) var site: String
        @Option(help: Help.of("The time before: twelve months.", zh: "实施前的时段：十二个月。"))
        var baseline: Period
        @Option(help: Help.of("The time after.", zh: "实施后的时段。")) var reporting: Period
        @Option(
            help: Help.of("Mean outdoor temperature of each day, CSV.", zh: "室外日均气温 CSV。"),
            completion: .file())
        var temperature: String?
        @Option(help: Help.of("The baseline model: daily or hourly.", zh: "基准模型：daily 或 hourly。"))
        var model: SavingModel.Kind = .daily
        @Flag(help: Help.of("Write the result into verified.csv.", zh: "将结果写入 verified.csv。"))
        var write = false

        func run() throws {
            let portfolio = try options.portfolio()
            let data = try options.data(for: portfolio)
            // A measure of the portfolio's own can be proven like a published one.
            let measures = try portfolio.measures(with: data)
            guard let found = measures.first(where: { $0.id == measure }) else {
                throw ValidationError(
                    options.words(
                        "No measure is named \(measure); `measures list` and measures.csv name them.",
                        zh: "没有名为 \(measure) 的措施；见 `measures list` 与 measures.csv。"))
            }
            guard portfolio.sites.contains(where: { $0.id == site }) else {
                throw ValidationError(
                    options.words("No site is named \(site)", zh: "没有名为 \(site) 的站点"))
            }
            guard baseline.end <= reporting.start else {
                throw ValidationError(
                    options.words(
                        "The time before must end before the time after begins.",
                        zh: "基准期须在报告期开始前结束。"))
            }
            guard model == .daily || temperature != nil else {
                throw ValidationError(
                    options.words(
                        "--model hourly needs --temperature with a line an hour.",
                        zh: "--model hourly 需要 --temperature（每小时一行）。"))
            }
            let saving: VerifiedSaving
            do {
                saving = try VerifiedSaving(
                    found, at: site, portfolio, data, baseline: baseline, reporting: reporting,
                    temperatures: temperature, by: model)
            } catch let shortfall as SavingsVerification.Shortfall {
                throw ValidationError(Self.words(shortfall, options))
            } catch let shortfall as HourlyVerification.Shortfall {
                throw ValidationError(Self.words(shortfall, options))
            }
            let language = options.documentLanguage(portfolio)
            switch options.format {
            case .json: Terminal.print(saving.document(language: language).text)
            case .csv: Terminal.print(saving.csv)
            case .table: Terminal.print(Self.text(saving, options))
            }
            if write { try saving.write(into: portfolio) }
        }

        private static func words(
            _ shortfall: SavingsVerification.Shortfall, _ options: CommonOptions
        ) -> String {
            switch shortfall {
            case .baselineDays(let days):
                options.words(
                    "The baseline has \(days) complete days; \(SavingsVerification.leastBaselineDays) are needed.",
                    zh: "基准期有 \(days) 个完整日；需要 \(SavingsVerification.leastBaselineDays) 个。")
            case .reportingDays:
                options.words("The time after has no complete day.", zh: "报告期没有完整日。")
            case .noModel:
                options.words(
                    "The overhead does not follow from IT load and temperature.",
                    zh: "附加能耗与 IT 负载、气温之间没有可用模型。")
            }
        }

        private static func words(
            _ shortfall: HourlyVerification.Shortfall, _ options: CommonOptions
        ) -> String {
            switch shortfall {
            case .baselineHours(let hours):
                options.words(
                    "The baseline has \(hours) complete hours that were metered by the hour and have a temperature; \(HourlyVerification.leastBaselineHours) are needed.",
                    zh:
                        "基准期有 \(hours) 个按小时计量且有气温的完整小时；需要 \(HourlyVerification.leastBaselineHours) 个。"
                )
            case .baselineMonth(let month):
                options.words(
                    "Month \(month) of the baseline has fewer than \(HourlyVerification.leastHoursOfMonth) complete hours.",
                    zh: "基准期 \(month) 月的完整小时少于 \(HourlyVerification.leastHoursOfMonth) 个。")
            case .reportingHours:
                options.words(
                    "The time after has no complete hour with a temperature.", zh: "报告期没有带气温的完整小时。")
            case .noModel:
                options.words(
                    "The overhead does not follow from time of week, IT load and temperature.",
                    zh: "附加能耗与一周内时刻、IT 负载、气温之间没有可用模型。")
            }
        }

        private static func text(_ saving: VerifiedSaving, _ options: CommonOptions) -> String {
            let title = saving.measure.title.text(in: options.language)
            var text = FindingDocument.visible("\(saving.siteID) · \(title)") + "\n"
            var table = TextTable(.left, .right, .left)
            for (english, chinese, value, unit) in saving.lines {
                table.append(options.words(english, zh: chinese), value, unit)
            }
            text += table.text()
            text +=
                saving.model.passesGuideline
                ? options.words("  keeps Guideline 14\n", zh: "  符合 Guideline 14\n")
                : options.words("  does not keep Guideline 14\n", zh: "  不符合 Guideline 14\n")
            if let reason = saving.reason { text += "  \(reason.text(in: options.language))\n" }
            return text
        }
    }
}
