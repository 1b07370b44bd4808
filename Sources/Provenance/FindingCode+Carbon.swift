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
                "Keep the evidence at hand: this release does not read instruments.csv yet.",
                zh: "请保留证据：本版本尚不读取 instruments.csv。")),
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
