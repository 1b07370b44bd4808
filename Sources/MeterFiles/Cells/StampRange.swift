import Quantities

/// Begin and end of an interval in one cell (起止时间): `05/01/2026 00:00 - 05/01/2026 01:00`, `2026-01-05 10:00~11:00`.
///
/// Behind a hyphen without blanks stands an offset, or the end as a time of day, see `ClockRange`.
struct StampRange {
    /// The text of the begin.
    let begin: ArraySlice<UInt8>
    /// The text of the end: a stamp, or a time of day.
    let end: ArraySlice<UInt8>

    /// What may stand between the two.
    private static let separators = [
        " - ", "~", "——", "—", " – ", "–", "〜", "至", "到", " to ", " bis ", " à ", "/",
    ].map { Array($0.utf8) }
    private static let longest = 80

    /// Parts a cell whose text was cleaned; nil where it does not hold two times.
    init?(_ cell: some Collection<UInt8>) {
        guard (16...Self.longest).contains(cell.count) else { return nil }
        let text = Array(cell)
        for separator in Self.separators {
            // Slashes part dates too; the one in the middle parts those of ISO 8601.
            guard
                let place = text.ranges(of: separator).first(where: { place in
                    Self.isBegin(text[..<place.lowerBound]) && Self.isEnd(text[place.upperBound...])
                })
            else { continue }
            begin = text[..<place.lowerBound].trimmed
            end = text[place.upperBound...].trimmed
            return
        }
        return nil
    }

    private static func isBegin(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 10 && stamp(text.trimmed)?.hasTime ?? false
    }

    private static func isEnd(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 4 else { return false }
        return stamp(text.trimmed)?.hasTime ?? (clock(text.trimmed) != nil)
    }

    /// A stamp in any order of day and month; which one holds is told by the column.
    private static func stamp(_ text: ArraySlice<UInt8>) -> Timestamp? {
        text.withUnsafeBufferPointer {
            Timestamp($0) ?? Timestamp($0, order: .dayMonthYear)
                ?? Timestamp($0, order: .monthDayYear)
        }
    }

    private static func clock(_ text: ArraySlice<UInt8>) -> ClockText? {
        text.contains(UInt8(ascii: ":")) || !text.allSatisfy({ $0 < 0x80 })
            ? ClockText(Array(text), period: nil) : nil
    }

    /// When the interval begins, and how long it is on its own clock [s]; nil where the form of the times reads it otherwise.
    func moment(_ times: TimeForm) -> (begin: Timestamp, seconds: Int64)? {
        var times = times
        times.periods = nil
        guard let first = begin.withUnsafeBufferPointer({ times.stamp($0) }) else { return nil }
        if let last = end.withUnsafeBufferPointer({ times.stamp($0) }) {
            guard last.isLocal == first.isLocal else { return nil }
            return (first, last.seconds - first.seconds)
        }
        guard let clock = Self.clock(end), clock.offset == nil else { return nil }
        let offset = first.isLocal ? 0 : times.offset ?? 0
        let day = LocalCalendar.floor(first.seconds + offset, by: 86_400) * 86_400 - offset
        let last = day + clock.seconds
        return (first, last > first.seconds ? last - first.seconds : last + 86_400 - first.seconds)
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks at its ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        let begin = drop { $0 == 0x20 }
        return begin.prefix(
            (begin.lastIndex { $0 != 0x20 } ?? begin.startIndex - 1) + 1 - begin.startIndex)
    }
}
