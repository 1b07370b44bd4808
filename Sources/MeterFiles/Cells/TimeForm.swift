import Quantities

/// How the stamps of a file are written, where `Timestamp` alone leaves it open (时间写法).
public struct TimeForm: Hashable, Sendable {
    /// From which day a spreadsheet counts.
    public enum Serial: String, Hashable, Sendable, CaseIterable {
        case excel
        case excel1904 = "excel_1904"
    }

    /// How the names of months, quarters and weeks are written that stand for stamps.
    public enum Periods: Hashable, Sendable {
        /// So that they are nothing else: `2026-01`, `Jan 2026`, `2026Q1`.
        case named
        /// As what may be a number too: `202601`, `2026.01`, `01.2026`.
        case bare
        /// With two digits of the year, which may be a day too: `Jan-26`.
        case short
        /// Begin and end of each interval in one cell.
        case range
    }

    /// In which order day and month stand in `01/02/2026`.
    public var order: Timestamp.DateOrder?
    /// Stamps are days of a spreadsheet, such as `45292.5`.
    public var serial: Serial?
    /// The offset of all stamps that name none [s east of Greenwich].
    public var offset: Int64?
    /// Stamps name months, quarters or weeks; nil where they name moments.
    public var periods: Periods?

    /// Makes a form.
    public init(
        order: Timestamp.DateOrder? = nil, serial: Serial? = nil, offset: Int64? = nil
    ) {
        self.order = order
        self.serial = serial
        self.offset = offset
    }

    /// Nothing but what `Timestamp` reads.
    public static let plain = TimeForm()

    /// Reads a stamp; nil when it is not of this form.
    func stamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        let read: Timestamp?
        if periods == .range {
            guard let range = StampRange(bytes), let moment = range.moment(self) else { return nil }
            return moment.begin
        } else if let periods, let period = PeriodText(bytes, periods) {
            read = Timestamp(
                seconds: period.first.dayNumber * 86_400, isLocal: true, hasTime: false)
        } else if let serial {
            read = Timestamp(serial: bytes, since: serial) ?? Timestamp(bytes, order: order)
        } else {
            read = Timestamp(bytes, order: order)
        }
        guard let offset, let read, read.isLocal else { return read }
        return read.placed(at: offset)
    }

    /// Calls with what of a cell tells the order of day and month: all of it, or the begin of a range.
    func withDate(
        of cell: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        guard periods == .range else { return body(cell) }
        StampRange(CellText.cleaned(cell))?.begin.withUnsafeBufferPointer(body)
    }

    /// Reads a stamp from text.
    func stamp(text: String) -> Timestamp? {
        var text = text
        return text.withUTF8 { stamp($0) }
    }
}

extension Timestamp {
    /// Reads a spreadsheet's day number, to the second: `45292.0104166667` is 2024-01-01 00:15.
    ///
    /// Days 20000 to 79999 are read (1954 to 2119); a double holds such a day to a microsecond, so
    /// that a second is always told. A rest above 10 ms is a fraction of a second.
    init?(serial bytes: UnsafeBufferPointer<UInt8>, since serial: TimeForm.Serial) {
        guard let days = DecimalText(utf8: bytes), days.scale <= 20,
            days.significand > 0
        else { return nil }
        let one = Rounding.powerOfTen(days.scale)
        guard days.significand >= 20_000 * one, days.significand < 80_000 * one else { return nil }
        // Day 25569 is 1970-01-01; the other calendar of spreadsheets begins 1462 days later.
        let first: Int128 = serial == .excel ? 25_569 : 24_107
        let scaled = (days.significand - first * one) * 86_400
        var seconds = scaled / one
        var rest = scaled % one
        if rest < 0 {
            seconds -= 1
            rest += one
        }
        if rest * 2 >= one {
            seconds += 1
            rest = one - rest
        }
        self.init(
            seconds: Int64(seconds), isLocal: true, hadFraction: rest * 100 > one, hasTime: true)
    }

    /// An offset as people write it: `UTC`, `UTC+08:00`.
    static func offsetText(_ offset: Int64) -> String {
        guard offset != 0 else { return "UTC" }
        let minutes = abs(offset) / 60
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        return "UTC" + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// The stamp so many seconds later.
    func adding(_ seconds: Int64) -> Timestamp {
        Timestamp(
            seconds: self.seconds + seconds, isLocal: isLocal, hadFraction: hadFraction,
            hasTime: hasTime, isLeapSecond: isLeapSecond)
    }

    /// The same reading of the clock as an instant, at an offset [s east of Greenwich].
    func placed(at offset: Int64) -> Timestamp {
        Timestamp(
            seconds: seconds - offset, isLocal: false, hadFraction: hadFraction, hasTime: hasTime,
            isLeapSecond: isLeapSecond)
    }
}
