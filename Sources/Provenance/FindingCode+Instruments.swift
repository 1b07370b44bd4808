// The words of the findings about green-power instruments and released figures: severity, message,
// remedy.

extension FindingCode {
    static let instrumentTexts: [FindingCode: Texts] = [
        .instrumentExpired: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} does not count: {reason}",
                zh: "{value} 不予计入：{reason}"),
            remedy: BilingualText(
                "Use a certificate that was cancelled while it was valid.",
                zh: "请使用在有效期内核销的绿证。")),
        .instrumentDoubleClaim: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{value} does not count: {reason}",
                zh: "{value} 不予计入：{reason}"),
            remedy: BilingualText(
                "Keep one claim only; serial numbers never overlap and a lot is used once.",
                zh: "请只保留一次声明；编号不得重叠，每批凭证只能使用一次。")),
        .instrumentWrongYear: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} does not count: {reason}",
                zh: "{value} 不予计入：{reason}"),
            remedy: BilingualText(
                "Claim it for the year in which it was generated; what was delivered in two years is two lines.",
                zh: "请用于其发电所在年份；跨两年交付的电量须分为两行。")),
        .instrumentRefused: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} does not count, criterion {criterion}: {reason}",
                zh: "{value} 不予计入，准则 {criterion}：{reason}"),
            remedy: BilingualText(
                "Complete the line in instruments.csv, or leave the lot out.",
                zh: "请补全 instruments.csv 中的该行，或不使用该批凭证。")),
        .instrumentSurplus: Texts(
            severity: .note,
            message: BilingualText(
                "{energy} kWh of {value} find no consumption and are not carried to another year",
                zh: "{value} 有 {energy} kWh 没有可匹配的用电，且不得结转"),
            remedy: BilingualText(
                "Nothing to do; the surplus is shown with the lot.",
                zh: "无需处理；余量随该批凭证列出。")),
        .matchingProvisional: Texts(
            severity: .note,
            message: BilingualText(
                "Instruments are matched with the year to date; closing {year} may move them between months",
                zh: "凭证按年初至今匹配；{year} 年结束后各月分配可能变化"),
            remedy: BilingualText(
                "Nothing to do; account for the whole year when it is over.",
                zh: "无需处理；年末请按全年核算。")),
        .restatement: Texts(
            severity: .warning,
            message: BilingualText(
                "The figures of {period} differ from release {value}: {reason}",
                zh: "{period} 的数据与发布版本 {value} 不同：{reason}"),
            remedy: BilingualText(
                "See `account --compare`; `account --release` keeps the new figures beside the old.",
                zh: "请用 `account --compare` 查看；`account --release` 可将新数据与旧版本并存。")),
        .certificateRestated: Texts(
            severity: .warning,
            message: BilingualText(
                "The ledger no longer gives the figures of certificate {value}: {reason}",
                zh: "台账数据与证书 {value} 不再一致：{reason}"),
            remedy: BilingualText(
                "`suspend --restated --key FILE` suspends it (`ingest --key FILE` does so at once); then certify anew.",
                zh: "请用 `suspend --restated --key FILE` 暂停该证书（`ingest --key FILE` 可立即暂停），再重新出证。")),
    ]
}
