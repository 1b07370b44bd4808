import ArgumentParser
import Provenance

/// Help texts in the language of the locale; they are settled before any option is read.
enum Help {
    /// Words for a command.
    static func text(_ english: String, zh chinese: String) -> String {
        BilingualText(flowing(english), zh: chinese).text(in: Terminal.language)
    }

    /// One line for each paragraph, so that only the terminal's width breaks it; indented lines stay as they are.
    private static func flowing(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let last = lines.last, !last.isEmpty, !last.hasPrefix(" "), !line.isEmpty,
                !line.hasPrefix(" ")
            {
                lines[lines.count - 1] += " " + line
            } else {
                lines.append(String(line))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Words for an argument.
    static func of(_ english: String, zh chinese: String, valueName: String? = nil) -> ArgumentHelp
    {
        ArgumentHelp("\(text(english, zh: chinese))", valueName: valueName)
    }
}
