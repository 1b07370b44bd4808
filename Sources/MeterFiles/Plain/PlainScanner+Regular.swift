import Metering
import Quantities

/// Whether each meter keeps to its rule, reading by reading, and the sums of its slots.
extension PlainScanner {
    /// Takes a reading that needs a closer look.
    func accept(_ index: Int, significand: Int64, places: Int, line: Int) throws {
        try accept(index, line: line) {
            DecimalText(significand: Int128(significand), scale: places)
        } quick: { units in
            guard places < UnitTables.places, units[places] != 0,
                significand <= 99_999_999
            else { return nil }
            return significand * units[places]
        } short: {
            (significand, places)
        }
    }

    /// Takes a reading that the decoder read.
    func accept(_ index: Int, _ value: DecimalText, line: Int) throws {
        guard let significand = Int64(exactly: value.significand), significand >= 0 else {
            sawReading = true
            if case .sum = purpose {
                giveUp(index)
                return
            }
            return try keep(index, value, line: line)
        }
        try accept(index, significand: significand, places: value.scale, line: line)
    }

    @inline(__always)
    private func accept(
        _ index: Int, line: Int, value: () -> DecimalText,
        quick: (UnsafePointer<Int64>) -> Int64?, short: () -> (Int64, Int)
    ) throws {
        sawReading = true
        if case .keep = purpose { return try keep(index, value(), line: line) }
        let cursor = cursors + index
        let stamp = instants[Int(cursor.pointee.calendar)]
        switch tracks[index].status {
        case .irregular:
            return
        case .empty:
            guard stamp != PlainCursor.unsettled, let rule = registry.rules[tracks[index].meter]
            else { return giveUp(index) }
            tracks[index].firstStamp = stamp
            tracks[index].firstLine = Int32(clamping: line)
            if let step = rule.meter.intervalSeconds, !rule.isRegister {
                guard begin(index, rule, step: step) else { return giveUp(index) }
                return add(index, stamp, quick(cursor.pointee.units), value, line: line)
            }
            let (significand, places) = short()
            tracks[index].status = .first(significand: significand, places: places)
        case .first(let significand, let places):
            guard stamp != PlainCursor.unsettled, let rule = registry.rules[tracks[index].meter],
                stamp > tracks[index].firstStamp
            else { return giveUp(index) }
            tracks[index].isStepFound = true
            guard begin(index, rule, step: stamp - tracks[index].firstStamp) else {
                return giveUp(index)
            }
            let first = DecimalText(significand: Int128(significand), scale: places)
            add(
                index, tracks[index].firstStamp, nil, { first },
                line: Int(tracks[index].firstLine))
            guard case .steady = tracks[index].status else { return }
            add(index, stamp, quick(cursor.pointee.units), value, line: line)
        case .steady:
            guard stamp != PlainCursor.unsettled else { return giveUp(index) }
            add(index, stamp, quick(cursor.pointee.units), value, line: line)
        }
    }

    private func keep(_ index: Int, _ value: DecimalText, line: Int) throws {
        guard case .keep(let readings) = purpose, tracks[index].isWanted else { return }
        try keep(
            index,
            readings.words(
                stamp: memo.seconds, isLocal: memo.isLocal, value: value, line: line))
    }

    /// Keeps a row of a meter that is wanted; where its rows go, its cursor knows.
    @inline(__always)
    func keep(_ index: Int, _ words: CompactReadings.Words) throws {
        let cursor = cursors + index
        if cursor.pointee.cell == cursor.pointee.cellEnd { try nextChunk(of: index) }
        CompactReadings.store(words, at: cursor.pointee.cell)
        cursor.pointee.cell += 2
    }

    private func nextChunk(of index: Int) throws {
        guard case .keep(let readings) = purpose else { return }
        let words = CompactReadings.chunkBytes / MemoryLayout<Int64>.size
        let chunk = try readings.newChunk(of: &tracks[index].list)
            .bindMemory(to: Int64.self, capacity: words)
        cursors[index].cell = chunk
        cursors[index].cellEnd = chunk + words
        tracks[index].list.count += words / 2
    }

    /// The rows that were kept of a meter.
    func keptRows(_ index: Int) -> CompactReadings.List {
        var list = tracks[index].list
        list.count -= (cursors[index].cellEnd - cursors[index].cell) / 2
        return list
    }

