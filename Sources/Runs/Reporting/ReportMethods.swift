import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting

/// The rules by which a report's figures were made (方法说明), as the settings of the portfolio have them.
enum ReportMethods {
    static func all(_ run: Run) -> [ReportMethod] {
        let settings = run.portfolio.settings
        let profile = settings.accounting.profile.rawValue
        let estimation = settings.estimation.map(\.description).joined(separator: "; ")
        let tenants = settings.accounting.sources.tenantBoundary.rawValue
        let edition = run.sites.first?.indicators.pue.edition ?? "ISO/IEC 30134-2"
        return [
            rule(
                "Energy", zh: "电量",
                "Whole joules from reading to report; supply equals use hour by hour, and what no meter "
                    + "explains stands open as unallocated.",
                "从读数到报告均以整焦耳计；逐小时供用平衡，无计量解释的部分列为未分配。"),
            rule(
                "Boundary", zh: "边界",
                "E_DC = grid import + direct line + on-site generation + generator - export - uses outside "
                    + "the boundary; bought cooling and heat at site energy (lbnl_site). PUE and WUE "
                    + "over the hours that both parts have; groups are ratios of sums.",
                "E_DC = 市电 + 直连 + 自发电 + 发电机 − 上网 − 边界外用电；外购冷热按现场能量计（lbnl_site）。"
                    + "PUE、WUE 取两部分都完整的小时；汇总值为合计之比。", edition),
            rule(
                "Missing hours", zh: "缺失小时",
                estimation.isEmpty
                    ? "Missing is not zero; nothing is estimated."
                    : "Missing is not zero; estimated by: \(estimation).",
                estimation.isEmpty ? "缺失不等于零；未作估算。" : "缺失不等于零；估算方法：\(estimation)。"),
            rule(
                "Emissions", zh: "排放",
                "Profile \(profile); potentials \(settings.gwpSet.rawValue); electricity by calendar month with "
                    + "the newest published factor not later than the reporting year; each entry is "
                    + "rounded once to a milligram, half to even. Location- and market-based stand "
                    + "side by side and are never added.",
                "核算口径 \(profile)；温室效应潜势 \(settings.gwpSet.rawValue)；电力按自然月、取不晚于报告年的最新已发布因子；"
                    + "每条分录按四舍六入五成双取整到毫克一次。位置法与市场法并列，不相加。",
                "GHG Protocol"),
            rule(
                "Green power", zh: "绿色电力",
                "Lots count once cancelled, never above consumption of their market; quarters are the year to "
                    + "date and provisional until the year is closed.",
                "绿证等凭证核销后计入，且不超过同一市场的用电；季度按本年累计，年度关账前为暂定值。"),
            rule(
                "Tenants", zh: "租户",
                "Tenants' equipment: boundary `\(tenants)`.", "租户设备：边界 `\(tenants)`。"),
            rule(
                "Comparison", zh: "对比",
                "Earlier periods by today's readings, factors and settings. The difference of an emission is, in "
                    + "this order: what the earlier figure became since it was released (restatement); "
                    + "the change of the amount at the old factor (activity); the change of what "
                    + "instruments cover (green power); the rest (factor). The causes add up to the "
                    + "difference to the milligram.",
                "上期与上年同期按当前读数、因子与设定重算。排放差异依次分解为：发布后的变化（重述）；按原因子计的量的变化"
                    + "（活动水平）；凭证覆盖的变化（绿色电力）；其余为因子变化。各原因之和等于差异，精确到毫克。"),
            rule(
                "Levels", zh: "等级",
                "Over the twelve months that end with the period, because schemes grade years; so is the "
                    + "plan, whose savings are those of the hours that were read.",
                "按截至期末的十二个月评价，因为各规则以年度评级；改造方案亦然，其节约量为已读小时内的数值。"),
        ]
    }

    private static func rule(
        _ topic: String, zh topicChinese: String, _ english: String, _ chinese: String,
        _ source: String = ""
    ) -> ReportMethod {
        ReportMethod(
            topic: BilingualText(topic, zh: topicChinese),
            text: BilingualText(english, zh: chinese), source: source)
    }
}
