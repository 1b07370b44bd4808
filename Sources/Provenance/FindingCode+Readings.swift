// The words of the findings about what readings mean: severity, message, remedy.

extension FindingCode {
    static let readingsTexts: [FindingCode: Texts] = [
        .clockDrift: Texts(
            severity: .note,
            message: BilingualText(
                "{count} stamps of {meter} lie up to {seconds} s beside its interval; no reading is lost by it",
                zh: "{meter} 有 {count} 个时间戳偏离采集间隔，最多 {seconds} 秒；读数均未丢失"),
            remedy: BilingualText(
                "Set the clock of the logger; nothing else is to do.",
                zh: "请校准采集器时钟，其余无需处理。")),
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
        .spikesAmongFew: Texts(
            severity: .warning,
            message: BilingualText(
                "The value is more than ten times what {meter} shows in nine of ten intervals, of which there are few; it was kept",
                zh: "该值超过 {meter} 第 90 百分位的十倍，而时段数不多；已保留"),
            remedy: BilingualText(
                "Look at it: give max_power_kw, confirm it by an event at that time in events.csv, or correct the reading.",
                zh: "请核对：填写 max_power_kw，或在 events.csv 中以该时间的事件确认，或改正读数。")),
        .estimateOverMeasured: Texts(
            severity: .warning,
            message: BilingualText(
                "An estimate of {meter}, {estimate}, stands in place of {measured} that was measured, because its row came later",
                zh: "{meter} 的估算值 {estimate} 因出现在后而取代实测值 {measured}"),
            remedy: BilingualText(
                "Delete the estimated row, or ingest the measured value again: what comes last counts.",
                zh: "请删除估算行，或重新导入实测值：以最后出现者为准。")),
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
                "The event changes nothing: {reason}",
                zh: "该事件不起作用：{reason}"),
            remedy: BilingualText(
                "Check the time, the kind and the meter of the event.",
                zh: "请检查事件的时间、类型和计量点。")),
        .eventWithoutReading: Texts(
            severity: .warning,
            message: BilingualText(
                "What the register counted between the two readings is missing: {reason}",
                zh: "两次读数之间的电量缺失：{reason}"),
            remedy: BilingualText(
                "{remedy}, or a reading at that time.",
                zh: "{remedy}，或提供该时刻的读数。")),
        .eventContradicted: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "The event contradicts the readings: {reason}; the energy between the two readings is missing",
                zh: "事件与读数矛盾：{reason}；两次读数之间的电量缺失"),
            remedy: BilingualText(
                "Correct {key} in events.csv, or the reading beside it: a register does not fall but at the event.",
                zh: "请改正 events.csv 中的 {key} 或与其相邻的读数：除事件外示数不会下降。")),
        .registerSpike: Texts(
            severity: .warning,
            message: BilingualText(
                "The register showed {new} after {old}, more than is believable, and came back within a day; the high reading was rejected",
                zh: "示数由 {old} 升至 {new}，超出可信范围，一天内恢复；高示数已拒绝"),
            remedy: BilingualText(
                "Nothing to do if the transmission was disturbed.",
                zh: "若为通信干扰则无需处理。")),
        .registerPeriodicReset: Texts(
            severity: .note,
            message: BilingualText(
                "The register began again at zero, as register_reset says; {lost}",
                zh: "示数按 register_reset 清零续计；{lost}"),
            remedy: BilingualText(
                "Where something is missing, read the register at its reset, or name `linear` under `estimation` in portfolio.yaml.",
                zh: "若有缺失，请在清零时抄表，或在 portfolio.yaml 的 estimation 中指定 linear。")),
        .registerResetAbsent: Texts(
            severity: .warning,
            message: BilingualText(
                "register_reset of {meter} is {word}, but the count went on over {at}",
                zh: "{meter} 的 register_reset 为 {word}，但示数在 {at} 并未清零"),
            remedy: BilingualText(
                "Check register_reset and timezone in meters.csv.",
                zh: "请检查 meters.csv 中的 register_reset 和 timezone。")),
        .registerSingleReading: Texts(
            severity: .warning,
            message: BilingualText(
                "{meter} has one reading only; a register counts between two",
                zh: "{meter} 只有一个示数；累计示数需有前后两次才能得出电量"),
            remedy: BilingualText(
                "Import a reading before or after it.",
                zh: "请补充之前或之后的示数。")),
        .longZero: Texts(
            severity: .warning,
            message: BilingualText(
                "{meter} shows exactly zero from {from} to {to}: a stuck counter, a cut wire, or no load; it was kept",
                zh: "{meter} 自 {from} 至 {to} 一直为零：计数卡死、断线或确无负载；已保留"),
            remedy: BilingualText(
                "If there was no load, say so with the event `confirm` or `out_of_service` in events.csv; else correct the readings.",
                zh: "若确无负载，请在 events.csv 中以 confirm 或 out_of_service 事件说明；否则请改正读数。")),
        .outOfServiceOpen: Texts(
            severity: .warning,
            message: BilingualText(
                "{meter} is out of service from {from} without an end; it counts zero until {to}",
                zh: "{meter} 自 {from} 起停用而无结束；计零至 {to}"),
            remedy: BilingualText(
                "Add `back_in_service` to events.csv, or end its validity (valid_to).",
                zh: "请在 events.csv 中添加 back_in_service，或结束其有效期（valid_to）。")),
    ]
}
