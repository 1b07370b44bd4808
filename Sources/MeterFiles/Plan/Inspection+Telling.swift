import Metering
import Provenance
import Quantities

extension Inspection.Telling {
    /// Everything that is told of a file's form.
    static func all(
        sample: Sample, shape: FileShape, guess: LayoutGuess, reading: Interpretation,
        decoded: DecodedFile
    ) -> [Inspection.Telling] {
        [
            encoding(sample, reading), delimiter(sample, shape), header(shape),
            layout(shape, guess), times(shape, guess, reading, decoded),
            numbers(shape, reading, decoded), unit(guess, decoded),
        ]
    }

    private init(
        _ aspect: String, _ what: BilingualText, _ sureness: Inspection.Sureness,
        _ reason: BilingualText
    ) {
        self.aspect = aspect
        self.what = what
        self.sureness = sureness
        self.reason = reason
    }

    private static func encoding(_ sample: Sample, _ reading: Interpretation) -> Self {
        let name = reading.encoding.rawValue
        let what = BilingualText(name, zh: name)
        if sample.bytes.allSatisfy({ $0 < 0x80 }), reading.encoding == .utf8 {
            return Self(
                "encoding", what, .certain,
                BilingualText("its first rows are ASCII", zh: "首批数据均为 ASCII"))
        }
        switch sample.evidence {
        case .byteOrderMark:
            return Self(
                "encoding", what, .certain, BilingualText("a byte order mark", zh: "字节顺序标记"))
        case .zeroBytes:
            return Self(
                "encoding", what, .likely,
                BilingualText("every second byte is zero", zh: "每隔一个字节为零"))
        case .strict:
            return Self(
                "encoding", what, .certain, BilingualText("valid throughout", zh: "全部有效"))
        case .likeliest:
            return Self(
                "encoding", what, .likely,
                BilingualText("it is no UTF-8, and fits this", zh: "不是 UTF-8，而符合此编码"))
        }
    }

    private static func delimiter(_ sample: Sample, _ shape: FileShape) -> Self {
        let name =
            shape.delimiter == UInt8(ascii: "\t")
            ? "tab" : String(UnicodeScalar(shape.delimiter))
        let what = BilingualText(name, zh: name)
        if sample.delimiter != nil {
            return Self("delimiter", what, .certain, BilingualText("a `sep=` line", zh: "`sep=` 行"))
        }
        let widths = Set(shape.sample[shape.firstData...].map(\.cells.count))
        return widths.count == 1
            ? Self(
                "delimiter", what, .certain,
                BilingualText("all rows have as many cells", zh: "各行列数相同"))
            : Self(
                "delimiter", what, .likely,
                BilingualText("most rows have as many cells", zh: "多数行列数相同"))
    }

    private static func header(_ shape: FileShape) -> Self {
        guard let line = shape.headerLine else {
            return Self(
                "header", BilingualText("none", zh: "无"), .likely,
                BilingualText("the first row is a reading", zh: "首行即为读数"))
        }
        return Self(
            "header", BilingualText("line \(line)", zh: "第 \(line) 行"),
            shape.columns.contains { HeaderWords.timestamp.contains(HeaderWords.timeKey($0)) }
                ? .certain : .likely,
            BilingualText("the last row above the first reading", zh: "首条读数之上的最后一行"))
    }

    private static func layout(_ shape: FileShape, _ guess: LayoutGuess) -> Self {
        let name = guess.preset?.name ?? guess.layout.shape.rawValue
        let isCertain = guess.preset != nil || shape.special != nil
        return Self(
            "layout", BilingualText(name, zh: name),
            isCertain ? .certain : guess.isNeeded || !guess.otherValues.isEmpty ? .guess : .likely,
            guess.reason)
    }

    private static func times(
        _ shape: FileShape, _ guess: LayoutGuess, _ reading: Interpretation, _ decoded: DecodedFile
    ) -> Self {
        let place = place(reading, decoded)
        if case .timesAcross(let table)? = decoded.plan?.columns {
            return timesAcross(table, place, decoded)
        }
        let settled = decoded.findings.first { finding in
            finding.code == .formSettled && finding.column == guess.layout.timestamp
        }
        if let serial = reading.times.serial {
            return Self(
                "times",
                BilingualText(
                    "days of a spreadsheet (\(serial.rawValue)), \(place.english)",
                    zh: "电子表格日期序号（\(serial.rawValue)），\(place.chinese)"), .likely,
                BilingualText(
                    "numbers in a column that is named as a time", zh: "以时间命名的列中为数字"))
        }
        if reading.times.periods != nil, let settled, let form = settled.phrases["form"] {
            return Self(
                "times",
                BilingualText(
                    "\(form.english), \(place.english)", zh: "\(form.chinese)，\(place.chinese)"),
                .certain, settled.phrases["reason"] ?? BilingualText("", zh: ""))
        }
        if let order = reading.times.order {
            let what = BilingualText(
                "\(order.rawValue), \(place.english)", zh: "\(order.rawValue)，\(place.chinese)")
            if let settled {
                return Self(
                    "times", what, .certain,
                    settled.phrases["reason"] ?? BilingualText("", zh: ""))
            }
            return Self(
                "times", what, .guess,
                BilingualText("nothing decides between dmy and mdy", zh: "无法判定 dmy 与 mdy"))
        }
        if let (kind, sureness, reason) = clock(reading) {
            return Self(
                "times",
                BilingualText(
                    "\(kind.english), \(place.english)", zh: "\(kind.chinese)，\(place.chinese)"),
                sureness, reason)
        }
        return Self(
            "times", place, .certain,
            BilingualText("the form leaves nothing open", zh: "写法没有歧义"))
    }

