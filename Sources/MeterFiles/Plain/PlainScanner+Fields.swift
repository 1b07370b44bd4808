import Metering

/// Rows cell by cell: columns in any order, quoted or not, as long as nothing needs libcsv's
/// judgement; and what the fast loop remembers of them.
extension PlainScanner {
    /// A cell of a row.
    private struct Cell {
        let start: UnsafeRawPointer
        let content: UnsafeRawBufferPointer
        /// The beginning of the next cell or row.
        let next: UnsafeRawPointer
        let isLast: Bool

        var isQuoted: Bool { content.baseAddress != start }
        /// How long it is with its quotes and what follows it.
        var length: Int { next - start }
    }

    /// Takes one row; nil when libcsv and the decoder must say what it is. Nothing is changed then.
    func takeRow(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer
    ) throws -> UnsafeRawPointer? {
        if !form.wideMeters.isEmpty { return try takeWideRow(start, limit) }
        var (stamp, meter, value): (Cell?, Cell?, Cell?)
        var (count, filled) = (0, 0)
        var at = start
        while true {
            guard let cell = cell(at, limit) else { return nil }
            if count == form.stamp { stamp = cell }
            if count == form.meter { meter = cell }
            if count == form.value { value = cell }
            count += 1
            if !cell.content.isEmpty { filled = count }
            at = cell.next
            if cell.isLast { break }
        }
        guard filled <= form.greatestCount, let stamp, let value,
            let number = PlainNumber.parse(value.content)
        else { return nil }
        let known = meter.map { guess($0.content) } ?? current
        let found = known == nil ? meter.flatMap { registry.index(of: $0.content) } : nil
        guard (meter == nil) == (form.meter == nil), known.map({ $0 >= 0 }) ?? (found != nil),
            isAtHand(stamp, at: start) || takeStamp(stamp.content)
        else { return nil }
        // Only a row that is taken makes its meter one of the file.
        guard let index = known ?? found.map({ cursor(of: $0) }) else { return nil }
        line += 1
        if form.isUsualOrder, count == (meter == nil ? 2 : 3) {
            remember(stamp, at: start)
            learn(index, meter: meter, value: value)
        }
        if meter != nil {
            if previous >= 0 { cursors[previous].next = index * MemoryLayout<PlainCursor>.stride }
            previous = index
            current = cursors[index].next / MemoryLayout<PlainCursor>.stride
        }
        try accept(index, significand: number.significand, places: number.places, line: line)
        return at
    }

    /// The meter that is expected, when its name stands there.
    private func guess(_ name: UnsafeRawBufferPointer) -> Int? {
        guard current >= 0 else { return nil }
        let known = registry.names[tracks[current].meter]
        return known.count == name.count && known.elementsEqual(name) ? current : nil
    }

    /// Tells whether a row begins with the stamp at hand, or goes on from it by the clock alone.
    private func isAtHand(_ stamp: Cell, at row: UnsafeRawPointer) -> Bool {
        form.isUsualOrder && memo.length == stamp.length && memo.length > 0 && takesStamp(row)
    }

    /// Remembers the text of a stamp, unless it is the one at hand.
    private func remember(_ stamp: Cell, at row: UnsafeRawPointer) {
        guard memo.length != stamp.length || !memo.hasText(row) else { return }
        memo.learn(
            row, length: stamp.length, quote: stamp.isQuoted ? 1 : 0, count: stamp.content.count)
    }

    /// Settles the stamp of a row; false when the decoder must look at it.
    func takeStamp(_ content: UnsafeRawBufferPointer) -> Bool {
        if !memo.cell.isEmpty, memo.cell.count == content.count,
            memo.cell.elementsEqual(content)
        {
            return true
        }
        let stamp = content.withMemoryRebound(to: UInt8.self) { Timestamp($0, order: form.order) }
        guard var stamp, stamp.hasTime || !form.needsTime, !stamp.hadFraction,
            !stamp.isLeapSecond
        else { return false }
        if let offset = form.offset, stamp.isLocal { stamp = stamp.placed(at: offset) }
        memo.forgetText()
        memo.cell = Array(content)
        if stamp.isLocal != memo.isLocal || !memo.steady.contains(stamp.seconds) {
            settle(seconds: stamp.seconds, isLocal: stamp.isLocal)
        } else {
            let moved = stamp.seconds &- memo.seconds
            for index in 0..<calendarCount { instants[index] &+= moved }
            memo.seconds = stamp.seconds
        }
        return true
    }

