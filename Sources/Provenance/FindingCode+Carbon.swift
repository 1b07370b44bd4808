// The words of the findings about emission factors and emissions: severity, message, remedy.

extension FindingCode {
    static let carbonTexts: [FindingCode: Texts] = [
        .noPublishedFactor: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "No factor is published for {value} up to {year}; the emission is absent, not zero",
                zh: "{value} 截至 {year} 年没有已发布的因子；排放量缺失而非零"),
            remedy: BilingualText(
                "Name a step that may stand in: factor_fallback in portfolio.yaml.",
                zh: "请在 portfolio.yaml 的 factor_fallback 中指定可代替的层级。")),
        .factorFallback: Texts(
            severity: .warning,
            message: BilingualText(
                "For {value} the factor of {found} stands in, as portfolio.yaml says",
                zh: "{value} 按 portfolio.yaml 改用 {found} 的因子"),
            remedy: BilingualText(
                "Nothing to do; the step is printed with the figure.",
                zh: "无需处理；该步骤随数据一并列出。")),
        .residualMixMissing: Texts(
            severity: .note,
            message: BilingualText(
                "No residual mix is published for {value}; the location-based factor stands in, so green power sold to others may be counted twice",
                zh: "{value} 没有已发布的剩余组合因子；以位置法因子代替，可能重复计算他人已购绿电"),
            remedy: BilingualText(
                "Disclose this with the market-based figure.",
                zh: "请随市场法数据一并披露。")),
        .attributesUnproven: Texts(
            severity: .warning,
            message: BilingualText(
                "{site} uses its own generation without evidence that the certificates were kept",
                zh: "{site} 自用自发电，但无证据表明其绿证未出售"),
            remedy: BilingualText(
                "State a lot of the kind self_use in instruments.csv with its evidence, or onsite_attributes: sold.",
                zh: "请在 instruments.csv 中填写 self_use 批次及其证据，或设定 onsite_attributes: sold。")),
        .scopeNotEvaluated: Texts(
            severity: .note,
            message: BilingualText(
                "{value} of {site} is not evaluated: {reason}",
                zh: "{site} 的{value}未评价：{reason}"),
            remedy: BilingualText(
                "Nothing to do; the figure is left out, not set to zero.",
                zh: "无需处理；该数据缺省，不按零。")),
        .doubleSource: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} states what {other} shows for the same time; {other} counts, {value} does not",
                zh: "{value} 与 {other} 说明同一时段的同一数量；采用 {other}，不计 {value}"),
            remedy: BilingualText(
                "Remove one of the two, or end it where the other begins; lines about gases of different plants name them in the column equipment.",
                zh: "请删除其一，或使其止于另一来源开始之时；若属不同设备的气体，请在 equipment 列分别填写设备。")),
        .fuelEstimated: Texts(
            severity: .warning,
            message: BilingualText(
                "Fuel for {energy} kWh of generators is estimated with {value}",
                zh: "发电机 {energy} kWh 的燃料按 {value} 估算"),
            remedy: BilingualText(
                "Meter the fuel, or state its bills in activities.csv.",
                zh: "请计量燃料，或在 activities.csv 中填写账单。")),
        .fuelNotCovered: Texts(
            severity: .warning,
            message: BilingualText(
                "The fuel meter {meter} has {share} of the hours that it owes, and neither bills nor generators stand for the rest; Scope 1 is of the covered hours",
                zh: "燃料计量 {meter} 仅有应有小时的 {share}，其余没有账单或发电机数据替代；范围一仅含已覆盖的小时"),
            remedy: BilingualText(
                "Import the missing readings, or end the meter in meters.csv and state the bills of the rest in activities.csv.",
                zh: "请导入缺少的读数；或在 meters.csv 中结束该表，并在 activities.csv 中填写其余时间的账单。")),
        .heatNotCovered: Texts(
            severity: .warning,
            message: BilingualText(
                "The meter of bought heat or cooling {meter} has {share} of the hours that it owes, and no bills stand for the rest; Scope 2 holds the covered hours of it",
                zh: "外购热力或冷量计量 {meter} 仅有应有小时的 {share}，其余没有账单替代；范围二仅含其已覆盖的小时"),
            remedy: BilingualText(
                "Import the missing readings, or end the meter in meters.csv and state the bills of the rest in activities.csv.",
                zh: "请导入缺少的读数；或在 meters.csv 中结束该表，并在 activities.csv 中填写其余时间的账单。")),
        .billedInPart: Texts(
            severity: .warning,
            message: BilingualText(
                "activities.csv has bills of {value} from {from} to {to} only, and no meter shows the rest of the period; the figures hold nothing of it",
                zh: "activities.csv 中 {value} 的账单仅为 {from} 至 {to}，统计期其余时间没有计量；数据中不含其余部分"),
            remedy: BilingualText(
                "Add the bills of the rest; a row with amount 0 says that there was nothing.",
                zh: "请补充其余时间的账单；数量为 0 的行表示确实没有。")),
        .massBalanceNegative: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "The mass balance of {value} comes to {amount} kg, and nothing can flow back; Scope 1 is absent",
                zh: "{value} 的物料平衡为 {amount} kg，不可能为负；范围一缺失"),
            remedy: BilingualText(
                "Check stocks, purchases and recovered amounts in activities.csv.",
                zh: "请核对 activities.csv 中的库存、购入与回收量。")),
        .outsideScopes: Texts(
            severity: .note,
            message: BilingualText(
                "{value} depletes the ozone layer; its mass is reported outside the scopes",
                zh: "{value} 属消耗臭氧层物质，在范围之外单独报告"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .intensityMissing: Texts(
            severity: .warning,
            message: BilingualText(
                "{count} hours with consumption have no value in {value}; the hourly figure is absent",
                zh: "{value} 缺少 {count} 个用电小时的强度；逐小时数据缺失"),
            remedy: BilingualText(
                "Complete the intensity file; missing is not zero.",
                zh: "请补全强度文件；缺失不等于零。")),
    ]
}
