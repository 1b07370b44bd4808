import Metering

/// A second header inside a file, as where exports were joined (文件中的另一表头).
extension FilePlan {
    /// What a row calls the columns, where it is a header that gives a column which is read another name; nil for every
    /// other row. The rows below it would be taken for other meters, another unit or another quantity.
    func otherHeader(_ cells: [String]) -> String? {
        guard headerLine != nil, timestamp < cells.count,
            HeaderWords.timestamp.contains(HeaderWords.key(cells[timestamp]))
                || agrees(cells[timestamp], in: timestamp)
        else { return nil }
        let filled = cells.indices.filter { !cells[$0].isEmpty }
        guard filled.count >= 2, filled.count * 2 >= header.count,
            !filled.contains(where: { FileShape.isStamp(cells[$0], interpretation.times) })
        else { return nil }
        let other = readColumns.contains {
            $0 < cells.count && !cells[$0].isEmpty && !agrees(cells[$0], in: $0)
        }
        return other ? filled.prefix(8).map { cells[$0] }.joined(separator: ", ") : nil
    }

    /// The first of the columns at the end of the header that bear no name, where commas part cells and none of them is
    /// read: digits there are those behind a decimal comma.
    var firstUnnamed: Int? {
        guard let namedCount, (readColumns + [timestamp]).allSatisfy({ $0 < namedCount }) else {
            return nil
        }
        return namedCount
    }

    /// The columns that decide what a number is.
    var readColumns: [Int] {
        var read = valueColumns + interpretation.nameColumns + interpretation.qualityColumns
        read += [
            end, interpretation.endClock, interpretation.month, interpretation.clock,
            interpretation.unitColumn,
        ]
        .compactMap { $0 }
        switch columns {
        case .long(let meter, _), .registers(let meter, _), .dayRow(let meter?, _):
            read.append(meter)
        case .wide, .single, .dayRow, .monthGrid, .timesAcross, .nem12: break
        }
        return read
    }

    /// Tells whether a column may be called so: as in the header, or in one of the two rows of it that were joined.
    private func agrees(_ cell: String, in column: Int) -> Bool {
        guard column < header.count else { return false }
        let name = CellText.cleanedText(header[column])
        if cell == name || name == String(column + 1) { return true }
        if HeaderWords.key(cell) == HeaderWords.key(name),
            MeterUnit.mentioned(in: cell) == MeterUnit.mentioned(in: name)
        {
            return true
        }
        return name.split(separator: "/").contains { String($0) == cell }
    }
}
