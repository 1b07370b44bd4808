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
                return cells(of: column).contains { Self.rowZone($0) != nil }
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

    /// The zone that a cell of such a column names; a bare number is an offset in hours.
    static func rowZone(_ cell: String) -> ZoneWord? {
        ZoneWord(cell) ?? ZoneWord.offset("+" + cell).map { .offset($0) }
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