    /// From here on the meter's rows only pass; it is derived the careful way.
    func giveUp(_ index: Int) {
        tracks[index].status = .irregular
        tracks[index].gaps = []
        cursors[index].perSlot = 0
        cursors[index].sum = 0
        letGo(index)
        cursors[index].expected = PlainCursor.never
    }

    // MARK: - On a step

    /// Begins the sums of a meter whose step is known.
    private func begin(_ index: Int, _ rule: RegularRule, step: Int64) -> Bool {
        let slot = rule.slotSeconds
        let first = tracks[index].firstStamp
        let start = rule.namesEnd && !rule.isRegister ? first - step : first
        guard rule.accepts(step: step), start % step == 0, start >= 0 else { return false }
        let firstSlot = start / slot * slot
        tracks[index].start = start
        tracks[index].firstSlot = firstSlot
        tracks[index].status = .steady
        tracks[index].expected = first
        let slots = PlainTrack.Slots(
            step: step, seconds: slot, namesEnd: rule.namesEnd && !rule.isRegister)
        tracks[index].slots = slots
        let cursor = cursors + index
        cursor.pointee.step = step
        place(index, atSlot: 0)
        cursor.pointee.perSlot = slots.perSlot
        cursor.pointee.left = slots.left(at: first)
        beginDemand(index, rule, step: step)
        cursor.pointee.baseMask = rule.isRegister ? -1 : 0
        cursor.pointee.limit = UInt64(rule.greatestTaken(step: step))
        if let units = unitTables.table(of: rule, step: step) {
            cursor.pointee.units = units
            cursor.pointee.expected = first
        } else {
            tracks[index].isRounded = true
        }
        return true
    }

    private func add(
        _ index: Int, _ stamp: Int64, _ quick: Int64?, _ value: () -> DecimalText, line: Int
    ) {
        let cursor = cursors + index
        guard let rule = registry.rules[tracks[index].meter] else { return giveUp(index) }
        let step = cursor.pointee.step
        let expected =
            tracks[index].isRounded ? tracks[index].expected : cursor.pointee.expected
        if stamp != expected {
            guard stamp > expected, (stamp - expected) % step == 0, !rule.isRegister,
                skip(index, rule, from: expected, to: stamp, line: line)
            else { return giveUp(index) }
        }
        guard let amount = quick ?? rule.amount(of: value(), step: step) else {
            return giveUp(index)
        }
        let isFirstCount = rule.isRegister && stamp == tracks[index].firstStamp
        let net = rule.isRegister ? (isFirstCount ? 0 : amount - cursor.pointee.base) : amount
        guard
            UInt64(bitPattern: net) <= cursor.pointee.greatest
                || cursor.pointee.raiseGreatest(to: net)
        else { return giveUp(index) }
        cursor.pointee.base = amount & cursor.pointee.baseMask
        if tracks[index].isRounded {
            tracks[index].expected = stamp + step
        } else {
            cursor.pointee.expected = stamp + step
        }
        guard !isFirstCount else { return }
        cursor.pointee.sum += net
        cursor.pointee.left -= 1
        if cursor.pointee.left == 0 { nextSlot(of: index) }
    }

    /// Goes to the next slot of a meter.
    func nextSlot(of index: Int) {
        let cursor = cursors + index
        cursor.pointee.settle()
        cursor.pointee.left = cursor.pointee.perSlot
        cursor.pointee.cell += 1
        if cursor.pointee.cell == cursor.pointee.cellEnd { nextPage(of: index) }
    }

    /// Goes to the next slots, or readings, where none is left at hand.
    func nextPage(of index: Int) {
        if let page = tracks[index].demand { return fold(index, page) }
        stand(index, atSlot: tracks[index].sums.end)
    }

    /// Leaves the slot at hand for another one.
    func place(_ index: Int, atSlot slot: Int) {
        cursors[index].settle()
        stand(index, atSlot: slot)
    }

    /// Goes to a slot, for which room is made.
    private func stand(_ index: Int, atSlot slot: Int) {
        (cursors[index].cell, cursors[index].cellEnd) = tracks[index].sums.stand(at: slot)
        cursors[index].sum = cursors[index].cell.pointee
    }

    private func letGo(_ index: Int) {
        tracks[index].sums.letGo()
        tracks[index].demand = nil
    }

