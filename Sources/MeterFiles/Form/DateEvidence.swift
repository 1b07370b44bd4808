import Quantities

/// What the stamps of a column tell about the order of day and month (日月顺序的证据).
struct DateEvidence {
    /// What follows from the stamps.
    enum Verdict: Hashable {
        /// No stamp leaves its order open.
        case none
        /// One order, and the stamp that proves it; or the days that follow each other under it.
        case settled(Timestamp.DateOrder, NumberEvidence.Witness, byCourse: Bool)
        /// A stamp that may mean two days, and nothing that decides.
        case open(NumberEvidence.Witness)
    }

    private var first: NumberEvidence.Witness?
    private var proof: (order: Timestamp.DateOrder, witness: NumberEvidence.Witness)?
    /// Steps of one day between unlike dates that follow each other, under each order.
    private var steps = (dayMonth: 0, monthDay: 0)
    private var rows = 0
    private var days = 0
    private var last: (dayMonth: Int64, monthDay: Int64)?

    /// Tells that a stamp proved the order.
    var isProven: Bool { proof != nil }

    /// Takes a stamp as it stands; one that leaves nothing open tells nothing.
    mutating func see(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) {
        guard proof == nil, Timestamp(bytes) == nil else { return }
        weigh(bytes, line: line)
    }

    private mutating func weigh(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) {
        let dayMonth = Timestamp(bytes, order: .dayMonthYear)
        let monthDay = Timestamp(bytes, order: .monthDayYear)
        guard dayMonth != nil || monthDay != nil else { return }
        let witness = NumberEvidence.Witness(
            line: line, text: String(decoding: bytes.prefix(40), as: UTF8.self))
        if first == nil { first = witness }
        guard let dayMonth, let monthDay else {
            proof = (dayMonth != nil ? .dayMonthYear : .monthDayYear, witness)
            return
        }
        rows += 1
        let now = (
            dayMonth: LocalCalendar.floor(dayMonth.seconds, by: 86_400),
            monthDay: LocalCalendar.floor(monthDay.seconds, by: 86_400)
        )
        defer { last = now }
        guard let last, last != now else {
            if last == nil { days = 1 }
            return
        }
        days += 1
        if abs(now.dayMonth - last.dayMonth) == 1 { steps.dayMonth += 1 }
        if abs(now.monthDay - last.monthDay) == 1 { steps.monthDay += 1 }
    }

    /// What the column settles. Where no stamp proves an order, it is the one under which the days
    /// follow each other, if each has several rows: a month's first days, hour by hour, are not the
    /// firsts of many months.
    var verdict: Verdict {
        guard let first else { return .none }
        if let proof { return .settled(proof.order, proof.witness, byCourse: false) }
        if days >= 3, rows >= 4 * days {
            if steps.dayMonth * 2 >= days, steps.monthDay == 0 {
                return .settled(.dayMonthYear, first, byCourse: true)
            }
            if steps.monthDay * 2 >= days, steps.dayMonth == 0 {
                return .settled(.monthDayYear, first, byCourse: true)
            }
        }
        return .open(first)
    }
}
