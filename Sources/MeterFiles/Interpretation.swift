import Metering

/// What makes a file other than the plain form (读法): how its bytes become text, its text numbers
/// and stamps, and its numbers the meter's unit.
///
/// `plain` is UTF-8 (a BOM at the beginning apart), numbers as `DecimalText` reads them, one column
/// of stamps as `Timestamp` reads them, no unit but the meter's, and one of the shapes long, wide and
/// single. A fast reader may take a plain file; every other goes record by record.
struct Interpretation: Hashable, Sendable {
    /// How the bytes become text.
    var encoding = TextEncoding.utf8

    /// The plain form.
    static let plain = Interpretation()

    /// Tells whether nothing needs interpreting.
    var isPlain: Bool { self == .plain }
}

/// How the bytes of a file become text (字符编码).
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case gb18030 = "GB18030"
}
