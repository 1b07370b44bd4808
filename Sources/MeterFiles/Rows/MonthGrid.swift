/// A table with one row a meter and month, and one column a day (月表): columns 1 to 31.
struct MonthGrid: Sendable {
    /// Where the month is named.
    enum Month: Hashable, Sendable {
        /// Year and month in columns of their own.
        case columns(year: Int, month: Int)
        /// Both in one column, `2026-09`.
        case column(Int)
        /// Once for the whole table.
        case fixed(year: Int, month: Int)
    }

    let month: Month
    /// The column of the meter's name; nil where the file is the meter.
    let meter: Int?
    /// The columns of the days.
    let days: [(column: Int, day: Int)]
    /// The row of the header, as an index into the sample.
    let header: Int
    /// The last row that is no reading: the header, or the row that names the month.
    let lastOfHead: Int

    /// Looks for such a table in the first rows of a file.
    init?(in sample: [(line: Int, cells: [String])], meterIDs: Set<String>) {
        let rows = sample.prefix(12)
        guard
            let header = rows.firstIndex(where: { Self.days(in: $0.cells) != nil }),
            let days = Self.days(in: rows[header].cells)
        else { return nil }
        self.days = days
        self.header = header
        let names = rows[header].cells.map(HeaderWords.key)
        let first = days[0].column
        let year = names[..<first].firstIndex { HeaderWords.year.contains($0) }
        let month = names[..<first].firstIndex { HeaderWords.month.contains($0) }
        let below = sample[(header + 1)...].prefix(40).map(\.cells)
        func holds(_ column: Int, _ test: (String) -> Bool) -> Bool {
            !below.isEmpty
                && below.count { $0.count > column && test($0[column]) } * 2 > below.count
        }
        var taken: Set<Int> = []
        if let year, let month, holds(year, Self.isYear), holds(month, Self.isMonth) {
            self.month = .columns(year: year, month: month)
            taken = [year, month]
            lastOfHead = header
        } else if let month = names[..<first].indices.filter({ column in
            // Where each row names its month, no month is that of the whole table, whatever the column's name.
            !HeaderWords.meter.contains(names[column])
                && holds(column) { Self.yearAndMonth($0) != nil }
        }).min(by: { Self.rank($0, names) < Self.rank($1, names) }) {
            self.month = .column(month)
            taken = [month]
            lastOfHead = header
        } else if let fixed = Self.fixedMonth(in: rows, near: header, days) {
            self.month = .fixed(year: fixed.year, month: fixed.month)
            lastOfHead = max(header, fixed.row)
        } else {
            return nil
        }
        let free = names.indices.filter { $0 < first && !taken.contains($0) }
        let data = sample[(lastOfHead + 1)...].prefix(40).map(\.cells)
        let known = free.first { column in
            data.contains { $0.count > column && meterIDs.contains($0[column]) }
        }
        meter =
            known ?? free.first { HeaderWords.meter.contains(names[$0]) }
            ?? free.first { column in data.contains { $0.count > column && !$0[column].isEmpty } }
    }

    /// The same table with its columns elsewhere.
    func placed(_ place: (Int) throws(FileRefusal) -> Int) throws(FileRefusal) -> MonthGrid {
        var days: [(column: Int, day: Int)] = []
        for entry in self.days { days.append((try place(entry.column), entry.day)) }
        let month: Month
        switch self.month {
        case .columns(let year, let number):
            month = .columns(year: try place(year), month: try place(number))
        case .column(let column): month = .column(try place(column))
        case .fixed: month = self.month
        }
        let meter: Int? = if let meter = self.meter { try place(meter) } else { nil }
        return MonthGrid(month: month, meter: meter, days: days, header: 0, lastOfHead: 0)
    }

    private init(
        month: Month, meter: Int?, days: [(column: Int, day: Int)], header: Int, lastOfHead: Int
    ) {
        (self.month, self.meter, self.days) = (month, meter, days)
        (self.header, self.lastOfHead) = (header, lastOfHead)
    }

    /// A column that is named as a month comes before others.
    private static func rank(_ column: Int, _ names: [String]) -> Int {
        HeaderWords.month.contains(names[column]) ? column - names.count : column
    }

    /// The columns that count the days of a month: 1 to at least 28.
    private static func days(in cells: [String]) -> [(column: Int, day: Int)]? {
        var days: [(column: Int, day: Int)] = []
        // Thousands of values and names are no days: what has other digits than a day's is left out
        // before its characters are looked at.
        for (column, cell) in cells.enumerated() where Self.mayBeDay(cell) {
            let digits = cell.filter(\.isNumber)
            let rest = cell.filter { !$0.isNumber }.lowercased()
            guard (1...2).contains(digits.count),
                ["", "日", "号", "d", "day ", "day"].contains(rest),
                let day = Int(digits), day == days.count + 1
            else { continue }
            days.append((column, day))
        }
        return (28...31).contains(days.count) ? days : nil
    }

    private static func mayBeDay(_ cell: String) -> Bool {
        guard cell.utf8.count <= 12 else { return false }
        var (digits, isASCII) = (0, true)
        for byte in cell.utf8 {
            if byte == UInt8(ascii: ".") { return false }
            if byte >= 0x30, byte <= 0x39 { digits += 1 }
            if byte >= 0x80 { isASCII = false }
        }
        return !isASCII || (1...2).contains(digits)
    }

    /// A year and a month side by side at the begin of the header's row or of the one below it; a row that
    /// holds values of days is a reading and names no month for others.
    private static func fixedMonth(
        in rows: ArraySlice<(line: Int, cells: [String])>, near header: Int,
        _ days: [(column: Int, day: Int)]
    ) -> (year: Int, month: Int, row: Int)? {
        for row in [header, header + 1, header - 1] where rows.indices.contains(row) {
            let cells = rows[row].cells
            let holdsValues = days.contains {
                $0.column < cells.count && FileShape.isNumber(cells[$0.column])
            }
            guard row <= header || !holdsValues else { continue }
            if cells.count >= 2, isYear(cells[0]), isMonth(cells[1]), let year = Int(cells[0]),
                let month = Int(cells[1])
            {
                return (year, month, row)
            }
            if let first = cells.first, let both = yearAndMonth(first) {
                return (both.year, both.month, row)
            }
        }
        return nil
    }

    static func isYear(_ text: String) -> Bool {
        Int(text).map { (1_980...2_200).contains($0) } ?? false
    }

    static func isMonth(_ text: String) -> Bool {
        Int(text).map { (1...12).contains($0) } ?? false
    }

    /// `2026-09`, `2026/9`, `2026年9月`, `202609`, and the first of the month, `2026-09-01`.
    static func yearAndMonth(_ text: String) -> (year: Int, month: Int)? {
        var parts = text.split { !$0.isNumber }.map(String.init)
        if parts.count >= 3, Int(parts[2]) == 1, parts[3...].allSatisfy({ Int($0) == 0 }) {
            parts.removeLast(parts.count - 2)
        }
        if parts.count == 1, parts[0].count == 6, let both = Int(parts[0]) {
            let (year, month) = (both / 100, both % 100)
            return isYear(String(year)) && isMonth(String(month)) ? (year, month) : nil
        }
        guard parts.count == 2, isYear(parts[0]), isMonth(parts[1]), let year = Int(parts[0]),
            let month = Int(parts[1])
        else { return nil }
        return (year, month)
    }
}
