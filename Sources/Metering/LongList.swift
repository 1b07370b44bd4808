/// A list of any length in bounded memory (长列表): pages of records, of which only the last used stay in memory where
/// there is a shelf to lay the others on.
///
/// It is meant for walks from one end to the other, with a few places at a time.
final class LongList<Record: BitwiseCopyable>: RandomAccessCollection {
    private typealias Page = UnsafeMutablePointer<Record>

    /// How many bytes a page has at most.
    private static var pageBytes: Int { 1 << 15 }

    private let shelf: Shelf?
    /// How many records a page has, as a power of two.
    private let shift: Int
    /// The records that fit what the list may hold in memory.
    private let greatestRun: Int

    /// The pages in memory, by their numbers; nil for one that lies on the shelf.
    @exclusivity(unchecked) private var pages: UnsafeMutableBufferPointer<Page?>
    /// Which pages are not on the shelf as they are.
    @exclusivity(unchecked) private var isChanged: UnsafeMutableBufferPointer<Bool>
    /// How many pages there are; the tables may have room for more.
    @exclusivity(unchecked) private var pageCount = 0
    @exclusivity(unchecked) private(set) var count = 0
    /// How many times a page was let go of: what was known of pages before holds no longer.
    @exclusivity(unchecked) private var turns = 0
    /// The pages in memory, the one that came first at `oldest`.
    private var resident: [Int] = []
    private var oldest = 0
    private var file: (any PageFile)?

    /// Makes an empty list; without a shelf all of it stays in memory.
    init(on shelf: Shelf?) {
        self.shelf = shelf
        let records = Swift.max(1, Self.pageBytes / MemoryLayout<Record>.stride)
        let shift = Int.bitWidth - 1 - records.leadingZeroBitCount
        self.shift = shift
        pages = .init(start: nil, count: 0)
        isChanged = .init(start: nil, count: 0)
        greatestRun =
            shelf.map { Swift.max(4 << shift, $0.memory / MemoryLayout<Record>.stride) } ?? Int.max
    }

    /// Makes a list of records that are at hand.
    convenience init(_ records: some Sequence<Record>, on shelf: Shelf? = nil) {
        self.init(on: shelf)
        for record in records { append(record) }
    }

