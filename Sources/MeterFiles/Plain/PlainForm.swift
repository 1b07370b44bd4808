import Quantities

/// Where the cells of a plain file stand; nothing else is needed to read it.
struct PlainForm {
    var delimiter = UInt8(ascii: ",")
    /// Rows begin after so many lines; the first line is always given to libcsv, because it may
    /// begin with a byte order mark.
    var firstRow = 1
    var stamp = 0
    var meter: Int?
    var value = 0
    /// What stands in cells beyond the header's names is looked at by the decoder.
    var greatestCount = Int.max
    var needsTime = false
    var order: Timestamp.DateOrder?
    /// The offset of all stamps that name none [s].
    var offset: Int64?
    /// The meter of all rows.
    var singleMeter: String?
    /// Wide: the meter of each column; nil for a column that is none.
    var wideMeters: [String?] = []
    /// Wide: the columns that hold values, as a set of flags.
    var isValueColumn: [Bool] = []
    /// The columns stand as stamp, meter, value or stamp, value with nothing else, or as a stamp and
    /// cells.
    var isUsualOrder = false

    init() {}

    /// Nil when the plan asks for more than this reader does.
    init?(_ plan: FilePlan) {
        guard plan.isPlain, plan.end == nil, FileShape.delimiters.contains(plan.delimiter) else {
            return nil
        }
        delimiter = plan.delimiter
        firstRow = max(1, plan.headerLine ?? 1)
        stamp = plan.timestamp
        greatestCount = plan.firstUnnamed ?? plan.headerCount ?? .max
        needsTime = plan.needsTime
        order = plan.dateOrder
        offset = plan.interpretation.times.offset
        switch plan.columns {
        case .long(let meter, let value):
            guard meter != stamp, value != stamp, value != meter else { return nil }
            self.meter = meter
            self.value = value
            isUsualOrder = stamp == 0 && meter == 1 && value == 2
        case .single(let name, let value):
            guard value != stamp else { return nil }
            singleMeter = name
            self.value = value
            isUsualOrder = stamp == 0 && value == 1
        case .wide(let columns):
            let count = max(columns.map(\.column).max() ?? 0, stamp) + 1
            guard count <= 1 << 20 else { return nil }
            wideMeters = Array(repeating: nil, count: count)
            isValueColumn = Array(repeating: false, count: count)
            for (column, meter) in columns {
                guard column != stamp, wideMeters[column] == nil else { return nil }
                wideMeters[column] = meter
                isValueColumn[column] = true
            }
            guard Set(columns.map(\.meterID)).count == columns.count else { return nil }
            isUsualOrder = stamp == 0 && isValueColumn.dropFirst().allSatisfy { $0 }
        case .registers, .dayRow, .monthGrid, .timesAcross, .nem12: return nil
        }
    }
}

/// The stamp of the row before, as text and as what it means.
struct StampMemo {
    /// Unix seconds, or seconds on the wall clock.
    var seconds: Int64 = 0
    var isLocal = false
    /// The stamps for which the calendars' offsets are those at hand.
    var steady: Range<Int64> = 0..<0
    /// The bytes of its cell.
    var cell: [UInt8] = []
    /// How long its text is in a row, with quotes and delimiter; 0 when it is not remembered.
    var length = 0
    /// That text, to tell at once that a row begins with it.
    var text = StampText()
    /// Four overlapping words of that text, where they begin, and which of their bits are not digits
    /// of the clock.
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var offsets: (Int, Int, Int) = (0, 0, 0)
    var masks: (UInt64, UInt64, UInt64, UInt64) = (.max, .max, .max, .max)
    /// Where the clock stands in it; -1 when the form is not known. Which of its eight bytes are
    /// digits, and the seconds that they show.
    var clockOffset = -1
    var clockMask: UInt64 = 0
    var clock: Int64 = 0
    /// The date that it shows, where it begins, and which bits of the words are digits neither of it nor of the clock.
    var day: Int64 = 0
    private var dateOffset = 0
    private var dayMasks: (UInt64, UInt64, UInt64, UInt64) = (.max, .max, .max, .max)
    /// Which bytes of the text's halves are not digits of the clock.
    var halves = (head: StampText.Half(repeating: .max), tail: StampText.Half(repeating: .max))
}

extension StampMemo {
    /// Leaves only the meaning; the next row's text is read anew.
    mutating func forgetText() {
        cell = []
        length = 0
        clockOffset = -1
    }

    /// Tells whether a row begins with the text that is remembered.
    func hasText(_ row: UnsafeRawPointer) -> Bool {
        length > 0
            && text.isSame(StampText.half(row), StampText.half(row + text.tailOffset))
    }

    /// Remembers the text of a stamp at the beginning of a row.
    ///
    /// - Parameters:
    ///   - row: Where the row begins; at least 32 bytes may be read.
    ///   - length: How long the stamp is with its quotes and the delimiter.
    ///   - quote: 1 when it stands in quotes, else 0.
    ///   - count: How long it is without them.
    mutating func learn(_ row: UnsafeRawPointer, length: Int, quote: Int, count: Int) {
        guard (8...32).contains(length) else {
            self.length = 0
            return
        }
        self.length = length
        offsets = (min(8, length - 8), min(16, length - 8), length - 8)
        words = (
            PlainNumber.word(row), PlainNumber.word(row, offsets.0),
            PlainNumber.word(row, offsets.1), PlainNumber.word(row, offsets.2)
        )
        text = StampText(row, length: length)
        learnClock(row + quote, count: count, quote: quote)
    }

