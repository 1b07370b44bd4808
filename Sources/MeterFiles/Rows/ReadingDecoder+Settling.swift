public import Metering
import Provenance
import Quantities

/// How a file is read is settled before its rows are, and again where they prove it wrong.
extension ReadingDecoder {
    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: Where the file lies.
    ///   - name: How findings and statements call it.
    ///   - source: Its place in the order of evidence.
    ///   - layout: How to read it, when it is declared.
    ///   - meterIDs: The meters that exist; nil takes every name, to look at an unknown file.
    ///   - meters: What `meters.csv` says of them: units, calendars and what a reading means.
    ///   - zones: The zones that there are, to tell two names of one zone.
    ///   - origins: Where the file is found that mended rows stood in; nil reads them by the layout alone.
    /// - Throws: `FileRefusal` when the file cannot be read as a whole.
    public static func decode(
        path: String, name: String, source: Int, layout: Layout?, meterIDs: Set<String>?,
        meters: [String: Meter] = [:], zones: @escaping ZoneFinder = { _ in nil },
        origins: Origins? = nil
    ) throws -> DecodedFile {
        try settled(
            nil, path: path, name: name, source: source, layout: layout, meterIDs: meterIDs,
            meters: meters, zones: zones, origins: origins
        ) { decoder, bytes in try decoder.read(bytes) }
    }

    /// Settles how a file is read, and reads it by that; what is found on the way may settle it
    /// otherwise, and then it is read again.
    ///
    /// - Parameters:
    ///   - first: The file, of which nothing was read; nil opens it.
    ///   - path: Where it can be read again.
    ///   - likeness: The names of `meterIDs` that are nearly alike, where many files ask for them.
    ///   - read: Reads all of the file, each time from its beginning.
    static func settled(
        _ first: ByteReader?, path: String, name: String, source: Int, layout: Layout?,
        meterIDs: Set<String>?, meters: [String: Meter], zones: @escaping ZoneFinder,
        origins: Origins?, likeness: LazyLikeness? = nil,
        _ read: (inout ReadingDecoder, ByteReader) throws -> Void
    ) throws -> DecodedFile {
        var unread = try first ?? ByteReader(path: path, name: name)
        var isUnread = true
        /// The file from its beginning; what was begun is read to its end for its digest and its copy.
        func fromBeginning() throws -> ByteReader {
            if !isUnread {
                try unread.digestOnly()
                unread = try ByteReader(path: path, name: name, wantsDigest: first == nil)
            }
            isUnread = false
            return unread
        }
        /// Reads what is begun to its end: `path` may lead to its copy, which is not whole before.
        func readToEnd() throws {
            isUnread = false
            try unread.digestOnly()
        }
        let sample = try Sample(unread, name: name, encoding: layout?.encoding)
        func decoded(as encoding: TextEncoding, from sample: Sample) throws -> DecodedFile? {
            if let origins, let meterIDs, let head = MendedHead(sample), !head.names.isEmpty,
                let plan = try origins.plan(
                    for: head.names, head, file: name, encoding: encoding, meterIDs: meterIDs)
            {
                var decoder = ReadingDecoder(
                    plan, source: source, file: name, meterIDs: meterIDs, meters: meters,
                    zones: zones)
                let bytes = try fromBeginning()
                try read(&decoder, bytes)
                // What the first rows did not name must agree with them.
                let more = decoder.rejectedFiles.subtracting(head.names)
                if !more.isEmpty {
                    _ = try origins.plan(
                        for: head.names.union(more), head, file: name, encoding: encoding,
                        meterIDs: meterIDs)
                }
                return decoder.finished(bytes, Self.notes(on: plan, sample, file: name))
            }
            guard
                let first = FileShape(
                    sampleOf: sample.bytes, delimiter: layout?.delimiter ?? sample.delimiter,
                    times: layout?.times ?? .plain, shape: layout?.shape, meterIDs: meterIDs ?? [],
                    isWhole: sample.isWhole)
            else { throw sample.refusal(name) }
            let shape = try first.seeingTimes(
                path: path, name: name, encoding: encoding, beforeReading: readToEnd)
            var plan = try FilePlan(
                shape: shape, file: name, layout: layout, meterIDs: meterIDs ?? [],
                likeness: likeness, encoding: encoding)
            plan.endOfDay = shape.endOfDay(plan)
            var settling = FormEvidence(path: path, name: name, isInspected: meterIDs == nil)
            try settling.settle(&plan, by: shape, layout: layout, beforeReading: readToEnd)
            if layout == nil, let watch = RegisterWatch(plan, shape) {
                try readToEnd()
                try watch.check(path: path, name: name)
            }
            if let zone = plan.interpretation.zone, !meters.isEmpty,
                case let its = zones(zone),
                meters.values.allSatisfy({
                    $0.calendar.identifier == zone || its?.isAlways($0.calendar) ?? false
                })
            {
                // What the file says of its zone holds for every meter without it.
                plan.interpretation.zone = nil
                settling.forgetZone()
            }
            while true {
                var decoder = ReadingDecoder(
                    plan, source: source, file: name, meterIDs: meterIDs, meters: meters,
                    zones: zones)
                let bytes = try fromBeginning()
                try read(&decoder, bytes)
                if decoder.sawForeignText, encoding == .utf8, layout?.encoding == nil,
                    sample.bytes.allSatisfy({ $0 < 0x80 })
                {
                    return nil
                }
                if let block = decoder.otherBlock { throw Self.refusal(of: block, in: name) }
                if let other = decoder.otherHeader { throw Self.refusal(ofHeader: other, in: name) }
                if layout?.dateOrder == nil, let mixed = decoder.mixedDates {
                    throw Self.refusal(ofDates: mixed, in: name)
                }
                if decoder.sawMarkedNumber, !settling.isThorough {
                    let before = plan.interpretation
                    try settling.settleThoroughly(&plan, layout: layout)
                    if plan.interpretation != before { continue }
                }
                guard decoder.strays.rows > 0 || decoder.holdsReadings else {
                    throw FileRefusal(Finding(.fileEmpty, file: name))
                }
                return decoder.finished(
                    bytes, settling.findings + Self.notes(on: plan, sample, file: name))
            }
        }
        if sample.isOpen {
            try readToEnd()
            let whole = try Sample.settled(path: path, name: name)
            guard let file = try decoded(as: whole.encoding, from: whole) else {
                throw whole.refusal(name)
            }
            return file
        }
        if let file = try decoded(as: sample.encoding, from: sample) { return file }
        // The beginning was ASCII and the rest is not UTF-8: told again by all of the file.
        let whole = try TextEncoding.ofWhole(path: path, name: name)
        guard let encoding = whole, encoding != .utf8 else {
            throw FileRefusal(
                Finding(.encodingUnsupported, file: name, line: 1, arguments: ["line": "1"]))
        }
        let again = try Sample(path: path, name: name, encoding: encoding)
        guard let file = try decoded(as: encoding, from: again) else { throw again.refusal(name) }
        return file
    }

