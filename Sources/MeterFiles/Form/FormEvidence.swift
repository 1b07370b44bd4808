import Provenance
import Quantities

/// Settles how numbers and dates are written by all cells of their columns (按整列判定写法).
///
/// A form that the first rows leave open is never guessed: the whole file is read for evidence, and
/// where that decides nothing the file is refused with the key of a layout that would decide.
struct FormEvidence {
    private let path: String
    private let name: String
    /// An unknown file is looked at: what is open is said, and not refused.
    private let isInspected: Bool
    /// Tells that the numbers of the whole file were weighed.
    private(set) var isThorough = false
    /// What was settled or is open.
    private(set) var findings: [Finding] = []

    init(path: String, name: String, isInspected: Bool) {
        self.path = path
        self.name = name
        self.isInspected = isInspected
    }

    /// Settles a plan where its first rows leave something open.
    ///
    /// - Parameter beforeReading: Called before the file is read for it.
    mutating func settle(
        _ plan: inout FilePlan, by shape: FileShape, layout: Layout?,
        beforeReading: () throws -> Void
    ) throws {
        try settleZone(of: &plan, by: shape)
        tellPeriods(of: plan, by: shape)
        try settleTimesAcross(plan)
        let needsOrder = plan.dateOrder == nil && Self.leavesOrderOpen(plan, shape)
        let needsNumbers = layout?.numbers == nil && Self.leavesNumbersOpen(plan, shape)
        if needsOrder || needsNumbers {
            try beforeReading()
            try weigh(&plan, order: needsOrder, numbers: needsNumbers)
        }
        if layout?.numbers != .point, let cut = CutDecimals(plan, shape) {
            try beforeReading()
            try settle(cut, plan)
        }
        if let isInclusive = layout?.endIsInclusive {
            plan.interpretation.endIsInclusive = isInclusive
        } else if Self.leavesEndsOpen(plan, shape, layout) {
            try beforeReading()
            try settleEnds(of: &plan, isDeclared: layout != nil && !isInspected)
        }
    }

    /// Reads all records of a file, its header with them.
    func forEachRecord(
        of plan: FilePlan, _ body: (borrowing CSVRecord) throws -> Bool
    ) throws {
        try RecordReader(delimiter: plan.delimiter).read(
            try ByteReader(path: path, name: name, wantsDigest: false),
            encoding: plan.interpretation.encoding, body)
    }

    /// Settles the numbers of a plan by all of the file.
    mutating func settleThoroughly(_ plan: inout FilePlan, layout: Layout?) throws {
        guard layout?.numbers == nil else {
            isThorough = true
            return
        }
        try weigh(&plan, order: false, numbers: true)
    }

    private static func leavesOrderOpen(_ plan: FilePlan, _ shape: FileShape) -> Bool {
        guard plan.header.indices.contains(plan.timestamp) || !shape.sample.isEmpty else {
            return false
        }
        let times = plan.interpretation.times
        return [plan.timestamp, plan.end].compactMap { $0 }.contains { column in
            shape.cells(of: column).contains { cell in
                times.stamp(text: cell) == nil && FileShape.isStamp(cell, times)
            }
        }
    }

    private static func leavesNumbersOpen(_ plan: FilePlan, _ shape: FileShape) -> Bool {
        let rows = shape.sample[shape.firstData...]
        for column in plan.valueColumns {
            var evidence = NumberEvidence()
            for row in rows where row.cells.count > column {
                var cell = row.cells[column]
                cell.withUTF8 { evidence.see($0, line: row.line) }
            }
            guard evidence.verdict(delimiter: plan.delimiter) == .plain else { return true }
            // Where commas part the cells a number without marks is what it seems; elsewhere a point
            // further down may turn out to part thousands.
            if plan.delimiter != UInt8(ascii: ","), !evidence.isPlainlyPointed { return true }
        }
        return false
    }

