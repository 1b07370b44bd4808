import Metering

/// The fast loop of wide files: all columns stand at the same stamp, so that a row needs one look at
/// the clock and each cell little more than its number.
extension PlainScanner {
    /// Takes rows as long as they are alike; gives where it stopped, at the beginning of a row. A run goes
    /// on in the next block, and is given back to the cursors where it stops before the limit.
    func scanWide(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer
    ) throws -> UnsafeRawPointer {
        guard case .sum = purpose, form.isUsualOrder, memo.length > 0, start < limit,
            takesStamp(start), let run = wideRun ?? beginRun()
        else {
            endWideRun()
            return start
        }
        wideRun = run
        var at = start
        repeat {
            guard takesStamp(at), instants[0] == run.stamp,
                let row = cells(at + memo.length, run), book(run, isWhole: row.isWhole)
            else { break }
            line += 1
            at = row.next
        } while at < limit
        if at < limit { endWideRun() }
        if at != start { memo.cell = [] }
        return at
    }

    /// Tells whether a row begins with the stamp at hand, or the same but for the clock.
    func takesStamp(_ at: UnsafeRawPointer) -> Bool {
        let words = (
            PlainNumber.word(at), PlainNumber.word(at, memo.offsets.0),
            PlainNumber.word(at, memo.offsets.1), PlainNumber.word(at, memo.offsets.2)
        )
        let differs = (
            words.0 ^ memo.words.0, words.1 ^ memo.words.1, words.2 ^ memo.words.2,
            words.3 ^ memo.words.3
        )
        if differs.0 | differs.1 | differs.2 | differs.3 == 0 { return true }
        guard let (day, clock) = memo.turned(at, differs) else { return false }
        let moved = (day - memo.day) * 86_400 + clock - memo.clock
        guard memo.steady.contains(memo.seconds + moved) else { return false }
        for index in 0..<calendarCount { instants[index] += moved }
        memo.seconds += moved
        (memo.day, memo.clock) = (day, clock)
        memo.words = words
        memo.text.turn(to: at)
        memo.cell = []
        return true
    }

    /// The run that begins with the stamp at hand; nil when the columns are not all on one grid.
    private func beginRun() -> WideRun? {
        let count = form.wideMeters.count - 1
        guard count > 0, tracks.count == count, calendarCount == 1 else { return nil }
        let stamp = instants[0]
        var found: PlainTrack.Slots?
        // Where no column goes on without a gap, each is looked at by itself.
        var isOneInStep = false
        for index in 0..<count {
            guard Int(cursorOfColumn[index + 1]) == index else { return nil }
            let cursor = cursors[index]
            // A column that is derived the careful way only passes.
            if case .irregular = tracks[index].status { continue }
            guard case .steady = tracks[index].status, !tracks[index].isRounded,
                cursor.baseMask == 0, found == nil || found == tracks[index].slots,
                cursor.expected <= stamp, (stamp - cursor.expected) % cursor.step == 0
            else { return nil }
            found = tracks[index].slots
            if cursor.expected == stamp { isOneInStep = true }
        }
        // Columns without a reading for a while still stand at an older slot.
        guard let found, isOneInStep, stamp != PlainCursor.unsettled else { return nil }
        let run = WideRun(
            count: count, delimiter: form.delimiter, slots: found, stamp: stamp)
        for index in 0..<count {
            let cursor = cursors[index]
            let isIdle = cursor.perSlot == 0
            if tracks[index].demand != nil {
                run.single.append(index)
                cursors[index].perSlot = -1
            } else if !isIdle {
                place(index, at: run.slots.start(of: stamp), run)
            }
            (run.columns + index).initialize(
                to: WideRun.Column(
                    form: run.forms, greatest: isIdle ? .max : cursor.greatest,
                    units: isIdle ? unitTables.ones : cursor.units,
                    seen: isIdle || cursor.expected == stamp ? 0 : -1))
        }
        return run
    }

    /// Puts a column at the slot of an instant.
    private func place(_ index: Int, at instant: Int64, _ run: WideRun) {
        let slot = Int((instant - tracks[index].firstSlot) / run.slots.seconds)
        place(index, atSlot: slot)
        let slotEnd = tracks[index].firstSlot + Int64(slot + 1) * run.slots.seconds
        cursors[index].left = Int32((slotEnd - instant) / run.slots.step)
    }

    // MARK: - A row

