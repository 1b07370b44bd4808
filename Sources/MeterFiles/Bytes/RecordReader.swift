import CLibCSV
import Glibc

/// One record of a CSV: its cells as bytes and the line on which it begins.
public struct CSVRecord {
    fileprivate(set) var bytes: [UInt8] = []
    fileprivate(set) var ends: [Int] = []
    /// The physical line on which the record begins, counted from 1.
    public fileprivate(set) var line = 0

    /// How many cells it has.
    public var count: Int { ends.count }

    /// The bytes of a cell.
    public func withCell<Result>(
        _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let start = index == 0 ? 0 : ends[index - 1]
        return bytes.withUnsafeBufferPointer { all in
            body(UnsafeBufferPointer(rebasing: all[start..<ends[index]]))
        }
    }

    /// A cell as text; nil when it is not UTF-8.
    public func text(_ index: Int) -> String? {
        withCell(index) { String(validating: $0, as: UTF8.self) }
    }

    /// All cells as text; nil when one of them is not UTF-8.
    public var texts: [String]? {
        var texts: [String] = []
        for index in 0..<count {
            guard let text = text(index) else { return nil }
            texts.append(text)
        }
        return texts
    }
}

/// Turns bytes into records; libcsv decides the grammar.
///
/// The bytes go to libcsv line by line, so that every record knows its physical line. A record
/// whose quotes are wrong costs its first line only: reading begins again on the next.
public final class RecordReader {
    /// A record may not grow beyond this [bytes] by quoted line ends.
    private static let longestQuoted = 65_536

    private var parser = csv_parser()
    private let options = UInt8(CSV_STRICT | CSV_STRICT_FINI)
    private let delimiter: UInt8
    private var lines = PhysicalLines()
    private var sink = Sink()
    /// The lines of the record that is open, kept in case its quotes turn out to be wrong.
    private var open: [(bytes: [UInt8], number: Int)] = []
    private var openBytes = 0
    private var isFirst = true
    /// The lines whose quotes were wrong.
    public private(set) var malformedLines: [Int] = []
    /// How many lines had wrong quotes.
    public private(set) var malformedCount = 0

    /// What libcsv's callbacks fill; a class, so that C can hold it.
    private final class Sink {
        var record = CSVRecord()
        var isComplete = false
    }

    /// Makes a reader for a delimiter.
    public init(delimiter: UInt8) {
        self.delimiter = delimiter
        start()
    }

    deinit { csv_free(&parser) }

    private func start() {
        csv_init(&parser, options)
        csv_set_delim(&parser, delimiter)
    }

    /// Reads a whole file; `body` returns false to stop early.
    public func read(
        _ file: ByteReader, encoding: TextEncoding = .utf8,
        _ body: (borrowing CSVRecord) throws -> Bool
    ) throws {
        var goesOn = true
        func feed(_ block: UnsafeRawBufferPointer) throws -> Bool {
            goesOn = try lines.feed(block) { line, number in try self.take(line, number, body) }
            return goesOn
        }
        if encoding == .utf8 {
            try file.forEachBlock(feed)
        } else if let transcoder = Transcoder(from: encoding) {
            try file.forEachBlock { block in try transcoder.feed(block, feed) }
            if goesOn { try transcoder.finish(feed) }
        }
        guard goesOn else { return }
        try lines.finish { line, number in
            goesOn = try self.take(line, number, body)
            return goesOn
        }
        if goesOn, !open.isEmpty { _ = try giveUpOpenRecord(body) }
    }

    /// Reads bytes at hand.
    public func read(_ bytes: UnsafeRawBufferPointer, _ body: (borrowing CSVRecord) throws -> Bool)
        throws
    {
        guard try lines.feed(bytes, { line, number in try self.take(line, number, body) })
        else { return }
        try lines.finish { line, number in try self.take(line, number, body) }
        if !open.isEmpty { _ = try giveUpOpenRecord(body) }
    }

    /// Tells whether a record or a line goes on.
    var isOpen: Bool { !open.isEmpty || lines.isInside }

    /// Reads whole lines from the middle of a file, of which others are read elsewhere.
    ///
    /// - Parameters:
    ///   - line: How many lines lie before them.
    ///   - isLast: Nothing follows; the last line may have no end.
    /// - Returns: How many lines lie behind now.
    func read(
        _ bytes: UnsafeRawBufferPointer, after line: Int, isLast: Bool,
        _ body: (borrowing CSVRecord) throws -> Bool
    ) throws -> Int {
        lines.skip(to: line)
        if line > 0 { isFirst = false }
        _ = try lines.feed(bytes) { line, number in try self.take(line, number, body) }
        if isLast {
            try lines.finish { line, number in try self.take(line, number, body) }
            if !open.isEmpty { _ = try giveUpOpenRecord(body) }
        }
        return lines.count
    }