    private mutating func weigh(_ plan: inout FilePlan, order: Bool, numbers: Bool) throws {
        let columns = numbers ? plan.valueColumns : []
        var evidence = [NumberEvidence](repeating: NumberEvidence(), count: columns.count)
        var dates = DateEvidence()
        let headerLine = plan.headerLine ?? 0
        let stamps = [plan.timestamp, plan.end].compactMap { $0 }
        let times = plan.interpretation.times
        try RecordReader(delimiter: plan.delimiter).read(
            try ByteReader(path: path, name: name), encoding: plan.interpretation.encoding
        ) { record in
            guard record.line > headerLine else { return true }
            if order, !dates.isProven {
                for column in stamps where column < record.count {
                    let line = record.line
                    record.withCell(column) { cell in
                        times.withDate(of: cell) { dates.see($0, line: line) }
                    }
                }
            }
            for (index, column) in columns.enumerated() where column < record.count {
                record.withCell(column) { evidence[index].see($0, line: record.line) }
            }
            return !columns.isEmpty || !dates.isProven
        }
        if order { try settleOrder(dates.verdict, of: &plan) }
        if numbers {
            isThorough = true
            try settleNumbers(Dictionary(zip(columns, evidence)) { first, _ in first }, of: &plan)
        }
    }

    // MARK: - Zones

    /// The zone that a file names for its times is theirs, aloud where any of them needs it.
    private mutating func settleZone(of plan: inout FilePlan, by shape: FileShape) throws {
        guard let mark = plan.zoneMark else { return }
        let isNeeded = shape.holdsNaiveStamps(
            in: plan.timestamp, times: plan.interpretation.times)
        let column = plan.header.indices.contains(plan.timestamp) ? plan.header[plan.timestamp] : ""
        let witness = NumberEvidence.Witness(line: mark.line, text: mark.text)
        let told: String
        switch mark.zone {
        case .offset(let offset):
            plan.interpretation.times.offset = offset
            told = Timestamp.offsetText(offset)
        case .named(let zone):
            plan.interpretation.zone = zone
            told = zone
        case .open(let word):
            guard isNeeded else { return }
            return try ask(
                witness,
                BilingualText(
                    "one offset all year, or the clock of a place", zh: "全年固定时差，或某地的钟面时间"),
                key: "utc_offset: \"+01:00\"` / `utc_offset: local", column: column, value: word)
        }
        guard isNeeded else { return }
        findings.append(
            Finding(
                .zoneSettled, file: name, line: mark.line, column: column, value: told,
                arguments: ["text": mark.text]))
    }

    /// What was said of a zone that is that of every meter is said no more.
    mutating func forgetZone() { findings.removeAll { $0.code == .zoneSettled } }

    // MARK: - Periods and ends

    /// What names of months, quarters and weeks are taken for is said.
    private mutating func tellPeriods(of plan: FilePlan, by shape: FileShape) {
        guard let form = plan.interpretation.times.periods else { return }
        if form == .range {
            let row = shape.sample[shape.firstData]
            let text = plan.timestamp < row.cells.count ? row.cells[plan.timestamp] : ""
            return note(
                BilingualText("begin and end of each interval", zh: "每个时段的起止时间"),
                BilingualText("both stand in one cell, `\(text)`", zh: "同在一格，“\(text)”"),
                column: plan.header[plan.timestamp],
                NumberEvidence.Witness(line: row.line, text: text))
        }
        let rows = shape.sample[shape.firstData...].lazy.filter {
            $0.cells.count > plan.timestamp
        }
        let found = rows.compactMap { row in
            PeriodText(row.cells[plan.timestamp].utf8, form).map { (row, $0) }
        }.first
        guard let (row, period) = found else { return }
        let witness = NumberEvidence.Witness(line: row.line, text: row.cells[plan.timestamp])
        tell(
            period.kind, from: period.first, to: period.end,
            column: plan.header[plan.timestamp], witness)
    }

    private mutating func tell(
        _ period: PeriodText.Kind, from first: CivilDate, to end: CivilDate, column: String,
        _ witness: NumberEvidence.Witness
    ) {
        let words =
            switch period {
            case .month: BilingualText("whole months of the calendar", zh: "整个自然月")
            case .quarter: BilingualText("whole quarters of the calendar", zh: "整个自然季度")
            case .week:
                BilingualText("whole weeks of ISO 8601, from Monday", zh: "ISO 8601 整周（周一起）")
            }
        note(
            words,
            BilingualText(
                "`\(witness.text)` is from \(first) up to \(end), that day not included",
                zh: "“\(witness.text)”为 \(first) 至 \(end)（不含）"),
            column: column, witness)
    }