    private static func timesAcross(
        _ table: TimesAcross, _ place: BilingualText, _ decoded: DecodedFile
    ) -> Self {
        // What was said of the header; numbers below it are settled in lines of their own.
        let said = decoded.findings.first {
            $0.line == table.line && [.formSettled, .formAmbiguous].contains($0.code)
        }
        let form =
            said?.phrases["form"] ?? BilingualText("one a column, in the header", zh: "每列一个，写在表头")
        let what = BilingualText(
            "\(form.english), \(place.english)", zh: "\(form.chinese)，\(place.chinese)")
        if said?.code == .formAmbiguous {
            return Self(
                "times", what, .guess,
                BilingualText("nothing decides between dmy and mdy", zh: "无法判定 dmy 与 mdy"))
        }
        return Self(
            "times", what, .certain,
            said?.phrases["reason"]
                ?? BilingualText("the form leaves nothing open", zh: "写法没有歧义"))
    }

    /// In which zone the times are.
    private static func place(_ reading: Interpretation, _ decoded: DecodedFile) -> BilingualText {
        if let settled = decoded.findings.first(where: { $0.code == .zoneSettled }) {
            let zone = settled.value ?? ""
            return BilingualText("\(zone), as the file says", zh: "\(zone)（文件注明）")
        }
        if reading.zoneColumn != nil {
            return BilingualText("each row names its zone", zh: "各行注明时区")
        }
        let isLocal = decoded.batches.contains { $0.isLocal.contains(true) }
        return isLocal
            ? BilingualText("no offset: the meter's zone", zh: "无时差，按表计时区")
            : BilingualText("instants", zh: "绝对时刻")
    }

    /// How the time of day stands beside the date.
    private static func clock(
        _ reading: Interpretation
    ) -> (BilingualText, Inspection.Sureness, BilingualText)? {
        guard reading.clock != nil else { return nil }
        if reading.clockIsRange {
            return (
                BilingualText("begin and end of each interval", zh: "每个时段的起止时刻"), .certain,
                BilingualText(
                    "every row names a range of times, each with an end of its own",
                    zh: "每行为时间范围，止时各不相同")
            )
        }
        if let period = reading.clockPeriod {
            return (
                BilingualText(
                    "parts of the day of \(period) s, counted from 1",
                    zh: "一天中的序号，每段 \(period) 秒，自 1 起"),
                .likely,
                BilingualText(
                    "a day's numbers run from 1 to \(86_400 / period)",
                    zh: "每日序号为 1 至 \(86_400 / period)")
            )
        }
        return (
            BilingualText("date and time of day in two columns", zh: "日期与时刻分两列"), .certain,
            BilingualText("the form leaves nothing open", zh: "写法没有歧义")
        )
    }

    private static func numbers(
        _ shape: FileShape, _ reading: Interpretation, _ decoded: DecodedFile
    ) -> Self {
        let form = reading.numbersOfColumn.isEmpty ? reading.numbers.rawValue : "mixed"
        let what =
            switch form {
            case "plain": BilingualText("decimal point", zh: "小数点")
            case "point": BilingualText("decimal point, marks of thousands", zh: "小数点，千位分隔")
            case "comma": BilingualText("decimal comma", zh: "小数逗号")
            default: BilingualText("unlike from column to column", zh: "各列不同")
            }
        if decoded.findings.contains(where: {
            $0.code == .formAmbiguous
                && $0.column
                    != decoded.plan.map {
                        $0.header.indices.contains($0.timestamp) ? $0.header[$0.timestamp] : ""
                    }
        }) {
            return Self(
                "numbers", what, .guess,
                BilingualText("nothing in the column decides", zh: "整列均无法判定"))
        }
        return Self(
            "numbers", what, .certain,
            form == "plain"
                ? BilingualText("no mark leaves it open", zh: "没有歧义的符号")
                : BilingualText("settled by the column", zh: "按整列判定"))
    }

