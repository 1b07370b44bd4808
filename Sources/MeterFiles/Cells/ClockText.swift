import Quantities

/// A time of day in a cell of its own (时刻).
struct ClockText {
    /// Seconds after midnight.
    let seconds: Int64
    /// The offset that it names [s]; nil when it names none.
    let offset: Int64?
    let hadFraction: Bool
    let isLeapSecond: Bool

    /// Reads `0:15`, `24:00`, `12:15 AM`, `00:15+08:00`, `0015`, `001500`, a spreadsheet's part of a
    /// day (`0.0104166667`), and whole hours (`0` to `24`).
    ///
    /// - Parameters:
    ///   - text: The cleaned text.
    ///   - period: The length of the periods that the column counts from 1 [s], when it does.
    init?(_ text: [UInt8], period: Int64?) {
        if let period {
            guard let number = text.withUnsafeBufferPointer(DecimalText.init(utf8:)),
                number.scale == 0, number.significand >= 1,
                number.significand <= Int128(90_000 / period)
            else { return nil }
            self.init(seconds: (Int64(number.significand) - 1) * period)
            return
        }
        if text.allSatisfy(NumberParts.isDigit),
            let value = Int64(String(decoding: text, as: UTF8.self))
        {
            switch text.count {
            case 1, 2:
                guard value <= 24 else { return nil }
                self.init(seconds: value * 3_600)
            case 3, 4: self.init(hour: value / 100, minute: value % 100, second: 0)
            case 5, 6:
                self.init(hour: value / 10_000, minute: value / 100 % 100, second: value % 100)
            default: return nil
            }
            return
        }
        if let part = text.withUnsafeBufferPointer(DecimalText.init(utf8:)), part.scale > 0 {
            let one = Rounding.powerOfTen(part.scale)
            guard part.significand >= 0, part.significand < one, part.scale <= 20 else {
                return nil
            }
            let scaled = part.significand * 86_400
            self.init(seconds: Int64((scaled + one / 2) / one))
            return
        }
        let read = text.withUnsafeBufferPointer { bytes -> (TimestampCursor.Clock, Int64?)? in
            var cursor = TimestampCursor(bytes)
            guard let clock = cursor.time(), let zone = cursor.zone(), cursor.isAtEnd
            else { return nil }
            return (clock, zone.offset)
        }
        guard let (clock, zone) = read else { return nil }
        self.init(
            seconds: clock.seconds, offset: zone, hadFraction: clock.hadFraction,
            isLeapSecond: clock.isLeapSecond)
    }

    private init(
        seconds: Int64, offset: Int64? = nil, hadFraction: Bool = false, isLeapSecond: Bool = false
    ) {
        self.seconds = seconds
        self.offset = offset
        self.hadFraction = hadFraction
        self.isLeapSecond = isLeapSecond
    }

    private init?(hour: Int64, minute: Int64, second: Int64) {
        guard minute < 60, second < 60, hour < 24 || (hour == 24 && minute + second == 0)
        else { return nil }
        self.init(seconds: hour * 3_600 + minute * 60 + second)
    }
}
