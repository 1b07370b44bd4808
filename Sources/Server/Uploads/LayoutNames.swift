import Foundation

/// Names of layout files.
enum LayoutNames {
    /// The name that a layout gives itself, or that of the file it is for, as a plain file name.
    static func fileName(of text: String, for upload: String) -> String {
        let own = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("name:") }
            .map { $0.dropFirst(5).trimmingCharacters(in: CharacterSet(charactersIn: " \"'")) }
        let name = (own ?? upload).map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-"
        }
        return String(String(name).drop { $0 == "-" }.prefix(80)) + ".yaml"
    }
}
