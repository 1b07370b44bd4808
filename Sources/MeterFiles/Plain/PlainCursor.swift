import Metering
import Quantities

/// Where one meter stands while its rows stream past: only what every row touches, and what it rarely does.
///
/// The order of the fields is that of two lines of a processor's cache, which every row reads, and a third,
/// which few rows do.
struct PlainCursor {
    /// The name as it stands in a row, with its quotes and the delimiter after it, in sixteen bytes, and what of
    /// them belongs to it.
    var key = StampText.Half()
    var keyMask = StampText.Half()
    /// How its last number was written with what ended its row, and the unit of a number written so.
    var form: UnsafePointer<CellForm>
    var unit: Int64 = 0
    /// The cursor of the meter whose row followed this one's the last time, as an offset in bytes.
    var next: Int = 0
    /// The stamp that must come next; `never` where each row needs a closer look.
    var expected: Int64 = PlainCursor.never

    var step: Int64 = 0
    /// What the slot at hand holds so far: the cells of many meters lie far apart, and are written once a slot and
    /// never read, for which nobody waits.
    var sum: Int64 = 0
    /// The slot's cell; where rows are kept, the place of the next row.
    var cell: UnsafeMutablePointer<Int64>
    /// The greatest amount so far.
    var greatest: UInt64 = 0
    /// The count before, of a register; masked out for all others.
    var base: Int64 = 0
    var baseMask: Int64 = 0
    /// How long the name is there.
    var keyLength: Int32 = 0
    /// Which of the file's calendars reads its naive stamps.
    var calendar: Int32 = 0
    /// How many readings are still to come into the slot, and how many make one: 1 where readings stand one
    /// by one for the demand, -1 while a wide run takes care of them, 0 where nothing is summed.
    var left: Int32 = 0
    var perSlot: Int32 = 0

    /// The unit of a number by its decimal places; 0 where it would have to be rounded.
    var units: UnsafePointer<Int64>
    /// The greatest amount that the rule takes; a greater one, or one below zero, is looked at closely.
    var limit: UInt64 = 0
    /// All forms of numbers with the end of its rows.
    var forms: UnsafePointer<CellForm>
    /// What follows the number: the end of the line, and before it a quote where the cell has one;
    /// until it is known, nothing equals it.
    var ending: UInt32 = 1
    var endingMask: UInt32 = 0
    var endingLength: Int32 = 0
    /// Tells that the meter's rows are kept where any are.
    var isWanted = false
    /// The end of the cells at hand; where rows are kept, of the chunk.
    var cellEnd: UnsafeMutablePointer<Int64>
    /// What fills the third line.
    private let rest: (Int64, Int64) = (0, 0)

    init(
        forms: UnsafePointer<CellForm>, cell: UnsafeMutablePointer<Int64>,
        units: UnsafePointer<Int64>
    ) {
        (form, self.forms) = (forms, forms)
        (self.cell, cellEnd) = (cell, cell)
        self.units = units
    }

    /// Room for cursors, each of which begins a line of the cache.
    static func room(for count: Int) -> UnsafeMutablePointer<PlainCursor> {
        UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<PlainCursor>.stride, alignment: 64
        ).bindMemory(to: PlainCursor.self, capacity: count)
    }

    /// A stamp that no reading has.
    static let never = Int64.min
    /// The instant of a naive stamp that is not settled by itself.
    static let unsettled = Int64.max

    /// Puts what the slot at hand holds into its cell.
    @inline(__always)
    mutating func settle() {
        cell.pointee = sum
        sum = 0
    }

    /// Takes note of an amount that is greater than all before it; false when the rule may not take it.
    @inline(__always)
    mutating func raiseGreatest(to amount: Int64) -> Bool {
        guard UInt64(bitPattern: amount) <= limit else { return false }
        greatest = UInt64(bitPattern: amount)
        return true
    }
}

/// What is known of one meter in a file beside its cursor.
struct PlainTrack {
    /// A step, the slots that its amounts are summed to, and whether a stamp names the end of its step.
    struct Slots: Equatable {
        let step: Int64
        let seconds: Int64
        let namesEnd: Bool

        /// How many amounts make a slot.
        var perSlot: Int32 { Int32(seconds / step) }

        /// The beginning of the step that a stamp names.
        func start(of stamp: Int64) -> Int64 { namesEnd ? stamp - step : stamp }

        /// How many amounts are still to come into the slot in which a stamp's amount is.
        func left(at stamp: Int64) -> Int32 {
            Int32((seconds - start(of: stamp) % seconds) / step)
        }
    }

    /// How far the meter's readings keep to the rule.
    enum Status {
        /// No reading yet.
        case empty
        /// One reading, whose step the next one tells.
        case first(significand: Int64, places: Int)
        /// On a step.
        case steady
        /// It needs the careful way.
        case irregular
    }

    /// Its index in the registry.
    let meter: Int
    var status = Status.empty
    var isStepFound = false
    /// How its steps make slots, once the step is known.
    var slots = Slots(step: 1, seconds: 1, namesEnd: false)
    /// The stamp of the first reading, and its line.
    var firstStamp: Int64 = 0
    var firstLine: Int32 = 0
    /// The beginning of the first amount.
    var start: Int64 = 0
    /// The stamp that comes next, where the cursor does not follow it.
    var expected: Int64 = 0
    /// Tells that each row is looked at because its amount must be rounded.
    var isRounded = false
    var firstSlot: Int64 = 0
    /// The sums of the slots.
    var sums = SlotColumn()
    /// The last readings one by one, of a meter whose maximum demand is kept.
    var demand: DemandPage?
    var gaps: [RegularReadings.Gap] = []
    /// The last steps that were not the usual one, to find a change of the step.
    var lastGapStep: Int64 = 0
    var lastGapStamp: Int64 = .min
    var gapRun = 0
    /// The readings that are kept for the careful way.
    var list = CompactReadings.List()
    var isWanted = false
}
