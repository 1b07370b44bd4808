import Quantities

/// A table with one row a meter and one column a time (时间横排): months, days or moments stand side by side.
struct TimesAcross: Sendable {
    /// Which times the columns are.
    enum Times: Sendable {
        case labels(TimeLabels)
        /// Months of the year that each row names.
        case months(year: Int, [(column: Int, month: Int)], TimeForm)
    }

    let times: Times
    /// The column of the meter's name; nil where the file is the meter.
    var meter: Int?
    /// The row of the header, as an index into the sample.
    let header: Int
    /// Its line.
    let line: Int
    /// The last row that is no reading: the header, or the units below it.
    let lastOfHead: Int

    /// The columns that bear times.
    var columns: [Int] {
        switch times {
        case .labels(let labels): labels.labels.map(\.column)
        case .months(_, let months, _): months.map(\.column)
        }
    }

    /// The same table with its columns elsewhere.
    func placed(_ place: (Int) throws(FileRefusal) -> Int) throws(FileRefusal) -> TimesAcross {
        let times: Times
        switch self.times {
        case .labels(let labels): times = .labels(try labels.placed(place))
        case .months(let year, let months, let form):
            var placed: [(column: Int, month: Int)] = []
            for entry in months { placed.append((try place(entry.column), entry.month)) }
            times = .months(year: try place(year), placed, form)
        }
        let meter: Int? = if let meter = self.meter { try place(meter) } else { nil }
        return TimesAcross(times: times, meter: meter, header: 0, line: line, lastOfHead: 0)
    }

    private init(times: Times, meter: Int?, header: Int, line: Int, lastOfHead: Int) {
        (self.times, self.meter) = (times, meter)
        (self.header, self.line, self.lastOfHead) = (header, line, lastOfHead)
    }

    // MARK: - Finding it

    /// So many rows are looked at for the header.
    private static let mostAbove = 12

    /// Looks for such a table in the first rows of a file.
    init?(in sample: [FileShape.Row], _ form: TimeForm, meterIDs: Set<String>) {
        for header in sample.indices.prefix(Self.mostAbove) {
            if let found = TimesAcross(at: header, in: sample, form, meterIDs: meterIDs) {
                self = found
                return
            }
        }
        return nil
    }

    private init?(
        at header: Int, in sample: [FileShape.Row], _ form: TimeForm, meterIDs: Set<String>
    ) {
        let cells = sample[header].cells
        let labels = TimeLabels(cells, form)
        let months = labels == nil ? TimeLabels.months(in: cells) : nil
        guard let columns = labels?.labels.map(\.column) ?? months?.map(\.column),
            let first = columns.first, let last = columns.last
        else { return nil }
        let hasUnits =
            header + 1 < sample.count && HeaderWords.isUnitRow(sample[header + 1].cells)
        let head = hasUnits ? header + 1 : header
        let below = sample[(head + 1)...].prefix(40).map(\.cells)
        // Between the times stand none but sums of them.
        let named = Set(columns)
        guard (first...last).allSatisfy({ named.contains($0) || Self.isSum(cells[$0]) }),
            Self.areValues(columns, in: below, form),
            !(0..<first).contains(where: { Self.holdsTimes($0, cells[$0], in: below, form) })
        else { return nil }
        var taken: Set<Int> = []
        if let labels {
            times = .labels(labels)
        } else if let months {
            let year = (0..<first).first { column in
                HeaderWords.year.contains(HeaderWords.key(cells[column]))
                    && below.contains { $0.count > column && Self.year($0[column]) != nil }
            }
            if let year, zip(months, months.dropFirst()).allSatisfy({ $0.month < $1.month }) {
                times = .months(year: year, months, form)
                taken = [year]
            } else if let years = Self.years(of: columns, above: sample[..<header]),
                let labels = TimeLabels(
                    months: zip(months, years).map { ($0.column, $0.month, $1) }, form)
            {
                times = .labels(labels)
            } else {
                return nil
            }
        } else {
            return nil
        }
        self.header = header
        line = sample[header].line
        lastOfHead = head
        meter = Self.meter(
            among: (0..<first).filter { !taken.contains($0) }, cells, in: below, meterIDs)
    }