    /// Gives one physical line to libcsv and hands over the record that it completes.
    private func take(
        _ line: UnsafeRawBufferPointer, _ number: Int, _ body: (borrowing CSVRecord) throws -> Bool
    ) throws -> Bool {
        var line = line
        if isFirst {
            isFirst = false
            if line.count >= 3, line[0] == 0xEF, line[1] == 0xBB, line[2] == 0xBF {
                line = UnsafeRawBufferPointer(rebasing: line[3...])
            }
        }
        if open.isEmpty {
            sink.record.bytes.removeAll(keepingCapacity: true)
            sink.record.ends.removeAll(keepingCapacity: true)
            sink.record.line = number
        }
        if open.isEmpty, line.count <= PhysicalLines.longest, let mended = mended(line) {
            guard mended.withUnsafeBytes({ parse($0) }) else {
                return try giveUpOpenRecord(adding: (Array(line), number), body)
            }
        } else {
            guard line.count <= PhysicalLines.longest, parse(line) else {
                return try giveUpOpenRecord(adding: (Array(line), number), body)
            }
        }
        if sink.isComplete {
            sink.isComplete = false
            open.removeAll()
            openBytes = 0
            return try body(sink.record)
        }
        guard parser.pstate != 0 else { return true }
        open.append((Array(line), number))
        openBytes += line.count
        return openBytes <= Self.longestQuoted ? true : try giveUpOpenRecord(body)
    }

    /// A line in which cells stand as spreadsheets write texts, `="00123"`, with these as quoted cells;
    /// nil when it has none.
    private func mended(_ line: UnsafeRawBufferPointer) -> [UInt8]? {
        let (equals, quote) = (UInt8(ascii: "="), UInt8(ascii: "\""))
        guard let base = line.baseAddress, memchr(base, Int32(equals), line.count) != nil else {
            return nil
        }
        var mended: [UInt8] = []
        var begins = true
        var isQuoted = false
        var changed = false
        for (index, byte) in line.enumerated() {
            if begins, byte == equals, index + 1 < line.count, line[index + 1] == quote {
                changed = true
                begins = false
                continue
            }
            if byte == quote { isQuoted.toggle() }
            begins = !isQuoted && (byte == delimiter || (begins && byte == UInt8(ascii: " ")))
            mended.append(byte)
        }
        return changed ? mended : nil
    }

    /// Rejects the first line of a record with wrong quotes and reads the others again.
    private func giveUpOpenRecord(
        adding last: (bytes: [UInt8], number: Int)? = nil,
        _ body: (borrowing CSVRecord) throws -> Bool
    ) throws -> Bool {
        var again = open + (last.map { [$0] } ?? [])
        open.removeAll()
        openBytes = 0
        // Reading again is bounded: of the lines of a broken record each is tried once alone,
        // without letting it open a quote across lines once more.
        if let first = again.first {
            malformedCount += 1
            if malformedLines.count < 1_000 { malformedLines.append(first.number) }
            again.removeFirst()
        }
        restart()
        for line in again {
            sink.record.bytes.removeAll(keepingCapacity: true)
            sink.record.ends.removeAll(keepingCapacity: true)
            sink.record.line = line.number
            let parsed =
                line.bytes.count <= PhysicalLines.longest
                && line.bytes.withUnsafeBytes { parse($0) }
            if parsed, sink.isComplete {
                sink.isComplete = false
                guard try body(sink.record) else { return false }
            } else if !parsed || parser.pstate != 0 {
                malformedCount += 1
                if malformedLines.count < 1_000 { malformedLines.append(line.number) }
                restart()
            }
        }
        return true
    }

    private func restart() {
        csv_free(&parser)
        parser = csv_parser()
        sink.isComplete = false
        start()
    }

    /// Gives bytes to libcsv; false when the quotes are wrong.
    private func parse(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let target = Unmanaged.passUnretained(sink).toOpaque()
        let taken = csv_parse(
            &parser, bytes.baseAddress, bytes.count, Self.takeCell, Self.takeRow, target)
        return taken == bytes.count
    }

    private static let takeCell:
        @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
            cell, length, target in
            guard let target else { return }
            let sink = Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue()
            if let cell {
                sink.record.bytes.append(
                    contentsOf: UnsafeRawBufferPointer(start: cell, count: length))
            }
            sink.record.ends.append(sink.record.bytes.count)
        }

    private static let takeRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = {
        _, target in
        guard let target else { return }
        Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue().isComplete = true
    }
}
