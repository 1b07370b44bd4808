/// Text that goes into HTML and SVG (标记转义).
public enum Markup {
    /// A text in which nothing is markup and no character is invisible, for elements and quoted
    /// attributes alike.
    public static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in ShownText.of(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// An address that a document may lead to: of this site or page, or on the web; nil for any other,
    /// above all for `javascript:`.
    public static func address(_ link: String) -> String? {
        let isOwn = ["/", "#", "?", "./"].contains { link.hasPrefix($0) } && !link.hasPrefix("//")
        let isWeb = link.hasPrefix("https://") || link.hasPrefix("http://")
        guard isOwn || isWeb, link.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0 != "\\" })
        else { return nil }
        return link
    }
}

/// Text as people see it (可见文本): characters that draw nothing but change how others are read stand
/// there by their number, `[U+202E]`, so that no name can turn the words beside it around.
public enum ShownText {
    /// The text with nothing hidden. Line feeds and tabs stay.
    public static func of(_ text: String) -> String { byNumber(text, where: isHidden) }

    /// The text in which some characters stand by their number: `[U+0E01]`.
    public static func byNumber(
        _ text: String, where isHidden: (Unicode.Scalar) -> Bool
    ) -> String {
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            guard isHidden(scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result += "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
        }
        return result
    }

    /// Controls, marks of direction, fillers of no width, what Unicode gives to no character.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
            0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
