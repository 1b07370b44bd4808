import Glibc
import Metering

/// The one fast loop: rows that look like the row before. Its state is in locals, words are loaded
/// eight bytes at a time, and nothing is allocated; anything unusual leaves it before it is taken.
extension PlainScanner {
    /// Takes rows as long as they are alike; gives where it stopped, at the beginning of a row.
    ///
    /// - Parameters:
    ///   - limit: The end of whole lines, behind which 64 bytes may be read.
    func scanRows(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer
    ) throws -> UnsafeRawPointer {
        guard form.isUsualOrder, memo.length > 0, current >= 0, start < limit else { return start }
        let stampLength = memo.length
        var (text, words) = (memo.text, memo.words)
        let tailOffset = text.tailOffset
        let masks = memo.masks
        let offsets = memo.offsets
        let (clockOffset, clockMask) = (memo.clockOffset, memo.clockMask)
        var (day, clock, seconds) = (memo.day, memo.clock, memo.seconds)
        let (steadyFrom, steadyTo) = (memo.steady.lowerBound, memo.steady.upperBound)
        let (instants, cursors) = (instants, UnsafeMutableRawPointer(cursors))
        let calendars = calendarCount
        let (isKeeping, isLocal) = (purpose.isKeep, memo.isLocal)
        var (line, current, previous) = (line, offset(of: current), -1)
        var turnsToPass = sweepPause
        var at = start
        defer {
            (memo.text, memo.words) = (text, words)
            (memo.day, memo.clock) = (day, clock)
            // The clock may have moved on for a row that was not taken after all.
            if at != start || memo.seconds != seconds { memo.cell = [] }
            memo.seconds = seconds
            self.line = line
            sweepPause = turnsToPass
            self.current = index(atOffset: current)
            if previous >= 0 { self.previous = index(atOffset: previous) }
        }
        /// Takes what the sweep at hand takes; false where that is nothing.
        @inline(__always)
        func sweeps() -> Bool {
            sweepPause = 0
            let taken = takeSweep(at, limit, text, from: index(atOffset: current))
            turnsToPass = sweepPause
            guard let taken else { return false }
            at = taken.at
            line &+= taken.rows
            (previous, current) = (offset(of: taken.last), offset(of: taken.next))
            // Another row at the stamp of a whole sweep is none of the next one.
            if sweep != nil, at < limit,
                text.isSame(StampText.half(at), StampText.half(at + tailOffset))
            {
                endSweep()
            }
            return true
        }
        /// Takes the rows of one meter up to midnight; false where there are none.
        @inline(__always)
        func column() -> Bool {
            guard
                let taken = takeColumn(
                    at, limit, text, of: index(atOffset: current), clock: clock,
                    steady: steadyTo &- seconds)
            else { return false }
            (previous, at) = (current, taken.at)
            line &+= taken.rows
            clock &+= taken.moved
            seconds &+= taken.moved
            for index in 0..<calendars { instants[index] &+= taken.moved }
            let last = taken.last
            words = (
                PlainNumber.word(last), PlainNumber.word(last, offsets.0),
                PlainNumber.word(last, offsets.1), PlainNumber.word(last, offsets.2)
            )
            text.turn(to: last)
            return true
        }
        // One that the block before broke off.
        if sweep != nil { _ = sweeps() }
        while at < limit {
            // Mostly the stamp is the same text as before, and the meter the one that followed the last one then.
            let (head, tail) = (StampText.half(at), StampText.half(at + tailOffset))
            let name = at + stampLength
            let cursor = (cursors + current).assumingMemoryBound(to: PlainCursor.self)
            let other = (StampText.half(name) ^ cursor.pointee.key) & cursor.pointee.keyMask
            if !StampText.isNothing(text.difference(head, tail) | other) {
                // Else it is the same text but for the clock, of the same meter.
                guard StampText.isNothing(other) else { return at }
                let one = PlainNumber.word(at)
                let two = PlainNumber.word(at, offsets.0)
                let three = PlainNumber.word(at, offsets.1)
                let four = PlainNumber.word(at, offsets.2)
                let differs = (
                    one ^ words.0, two ^ words.1, three ^ words.2, four ^ words.3
                )
                let others =
                    differs.0 & masks.0 | differs.1 & masks.1 | differs.2 & masks.2
                    | differs.3 & masks.3
                var (today, shown) = (day, clock)
                if others == 0, clockOffset >= 0 {
                    guard
                        let now = PlainNumber.clock(
                            PlainNumber.word(at, clockOffset), mask: clockMask)
                    else { return at }
                    shown = now
                } else {
                    guard let turned = memo.turned(at, differs) else { return at }
                    (today, shown) = turned
                }
                let moved = (today &- day) &* 86_400 &+ shown &- clock
                let then = seconds &+ moved
                guard then >= steadyFrom, then < steadyTo else { return at }
                (day, clock, seconds) = (today, shown, then)
                for index in 0..<calendars { instants[index] &+= moved }
                words = (one, two, three, four)
                text.turn(to: head, tail)
                if cursor.pointee.next == current {
                    if column() { continue }
                } else if turnsToPass > 0 {
                    turnsToPass &-= 1
                } else if sweeps() {
                    continue
                }
            }
            // The number: mostly it is written, and its row ends, as the meter's last one.
            let number = name + Int(cursor.pointee.keyLength)
            let digits = PlainNumber.word(number)
            let value: Int64
            let next: UnsafeRawPointer
            if let alike = cursor.pointee.form.pointee.value(of: digits) {
                value = alike
                next = number + cursor.pointee.form.pointee.step
            } else {
                // Else at most eight bytes of digits and one point.
                let (other, placeBits, length, bits) = PlainNumber.short(digits)
                guard bits != 0 else { return at }
                let ending = UInt32(
                    littleEndian: (number + length).loadUnaligned(as: UInt32.self))
                guard ending & cursor.pointee.endingMask == cursor.pointee.ending else { return at }
                let unit = UnsafeRawPointer(cursor.pointee.units)
                    .load(fromByteOffset: Int(truncatingIfNeeded: placeBits), as: Int64.self)
                value = other
                next = number + length + Int(cursor.pointee.endingLength)
                if unit == 0, !isKeeping {
                    // It must be rounded, and so must be looked at each time.
                    memo.seconds = seconds
                    line &+= 1
                    try accept(
                        index(atOffset: current), significand: value,
                        places: Int(placeBits >> 3), line: line)
                    (at, previous, current) = (next, current, Int(cursor.pointee.next))
                    continue
                }
                cursor.pointee.unit = unit
                cursor.pointee.form =
                    cursor.pointee.forms
                    + CellForm.index(of: digits, length: length, places: Int(placeBits >> 3))
            }
            line &+= 1
            let amount = value &* cursor.pointee.unit
            let net = amount &- cursor.pointee.base
            let stamp = instants[Int(cursor.pointee.calendar)]
            if stamp == cursor.pointee.expected,
                UInt64(bitPattern: net) <= cursor.pointee.greatest
                    || cursor.pointee.raiseGreatest(to: net)
            {
                cursor.pointee.sum &+= net
                cursor.pointee.base = amount & cursor.pointee.baseMask
                cursor.pointee.expected = stamp &+ cursor.pointee.step
                cursor.pointee.left &-= 1
                if cursor.pointee.left == 0 {
                    cursor.pointee.settle()
                    cursor.pointee.left = cursor.pointee.perSlot
                    cursor.pointee.cell += 1
                    if cursor.pointee.cell == cursor.pointee.cellEnd {
                        nextPage(of: index(atOffset: current))
                    }
                }
            } else {
                let places = Int(cursor.pointee.form.pointee.placeBits >> 3)
                if isKeeping {
                    if cursor.pointee.isWanted {
                        let words = CompactReadings.words(
                            stamp: seconds, isLocal: isLocal, number: value, places: places,
                            line: line)
                        sawReading = true
                        try keep(index(atOffset: current), words)
                    }
                } else {
                    memo.seconds = seconds
                    try accept(
                        index(atOffset: current), significand: value, places: places, line: line)
                }
            }
            at = next
            previous = current
            current = Int(cursor.pointee.next)
        }
        return at
    }
}

extension PlainScanner {
    private func offset(of index: Int) -> Int { index * MemoryLayout<PlainCursor>.stride }

    private func index(atOffset offset: Int) -> Int { offset / MemoryLayout<PlainCursor>.stride }
}
