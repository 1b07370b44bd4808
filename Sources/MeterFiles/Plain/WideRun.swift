/// Rows of a wide file that follow each other on one step: what all columns have in common, and where each
/// stands. It outlives the block of bytes in which it began.
final class WideRun {
    /// Where one column stands.
    struct Column {
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

    let count: Int
    let slots: PlainTrack.Slots
    /// The stamp of the row that must come next.
    var stamp: Int64
    var row = 1
    /// The last row in which every column held a value.
    var lastWhole = -1
    /// The columns whose readings stand one by one, see `DemandPage`.
    var single: [Int] = []

    let columns: UnsafeMutablePointer<Column>
    /// The amounts of the row at hand.
    let amounts: UnsafeMutablePointer<Int64>
    /// What the slot at hand holds so far.
    let sums: UnsafeMutablePointer<Int64>
    let forms: UnsafePointer<CellForm>

    init(
        count: Int, delimiter: UInt8, slots: PlainTrack.Slots, stamp: Int64
    ) {
        self.count = count
        self.slots = slots
        self.stamp = stamp
        columns = .allocate(capacity: count)
        amounts = .allocate(capacity: count)
        sums = .allocate(capacity: count)
        sums.initialize(repeating: 0, count: count)
        forms = CellForm.table(ending: UInt64(delimiter), count: 1)
    }

    deinit {
        columns.deallocate()
        amounts.deallocate()
        sums.deallocate()
        forms.deallocate()
    }

    /// The row in which a column last held a value.
    func seen(_ index: Int) -> Int { max(columns[index].seen, lastWhole) }
}