    /// What the times in a header are taken for is said; which of two orders of day and month is asked.
    private mutating func settleTimesAcross(_ plan: FilePlan) throws {
        guard case .timesAcross(let table) = plan.columns, case .labels(let labels) = table.times,
            let label = labels.labels.first
        else { return }
        let column = plan.header[label.column]
        let witness = NumberEvidence.Witness(line: table.line, text: column)
        if let period = labels.period, let length = label.length {
            let offset = label.stamp.isLocal ? 0 : plan.interpretation.times.offset ?? 0
            let day = (label.stamp.seconds + offset) / 86_400
            tell(
                period, from: CivilDate(dayNumber: day),
                to: CivilDate(dayNumber: day + length / 86_400), column: column, witness)
        }
        switch labels.order {
        case .plain: return
        case .settled(let order):
            note(
                Self.words(for: order),
                BilingualText(
                    "the times of the header follow each other only so", zh: "只有如此表头中的时间才依次排列"),
                column: column, witness)
        case .open: try askForOrder(witness, column: column)
        }
    }

    /// - Parameter isDeclared: A layout names the column, and a layout's ends are not included unless rows prove it.
    private mutating func settleEnds(of plan: inout FilePlan, isDeclared: Bool) throws {
        let column = plan.end.map { plan.header[$0] } ?? ""
        switch try ends(of: plan) {
        case nil, .exclusive?: return
        case .inclusive(let witness)?:
            plan.interpretation.endIsInclusive = true
            note(
                BilingualText("ends that are the last day of each interval", zh: "止日为时段最后一日（含）"),
                BilingualText(
                    "because of `\(witness.text)`, after which the next begins or the month is over",
                    zh: "依据“\(witness.text)”：次日为下一时段之始，或当月至此结束"),
                column: column, witness)
        case .open(let witness)?:
            if isDeclared { return }
            try ask(
                witness,
                BilingualText(
                    "the last day of its interval, or the day on which the next one begins",
                    zh: "时段的最后一日，或下一时段开始之日"),
                key: "end_inclusive: true` / `end_inclusive: false", column: column)
        }
    }

    /// Digits beside a value that may be its decimals are told, and asked where a remark belongs.
    private mutating func settle(_ cut: CutDecimals, _ plan: FilePlan) throws {
        let headerLine = plan.headerLine ?? 0
        var cut = cut
        try forEachRecord(of: plan) { record in
            record.line > headerLine ? cut.see(record) : true
        }
        for column in cut.columns {
            switch column.verdict {
            case .none: continue
            case .doubtful(let witness):
                findings.append(
                    Finding(
                        .decimalsCut, file: name, line: witness.line,
                        column: plan.header[column.beside], value: witness.text,
                        arguments: ["of": plan.header[column.value]]))
            case .open(let witness):
                try ask(
                    witness,
                    BilingualText(
                        "a number with a decimal comma that was cut in two (export it with semicolons or in quotes), or a number and what stands beside it",
                        zh: "被截断的小数（小数逗号；请以分号分隔或加引号导出），或一个数及其旁列内容"),
                    key: "decimal: point", column: plan.header[column.beside])
            }
        }
    }

    // MARK: - Dates

    private mutating func settleOrder(
        _ verdict: DateEvidence.Verdict, of plan: inout FilePlan
    ) throws {
        switch verdict {
        case .none: return
        case .settled(let order, let witness, let byCourse):
            plan.interpretation.times.order = order
            let reason =
                byCourse
                ? BilingualText(
                    "the days follow each other only so", zh: "只有如此日期才连续")
                : BilingualText("because of `\(witness.text)`", zh: "依据“\(witness.text)”")
            note(
                Self.words(for: order), reason, column: plan.header[plan.timestamp], witness)
        case .open(let witness):
            try askForOrder(witness, column: plan.header[plan.timestamp])
            plan.interpretation.times.order = .dayMonthYear
        }
    }

