import Metering
import Quantities

/// What the first rows of a file tell about its form: delimiter, header, columns.
struct FileShape {
    /// A form that is told by more than a row with a stamp.
    enum Special {
        /// Record types 100 to 900 of the Australian market.
        case nem12
        /// One row a meter and month.
        case monthGrid(MonthGrid)
        /// One row a meter, one column a time.
        case timesAcross(TimesAcross)
    }

    /// A row of the sample.
    typealias Row = (line: Int, cells: [String])

    /// The delimiter that makes the rows alike.
    let delimiter: UInt8
    /// The last line of the header; nil when there is none.
    let headerLine: Int?
    /// How many cells the header has.
    let headerCount: Int?
    /// How many of its cells there are up to the last that bears a name.
    private(set) var namedCount: Int?
    /// The names of the columns; their numbers where there is no header.
    let columns: [String]
    /// Names that more than one column bears.
    let repeatedNames: Set<String>
    /// The cells of the row of units below the header.
    let units: [String]
    /// The first records, as cleaned text.
    let sample: [Row]
    /// The first record that holds a reading, as an index into `sample`.
    let firstData: Int
    /// The columns in which most sampled cells are stamps.
    let stampColumns: [Int]
    /// The columns in which any sampled cell is a stamp.
    let anyStampColumns: [Int]
    /// The columns in which most sampled cells are numbers.
    let numberColumns: [Int]
    /// How the stamps were read: the declared form, or days of a spreadsheet where nothing else fits.
    let times: TimeForm
    /// A form that is told by more than a row with a stamp.
    let special: Special?
    /// The column of the month, where that of the stamps holds the year alone; in the sample they are one.
    var monthColumn: Int?
    /// Tells that no row of the file is missing from the sample.
    private(set) var isWhole = false

    /// So much of a sampled cell is looked at [bytes].
    private static let longestCell = 1_024
    /// So many rows are looked at.
    static let mostRows = 400

    static let delimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    /// Looks at the first rows of a file; nil when they hold no row with a stamp and a number.
    ///
    /// - Parameter isWhole: The bytes are all of the file.
    init?(
        sampleOf bytes: [UInt8], delimiter declared: UInt8?, times: TimeForm,
        shape: Layout.Shape? = nil, meterIDs: Set<String> = [], isWhole: Bool = false
    ) {
        self.init(
            bytes, delimiter: declared, times: times, shape: shape, meterIDs: meterIDs)
        self.isWhole = isWhole && sample.count < Self.mostRows
    }

    private init?(
        _ bytes: [UInt8], delimiter declared: UInt8?, times: TimeForm, shape: Layout.Shape?,
        meterIDs: Set<String>
    ) {
        let candidates = declared.map { [$0] } ?? Self.delimiters.filter(bytes.contains)
        let samples = candidates.compactMap { Self.records(bytes, delimiter: $0) }
        if let special = samples.lazy.compactMap({
            Self.special(
                $0.records, delimiter: $0.delimiter, shape: shape, times, meterIDs: meterIDs)
        }).first {
            self = special
            return
        }
        let shapes = samples.compactMap {
            FileShape($0.records, delimiter: $0.delimiter, times: times)
        }
        let likeliest = shapes.max { $0.quality < $1.quality }
        if let periods = Self.byPeriods(samples, times, besides: likeliest) {
            self = periods
            return
        }
        if let best = likeliest {
            self = best
            return
        }
        guard times.serial == nil else { return nil }
        // Days of a spreadsheet are plain numbers: taken for stamps only where a header says so.
        let serials = samples.compactMap { sample -> FileShape? in
            guard Self.namesSerials(sample.records) else { return nil }
            var times = times
            times.serial = .excel
            return FileShape(sample.records, delimiter: sample.delimiter, times: times)
        }
        guard let best = serials.max(by: { $0.quality < $1.quality }) else { return nil }
        self = best
    }

    private init(special: Special, _ sample: [Row], delimiter: UInt8) {
        self.special = special
        self.delimiter = delimiter
        self.sample = sample
        stampColumns = []
        anyStampColumns = []
        numberColumns = []
        times = .plain
        switch special {
        case .nem12:
            // Rows that were handed back for mending stand behind the reasons.
            let reasons = Self.reasons(above: sample)
            headerLine = reasons.isEmpty ? nil : sample[0].line
            headerCount = nil
            units = []
            columns = reasons
            repeatedNames = []
            firstData = reasons.isEmpty ? 0 : 1
        case .monthGrid(let grid):
            headerLine = sample[grid.lastOfHead].line
            headerCount = nil
            units = []
            columns = Self.names(sample[grid.header].cells, count: sample[grid.header].cells.count)
            repeatedNames = []
            firstData = grid.lastOfHead + 1
        case .timesAcross(let table):
            let names = sample[table.header].cells
            headerLine = sample[table.lastOfHead].line
            headerCount = names.count
            units = table.lastOfHead > table.header ? sample[table.lastOfHead].cells : []
            columns = Self.names(names, count: names.count)
            repeatedNames = []
            firstData = table.lastOfHead + 1
        }
    }

