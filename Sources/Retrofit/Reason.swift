public import Provenance

/// Why a measure stands where it stands (理由代码); stable words, each with a sentence for a manager.
public enum Reason: String, Hashable, Sendable, CaseIterable {
    // Why it is planned.
    case legalGate = "legal-gate"
    case orderedByDate = "ordered-by-date"
    case reachesTarget = "reaches-target"
    case avoidsSurcharge = "avoids-surcharge"
    case paysBack = "pays-back"
    case unlocksOthers = "unlocks-others"
    case belongsToPackage = "belongs-to-package"
    // Why it is not planned.
    case askForSiteData = "ask-for-site-data"
    case noPublishedSaving = "no-published-saving"
    case noPrice = "no-price"
    case noLife = "no-life"
    case noTariff = "no-tariff"
    case notMetered = "not-metered"
    case quantityNeeded = "quantity-needed"
    case prerequisiteMissing = "prerequisite-missing"
    case excludedByDone = "excluded-by-done"
    case betterAlready = "better-already"
    case savesNothingAtLowEnd = "saves-nothing-at-low-end"
    case onePrice = "one-price"
    case plantAbsent = "plant-absent"
    case youngerThanMinimumAge = "younger-than-minimum-age"
    case ageNotKnown = "age-not-known"
    case needsCalendarYear = "needs-calendar-year"
    case alreadyDone = "already-done"
    case refusedBySite = "refused-by-site"
    case doesNotPayBack = "does-not-pay-back"
    case excludedByChosen = "excluded-by-chosen"
    case overBudget = "over-budget"
    case tooManyMeasures = "too-many-measures"

    /// The sentence behind the word.
    public var text: BilingualText {
        switch self {
        case .legalGate:
            BilingualText(
                "the law is not met, or will not be from its day on; this is the best-paying way to meet it",
                zh: "强制要求未达到，或到期时将未达到；这是收益最高的达标方式")
        case .orderedByDate:
            BilingualText("measures.csv orders it by a date", zh: "measures.csv 要求限期完成")
        case .reachesTarget:
            BilingualText("the target is not reached without it", zh: "缺少此项则达不到目标")
        case .avoidsSurcharge:
            BilingualText(
                "it takes the PUE below a limit of the surcharge, or without it the PUE would stay above",
                zh: "使 PUE 降至加价限值以下，或缺少此项则 PUE 仍高于限值")
        case .paysBack:
            BilingualText("its net present value is positive", zh: "净现值为正")
        case .unlocksOthers:
            BilingualText(
                "others that pay back need it; it inherits their worth",
                zh: "其他有收益的措施以它为前提，其价值体现在后者")
        case .belongsToPackage:
            BilingualText(
                "the package with it is worth more than every package without it",
                zh: "含此项的组合优于不含此项的组合")
        case .askForSiteData:
            BilingualText(
                "its range is from memory or from a vendor: state the site's own saving in measures.csv",
                zh: "数值来自记忆或厂商：请在 measures.csv 中填写本站点的节能率")
        case .noPublishedSaving:
            BilingualText(
                "no saving is published that the chain could compute: state the site's own in measures.csv",
                zh: "没有可供链路计算的已发布节能率：请在 measures.csv 中填写本站点的数值")
        case .noPrice:
            BilingualText(
                "measures.csv states no capex, or what it states cannot be counted at the site",
                zh: "measures.csv 未填写投资，或所填数值无法在该站点计算")
        case .noLife:
            BilingualText("measures.csv states no life", zh: "measures.csv 未填写寿命")
        case .noTariff:
            BilingualText("portfolio.yaml states no tariff", zh: "portfolio.yaml 未填写电价")
        case .notMetered:
            BilingualText(
                "no meter and no fact tells the energy it acts on",
                zh: "所作用的用电环节既无计量也无事实数据")
        case .quantityNeeded:
            BilingualText(
                "measures.csv must state its quantity", zh: "measures.csv 须填写数量")
        case .prerequisiteMissing:
            BilingualText(
                "a measure that it needs cannot be planned", zh: "其前提措施无法列入计划")
        case .excludedByDone:
            BilingualText("a measure already done excludes it", zh: "已实施的措施与其互斥")
        case .betterAlready:
            BilingualText(
                "the plant is better already than the range is meant for", zh: "现有设备已优于该数值的适用范围")
        case .savesNothingAtLowEnd:
            BilingualText(
                "the low end of its range is no saving at all", zh: "取值范围下限为零")
        case .plantAbsent:
            BilingualText("the site lacks the plant that it needs", zh: "站点不具备所需设备")
        case .youngerThanMinimumAge:
            BilingualText(
                "what it would replace has not reached the least age", zh: "被替换设备未达到最低年限")
        case .ageNotKnown:
            BilingualText(
                "not evaluated: nothing tells the age of what it would replace",
                zh: "未评价：缺少被替换设备的年限")
        case .onePrice:
            BilingualText(
                "the tariff has one price at all hours: there is nothing to shift to",
                zh: "全天只有一个电价，转移用电没有价值")
        case .needsCalendarYear:
            BilingualText(
                "green power is matched by calendar years: plan over one, such as 2025",
                zh: "绿电按日历年匹配：请以日历年为统计期，例如 2025")
        case .alreadyDone: BilingualText("it is done", zh: "已实施")
        case .refusedBySite:
            BilingualText("the site refuses it", zh: "站点不接受")
        case .doesNotPayBack:
            BilingualText(
                "it would lower the net present value", zh: "会降低净现值")
        case .excludedByChosen:
            BilingualText("a better measure excludes it", zh: "与更优的措施互斥")
        case .overBudget:
            BilingualText(
                "the budget is worth more elsewhere", zh: "预算用于他处价值更高")
        case .tooManyMeasures:
            BilingualText(
                "the site has more measures than are enumerated; the bound counts it",
                zh: "站点措施超过枚举上限，已计入上界")
        }
    }
}
