import Metering

/// The loop over sweeps: every meter has its row at a stamp, so that the clock, the step and the slot are looked
/// at once a sweep, and a row needs little more than its name and its number.
extension PlainScanner {
    /// The fewest meters of which a sweep is worth its while.
    private static let fewest = 4

    /// Takes rows of the stamp at hand in the order of the sweep before, up to its end, that of the block, or a row
    /// that is not alike, which ends the run.
    ///
    /// - Parameters:
    ///   - text: The text of the stamp, which each row begins with.
    ///   - first: The cursor whose row is expected.
    /// - Returns: Where it stopped, how many rows it took, the cursor of the last one and that of the next; nil
    ///   where it took none.
    @inline(never)
    func takeSweep(
        _ start: UnsafeRawPointer, _ limit: UnsafeRawPointer, _ text: StampText, from first: Int
    ) -> (at: UnsafeRawPointer, rows: Int, last: Int, next: Int)? {
        guard let run = sweep ?? beginSweep(from: first) else { return nil }
        sweep = run
        if run.position == 0, instants[0] != run.stamp {
            endSweep()
            return nil
        }
        let (begin, end) = (run.entries + run.position, run.entries + run.count)
        var (at, entry) = (start, begin)
        repeat {
            (at, entry) = Self.takeAlike(at, entry, limit, end, text, stampLength: memo.length)
        } while at < limit && entry != end && adapt(entry - run.entries, of: run, to: at, text)
        let rows = entry - begin
        run.position += rows
        let next = (entry == end ? run.entries : entry).pointee.cursor
        if entry == end {
            lastSweepPause = 0
            finish(run)
        } else if at < limit {
            endSweep()
            pauseSweeps()
        }
        guard rows > 0 else { return nil }
        return (at, rows, Int((entry - 1).pointee.cursor), Int(next))
    }

    /// Takes rows as long as each is as its entry expects. What seldom happens stands elsewhere, so that all that the
    /// loop needs stays in registers.
    @inline(never)
    private static func takeAlike(
        _ start: UnsafeRawPointer, _ first: UnsafeMutablePointer<MeterSweep.Entry>,
        _ limit: UnsafeRawPointer, _ end: UnsafeMutablePointer<MeterSweep.Entry>,
        _ text: StampText, stampLength: Int
    ) -> (UnsafeRawPointer, UnsafeMutablePointer<MeterSweep.Entry>) {
        var (at, entry) = (start, first)
        let tailOffset = text.tailOffset
        while at < limit, entry != end {
            let difference = text.difference(StampText.half(at), StampText.half(at + tailOffset))
            let name = at + stampLength
            guard StampText.isNothing(difference | entry.pointee.difference(name)) else { break }
            let number = name + Int(entry.pointee.keyLength)
            let form = entry.pointee.form
            guard let digits = form.pointee.digits(of: PlainNumber.word(number)),
                digits.byteSwapped <= entry.pointee.bound
            else { break }
            entry.pointee.digits &+= digits
            at = number + form.pointee.step
            entry += 1
        }
        return (at, entry)
    }

    /// Makes an entry expect its row as it is: a number that is written otherwise, or a greater one.
    ///
    /// - Returns: False where the row is not of that meter and stamp, or its number must be looked at.
    @inline(never)
    private func adapt(
        _ index: Int, of run: MeterSweep, to row: UnsafeRawPointer, _ text: StampText
    ) -> Bool {
        let entry = run.entries + index
        let difference = text.difference(
            StampText.half(row), StampText.half(row + text.tailOffset))
        let name = row + memo.length
        guard StampText.isNothing(difference | entry.pointee.difference(name)) else { return false }
        let cursor = cursors + Int(entry.pointee.cursor)
        let word = PlainNumber.word(name + Int(entry.pointee.keyLength))
        guard let value = entry.pointee.form.pointee.value(of: word) else {
            guard let new = form(of: word, in: cursor) else { return false }
            run.turn(index, to: new.0, unit: new.unit)
            return true
        }
        let place = run.places[index]
        let amount = UInt64(bitPattern: value &* place.unit)
        guard amount > place.greatest, amount <= cursor.pointee.limit else { return false }
        run.raise(index, to: amount)
        return true
    }

    // MARK: - From the cursors and back

    /// Begins a run where the last rows were one of each meter, and all stand at the same step of the same slot.
    private func beginSweep(from first: Int) -> MeterSweep? {
        guard case .sum = purpose, calendarCount == 1, tracks.count >= Self.fewest,
            let run = sweepAtHand(from: first)
        else {
            pauseSweeps()
            return nil
        }
        return run
    }