    /// Two ways in which dates are written, where the order of day and month was told from the column.
    private var mixedDates: (line: Int, text: String, why: BilingualText)? {
        if let otherOrder {
            return (
                otherOrder.line, otherOrder.text,
                BilingualText(
                    "`\(otherOrder.text)` has day and month in the other order than dates above it",
                    zh: "“\(otherOrder.text)”的日月次序与之前的日期相反")
            )
        }
        return dateStyle.mixed.map {
            (
                $0.line, $0.second,
                BilingualText(
                    "dates are written in two ways (`\($0.first)`, `\($0.second)`), as a spreadsheet leaves them that took days for months",
                    zh: "日期有两种写法（“\($0.first)”、“\($0.second)”），可能是电子表格将日误作月")
            )
        }
    }

    private static func refusal(
        ofDates mixed: (line: Int, text: String, why: BilingualText), in file: String
    ) -> FileRefusal {
        FileRefusal(
            Finding(
                .noLayout, file: file, line: mixed.line, value: mixed.text,
                phrases: [
                    "reason": BilingualText(
                        "\(mixed.why.english): export again with the year first, or say `date_order` in a layout",
                        zh: "\(mixed.why.chinese)：请以年份在前的写法重新导出，或在版式中指明 `date_order`")
                ]))
    }

    private static func refusal(
        ofHeader other: (line: Int, text: String), in file: String
    ) -> FileRefusal {
        FileRefusal(
            Finding(
                .noLayout, file: file, line: other.line, value: other.text,
                phrases: [
                    "reason": BilingualText(
                        "line \(other.line) names the columns otherwise for the rows below it (`\(other.text)`): cut the file there",
                        zh: "第 \(other.line) 行为其下各行另列表头（“\(other.text)”）：请在此处拆分文件")
                ]))
    }

    private static func refusal(of block: (line: Int, text: String), in file: String) -> FileRefusal
    {
        FileRefusal(
            Finding(
                .noLayout, file: file, line: block.line, value: block.text,
                phrases: [
                    "reason": BilingualText(
                        "line \(block.line) names another meter for the rows below it (`\(block.text)`): cut the file into one file a meter, or give the rows a column with the meter's name",
                        zh: "第 \(block.line) 行为其下各行另指计量点（“\(block.text)”）：请按计量点拆分文件，或为各行增加计量点列")
                ]))
    }

    private static func notes(on plan: FilePlan, _ sample: Sample, file: String) -> [Finding] {
        var notes: [Finding] = []
        if let preset = plan.preset {
            notes.append(
                Finding(
                    .presetUsed, file: file, line: plan.headerLine,
                    arguments: ["preset": preset.name]))
        }
        if plan.interpretation.encoding == .gb18030 || plan.interpretation.encoding == .windows1252
        {
            notes.append(
                Finding(
                    .encodingDetected, file: file, value: plan.interpretation.encoding.rawValue))
        }
        return notes
    }
}
