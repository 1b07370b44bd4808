import ArgumentParser
import Provenance

/// Help texts in the language of the locale; they are settled before any option is read.
enum Help {
    /// Words for a command.
    static func text(_ english: String, zh chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: Terminal.language)
    }

    /// Words for an argument.
    static func of(_ english: String, zh chinese: String, valueName: String? = nil) -> ArgumentHelp
    {
        ArgumentHelp("\(text(english, zh: chinese))", valueName: valueName)
    }
}
