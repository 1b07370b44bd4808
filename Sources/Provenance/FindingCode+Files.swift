// The words of the findings about a file of readings and its rows: severity, message, remedy.

extension FindingCode {
    static let filesTexts: [FindingCode: Texts] = [
        .fileEmpty: Texts(
            severity: .warning,
            message: BilingualText(
                "The file holds no row",
                zh: "文件中没有数据行"),
            remedy: BilingualText(
                "Check the export.",
                zh: "请检查导出文件。")),
        .originalAltered: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "The original kept under {digest}… no longer has the content that was ingested",
                zh: "以 {digest}… 保存的原始文件内容已与导入时不同"),
            remedy: BilingualText(
                "Ingest the true file again: the same bytes heal the original.",
                zh: "请重新导入原文件：相同内容可恢复原始文件。")),
        .noLayout: Texts(
            severity: .warning,
            message: BilingualText(
                "The columns of the file are not clear: {reason}",
                zh: "无法确定文件的列：{reason}"),
            remedy: BilingualText(
                "Run `carbongrade inspect` on it, or name its columns in a layout (layouts/*.yaml); the manual lists the forms that are read.",
                zh: "请对该文件运行 `carbongrade inspect`，或在 layouts/*.yaml 中指明各列；手册列出可读取的格式。")),
        .mendedRowsUnclear: Texts(
            severity: .warning,
            message: BilingualText(
                "How the mended rows are read is not clear: {reason}",
                zh: "无法确定改正后各行的读法：{reason}"),
            remedy: BilingualText(
                "Ingest that file first, or say how the rows are read: `--layout NAME`.",
                zh: "请先导入原文件，或用 `--layout 名称` 指明读法。")),
        .encodingUnsupported: Texts(
            severity: .warning,
            message: BilingualText(
                "The file is none of UTF-8, UTF-16 and GB18030 (line {line})",
                zh: "文件不是 UTF-8、UTF-16 或 GB18030（第 {line} 行）"),
            remedy: BilingualText(
                "Save the export as UTF-8 CSV, or name its `encoding` in a layout.",
                zh: "请将文件另存为 UTF-8 的 CSV，或在版式中用 `encoding` 指明编码。")),
        .compressionBroken: Texts(
            severity: .warning,
            message: BilingualText(
                "The compressed file ends early or is damaged",
                zh: "压缩文件不完整或已损坏"),
            remedy: BilingualText(
                "Fetch the file again.",
                zh: "请重新获取该文件。")),
        .expansionTooLarge: Texts(
            severity: .warning,
            message: BilingualText(
                "The compressed file expands to more than {limit}",
                zh: "压缩文件解压后超过 {limit}"),
            remedy: BilingualText(
                "Unpack it by hand if it is really that large.",
                zh: "若确有如此大，请先手工解压。")),
        .alreadyIngested: Texts(
            severity: .note,
            message: BilingualText(
                "The same bytes were ingested before, in batch {batch} as {first}; nothing changes",
                zh: "相同内容已在批次 {batch} 中以 {first} 导入；账本不变"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .malformedRow: Texts(
            severity: .warning,
            message: BilingualText(
                "The row's quotes are not those of a CSV",
                zh: "本行引号不符合 CSV 语法"),
            remedy: BilingualText(
                "Mend the quotes of the row, or export again.",
                zh: "请改正引号，或重新导出。")),
        .timestampUnreadable: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is no time that this file's form allows",
                zh: "{value} 不是此文件格式允许的时间"),
            remedy: BilingualText(
                "Mend the cell, or name the time's form in a layout.",
                zh: "请改正该单元格，或在版式文件中说明时间格式。")),
        .timeNonexistent: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} does not exist in {zone}: clocks were set forward",
                zh: "{value} 在 {zone} 中不存在：当时时钟拨快"),
            remedy: BilingualText(
                "Export with an offset (+08:00), or give the meter's true zone.",
                zh: "请导出带时差的时间（如 +08:00），或填写正确的时区。")),
        .timeAmbiguous: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} occurs twice in {zone} and the rows are in no order that tells which",
                zh: "{value} 在 {zone} 中出现两次，行序无法判断是哪一次"),
            remedy: BilingualText(
                "Export with an offset, or in time order.",
                zh: "请导出带时差的时间，或按时间顺序导出。")),
        .timeRepeatedHour: Texts(
            severity: .note,
            message: BilingualText(
                "{value} occurs twice in {zone} and stands here once; taken as daylight time",
                zh: "{value} 在 {zone} 中出现两次而此处只有一次；按夏令时处理"),
            remedy: BilingualText(
                "Nothing to do if the meter skipped the second pass.",
                zh: "若表计略过第二次则无需处理。")),
        .partsOfDayOpen: Texts(
            severity: .warning,
            message: BilingualText(
                "{date} has {parts} parts in {zone}, those of this meter are numbered up to {value} and may count the clock's times or the time that passed; taken as {taken}",
                zh: "{date} 在 {zone} 有 {parts} 个时段，该计量点的序号至 {value}，可能为钟面时刻或实际经过的时间；按{taken}处理"),
            remedy: BilingualText(
                "Export all parts of the day, or times with an offset (+01:00) instead of numbers.",
                zh: "请导出该日全部时段，或以带时差的时间（如 +01:00）代替序号。")),
        .subSecondTime: Texts(
            severity: .note,
            message: BilingualText(
                "{value} has a fraction of a second, which was cut off",
                zh: "{value} 含秒以下部分，已截去"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
        .unknownMeter: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is no meter of meters.csv{likely}",
                zh: "{value} 不在 meters.csv 中{likely}"),
            remedy: BilingualText(
                "Add the meter to meters.csv, or leave it: its rows stay out of the ledger.",
                zh: "请在 meters.csv 中添加该计量点；否则其数据不入账。")),
        .valueMissing: Texts(
            severity: .note,
            message: BilingualText(
                "No value stands here; the interval is missing, not zero",
                zh: "此处没有数值；该时段按缺失处理，不按零"),
            remedy: BilingualText(
                "Fill it from the meter if it is known.",
                zh: "若能从表计查到，请补上。")),
        .valueUnreadable: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is no number",
                zh: "{value} 不是数字"),
            remedy: BilingualText(
                "Mend the cell.",
                zh: "请改正该单元格。")),
        .valueTooLarge: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is more than the ledger can hold exactly",
                zh: "{value} 超出账本可精确表示的范围"),
            remedy: BilingualText(
                "Check the value, the unit and the multiplier.",
                zh: "请检查数值、单位和倍率。")),
        .notAReading: Texts(
            severity: .note,
            message: BilingualText(
                "The line is no reading: {value}",
                zh: "本行不是读数：{value}"),
            remedy: BilingualText(
                "Nothing to do if it is a heading or a closing line of the export.",
                zh: "若为导出文件的标题或结尾行则无需处理。")),
        .totalsMeter: Texts(
            severity: .warning,
            message: BilingualText(
                "{meter} may be the total of meters that are counted themselves: {reason}",
                zh: "{meter} 可能是已单独计入的各计量点之合计：{reason}"),
            remedy: BilingualText(
                "Take it out of meters.csv, name it as their `parent_meter`, or give it the account `check`.",
                zh: "请从 meters.csv 中删除，或在各计量点的 `parent_meter` 中填写它，或将其账户改为 `check`。")),
        .totalsRow: Texts(
            severity: .note,
            message: BilingualText(
                "The line is a total ({value}); it is not counted again",
                zh: "本行为合计（{value}），不重复计入"),
            remedy: BilingualText(
                "Nothing to do.",
                zh: "无需处理。")),
    ]
}
