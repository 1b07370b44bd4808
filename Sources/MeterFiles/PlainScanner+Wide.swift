import Metering

/// The fast loop of wide files: all columns stand at the same stamp, so that a row needs one look at
/// the clock and each cell little more than its number.
extension PlainScanner {
    /// Where one column stands in the rows of a run.
    private struct Column {
        /// How its last number was written, and the unit of a number that is written so.
        var form: UnsafePointer<CellForm>
        var unit: Int64 = 0
        /// The greatest amount so far.
        var greatest: UInt64
        let units: UnsafePointer<Int64>
        /// The row of the run, counted from 1, in which it last held a value, rows apart in which all
        /// did; 0 for the row before the run, -1 when that was earlier, as its cursor says.
        var seen: Int
    }

    /// What all columns of a run have in common.
    private struct Run {
        let step: Int64
        let slotSeconds: Int64
        let namesEnd: Bool
        /// The stamp of the row that must come next.
        var stamp: Int64
        var row = 1
        /// The last row in which every column held a value.
        var lastWhole = -1

        /// The beginning of the interval that a stamp names.
        func start(of stamp: Int64) -> Int64 { namesEnd ? stamp - step : stamp }
    }

    /// Takes rows as long as they are alike; gives where it stopped, at the beginning of a row.
    func scanWide(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer
    ) throws -> UnsafeRawPointer {
        guard case .sum = purpose, form.isUsualOrder, memo.length > 0, start < limit,
            takesStamp(start), var run = beginRun()
        else { return start }
        let count = form.wideMeters.count - 1
        let columns = UnsafeMutablePointer<Column>.allocate(capacity: count)
        let amounts = UnsafeMutablePointer<Int64>.allocate(capacity: count)
        // What the slot at hand holds so far.
        let sums = UnsafeMutablePointer<Int64>.allocate(capacity: count)
        let forms = CellForm.table(delimiter: form.delimiter)
        defer {
            columns.deallocate()
            amounts.deallocate()
            sums.deallocate()
            forms.deallocate()
        }
        sums.initialize(repeating: 0, count: count)
        for index in 0..<count {
            let cursor = cursors[index]
            let isIdle = cursor.perSlot == 0
            (columns + index).initialize(
                to: Column(
                    form: forms, greatest: isIdle ? .max : cursor.greatest,
                    units: isIdle ? unitTables.ones : cursor.units,
                    seen: isIdle || cursor.expected == run.stamp ? 0 : -1))
        }
        var at = start
        repeat {
            guard takesStamp(at), instants[0] == run.stamp,
                let row = cells(at + memo.length, count, columns, amounts, forms),
                book(count, columns, amounts, sums, isWhole: row.isWhole, &run)
            else { break }
            line += 1
            at = row.next
        } while at < limit
        end(run, count, columns, sums)
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
        let others =
            differs.0 & memo.masks.0 | differs.1 & memo.masks.1 | differs.2 & memo.masks.2
            | differs.3 & memo.masks.3
        guard others == 0, memo.clockOffset >= 0,
            let clock = PlainNumber.clock(
                PlainNumber.word(at, memo.clockOffset), mask: memo.clockMask),
            memo.steady.contains(memo.seconds + clock - memo.clock)
        else { return false }
        for index in 0..<calendarCount { instants[index] += clock - memo.clock }
        memo.seconds += clock - memo.clock
        memo.clock = clock
        memo.words = words
        memo.cell = []
        return true
    }

    /// The run that begins with the stamp at hand; nil when the columns are not all on one grid.
    private func beginRun() -> Run? {
        let count = form.wideMeters.count - 1
        guard count > 0, tracks.count == count, calendarCount == 1 else { return nil }
        let stamp = instants[0]
        var run: Run?
        // Where no column goes on without a gap, each is looked at by itself.
        var isOneInStep = false
        for index in 0..<count {
            guard Int(cursorOfColumn[index + 1]) == index else { return nil }
            let cursor = cursors[index]
            // A column that is derived the careful way only passes.
            if case .irregular = tracks[index].status { continue }
            guard case .steady = tracks[index].status, !tracks[index].isRounded,
                cursor.baseMask == 0, let rule = registry.rules[tracks[index].meter],
                cursor.expected <= stamp, (stamp - cursor.expected) % cursor.step == 0
            else { return nil }
            if cursor.expected == stamp { isOneInStep = true }
            if let run {
                guard run.step == cursor.step, run.slotSeconds == rule.slotSeconds,
                    run.namesEnd == rule.namesEnd
                else { return nil }
            } else {
                run = Run(
                    step: cursor.step, slotSeconds: rule.slotSeconds, namesEnd: rule.namesEnd,
                    stamp: stamp)
            }
        }
        // Columns without a reading for a while still stand at an older slot.
        guard let run, isOneInStep, stamp != PlainCursor.unsettled else { return nil }
        for index in 0..<count where cursors[index].perSlot > 0 {
            place(index, at: run.start(of: stamp), run)
        }
        return run
    }

