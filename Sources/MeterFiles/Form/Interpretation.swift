import Metering

/// What makes a file other than the plain form (读法): how its bytes become text, its text numbers
/// and stamps, and its numbers the meter's unit.
///
/// `plain` is UTF-8 (a BOM at the beginning apart), numbers as `DecimalText` reads them, one column
/// of stamps as `Timestamp` reads them, no unit but the meter's, and one of the shapes long, wide and
/// single. A fast reader may take a plain file; every other goes record by record.
struct Interpretation: Hashable, Sendable {
    /// How the bytes become text.
    var encoding = TextEncoding.utf8
    /// How its numbers are written.
    var numbers = NumberForm.plain
    /// Columns whose numbers are written otherwise.
    var numbersOfColumn: [Int: NumberForm] = [:]
    /// How its stamps are written.
    var times = TimeForm.plain
    /// The column of the time of day, where the stamp's column holds the date alone.
    var clock: Int?
    /// The column of the month, where the stamp's column holds the year alone.
    var month: Int?
    /// The length of the periods that the clock's column counts [s]; nil where it names times.
    var clockPeriod: Int64?
    /// The column of the minutes, where that of the clock holds whole hours.
    var minutes: Int?
    /// Tells that the clock's column names begin and end of the interval; where it is the stamp's own, they
    /// stand behind the date.
    var clockIsRange = false
    /// The zone of stamps without an offset, as the file names it; an offset stands in `times`.
    var zone: String?
    /// The column that names the zone or the offset of each row.
    var zoneColumn: Int?
    /// The length of the file's intervals [s], which begin with the stamp, whatever the meter's are.
    var interval: Int64?
    /// What a whole number in that column counts [s]; nil where its name does not say it.
    var zoneStep: Int64?
    /// The column of the time of day of ends, where that of the ends holds the date alone.
    var endClock: Int?
    /// The days that the column of ends names belong to the intervals.
    var endIsInclusive = false
    /// Further columns that belong to the meter's name; the first is that of the shape.
    var nameColumns: [Int] = []
    /// The column that names the unit of a row.
    var unitColumn: Int?
    /// The unit that the layout declares for a column.
    var unitOfColumn: [Int: MeterUnit] = [:]
    /// The columns that say whether a row was measured or estimated.
    var qualityColumns: [Int] = []
    /// Only rows that hold these words in these columns are readings.
    var only: [Int: String] = [:]

    /// The plain form.
    static let plain = Interpretation()

    /// Tells whether nothing needs interpreting but an offset that all stamps have.
    var isPlain: Bool {
        guard times.offset != nil else { return self == .plain }
        var other = self
        other.times.offset = nil
        return other == .plain
    }

    /// How the numbers of a column are written.
    func numbers(in column: Int) -> NumberForm {
        numbersOfColumn.isEmpty ? numbers : numbersOfColumn[column] ?? numbers
    }
}