    /// Leaves readings out; false where that might change the step, or is too far.
    func skip(
        _ index: Int, _ rule: RegularRule, from expected: Int64, to stamp: Int64, line: Int
    ) -> Bool {
        let cursor = cursors + index
        let step = cursor.pointee.step
        let last = expected - step
        if tracks[index].isStepFound {
            // Three equal steps in a row begin another interval length, see `IntervalSteps`.
            let isRun =
                tracks[index].lastGapStamp == last && tracks[index].lastGapStep == stamp - last
            tracks[index].gapRun = isRun ? tracks[index].gapRun + 1 : 1
            tracks[index].lastGapStamp = stamp
            tracks[index].lastGapStep = stamp - last
            guard tracks[index].gapRun < 3 else { return false }
        }
        let shift = rule.namesEnd ? step : 0
        let gap = Interval(start: expected - shift, end: stamp - shift)
        tracks[index].gaps.append(.init(interval: gap, line: Int32(clamping: line)))
        let slot = Int((gap.end - tracks[index].firstSlot) / rule.slotSeconds)
        // What is held stays in proportion to what was read.
        let held = Int((expected - tracks[index].start) / rule.slotSeconds)
        guard slot < held * 8 + 4_096, tracks[index].gaps.count < held * 2 + 64 else {
            return false
        }
        if let page = tracks[index].demand {
            fold(index, page)
            page.at = gap.end
            return true
        }
        place(index, atSlot: slot)
        let slotEnd = tracks[index].firstSlot + Int64(slot + 1) * rule.slotSeconds
        cursor.pointee.left = Int32((slotEnd - gap.end) / step)
        return true
    }

    // MARK: - What came of it

    /// Tells whether a meter kept to its rule in the whole file.
    func isRegular(_ index: Int) -> Bool {
        switch tracks[index].status {
        case .irregular: false
        case .empty: true
        case .first: false
        case .steady: hasCertainStep(index)
        }
    }

    /// A found step is certain where three steps in a row must be equal to it, or all are.
    private func hasCertainStep(_ index: Int) -> Bool {
        let track = tracks[index]
        guard track.isStepFound, registry.rules[track.meter]?.isRegister == false,
            !track.gaps.isEmpty
        else { return true }
        let missing = track.gaps.reduce(Int64(0)) { $0 + $1.interval.seconds }
        let step = cursors[index].step
        let readings = (end(of: index) - track.start - missing) / step
        let gaps = Int64(track.gaps.count)
        return readings - 1 - gaps > 2 * (gaps + 1)
    }

    private func end(of index: Int) -> Int64 {
        let track = tracks[index]
        let expected = track.isRounded ? track.expected : cursors[index].expected
        let namesEnd = registry.rules[track.meter]?.namesEnd ?? false
        return namesEnd ? expected - cursors[index].step : expected
    }

    /// The readings of a regular meter; its sums are let go of.
    func takeReadings(_ index: Int, source: Int, file: String) -> RegularReadings? {
        guard isRegular(index), let rule = registry.rules[tracks[index].meter] else { return nil }
        if case .steady = tracks[index].status { cursors[index].settle() }
        if let page = tracks[index].demand { fold(index, page) }
        let track = tracks[index]
        let cursor = cursors[index]
        if case .empty = track.status {
            // A column of which no cell holds anything.
            return RegularReadings(
                source: source, file: file, interval: Interval(start: 0, end: 0),
                step: rule.slotSeconds, isStepFound: false, rows: 0, firstLine: 0, greatest: 0,
                gaps: [], firstSlot: 0, sums: .narrow([]))
        }
        let interval = Interval(start: track.start, end: end(of: index))
        let slots = Int(
            (interval.end - track.firstSlot + rule.slotSeconds - 1) / rule.slotSeconds)
        let sums = tracks[index].sums.take(slots)
        letGo(index)
        let missing = track.gaps.reduce(Int64(0)) { $0 + $1.interval.seconds }
        let amounts = (interval.seconds - missing) / cursor.step
        return RegularReadings(
            source: source, file: file, interval: interval, step: cursor.step,
            isStepFound: track.isStepFound, rows: amounts + (rule.isRegister ? 1 : 0),
            firstLine: track.firstLine, greatest: Int64(cursor.greatest), gaps: track.gaps,
            firstSlot: track.firstSlot, sums: sums, demand: track.demand?.demand.part)
    }
}
