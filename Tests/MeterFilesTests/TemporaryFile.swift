import CZlib
import Foundation
import MeterFiles
import Metering
import Provenance

/// A file of its own that is gone when nobody holds it.
final class TemporaryFile: Sendable {
    let path: String

    init(_ bytes: [UInt8]) throws {
        path = NSTemporaryDirectory() + "carbongrade-" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

    deinit { unlink(path) }

    /// Reads the file as one of readings; every meter exists unless some are named.
    func decoded(
        as name: String = "readings/a.csv", layout: Layout? = nil,
        meters: Set<String>? = ["m1", "m2"]
    ) throws -> DecodedFile {
        try ReadingDecoder.decode(
            path: path, name: name, source: 1, layout: layout, meterIDs: meters)
    }

    /// The records of the file as `line: cell|cell`.
    func records(
        delimiter: Character = ","
    ) throws -> (records: [String], malformed: [Int]) {
        var records: [String] = []
        let reader = RecordReader(delimiter: delimiter.asciiValue ?? 0x2C)
        try reader.read(try ByteReader(path: path, name: "a.csv")) { record in
            records.append(
                "\(record.line): " + (record.texts ?? ["not UTF-8"]).joined(separator: "|"))
            return true
        }
        return (records, reader.malformedLines)
    }
}

extension DecodedFile {
    /// Its readings as `line meter @ seconds = value`, seconds with `w` on a wall clock.
    var readings: [String] {
        batches.flatMap { batch in
            (0..<batch.count).map { row in
                let clock = batch.isLocal[row] ? "w" : ""
                return "\(batch.lines[row]) \(batch.meterID) @\(batch.stamps[row])\(clock)"
                    + " = \(batch.values[row])"
            }
        }
    }

    /// What was found, as `line code`.
    var found: [String] { findings.map { "\($0.line ?? 0) \($0.code.rawValue)" } }

    /// Messages in which a fact is missing.
    var unfilledMessages: [String] {
        findings.flatMap { [$0.message(in: .english), $0.message(in: .chinese)] }
            .filter { $0.contains("?") }
    }
}

/// One member of a gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    // 15 + 16: the largest window, with the header of gzip
    deflateInit2_(
        &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1_024)
    let room = output.count
    return input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            deflate(&stream, Z_FINISH)
            return Array(target[..<(room - Int(stream.avail_out))])
        }
    }
}