    private static func special(
        _ sample: [Row], delimiter: UInt8, shape: Layout.Shape?, _ times: TimeForm,
        meterIDs: Set<String>
    ) -> FileShape? {
        let reasons = reasons(above: sample).count
        let isNEM12 =
            sample.dropFirst(reasons == 0 ? 0 : 1).first.map {
                $0.cells.count >= reasons + 2 && $0.cells[reasons] == "100"
                    && $0.cells[reasons + 1].uppercased().hasPrefix("NEM12")
            } ?? false
        if isNEM12 || shape == .nem12 {
            return FileShape(special: .nem12, sample, delimiter: delimiter)
        }
        if shape == nil || shape == .monthGrid, let grid = MonthGrid(in: sample, meterIDs: meterIDs)
        {
            return FileShape(special: .monthGrid(grid), sample, delimiter: delimiter)
        }
        if shape == nil || shape == .timesAcross,
            let table = TimesAcross(in: sample, times, meterIDs: meterIDs)
        {
            return FileShape(special: .timesAcross(table), sample, delimiter: delimiter)
        }
        return nil
    }

    /// The names of a header that names nothing but reasons of rejection.
    private static func reasons(above sample: [Row]) -> [String] {
        guard let first = sample.first?.cells,
            first.allSatisfy({ $0.hasPrefix(RowReader.reasonPrefix) })
        else { return [] }
        return first
    }

    init?(_ sample: [Row], delimiter: UInt8, times: TimeForm) {
        let kinds = sample.map { row in row.cells.map { CellKinds($0, times) } }
        // A compact stamp is also a number; a row of data has one of each, in two columns.
        guard
            var first = kinds.firstIndex(where: { row in
                row.count >= 2 && row.contains { $0.contains(.stamp) }
                    && row.lazy.filter { !$0.isEmpty }.prefix(2).count >= 2
            })
        else { return nil }
        var data = kinds[first...].filter { $0.count >= 2 }
        // A title line may hold a time of its own; data begin where the column of stamps does.
        let likely = Self.counts(of: .stamp, in: data)
        if let main = likely.indices.max(by: { (likely[$0], -$0) < (likely[$1], -$1) }),
            let begin = kinds.firstIndex(where: {
                $0.count > main && $0[main].contains(.stamp) && $0.count >= 2
            }), begin > first
        {
            first = begin
            data = kinds[first...].filter { $0.count >= 2 }
        }
        let width = data.map(\.count).max() ?? 0
        let blanks = Self.counts(of: .blank, in: data)
        let cells = Self.counts(of: [], in: data)
        func mostly(_ kind: CellKinds) -> [Int] {
            let counts = Self.counts(of: kind, butNot: .blank, in: data)
            return (0..<width).filter { column in
                let filled = cells[column] - blanks[column]
                return filled > 0 && counts[column] * 10 >= filled * 8
            }
        }
        self.delimiter = delimiter
        self.sample = sample
        self.times = times
        special = nil
        firstData = first
        let header = Header(sample[..<first]) { Self.isStamp($0, times) }
        headerLine = header?.line
        headerCount = header?.count
        namedCount = header.flatMap { header in
            header.names.lastIndex { !$0.isEmpty }.map { $0 + 1 }
        }
        units = header?.units ?? []
        columns = Self.names(header?.names ?? [], count: width)
        repeatedNames = Self.repeated(in: columns)
        let stamps = mostly(.stamp)
        let numbers = Self.counts(of: .number, in: data)
        let plain = stamps.filter { numbers[$0] < cells[$0] }
        let found = plain.isEmpty ? Self.named(stamps, among: columns) : plain
        stampColumns = found
        let anyStamps = Self.counts(of: .stamp, in: data)
        anyStampColumns = (0..<width).filter { anyStamps[$0] > 0 }
        numberColumns = mostly(.number).filter { !found.contains($0) }
    }

    /// How many cells of each column are of a kind; of no kind, all that there are.
    private static func counts(
        of kind: CellKinds, butNot other: CellKinds = [], in rows: [[CellKinds]]
    ) -> [Int] {
        var counts = [Int](repeating: 0, count: rows.map(\.count).max() ?? 0)
        for row in rows {
            for (column, cell) in row.enumerated()
            where cell.contains(kind) && (other.isEmpty || !cell.contains(other)) {
                counts[column] += 1
            }
        }
        return counts
    }

