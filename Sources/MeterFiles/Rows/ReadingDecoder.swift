import Metering
import Provenance
import Quantities

/// Reads a file of readings into batches; nothing is interpreted beyond stamp, number and unit.
public struct ReadingDecoder {
    /// Cells that say that there is no value.
    static let missingTokens: Set<String> = [
        "-", "--", "---", "—", "——", "/", "N/A", "NA", "N.A.", "NAN", "NULL", "NIL", "NONE", "无",
        "无数据",
        "缺失", "空", "#DIV/0!", "#N/A", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!", "\\N", "ERR",
        "BAD", "NODATA", "NO DATA",
    ]

    /// A file names fewer meters than this; more are a column that is no name.
    static let mostMeters = 200_000
    /// Mended rows of more files than this are not told apart.
    static let mostOriginals = 4_096
    /// A longer text is no meter's name [bytes].
    private static let longestName = 1_024

    let plan: FilePlan
    let source: Int
    let file: String
    /// The meters that exist; nil takes every name.
    let meterIDs: Set<String>?
    /// What `meters.csv` says of them, as far as it is at hand.
    let meters: [String: Meter]
    var batches: [ReadingBatch] = []
    private var indexOfMeter: [String: Int] = [:]
    var strays = EnergyStatement()
    var findings = FindingCollector()
    /// The batches that grew since the last `drain`.
    private var touched: [Int] = []
    /// Tells that the file holds a reading, whoever took it.
    var holdsReadings = false
    /// The batch of each column that names its meter; nil where no meter bears its name.
    var wide: [(column: Int, meterID: String, batch: Int?)] = []
    var lastMeter: (id: [UInt8], batch: Int?, name: String)?
    /// Meters whose names are written in another encoding than the file's.
    var foreignNames: [[UInt8]: (batch: Int?, name: String)] = [:]
    /// The batches of a meter's registers, by the meter's name.
    var registers: [String: [(column: Int, meterID: String, batch: Int?)]] = [:]
    /// What is said of cells under a name that no meter bears, by column.
    var unknownColumns: [Int: Finding] = [:]
    /// The same by name, where a cell names the meter.
    var unknownNames: [String: Finding] = [:]
    /// The names that a name may be nearly.
    var likeness: LazyLikeness
    let numbers: NumberForm
    /// The columns in which values stand, ascending.
    let valueColumns: [Int]
    /// The first column at the end of the header that bears no name and is not read.
    let firstUnnamed: Int?
    /// The unit in which a meter is kept when none is declared: that of its first row.
    var firstUnits: [Int: MeterUnit] = [:]
    /// Tells that a cell would be a number if it were read with marks of thousands.
    var sawMarkedNumber = false
    /// Tells that a row held bytes of another encoding.
    var sawForeignText = false
    /// What the row at hand calls itself, when that is no measurement.
    struct EstimateMark {
        let code: FindingCode
        let column: Int
        let word: String
    }
    var mark: EstimateMark?
    /// Tells that it was told; a row that gives no reading needs no word.
    var isMarkTold = false
    /// What the file says of the zone of the row at hand, where its time names no offset.
    struct RowZone {
        /// The offset [s]; nil where it is another clock than the meter's, or none that can be read.
        var offset: Int64?
        /// The name of a zone, or what could not be read.
        var name = ""
        /// Where it stands.
        let column: Int
    }
    var rowZone: RowZone?
    /// The zones of this machine, and those that rows named, with nil where there is none of that name.
    let zones: ZoneFinder
    var zoneOfName: [String: LocalCalendar?] = [:]
    /// A row below the header that names another meter for the rows below it.
    var otherBlock: (line: Int, text: String)?
    /// How dates of an order that the column told are written.
    var dateStyle = DateStyle()
    /// A stamp that only the other order reads.
    var otherOrder: (line: Int, text: String)?
    /// A row below the header that names the columns otherwise.
    var otherHeader: (line: Int, text: String)?
    /// The files that mended rows say they stood in.
    var rejectedFiles: Set<String> = []
    /// When the row at hand was.
    var moment: Moment?
    /// Rows of days on which clocks change, which wait for the others of their day.
    var waiting: [ChangedDay: [NumberedRow]] = [:]
    var waitingCount = 0
    /// How long the day was that was last asked for.
    var lastDay: (zone: String, day: Int64, length: Int64)?
    /// A day of the Australian market that is not complete yet.
    var nem12 = NEM12Reader()

    init(
        _ plan: FilePlan, source: Int, file: String, meterIDs: Set<String>?,
        meters: [String: Meter], zones: @escaping ZoneFinder
    ) {
        self.plan = plan
        self.zones = zones
        self.source = source
        self.file = file
        self.meterIDs = meterIDs
        likeness = LazyLikeness(meterIDs ?? [])
        self.meters = meters
        numbers = plan.interpretation.numbers
        valueColumns = plan.valueColumns
        firstUnnamed = plan.firstUnnamed
        if case .wide(let columns) = plan.columns {
            wide = columns.map { ($0.column, $0.meterID, batchIndex(of: $0.meterID)) }
                .sorted { $0.column < $1.column }
        }
    }

