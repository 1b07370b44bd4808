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
        let (stampLength, tailOffset) = (memo.length, text.tailOffset)
        let (begin, end) = (run.entries + run.position, run.entries + run.count)
        var (at, entry, sum) = (start, begin, run.sums + run.position)
        while at < limit, entry != end {
            let difference = text.difference(StampText.half(at), StampText.half(at + tailOffset))
            let name = at + stampLength
            let other = (StampText.half(name) ^ entry.pointee.key) & entry.pointee.keyMask
            guard StampText.isNothing(difference | other) else { break }
            let number = name + Int(entry.pointee.keyLength)
            let digits = PlainNumber.word(number)
            guard let value = entry.pointee.form.pointee.value(of: digits) else {
                guard let new = form(of: digits, in: cursors + Int(entry.pointee.cursor)) else {
                    break
                }
                (entry.pointee.form, entry.pointee.unit) = new
                continue
            }
            let amount = value &* entry.pointee.unit
            if UInt64(bitPattern: amount) > entry.pointee.greatest {
                guard UInt64(bitPattern: amount) <= cursors[Int(entry.pointee.cursor)].limit else {
                    break
                }
                entry.pointee.greatest = UInt64(bitPattern: amount)
            }
            sum.pointee &+= amount
            at = number + entry.pointee.form.pointee.step
            entry += 1
            sum += 1
        }
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
            var (form, unit, greatest) = (cursor.pointee.forms, Int64(0), UInt64.max)
            var (place, sum) = (MeterSweep.Place(), Int64(0))
            switch track.pointee.status {
            // It only passes.
            case .irregular: break
            case .empty, .first: return nil
            case .steady:
                guard !track.pointee.isRounded, cursor.pointee.baseMask == 0,
                    cursor.pointee.expected == stamp,
                    found == nil || found == track.pointee.slots
                else { return nil }
                found = track.pointee.slots
                (form, unit) = (cursor.pointee.form, cursor.pointee.unit)
                (greatest, sum) = (cursor.pointee.greatest, cursor.pointee.sum)
                if track.pointee.demand != nil {
                    single.append(meters.count)
                } else {
                    place = MeterSweep.Place(cell: cursor.pointee.cell, end: cursor.pointee.cellEnd)
                }
            }
            let entry = MeterSweep.Entry(
                key: cursor.pointee.key, keyMask: cursor.pointee.keyMask,
                keyLength: cursor.pointee.keyLength, cursor: Int32(index), form: form, unit: unit,
                greatest: greatest)
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
        for index in run.single { putReading(index, of: run) }
        run.position = 0
        run.stamp += run.step
        run.left -= 1
        guard run.left == 0 else { return }
        run.left = run.perSlot
        if run.endSlot() {
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
            run.places[index] = MeterSweep.Place(
                cell: cursors[cursor].cell, end: cursors[cursor].cellEnd)
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
        putSlots(of: run)
        for place in 0..<run.count {
            let entry = run.entries + place
            let index = Int(entry.pointee.cursor)
            let cursor = cursors + index
            guard cursor.pointee.perSlot > 0 else { continue }
            let isTaken = place < run.position
            (cursor.pointee.form, cursor.pointee.unit) = (entry.pointee.form, entry.pointee.unit)
            cursor.pointee.greatest = entry.pointee.greatest
            cursor.pointee.expected = run.stamp + (isTaken ? run.step : 0)
            guard let cell = run.places[place].cell else {
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
