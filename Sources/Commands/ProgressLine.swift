import Provenance
import Reporting
import Runs
import Synchronization

/// One line of progress on a terminal: what is being done, how fast, how long it will take.
final class ProgressLine: Sendable {
    private let isShown: Bool
    private let language: Language
    private let clock = ContinuousClock()
    private let begin: ContinuousClock.Instant
    private let last: Mutex<ContinuousClock.Instant?>

    init(_ options: CommonOptions) {
        isShown = !options.quiet && Terminal.isWatched
        language = options.language
        begin = clock.now
        last = Mutex(nil)
    }

    /// Shows how far an ingest has come, ten times a second at most.
    func show(_ progress: Ingest.Progress) {
        guard isShown else { return }
        let now = clock.now
        let isDue = last.withLock { last in
            if let last, last.duration(to: now) < .milliseconds(100) { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let seconds = begin.duration(to: now).components.seconds
        Terminal.progress(
            Self.text(progress, after: seconds, in: language, columns: Terminal.columns))
    }

    /// The line, some seconds after the beginning.
    ///
    /// - Parameter columns: What the terminal is wide; a name that would reach beyond it loses its beginning.
    static func text(
        _ progress: Ingest.Progress, after seconds: Int64, in language: Language,
        columns: Int = .max
    ) -> String {
        func line(_ name: String) -> String {
            switch progress {
            case .reading(_, let number, let count, let bytes, let whole, let rows):
                BilingualText(
                    "reading \(number)/\(count) \(name)", zh: "读取 \(number)/\(count) \(name)"
                ).text(in: language)
                    + rate(bytes: bytes, of: whole, rows: rows, seconds: seconds).text(in: language)
            case .deriving(_, let number, let count):
                BilingualText(
                    "deriving \(number)/\(count) \(name)", zh: "推导 \(number)/\(count) \(name)"
                ).text(in: language)
            case .writing: BilingualText("writing", zh: "写入").text(in: language)
            }
        }
        let name =
            switch progress {
            case .reading(let name, _, _, _, _, _), .deriving(let name, _, _):
                FindingDocument.visible(name)
            case .writing: ""
            }
        let whole = line(name)
        let excess = TextTable.width(whole) - (columns - 1)
        guard excess > 0 else { return whole }
        var (rest, spared) = (name[...], -1)
        while spared < excess, let first = rest.popFirst() {
            spared += TextTable.width(String(first))
        }
        return line("…" + rest)
    }

    /// Megabytes a second so far, rows a second once a file is read, and the time left at that rate; nothing in the
    /// first second, which says nothing.
    private static func rate(
        bytes: Int64, of whole: Int64, rows: Int64, seconds: Int64
    ) -> BilingualText {
        guard seconds > 0, bytes > 0, bytes / seconds > 0 else { return BilingualText("", zh: "") }
        let rate = bytes / seconds
        let megabytes = TextTable.grouped("\(rate / 1_000_000).\(rate / 100_000 % 10)")
        let rowRate = TextTable.grouped(String(rows / seconds))
        let (english, chinese) =
            rows > 0 ? (", \(rowRate) rows/s", "，\(rowRate) 行/秒") : ("", "")
        let left = max(0, whole - bytes) / rate
        let time = "\(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60)"
        return BilingualText(
            "  \(megabytes) MB/s\(english), \(time) left",
            zh: "  \(megabytes) MB/s\(chinese)，剩余 \(time)")
    }
}
