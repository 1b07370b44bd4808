public import Metering
public import Provenance
import Quantities

/// What one file says for the ledger: sums of the meters that keep to their rules, rows of the others.
public final class FileReadings {
    /// The file's name, relative to the portfolio.
    public let file: String
    /// Its place in the order of evidence.
    public let source: Int
    /// The SHA-256 of the file as it lies on the disk, where it was wanted.
    public let digest: Digest?
    /// Its size on the disk [bytes].
    public let byteCount: Int64
    /// Rows that belong to no known meter or have no readable value.
    public let strays: EnergyStatement
    /// What was found.
    public let findings: [Finding]
    /// The meters that occur in it.
    public let meterIDs: [String]

    private var regular: [String: RegularReadings]
    /// The rows of meters that were kept, by meter.
    private var kept: [String: CompactReadings.List]
    private let readings: CompactReadings

    init(
        file: String, source: Int, digest: Digest?, byteCount: Int64, strays: EnergyStatement,
        findings: [Finding], meterIDs: [String], regular: [String: RegularReadings],
        kept: [String: CompactReadings.List], readings: CompactReadings
    ) {
        self.file = file
        self.source = source
        self.digest = digest
        self.byteCount = byteCount
        self.strays = strays
        self.findings = findings
        self.meterIDs = meterIDs
        self.regular = regular
        self.kept = kept
        self.readings = readings
    }

    /// The sums of a meter that kept to its rule; nil for others.
    public func regular(_ meterID: String) -> RegularReadings? { regular[meterID] }

    /// Lets go of a meter's sums.
    public func release(_ meterID: String) { regular[meterID] = nil }

    /// Tells whether the rows of a meter are at hand.
    public func hasRows(of meterID: String) -> Bool { kept[meterID] != nil }

    /// The rows of a meter; nil when they are not at hand and the file must be read again for them.
    public func batch(of meterID: String) throws -> ReadingBatch? {
        guard let list = kept[meterID] else { return nil }
        return try readings.batch(of: list, source: source, file: file, meterID: meterID)
    }

    /// Takes over rows that were read again.
    func add(_ more: [String: CompactReadings.List]) { kept.merge(more) { $1 } }
}

/// Reads files of readings for the ledger, each in one pass: its bytes, their digest, a copy aside,
/// and what they say.
public final class MeterFileReader {
    private let registry: MeterRegistry
    private let scanner: PlainScanner
    /// The rows of all files that are kept for the careful way, in bounded memory.
    private var readings: CompactReadings
    private let isFast: Bool
    private var memo: FormMemo?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - registry: The meters that exist.
    ///   - isFast: False sends every record through libcsv, to compare.
    public init(_ registry: MeterRegistry, isFast: Bool = true) {
        self.registry = registry
        self.isFast = isFast
        scanner = PlainScanner(registry)
        readings = CompactReadings()
    }

    /// Begins anew; rows that were read are kept by their files only.
    public func forget() { readings = CompactReadings() }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - bytes: The file, of which nothing was read.
    ///   - source: Its place in the order of evidence.
    ///   - layout: How to read it, when it is declared.
    /// - Throws: `FileRefusal` when the file cannot be read as a whole.
    public func read(
        _ bytes: ByteReader, name: String, source: Int, layout: Layout?
    ) throws -> FileReadings {
        if isFast, layout == nil,
            let known = try readAlike(bytes, name: name, source: source)
        {
            return known
        }
        let plan = try plan(of: bytes, name: name, layout: layout)
        let decoder = ReadingDecoder(
            plan, source: source, file: name, meterIDs: registry.idSet)
        if isFast, let form = PlainForm(plan) {
            let head = layout == nil ? try FormMemo(plan, form, head: bytes.peek(4_096)) : nil
            let file = try scan(bytes, name: name, source: source, plan: plan, form, decoder)
            if head != nil, scanner.sawClock { memo = head }
            return file
        }
        return try decode(bytes, name: name, source: source, plan: plan, decoder)
    }

    /// Reads a file once more for the rows of some meters.
    public func readRows(
        of meterIDs: Set<String>, in file: FileReadings, from bytes: ByteReader, layout: Layout?
    ) throws {
        let plan = try plan(of: bytes, name: file.file, layout: layout)
        guard let form = PlainForm(plan) else { return }
        var decoder = ReadingDecoder(
            plan, source: file.source, file: file.file, meterIDs: registry.idSet)
        let reader = RecordReader(delimiter: plan.delimiter)
        scanner.wanted = { [registry] in meterIDs.contains(registry.ids[$0]) }
        try scanner.scan(
            bytes, form: form, decoder: &decoder, reader: reader, purpose: .keep(readings))
        var kept: [String: CompactReadings.List] = [:]
        for track in scanner.tracks where track.isWanted {
            kept[registry.ids[track.meter]] = track.list
        }
        file.add(kept)
        try bytes.digestOnly()
    }

