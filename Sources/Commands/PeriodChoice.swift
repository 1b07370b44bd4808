import ArgumentParser
import Quantities

/// A period as it may be asked for: by itself, or as the last one of a kind that is over.
enum PeriodChoice: ExpressibleByArgument {
    case fixed(Period)
    /// `last-month`, `last-quarter`, `last-year`.
    case relative(String)

    init?(argument: String) {
        let words = ["last-month", "last-quarter", "last-year"]
        if words.contains(argument) {
            self = .relative(argument)
        } else if let period = Period(argument) {
            self = .fixed(period)
        } else {
            return nil
        }
    }

    /// The period; the clock is asked only for a relative one without a day.
    func period(today: CivilDate?) throws -> Period {
        switch self {
        case .fixed(let period): return period
        case .relative(let words):
            guard let period = Period(relative: words, on: today ?? .today) else {
                throw ValidationError(words)
            }
            return period
        }
    }
}

/// The period of `run`.
struct PeriodChoiceOptions: ParsableArguments {
    @Option(
        help: Help.of(
            "2026, 2026Q3, 2026-09, 2026-07-01/2026-10-01 (half-open, local), or last-month, last-quarter, last-year.",
            zh:
                "2026、2026Q3、2026-09、2026-07-01/2026-10-01（不含终点，当地日期），或 last-month、last-quarter、last-year。"
        ))
    var period: PeriodChoice

    @Option(
        help: Help.of(
            "The day from which last-... counts. (default: today, UTC)",
            zh: "last-... 的基准日。（默认：今天，UTC）", valueName: "date"))
    var today: CivilDate?

    /// The period that is meant.
    var resolved: Period { get throws { try period.period(today: today) } }
}
