import Quantities

/// Whether the first rows show enough times to tell how they are written.
extension FileShape {
    /// So many rows with times of their own are added.
    private static let mostTimes = 3_200
    /// From two whole days it follows how many parts a day has; the last one that is seen may end early.
    private static let fewestDates = 3

    /// Tells that the parts of a day stand in a column of its own, or behind the date, and that the first rows show
    /// too few of them: they may all be of one time, as where thousands of meters follow each other.
    private var showsFewTimes: Bool {
        guard !isWhole, special == nil, let stamp = stampColumns.first else { return false }
        let dates = Set(cells(of: stamp).filter { !Self.isBlank($0) })
        guard dates.count < Self.fewestDates else { return false }
        if namesTimes(in: stamp, times: times) {
            return dates.contains { cell in
                Self.dateAndClock(Array(cell.utf8)).map { Self.isShortRange($0.clock) } ?? false
            }
        }
        return columns.indices.contains { $0 != stamp && holdsParts($0) }
    }

    /// A column of numbers named as parts of a day, or of ranges; a time of day says by itself what it is.
    private func holdsParts(_ column: Int) -> Bool {
        guard !stampColumns.contains(column),
            let first = cells(of: column).first(where: { !Self.isBlank($0) })
        else { return false }
        return Self.isShortRange(first.utf8)
            || (isNamesOfParts(column) && DecimalText(first) != nil)
    }

    /// A range of an hour at most; a longer one is rather a time and its offset, `00:00-05:00`.
    private static func isShortRange(_ text: some Collection<UInt8>) -> Bool {
        ClockRange(text).map { $0.end - $0.start <= 3_600 } ?? false
    }

    /// The shape of a file, told by more than its first rows where those show too few times.
    ///
    /// - Parameter beforeReading: Called before the file is read for it.
    func seeingTimes(
        path: String, name: String, encoding: TextEncoding, beforeReading: () throws -> Void
    ) throws -> FileShape {
        guard showsFewTimes, let stamp = stampColumns.first else { return self }
        try beforeReading()
        let parts = columns.indices.filter { $0 != stamp && holdsParts($0) }
        func times(_ cells: [String]) -> [String] {
            ([stamp] + parts).map { $0 < cells.count ? cells[$0] : "" }
        }
        let last = sample.last?.line ?? 0
        var seen = Set(sample[firstData...].map { times($0.cells) })
        var dates = Set(cells(of: stamp))
        var (more, isWhole): ([Row], Bool) = ([], true)
        try RecordReader(delimiter: delimiter).read(
            try ByteReader(path: path, name: name, wantsDigest: false), encoding: encoding
        ) { record in
            guard record.line > last, record.count > stamp else { return true }
            let its = ([stamp] + parts).map {
                $0 < record.count ? Self.cell($0, of: record) : ""
            }
            guard !seen.contains(its) else { return true }
            let isStamp = Self.isStamp(its[0], self.times)
            guard isStamp else { return true }
            seen.insert(its)
            dates.insert(its[0])
            more.append((record.line, Self.cells(of: record)))
            isWhole = more.count < Self.mostTimes && dates.count < Self.fewestDates
            return isWhole
        }
        return withMore(more, isWhole: isWhole)
    }

    /// The first cell of the stamps that names the end of a day as 24:00, where no other column says what stamps name.
    func endOfDay(_ plan: FilePlan) -> NumberEvidence.Witness? {
        guard plan.end == nil, !plan.interpretation.clockIsRange,
            plan.interpretation.interval == nil
        else { return nil }
        switch plan.columns {
        case .long, .wide, .single, .registers: break
        case .dayRow, .monthGrid, .timesAcross, .nem12: return nil
        }
        let column = plan.interpretation.clock ?? plan.timestamp
        return sample[firstData...].lazy.filter { $0.cells.count > column }
            .first { Self.namesEndOfDay($0.cells[column]) }
            .map { NumberEvidence.Witness(line: $0.line, text: $0.cells[column]) }
    }

    /// `24:00`, alone or behind a date.
    private static func namesEndOfDay(_ cell: String) -> Bool {
        var cell = cell
        return cell.withUTF8 { bytes in
            guard bytes.count >= 5 else { return false }
            let place = (0...bytes.count - 5).first {
                bytes[$0..<$0 + 5].elementsEqual("24:00".utf8)
            }
            guard let place else { return false }
            return place == 0 || [UInt8(ascii: " "), UInt8(ascii: "T")].contains(bytes[place - 1])
        }
    }
}
