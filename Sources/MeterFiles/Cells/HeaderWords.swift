import Metering

/// The words by which a header tells what stands in its columns (表头用词).
enum HeaderWords {
    static let timestamp: Set<String> = [
        "timestamp", "time", "datetime", "date time", "date/time", "date", "start", "start time",
        "start timestamp", "start date", "interval start", "local time", "reading date",
        "time stamp",
        "ts", "from", "datum", "zeit", "zeitstempel", "hour start", "时间", "日期", "采集时间", "时间戳",
        "数据时间", "采集日期", "数据日期", "日期时间", "抄表时间", "记录时间", "冻结时间",
        "冻结日期", "统计时间", "统计日期", "开始时间", "开始日期", "起始日期", "起始时间", "起", "起时间", "起日期",
        "from date", "date from", "from time", "start datetime", "start date time", "startdate",
        "starttime", "interval start time", "period start", "period start date", "start of period",
        "service start", "service start date", "bill start date", "billing start date",
        "billing period start", "read start date", "start time stamp", "von", "von datum",
        "datum von", "beginn", "début", "date début", "date de début", "horodate", "fecha",
        "fecha inicio", "desde", "data", "data inizio", "date and time", "date & time", "van",
    ]
    static let end: Set<String> = [
        "end", "end time", "end timestamp", "end date", "interval end", "结束时间", "截止时间",
        "to", "to date", "date to", "to time", "until", "end datetime", "end date time",
        "interval end time", "period end", "period end date", "end of period", "service end",
        "service end date", "bill end date", "billing end date", "billing period end",
        "read end date", "enddate", "endtime", "end time stamp", "bis", "bis datum", "datum bis",
        "ende", "fin", "date fin", "date de fin", "hasta", "fecha fin", "fine", "data fine", "tot",
        "tot en met", "结束日期", "截止日期", "终止日期", "终止时间", "结束", "止", "止时间", "止日期",
    ]
    static let clock: Set<String> = [
        "time", "start time", "clock", "hour", "hours", "time of day", "uhrzeit", "zeit", "stunde",
        "std",
        "std.", "hora", "heure", "heures", "ora", "uur", "tijd", "godzina", "godz.", "godz", "klo",
        "kello",
        "tid", "klokkeslæt", "klockslag", "hodina", "tund", "he", "hour of day", "hr", "时间", "时刻",
        "小时", "时段", "时间段", "时间区间",
        "时间点",
    ]
    /// The parts of a day, by number or as a range of times.
    static let partOfDay: Set<String> = [
        "时段", "时间段", "时间区间", "时间点", "时点", "点号", "点数", "时段号", "时段序号", "period",
        "interval", "hour ending", "time range", "time slot", "time interval", "time period",
        "settlement period", "trading period", "hour no", "hour number", "hourending", "periode",
        "periodo", "intervall", "zeitintervall", "viertelstunde", "period no", "period number",
        "interval no", "interval number", "点",
    ]
    /// The minutes behind an hour in a column of its own.
    static let minutes: Set<String> = [
        "minute", "minutes", "min", "mins", "minuten", "minuto", "minutos", "分", "分钟",
    ]
    static let meter: Set<String> = [
        "meter id", "meter", "meterid", "meter name", "device name", "point id", "计量点", "表计", "表号",
        "电表编号", "测点", "计量点编号", "电表", "电表号", "表计编号", "仪表", "仪表编号", "测点名称",
    ]
    static let value: Set<String> = [
        "value", "reading", "数值", "读数", "示数", "值", "actual value", "抄表数", "表码",
        "read value", "meter reading", "valeur", "wert", "valor", "valore", "waarde", "zählerstand",
    ]
    static let unit: Set<String> = [
        "unit", "units", "uom", "use unit", "usage unit", "单位", "计量单位", "einheit", "unité", "unite",
        "unidad", "unidade", "unità", "eenheid", "yksikkö", "jednostka", "enhet", "enhed", "ühik",
    ]
    static let quality: Set<String> = [
        "quality", "reading quality", "data quality", "quality flag", "quality method",
        "reading type",
        "read type", "status", "reading status", "data status", "validity", "状态", "数据状态", "质量",
        "数据质量", "质量标志", "质量标识", "读数性质",
    ]
    /// Days on which a person or a system read the meter, rather than days of what was used.
    static let readingDate: Set<String> = [
        "抄表日期", "抄表时间", "抄表日", "本次抄表日期", "reading date", "read date", "ablesedatum",
    ]
    /// What a row measures, where rows measure unlike things.
    static let rowKind: Set<String> = [
        "数据类型", "数据项", "数据项名称", "数据名称", "数据类别", "曲线类型", "量测类型", "测量类型", "类型", "data type",
        "measurement", "measurement type", "quantity", "parameter", "data item",
    ]
    /// What tells the registers, directions or tariffs of one meter apart.
    static let register: Set<String> = [
        "obis", "obis code", "obis-code", "obis kennzahl", "obis-kennzahl", "register",
        "register id",
        "registerid", "register type", "zählwerk", "kennzahl", "channel", "channel id", "kanal",
        "direction", "richtung", "flow", "flow direction", "tariff", "tarif", "type", "typ", "方向",
        "电能方向", "read type", "reading type", "energy type", "usage type", "flow type", "费率", "费率类型",
        "费率时段", "尖峰平谷", "通道", "寄存器", "示数类型",
    ]
    /// Numbers of meters, customers and places, and of rows: names, and no values.
    static let identity: Set<String> = [
        "id", "no", "no.", "nr", "nr.", "#", "row", "line", "seq", "sequence", "index no", "serial",
        "serial no", "serial number", "meter serial", "meter serial number", "meter number",
        "meter no", "account", "account number", "account no", "customer", "customer number",
        "contract", "contract number", "site id", "device id", "point id", "tag id", "sensor id",
        "service point", "service point id", "service delivery point", "usage point",
        "usage point id", "premise", "premise number", "esi id", "esiid", "mprn", "mpan", "nmi",
        "prm", "pdl", "pod", "cups", "ean", "ean code", "ean-code", "melo", "malo", "zählpunkt",
        "zählernummer", "zählpunktbezeichnung", "identifiant prm", "local id", "zip", "zip code",
        "序号", "编号", "户号", "客户编号", "用户编号", "用户号", "资产号", "电表资产号", "局号", "表地址", "设备编号",
        "站点编号", "站址编码", "行号", "终端地址",
    ]
    /// The least and the greatest beside a mean.
    static let extremes: Set<String> = [
        "min", "max", "minimum", "maximum", "min.", "max.", "lowest", "highest", "最小值", "最大值",
        "最小", "最大",
    ]
    /// What a person writes beside a reading.
    static let remark: Set<String> = [
        "comment", "comments", "note", "notes", "remark", "remarks", "description", "message",
        "text",
        "info", "备注", "说明", "注释", "附注", "bemerkung", "bemerkungen", "kommentar", "notiz",
        "anmerkung",
        "remarque", "remarques", "commentaire", "observación", "observaciones", "comentario",
        "nota", "note aggiuntive", "opmerking", "opmerkingen",
    ]
    static let multiplier: Set<String> = [
        "倍率", "综合倍率", "计费倍率", "电表倍率", "multiplier", "ratio", "ct ratio", "meter constant",
    ]
    /// The zone or the offset of the time beside it.
    static let zone: Set<String> = [
        "timezone", "time zone", "tz", "zeitzone", "时区", "utc offset", "utcoffset", "gmt offset",
        "timezone offset", "time zone offset", "offset utc",
    ]
    /// The same, or a part of a building, or what is added to a value.
    static let zoneOrOther: Set<String> = ["zone", "offset"]
    static let year: Set<String> = [
        "year", "年", "年份", "年度", "jahr", "année", "annee", "año", "anno", "jaar", "ano",
    ]
    /// Beside a year; a week beside one is another thing.
    static let monthOfYear: Set<String> = [
        "month", "月", "月份", "monat", "mois", "mes", "mese", "maand", "mês",
    ]
    static let month: Set<String> = [
        "month", "月", "月份", "年月", "统计月份", "统计年月", "账期", "账务年月", "抄表月", "抄表月份", "抄表年月",
        "用电月份", "year-month", "year month", "yearmonth", "yyyymm", "billing month", "bill month",
        "usage month", "service month", "month/year", "mois", "monat", "mes", "mese", "maand",
        "mês",
        "quarter", "quartal", "季度", "week", "woche", "calendar week", "kalenderwoche",
        "period", "billing period", "reporting period", "月度", "电费年月", "核算月份", "结算月份", "结算年月",
        "所属期", "统计周期", "用电年月", "缴费年月",
    ]
    /// Words with which a line of totals begins.
    static let totals: Set<String> = [
        "合计", "总计", "小计", "总和", "累计", "共计", "total", "totals", "sum", "subtotal", "grand total",
        "summe", "gesamt", "totaal", "average", "平均", "平均值", "最大值", "最小值",
    ]

