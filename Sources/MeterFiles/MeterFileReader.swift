package import Metering
import Provenance
import Quantities

/// Reads files of readings for the ledger, each in one pass: its bytes, their digest, a copy aside,
/// and what they say.
public final class MeterFileReader {
    private let registry: MeterRegistry
    private let scanner: PlainScanner
    /// The rows of all files that are kept for the careful way, in bounded memory.
    private var readings: CompactReadings
    private let isFast: Bool
    private var memo: FormMemo?
    private let likeness: LazyLikeness
    /// What the file before named of its units.
    private var mentions: Mentions?
    /// How many findings the files hold that were read.
    private var found = 0
    /// Whether the line of every rejected row is wanted, which takes 8 bytes each.
    public var remembersPlaces = true

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - registry: The meters that exist.
    ///   - isFast: False sends every record through libcsv, to compare.
    public init(_ registry: MeterRegistry, isFast: Bool = true) {
        self.registry = registry
        likeness = LazyLikeness(registry.idSet)
        self.isFast = isFast
        scanner = PlainScanner(registry)
        readings = CompactReadings()
    }

    /// A shelf whose lists lie in files without a name.
    package static func newShelf(memory: Int = Shelf.usualMemory) -> Shelf {
        Shelf(memory: memory) { try NamelessFile() }
    }

    /// Begins anew; rows that were read are kept by their files only.
    package func forget() { readings = CompactReadings() }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - bytes: The file, of which nothing was read.
    ///   - path: Where it can be read again.
    ///   - source: Its place in the order of evidence.
    ///   - layout: How to read it, when it is declared.
    ///   - origins: Where the file is found that mended rows stood in; nil reads them by the layout alone.
    /// - Throws: `FileRefusal` when the file cannot be read as a whole.
    public func read(
        _ bytes: ByteReader, path: String, name: String, source: Int, layout: Layout?,
        origins: Origins? = nil
    ) throws -> FileReadings {
        if isFast, layout == nil, let known = try readAlike(bytes, name: name, source: source) {
            return known
        }
        var regular: [String: RegularReadings] = [:]
        var kept: [String: CompactReadings.List] = [:]
        var rows: Int64 = 0
        var head: FormMemo?
        let beginning = try isFast && layout == nil ? Array(bytes.peek(4_096)) : []
        let decoded = try ReadingDecoder.settled(
            bytes, path: path, name: name, source: source, layout: layout,
            meterIDs: registry.idSet, meters: registry.meters, zones: registry.zones,
            origins: origins, likeness: likeness
        ) { decoder, bytes in
            (regular, kept, head) = ([:], [:], nil)
            rows = try take(bytes, &decoder, into: &regular, &kept)
            if layout == nil, isFast, let form = PlainForm(decoder.plan), scanner.sawClock {
                head = FormMemo(decoder.plan, form, head: beginning[...])
            }
        }
        // What the beginning of a file was not enough for says nothing about another.
        let isOwn = decoded.findings.contains {
            $0.code == .formSettled || $0.code == .zoneSettled
        }
        memo = isOwn ? nil : head ?? memo
        try bytes.digestOnly()
        found += decoded.findings.count
        return FileReadings(
            decoded, digest: bytes.digestIfWanted, byteCount: bytes.bytesRead, source: source,
            rows: rows, regular: regular, kept: kept, readings: readings)
    }

    /// Reads a file by a plan that is settled already.
    func read(
        _ bytes: ByteReader, by plan: FilePlan, name: String, source: Int
    ) throws -> (readings: FileReadings, sawMarkedNumber: Bool, sawForeignText: Bool) {
        var decoder = ReadingDecoder(
            plan, source: source, file: name, meterIDs: registry.idSet, meters: registry.meters,
            zones: registry.zones)
        var regular: [String: RegularReadings] = [:]
        var kept: [String: CompactReadings.List] = [:]
        let rows = try take(bytes, &decoder, into: &regular, &kept)
        let (sawMarked, sawForeign) = (decoder.sawMarkedNumber, decoder.sawForeignText)
        let file = FileReadings(
            decoder.finished(bytes, []), digest: nil, byteCount: bytes.bytesRead, source: source,
            rows: rows, regular: regular, kept: kept, readings: readings)
        return (file, sawMarked, sawForeign)
    }

    /// Takes all rows of a file: sums what is regular where its plan allows it, else keeps every row.
    private func take(
        _ bytes: ByteReader, _ decoder: inout ReadingDecoder,
        into regular: inout [String: RegularReadings],
        _ kept: inout [String: CompactReadings.List]
    ) throws -> Int64 {
        prepare(&decoder)
        if isFast, let form = PlainForm(decoder.plan) {
            try scan(bytes, form, &decoder, into: &regular, &kept)
            return Int64(scanner.line)
        }
        var rows: Int64 = 0
        try decoder.read(bytes) { decoder in
            try decoder.drain { reading in
                rows += 1
                try readings.append(
                    to: &kept[reading.meterID, default: .init()], stamp: reading.stamp,
                    end: reading.end, isLocal: reading.isLocal, value: reading.value,
                    line: reading.line, isEstimate: reading.isEstimate)
            }
        }
        for batch in decoder.batches where kept[batch.meterID] == nil {
            kept[batch.meterID] = .init()
        }
        return rows
    }

