/// The colours of our pages (颜色特性文件): sRGB, IEC 61966-2-1, as an ICC profile of version 4 (ISO 15076-1).
///
/// Primaries and white point are adapted to D50 by Bradford; all numbers are 65,536ths.
enum ColourProfile {
    /// The bytes of the profile, the same each time.
    static let sRGB: [UInt8] = {
        let curve =
            text("para") + word(0) + [0, 3, 0, 0]
            // ((a x + b)^g above d, c x below): 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045.
            + [0x26666, 0xF2A7, 0xD59, 0x13D0, 0xA5B].flatMap(word)
        let tags: [(String, [UInt8])] = [
            ("desc", words("sRGB")), ("cprt", words("Public domain")),
            ("wtpt", point(0xF6D6, 0x10000, 0xD32D)),
            (
                "chad",
                text("sf32") + word(0)
                    + [0x10C42, 0x5DE, -0xCDA, 0x793, 0xFD90, -0x45E, -0x25D, 0x3DC, 0xC06E]
                    .flatMap(word)
            ),
            ("rXYZ", point(0x6FA2, 0x38F5, 0x390)), ("gXYZ", point(0x6299, 0xB785, 0x18DA)),
            ("bXYZ", point(0x24A0, 0xF84, 0xB6CF)), ("rTRC", curve), ("gTRC", curve),
            ("bTRC", curve),
        ]
        var table = word(tags.count)
        var data: [UInt8] = []
        let first = 128 + 4 + 12 * tags.count
        for (name, content) in tags {
            table += text(name) + word(first + data.count) + word(content.count)
            data += content + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
        }
        return header(size: first + data.count) + table + data
    }()

    private static func header(size: Int) -> [UInt8] {
        word(size) + word(0) + word(0x0420_0000) + text("mntrRGB XYZ ")
            // Made on 2026-01-01.
            + [0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] + text("acsp")
            + [UInt8](repeating: 0, count: 28) + word(0xF6D6) + word(0x10000) + word(0xD32D)
            + [UInt8](repeating: 0, count: 48)
    }

    private static func point(_ x: Int, _ y: Int, _ z: Int) -> [UInt8] {
        text("XYZ ") + word(0) + word(x) + word(y) + word(z)
    }

    /// One text in English, UTF-16.
    private static func words(_ content: String) -> [UInt8] {
        let letters = content.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return text("mluc") + word(0) + word(1) + word(12) + text("enUS") + word(letters.count)
            + word(28) + letters
    }

    private static func text(_ content: String) -> [UInt8] { Array(content.utf8) }

    private static func word(_ number: Int) -> [UInt8] {
        let bits = UInt32(bitPattern: Int32(number))
        return [24, 16, 8, 0].map { UInt8(bits >> UInt32($0) & 0xFF) }
    }
}
