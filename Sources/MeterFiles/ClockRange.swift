import Quantities

/// The begin and the end of an interval as times of day in one cell (时段): `00:00-01:00`.
struct ClockRange: Hashable {
    /// Seconds after midnight.
    let start: Int64
    /// Seconds after midnight of the same day, up to 86,400.
    let end: Int64

    /// What may stand between the two.
    private static let separators = ["——", "—", "–", "〜", "~", "至", "到", " to ", "-"]

    /// Reads `00:00-01:00`, `0:15~0:30`, `23:00—24:00`, `0时至1时`; midnight behind the begin ends the day. An
    /// end that is a minute or a second short of a part of the day, `00:00-00:59`, is the last of what
    /// the interval holds, and the interval ends with it.
    ///
    /// - Parameter text: The cleaned text.
    init?(_ text: some Collection<UInt8>) {
        guard (5...40).contains(text.count) else { return nil }
        let text = String(decoding: text, as: UTF8.self)
        for separator in Self.separators where text.contains(separator) {
            let parts = text.components(by: separator)
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

    private static func second(_ text: String) -> Int64? {
        var text = text.trimmingSpaces
        return text.withUTF8 { bytes in
            var cursor = TimestampCursor(bytes)
            guard let clock = cursor.time(), cursor.isAtEnd, !clock.hadFraction,
                !clock.isLeapSecond
            else { return nil }
            return clock.seconds
        }
    }
}

extension String {
    /// The parts of a text between the places at which another stands.
    fileprivate func components(by separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let place = rest.firstRange(of: separator) {
            parts.append(String(rest[..<place.lowerBound]))
            rest = rest[place.upperBound...]
        }
        return parts + [String(rest)]
    }
}
