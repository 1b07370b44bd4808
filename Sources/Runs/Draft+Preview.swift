import Foundation
public import MeterFiles
import Provenance

extension Draft {
    /// How much of a file a preview reads (预览上限).
    public struct PreviewBound: Hashable, Sendable {
        /// Expanded bytes.
        public let bytes: Int
        /// Lines.
        public let lines: Int

        /// Sets a bound.
        public init(bytes: Int, lines: Int) {
            self.bytes = bytes
            self.lines = lines
        }

        /// Enough to tell a form and to see some months of a few meters; little enough for a page to wait for.
        public static let page = PreviewBound(bytes: 4 << 20, lines: 50_000)
    }

    /// Inspects the beginning of a file, within a bound; a shorter file is inspected whole.
    ///
    /// What is compressed is expanded no further than the bound. The digest is that of the whole file as it lies
    /// on the disk; what stands behind the beginning is not expanded for it.
    ///
    /// - Throws: `Refusal` when it is no file of readings.
    public static func preview(
        _ path: String, called name: String, within bound: PreviewBound = .page
    ) throws -> Inspection {
        do {
            let file = try ByteReader(path: path, name: name)
            guard let beginning = try beginning(of: file, bound) else {
                return try inspect(path, name: name)
            }
            try file.digestOnly()
            let draft = NSTemporaryDirectory() + "carbongrade-preview-" + UUID().uuidString
            defer { unlink(draft) }
            guard
                FileManager.default.createFile(
                    atPath: draft, contents: Data(beginning),
                    attributes: [.posixPermissions: 0o600])
            else { throw RunFailure("the disk is full", zh: "磁盘已满") }
            return try inspect(draft, name: name).asExcerpt(of: file)
        } catch let refusal as FileRefusal {
            throw Refusal([refusal.finding])
        }
    }

    /// The whole rows within a bound; nil when they are all of the file.
    private static func beginning(
        of file: ByteReader, _ bound: PreviewBound
    ) throws -> ArraySlice<UInt8>? {
        var bytes: [UInt8] = []
        var lines = 0
        var isCut = false
        try file.forEachBlock { block in
            bytes.append(contentsOf: block)
            lines += block.count { $0 == 0x0A }
            isCut = bytes.count > bound.bytes || lines > bound.lines
            return !isCut
        }
        guard isCut else { return nil }
        // Two bytes a character: the mark of the order, or a zero in the first of them.
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(64).contains(0)
        var end = 0
        var kept = 0
        for (offset, byte) in bytes.prefix(bound.bytes).enumerated() where byte == 0x0A {
            end = offset + 1
            kept += 1
            if kept == bound.lines { break }
        }
        if isWide, !end.isMultiple(of: 2) { end += 1 }
        return bytes.prefix(end == 0 ? bound.bytes : min(end, bytes.count))
    }
}