    /// Of columns of bare digits the one that bears a time's name is the stamp, else the first.
    private static func named(_ stamps: [Int], among columns: [String]) -> [Int] {
        let named = stamps.filter {
            let key = HeaderWords.timeKey(columns[$0])
            return HeaderWords.timestamp.contains(key) || HeaderWords.month.contains(key)
        }
        return Array((named.isEmpty ? stamps : named).prefix(1))
    }

    private static func names(_ header: [String], count: Int) -> [String] {
        (0..<max(count, header.count)).map { column in
            column < header.count && !header[column].isEmpty ? header[column] : String(column + 1)
        }
    }

    private static func repeated(in columns: [String]) -> Set<String> {
        var seen: Set<String> = []
        return Set(columns.filter { !seen.insert($0).inserted })
    }

    // MARK: - What cells are

    static func isStamp(_ cell: String, _ times: TimeForm) -> Bool {
        guard cell.utf8.count >= 5 else { return false }
        if times.stamp(text: cell) != nil { return true }
        if times.periods == .range { return StampRange(cell.utf8) != nil }
        // Which of the two orders holds is told later, by the whole column.
        return times.order == nil
            && (Timestamp(text: cell, order: .dayMonthYear) != nil
                || Timestamp(text: cell, order: .monthDayYear) != nil)
    }

    static func isNumber(_ cell: String) -> Bool {
        if DecimalText(cell) != nil { return true }
        let bytes = Array(cell.utf8)
        if NumberForm.point.number(bytes) != nil || NumberForm.comma.number(bytes) != nil {
            return true
        }
        return CellText.numberAndUnit(bytes).map {
            isNumber(String(decoding: $0.number, as: UTF8.self))
        }
            ?? false
    }

    static func isBlank(_ cell: String) -> Bool {
        cell.isEmpty || ReadingDecoder.missingTokens.contains(cell.uppercased())
    }

    /// Tells whether a column named as a time holds days of a spreadsheet.
    private static func namesSerials(_ sample: [Row]) -> Bool {
        func isNamed(_ cell: String) -> Bool {
            HeaderWords.timestamp.contains(HeaderWords.timeKey(cell))
        }
        guard let header = sample.firstIndex(where: { $0.cells.contains(where: isNamed) }) else {
            return false
        }
        let form = TimeForm(serial: .excel)
        // A column of times of day may stand before that of the days.
        return sample[header].cells.indices.contains { column in
            guard isNamed(sample[header].cells[column]) else { return false }
            let cells = sample[(header + 1)...].compactMap {
                $0.cells.count > column ? $0.cells[column] : nil
            }.filter { !isBlank($0) }
            let count = cells.count { form.stamp(text: $0) != nil }
            return !cells.isEmpty && count * 10 >= cells.count * 8
        }
    }

    /// The sampled cells of a column, from the first reading on.
    func cells(of column: Int) -> [String] {
        sample[firstData...].compactMap { $0.cells.count > column ? $0.cells[column] : nil }
    }

    /// The column in which most sampled cells are names of a set, such as those of the meters.
    func column(of known: Set<String>, except taken: Set<Int>) -> Int? {
        let data = sample[firstData...].map(\.cells)
        return columns.indices.first { column in
            !taken.contains(column)
                && data.count { $0.count > column && known.contains($0[column]) } * 2 > data.count
        }
    }

    /// The columns that say why a row was once rejected; they are no part of it.
    var reasonColumns: [Int] {
        columns.indices.filter { columns[$0].hasPrefix(RowReader.reasonPrefix) }
    }

    /// Tells whether the stamps of a column name a time of day; a date alone among them is then no
    /// midnight but a stamp that lost its time. Days of a spreadsheet name one by their fraction.
    func namesTimes(in column: Int, times: TimeForm) -> Bool {
        var (stamps, named) = (0, 0)
        for cell in cells(of: column) {
            guard
                let stamp = times.stamp(text: cell) ?? Timestamp(text: cell, order: .dayMonthYear)
                    ?? Timestamp(text: cell, order: .monthDayYear)
            else { continue }
            stamps += 1
            if stamp.hasTime, times.serial == nil || !Self.isWholeNumber(cell) { named += 1 }
        }
        return named * 2 > stamps
    }

    private static func isWholeNumber(_ cell: String) -> Bool {
        guard let number = DecimalText(cell), number.scale <= 20 else { return false }
        return number.significand % Rounding.powerOfTen(number.scale) == 0
    }

