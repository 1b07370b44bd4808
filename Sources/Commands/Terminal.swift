import Foundation
import Provenance
import Reporting
import Synchronization

/// Standard output and standard error, and what the user's locale says.
enum Terminal {
    /// Results go to standard output; a reader that went away is no error.
    static func print(_ text: String) { write(shown(text), to: 1) }

    /// Progress and findings go to standard error.
    static func note(_ text: String) { write(shown(text), to: 2) }

    /// Tells whether a person watches standard error.
    static var isWatched: Bool { isatty(2) == 1 }

    /// How many columns the terminal has that standard error goes to; as many as you like where it does not tell.
    static var columns: Int {
        var size = winsize()
        guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return .max }
        return Int(size.ws_col)
    }

    /// Shows progress in place, on a terminal only.
    static func progress(_ text: String) {
        guard isWatched else { return }
        write("\r\u{1B}[K" + FindingDocument.visible(text), to: 2)
    }

    /// Whether what is printed comes from somewhere else: then nothing in it moves the terminal.
    private static let isForeign = Mutex(false)

    /// From now on no control character is printed that is not our own.
    static func distrust() { isForeign.withLock { $0 = true } }

    private static func shown(_ text: String) -> String {
        isForeign.withLock { $0 } ? FindingDocument.visibleLines(text) : text
    }

    /// The language of the locale; English unless it is Chinese.
    static var language: Language {
        let environment = ProcessInfo.processInfo.environment
        let locale =
            ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }
            .first { !$0.isEmpty } ?? ""
        return locale.hasPrefix("zh") ? .chinese : .english
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EPIPE {
                exit(0)
            } else if errno != EINTR && errno != EAGAIN {
                exit(5)
            }
        }
    }
}
