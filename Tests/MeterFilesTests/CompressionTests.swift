import MeterFiles
import Provenance
import Testing

@Suite struct CompressionTests {
    private let text = "timestamp,meter_id,value\n2025-01-01 00:00,m1,1\n2025-01-01 01:00,m1,2\n"

    @Test("a compressed file reads as the same text; its digest is that of the bytes on disk")
    func plainAndCompressed() throws {
        let compressed = gzip(Array(text.utf8))
        let plain = try TemporaryFile(text).decoded()
        let decoded = try TemporaryFile(compressed).decoded(as: "readings/a.csv.gz")
        #expect(decoded.readings == plain.readings)
        #expect(decoded.digest == ByteReader.digest(of: compressed))
        #expect(decoded.digest != plain.digest)
        #expect(decoded.byteCount == Int64(compressed.count))
    }

    @Test("the form is told by the bytes, not by the name")
    func byBytes() throws {
        #expect(try TemporaryFile(gzip(Array(text.utf8))).decoded().readings.count == 2)
        #expect(try TemporaryFile(text).decoded(as: "readings/a.csv.gz").readings.count == 2)
    }

    @Test("several members follow each other as one text")
    func members() throws {
        let parts = [text, "2025-01-01 02:00,m1,3\n", "2025-01-01 03:00,m1,4\n"]
        let decoded = try TemporaryFile(parts.flatMap { gzip(Array($0.utf8)) }).decoded()
        #expect(decoded.readings.count == 4)
        #expect(decoded.readings.last == "5 m1 @1735700400w = 4")
    }

    @Test("a text of many blocks is expanded whole")
    func manyBlocks() throws {
        var long = "timestamp,meter_id,value\n"
        for second in 0..<60_000 { long += "\(1_735_689_600 + second),m1,\(second)\n" }
        let decoded = try TemporaryFile(gzip(Array(long.utf8))).decoded()
        #expect(decoded.readings.count == 60_000)
        #expect(decoded.readings.last == "60001 m1 @1735749599 = 59999")
    }

    @Test("a file that ends early or is damaged is refused whole")
    func broken() throws {
        let compressed = gzip(Array(text.utf8))
        var damaged = compressed
        damaged[compressed.count - 6] ^= 0xFF
        for bytes in [Array(compressed.dropLast(3)), Array(compressed.prefix(12)), damaged] {
            let file = try TemporaryFile(bytes)
            let refusal = #expect(throws: FileRefusal.self) { try file.decoded() }
            #expect(refusal?.finding.code == .compressionBroken)
        }
    }

    @Test("a small file that expands beyond all measure is refused")
    func bomb() throws {
        // 100 MiB of one letter pack to about a thousandth
        let file = try TemporaryFile(gzip([UInt8](repeating: 0x61, count: 100 << 20)))
        let reader = try ByteReader(path: file.path, name: "bomb.csv.gz")
        let refusal = #expect(throws: FileRefusal.self) { try reader.forEachBlock { _ in true } }
        #expect(refusal?.finding.code == .expansionTooLarge)
        #expect(refusal?.finding.message(in: .english).contains("500x") == true)
    }
}