    deinit {
        for page in pages[..<pageCount] { page?.deallocate() }
        pages.deallocate()
        isChanged.deallocate()
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(index: Int) -> Record {
        @inline(__always) get {
            precondition(index >= 0 && index < count, "the list has such a record")
            return page(index >> shift)[index & (1 << shift - 1)]
        }
        @inline(__always) set {
            precondition(index >= 0 && index < count, "the list has such a record")
            put(newValue, at: index)
        }
    }

    @inline(__always)
    func append(_ record: Record) {
        if count >> shift == pageCount { addPage() }
        put(record, at: count)
        count += 1
    }

    /// Lets go of all records from a place on.
    func truncate(to count: Int) { self.count = Swift.min(self.count, count) }

    @inline(__always)
    private func put(_ record: Record, at index: Int) {
        let number = index >> shift
        page(number)[index & (1 << shift - 1)] = record
        isChanged[number] = true
    }

    // MARK: - Pages

    @inline(__always)
    private func page(_ number: Int) -> Page { pages[number] ?? fetched(number) }

    @inline(never)
    private func addPage() {
        makeRoom()
        if pageCount == pages.count {
            pages = Self.grown(pages)
            isChanged = Self.grown(isChanged)
        }
        pages.initializeElement(at: pageCount, to: Page.allocate(capacity: 1 << shift))
        isChanged.initializeElement(at: pageCount, to: true)
        enter(pageCount)
        pageCount += 1
    }

    private static func grown<Entry>(
        _ table: UnsafeMutableBufferPointer<Entry>
    ) -> UnsafeMutableBufferPointer<Entry> {
        let more = UnsafeMutableBufferPointer<Entry>.allocate(
            capacity: Swift.max(4, 2 * table.count))
        _ = more.moveInitialize(fromContentsOf: table)
        table.deallocate()
        return more
    }

    @inline(never)
    private func fetched(_ number: Int) -> Page {
        makeRoom()
        let page = Page.allocate(capacity: 1 << shift)
        let bytes = UnsafeMutableRawBufferPointer(start: page, count: pageSize)
        let isRead = shelf?.attempt { try file?.read(into: bytes, at: number * pageSize) } ?? false
        // What cannot be fetched is nothing, until the shelf is asked.
        if !isRead || file == nil { bytes.initializeMemory(as: UInt8.self, repeating: 0) }
        pages[number] = page
        isChanged[number] = false
        enter(number)
        return page
    }

    private var pageSize: Int { MemoryLayout<Record>.stride << shift }

    private func enter(_ number: Int) {
        guard shelf != nil else { return }
        if oldest < resident.count, pages[resident[oldest]] == nil {
            resident[oldest] = number
            oldest = (oldest + 1) % resident.count
        } else {
            resident.append(number)
        }
    }

    /// Lays the page aside that came first, where as many are in memory as may be. One that cannot be written stays
    /// where it is, and the shelf knows that.
    private func makeRoom() {
        guard let shelf, resident.count << shift >= greatestRun else { return }
        let number = resident[oldest]
        guard let page = pages[number] else { return }
        if isChanged[number] {
            if file == nil { file = shelf.newFile() }
            guard let file else { return }
            let bytes = UnsafeRawBufferPointer(start: page, count: pageSize)
            let isWritten = shelf.attempt { try file.write(bytes, at: number * pageSize) }
            guard isWritten else { return }
        }
        page.deallocate()
        pages[number] = nil
        turns += 1
    }

    /// Walks from the first record to the last, page by page.
    struct Iterator: IteratorProtocol {
        private let list: LongList
        private var index = 0
        private var page: Page?
        private var end = 0
        private var turns = 0

        fileprivate init(_ list: LongList) { self.list = list }

        @inline(__always)
        mutating func next() -> Record? {
            if index == end || turns != list.turns {
                guard turn() else { return nil }
            }
            defer { index += 1 }
            return page.map { $0[index & (1 << list.shift - 1)] }
        }

        @inline(never)
        private mutating func turn() -> Bool {
            guard index < list.count else { return false }
            let number = index >> list.shift
            page = list.page(number)
            end = Swift.min((number + 1) << list.shift, list.count)
            turns = list.turns
            return true
        }
    }

    func makeIterator() -> Iterator { Iterator(self) }

    // MARK: - Order

    /// Turns the records round.
    func reverse() {
        for place in 0..<count / 2 {
            let other = self[count - 1 - place]
            self[count - 1 - place] = self[place]
            self[place] = other
        }
    }

    /// Sorts the records; those of which neither comes first stay in their order.
    ///
    /// What fits the memory is sorted there, run by run; then as many runs are merged at a time as have a page each.
    func sort(by comesFirst: (Record, Record) -> Bool) {
        if isSorted(by: comesFirst) { return }
        var runs = sortRuns(by: comesFirst)
        while runs.count > 1 {
            let merged = LongList(on: shelf)
            runs = stride(from: 0, to: runs.count, by: Self.mostRuns).map { first in
                let group = runs[first..<Swift.min(first + Self.mostRuns, runs.count)]
                let start = merged.count
                merge(Array(group), into: merged, by: comesFirst)
                return start..<merged.count
            }
            takeOver(merged)
        }
    }

    /// How many runs are merged at a time.
    private static var mostRuns: Int { 32 }

    func isSorted(by comesFirst: (Record, Record) -> Bool) -> Bool {
        var records = makeIterator()
        guard var last = records.next() else { return true }
        while let next = records.next() {
            if comesFirst(next, last) { return false }
            last = next
        }
        return true
    }

    private func sortRuns(by comesFirst: (Record, Record) -> Bool) -> [Range<Int>] {
        let length = Swift.min(greatestRun, count)
        return stride(from: 0, to: count, by: length).map { start in
            let range = start..<Swift.min(start + length, count)
            var run = range.map { self[$0] }
            run.sort(by: comesFirst)
            for (index, record) in zip(range, run) { put(record, at: index) }
            return range
        }
    }

    /// Of runs whose next records are alike the first goes on, so that the order among them stays.
    private func merge(
        _ runs: [Range<Int>], into merged: LongList, by comesFirst: (Record, Record) -> Bool
    ) {
        var heads = runs.map { (record: self[$0.lowerBound], next: $0.lowerBound + 1) }
        // The runs as a heap, the one whose head comes first at its top.
        var heap = Array(runs.indices)
        func isBefore(_ one: Int, _ other: Int) -> Bool {
            if comesFirst(heads[one].record, heads[other].record) { return true }
            return one < other && !comesFirst(heads[other].record, heads[one].record)
        }
        heap.heapify(by: isBefore)
        while let run = heap.first {
            merged.append(heads[run].record)
            if heads[run].next < runs[run].upperBound {
                heads[run] = (self[heads[run].next], heads[run].next + 1)
            } else {
                heap.swapAt(0, heap.count - 1)
                heap.removeLast()
            }
            heap.sink(from: 0, by: isBefore)
        }
    }

    private func takeOver(_ other: LongList) {
        swap(&pages, &other.pages)
        swap(&isChanged, &other.isChanged)
        swap(&pageCount, &other.pageCount)
        turns += 1
        swap(&resident, &other.resident)
        swap(&oldest, &other.oldest)
        swap(&file, &other.file)
        swap(&count, &other.count)
    }

    // MARK: - Thinning out

    /// Puts one record in the place of each run of those that belong together, all of which still stand when it is asked
    /// for.
    ///
    /// - Parameters:
    ///   - belongs: Whether a record belongs to the run that another begins.
    ///   - one: What stands for the records of a run of two or more.
    func mergeRuns(where belongs: (Record, Record) -> Bool, into one: (Range<Int>) -> Record) {
        var records = makeIterator()
        guard var first = records.next() else { return }
        var (kept, start, index) = (0, 0, 1)
        func keep() {
            if index > start + 1 {
                put(one(start..<index), at: kept)
            } else if kept != start {
                put(first, at: kept)
            }
            kept += 1
        }
        while let next = records.next() {
            if !belongs(first, next) {
                keep()
                (first, start) = (next, index)
            }
            index += 1
        }
        keep()
        truncate(to: kept)
    }

    /// Takes out the records at some places.
    func remove(where isOut: (Int) -> Bool) {
        var kept = 0
        for index in 0..<count where !isOut(index) {
            if kept != index { self[kept] = self[index] }
            kept += 1
        }
        truncate(to: kept)
    }
}
