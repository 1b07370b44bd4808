import Quantities

/// The begin and the end of an interval as times of day in one cell (时段): `00:00-01:00`.
struct ClockRange: Hashable {
    /// Seconds after midnight.
    let start: Int64
    /// Seconds after midnight of the same day, up to 86,400.
    let end: Int64

    /// What may stand between the two.
    private static let separators = ["——", "—", "–", "〜", "~", "至", "到", " to ", "-"].map {
        Array($0.utf8)
    }

    /// Reads `00:00-01:00`, `0:15~0:30`, `23:00—24:00`, `0时至1时`; midnight behind the begin ends the day. An
    /// end that is a minute or a second short of a part of the day, `00:00-00:59`, is the last of what
    /// the interval holds, and the interval ends with it.
    ///
    /// - Parameter text: The cleaned text.
    init?(_ text: some Collection<UInt8>) {
        guard (5...40).contains(text.count) else { return nil }
        let text = Array(text)
        for separator in Self.separators {
            let parts = text.parts(by: separator)
            if parts.count == 1 { continue }
            guard parts.count == 2, let start = Self.second(parts[0]),
                let end = Self.second(parts[1])
            else { return nil }
            self.init(start: start, end: end)
            return
        }
        return nil
    }

    private init?(start: Int64, end: Int64) {
        let end = end == 0 && start > 0 ? 86_400 : end
        guard start < end else { return nil }
        self.start = start
        func isPart(_ length: Int64) -> Bool { 86_400 % length == 0 }
        let last = [60, 1].first { !isPart(end - start) && isPart(end - start + $0) }
        self.end = end + (last ?? 0)
        guard self.end <= 86_400 else { return nil }
    }

    private static func second(_ text: ArraySlice<UInt8>) -> Int64? {
        var text = String(decoding: text, as: UTF8.self).trimmingSpaces
        return text.withUTF8 { bytes in
            var cursor = TimestampCursor(bytes)
            guard let clock = cursor.time(), cursor.isAtEnd, !clock.hadFraction,
                !clock.isLeapSecond
            else { return nil }
            return clock.seconds
        }
    }
}

extension [UInt8] {
    /// The parts of a text between the places at which another stands, from left to right.
    fileprivate func parts(by separator: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var (begin, at) = (0, 0)
        while at + separator.count <= count {
            if self[at] == separator[0], self[at..<at + separator.count].elementsEqual(separator) {
                parts.append(self[begin..<at])
                at += separator.count
                begin = at
            } else {
                at += 1
            }
        }
        return parts + [self[begin...]]
    }
}
