/// How the columns of a file are read (版式), as a small YAML file in `layouts/` says it.
public struct Layout: Hashable, Sendable {
    /// Whether a row holds one reading or one for each meter.
    public enum Shape: String, Hashable, Sendable, CaseIterable {
        case long, wide
    }

    /// Where the meter's name of a long file stands.
    public enum MeterName: Hashable, Sendable {
        case column(String)
        /// One file a meter: the file's name without its endings.
        case fileName
    }

    /// Its name.
    public var name: String
    /// Patterns (`*`, `?`) on the file's name.
    public var files: [String] = []
    /// Whether a row holds one reading or one for each meter.
    public var shape: Shape = .long
    /// The delimiter; found when nil.
    public var delimiter: UInt8?
    /// The column of the stamp, by its header or its number from 1.
    public var timestamp: String
    /// The column of the interval's end, where there is one.
    public var end: String?
    /// The order of day and month in `31/01/2026`.
    public var dateOrder: Timestamp.DateOrder?
    /// Long: where the meter's name stands.
    public var meterID: MeterName?
    /// Long: the column of the value.
    public var value: String?
    /// Wide: the meter of each column.
    public var meters: [String: String] = [:]

    /// Makes a layout with a name and a stamp column.
    public init(name: String, timestamp: String) {
        self.name = name
        self.timestamp = timestamp
    }

    /// The layout as one text that is the same for equal layouts, whatever process writes it.
    public var canonicalText: String {
        let name: String
        switch meterID {
        case .column(let column): name = "column " + column
        case .fileName: name = "file name"
        case nil: name = ""
        }
        let parts =
            [
                self.name, files.joined(separator: "\u{1F}"), shape.rawValue,
                delimiter.map(String.init) ?? "", timestamp, end ?? "", dateOrder?.rawValue ?? "",
                name, value ?? "",
            ]
            + meters.sorted { $0.key < $1.key }.map { $0.key + "\u{1F}" + $0.value }
        return parts.joined(separator: "\u{1E}")
    }

    /// Tells whether the layout is meant for a file of this name.
    public func fits(fileName: String) -> Bool {
        files.contains { Self.matches(Array(fileName.utf8)[...], pattern: Array($0.utf8)[...]) }
    }

    /// Matches `*` (any run) and `?` (one byte); a plain walk with one point to go back to.
    static func matches(_ text: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>) -> Bool {
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
