import MeterFiles
import Metering
import Provenance

/// What the decoding of files depends on beside their bytes (解析依据): the layout, and the meters that exist where a
/// file names some that do not. Each is made once, however many files share it.
final class DecodingContexts {
    private struct Key: Hashable {
        let layout: String
        let hasUnknownMeters: Bool
    }

    private let portfolio: Portfolio
    private var known: [Key: String] = [:]

    init(_ portfolio: Portfolio) { self.portfolio = portfolio }

    /// A text that is another one where the file would be decoded otherwise.
    func context(_ layout: Layout?, hasUnknownMeters: Bool) -> String {
        let key = Key(layout: layout?.canonicalText ?? "", hasUnknownMeters: hasUnknownMeters)
        if let context = known[key] { return context }
        var text = key.layout
        if hasUnknownMeters {
            text += "\n" + portfolio.meters.map(\.id).sorted().joined(separator: "\n")
        }
        let context = (hasUnknownMeters ? "?" : "") + ByteReader.digest(of: text.utf8).hexadecimal
        known[key] = context
        return context
    }

    /// Tells whether the file of a context named meters that did not exist.
    static func hasUnknownMeters(_ context: String) -> Bool { context.hasPrefix("?") }
}