    /// Finds the clock in `2026-01-31T00:15[:00]` and what may follow it.
    private mutating func learnClock(_ text: UnsafeRawPointer, count: Int, quote: Int) {
        clockOffset = -1
        masks = (.max, .max, .max, .max)
        dayMasks = masks
        func byte(_ place: Int) -> UInt8 { text.load(fromByteOffset: place, as: UInt8.self) }
        guard count >= 16, byte(10) == UInt8(ascii: "T") || byte(10) == UInt8(ascii: " "),
            byte(4) == byte(7), byte(13) == UInt8(ascii: ":")
        else { return }
        // `2026-01-` and `-31T00:15`: digits but for the marks, which were looked at.
        let (date, rest) = (PlainNumber.word(text), PlainNumber.word(text, 8))
        guard PlainNumber.nonDigits(date) == 0x8000_0080_0000_0000,
            PlainNumber.nonDigits(rest) == 0x0000_8000_0080_0000
        else { return }
        let hasSeconds = count >= 19 && byte(16) == UInt8(ascii: ":")
        if hasSeconds {
            guard NumberParts.isDigit(byte(17)), NumberParts.isDigit(byte(18)) else { return }
        } else if count > 16, !"Z+- ".utf8.contains(byte(16)) {
            return
        }
        func two(_ at: Int) -> Int64 { Int64(byte(at) - 0x30) * 10 + Int64(byte(at + 1) - 0x30) }
        guard two(11) < 24 else { return }
        clockOffset = quote + 11
        clockMask = hasSeconds ? 0xFFFF_00FF_FF00_FFFF : 0x0000_00FF_FF00_FFFF
        clock = two(11) * 3_600 + two(14) * 60 + (hasSeconds ? two(17) : 0)
        dateOffset = quote
        guard let date = Self.day(text) else {
            clockOffset = -1
            return
        }
        day = date
        masks = masks(without: clockMask, from: clockOffset, in: masks)
        dayMasks = masks(
            without: 0x0000_0000_0000_FFFF, from: quote + 8,
            in: masks(without: 0x00FF_FF00_FFFF_FFFF, from: quote, in: masks))
        halves = (halfMask(at: 0), halfMask(at: self.text.tailOffset))
    }

    /// The masks of the four words less some bytes.
    private func masks(
        without places: UInt64, from begin: Int, in masks: (UInt64, UInt64, UInt64, UInt64)
    ) -> (UInt64, UInt64, UInt64, UInt64) {
        func mask(at offset: Int) -> UInt64 {
            let shift = begin - offset
            guard abs(shift) < 8 else { return .max }
            return ~(shift >= 0 ? places << UInt64(shift * 8) : places >> UInt64(-shift * 8))
        }
        return (
            masks.0 & mask(at: 0), masks.1 & mask(at: offsets.0), masks.2 & mask(at: offsets.1),
            masks.3 & mask(at: offsets.2)
        )
    }

    /// A half of the text without the digits of the clock.
    private func halfMask(at offset: Int) -> StampText.Half {
        var half = StampText.Half(repeating: .max)
        for place in 0..<8 where clockMask >> UInt64(place * 8) & 0xFF != 0 {
            let byte = clockOffset + place - offset
            guard (0..<16).contains(byte) else { continue }
            half[byte / 8] &= ~(0xFF << UInt64(byte % 8 * 8))
        }
        return half
    }

    /// The day that `2026-01-31` shows; nil where there is none.
    private static func day(_ text: UnsafeRawPointer) -> Int64? {
        func digit(_ at: Int) -> Int { Int(text.load(fromByteOffset: at, as: UInt8.self)) - 0x30 }
        func two(_ at: Int) -> Int { digit(at) * 10 + digit(at + 1) }
        guard [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy({ (0...9).contains(digit($0)) }) else {
            return nil
        }
        let date = CivilDate(year: two(0) * 100 + two(2), month: two(5), day: two(8))
        return date?.dayNumber
    }

    /// The date and the clock of a row that begins with the text at hand but for them; nil where it begins otherwise.
    ///
    /// - Parameter differs: What differs of the four words.
    func turned(
        _ row: UnsafeRawPointer, _ differs: (UInt64, UInt64, UInt64, UInt64)
    ) -> (day: Int64, clock: Int64)? {
        let others =
            differs.0 & dayMasks.0 | differs.1 & dayMasks.1 | differs.2 & dayMasks.2
            | differs.3 & dayMasks.3
        guard others == 0, clockOffset >= 0,
            let clock = PlainNumber.clock(PlainNumber.word(row, clockOffset), mask: clockMask),
            let day = Self.day(row + dateOffset)
        else { return nil }
        return (day, clock)
    }
}