    private static func unit(_ guess: LayoutGuess, _ decoded: DecodedFile) -> Self {
        let units = Set(
            decoded.batches.compactMap { decoded.mentionedUnit(of: $0.meterID)?.unit.rawValue }
        ).sorted()
        guard !units.isEmpty else {
            if let unit = guess.layout.unit {
                return Self(
                    "unit", BilingualText(unit.rawValue, zh: unit.rawValue), .certain,
                    BilingualText("the preset says so", zh: "预设所定"))
            }
            return Self(
                "unit", BilingualText("not named", zh: "未注明"), .guess,
                BilingualText("no header names one", zh: "表头没有单位"))
        }
        let list = units.joined(separator: ", ")
        if let kind = decoded.plan?.kindUnit, !kind.isNamed, units == [kind.unit.rawValue],
            let word = decoded.plan?.interpretation.only.values.first
        {
            return Self(
                "unit", BilingualText(list, zh: list), .guess,
                BilingualText(
                    "`\(word)` is a mean power, usually in this unit; no header names one",
                    zh: "“\(word)”为平均功率，通常用此单位；表头未注明"))
        }
        return Self(
            "unit", BilingualText(list, zh: list), .likely,
            BilingualText("named in the header or the rows", zh: "表头或行内注明"))
    }
}

/// What the readings of a file show that a person should know before they are ingested.
enum Trouble {
    static func all(
        in batches: [ReadingBatch], meters: [Inspection.MeterSeen]
    ) -> [BilingualText] {
        var troubles: [BilingualText] = []
        for batch in batches where batch.count > 1 {
            guard let meter = meters.first(where: { $0.id == batch.meterID }) else { continue }
            troubles += about(batch, meter)
            if troubles.count > 60 { break }
        }
        return troubles
    }

    private static func about(
        _ batch: ReadingBatch, _ meter: Inspection.MeterSeen
    ) -> [BilingualText] {
        var troubles: [BilingualText] = []
        func say(_ english: String, zh chinese: String) {
            troubles.append(
                BilingualText("\(meter.id): \(english)", zh: "\(meter.id)：\(chinese)"))
        }
        if meter.isSumOfOthers {
            say(
                "its values are the sum of all others in all \(batch.count) rows; it is not proposed as a meter",
                zh: "全部 \(batch.count) 行均等于其余各列之和；不建议作为计量点")
        }
        let pairs = zip(batch.stamps, batch.stamps.dropFirst())
        let back = pairs.count { $0 > $1 }
        if back > 0, pairs.contains(where: { $0 < $1 }) {
            say("\(back) rows stand earlier than the one before", zh: "\(back) 行早于前一行")
        }
        let sorted = batch.stamps.sorted()
        let repeated = zip(sorted, sorted.dropFirst()).count { $0 == $1 }
        if repeated > 0 { say("\(repeated) stamps occur again", zh: "\(repeated) 个时间重复出现") }
        if meter.namesEnds, let step = meter.calendarStep {
            say(
                "its stamps are days on which the meter was read, taken for the ends of its \(step.rawValue)",
                zh: "时间为抄表日，按各 \(step.rawValue) 的期末理解")
        }
        if batch.ends.isEmpty, meter.calendarStep.map({ $0 == .day || $0 == .week }) ?? true,
            let step = meter.step
        {
            let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
            let gaps = steps.count { $0 > step }
            if gaps > 0 {
                say("\(gaps) steps are longer than \(step) s", zh: "\(gaps) 处间隔大于 \(step) 秒")
            }
            let shorter = steps.count { $0 < step }
            if shorter > 0 {
                say(
                    "\(shorter) steps are shorter than \(step) s: the interval changes",
                    zh: "\(shorter) 处间隔小于 \(step) 秒：采样间隔有变化")
            }
            let grid = min(step, 3_600)
            let off = sorted.count { LocalCalendar.floor($0, by: grid) * grid != $0 }
            if off * 2 > sorted.count {
                say(
                    "its clock stands off the grid by \(sorted[0] - LocalCalendar.floor(sorted[0], by: grid) * grid) s",
                    zh: "时钟偏离整点 \(sorted[0] - LocalCalendar.floor(sorted[0], by: grid) * grid) 秒")
            }
        }
        if let unit = meter.unit, unit.isPower, meter.onlyRises {
            say(
                "\(unit.rawValue) is a power, but the values only rise, as a register does",
                zh: "单位 \(unit.rawValue) 为功率，但数值只增不减，像累计示数")
        }
        if sorted.contains(where: { $0 < 631_152_000 }) {
            say("stamps before 1990", zh: "有 1990 年以前的时间")
        }
        return troubles
    }
}
