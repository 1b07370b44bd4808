/// The names of the columns, told from the rows above the first reading (表头).
struct Header {
    /// The last line that belongs to the header.
    let line: Int
    /// How many cells the row of names has.
    let count: Int
    /// The names; those of two rows joined where one alone repeats itself.
    let names: [String]
    /// The row of units below the names, if there is one.
    let units: [String]

    /// Finds the header in the rows above the first reading; a row with a stamp is a reading gone
    /// wrong, never the header.
    init?(_ rows: ArraySlice<FileShape.Row>, isStamp: (String) -> Bool) {
        let candidates = rows.filter { row in
            row.cells.count >= 2 && !row.cells.contains(where: isStamp)
        }
        guard let last = candidates.last else { return nil }
        line = last.line
        var row = candidates.count - 1
        if HeaderWords.isUnitRow(last.cells), row > 0, Self.filled(candidates[row - 1].cells) >= 2 {
            units = last.cells
            row -= 1
        } else {
            units = []
        }
        let cells = candidates[row].cells
        count = max(cells.count, units.count)
        if Self.repeats(cells), row > 0, Self.filled(candidates[row - 1].cells) >= 2,
            candidates[row - 1].cells.count >= cells.count / 2
        {
            names = Self.join(candidates[row - 1].cells, cells)
        } else {
            names = cells
        }
    }

    private static func filled(_ cells: [String]) -> Int { cells.count { !$0.isEmpty } }

    private static func repeats(_ cells: [String]) -> Bool {
        let named = cells.filter { !$0.isEmpty }
        return Set(named).count < named.count
    }

    /// `1#` above `import`, `export`: names of a joined cell hold for the cells to its right.
    private static func join(_ upper: [String], _ lower: [String]) -> [String] {
        var above = ""
        return lower.indices.map { column in
            if column < upper.count, !upper[column].isEmpty { above = upper[column] }
            if above.isEmpty || above == lower[column] { return lower[column] }
            return lower[column].isEmpty ? above : above + "/" + lower[column]
        }
    }
}
