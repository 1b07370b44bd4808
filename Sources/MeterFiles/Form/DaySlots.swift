/// The columns of a row that holds a whole day, and the time of day that each stands for (日曲线).
struct DaySlots: Hashable, Sendable {
    /// How the columns say which part of the day they hold.
    enum Naming: Hashable, Sendable {
        /// Numbers from 1: the first part of the day, the second and so on.
        case numbered
        /// Times of day that begin the parts, from midnight on.
        case starts
        /// Times of day that end the parts, the last of them midnight.
        case ends
    }

    /// A column and the second of the day that its label names.
    struct Slot: Hashable, Sendable {
        let column: Int
        /// Seconds after midnight on the clock: the part's begin, or its end where labels name ends.
        let second: Int64
        /// 1 where the same time occurs a second time, as when clocks are set back.
        let pass: Int
    }

    let naming: Naming
    /// The columns in their order.
    let slots: [Slot]
    /// The length of a part [s].
    let step: Int64

    /// The same parts of the day in other columns.
    func placed(_ place: (Int) throws(FileRefusal) -> Int) throws(FileRefusal) -> DaySlots {
        var placed: [Slot] = []
        for slot in slots {
            placed.append(
                Slot(column: try place(slot.column), second: slot.second, pass: slot.pass))
        }
        return DaySlots(naming: naming, slots: placed, step: step)
    }

    private init(naming: Naming, slots: [Slot], step: Int64) {
        (self.naming, self.slots, self.step) = (naming, slots, step)
    }

    /// How many parts a common day has.
    var usualCount: Int { Int(86_400 / step) }

    /// Finds the columns among the names of a header, from 23 on (a day of 23 hours) to 1,500.
    ///
    /// - Parameters:
    ///   - names: The names of all columns.
    ///   - taken: Columns that hold something else.
    ///   - step: The length of a part, when a layout declares it [s].
    init?(names: [String], except taken: Set<Int>, step declared: Int64? = nil) {
        let free = names.indices.filter { !taken.contains($0) }
        let clocks = free.compactMap { column in
            Self.second(ofLabel: names[column]).map { (column: column, second: $0) }
        }
        if clocks.count >= 23, clocks.count <= 1_500 {
            self.init(clocks: clocks, step: declared)
            return
        }
        let numbers = free.compactMap { column in
            Self.number(ofLabel: names[column]).map { (column: column, number: $0) }
        }
        // The longest run that counts up by one from 0 or 1.
        var best: [(column: Int, number: Int)] = []
        var run: [(column: Int, number: Int)] = []
        for entry in numbers {
            if let last = run.last, entry.number == last.number + 1 {
                run.append(entry)
            } else {
                run = entry.number <= 1 ? [entry] : []
            }
            if run.count > best.count { best = run }
        }
        guard let found = declared ?? Self.step(ofCount: best.count) else { return nil }
        self.init(columns: best.map(\.column), step: found)
    }

    /// Columns in their order, the first beginning at midnight.
    init?(columns: [Int], step: Int64) {
        guard step > 0, 86_400 % step == 0, columns.count >= 23, columns.count <= 1_500
        else { return nil }
        naming = .numbered
        self.step = step
        slots = columns.enumerated().map {
            Slot(column: $1, second: Int64($0) * step, pass: 0)
        }
    }

    private init?(clocks: [(column: Int, second: Int64)], step declared: Int64?) {
        let rises = zip(clocks, clocks.dropFirst()).map { $1.second - $0.second }.filter { $0 > 0 }
        guard let step = declared ?? rises.min(), step >= 60, 86_400 % step == 0 else { return nil }
        var slots: [Slot] = []
        var seen: [Int64: Int] = [:]
        let namesEnds = clocks[0].second == step
        for (index, entry) in clocks.enumerated() {
            // Midnight behind the day's other times is its end.
            let isEnd = entry.second == 0 && index > 0
            let second = isEnd ? 86_400 : entry.second
            let pass = seen[second, default: 0]
            seen[second] = pass + 1
            guard pass <= 1, second % step == 0 else { return nil }
            slots.append(Slot(column: entry.column, second: second, pass: pass))
        }
        naming = namesEnds ? .ends : .starts
        guard namesEnds || !slots.contains(where: { $0.second == 86_400 }) else { return nil }
        self.slots = slots
        self.step = step
    }

    /// The length of a part when a usual day, one of 23 or one of 25 hours has so many.
    static func step(ofCount count: Int) -> Int64? {
        [3_600, 1_800, 900, 300, 60].first { step in
            let hours = [23, 24, 25].map { Int64($0) * 3_600 / step }
            return hours.contains(Int64(count))
        }
    }

    /// `00:15`, `0:15:00`, `24:00`, `00:00-00:15`, `0时15分`, `t0015`: seconds after midnight.
    static func second(ofLabel label: String) -> Int64? {
        var text = label.lowercased()
        if let dash = text.firstIndex(where: { "-~～至".contains($0) }) {
            text = String(text[..<dash])
        }
        text = text.trimmingSpaces
        guard text.contains(":") || text.contains("：") || text.contains("时") else { return nil }
        text = text.replacing("：", with: ":")
        let clock = text.withUTF8 { bytes -> TimestampCursor.Clock? in
            var cursor = TimestampCursor(bytes)
            guard let clock = cursor.time(), cursor.isAtEnd else { return nil }
            return clock
        }
        return clock?.seconds
    }

    /// `1`, `P1`, `p01`, `V96`, `数据1`, `第1点`, `1点`: the number.
    private static func number(ofLabel label: String) -> Int? {
        let digits = label.filter(\.isNumber)
        guard (1...4).contains(digits.count), digits.allSatisfy(\.isASCII), let number = Int(digits)
        else { return nil }
        let rest = label.filter { !$0.isNumber && $0 != " " && $0 != "_" }.lowercased()
        let words: Set<String> = [
            "", "p", "t", "v", "h", "q", "点", "第点", "数据", "数据点", "point", "value", "period",
            "interval",
            "slot", "hour", "时段", "电量", "功率", "he", "hh", "hr", "int", "per",
        ]
        return words.contains(rest) ? number : nil
    }
}