    /// What a decoder has in common with those of the files before it.
    private func prepare(_ decoder: inout ReadingDecoder) {
        decoder.likeness = likeness
        decoder.findings = FindingCollector(
            keeping: FindingCollector.kept(after: found), remembersPlaces: remembersPlaces)
    }

    /// Reads a file once more for the rows of some meters.
    public func readRows(
        of meterIDs: Set<String>, in file: FileReadings, path: String, layout: Layout?
    ) throws {
        let bytes = try ByteReader(path: path, name: file.file, wantsDigest: false)
        try readRows(of: meterIDs, in: file, from: bytes)
    }

    func readRows(
        of meterIDs: Set<String>, in file: FileReadings, from bytes: ByteReader
    ) throws {
        guard let plan = file.decoded.plan, let form = PlainForm(plan) else { return }
        var decoder = ReadingDecoder(
            plan, source: file.source, file: file.file, meterIDs: registry.idSet,
            meters: registry.meters, zones: registry.zones)
        let reader = RecordReader(delimiter: plan.delimiter)
        scanner.wanted = { [registry] in meterIDs.contains(registry.ids[$0]) }
        try scanner.scan(
            bytes, form: form, decoder: &decoder, reader: reader, purpose: .keep(readings))
        var kept: [String: CompactReadings.List] = [:]
        for (index, track) in scanner.tracks.enumerated() where track.isWanted {
            kept[registry.ids[track.meter]] = scanner.keptRows(index)
        }
        scanner.forget()
        file.add(kept)
    }

    /// Sums what is regular; the decoder knows all meters of the file afterwards.
    private func scan(
        _ bytes: ByteReader, _ form: PlainForm, _ decoder: inout ReadingDecoder,
        into regular: inout [String: RegularReadings],
        _ kept: inout [String: CompactReadings.List]
    ) throws {
        let reader = RecordReader(delimiter: form.delimiter)
        try scanner.scan(bytes, form: form, decoder: &decoder, reader: reader, purpose: .sum)
        decoder.finish(reader)
        decoder.holdsReadings = scanner.sawReading
        // A meter of which no row held a reading has no rows, and that is known already.
        for batch in decoder.batches { kept[batch.meterID] = .init() }
        for index in scanner.tracks.indices {
            let id = registry.ids[scanner.tracks[index].meter]
            // The one meter of a file is looked for, but none of its rows may have been one.
            if form.singleMeter != nil, !scanner.sawReading, kept[id] == nil { continue }
            _ = decoder.batchIndex(of: id)
            kept[id] = nil
            regular[id] = scanner.takeReadings(
                index, source: decoder.source, file: decoder.file)
        }
        // Of thousands of small files each would hold on to the room of what it does not keep.
        if kept.isEmpty { kept = [:] }
        scanner.forget()
    }

    // MARK: - Small files

    /// Reads a small file that begins like the one before it and holds nothing but plain rows; nil
    /// when it must be looked at by itself. See `FormMemo` for why the plan is the same.
    private func readAlike(
        _ bytes: ByteReader, name: String, source: Int
    ) throws -> FileReadings? {
        guard let memo, hasOrdinaryNames, bytes.size <= Int64(Sample.size) else { return nil }
        let whole = try bytes.peek(Sample.size)
        guard whole.count < Sample.size, let held = memo.plan(for: whole, name: name, registry)
        else { return nil }
        let plan = held.plan
        guard let form = PlainForm(plan) else { return nil }
        var decoder = ReadingDecoder(
            plan, source: source, file: name, meterIDs: registry.idSet, meters: registry.meters,
            zones: registry.zones)
        prepare(&decoder)
        var regular: [String: RegularReadings] = [:]
        var kept: [String: CompactReadings.List] = [:]
        try scan(bytes, form, &decoder, into: &regular, &kept)
        let rows = scanner.line - memo.headerLines
        guard scanner.oddRecords == memo.headerLines, scanner.sawClock, rows > 0 else {
            bytes.rewind()
            return nil
        }
        try bytes.digestOnly()
        var decoded = decoder.finished(bytes, [])
        decoded.heldPlan = held
        decoded.share(mentions)
        mentions = decoded.mentions
        found += decoded.findings.count
        return FileReadings(
            decoded, digest: bytes.digestIfWanted, byteCount: bytes.bytesRead,
            source: source, rows: Int64(rows), regular: regular, kept: kept, readings: readings)
    }

    /// Tells that no meter's name holds a delimiter or looks like a number or a stamp, so that cells
    /// say by themselves what they are.
    private lazy var hasOrdinaryNames = registry.ids.allSatisfy { id in
        DecimalText(id) == nil && Timestamp(text: id) == nil
            && !id.utf8.contains { FileShape.delimiters.contains($0) || $0 == UInt8(ascii: "\"") }
    }
}
