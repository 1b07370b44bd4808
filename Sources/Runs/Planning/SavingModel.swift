import EnergyLedger
import Metering
import Quantities
public import Retrofit

/// The baseline model behind a verified saving (基准模型): by the day or by the hour, asked alike.
public enum SavingModel: Sendable {
    /// Days on IT load and degree days.
    case daily(SavingsVerification)
    /// Hours on time of week, IT load and temperature.
    case hourly(HourlyVerification)

    /// Which one is asked for.
    public enum Kind: String, Sendable, CaseIterable {
        case daily, hourly
    }

    /// Which it is.
    public var kind: Kind {
        switch self {
        case .daily: .daily
        case .hourly: .hourly
        }
    }

    /// Baseline carried into the reporting time [kWh].
    public var expected: Double {
        switch self {
        case .daily(let model): model.expected
        case .hourly(let model): model.expected
        }
    }

    /// What was metered there [kWh].
    public var actual: Double {
        switch self {
        case .daily(let model): model.actual
        case .hourly(let model): model.actual
        }
    }

    /// Baseline less metered [kWh].
    public var saved: Double { expected - actual }

    /// Fractional uncertainty at 90 %; nil when nothing was saved.
    public var fractionalUncertainty: Double? {
        switch self {
        case .daily(let model): model.fractionalUncertainty
        case .hourly(let model): model.fractionalUncertainty
        }
    }

    /// How well the baseline fits, in its own steps.
    public var fit: FitStatistics {
        switch self {
        case .daily(let model): model.fit
        case .hourly(let model): model.fit
        }
    }

    /// Parameters of the model.
    public var parameters: Int {
        switch self {
        case .daily(let model): model.parameters
        case .hourly(let model): model.parameters
        }
    }

    /// Coefficient of determination, adjusted.
    public var adjustedR2: Double {
        switch self {
        case .daily(let model): model.regression.adjustedR2
        case .hourly(let model): model.adjustedR2
        }
    }

    /// Days in baseline and report.
    public var days: (baseline: Int, reporting: Int) {
        switch self {
        case .daily(let model): model.days
        case .hourly(let model): model.days
        }
    }

    /// What the model counts by, days or hours: how many in baseline and report.
    var steps: (baseline: Int, reporting: Int) {
        switch self {
        case .daily(let model): model.days
        case .hourly(let model): model.hours
        }
    }

    /// Complete hours in baseline and report; nil where days were counted.
    public var hours: (baseline: Int, reporting: Int)? {
        if case .hourly(let model) = self { model.hours } else { nil }
    }

    /// Balance points [°C]; nil where they did not enter.
    public var balances: (cooling: Double?, heating: Double?) {
        if case .daily(let model) = self {
            (model.coolingBalance, model.heatingBalance)
        } else {
            (nil, nil)
        }
    }

    /// Tells whether the limits of Guideline 14 are kept.
    public var passesGuideline: Bool {
        switch self {
        case .daily(let model): model.passesGuideline
        case .hourly(let model): model.passesGuideline
        }
    }

    /// The method in words of the field.
    public var method: String { "IPMVP C, CalTRACK \(kind.rawValue), Guideline 14" }
}

/// The complete days and hours of a journal (完整日与完整小时), with the temperature of each and what the end use of a
/// measure took in [J]; nil where its meters do not have all of the day or hour.
struct OverheadSamples {
    private let balances: Balances
    private let terms: BoundaryTerms
    private let table: TemperatureTable?
    private let endUse: Set<Account>

    init(_ balances: Balances, _ table: TemperatureTable?, of endUse: EndUse?) {
        self.balances = balances
        self.table = table
        self.endUse = endUse?.accounts ?? []
        terms = BoundaryTerms(excluding: balances.site.boundaryExcludes)
    }

    /// Tells that the end use has a meter of its own.
    var hasMeter: Bool { endUse.contains { balances.closing.hasMeter(of: $0) } }

