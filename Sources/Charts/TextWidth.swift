/// How wide text will be (文本宽度), estimated without a font, on the safe side: enough to leave room for a
/// label and to shorten a name.
public enum TextWidth {
    /// The width of a text in letters of some size.
    public static func of(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + share($1) } * size
    }

    /// The text, or its beginning with an ellipsis, so that it fits.
    public static func fitted(_ text: String, width: Double, size: Double) -> String {
        guard of(text, size: size) > width else { return text }
        var result = ""
        var taken = size
        for character in text {
            taken += of(String(character), size: size)
            if taken > width { break }
            result.append(character)
        }
        return result + "…"
    }

    /// The share of an em that a character takes.
    private static func share(_ scalar: Unicode.Scalar) -> Double {
        switch scalar.value {
        case 0x20, 0x21, 0x27, 0x28, 0x29, 0x2C, 0x2E, 0x3A, 0x3B, 0x49, 0x69, 0x6A, 0x6C, 0x7C:
            0.32
        case 0x66, 0x72, 0x74, 0x2D, 0x2F: 0.42
        case 0x4D, 0x57, 0x6D, 0x77, 0x25, 0x40: 0.92
        case 0x41...0x5A: 0.7
        case 0x30...0x39: 0.63
        case 0x00...0x02FF: 0.61
        case 0x0300...0x036F: 0
        case 0x1100...0xFFFF where scalar.value >= 0x2E80 || scalar.value < 0x1200: 1.0
        case 0x10000...: 1.0
        default: 0.7
        }
    }
}
