import Glibc

/// Turns bytes of another encoding into UTF-8, block by block; glibc's iconv knows the tables.
///
/// A sequence that means nothing becomes U+FFFD, so that its cell is rejected where it matters and
/// no line is lost.
final class Transcoder {
    private let descriptor: iconv_t
    private let unit: Int
    /// Bytes of a character that the block before left incomplete.
    private var rest: [UInt8] = []
    /// How many sequences meant nothing.
    private(set) var replaced = 0

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// Makes a transcoder; nil when the system has no table for the encoding.
    init?(from encoding: TextEncoding) {
        guard let made = iconv_open("UTF-8", encoding.rawValue),
            Int(bitPattern: made) != -1
        else { return nil }
        descriptor = made
        unit = encoding == .utf16LittleEndian || encoding == .utf16BigEndian ? 2 : 1
    }

    deinit { iconv_close(descriptor) }

    /// Gives the text of a block; `body` returns false to stop early.
    func feed(
        _ block: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Bool
    ) throws -> Bool {
        var input = rest
        input.append(contentsOf: block)
        let output = convert(&input)
        return try output.isEmpty || output.withUnsafeBytes(body)
    }

    /// Gives what is left at the end.
    func finish(_ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
        guard !rest.isEmpty else { return }
        rest.removeAll()
        replaced += 1
        _ = try Self.replacement.withUnsafeBytes(body)
    }

    /// Some bytes as text; nil when they are not of the encoding.
    static func text(_ bytes: some Collection<UInt8>, as encoding: TextEncoding) -> String? {
        guard let transcoder = Transcoder(from: encoding) else { return nil }
        var input = Array(bytes)
        let output = transcoder.convert(&input)
        guard transcoder.replaced == 0, transcoder.rest.isEmpty else { return nil }
        return String(validating: output, as: UTF8.self)
    }

    private func convert(_ input: inout [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(input.count * 3 / 2 + 16)
        var begin = 0
        let count = input.count
        input.withUnsafeMutableBytes { raw in
            let base = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            let piece = UnsafeMutablePointer<CChar>.allocate(capacity: 65_536)
            defer { piece.deallocate() }
            while begin < count {
                var from = base.map { $0 + begin }
                var left = count - begin
                var to: UnsafeMutablePointer<CChar>? = piece
                var room = 65_536
                let result = iconv(descriptor, &from, &left, &to, &room)
                let failure = errno
                let made = UnsafeRawBufferPointer(
                    start: UnsafeRawPointer(piece), count: 65_536 - room)
                output.append(contentsOf: made)
                begin = count - left
                guard result == -1 else { break }
                if failure == EINVAL { break }
                if failure == EILSEQ {
                    output.append(contentsOf: Self.replacement)
                    replaced += 1
                    begin += min(unit, count - begin)
                } else if failure != E2BIG {
                    break
                }
            }
        }
        rest = Array(input[begin...])
        return output
    }
}