    /// The complete days.
    var days: [(day: SavingsVerification.Day, endUse: Int64?)] {
        var dates: [Period] = []
        var date = balances.period.start
        while date < balances.period.end {
            if let day = Period(from: date, to: date.adding(days: 1)) { dates.append(day) }
            date = date.adding(days: 1)
        }
        let closing = Closing(of: balances.journal, months: dates)
        var complete = closing.hours(
            of: terms.all,
            anchoredBy: closing.supplyAnchors)
        let it = closing.hours(of: Balances.itAccounts)
        let used = closing.hours(of: endUse)
        for place in complete.indices where !it[place] { complete[place] = false }
        return dates.compactMap { day in
            let stretches = closing.stretches(of: day)
            guard stretches.allSatisfy({ complete[$0] }) else { return nil }
            func joules(_ accounts: Set<Account>) -> Int64 {
                accounts.reduce(0) { $0 + closing.sum(of: $1, over: day) }
            }
            let load = joules(Balances.itAccounts)
            let overhead = joules(terms.inside) - joules(terms.off) - load
            return (
                SavingsVerification.Day(
                    overhead: Double(overhead) / 3_600_000, it: Double(load) / 3_600_000,
                    temperature: table?.celsius[day.start]),
                stretches.allSatisfy { used[$0] } ? joules(endUse) : nil
            )
        }
    }

    /// The complete hours that have a temperature and were metered by the hour or finer; what was spread from days
    /// or months says nothing of hours.
    var hours: [(hour: HourlyBaseline.Hour, endUse: Int64?)] {
        let journal = balances.journal
        let calendar = journal.site.calendar
        var complete = journal.hours(of: terms.all, anchoredBy: journal.supplyAnchors)
        let it = journal.hours(of: Balances.itAccounts)
        for slot in complete.indices where !it[slot] { complete[slot] = false }
        Self.dropSpread(journal.columns(of: terms.all.union(Balances.itAccounts)), &complete)
        let used = journal.amounts(of: endUse)
        // A meter of the end use that is read by the day still says what the year took in.
        let isUsed = journal.hours(of: endUse)
        let load = journal.amounts(of: Balances.itAccounts)
        let (inside, off) = (journal.amounts(of: terms.inside), journal.amounts(of: terms.off))
        let perHour = Int(3_600 / journal.slotSeconds)
        var hours: [(hour: HourlyBaseline.Hour, endUse: Int64?)] = []
        for first in stride(from: 0, to: journal.slotCount - perHour + 1, by: perHour) {
            let slots = first..<first + perHour
            let start = journal.start(ofSlot: first)
            guard slots.allSatisfy({ complete[$0] }),
                let temperature = table?.hourly[LocalCalendar.floor(start, by: 3_600)]
            else { continue }
            let it = load[slots].reduce(0, +)
            let overhead = inside[slots].reduce(0, +) - off[slots].reduce(0, +) - it
            let date = calendar.date(at: start)
            let second = start + calendar.offset(at: start) - date.dayNumber * 86_400
            // 1970-01-01 was a Thursday, the fourth day of a week.
            let weekday = Int(((date.dayNumber + 3) % 7 + 7) % 7)
            let hour = HourlyBaseline.Hour(
                overhead: Double(overhead) / 3_600_000, it: Double(it) / 3_600_000,
                temperature: temperature, hourOfWeek: weekday * 24 + Int(second / 3_600),
                month: date.components.month, day: Int(date.dayNumber))
            let isWhole = slots.allSatisfy { isUsed[$0] }
            hours.append((hour, isWhole ? used[slots].reduce(0, +) : nil))
        }
        return hours
    }

    private static func dropSpread(_ columns: [Journal.Column], _ complete: inout [Bool]) {
        for column in columns {
            for slot in complete.indices where column.states[slot] & LoadProfile.spread != 0 {
                complete[slot] = false
            }
        }
    }
}
