import Provenance
import Quantities

/// A time of day in a column of its own beside a date, and how it says which part of the day a row holds.
extension FileShape {
    /// How a column of times of day is written.
    enum ClockKind: Hashable {
        /// Times of day: `0:15`, `0015`, whole hours from 0.
        case times
        /// Begin and end of the interval: `00:00-00:15`.
        case ranges
        /// The parts of the day, counted from 1, of so many seconds.
        case periods(Int64)
        /// It is such a column, but what it says may be one thing or another.
        case open(BilingualText)
    }

    /// Tells whether a text is a time of day alone, such as `00:15`.
    static func isClock(_ text: String) -> Bool {
        guard text.first?.isNumber ?? false,
            text.contains(":") || text.contains("时") || text.contains("点") || namesHalf(text)
        else { return false }
        var text = text
        return text.withUTF8 { bytes in
            var cursor = TimestampCursor(bytes)
            return cursor.time() != nil && cursor.zone() != nil
        }
    }

    /// `1 PM`, `12 a.m.`
    private static func namesHalf(_ text: String) -> Bool {
        text.utf8.count <= 8
            && ["am", "pm", "a.m.", "p.m."].contains { text.lowercased().hasSuffix($0) }
    }

    /// A column of times of day beside a column of dates; together they are the stamp. A column whose
    /// stamps end with the range of their interval is both itself.
    func clock(beside stamp: Int) -> (column: Int, kind: ClockKind)? {
        guard times.periods == nil else { return nil }
        if namesTimes(in: stamp, times: times) {
            return holdsRangesBehindDates(stamp) ? (stamp, .ranges) : nil
        }
        let isNamed = columns.map { HeaderWords.clock.contains(HeaderWords.timeKey($0)) }
        let texts = columns.indices.filter { column in
            guard column != stamp else { return false }
            let cells = cells(of: column)
            return cells.count { Self.isClock($0) || ClockRange($0.utf8) != nil } * 2 > cells.count
        }
        if let column = texts.first(where: { isNamed[$0] }) ?? texts.first {
            return (column, kind(ofClock: column))
        }
        if let column = columns.indices.first(where: {
            $0 != stamp && isNamed[$0] && holdsPartsOfDay($0)
        }) {
            return (column, .times)
        }
        for column in columns.indices where column != stamp && isNamesOfParts(column) {
            if let kind = kind(ofNumbers: column, beside: stamp) { return (column, kind) }
        }
        return nil
    }

    /// A column of minutes beside one of whole hours: 0, and equal steps up to the next hour.
    func minutes(beside clock: Int) -> Int? {
        func numbers(_ column: Int) -> Set<Int>? {
            let cells = cells(of: column).filter { !Self.isBlank($0) }
            let numbers = cells.compactMap { $0.utf8.count <= 2 ? Int($0) : nil }
            return !cells.isEmpty && numbers.count == cells.count ? Set(numbers) : nil
        }
        guard let hours = numbers(clock), hours.allSatisfy({ (0...24).contains($0) }) else {
            return nil
        }
        return columns.indices.first { column in
            guard column != clock, HeaderWords.minutes.contains(HeaderWords.key(columns[column])),
                let minutes = numbers(column), minutes.count > 1, 60 % minutes.count == 0
            else { return false }
            let step = 60 / minutes.count
            return minutes == Set((0..<minutes.count).map { $0 * step })
        }
    }

    /// How a column is written of which it is known that it holds times of day.
    func kind(ofClock column: Int) -> ClockKind {
        holdsRanges(column) ? .ranges : .times
    }

    /// A second column of times with numbers before and behind it, as where tables stand side by side: what lies behind it
    /// was measured then, and not at the first. An end stands beside its begin.
    func otherTimes(beside stamp: Int) -> Int? {
        stampColumns.first { other in
            other > stamp && numberColumns.contains { $0 > stamp && $0 < other }
                && numberColumns.contains { $0 > other }
        }
    }

    /// Tells whether a column's name says that it holds times of day or parts of the day, so that it is no
    /// value and no meter.
    func isNamesOfParts(_ column: Int) -> Bool {
        let key = HeaderWords.timeKey(columns[column])
        return HeaderWords.clock.contains(key) || HeaderWords.partOfDay.contains(key)
    }

    /// Columns that say when a reading was, in one way more: neither values nor meters.
    func clockLikeColumns(except meterIDs: Set<String>) -> [Int] {
        columns.indices.filter { isNamesOfParts($0) && !meterIDs.contains(columns[$0]) }
    }

    /// Tells whether a column holds what a spreadsheet keeps of a time alone: a part of the day, such as 0.0104166667.
    private func holdsPartsOfDay(_ column: Int) -> Bool {
        let cells = cells(of: column).filter { !Self.isBlank($0) }
        let parts = cells.compactMap { DecimalText($0) }
        guard parts.count == cells.count, parts.contains(where: { $0.scale > 0 }) else {
            return false
        }
        return parts.allSatisfy { $0.significand >= 0 && $0 < .one }
    }

    // MARK: - Ranges

