import Quantities

/// A month, a quarter or a week as a stamp (账期): `2026-01`, `Jan 2026`, `2026年1月`, `2026Q1`, `2026-W01`.
///
/// What is named so is a stretch of time with a begin and an end, whatever the label of a meter says. Weeks are those
/// of ISO 8601, and only where they are written its way (`W`) or as DIN has it (`KW`): other weeks begin on other days.
struct PeriodText {
    /// What is named.
    enum Kind: Hashable {
        case month
        case quarter
        case week
    }

    let kind: Kind
    /// The first day.
    let first: CivilDate
    /// The day behind the last one.
    let end: CivilDate

    /// How long it is on the clock of a place [s].
    var seconds: Int64 { (end.dayNumber - first.dayNumber) * 86_400 }

    /// A longer text is no name of a period [bytes].
    private static let longest = 32

    /// Reads a cell; nil when it is of no such form.
    init?(_ cell: some Collection<UInt8>, _ form: TimeForm.Periods) {
        guard form != .range, (5...Self.longest).contains(cell.count),
            let parts = Parts(String(decoding: cell, as: UTF8.self))
        else { return nil }
        if let (year, month) = parts.month(form) {
            self.init(.month, year: year, month: month, months: 1)
        } else if let (year, quarter) = parts.quarter {
            self.init(.quarter, year: year, month: quarter * 3 - 2, months: 3)
        } else if let (year, week) = parts.week {
            self.init(year: year, week: week)
        } else {
            return nil
        }
    }

    private init?(_ kind: Kind, year: Int, month: Int, months: Int) {
        guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
        self.kind = kind
        self.first = first
        end = first.firstOfMonth(adding: months)
    }

    /// Week 1 holds the fourth of January; weeks begin on Mondays (ISO 8601-1, 3.1.1.23).
    private init?(year: Int, week: Int) {
        guard let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
        // 1970-01-01 was a Thursday, the fourth day of its week.
        let weekday = ((fourth.dayNumber + 3) % 7 + 7) % 7
        let monday = fourth.adding(days: Int64(7 * (week - 1)) - weekday)
        guard monday.adding(days: 3).components.year == year else { return nil }
        kind = .week
        first = monday
        end = monday.adding(days: 7)
    }
}

extension PeriodText {
    /// The runs of digits and letters of a text, and what stands between them.
    private struct Parts {
        private enum Part: Hashable {
            case digits(String)
            case word(String)
        }

        private var parts: [Part] = []
        /// What stands between the parts, blanks left out.
        private var marks: [String] = []

        /// Nil where marks stand at its ends, or other than those of dates.
        init?(_ text: String) {
            var run = ""
            var (isDigits, mark) = (false, "")
            func ends(_ next: Bool) -> Bool { !run.isEmpty && isDigits != next }
            func close(_ self: inout Self) {
                guard !run.isEmpty else { return }
                self.parts.append(isDigits ? .digits(run) : .word(run))
                run = ""
            }
            for letter in text.lowercased() {
                let isDigit = letter.isASCII && letter.isNumber
                guard isDigit || letter.isLetter else {
                    guard " -/._'’,".contains(letter), !(parts.isEmpty && run.isEmpty) else {
                        return nil
                    }
                    close(&self)
                    if letter != " " { mark.append(letter) }
                    continue
                }
                if ends(isDigit) { close(&self) }
                if run.isEmpty, !parts.isEmpty {
                    marks.append(mark)
                    mark = ""
                }
                isDigits = isDigit
                run.append(letter)
                guard parts.count < 5 else { return nil }
            }
            close(&self)
            guard mark.isEmpty, marks.count == parts.count - 1 else { return nil }
        }

        private func digits(_ index: Int, _ widths: ClosedRange<Int>) -> Int? {
            guard case .digits(let text) = parts[index], widths.contains(text.count) else {
                return nil
            }
            return Int(text)
        }

        private func word(_ index: Int) -> String? {
            if case .word(let text) = parts[index] { text } else { nil }
        }

        private func year(_ index: Int) -> Int? {
            digits(index, 4...4).flatMap { (1_970...2_199).contains($0) ? $0 : nil }
        }

        /// Year and month.
        func month(_ form: TimeForm.Periods) -> (Int, Int)? {
            guard let found = written(form), (1...12).contains(found.1) else { return nil }
            return found
        }

