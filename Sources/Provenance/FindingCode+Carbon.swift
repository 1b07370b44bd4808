// The words of the findings about emission factors and emissions: severity, message, remedy.

extension FindingCode {
    static let carbonTexts: [FindingCode: Texts] = [
        .noPublishedFactor: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "No factor is published for {value} up to {year}; the emission is absent, not zero",
                zh: "{value} 截至 {year} 年没有已发布的因子；排放量缺失而非零"),
            remedy: BilingualText(
                "Name a fallback in portfolio.yaml (factor_fallback), or bring the published table.",
                zh: "请在 portfolio.yaml 中指定 factor_fallback，或提供已发布的因子表。")),
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
                "Give the evidence in instruments.csv as `self_use`.",
                zh: "请在 instruments.csv 中以 self_use 提供证据。")),
        .scopeNotEvaluated: Texts(
            severity: .note,
            message: BilingualText(
                "{value} of {site} is not evaluated: {reason}",
                zh: "{site} 的{value}未评价：{reason}"),
            remedy: BilingualText(
                "Nothing to do; the figure is left out, not set to zero.",
                zh: "无需处理；该数据缺省，不按零。")),
    ]
}