    /// Reads a small file that begins like the one before it and holds nothing but plain rows; nil
    /// when it must be looked at by itself. See `FormMemo` for why the plan is the same.
    private func readAlike(
        _ bytes: ByteReader, name: String, source: Int
    ) throws -> FileReadings? {
        guard let memo, hasOrdinaryNames, bytes.size <= Int64(Sample.size) else { return nil }
        let whole = try bytes.peek(Sample.size + 1)
        guard whole.count < Sample.size, let plan = memo.plan(for: whole, name: name, registry)
        else { return nil }
        guard let form = PlainForm(plan) else { return nil }
        let decoder = ReadingDecoder(
            plan, source: source, file: name, meterIDs: registry.idSet)
        let copy = ByteReader(Array(whole), name: name)
        let file = try scan(
            copy, name: name, source: source, plan: plan, form, decoder, original: bytes)
        guard scanner.oddRecords == memo.headerLines, scanner.sawClock,
            scanner.line > memo.headerLines
        else { return nil }
        return file
    }

    /// Tells that no meter's name holds a delimiter or looks like a number or a stamp, so that cells
    /// say by themselves what they are.
    private lazy var hasOrdinaryNames = registry.ids.allSatisfy { id in
        DecimalText(id) == nil && Timestamp(text: id) == nil
            && !id.utf8.contains { FileShape.delimiters.contains($0) || $0 == UInt8(ascii: "\"") }
    }

    private func plan(
        of bytes: ByteReader, name: String, layout: Layout?
    ) throws -> FilePlan {
        let sample = try Sample(bytes, name: name)
        guard
            let shape = FileShape(
                sampleOf: sample.bytes, delimiter: layout?.delimiter ?? sample.delimiter,
                order: layout?.dateOrder)
        else { throw sample.refusal(name) }
        return try FilePlan(
            shape: shape, file: name, layout: layout, meterIDs: registry.idSet)
    }

    private func scan(
        _ bytes: ByteReader, name: String, source: Int, plan: FilePlan, _ form: PlainForm,
        _ decoder: ReadingDecoder, original: ByteReader? = nil
    ) throws -> FileReadings {
        var decoder = decoder
        let reader = RecordReader(delimiter: plan.delimiter)
        try scanner.scan(bytes, form: form, decoder: &decoder, reader: reader, purpose: .sum)
        decoder.finish(reader)
        var regular: [String: RegularReadings] = [:]
        var meterIDs: [String] = []
        for index in scanner.tracks.indices {
            let id = registry.ids[scanner.tracks[index].meter]
            meterIDs.append(id)
            regular[id] = scanner.takeReadings(index, source: source, file: name)
        }
        scanner.forget()
        let stored = original ?? bytes
        return FileReadings(
            file: name, source: source, digest: stored.digestIfWanted,
            byteCount: stored.bytesRead,
            strays: decoder.strays, findings: decoder.findings.findings, meterIDs: meterIDs,
            regular: regular, kept: [:], readings: readings)
    }

    private func decode(
        _ bytes: ByteReader, name: String, source: Int, plan: FilePlan, _ decoder: ReadingDecoder
    ) throws -> FileReadings {
        var decoder = decoder
        let reader = RecordReader(delimiter: plan.delimiter)
        var kept: [String: CompactReadings.List] = [:]
        try reader.read(bytes) { record in
            decoder.take(record)
            try decoder.drain { reading in
                try readings.append(
                    to: &kept[reading.meterID, default: .init()], stamp: reading.stamp,
                    end: reading.end, isLocal: reading.isLocal, value: reading.value,
                    line: reading.line)
            }
            return true
        }
        decoder.finish(reader)
        let meterIDs = decoder.meterIDsSeen
        for id in meterIDs where kept[id] == nil { kept[id] = .init() }
        return FileReadings(
            file: name, source: source, digest: bytes.digestIfWanted, byteCount: bytes.bytesRead,
            strays: decoder.strays, findings: decoder.findings.findings, meterIDs: meterIDs,
            regular: [:], kept: kept, readings: readings)
    }
}