    /// Words that name a sum of meters where a meter's name belongs; `total` may be the name of the main one.
    static let sums: Set<String> = ["合计", "小计", "总计", "共计", "sum", "summe"]

    /// Tells whether a name of a meter or a column is that of a sum of others.
    static func isSum(_ name: String) -> Bool { name.utf8.count <= 24 && sums.contains(key(name)) }

    /// The meter that a row of its own names for the rows below it: `表号：1001`, or `Meter,1001`; nil when it is no
    /// such row.
    static func blockMeter(_ cells: [String]) -> String? {
        let filled = cells.filter { !$0.isEmpty }
        guard let first = filled.first, filled.count <= 2, first.utf8.count <= 200 else {
            return nil
        }
        let text = first.replacing("：", with: ":")
        if let mark = text.firstIndex(of: ":") {
            let name = String(text[text.index(after: mark)...]).trimmingSpaces
            guard meter.contains(key(String(text[..<mark]))), filled.count == 1 || name.isEmpty
            else { return nil }
            return name.isEmpty ? filled.dropFirst().first : name
        }
        return filled.count == 2 && meter.contains(key(first)) ? filled[1] : nil
    }

    /// The ASCII letters with which they begin.
    private static let totalLetters = Set(totals.compactMap { $0.utf8.first }.filter { $0 < 0x7F })

