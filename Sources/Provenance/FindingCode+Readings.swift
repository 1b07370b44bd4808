// The words of the findings about what readings mean: severity, message, remedy.

extension FindingCode {
    static let readingsTexts: [FindingCode: Texts] = [
        .intervalFromData: Texts(
            severity: .note,
            message: BilingualText(
                "No interval is declared for {meter}; {found} was taken from the steps of the file",
                zh: "未声明 {meter} 的采集间隔；由数据步长取得 {found}"),
            remedy: BilingualText(
                "Declare `interval` in meters.csv to have it checked.",
                zh: "可在 meters.csv 中声明 interval 以便核对。")),
        .intervalUnknown: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} stands alone, so the length of its interval is unknown",
                zh: "{value} 为孤立读数，无法得知其时段长度"),
            remedy: BilingualText(
                "Declare `interval` of {meter} in meters.csv.",
                zh: "请在 meters.csv 中声明 {meter} 的 interval。")),
        .intervalGap: Texts(
            severity: .warning,
            message: BilingualText(
                "{meter} has no reading from {from} to {to}",
                zh: "{meter} 在 {from} 至 {to} 之间没有读数"),
            remedy: BilingualText(
                "Import what is missing; missing is not zero.",
                zh: "请补充缺失数据；缺失不等于零。")),
        .outsideValidity: Texts(
            severity: .warning,
            message: BilingualText(
                "The reading lies outside valid_from and valid_to of {meter}",
                zh: "读数不在 {meter} 的有效期内"),
            remedy: BilingualText(
                "Mend the dates in meters.csv, or leave it out.",
                zh: "请改正 meters.csv 中的日期，或忽略该读数。")),
        .negativeValue: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is negative, and {account} has no mirror account",
                zh: "{value} 为负，而 {account} 没有对应的反向账户"),
            remedy: BilingualText(
                "Check the wiring and the account of {meter}.",
                zh: "请检查 {meter} 的接线和账户。")),
        .signSplit: Texts(
            severity: .note,
            message: BilingualText(
                "Negative values of {meter} were booked to {account}",
                zh: "{meter} 的负值计入 {account}"),
            remedy: BilingualText(
                "Nothing to do if energy flows both ways here.",
                zh: "若此处确为双向则无需处理。")),
        .aboveMaxPower: Texts(
            severity: .warning,
            message: BilingualText(
                "The reading means {power} kW, above max_power_kw {limit}",
                zh: "读数相当于 {power} kW，超过 max_power_kw {limit}"),
            remedy: BilingualText(
                "Check the value; raise max_power_kw if it is right.",
                zh: "请检查数值；若属实请提高 max_power_kw。")),
        .suspectSpike: Texts(
            severity: .warning,
            message: BilingualText(
                "The value is more than ten times what {meter} shows in 99 of 100 intervals; it was kept",
                zh: "该值超过 {meter} 第 99 百分位的十倍；已保留"),
            remedy: BilingualText(
                "Give max_power_kw, confirm it by an event at that time in events.csv, or correct the reading.",
                zh: "请填写 max_power_kw，或在 events.csv 中以该时间的事件确认，或改正读数。")),
        .duplicateRow: Texts(
            severity: .note,
            message: BilingualText(
                "The same reading stands more than once; one was kept",
                zh: "同一读数重复出现，只保留一个"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .duplicateConflict: Texts(
            severity: .warning,
            message: BilingualText(
                "Two rows of {meter} give {old} and {new} for the same interval; the later row was taken",
                zh: "{meter} 同一时段有 {old} 和 {new} 两个值；采用后出现的一行"),
            remedy: BilingualText(
                "Check which of them is right.",
                zh: "请核对哪个值正确。")),
        .superseded: Texts(
            severity: .note,
            message: BilingualText(
                "A reading of an earlier file was replaced: {old} by {new}",
                zh: "先前文件中的读数 {old} 被本文件的 {new} 取代"),
            remedy: BilingualText(
                "Nothing to do if this is a correction.",
                zh: "若为更正则无需处理。")),
        .overlapPartial: Texts(
            severity: .warning,
            message: BilingualText(
                "The interval from {from} to {to} overlaps another of {meter} in part and was rejected",
                zh: "{from} 至 {to} 的时段与 {meter} 的另一时段部分重叠，已拒绝"),
            remedy: BilingualText(
                "Declare the right `interval`, or correct the stamps.",
                zh: "请声明正确的 interval，或改正时间。")),
        .overlapSuperseded: Texts(
            severity: .note,
            message: BilingualText(
                "The interval is covered by shorter ones of {meter}, which were taken instead",
                zh: "该时段已被 {meter} 更短的时段完全覆盖，采用更短者"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .registerDip: Texts(
            severity: .warning,
            message: BilingualText(
                "The register showed {new} after {old} and came back within a day; the low reading was rejected",
                zh: "示数由 {old} 降至 {new}，一天内恢复；低示数已拒绝"),
            remedy: BilingualText(
                "Nothing to do if the meter was rebooting.",
                zh: "若为表计重启则无需处理。")),
        .registerRollover: Texts(
            severity: .note,
            message: BilingualText(
                "The register passed its end at {limit} and began again",
                zh: "示数到达上限 {limit} 后归零续计"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .registerExchange: Texts(
            severity: .note,
            message: BilingualText(
                "The register was exchanged or reset, as events.csv says",
                zh: "按 events.csv 记录，表计已更换或清零"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .registerReset: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "The register fell from {old} to {new} without a known reason; the energy between the two readings is missing",
                zh: "示数由 {old} 无故降至 {new}；两次读数之间的电量缺失"),
            remedy: BilingualText(
                "State the exchange or reset in events.csv with its final and first reading, or give register_max.",
                zh: "请在 events.csv 中填写更换或清零的止码和起码，或填写 register_max。")),
        .registerSpread: Texts(
            severity: .note,
            message: BilingualText(
                "Readings lie more than an hour apart; the energy is measured, its hours are spread evenly",
                zh: "读数间隔超过一小时；电量为实测，小时值按时间均摊"),
            remedy: BilingualText(
                "Nothing to do for totals; hourly figures need closer readings.",
                zh: "对合计无影响；小时数据需要更密的读数。")),
        .eventUnmatched: Texts(
            severity: .warning,
            message: BilingualText(
                "The event changes nothing: no register readings of {meter} lie before and after it",
                zh: "该事件不起作用：{meter} 在其前后没有累计示数"),
            remedy: BilingualText(
                "Check the time and the meter of the event.",
                zh: "请检查事件的时间和计量点。")),
    ]
}