        private func written(_ form: TimeForm.Periods) -> (Int, Int)? {
            switch parts.count {
            case 1:
                guard form == .bare, let both = digits(0, 6...6),
                    (1_970...2_199).contains(both / 100)
                else { return nil }
                return (both / 100, both % 100)
            case 2:
                if let first = word(0) {
                    guard let month = PeriodText.months[first] else { return nil }
                    if let year = year(1) { return (year, month) }
                    guard form == .short, ["-", "'", "’", "-'", ""].contains(marks[0]) else {
                        return nil
                    }
                    return digits(1, 2...2).map { (2_000 + $0, month) }
                }
                if let year = year(0) {
                    if let name = word(1) { return PeriodText.months[name].map { (year, $0) } }
                    guard isMark(form) else { return nil }
                    return digits(1, 1...2).map { (year, $0) }
                }
                guard isMark(form), let year = year(1) else { return nil }
                return digits(0, 1...2).map { (year, $0) }
            case 4:
                guard let year = year(0), word(1) == "年", let month = digits(2, 1...2),
                    ["月", "月份"].contains(word(3))
                else { return nil }
                return (year, month)
            default: return nil
            }
        }

        /// A point may as well be a decimal one.
        private func isMark(_ form: TimeForm.Periods) -> Bool {
            marks[0] == "-" || marks[0] == "/" || (marks[0] == "." && form == .bare)
        }

        /// Year and quarter.
        var quarter: (Int, Int)? {
            func checked(_ year: Int?, _ quarter: Int?) -> (Int, Int)? {
                guard let year, let quarter, (1...4).contains(quarter) else { return nil }
                return (year, quarter)
            }
            switch parts.count {
            case 2:
                guard let name = word(1) else { return nil }
                return checked(year(0), PeriodText.chineseQuarters[name])
            case 3 where Self.isQuarter(word(1)): return checked(year(0), digits(2, 1...1))
            case 3 where Self.isQuarter(word(0)): return checked(year(2), digits(1, 1...1))
            case 4 where ["年", "年第"].contains(word(1)) && ["季度", "季"].contains(word(3)):
                return checked(year(0), digits(2, 1...1))
            default: return nil
            }
        }

        private static func isQuarter(_ word: String?) -> Bool {
            ["q", "qtr", "quarter"].contains(word)
        }

        /// Year and week of ISO 8601.
        var week: (Int, Int)? {
            guard parts.count == 3 else { return nil }
            let found: (Int?, Int?)
            if ["w", "kw"].contains(word(1)) {
                found = (year(0), digits(2, 1...2))
            } else if word(0) == "kw" {
                found = (year(2), digits(1, 1...2))
            } else {
                return nil
            }
            guard let year = found.0, let week = found.1, (1...53).contains(week) else {
                return nil
            }
            return (year, week)
        }
    }

    private static let chineseQuarters: [String: Int] = ["一", "二", "三", "四"].enumerated()
        .reduce(into: [:]) { words, quarter in
            for form in ["年", "年第"] {
                words[form + quarter.element + "季度"] = quarter.offset + 1
                words[form + quarter.element + "季"] = quarter.offset + 1
            }
        }

    /// The names of months as spreadsheets and portals write them, in full and cut short.
    static let months: [String: Int] = {
        let names = [
            "jan january januar janv janvier ene enero gen gennaio januari janeiro jänner",
            "feb february februar févr fevr février fevrier febrero febbraio februari fev fevereiro",
            "mar march märz mär mrz maerz mars marzo maart mrt março",
            "apr april avr avril abr abril aprile",
            "may mai mei mayo mag maggio maio",
            "jun june juni juin junio giu giugno junho",
            "jul july juli juil juillet julio lug luglio julho",
            "aug august août aout ago agosto augustus",
            "sep sept september septembre septiembre set settembre setembro",
            "oct october okt oktober octobre octubre ott ottobre out outubro",
            "nov november novembre noviembre novembro",
            "dec december dez dezember déc décembre decembre dic diciembre dicembre dezembro",
        ]
        return names.enumerated().reduce(into: [:]) { words, month in
            for word in month.element.split(separator: " ") {
                words[String(word)] = month.offset + 1
            }
        }
    }()
}