    /// `00:00-01:00` may also be a time and its offset, which is the same in all rows of a season; the end of an
    /// interval is another in every row.
    private func holdsRanges(_ column: Int) -> Bool {
        let cells = cells(of: column).filter { !Self.isBlank($0) }
        let ranges = cells.compactMap { ClockRange($0.utf8) }
        guard !ranges.isEmpty, ranges.count * 10 >= cells.count * 8 else { return false }
        guard cells.allSatisfy(Self.isClock) else { return true }
        let ends = Set(ranges.map(\.end)).count
        return (ends > 1 && ends * 2 > Set(ranges.map(\.start)).count)
            || HeaderWords.partOfDay.contains(HeaderWords.key(columns[column]))
    }

    /// `2026-01-01 00:00-01:00`: the same behind the date in one cell.
    private func holdsRangesBehindDates(_ column: Int) -> Bool {
        let cells = cells(of: column).filter { !Self.isBlank($0) }
        let ranges = cells.compactMap { cell -> ClockRange? in
            Self.dateAndClock(Array(cell.utf8)).flatMap { ClockRange($0.clock) }
        }
        guard ranges.count * 10 >= cells.count * 8 else { return false }
        let ends = Set(ranges.map(\.end)).count
        return ends > 2 && ends * 2 > Set(ranges.map(\.start)).count
    }

    /// The date of a cell, and what stands behind it.
    static func dateAndClock(
        _ cell: [UInt8]
    ) -> (date: ArraySlice<UInt8>, clock: ArraySlice<UInt8>)? {
        let marks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "T")]
        guard let place = cell.firstIndex(where: marks.contains), place + 1 < cell.count else {
            return nil
        }
        return (cell[..<place], cell[(place + 1)...])
    }

    // MARK: - Numbers

    /// Whole numbers beside dates: hours, parts of the day, `0015`; nil where a date has but one.
    private func kind(ofNumbers column: Int, beside stamp: Int) -> ClockKind? {
        var numbers: [String: Set<Int>] = [:]
        var (widths, filled) = (Set<Int>(), 0)
        for row in sample[firstData...] where row.cells.count > max(column, stamp) {
            let cell = row.cells[column]
            guard !Self.isBlank(cell), Self.isStamp(row.cells[stamp], times) else { continue }
            filled += 1
            guard cell.utf8.count <= 6, cell.utf8.allSatisfy(NumberParts.isDigit),
                let number = Int(cell)
            else { continue }
            widths.insert(cell.utf8.count)
            numbers[row.cells[stamp], default: []].insert(number)
        }
        guard filled > 0, let widest = widths.max(),
            numbers.values.contains(where: { $0.count >= 2 })
        else { return nil }
        let all = numbers.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        func seen() -> String { all.sorted().prefix(6).map(String.init).joined(separator: ", ") }
        let least = all.min() ?? 0
        let most = Self.mostFrequent(numbers.values.compactMap { $0.max() })
        // The parts of a day count up without a hole; hours and minutes in digits do not.
        let isCount = all.count > most - least
        if widest >= 3, !isCount {
            let isFixed = widths == [4] || widths == [6]
            let areTimes = all.allSatisfy {
                ClockText(Self.digits($0, count: widest <= 4 ? 4 : 6), period: nil) != nil
            }
            guard isFixed, areTimes else {
                return .open(
                    BilingualText(
                        "`\(columns[column])` holds numbers (\(seen())) beside a date that are no times with all their digits, such as 0015: write them so",
                        zh: "“\(columns[column])”列在日期旁为数字（\(seen())），但不是位数齐全的时刻（如 0015）：请补齐位数"))
            }
            return .times
        }
        let isSettled = numbers.count >= 2 || isWhole
        let parts = [24: 3_600, 48: 1_800, 96: 900, 144: 600, 288: 300, 1_440: 60]
        if minutes(beside: column) != nil, least != 0 {
            return .open(
                BilingualText(
                    "`\(columns[column])` counts hours from \(least) beside a column of minutes: write both as one time, such as 00:15",
                    zh: "“\(columns[column])”列自 \(least) 起计小时，旁边另有分钟列：请合写为时刻，如 00:15"))
        }
        if isSettled, least == 1, let length = parts[most] { return .periods(Int64(length)) }
        if isSettled, least == 0, most == 23 { return .times }
        return .open(
            BilingualText(
                "`\(columns[column])` counts parts of the day from \(least) to \(most), which leaves open when they are: a layout says it with `timestamp: [date, time]` and `period`, such as PT15M for parts counted from 1",
                zh:
                    "“\(columns[column])”为一天中的序号（\(least) 至 \(most)），无法确定各为何时：请在版式中用 `timestamp: [日期, 时间]` 及 `period`（如自 1 起编号的 PT15M）说明"
            ))
    }

    private static func mostFrequent(_ numbers: [Int]) -> Int {
        let counts = numbers.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    }

    private static func digits(_ number: Int, count: Int) -> [UInt8] {
        let text = Array(String(number).utf8)
        return [UInt8](repeating: 0x30, count: max(0, count - text.count)) + text
    }
}