    /// `合计`, `一季度`, `上半年`, `Total`: what sums the columns beside it.
    private static func isSum(_ name: String) -> Bool {
        HeaderWords.isTotal(name) || HeaderWords.isSum(name)
            || ["季度", "半年", "全年", "小计", "合计"].contains { name.contains($0) }
    }

    /// Below times stand amounts, and no times.
    private static func areValues(
        _ columns: [Int], in below: [[String]], _ form: TimeForm
    ) -> Bool {
        var (filled, numbers, stamps) = (0, 0, 0)
        for row in below {
            let isFirst = filled == 0
            for column in columns where column < row.count && !FileShape.isBlank(row[column]) {
                let kinds = CellKinds(row[column], form)
                filled += 1
                if kinds.contains(.number) { numbers += 1 }
                if kinds.contains(.stamp) { stamps += 1 }
            }
            // Words in the next row are the names of other columns.
            if isFirst, numbers * 2 < filled { return false }
        }
        return numbers > 0 && numbers * 2 > filled && stamps * 5 < filled
    }

    /// Tells whether a column before the times holds times itself, so that each row has one.
    private static func holdsTimes(
        _ column: Int, _ name: String, in below: [[String]], _ form: TimeForm
    ) -> Bool {
        let cells = below.compactMap { $0.count > column ? $0[column] : nil }
            .filter { !FileShape.isBlank($0) }
        let stamps = cells.count { FileShape.isStamp($0, form) || StampRange($0.utf8) != nil }
        guard stamps * 2 <= cells.count else { return true }
        let key = HeaderWords.timeKey(name)
        // Days of a spreadsheet, hours of the day or parts of it.
        return [HeaderWords.timestamp, HeaderWords.clock, HeaderWords.partOfDay]
            .contains { $0.contains(key) } && cells.contains(where: FileShape.isNumber)
    }

    // MARK: - Years

    /// `2026`, `2026年`.
    static func year(_ text: String) -> Int? {
        let number = text.hasSuffix("年") ? String(text.dropLast()) : text
        return MonthGrid.isYear(number) ? Int(number) : nil
    }

    /// The year of each column, as the rows above name it: one for all, or each for those to its right.
    private static func years(
        of columns: [Int], above rows: ArraySlice<FileShape.Row>
    ) -> [Int]? {
        for row in rows.reversed() {
            let named = row.cells.enumerated().compactMap { column, cell in
                mentionedYear(cell).map { (column: column, year: $0) }
            }
            guard let first = named.first else { continue }
            if named.allSatisfy({ $0.year == first.year }) {
                return columns.map { _ in first.year }
            }
            let years = columns.compactMap { column in
                named.last { $0.column <= column }?.year
            }
            return years.count == columns.count ? years : nil
        }
        return nil
    }

    /// The one year that a text names, `2026年各机房用电量`; nil where it names none, or several.
    private static func mentionedYear(_ text: String) -> Int? {
        guard text.utf8.count <= 200 else { return nil }
        let numbers = text.split { !($0.isASCII && $0.isNumber) }.map(String.init)
        let years = numbers.filter(MonthGrid.isYear)
        return years.count == 1 && numbers.count == 1 ? Int(years[0]) : nil
    }

    // MARK: - The meter

    /// The column of names: of meters that exist, by its own name, the one in which each row has another, or the first.
    private static func meter(
        among free: [Int], _ header: [String], in below: [[String]], _ meterIDs: Set<String>
    ) -> Int? {
        func cells(_ column: Int) -> [String] {
            below.compactMap { $0.count > column && !$0[column].isEmpty ? $0[column] : nil }
        }
        let names = free.map { HeaderWords.key(header[$0]) }
        return free.first { cells($0).contains(where: meterIDs.contains) }
            ?? zip(free, names).first { HeaderWords.meter.contains($0.1) }?.0
            ?? free.first { column in
                let all = cells(column)
                return !all.isEmpty && Set(all).count == all.count
                    && !all.allSatisfy(FileShape.isNumber)
            }
            ?? free.first { !cells($0).isEmpty }
    }
}
