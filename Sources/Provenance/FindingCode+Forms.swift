// The words of the findings about how a file is written: encoding, numbers, stamps, units.

extension FindingCode {
    static let formsTexts: [FindingCode: Texts] = [
        .presetUsed: Texts(
            severity: .note,
            message: BilingualText(
                "The header is that of the preset {preset}; the file was read by it",
                zh: "表头与预设 {preset} 一致，已按其读取"),
            remedy: BilingualText(
                "Nothing to do. A layout of your own for the file takes precedence.",
                zh: "无需处理。为该文件自定的版式优先。")),
        .encodingDetected: Texts(
            severity: .note,
            message: BilingualText(
                "The file bears no mark of its encoding and is not UTF-8; it was read as {value}",
                zh: "文件没有编码标记且不是 UTF-8；已按 {value} 读取"),
            remedy: BilingualText(
                "If names look wrong, name the `encoding` in a layout.",
                zh: "若名称显示有误，请在版式中用 `encoding` 指明编码。")),
        .encodingMixed: Texts(
            severity: .warning,
            message: BilingualText(
                "The cell is not UTF-8 as the rest of the file; it was read as GB18030: {value}",
                zh: "该单元格与文件其余部分不同，不是 UTF-8；已按 GB18030 读为：{value}"),
            remedy: BilingualText(
                "Check the name; files of unlike encodings were probably joined.",
                zh: "请核对该名称；可能拼接了不同编码的文件。")),
        .zoneSettled: Texts(
            severity: .note,
            message: BilingualText(
                "Times without an offset were read as {value}, because of `{text}`",
                zh: "未写时差的时间按 {value} 读取，依据“{text}”"),
            remedy: BilingualText(
                "Nothing to do if so. `utc_offset: local` in a layout reads them on the clock of the meter.",
                zh: "若属实则无需处理。在版式中写 `utc_offset: local` 即按表计时区读取。")),
        .zoneUnusable: Texts(
            severity: .warning,
            message: BilingualText(
                "The file says `{value}` of this time, which is no offset and not the zone of {meter} ({zone})",
                zh: "文件注明该时间为“{value}”，既不是时差，也不是 {meter} 的时区（{zone}）"),
            remedy: BilingualText(
                "Give the meter this zone in the column `timezone` of meters.csv, or export times with an offset.",
                zh: "请在 meters.csv 的 `timezone` 列为该表计填写此时区，或导出带时差的时间。")),
        .formSettled: Texts(
            severity: .note,
            message: BilingualText(
                "The column was read with {form}: {reason}",
                zh: "该列按“{form}”读取：{reason}"),
            remedy: BilingualText(
                "Nothing to do. `decimal`, `date_order` and `end_inclusive` in a layout decide otherwise.",
                zh: "无需处理。可在版式中用 `decimal`、`date_order` 和 `end_inclusive` 另行指定。")),
        .formAmbiguous: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} may mean {readings}, and nothing in the column decides",
                zh: "{value} 可能是 {readings}，整列均无法判定"),
            remedy: BilingualText(
                "Say which in a layout for the file: `{key}`.",
                zh: "请在该文件的版式中指明：`{key}`。")),
        .decimalsCut: Texts(
            severity: .warning,
            message: BilingualText(
                "`{value}` may be one number with a decimal comma that was cut in two; it was read as what stands in `{of}` alone",
                zh: "“{value}”可能是被截断的一个小数（小数逗号）；仅按“{of}”列的内容读取"),
            remedy: BilingualText(
                "Export with semicolons, with quotes around numbers or with a decimal point. `decimal: point` in a layout says that all is well.",
                zh: "请以分号分隔、数字加引号或小数点导出。若无误，请在版式中写 `decimal: point`。")),
        .leapSecond: Texts(
            severity: .note,
            message: BilingualText(
                "{value} is a leap second; it counts as the second after it",
                zh: "{value} 为闰秒；按其后一秒计"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .timeImplausible: Texts(
            severity: .warning,
            message: BilingualText(
                "{count} readings bear times far from all others of the file, such as {value}",
                zh: "{count} 个读数的时间远离文件其余时间，如 {value}"),
            remedy: BilingualText(
                "The logger's clock was probably not set: mend the rows, or exclude them by the meter's valid_from and valid_to.",
                zh: "采集器时钟可能未校准：请改正这些行，或用表计的 valid_from、valid_to 排除。")),
        .timeInFuture: Texts(
            severity: .warning,
            message: BilingualText(
                "{count} readings lie in the future, the last at {value}",
                zh: "{count} 个读数在未来，最晚为 {value}"),
            remedy: BilingualText(
                "Check the clock of the logger and the order of day and month.",
                zh: "请检查采集器时钟及日月顺序。")),
        .qualityUnknown: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} says neither that the reading was measured nor that it was estimated; it was booked as an estimate",
                zh: "{value} 未说明读数是实测还是估算；已按估算入账"),
            remedy: BilingualText(
                "Write `measured` or `estimated`, or read the file by a layout without `quality_column`.",
                zh: "请改为 `实测` 或 `估算`，或用不含 `quality_column` 的版式读取。")),
        .unitUnusable: Texts(
            severity: .warning,
            message: BilingualText(
                "The reading's unit {value} cannot be turned exactly into the unit of {meter}",
                zh: "读数单位 {value} 无法精确换算为 {meter} 的单位"),
            remedy: BilingualText(
                "Give the meter the unit of the file in meters.csv.",
                zh: "请在 meters.csv 中将该表计的单位改为文件中的单位。")),
        .unitDoubtful: Texts(
            severity: .warning,
            message: BilingualText(
                "The file's header says {value}, meters.csv says {unit}; it was read as {unit}",
                zh: "文件表头为 {value}，meters.csv 为 {unit}；已按 {unit} 读取"),
            remedy: BilingualText(
                "Mend the unit in meters.csv, or let a layout turn it: `unit: {value}`.",
                zh: "请改正 meters.csv 中的单位，或在版式中换算：`unit: {value}`。")),
        .labelDoubtful: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} names the end of an interval, and meters.csv says that the stamps of {meter} name begins; they were read as begins",
                zh: "{value} 是区间的终点，而 meters.csv 说明 {meter} 的时间为起点；已按起点读取"),
            remedy: BilingualText(
                "Give the meter `label: end` in meters.csv, unless the file really begins intervals there.",
                zh: "请将 meters.csv 中该计量点的 `label` 改为 `end`，除非文件确以该时刻为起点。")),
        .multiplierInFile: Texts(
            severity: .warning,
            message: BilingualText(
                "`{value}` names a multiple of {multiple}, meters.csv says a multiplier of {multiplier} for {meter}; it was read with {multiplier}",
                zh:
                    "“{value}”注明倍数 {multiple}，meters.csv 中 {meter} 的倍率为 {multiplier}；已按 {multiplier} 读取"
            ),
            remedy: BilingualText(
                "Give `multiplier` {multiple} in meters.csv, unless the values of the file are multiplied already.",
                zh: "若文件中的数值尚未乘以该倍数，请在 meters.csv 中填写 `multiplier` {multiple}。")),
        .periodOfRegister: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} names a stretch of time, and the count of {meter} was read at a moment; the row was rejected",
                zh: "{value} 是一段时间，而 {meter} 的示数属于某一时刻；该行已拒绝"),
            remedy: BilingualText(
                "Give the day on which the meter was read, or declare `quantity` interval where the values are what was used.",
                zh: "请填写抄表日期；若数值为用量，请将 `quantity` 改为 interval。")),
        .multiplierDoubtful: Texts(
            severity: .warning,
            message: BilingualText(
                "The file says a multiplier of {value} for the register {meter}, meters.csv says {multiplier}; it was read with {multiplier}",
                zh: "文件中 {meter} 的倍率为 {value}，meters.csv 为 {multiplier}；已按 {multiplier} 读取"),
            remedy: BilingualText(
                "Give `multiplier` {value} in meters.csv, unless the counts of the file are multiplied already.",
                zh: "若文件中的示数尚未乘以倍率，请在 meters.csv 中填写 `multiplier` {value}。")),
        .quantityDoubtful: Texts(
            severity: .warning,
            message: BilingualText(
                "{meter} is declared as {declared}, but its values run as those of {seen}",
                zh: "{meter} 声明为 {declared}，但数值形态像 {seen}"),
            remedy: BilingualText(
                "Check `quantity` of the meter in meters.csv.",
                zh: "请检查 meters.csv 中该表计的 `quantity`。")),
        .notEnergy: Texts(
            severity: .note,
            message: BilingualText(
                "The stream {stream} counts {value}, which is no energy; it stays out of the ledger",
                zh: "数据流 {stream} 的单位为 {value}，不是有功电量；不入账"),
            remedy: BilingualText(
                "Nothing to do: reactive energy is never added to active energy.",
                zh: "无需处理：无功电量不与有功电量相加。")),
        .substitutedValue: Texts(
            severity: .note,
            message: BilingualText(
                "The source marks the value as substituted or estimated ({value}); it counts as estimated",
                zh: "来源将该数值标为替代或估算（{value}）；计为估算"),
            remedy: BilingualText(
                "Nothing to do; a file with the values as read supersedes it. At most 5 % of an account may be estimated in a certificate.",
                zh: "无需处理；导入实抄数值的文件即可取代。证书中每个账户至多 5 % 可为估算。")),
    ]
}