    /// Reads the cells of a row; -1 stands for an empty one. Nil when any needs a closer look.
    private func cells(
        _ start: UnsafeRawPointer, _ run: WideRun
    ) -> (next: UnsafeRawPointer, isWhole: Bool)? {
        let (count, columns, amounts, forms) = (run.count, run.columns, run.amounts, run.forms)
        let delimiter = form.delimiter
        var (at, isWhole) = (start, true)
        for index in 0..<count - 1 {
            let text = PlainNumber.word(at)
            let column = columns + index
            // Mostly it is written as the number above it.
            if let value = column.pointee.form.pointee.value(of: text) {
                amounts[index] = value &* column.pointee.unit
                at += column.pointee.form.pointee.step
                continue
            }
            if text & 0xFF == UInt64(delimiter) {
                amounts[index] = -1
                isWhole = false
                at += 1
                continue
            }
            let (value, placeBits, length, bits) = PlainNumber.short(text)
            let places = Int(placeBits >> 3)
            let unit = column.pointee.units[places]
            guard bits != 0, unit != 0,
                at.load(fromByteOffset: length, as: UInt8.self) == delimiter
            else { return nil }
            column.pointee.form =
                forms + CellForm.index(of: text, length: length, places: places)
            column.pointee.unit = unit
            amounts[index] = value &* unit
            at += length &+ 1
        }
        let text = PlainNumber.word(at)
        var length = 0
        if text & 0xFF == 0x0A || text & 0xFFFF == 0x0A0D {
            amounts[count - 1] = -1
            isWhole = false
        } else {
            let number = PlainNumber.short(text)
            let unit = columns[count - 1].units[Int(number.placeBits >> 3)]
            guard number.bits != 0, unit != 0 else { return nil }
            amounts[count - 1] = number.value &* unit
            length = number.length
        }
        let end = at + length
        if end.load(as: UInt8.self) == 0x0A { return (end + 1, isWhole) }
        guard UInt16(littleEndian: end.loadUnaligned(as: UInt16.self)) == 0x0A0D else { return nil }
        return (end + 2, isWhole)
    }

    /// Books a row; false when one of its amounts must not simply be booked, and then none is.
    private func book(_ run: WideRun, isWhole: Bool) -> Bool {
        let (row, count) = (run.row, run.count)
        let (columns, amounts, sums) = (run.columns, run.amounts, run.sums)
        // After a whole row no column can have missed one.
        let mayHaveGaps = run.lastWhole != row - 1
        for index in 0..<count {
            let amount = amounts[index]
            if UInt64(bitPattern: amount) > columns[index].greatest {
                // An empty cell is -1, and greater than all.
                guard amount >= 0 else { continue }
                guard UInt64(bitPattern: amount) <= cursors[index].limit else { return false }
                columns[index].greatest = UInt64(amount)
            }
            if mayHaveGaps, amount >= 0, run.seen(index) &+ 1 < row {
                guard closeGap(index, run) else { return false }
            }
        }
        if isWhole {
            for index in 0..<count { sums[index] &+= amounts[index] }
            run.lastWhole = row
        } else {
            for index in 0..<count where amounts[index] >= 0 {
                sums[index] &+= amounts[index]
                columns[index].seen = row
            }
        }
        for index in run.single where amounts[index] >= 0 {
            let cursor = cursors + index
            cursor.pointee.cell.pointee = amounts[index]
            cursor.pointee.cell += 1
            if cursor.pointee.cell == cursor.pointee.cellEnd { nextPage(of: index) }
        }
        run.row += 1
        run.stamp += run.slots.step
        if run.slots.start(of: run.stamp) % run.slots.seconds == 0 { nextSlots(run) }
        return true
    }

    /// A column holds a value again after rows without one.
    private func closeGap(_ index: Int, _ run: WideRun) -> Bool {
        guard cursors[index].perSlot != 0, let rule = registry.rules[tracks[index].meter] else {
            run.columns[index].seen = run.row - 1
            return true
        }
        let (row, seen) = (run.row, run.seen(index))
        if seen >= 0 {
            cursors[index].expected = run.stamp - Int64(row - seen - 1) * run.slots.step
        }
        let expected = cursors[index].expected
        guard skip(index, rule, from: expected, to: run.stamp, line: line + 1) else { return false }
        cursors[index].expected = run.stamp
        run.columns[index].seen = run.row - 1
        return true
    }

    private func nextSlots(_ run: WideRun) {
        for index in 0..<run.count {
            let cursor = cursors + index
            if cursor.pointee.perSlot > 0 {
                cursor.pointee.sum &+= run.sums[index]
                nextSlot(of: index)
            }
            run.sums[index] = 0
        }
    }

    /// Gives back to the cursors what the run holds.
    func endWideRun() {
        guard let run = wideRun else { return }
        wideRun = nil
        let next = run.slots.start(of: run.stamp)
        for index in 0..<run.count where cursors[index].perSlot != 0 {
            let cursor = cursors + index
            cursor.pointee.greatest = run.columns[index].greatest
            let seen = run.seen(index)
            if seen >= 0 {
                cursor.pointee.expected = run.stamp - Int64(run.row - seen - 1) * run.slots.step
            }
            if cursor.pointee.perSlot < 0 {
                cursor.pointee.perSlot = 1
                continue
            }
            cursor.pointee.sum &+= run.sums[index]
            place(index, at: next, run)
        }
    }
}
