import Provenance

/// A file whose rejected rows were handed out for mending (拒收行的原文件): how it was read says how they are.
public struct OriginalFile {
    /// Where it lies.
    public let path: String
    /// How findings call it.
    let name: String
    /// The layout by which it was read.
    let layout: Layout?
    /// Where the file is found whose mended rows it holds itself.
    let origins: Origins?

    /// Names a file.
    public init(path: String, name: String, layout: Layout?, origins: Origins?) {
        (self.path, self.name, self.layout, self.origins) = (path, name, layout, origins)
    }
}

/// Where the files are found that mended rows once stood in, whatever the file is called that holds them now.
public struct Origins {
    /// The files of a name, the newest first.
    let find: (_ name: String) throws -> [OriginalFile]
    /// Rows of a file that is not found are refused; else their own file says how they are read.
    let isStrict: Bool

    /// Says where to look.
    public init(
        isStrict: Bool, _ find: @escaping (_ name: String) throws -> [OriginalFile]
    ) {
        (self.isStrict, self.find) = (isStrict, find)
    }
}

/// The header of a table of rejected rows: the reasons, then the columns of the file they stood in.
struct MendedHead {
    /// The column that names the file.
    static let fileColumn = RowReader.reasonPrefix + "file"
    /// A header stands among the first records, behind a `sep=` line at most.
    private static let mostRecords = 3

    let delimiter: UInt8
    /// The line on which the header begins.
    let line: Int
    /// The names of the columns, cleaned.
    let columns: [String]
    /// The column that names the file in which a row stood.
    let file: Int
    /// The first column behind the reasons.
    let firstOfRow: Int
    /// The files that the first rows name.
    let names: Set<String>
    private let places: [String: [Int]]

    /// Nil for every other file.
    init?(_ sample: Sample, delimiter declared: UInt8? = nil) {
        let begin = sample.bytes.prefix(4_096)
        guard begin.firstRange(of: Self.fileColumn.utf8) != nil else { return nil }
        let candidates =
            (declared ?? sample.delimiter).map { [$0] } ?? FileShape.delimiters
        for delimiter in candidates {
            guard
                let rows = FileShape.records(sample.bytes, delimiter: delimiter)?.records,
                let head = rows.prefix(Self.mostRecords).firstIndex(where: {
                    $0.cells.contains(Self.fileColumn)
                }), let file = rows[head].cells.firstIndex(of: Self.fileColumn)
            else { continue }
            self.delimiter = delimiter
            line = rows[head].line
            columns = rows[head].cells
            self.file = file
            // Rows that were rejected a second time bear the reasons of the first time behind their own.
            firstOfRow =
                columns[(file + 1)...].firstIndex {
                    !$0.hasPrefix(RowReader.reasonPrefix) || $0 == Self.fileColumn
                } ?? columns.count
            self.names = Set(
                rows[(head + 1)...].compactMap { $0.cells.count > file ? $0.cells[file] : nil }
            ).subtracting([""])
            let names = rows[head].cells
            places = names.indices.reduce(into: [:]) {
                $0[Self.bare(names[$1]), default: []].append($1)
            }
            return
        }
        return nil
    }

    /// A name without the mark that keeps a spreadsheet from running it.
    static func bare(_ name: String) -> String {
        name.hasPrefix("'") ? String(name.dropFirst()) : name
    }

    /// Where a column of the original stands: behind the reasons as it stood, else by its name.
    ///
    /// - Parameter shift: How many columns stand before the original's own.
    func place(of column: Int, in original: FilePlan, shift: Int) -> Int? {
        let index = column + shift
        guard original.headerLine != nil, original.header.indices.contains(column) else {
            return index
        }
        let name = Self.bare(original.header[column])
        if columns.indices.contains(index), Self.bare(columns[index]) == name { return index }
        let named = (places[name] ?? []).filter { $0 >= firstOfRow }
        return named.count == 1 ? named[0] : nil
    }
}

