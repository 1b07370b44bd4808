import Glibc
import Metering

/// The sums of one meter's slots as they grow: the last few stand in eight bytes, where the loops over rows write
/// them, all others in four as long as none of the meter's needs more.
///
/// Most of what the reader holds are these; half the bytes are half the pages that the kernel must clear. Who owns
/// one lets go of it.
struct SlotColumn {
    /// How many slots stand at hand: so few that those of many meters stay in a processor's cache together.
    private static let atHand = 64

    private var cells: UnsafeMutablePointer<Int64>?
    /// The first slot at hand.
    private var first = 0
    /// The slots behind the last one that was ever put into a page.
    private var written = 0
    private var pages: [UnsafeMutableRawPointer] = []
    /// The page that was written last, so that the list of pages, which lies far away, is seldom asked.
    private var page: (place: Page, memory: UnsafeMutableRawPointer)?
    private var isWide = false

    /// The slot behind those at hand.
    var end: Int { first + Self.atHand }

    /// Brings a slot and those that follow it to hand.
    ///
    /// - Returns: The slot's cell, and the end of those at hand.
    mutating func stand(
        at slot: Int
    ) -> (cell: UnsafeMutablePointer<Int64>, end: UnsafeMutablePointer<Int64>) {
        if let cells, slot >= first, slot < end {
            return (cells + (slot - first), cells + Self.atHand)
        }
        let cells = cells ?? .allocate(capacity: Self.atHand)
        if self.cells != nil { put(Self.atHand) }
        self.cells = cells
        first = slot
        cells.initialize(repeating: 0, count: Self.atHand)
        // It seldom stood there before.
        for next in slot..<max(slot, min(end, written)) { cells[next - slot] = self[next] }
        return (cells, cells + Self.atHand)
    }

    /// The sums of the first slots; they are let go of.
    mutating func take(_ count: Int) -> SlotSums {
        put(max(0, min(Self.atHand, count - first)))
        defer { letGo() }
        return isWide ? .wide(joined(count)) : .narrow(joined(count))
    }

    mutating func letGo() {
        cells?.deallocate()
        for page in pages { free(page) }
        self = SlotColumn()
    }

    // MARK: - Pages

    /// A slot that was put into a page.
    private subscript(slot: Int) -> Int64 {
        let page = Page(of: slot)
        let place = slot - page.first
        return isWide
            ? (pages[page.number].assumingMemoryBound(to: Int64.self) + place).pointee
            : Int64((pages[page.number].assumingMemoryBound(to: UInt32.self) + place).pointee)
    }

    /// Puts the first of the cells at hand into their pages.
    private mutating func put(_ count: Int) {
        guard let cells, count > 0 else { return }
        var all: Int64 = 0
        for index in 0..<count { all |= cells[index] }
        if !isWide, UInt64(bitPattern: all) > UInt64(UInt32.max) { widen() }
        var index = 0
        while index < count {
            let (page, memory) = pageAtHand(of: first + index)
            let place = first + index - page.first
            let fitting = min(count - index, page.size - place)
            if isWide {
                (memory.assumingMemoryBound(to: Int64.self) + place)
                    .update(from: cells + index, count: fitting)
            } else {
                let target = memory.assumingMemoryBound(to: UInt32.self) + place
                let source = cells + index
                for next in 0..<fitting {
                    target[next] = UInt32(truncatingIfNeeded: source[next])
                }
            }
            index += fitting
        }
        written = max(written, first + count)
    }

    /// The page in which a slot stands.
    private mutating func pageAtHand(
        of slot: Int
    ) -> (place: Page, memory: UnsafeMutableRawPointer) {
        if let page, slot >= page.place.first, slot < page.place.first + page.place.size {
            return page
        }
        let place = Page(of: slot)
        while pages.count <= place.number { pages.append(newPage(Page(pages.count))) }
        let found = (place, pages[place.number])
        page = found
        return found
    }

    /// A page of zeros, which fresh memory is without being written.
    private func newPage(_ page: Page) -> UnsafeMutableRawPointer {
        let stride = isWide ? MemoryLayout<Int64>.stride : MemoryLayout<UInt32>.stride
        guard let zeros = calloc(page.size, stride) else { fatalError("out of memory") }
        return zeros
    }

    /// From here on all of the meter's slots take eight bytes.
    private mutating func widen() {
        isWide = true
        page = nil
        for number in pages.indices {
            let (page, narrow) = (Page(number), pages[number])
            pages[number] = newPage(page)
            let wide = pages[number].assumingMemoryBound(to: Int64.self)
            let sums = narrow.assumingMemoryBound(to: UInt32.self)
            for place in 0..<page.size { wide[place] = Int64(sums[place]) }
            free(narrow)
        }
    }

    private func joined<Sum: FixedWidthInteger>(_ count: Int) -> [Sum] {
        [Sum](unsafeUninitializedCapacity: count) { sums, initialized in
            guard let base = sums.baseAddress else { return }
            for number in pages.indices {
                let page = Page(number)
                guard page.first < count else { break }
                (base + page.first).initialize(
                    from: pages[number].assumingMemoryBound(to: Sum.self),
                    count: min(page.size, count - page.first))
                initialized = min(page.first + page.size, count)
            }
            // Behind the last page nothing was read.
            (base + initialized).initialize(repeating: 0, count: count - initialized)
            initialized = count
        }
    }

    /// How the slots are allocated: eight days of hours at a time, so that a file of a week wastes little, and behind
    /// the first four of these a month at a time, so that one of a year asks seldom.
    private struct Page {
        private static let small = 192
        private static let smalls = 4
        private static let large = small * smalls

        let number: Int

        init(_ number: Int) { self.number = number }

        init(of slot: Int) {
            number = slot < Self.large ? slot / Self.small : slot / Self.large + Self.smalls - 1
        }

        /// Its first slot.
        var first: Int {
            number < Self.smalls ? number * Self.small : (number - Self.smalls + 1) * Self.large
        }

        /// How many slots it holds.
        var size: Int { number < Self.smalls ? Self.small : Self.large }
    }
}
