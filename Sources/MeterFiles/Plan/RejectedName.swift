/// How a file of rejected rows is called after the file they stood in (拒收行文件名): `july.csv` gives
/// `july.rejected.csv`, so that the mended rows are read as the file was.
public enum RejectedName {
    private static let mark = ".rejected"
    private static let packings = [".gz", ".zst"]
    private static let kinds = [".csv", ".txt", ".tsv"]
    private static let endings = (kinds + [""]).flatMap { kind in
        ([""] + packings).map { kind + $0 }
    }

    /// The name for the rows of a file; a second table of the same file gets the number 2.
    public static func name(for file: String, number: Int = 1) -> String {
        var stem = FilePlan.stem(of: file)
        // A name of a file may have 255 bytes.
        while stem.utf8.count > 200 { stem.removeLast() }
        return stem + mark + (number > 1 ? "-\(number)" : "") + ".csv"
    }

    /// The names that the file may have had; none where the name is not that of rejected rows.
    public static func originals(of name: String) -> [String] {
        guard let stem = stem(of: bare(name)) else { return [] }
        return endings.map { stem + $0 }
    }

    /// A name without the endings of tables and of packed files.
    static func bare(_ name: String) -> String {
        (packings + kinds).reduce(name) { bare, ending in
            bare.lowercased().hasSuffix(ending) ? String(bare.dropLast(ending.count)) : bare
        }
    }

    /// The stem before the mark; nil without one. What stands behind it is a number: ours, or that of a
    /// browser that had the name already.
    static func stem(of bare: String) -> String? {
        guard let place = bare.ranges(of: mark).last, place.lowerBound > bare.startIndex,
            bare[place.upperBound...].allSatisfy({ $0.isNumber || "-_ ()".contains($0) })
        else { return nil }
        return String(bare[..<place.lowerBound])
    }
}