    /// Puts a column at the slot of an instant.
    private func place(_ index: Int, at instant: Int64, _ run: Run) {
        let slot = Int((instant - tracks[index].firstSlot) / run.slotSeconds)
        place(index, atSlot: slot)
        let slotEnd = tracks[index].firstSlot + Int64(slot + 1) * run.slotSeconds
        cursors[index].left = Int32((slotEnd - instant) / run.step)
    }

    // MARK: - A row

    /// Reads the cells of a row; -1 stands for an empty one. Nil when any needs a closer look.
    private func cells(
        _ start: UnsafeRawPointer, _ count: Int, _ columns: UnsafeMutablePointer<Column>,
        _ amounts: UnsafeMutablePointer<Int64>, _ forms: UnsafePointer<CellForm>
    ) -> (next: UnsafeRawPointer, isWhole: Bool)? {
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
            let (value, placeBits, length) = PlainNumber.short(text)
            let places = Int(placeBits >> 3)
            let unit = column.pointee.units[places]
            guard length != 0, unit != 0,
                at.load(fromByteOffset: length, as: UInt8.self) == delimiter
            else { return nil }
            if length <= CellForm.longest {
                let isPointed = (text &>> UInt64((length &- 1 &- places) &* 8)) & 0xFF == 0x2E
                column.pointee.form =
                    forms + CellForm.index(length: length, places: isPointed ? places : nil)
                column.pointee.unit = unit
            }
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
            guard number.length != 0, unit != 0 else { return nil }
            amounts[count - 1] = number.value &* unit
            length = number.length
        }
        let end = at + length
        if end.load(as: UInt8.self) == 0x0A { return (end + 1, isWhole) }
        guard UInt16(littleEndian: end.loadUnaligned(as: UInt16.self)) == 0x0A0D else { return nil }
        return (end + 2, isWhole)
    }

    /// Books a row; false when one of its amounts must not simply be booked, and then none is.
    private func book(
        _ count: Int, _ columns: UnsafeMutablePointer<Column>,
        _ amounts: UnsafeMutablePointer<Int64>, _ sums: UnsafeMutablePointer<Int64>, isWhole: Bool,
        _ run: inout Run
    ) -> Bool {
        let row = run.row
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
            if mayHaveGaps, amount >= 0, seen(columns, index, run) &+ 1 < row {
                guard closeGap(index, columns, run) else { return false }
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
        run.row += 1
        run.stamp += run.step
        if run.start(of: run.stamp) % run.slotSeconds == 0 { nextSlots(count, sums) }
        return true
    }

    /// The row in which a column last held a value.
    @inline(__always)
    private func seen(
        _ columns: UnsafeMutablePointer<Column>, _ index: Int, _ run: Run
    ) -> Int { max(columns[index].seen, run.lastWhole) }

    /// A column holds a value again after rows without one.
    private func closeGap(
        _ index: Int, _ columns: UnsafeMutablePointer<Column>, _ run: Run
    ) -> Bool {
        guard cursors[index].perSlot > 0, let rule = registry.rules[tracks[index].meter] else {
            columns[index].seen = run.row - 1
            return true
        }
        let (row, seen) = (run.row, seen(columns, index, run))
        if seen >= 0 {
            cursors[index].expected = run.stamp - Int64(row - seen - 1) * run.step
        }
        let expected = cursors[index].expected
        guard skip(index, rule, from: expected, to: run.stamp, line: line + 1) else { return false }
        cursors[index].expected = run.stamp
        columns[index].seen = run.row - 1
        return true
    }

    private func nextSlots(_ count: Int, _ sums: UnsafeMutablePointer<Int64>) {
        for index in 0..<count {
            let cursor = cursors + index
            if cursor.pointee.perSlot > 0 {
                cursor.pointee.cell.pointee &+= sums[index]
                nextSlot(of: index)
            }
            sums[index] = 0
        }
    }

    /// Gives back to the cursors what the run holds.
    private func end(
        _ run: Run, _ count: Int, _ columns: UnsafeMutablePointer<Column>,
        _ sums: UnsafeMutablePointer<Int64>
    ) {
        let next = run.start(of: run.stamp)
        for index in 0..<count where cursors[index].perSlot > 0 {
            let cursor = cursors + index
            cursor.pointee.cell.pointee &+= sums[index]
            cursor.pointee.greatest = columns[index].greatest
            let seen = seen(columns, index, run)
            if seen >= 0 {
                cursor.pointee.expected = run.stamp - Int64(run.row - seen - 1) * run.step
            }
            place(index, at: next, run)
        }
    }
}