    /// A name as the words are spelled: lower case, blanks for underscores, without a unit in brackets.
    static func key(_ name: String) -> String {
        if let key = plainKey(name) { return key }
        var text = CellText.cleanedText(name).lowercased().replacing("_", with: " ")
        for (open, close) in [("(", ")"), ("[", "]")] where text.hasSuffix(close) {
            if let begin = text.lastIndex(of: Character(open)), begin > text.startIndex {
                text = String(text[..<begin])
            }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return String(text.trimmingPrefix { $0 == " " })
    }

    /// The name of a column of times as the words are spelled, without the zone that it bears: `timestamp_utc` is
    /// `timestamp`.
    static func timeKey(_ name: String) -> String {
        ZoneWord.inHeader(name).map { key($0.rest) } ?? key(name)
    }

    /// The same for a name of nothing but letters, digits and a few marks, of which a header may have
    /// thousands.
    private static func plainKey(_ name: String) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count)
        for byte in name.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
                bytes.append(byte)
            case 0x41...0x5A: bytes.append(byte | 0x20)
            case UInt8(ascii: "_"): bytes.append(0x20)
            default: return nil
            }
        }
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes.drop { $0 == 0x20 }, as: UTF8.self)
    }

    /// Tells whether a cell begins a line of totals: `合计`, `总计：`, `Total (kWh)`.
    static func isTotal(_ cell: String) -> Bool {
        // What is taken off in front of a word is no digit and no letter, so that most cells need no look.
        if let first = cell.utf8.first, first < 0x7F {
            let isLetter = (0x61...0x7A).contains(first | 0x20)
            if isLetter ? !totalLetters.contains(first | 0x20) : (0x30...0x39).contains(first) {
                return false
            }
        }
        let text = key(cell)
        let word = text.prefix { $0 != ":" && $0 != "：" && $0 != "(" && $0 != "=" }
        return totals.contains(word.description.trimmingSpaces)
    }

    /// Tells whether a row holds nothing but units and forms of time, as the row below a header may.
    static func isUnitRow(_ cells: [String]) -> Bool {
        let filled = cells.filter { !$0.isEmpty }
        guard !filled.isEmpty else { return false }
        var units = 0
        for cell in filled {
            let inner = cell.trimmingPrefix { "([（【".contains($0) }
            let bare = String(inner.reversed().trimmingPrefix { ")]）】".contains($0) }.reversed())
            let isForm =
                bare.count >= 4
                && bare.lowercased().allSatisfy { "dmyhs:./- ,年月日时分秒".contains($0) }
            let isOther = otherUnits.contains(bare.lowercased())
            if MeterUnit(word: bare) != nil || isOther {
                units += 1
            } else if !isForm, bare != "-" {
                return false
            }
        }
        return units > 0
    }

    /// Units of columns that hold no energy.
    private static let otherUnits: Set<String> = [
        "a", "v", "hz", "%", "°c", "℃", "kvar", "kvarh", "var", "varh", "kva", "rh", "pf", "m/s",
    ]
}
