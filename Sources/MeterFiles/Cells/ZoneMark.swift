import Provenance
public import Quantities

/// The calendar of a zone by its name; nil where there is none.
public typealias ZoneFinder = @Sendable (String) -> LocalCalendar?

/// Where a file says in which zone its times are (时区标注).
struct ZoneMark: Sendable {
    let zone: ZoneWord
    /// What says so, and in which line.
    let text: String
    let line: Int
}

extension FileShape {
    /// The zone that the names of the columns of times bear, else the one that a row above the header names.
    ///
    /// - Throws: a refusal when two of the columns name unlike zones.
    func zoneMark(
        of times: [Int?], names: ColumnNames
    ) throws(FileRefusal) -> ZoneMark? {
        let marks = times.compactMap { column -> ZoneMark? in
            guard let column, columns.indices.contains(column),
                let found = ZoneWord.inHeader(columns[column])
            else { return nil }
            return ZoneMark(zone: found.zone, text: columns[column], line: headerLine ?? 1)
        }
        guard let first = marks.first else { return preambleZone }
        if let other = marks.first(where: { $0.zone != first.zone }) {
            throw names.refusal(
                "`\(first.text)` and `\(other.text)` are times of unlike zones: give the file one column of times, or read it by a layout with `utc_offset`",
                zh: "“\(first.text)”与“\(other.text)”为不同时区的时间：请只保留一列时间，或用带 `utc_offset` 的版式读取")
        }
        return first
    }

    /// `时区：UTC+8`, or `Time zone,Europe/Berlin`, in a row above the header.
    private var preambleZone: ZoneMark? {
        for row in sample[..<firstData] where row.line != headerLine {
            for (index, cell) in row.cells.enumerated() {
                let parts = cell.split(
                    separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let label = HeaderWords.key(String(parts.first ?? ""))
                guard HeaderWords.zone.contains(label) else { continue }
                let own = parts.count == 2 ? String(parts[1]).trimmingSpaces : ""
                let next = row.cells[(index + 1)...].first { !$0.isEmpty } ?? ""
                let text = own.isEmpty ? next : own
                guard let zone = ZoneWord(text) ?? ZoneWord.inHeader(text)?.zone else { continue }
                return ZoneMark(zone: zone, text: label + ": " + text, line: row.line)
            }
        }
        return nil
    }

    /// The column that names the zone or the offset of each row: named so, and with such a word among the first rows.
    /// Where the name may mean something else, all of them must be, and say it in full.
    func zoneColumn(except taken: [Int?]) -> Int? {
        columns.indices.first { column in
            guard !taken.contains(column) else { return false }
            let key = HeaderWords.key(columns[column])
            if HeaderWords.zone.contains(key) {
                let step = Self.zoneStep(of: columns[column])
                return cells(of: column).contains {
                    Self.rowZone($0, every: step) != nil || Self.isUnclearOffset($0)
                }
            }
            guard HeaderWords.zoneOrOther.contains(key) else { return false }
            let words = cells(of: column).filter { !$0.isEmpty }
            // `Z` may be a hall and `+10` a correction.
            return !words.isEmpty
                && words.allSatisfy { word in
                    word.utf8.count >= 3 && ZoneWord(word) != nil
                        && word.contains { $0 == ":" || $0.isLetter }
                }
        }
    }

    /// What a whole number counts in a column of offsets, as its name says it [s]: `UTC Offset (minutes)`.
    static func zoneStep(of name: String) -> Int64? {
        let lower = name.lowercased()
        if lower.contains("min") || lower.contains("分") { return 60 }
        return lower.contains("sec") || lower.contains("秒") ? 1 : nil
    }

    /// Three digits may be minutes, or hours and minutes: `-300`.
    private static func isUnclearOffset(_ cell: String) -> Bool {
        let digits = cell.drop { "+-−".contains($0) }
        return digits.utf8.count == 3 && digits.utf8.allSatisfy(NumberParts.isDigit)
    }

    /// The zone that a cell of such a column names; a bare number is an offset in hours, or in what its column says.
    static func rowZone(_ cell: String, every step: Int64? = nil) -> ZoneWord? {
        if let step, let count = Int64(cell.replacing("−", with: "-")) {
            let (offset, isOver) = count.multipliedReportingOverflow(by: step)
            return isOver || abs(offset) > 50_400 || offset % 900 != 0 ? nil : .offset(offset)
        }
        guard !isUnclearOffset(cell) else { return nil }
        return ZoneWord(cell) ?? ZoneWord.offset("+" + cell).map { .offset($0) }
    }

    /// Tells whether some of the first rows name a time without an offset.
    func holdsNaiveStamps(in column: Int, times: TimeForm) -> Bool {
        var times = times
        times.offset = nil
        return cells(of: column).contains { cell in
            Self.isStamp(cell, times) && times.stamp(text: cell)?.isLocal ?? true
        }
    }
}
