import Quantities

/// A column of months, quarters or weeks in the place of stamps (以账期为时间).
extension FileShape {
    /// How such names are written, the least open to doubt first.
    private static let forms: [TimeForm.Periods] = [.named, .range, .short, .bare]

    /// The shape of a file whose stamps are names of periods; nil where none of its columns holds any, or another says
    /// when the readings were.
    ///
    /// - Parameter plain: The shape without them. What stands in it for a stamp may be the day of a bill.
    static func byPeriods(
        _ samples: [(records: [Row], delimiter: UInt8)], _ times: TimeForm,
        besides plain: FileShape?
    ) -> FileShape? {
        guard times.serial == nil, times.periods == nil, plain?.saysWhen != true else { return nil }
        let shapes = samples.compactMap { sample -> FileShape? in
            for form in forms {
                var times = times
                times.periods = form
                guard
                    let shape = FileShape(
                        sample.records, delimiter: sample.delimiter, times: times),
                    let column = shape.periodColumn,
                    form == .named || shape.isTold(form, in: column)
                else { continue }
                guard plain == nil || shape.isNamedPeriod(column) else { continue }
                return shape
            }
            return nil
        }
        return shapes.max { $0.quality < $1.quality }
            ?? (plain == nil ? byYears(samples, times) : nil)
    }

    /// The shape of a file that gives the year in one column and the month in another.
    private static func byYears(
        _ samples: [(records: [Row], delimiter: UInt8)], _ times: TimeForm
    ) -> FileShape? {
        let shapes = samples.compactMap { sample -> FileShape? in
            guard let (year, month, header) = yearAndMonth(in: sample.records) else { return nil }
            var rows = sample.records
            for index in rows.indices
            where index > header && rows[index].cells.count > max(year, month) {
                let joined = joined(rows[index].cells[year], rows[index].cells[month])
                if PeriodText(joined.utf8, .named) != nil { rows[index].cells[year] = joined }
            }
            var times = times
            times.periods = .named
            var shape = FileShape(rows, delimiter: sample.delimiter, times: times)
            guard shape?.periodColumn == year else { return nil }
            shape?.monthColumn = month
            return shape
        }
        return shapes.max { $0.quality < $1.quality }
    }

    /// The columns that a header names year and month, and its place.
    private static func yearAndMonth(in rows: [Row]) -> (year: Int, month: Int, header: Int)? {
        for (index, row) in rows.prefix(40).enumerated() {
            let keys = row.cells.map(HeaderWords.key)
            guard let year = keys.firstIndex(where: HeaderWords.year.contains),
                let month = keys.firstIndex(where: HeaderWords.monthOfYear.contains)
            else { continue }
            return (year, month, index)
        }
        return nil
    }

    /// `2025` and `6`, `2025年` and `6月`, `2025` and `June`.
    static func joined(_ year: String, _ month: String) -> String { year + "-" + month }

    /// Tells whether a stamp is that of what was measured, and not of when it was read or billed.
    private var saysWhen: Bool {
        stampColumns.contains { column in
            let key = HeaderWords.timeKey(columns[column])
            return !HeaderWords.readingDate.contains(key)
                && (HeaderWords.timestamp.contains(key) || HeaderWords.end.contains(key))
        }
    }

    /// The column in which most cells are names of periods.
    var periodColumn: Int? {
        guard let form = times.periods else { return nil }
        let found = anyStampColumns.filter { periods(in: $0) == form }
        return found.first(where: isNamedPeriod) ?? found.first
    }

    /// How most cells of a column name periods; nil where they name none.
    func periods(in column: Int) -> TimeForm.Periods? {
        let cells = cells(of: column).filter {
            !Self.isBlank($0) && !HeaderWords.isTotal($0)
        }
        guard !cells.isEmpty else { return nil }
        return Self.forms.first { form in
            let count = cells.count {
                form == .range
                    ? StampRange($0.utf8) != nil : PeriodText($0.utf8, form) != nil
            }
            return count * 10 >= cells.count * 8 && (form == .named || isTold(form, in: column))
        }
    }

    /// Tells whether a form that may be something else is none: digits alone below the name of a month, `Jan-26` where
    /// the number of many months is the same, so that it is no day.
    private func isTold(_ form: TimeForm.Periods, in column: Int) -> Bool {
        switch form {
        case .named, .range: return true
        case .bare: return isNamedPeriod(column)
        case .short:
            let cells = cells(of: column).filter { PeriodText($0.utf8, .short) != nil }
            let years = Set(cells.map { $0.filter(\.isNumber) })
            return Set(cells).count > years.count
                && (years.count == 1 || Set(cells).count > 2 * years.count)
        }
    }

    private func isNamedPeriod(_ column: Int) -> Bool {
        let key = HeaderWords.timeKey(columns[column])
        return HeaderWords.month.contains(key) || HeaderWords.timestamp.contains(key)
    }
}