    private static func words(for order: Timestamp.DateOrder) -> BilingualText {
        order == .dayMonthYear
            ? BilingualText("day before month", zh: "先日后月")
            : BilingualText("month before day", zh: "先月后日")
    }

    private mutating func askForOrder(
        _ witness: NumberEvidence.Witness, column: String
    ) throws {
        try ask(
            witness, BilingualText("day before month or month before day", zh: "先日后月或先月后日"),
            key: "date_order: dmy` / `date_order: mdy", column: column)
    }

    // MARK: - Numbers

    private mutating func settleNumbers(
        _ evidence: [Int: NumberEvidence], of plan: inout FilePlan
    ) throws {
        let verdicts = evidence.mapValues { $0.verdict(delimiter: plan.delimiter) }
        let proven = verdicts.compactMap { column, verdict -> (Int, NumberForm)? in
            switch verdict {
            case .settled(let form, _): (column, form)
            case .plain: evidence[column]?.isPlainlyPointed ?? false ? (column, .point) : nil
            case .open: nil
            }
        }
        let forms = Set(proven.map(\.1))
        var formOf: [Int: NumberForm] = [:]
        var told: Set<NumberForm> = []
        for (column, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
            switch verdict {
            case .plain: continue
            case .settled(let form, let witness):
                formOf[column] = form
                if told.insert(form).inserted { note(form, column: plan.header[column], witness) }
            case .open(let witness):
                // One export writes all its columns alike: what others prove holds here too.
                if forms.count == 1, let form = forms.first {
                    formOf[column] = form
                    if told.insert(form).inserted {
                        note(form, column: plan.header[column], witness)
                    }
                    continue
                }
                let readings = Self.readings(of: witness.text)
                try ask(
                    witness, readings, key: "decimal: point` / `decimal: comma",
                    column: plan.header[column])
                formOf[column] = witness.text.contains(",") ? .point : .plain
            }
        }
        guard let common = Self.mostFrequent(formOf.values) else { return }
        plan.interpretation.numbers = Set(formOf.values).count == 1 ? common : .plain
        plan.interpretation.numbersOfColumn =
            Set(formOf.values).count == 1 ? [:] : formOf
    }

    private static func mostFrequent(_ forms: some Sequence<NumberForm>) -> NumberForm? {
        let counts = forms.reduce(into: [NumberForm: Int]()) { $0[$1, default: 0] += 1 }
        return counts.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }?.key
    }

    /// `1,234`: 1234 or 1.234.
    private static func readings(of text: String) -> BilingualText {
        let bytes = Array(text.utf8)
        let both = [NumberForm.point, .comma].compactMap { $0.number(bytes)?.description }
        return BilingualText(both.joined(separator: " or "), zh: both.joined(separator: " 或 "))
    }

    private mutating func note(
        _ form: NumberForm, column: String, _ witness: NumberEvidence.Witness
    ) {
        let words =
            form == .comma
            ? BilingualText("a decimal comma", zh: "小数逗号")
            : BilingualText("a decimal point and marks of thousands", zh: "小数点及千位分隔符")
        note(
            words, BilingualText("because of `\(witness.text)`", zh: "依据“\(witness.text)”"),
            column: column, witness)
    }

    private mutating func note(
        _ form: BilingualText, _ reason: BilingualText, column: String,
        _ witness: NumberEvidence.Witness
    ) {
        findings.append(
            Finding(
                .formSettled, file: name, line: witness.line, column: column, value: witness.text,
                phrases: ["form": form, "reason": reason]))
    }

    private mutating func ask(
        _ witness: NumberEvidence.Witness, _ readings: BilingualText, key: String, column: String,
        value: String? = nil
    ) throws {
        let finding = Finding(
            .formAmbiguous, file: name, line: witness.line, column: column,
            value: value ?? witness.text,
            arguments: ["key": key], phrases: ["readings": readings])
        guard isInspected else { throw FileRefusal(finding) }
        findings.append(finding)
    }
}