extension FilePlan {
    /// How mended rows are read: what settled the file they stood in settles them too, however few they are.
    ///
    /// - Throws: a refusal with `mended-rows-unclear` when a column that is needed is gone.
    init(
        mending original: FilePlan, by head: MendedHead, file: String, encoding: TextEncoding
    ) throws(FileRefusal) {
        // Rows of one file a meter were given a column with its name.
        var isSingle = false
        if case .single = original.columns { isSingle = true }
        let shift = head.firstOfRow + (isSingle ? 1 : 0)
        func known(_ column: Int) -> Int? { head.place(of: column, in: original, shift: shift) }
        func place(_ column: Int) throws(FileRefusal) -> Int {
            if let place = known(column) { return place }
            let name = original.header[column]
            throw Self.unclear(
                file, line: head.line,
                BilingualText(
                    "the column `\(name)` of the file they stood in is gone",
                    zh: "原文件的“\(name)”列已不存在"))
        }
        func keyed<Value>(_ old: [Int: Value]) -> [Int: Value] {
            old.reduce(into: [:]) { new, entry in
                if let place = known(entry.key) { new[place] = entry.value }
            }
        }
        delimiter = head.delimiter
        headerLine = head.line
        headerCount = original.headerCount == nil ? nil : head.columns.count
        namedCount = nil
        zoneMark = nil
        timestamp = try place(original.timestamp)
        end = if let end = original.end { try place(end) } else { nil }
        needsTime = original.needsTime
        switch original.columns {
        case .long(let meterID, let value):
            columns = .long(meterID: try place(meterID), value: try place(value))
        case .single(_, let value):
            columns = .long(meterID: head.firstOfRow, value: try place(value))
        case .wide(let wide):
            var placed: [(column: Int, meterID: String)] = []
            for entry in wide { placed.append((try place(entry.column), entry.meterID)) }
            columns = .wide(placed)
        case .registers(let meterID, let values):
            var placed: [(column: Int, name: String)] = []
            for value in values { placed.append((try place(value.column), value.name)) }
            columns = .registers(meterID: try place(meterID), values: placed)
        case .dayRow(let meterID, let slots):
            let meter: Int? = if let meterID { try place(meterID) } else { nil }
            columns = .dayRow(meterID: meter, try slots.placed(place))
        case .monthGrid(let grid): columns = .monthGrid(try grid.placed(place))
        case .timesAcross(let table): columns = .timesAcross(try table.placed(place))
        case .nem12: columns = .nem12
        }
        var reading = original.interpretation
        reading.encoding = encoding
        reading.numbersOfColumn = keyed(reading.numbersOfColumn)
        reading.unitOfColumn = keyed(reading.unitOfColumn)
        reading.clock = if let clock = reading.clock { try place(clock) } else { nil }
        reading.zoneColumn = if let zone = reading.zoneColumn { try place(zone) } else { nil }
        reading.month = if let month = reading.month { try place(month) } else { nil }
        reading.endClock = if let clock = reading.endClock { try place(clock) } else { nil }
        reading.minutes = if let minutes = reading.minutes { try place(minutes) } else { nil }
        reading.unitColumn = if let unit = reading.unitColumn { try place(unit) } else { nil }
        for index in reading.nameColumns.indices {
            reading.nameColumns[index] = try place(reading.nameColumns[index])
        }
        for index in reading.qualityColumns.indices {
            reading.qualityColumns[index] = try place(reading.qualityColumns[index])
        }
        reading.only = [:]
        for (column, word) in original.interpretation.only {
            reading.only[try place(column)] = word
        }
        interpretation = reading
        mentionedUnits = keyed(original.mentionedUnits)
        multipliers = original.multipliers
        mentionedMultiples = keyed(original.mentionedMultiples)
        multipleAbove = original.multipleAbove
        unitAbove = original.unitAbove
        blockMeter = original.blockMeter
        preset = original.preset
        stem = original.stem
        rejectedFile = head.file
        // Columns without a name bear their number, which is another now.
        let width = max(head.columns.count, shift + original.header.count)
        header = (0..<width).map {
            $0 < head.columns.count && !head.columns[$0].isEmpty ? head.columns[$0] : String($0 + 1)
        }
    }

    static func unclear(_ file: String, line: Int, _ reason: BilingualText) -> FileRefusal {
        FileRefusal(
            Finding(.mendedRowsUnclear, file: file, line: line, phrases: ["reason": reason]))
    }

    /// What decides how rows are read, so that rows of files which agree in it may stand in one table.
    struct Form: Hashable, Sendable {
        private let timestamp: Int
        private let end: Int?
        private let needsTime: Bool
        private let interpretation: Interpretation
        private let columns: String
        private let stem: String?