    /// Reads a whole file record by record.
    ///
    /// - Parameter afterRecord: Called after each record, such as to drain its readings.
    mutating func read(
        _ bytes: ByteReader, afterRecord: (inout ReadingDecoder) throws -> Void = { _ in }
    ) throws {
        let reader = RecordReader(delimiter: plan.delimiter)
        try reader.read(bytes, encoding: plan.interpretation.encoding) { record in
            take(record)
            try afterRecord(&self)
            return true
        }
        if case .nem12 = plan.columns { finishNEM12() }
        settleNumbered()
        try afterRecord(&self)
        finish(reader)
    }

    /// Takes note of the lines that were no record.
    mutating func finish(_ reader: RecordReader) {
        for line in reader.malformedLines {
            findings.add(Finding(.malformedRow, file: file, line: line))
        }
        strays.rows += Int64(reader.malformedCount)
        strays.rowsRejected += Int64(reader.malformedCount)
    }

    /// A reading that a row gave.
    struct Reading {
        let meterID: String
        let stamp: Int64
        let end: Int64?
        let isLocal: Bool
        let value: DecimalText
        let line: Int
        let isEstimate: Bool
    }

    /// Hands over the readings taken since the last time and lets go of them.
    mutating func drain(_ body: (Reading) throws -> Void) rethrows {
        for index in touched {
            let batch = batches[index]
            for row in 0..<batch.count {
                try body(
                    Reading(
                        meterID: batch.meterID, stamp: batch.stamps[row],
                        end: batch.ends.isEmpty ? nil : batch.ends[row],
                        isLocal: batch.isLocal[row], value: batch.values[row],
                        line: Int(batch.lines[row]),
                        isEstimate: batch.isEstimate(row)))
            }
            batches[index] = ReadingBatch(source: source, file: file, meterID: batch.meterID)
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Adds a reading to a batch.
    ///
    /// - Parameter isSettled: It waited, and what its row calls itself was told.
    mutating func append(
        to batch: Int, stamp: Int64, end: Int64?, isLocal: Bool, value: DecimalText, line: Int,
        isEstimate: Bool = false, isSettled: Bool = false
    ) {
        holdsReadings = true
        if !isSettled { tellMark(line: line, batch: batch) }
        if batches[batch].count == 0 { touched.append(batch) }
        batches[batch].append(
            stamp: stamp, end: end, isLocal: isLocal, value: value, line: line,
            isEstimate: isEstimate || (mark != nil && !isSettled))
    }

    /// Tells once a row that it calls itself an estimate.
    mutating func tellMark(line: Int, batch: Int) {
        guard let mark, !isMarkTold else { return }
        report(mark.code, line, mark.column, mark.word, meterID: batches[batch].meterID)
        isMarkTold = true
    }

    consuming func finished(_ bytes: ByteReader, _ notes: [Finding]) -> DecodedFile {
        var units: [String: MentionedUnit] = [:]
        var unit: MentionedUnit?
        func mentioned(_ column: Int) -> MentionedUnit? {
            plan.mentionedUnits[column].map {
                MentionedUnit(unit: $0, column: columnName(column), line: plan.headerLine)
            }
        }
        var multiples: [String: MentionedMultiple] = [:]
        var multiple = plan.multipleAbove
        switch plan.columns {
        case .long(_, let value), .single(_, let value):
            unit = mentioned(value)
            multiple = plan.mentionedMultiples[value] ?? multiple
        case .wide:
            for column in wide where column.batch != nil {
                units[column.meterID] = mentioned(column.column)
                multiples[column.meterID] = plan.mentionedMultiples[column.column]
            }
        case .registers:
            for column in registers.values.joined() where column.batch != nil {
                units[column.meterID] = mentioned(column.column)
                multiples[column.meterID] = plan.mentionedMultiples[column.column]
            }
        case .timesAcross(let table):
            unit = table.columns.first.flatMap(mentioned)
            multiple = table.columns.first.flatMap { plan.mentionedMultiples[$0] } ?? multiple
        case .dayRow, .monthGrid, .nem12: break
        }
        unit = unit ?? plan.unitAbove
        if unit == nil, units.isEmpty, let kind = plan.kindUnit {
            unit = MentionedUnit(unit: kind.unit, column: nil, line: nil)
        }
        // A unit that a layout or a row declares was turned into the meter's already.
        if plan.interpretation.unitColumn != nil || !plan.interpretation.unitOfColumn.isEmpty {
            (units, unit) = ([:], nil)
        }
        for (index, unit) in firstUnits where meters[batches[index].meterID] == nil {
            units[batches[index].meterID] = MentionedUnit(unit: unit, column: nil, line: nil)
        }
        var collected = findings
        collected.add(contentsOf: notes)
        return DecodedFile(
            file: file, digest: bytes.digest, byteCount: bytes.bytesRead, batches: batches,
            strays: strays, collected: collected,
            mentions: Mentions(
                units: units, unit: unit, multiples: multiples, multiple: multiple),
            heldPlan: HeldPlan(plan))
    }

    /// The batch of a meter; nil when no such meter exists.
    mutating func batchIndex(of meterID: String) -> Int? {
        if let index = indexOfMeter[meterID] { return index }
        guard meterIDs?.contains(meterID) ?? (meterID.utf8.count <= Self.longestName),
            batches.count < Self.mostMeters
        else { return nil }
        batches.append(ReadingBatch(source: source, file: file, meterID: meterID))
        indexOfMeter[meterID] = batches.count - 1
        return batches.count - 1
    }
}