    /// A column most of whose cells are units.
    func unitColumn() -> Int? {
        columns.indices.first { column in
            guard HeaderWords.unit.contains(HeaderWords.key(columns[column])) else { return false }
            let cells = cells(of: column).filter { !$0.isEmpty }
            return !cells.isEmpty && cells.contains { MeterUnit(word: $0) != nil }
        }
    }

    /// The meter that a row above the first reading names for those below it.
    var blockMeter: String? {
        sample[..<firstData].lazy.compactMap { HeaderWords.blockMeter($0.cells) }.first
    }

    /// The transformer ratio beside each meter's name, where a column is named so and says the same in all rows.
    func multipliers(of name: Layout.MeterName?) -> [String: DecimalText] {
        guard case .column(let reference) = name,
            let meter = columns.firstIndex(of: reference) ?? Int(reference).map({ $0 - 1 }),
            let ratio = columns.firstIndex(where: {
                HeaderWords.multiplier.contains(HeaderWords.key($0))
            })
        else { return [:] }
        var found: [String: Set<String>] = [:]
        for row in sample[firstData...] where row.cells.count > max(meter, ratio) {
            guard let value = DecimalText(row.cells[ratio]), value.significand > 0 else { continue }
            found[row.cells[meter], default: []].insert(value.description)
        }
        return found.filter { $0.value.count == 1 }
            .compactMapValues { $0.first.flatMap { DecimalText($0) } }
    }

    /// The transformer ratio that rows give for each of some meters, wherever in the row its name stands.
    func multipliers(of meterIDs: Set<String>) -> [String: DecimalText] {
        let isRatio = columns.map { HeaderWords.multiplier.contains(HeaderWords.key($0)) }
        guard isRatio.contains(true) else { return [:] }
        return columns.indices.filter { !isRatio[$0] }.reduce(into: [:]) { found, column in
            let named = multipliers(of: .column(columns[column])).filter {
                meterIDs.contains($0.key)
            }
            found.merge(named) { first, _ in first }
        }
    }

    /// The columns that say of each row whether it was measured or estimated: named so, and with a word of that kind
    /// among the first rows, or empty there.
    func qualityColumns() -> [Int] {
        columns.indices.filter { column in
            guard HeaderWords.quality.contains(HeaderWords.key(columns[column])) else {
                return false
            }
            let words = cells(of: column).filter { !$0.isEmpty }
            return words.isEmpty || words.contains { ReadingQuality(word: $0) != nil }
        }
    }

    /// The unit that the header or the row of units names for a column.
    func mentionedUnit(of column: Int) -> MeterUnit? {
        if units.indices.contains(column), !units[column].isEmpty,
            let unit = MeterUnit.mentioned(in: units[column])
        {
            return unit
        }
        return columns.indices.contains(column) ? MeterUnit.mentioned(in: columns[column]) : nil
    }

    /// Prefers the delimiter under which most sampled rows have the same, larger width.
    var quality: (Int, Int) {
        let widths = sample[firstData...].reduce(into: [Int: Int]()) {
            $0[$1.cells.count, default: 0] += 1
        }
        let usual = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }
        return (usual.map { $0.key >= 2 ? $0.value : 0 } ?? 0, usual?.key ?? 0)
    }

    static func records(
        _ bytes: [UInt8], delimiter: UInt8
    ) -> (records: [Row], delimiter: UInt8)? {
        var records: [Row] = []
        let reader = RecordReader(delimiter: delimiter)
        try? bytes.withUnsafeBytes { bytes in
            try reader.read(bytes) { record in
                records.append((record.line, cells(of: record)))
                return records.count < Self.mostRows
            }
        }
        return records.isEmpty ? nil : (records, delimiter)
    }

    /// The cleaned cells of a record; one may be hostile and a megabyte long, but no name, stamp or number is.
    static func cells(of record: borrowing CSVRecord) -> [String] {
        (0..<record.count).map { cell($0, of: record) }
    }

    static func cell(_ index: Int, of record: borrowing CSVRecord) -> String {
        String(
            decoding: record.withCell(index) { CellText.cleaned($0.prefix(Self.longestCell)) },
            as: UTF8.self)
    }

    /// The same look with more rows of the file.
    func withMore(_ rows: [Row], isWhole: Bool) -> FileShape {
        guard !rows.isEmpty, special == nil,
            var shape = FileShape(sample + rows, delimiter: delimiter, times: times)
        else {
            var same = self
            same.isWhole = isWhole
            return same
        }
        shape.isWhole = isWhole
        return shape
    }
}