        init(_ plan: FilePlan) {
            (timestamp, end, needsTime) = (plan.timestamp, plan.end, plan.needsTime)
            var reading = plan.interpretation
            reading.encoding = .utf8
            interpretation = reading
            var stem: String?
            switch plan.columns {
            case .single(_, let value): columns = "single \(value)"
            case .dayRow(nil, _):
                (columns, stem) = ("\(plan.columns)", plan.stem)
            case .monthGrid(let grid):
                (columns, stem) = ("\(plan.columns)", grid.meter == nil ? plan.stem : nil)
            case .timesAcross(let table):
                (columns, stem) = ("\(plan.columns)", table.meter == nil ? plan.stem : nil)
            case .long, .wide, .registers, .dayRow, .nem12: columns = "\(plan.columns)"
            }
            self.stem = stem
        }
    }
}

extension Origins {
    /// The plan of mended rows; nil where their own file says how they are read.
    ///
    /// - Throws: a refusal with `mended-rows-unclear` when the file they stood in is not known, or there are several
    ///   that are read otherwise.
    func plan(
        for names: Set<String>, _ head: MendedHead, file: String, encoding: TextEncoding,
        meterIDs: Set<String>
    ) throws -> FilePlan? {
        var settled: (plan: FilePlan, name: String)?
        for name in names.sorted() {
            let wanted = MendedHead.bare(name)
            var found: FilePlan?
            var misfit: FileRefusal?
            for original in try find(wanted) {
                let plan = try FilePlan.settled(original, meterIDs: meterIDs)
                let its: FilePlan
                do throws(FileRefusal) {
                    its = try FilePlan(mending: plan, by: head, file: file, encoding: encoding)
                } catch {
                    misfit = misfit ?? error
                    continue
                }
                guard let other = found else {
                    found = its
                    continue
                }
                guard FilePlan.Form(other) == FilePlan.Form(its) else {
                    throw FilePlan.unclear(
                        file, line: head.line,
                        BilingualText(
                            "several files named `\(wanted)` were ingested, and they are read otherwise",
                            zh: "导入过多个名为“\(wanted)”的文件，其读法不同"))
                }
            }
            guard let found else {
                if let misfit { throw misfit }
                guard isStrict else { return nil }
                throw FilePlan.unclear(
                    file, line: head.line,
                    BilingualText(
                        "the ledger knows no file named `\(wanted)`, in which they stood",
                        zh: "账本中没有其原文件“\(wanted)”"))
            }
            if let settled, FilePlan.Form(settled.plan) != FilePlan.Form(found) {
                throw FilePlan.unclear(
                    file, line: head.line,
                    BilingualText(
                        "they stood in files that are read otherwise (`\(settled.name)`, `\(wanted)`): one table for each",
                        zh: "其原文件（“\(settled.name)”、“\(wanted)”）读法不同：请分为不同的表"))
            }
            settled = settled ?? (found, wanted)
        }
        return settled?.plan
    }
}

extension FilePlan {
    /// The plan of a file, settled by all of its rows.
    static func settled(_ file: OriginalFile, meterIDs: Set<String>) throws -> FilePlan {
        var (plan, shape) = try looked(
            at: file.path, name: file.name, layout: file.layout, meterIDs: meterIDs,
            origins: file.origins)
        guard let shape else { return plan }
        var evidence = FormEvidence(path: file.path, name: file.name, isInspected: false)
        try evidence.settle(&plan, by: shape, layout: file.layout, beforeReading: {})
        if !evidence.isThorough { try evidence.settleThoroughly(&plan, layout: file.layout) }
        return plan
    }

    /// The plan of a file by its first rows; without a shape where it holds mended rows, whose plan is settled.
    static func looked(
        at path: String, name: String, layout: Layout?, meterIDs: Set<String>, origins: Origins?
    ) throws -> (plan: FilePlan, shape: FileShape?) {
        let sample = try Sample.settled(path: path, name: name, encoding: layout?.encoding)
        let encoding =
            try layout?.encoding ?? sample.encodingOfWhole(path: path, name: name)
        if let origins, let head = MendedHead(sample), !head.names.isEmpty,
            let plan = try origins.plan(
                for: head.names, head, file: name, encoding: encoding, meterIDs: meterIDs)
        {
            return (plan, nil)
        }
        guard
            let first = FileShape(
                sampleOf: sample.bytes, delimiter: layout?.delimiter ?? sample.delimiter,
                times: layout?.times ?? .plain, shape: layout?.shape, meterIDs: meterIDs,
                isWhole: sample.isWhole)
        else { throw sample.refusal(name) }
        let shape = try first.seeingTimes(
            path: path, name: name, encoding: encoding, beforeReading: {})
        let plan = try FilePlan(
            shape: shape, file: name, layout: layout, meterIDs: meterIDs, encoding: encoding)
        return (plan, shape)
    }
}
