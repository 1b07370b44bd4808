import Charts
import EnergyLedger
import Metering
import Quantities
import Runs

/// The hours of a site as charts take them (逐时数据): mean power, with what is missing left out.
struct Hours {
    let site: Run.SiteResult

    private var journal: Journal { site.balances.journal }

    /// Mean power of an account in each slot [kW]; nil where one of its meters that is valid then does
    /// not cover the slot, be it by reading or by estimate.
    func power(of accounts: Set<Account>) -> [DecimalText?] {
        let journal = journal
        let amounts = journal.amounts(of: accounts)
        let isMetered = journal.columns(of: accounts).contains { $0.meterID != nil }
        let known =
            isMetered
            ? journal.hours(of: accounts, countingEstimates: true)
            : wholeHours
        return amounts.indices.map { slot in
            known[slot] ? Self.kilowatts(amounts[slot], journal.slotSeconds) : nil
        }
    }

    /// Mean power of one meter [kW], or its amounts where it counts no energy; nil where it is missing.
    func amounts(of columns: [Journal.Column]) -> [DecimalText?] {
        let seconds = journal.slotSeconds
        return (0..<journal.slotCount).map { slot in
            let known = columns.filter { $0.states[slot] & Self.known != 0 }
            guard let first = known.first else { return nil }
            let amount = known.reduce(Int64(0)) { $0 + $1.amounts[slot] }
            return first.dimension == .energy
                ? Self.kilowatts(amount, seconds)
                : DecimalText(
                    significand: Int128(amount), scale: first.dimension == .volume ? 6 : 3)
        }
    }

    /// Tells for each slot whether every meter of the balance that is valid then covers it; what no meter
    /// measures, such as what is not allocated, follows from all of them and is known only there.
    var wholeHours: [Bool] {
        journal.hours(of: Self.balanced, countingEstimates: true)
    }

    private static let balanced = Set(
        Account.allCases.filter { $0.side == .supply || $0.side == .use })

    private static let known = Journal.Column.covered | Journal.Column.filled

    /// Tells for each part whether something was read or estimated in it at meters of a dimension.
    func hasReadings(in parts: [Period], of dimension: Dimension) -> [Bool] {
        let columns = journal.columns.filter { $0.meterID != nil && $0.dimension == dimension }
        let known = LoadProfile.present | Journal.Column.filled
        return parts.map { part in
            let slots = journal.slots(of: part)
            return columns.contains { $0.states[slots].contains { $0 & known != 0 } }
        }
    }

    /// Mean power of an energy over a slot [kW], rounded half to even to the watt.
    static func kilowatts(_ joules: Int64, _ seconds: Int64) -> DecimalText {
        DecimalText(
            significand: Rounding.halfToEven(Int128(joules), over: Int128(seconds)), scale: 3)
    }

    /// Values a day in rows of local hours, for a heat map.
    func days(_ values: [DecimalText?]) -> (days: [[HeatMap.Cell]], first: CivilDate) {
        let calendar = site.site.calendar
        let perHour = max(1, Int(3_600 / journal.slotSeconds))
        let first = calendar.date(at: journal.interval.start)
        var days: [[HeatMap.Cell]] = []
        var slot = 0
        var date = first
        while slot < values.count {
            let bounds = calendar.interval(from: date, to: date.adding(days: 1))
            let end = min(
                values.count, Int((bounds.end - journal.interval.start) / journal.slotSeconds))
            let isLong = end - slot > 24 * perHour
            var cells = [HeatMap.Cell](repeating: .absent, count: isLong ? 25 : 24)
            var index = slot
            while index < max(end, slot + 1), index < values.count {
                let part = values[index..<min(index + perHour, end)]
                // The hour that clocks skip stays absent; the one that they repeat comes last.
                let instant = journal.start(ofSlot: index)
                let hour = Int((instant + calendar.offset(at: instant)) % 86_400 / 3_600)
                let place = cells[hour] == .absent ? hour : cells.count - 1
                cells[place] = Self.cell(part)
                index += perHour
            }
            days.append(cells)
            slot = max(end, slot + 1)
            date = date.adding(days: 1)
        }
        return (days, first)
    }

    private static func cell(_ values: ArraySlice<DecimalText?>) -> HeatMap.Cell {
        let known = values.compactMap { $0 }
        guard known.count == values.count, let first = known.first else { return .missing }
        guard known.count > 1 else { return .value(first) }
        let sum = known.reduce(Int128(0)) { $0 + $1.significand }
        return .value(
            DecimalText(
                significand: Rounding.halfToEven(sum, over: Int128(known.count)),
                scale: first.scale))
    }

    /// Labels at the first slot of each month.
    func marks(_ period: Period) -> [AxisMark] {
        period.months.map { month in
            AxisMark(journal.slots(of: month).lowerBound, month.label)
        }
    }

    /// Labels at the first slot of each day, for periods of a month or less.
    func dayMarks(_ period: Period) -> [AxisMark] {
        var marks: [AxisMark] = []
        var date = period.start
        while date < period.end {
            let start = site.site.calendar.start(of: date)
            marks.append(
                AxisMark(
                    Int((start - journal.interval.start) / journal.slotSeconds),
                    String("\(date)".suffix(5))))
            date = date.adding(days: 1)
        }
        return marks
    }

    /// The labels that suit the length of a period.
    func fittingMarks(_ period: Period) -> [AxisMark] {
        period.months.count > 2 ? marks(period) : dayMarks(period)
    }
}

extension Account {
    /// The colour of an account, the same on every page.
    var tone: Tone {
        switch self {
        case .it: .series(0)
        case .tenantIT: .series(6)
        case .cooling, .coolingImport: .series(1)
        case .upsLoss: .series(2)
        case .distributionLoss: .series(4)
        case .ventilation: .series(5)
        case .gridImport: .series(5)
        case .onsiteSolar, .onsiteWind, .onsiteOther: .series(2)
        case .directLine: .series(6)
        case .lighting: .series(8)
        case .office: .series(9)
        case .otherUse: .series(7)
        case .storageCharge, .storageDischarge: .series(3)
        default: .series(3)
        }
    }
}
