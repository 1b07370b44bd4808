import CPangoCairo
public import Provenance

/// A document cannot be made on this machine.
public struct DocumentFailure: Error, Sendable {
    /// Why, in one sentence.
    public let reason: BilingualText
}

/// The fonts of documents (字体): named files and nothing else, so that a page has the same bytes on
/// any machine and a missing font is a failure and never a silent substitute.
final class Typefaces {
    /// Family names for Pango, Latin first; Chinese comes from the second, Hebrew, Arabic and other
    /// alphabets from the third.
    static let families = "Open Sans, WenQuanYi Micro Hei, DejaVu Sans"

    /// The files, as the Debian packages fonts-open-sans, fonts-wqy-microhei and fonts-dejavu-core
    /// install them.
    private static let files = [
        "/usr/share/fonts/truetype/open-sans/OpenSans-Light.ttf",
        "/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf",
        "/usr/share/fonts/truetype/open-sans/OpenSans-Semibold.ttf",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    ]

    private let map: UnsafeMutablePointer<PangoFontMap>
    /// What layouts are made in.
    let context: OpaquePointer

    /// Loads the fonts.
    init() throws(DocumentFailure) {
        var paths = Self.files.map { UnsafePointer<CChar>(strdup($0)) }
        defer { for path in paths { free(UnsafeMutablePointer(mutating: path)) } }
        guard let map = carbongrade_font_map(&paths, Int32(paths.count)),
            let context = carbongrade_context(map)
        else {
            throw DocumentFailure(
                reason: BilingualText(
                    "a font is missing: install fonts-open-sans, fonts-wqy-microhei and fonts-dejavu-core",
                    zh: "缺少字体：请安装 fonts-open-sans、fonts-wqy-microhei 和 fonts-dejavu-core"))
        }
        self.map = map
        self.context = context
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(UnsafeMutableRawPointer(map))
    }
}