    private func pauseSweeps() {
        lastSweepPause = min(lastSweepPause * 2 + 1, 1 << 20)
        sweepPause = lastSweepPause
    }

    private func sweepAtHand(from first: Int) -> MeterSweep? {
        let (stamp, count) = (instants[0], tracks.count)
        guard stamp != PlainCursor.unsettled, let tracks = tracks.baseAddress else { return nil }
        var found: PlainTrack.Slots?
        var meters: [(entry: MeterSweep.Entry, place: MeterSweep.Place, sum: Int64)] = []
        meters.reserveCapacity(count)
        var single: [Int] = []
        var index = first
        repeat {
            let (cursor, track) = (cursors + index, tracks + index)
            // It only passes: what its digits mean does not matter.
            var (form, sum) = (cursor.pointee.forms, Int64(0))
            var place = MeterSweep.Place(unit: 0, greatest: .max)
            switch track.pointee.status {
            case .irregular: break
            case .empty, .first: return nil
            case .steady:
                guard !track.pointee.isRounded, cursor.pointee.baseMask == 0,
                    cursor.pointee.expected == stamp,
                    found == nil || found == track.pointee.slots
                else { return nil }
                found = track.pointee.slots
                (form, sum) = (cursor.pointee.form, cursor.pointee.sum)
                (place.unit, place.greatest) = (cursor.pointee.unit, cursor.pointee.greatest)
                if track.pointee.demand != nil {
                    single.append(meters.count)
                } else {
                    (place.cell, place.end) = (cursor.pointee.cell, cursor.pointee.cellEnd)
                }
            }
            let entry = MeterSweep.Entry(
                key: cursor.pointee.key, keyMask: cursor.pointee.keyMask,
                keyLength: cursor.pointee.keyLength, cursor: Int32(index), form: form, bound: 0)
            meters.append((entry, place, sum))
            index = cursor.pointee.next / MemoryLayout<PlainCursor>.stride
        } while index != first && meters.count < count
        // Each meter once, and the first one again.
        guard let found, index == first, meters.count == count else { return nil }
        return MeterSweep(
            meters, single: single, step: found.step, perSlot: found.perSlot,
            left: found.left(at: stamp), stamp: stamp)
    }

    /// Ends a sweep, and with it perhaps the slot.
    private func finish(_ run: MeterSweep) {
        for index in run.single {
            run.settle(index)
            putReading(index, of: run)
        }
        run.endSweep()
        if run.left == 0, run.endSlot() {
            putSlots(of: run)
            run.clear()
        }
    }

    /// Writes the slots that are held.
    private func putSlots(of run: MeterSweep) {
        run.put { index, written in
            let cursor = Int(run.entries[index].cursor)
            nextPage(of: cursor)
            for slot in written..<run.slots {
                cursors[cursor].cell.pointee = run.slot(slot, of: index)
                cursors[cursor].cell += 1
            }
            run.places[index].cell = cursors[cursor].cell
            run.places[index].end = cursors[cursor].cellEnd
        }
    }

    /// Puts the last reading of a meter whose readings stand one by one.
    private func putReading(_ index: Int, of run: MeterSweep) {
        let cursor = cursors + Int(run.entries[index].cursor)
        cursor.pointee.cell.pointee = run.sums[index]
        run.sums[index] = 0
        cursor.pointee.cell += 1
        if cursor.pointee.cell == cursor.pointee.cellEnd {
            nextPage(of: Int(run.entries[index].cursor))
        }
    }

    /// Gives back to the cursors what the run holds.
    func endSweep() {
        guard let run = sweep else { return }
        sweep = nil
        run.settle()
        putSlots(of: run)
        for place in 0..<run.count {
            let (entry, known) = (run.entries + place, run.places[place])
            let index = Int(entry.pointee.cursor)
            let cursor = cursors + index
            guard cursor.pointee.perSlot > 0 else { continue }
            let isTaken = place < run.position
            (cursor.pointee.form, cursor.pointee.unit) = (entry.pointee.form, known.unit)
            cursor.pointee.greatest = known.greatest
            cursor.pointee.expected = run.stamp + (isTaken ? run.step : 0)
            guard let cell = known.cell else {
                if isTaken { putReading(place, of: run) }
                continue
            }
            cursor.pointee.cell = cell
            cursor.pointee.sum = run.sums[place]
            cursor.pointee.left = run.left - (isTaken ? 1 : 0)
            if cursor.pointee.left == 0 { nextSlot(of: index) }
        }
    }
}
