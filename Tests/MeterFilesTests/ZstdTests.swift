import CZstd
import MeterFiles
import Provenance
import Testing

/// zstd beside gzip: the same rows, the same bounds.
@Suite struct ZstdTests {
    private static let text =
        "timestamp,meter_id,value\n2025-01-01 00:00,m1,5\n2025-01-01 01:00,m1,6\n"

    @Test("a zstd file is read by its content, and its digest is that of the stored bytes")
    func reads() throws {
        let stored = zstd(Array(Self.text.utf8))
        let decoded = try TemporaryFile(stored).decoded(as: "readings/a.csv.zst")
        #expect(decoded.readings == ["2 m1 @1735689600w = 5", "3 m1 @1735693200w = 6"])
        #expect(decoded.digest == ByteReader.digest(of: stored))
        #expect(decoded.byteCount == Int64(stored.count))
    }

    @Test("several frames one after the other are one file")
    func frames() throws {
        let parts = [Self.text, "2025-01-01 02:00,m1,7\n"].map { zstd(Array($0.utf8)) }
        let decoded = try TemporaryFile(parts[0] + parts[1]).decoded()
        #expect(decoded.readings.last == "4 m1 @1735696800w = 7")
    }

    @Test("a frame that ends early or is altered is refused", arguments: [true, false])
    func broken(isCut: Bool) throws {
        var stored = zstd(Array(String(repeating: Self.text, count: 40).utf8))
        if isCut { stored.removeLast(3) } else { stored[stored.count / 2] ^= 0xFF }
        let file = try TemporaryFile(stored)
        let refusal = #expect(throws: FileRefusal.self) { try file.decoded() }
        #expect(refusal?.finding.code == .compressionBroken)
    }

    @Test("a small file that would fill memory is refused")
    func bomb() throws {
        // two readings and 80 MiB of line ends, from some kilobytes
        let ends = [UInt8](repeating: 0x0A, count: 80 << 20)
        let file = try TemporaryFile(zstd(Array(Self.text.utf8) + ends))
        let refusal = #expect(throws: FileRefusal.self) { try file.decoded() }
        #expect(refusal?.finding.code == .expansionTooLarge)
    }

    private func zstd(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        let count = ZSTD_compress2(context, &output, output.count, bytes, bytes.count)
        return Array(output[..<count])
    }
}