    /// Remembers a meter's name as it stands in a row, and how its rows end.
    private func learn(_ index: Int, meter: Cell?, value: Cell) {
        let cursor = cursors + index
        let start = meter?.start ?? value.start
        // The opening quote of the number belongs to the text before it.
        let quote = value.isQuoted ? 1 : 0
        let length = value.start - start + quote
        let ending = value.next - (value.content.baseAddress ?? value.start) - value.content.count
        guard length <= 16, (1...3).contains(ending) else {
            cursor.pointee.ending = 1
            cursor.pointee.endingMask = 0
            cursor.pointee.forms = forms(ending: 0, count: 0)
            cursor.pointee.form = cursor.pointee.forms
            return
        }
        cursor.pointee.keyLength = Int32(length)
        cursor.pointee.keyMask = StampText.mask(ofFirst: length)
        cursor.pointee.key = StampText.half(start)
        let endingMask: UInt32 = (1 << UInt32(ending * 8)) - 1
        cursor.pointee.endingMask = endingMask
        cursor.pointee.ending =
            UInt32(
                littleEndian: (value.next - ending).loadUnaligned(as: UInt32.self)) & endingMask
        cursor.pointee.endingLength = Int32(ending)
        cursor.pointee.forms = forms(ending: UInt64(cursor.pointee.ending), count: ending)
        cursor.pointee.form = cursor.pointee.forms
    }

    // MARK: - Cells

    /// The cell that begins at a place; nil when it holds anything whose meaning is libcsv's to tell:
    /// quotes inside, spaces at its ends, a line end in quotes, a lone carriage return.
    private func cell(_ start: UnsafeRawPointer, _ limit: UnsafeRawPointer) -> Cell? {
        let quote = UInt8(ascii: "\"")
        let first = start.load(as: UInt8.self)
        let isQuoted = first == quote
        let from = isQuoted ? start + 1 : start
        var to = from
        while to < limit {
            let byte = to.load(as: UInt8.self)
            if byte == quote || byte == 0x0A || byte == 0x0D
                || (!isQuoted && byte == form.delimiter)
            {
                break
            }
            to += 1
        }
        guard to < limit else { return nil }
        var end = to
        if isQuoted {
            guard to.load(as: UInt8.self) == quote, to + 1 < limit else { return nil }
            end = to + 1
        }
        if to > from {
            let last = (to - 1).load(as: UInt8.self)
            let head = from.load(as: UInt8.self)
            guard last != 0x20, last != 0x09, head != 0x20, head != 0x09 else { return nil }
        }
        let content = UnsafeRawBufferPointer(start: from, count: to - from)
        switch end.load(as: UInt8.self) {
        case form.delimiter:
            return Cell(start: start, content: content, next: end + 1, isLast: false)
        case 0x0A:
            return Cell(start: start, content: content, next: end + 1, isLast: true)
        case 0x0D:
            guard end + 1 < limit, (end + 1).load(as: UInt8.self) == 0x0A else { return nil }
            return Cell(start: start, content: content, next: end + 2, isLast: true)
        default:
            return nil
        }
    }

    // MARK: - Wide rows

    /// A row of a stamp and cells; a row in which any cell needs a closer look goes to the decoder
    /// whole, before anything is taken.
    private func takeWideRow(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer
    ) throws -> UnsafeRawPointer? {
        var stamp: Cell?
        var values: [(cursor: Int, significand: Int64, places: Int)] = []
        var (count, filled) = (0, 0)
        var at = start
        while true {
            guard let cell = cell(at, limit) else { return nil }
            if count == form.stamp {
                stamp = cell
            } else if count < form.isValueColumn.count, form.isValueColumn[count],
                !cell.content.isEmpty
            {
                guard let number = PlainNumber.parse(cell.content), cursorOfColumn[count] >= 0
                else { return nil }
                values.append((Int(cursorOfColumn[count]), number.significand, number.places))
            }
            count += 1
            if !cell.content.isEmpty { filled = count }
            at = cell.next
            if cell.isLast { break }
        }
        guard filled <= form.greatestCount, let stamp,
            isAtHand(stamp, at: start) || takeStamp(stamp.content)
        else { return nil }
        line += 1
        if form.isUsualOrder {
            remember(stamp, at: start)
        }
        for (cursor, significand, places) in values {
            try accept(cursor, significand: significand, places: places, line: line)
        }
        return at
    }
}
