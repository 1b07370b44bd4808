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
            FindingDocument.visible(Self.text(progress, after: seconds, in: language)))
    }

    /// The line, some seconds after the beginning.
    static func text(
        _ progress: Ingest.Progress, after seconds: Int64, in language: Language
    ) -> String {
        let words =
            switch progress {
            case .reading(let file, let number, let count, _, _, _):
                BilingualText(
                    "reading \(number)/\(count) \(file)", zh: "读取 \(number)/\(count) \(file)")
            case .deriving(let meter, let number, let count):
                BilingualText(
                    "deriving \(number)/\(count) \(meter)", zh: "推导 \(number)/\(count) \(meter)")
            case .writing: BilingualText("writing", zh: "写入")
            }
        guard case .reading(_, _, _, let bytes, let whole, let rows) = progress else {
            return words.text(in: language)
        }
        return words.text(in: language)
            + rate(bytes: bytes, of: whole, rows: rows, seconds: seconds, language)
    }

    /// Megabytes and rows a second so far, and the time left at that rate; nothing in the first second,
    /// which says nothing.
    private static func rate(
        bytes: Int64, of whole: Int64, rows: Int64, seconds: Int64, _ language: Language
    ) -> String {
        guard seconds > 0, bytes > 0, bytes / seconds > 0 else { return "" }
        let rate = bytes / seconds
        let megabytes = TextTable.grouped("\(rate / 1_000_000).\(rate / 100_000 % 10)")
        let rowRate = TextTable.grouped(String(rows / seconds))
        let left = max(0, whole - bytes) / rate
        let time = "\(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60)"
        return BilingualText(
            "  \(megabytes) MB/s, \(rowRate) rows/s, \(time) left",
            zh: "  \(megabytes) MB/s，\(rowRate) 行/秒，剩余 \(time)"
        ).text(in: language)
    }
}
