public import Metering

/// How the columns of a file are read (版式), as a small YAML file in `layouts/` says it.
public struct Layout: Hashable, Sendable {
    /// What a row holds.
    public enum Shape: String, Hashable, Sendable, CaseIterable {
        /// One reading, or one for each of several registers of a meter.
        case long
        /// One reading for each meter.
        case wide
        /// A whole day of one meter.
        case dayRow = "day_row"
        /// A whole month of one meter, one column a day.
        case monthGrid = "month_grid"
        /// One meter, one column a time.
        case timesAcross = "times_across"
        /// Record types of the Australian market.
        case nem12
    }

    /// Where the meter's name of a long file stands.
    public enum MeterName: Hashable, Sendable {
        case column(String)
        /// Several columns make up the name, joined by `/`.
        case columns([String])
        /// One file a meter: the file's name without its endings.
        case fileName
    }

    /// Its name.
    public var name: String
    /// Patterns (`*`, `?`) on the file's name.
    public var files: [String] = []
    /// What a row holds.
    public var shape: Shape = .long
    /// The delimiter; found when nil.
    public var delimiter: UInt8?
    /// How the bytes become text; found when nil.
    public var encoding: TextEncoding?
    /// The column of the stamp, by its header or its number from 1.
    public var timestamp: String
    /// The column of the time of day, where that of the stamp holds the date alone.
    public var clock: String?
    /// The length of the periods that the clock's column counts from 1 [s].
    public var clockPeriod: Int64?
    /// The column of the interval's end, where there is one.
    public var end: String?
    /// Whether the days that it names belong to the intervals; found when nil.
    public var endIsInclusive: Bool?
    /// The length of the file's intervals [s], which begin with the stamp, whatever the meter's are.
    public var interval: Int64?
    /// How stamps are written.
    public var times = TimeForm.plain
    /// Stamps without an offset are in the meter's zone, whatever the file says of theirs.
    public var isLocal = false
    /// How numbers are written; found when nil.
    public var numbers: NumberForm?
    /// Long: where the meter's name stands.
    public var meterID: MeterName?
    /// Long: the column of the value.
    public var value: String?
    /// Long: several columns of values, each with the name of its meter, in which `{meter}` stands
    /// for the name in the row and `{file}` for that of the file.
    public var values: [String: String] = [:]
    /// Wide: the meter of each column; `{file}` stands for the file's name.
    public var meters: [String: String] = [:]
    /// The unit of all values; each is turned into its meter's unit.
    public var unit: MeterUnit?
    /// The unit of the values of a column.
    public var units: [String: MeterUnit] = [:]
    /// The column that names the unit of a row.
    public var unitColumn: String?
    /// The columns that say whether a row was measured or estimated.
    public var qualityColumns: [String] = []
    /// Only rows that hold these words in these columns are readings.
    public var only: [String: String] = [:]
    /// Day row: the length of the parts of a day [s]; found when nil.
    public var step: Int64?

    /// Makes a layout with a name and a stamp column.
    public init(name: String, timestamp: String) {
        self.name = name
        self.timestamp = timestamp
    }

    /// The order of day and month in `31/01/2026`.
    public var dateOrder: Timestamp.DateOrder? {
        get { times.order }
        set { times.order = newValue }
    }

    /// The layout as one text that is the same for equal layouts, whatever process writes it.
    public var canonicalText: String {
        let name: String
        switch meterID {
        case .column(let column): name = "column " + column
        case .columns(let columns): name = "columns " + columns.joined(separator: "\u{1F}")
        case .fileName: name = "file name"
        case nil: name = ""
        }
        func list(_ mapping: [String: String]) -> String {
            mapping.sorted { $0.key < $1.key }.map { $0.key + "\u{1F}" + $0.value }
                .joined(separator: "\u{1D}")
        }
        let parts: [String] = [
            self.name, files.joined(separator: "\u{1F}"), shape.rawValue,
            delimiter.map { String($0) } ?? "", timestamp, end ?? "",
            times.order?.rawValue ?? "", name, value ?? "",
        ]
        var more: [String] = [
            encoding?.rawValue ?? "", clock ?? "", clockPeriod.map { String($0) } ?? "",
            times.serial?.rawValue ?? "", times.offset.map { String($0) } ?? "",
            numbers?.rawValue ?? "", list(values), unit?.rawValue ?? "",
            list(units.mapValues(\.rawValue)), unitColumn ?? "", list(only),
            step.map { String($0) } ?? "", interval.map { String($0) } ?? "",
        ]
        // What came later is left out where it is not there, so that layouts keep their text.
        if !qualityColumns.isEmpty { more.append(qualityColumns.joined(separator: "\u{1F}")) }
        if isLocal { more.append("local") }
        if let endIsInclusive { more.append("end inclusive \(endIsInclusive)") }
        let base = parts + meters.sorted { $0.key < $1.key }.map { $0.key + "\u{1F}" + $0.value }
        // A layout of the first keys alone keeps the text it had before there were more.
        let text = base.joined(separator: "\u{1E}")
        return more.allSatisfy(\.isEmpty)
            ? text : text + "\u{1C}" + more.joined(separator: "\u{1E}")
    }

    /// Tells whether the layout is meant for a file of this name.
    public func fits(fileName: String) -> Bool {
        files.contains { Self.matches(Array(fileName.utf8)[...], pattern: Array($0.utf8)[...]) }
    }

    /// Matches `*` (any run) and `?` (one byte); a plain walk with one point to go back to.
    public static func matches(_ text: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>) -> Bool {
        var (at, want) = (text.startIndex, pattern.startIndex)
        var back: (at: Int, want: Int)?
        while at < text.endIndex {
            if want < pattern.endIndex, pattern[want] == UInt8(ascii: "*") {
                back = (at, want)
                want += 1
            } else if want < pattern.endIndex,
                pattern[want] == UInt8(ascii: "?") || pattern[want] == text[at]
            {
                at += 1
                want += 1
            } else if let point = back {
                back = (point.at + 1, point.want)
                at = point.at + 1
                want = point.want + 1
            } else {
                return false
            }
        }
        return pattern[want...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
