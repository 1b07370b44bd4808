import Metering

/// The loop over the rows of one meter that follow each other on its step: what the clock of each shows is known
/// before, so that it is compared and not read.
extension PlainScanner {
    /// Takes rows of one meter up to midnight, the end of the block, or a row that is not alike.
    ///
    /// - Parameters:
    ///   - text: The text of the first row's stamp.
    ///   - clock: What it shows.
    ///   - steady: For how many seconds from it the calendars' offsets are those at hand.
    /// - Returns: Where it stopped, the last row and how many there were, and how far the clock moved from the
    ///   first to the last; nil where it took none.
    @inline(never)
    func takeColumn(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer, _ text: StampText,
        of index: Int, clock: Int64, steady: Int64
    ) -> (at: UnsafeRawPointer, last: UnsafeRawPointer, rows: Int, moved: Int64)? {
        let cursor = cursors + index
        let step = cursor.pointee.step
        guard case .sum = purpose, step >= 60, clock % step == 0, 86_400 % step == 0,
            cursor.pointee.expected == instants[Int(cursor.pointee.calendar)]
        else { return nil }
        let clocks = clockTexts.table(step: step)
        let (first, end) = (Int(clock / step), Int(min(clock + steady, 86_400) / step))
        let (stampLength, tailOffset) = (memo.length, text.tailOffset)
        let (clockOffset, clockMask, halves) = (memo.clockOffset, memo.clockMask, memo.halves)
        let (key, keyMask) = (cursor.pointee.key, cursor.pointee.keyMask)
        let keyLength = Int(cursor.pointee.keyLength)
        let baseMask = cursor.pointee.baseMask
        var (form, unit) = (cursor.pointee.form, cursor.pointee.unit)
        var (base, greatest) = (cursor.pointee.base, cursor.pointee.greatest)
        var (sum, left) = (cursor.pointee.sum, cursor.pointee.left)
        var (at, last, place) = (start, start, first)
        while at < limit, place < end {
            let difference = text.difference(
                StampText.half(at), StampText.half(at + tailOffset), but: halves)
            let name = at + stampLength
            let other = (StampText.half(name) ^ key) & keyMask
            guard StampText.isNothing(difference | other),
                (PlainNumber.word(at, clockOffset) ^ clocks[place]) & clockMask == 0
            else { break }
            let number = name + keyLength
            let digits = PlainNumber.word(number)
            guard let value = form.pointee.value(of: digits) else {
                guard let new = self.form(of: digits, in: cursor) else { break }
                (form, unit) = new
                continue
            }
            let amount = value &* unit
            let net = amount &- base
            if UInt64(bitPattern: net) > greatest {
                guard cursor.pointee.raiseGreatest(to: net) else { break }
                greatest = UInt64(bitPattern: net)
            }
            base = amount & baseMask
            sum &+= net
            left &-= 1
            if left == 0 {
                cursor.pointee.sum = sum
                nextSlot(of: index)
                (sum, left) = (0, cursor.pointee.left)
            }
            last = at
            at = number + form.pointee.step
            place += 1
        }
        let rows = place - first
        guard rows > 0 else { return nil }
        (cursor.pointee.form, cursor.pointee.unit) = (form, unit)
        (cursor.pointee.base, cursor.pointee.greatest) = (base, greatest)
        (cursor.pointee.sum, cursor.pointee.left) = (sum, left)
        cursor.pointee.expected &+= Int64(rows) * step
        return (at, last, rows, Int64(rows - 1) * step)
    }

    /// How a number is written, and the unit of one written so; nil where it is none of a known form, or would have to
    /// be rounded.
    @inline(never)
    func form(
        of digits: UInt64, in cursor: UnsafeMutablePointer<PlainCursor>
    ) -> (UnsafePointer<CellForm>, unit: Int64)? {
        let (_, placeBits, length, bits) = PlainNumber.short(digits)
        guard bits != 0 else { return nil }
        let places = Int(placeBits >> 3)
        // Of a meter that only passes every number counts as it stands.
        let units = cursor.pointee.perSlot == 0 ? unitTables.ones : cursor.pointee.units
        let form =
            cursor.pointee.forms + CellForm.index(of: digits, length: length, places: places)
        guard units[places] != 0, form.pointee.value(of: digits) != nil else { return nil }
        return (form, units[places])
    }
}

/// What clocks show at the steps of a day: `00:15:00` in eight bytes.
struct ClockTexts {
    private var step: Int64 = 0
    private var texts: [UInt64] = []

    /// The texts of a day, from midnight on.
    ///
    /// - Parameter step: A part of the day [s].
    mutating func table(step: Int64) -> [UInt64] {
        if step != self.step {
            self.step = step
            texts = stride(from: Int64(0), to: 86_400, by: Int(step)).map { second in
                func two(_ number: Int64) -> UInt64 {
                    UInt64(0x30 + number / 10) | UInt64(0x30 + number % 10) << 8
                }
                return two(second / 3_600) | 0x3A << 16 | two(second / 60 % 60) << 24 | 0x3A << 40
                    | two(second % 60) << 48
            }
        }
        return texts
    }
}
