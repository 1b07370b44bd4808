import Metering
import Quantities

/// Which of a site's statements about gases count (气体逸散的数据来源): one source a quantity and time.
///
/// A mass balance, refills and a screening are three ways to say what the same charge lost. Where two of them speak of
/// one substance at one time, the surer one stands and the other is not counted: a balance before refills, which are
/// parts of it, and both, which are weighed, before a screening, which is an estimate. Statements that name different
/// plants are added, and so are those of one method, but for two balances that overlap: of them the one stands that
/// begins first, of those that begin together the longer.
///
/// Refills and screenings are asked year by year, for a screening may speak of many years and a refill of a day in one
/// of them. What is decided depends on the lines alone, neither on their order nor on the period asked for.
struct GasSources {
    /// How it is known what escaped, the surest first.
    enum Method: Int, CaseIterable {
        case massBalance, refill, screening
    }

    /// The plant that a kind of line speaks of; a balance may speak of any.
    enum Plant: CaseIterable {
        case any, refrigeration, fireSuppression, switchgear
    }

    /// A line, or the lines of one mass balance.
    struct Statement {
        let method: Method
        /// The substance by its name in the catalogue, else as written.
        let substance: String
        let plant: Plant
        /// The plant that is named, without case, hyphens and blanks.
        let equipment: String?
        let interval: Interval
        /// Its lines by their names.
        let rows: [Activity]

        /// The names of its lines.
        var name: String { rows.map(\.id).joined(separator: "+") }
    }

    /// A statement in one calendar year of the site; a balance is never divided.
    struct Part {
        let statement: Statement
        let interval: Interval
        /// The year; nil for all of a balance.
        let year: Int?
    }

    /// What counts, in the order of the lines; balances in the order of their time.
    private(set) var counted: [Part] = []
    /// What states again what another one states.
    private(set) var doubled: [Repeated] = []

    /// A statement that is left out.
    struct Repeated {
        let part: Part
        /// One that stands for it.
        let other: Statement
        /// Tells that what stands speaks of all of its time; a refill speaks of its year.
        let isWhole: Bool
    }

    /// Decides what counts.
    ///
    /// - Parameters:
    ///   - gases: The lines of a site about gases.
    ///   - years: The calendar years that are asked for, on the clock of the site.
    ///   - substance: The name of a line's substance in the catalogue.
    init(
        of gases: [Activity], in years: [(year: Int, interval: Interval)],
        substance: (Activity) -> String
    ) {
        guard !gases.isEmpty else { return }
        countBalances(Self.balances(of: gases.filter { $0.kind.balanceSign != nil }, substance))
        for method in [Method.refill, .screening] {
            let standing = Standing(of: counted)
            for row in gases where row.kind.balanceSign == nil {
                guard row.kind.isScreening == (method == .screening) else { continue }
                let statement = Statement(
                    method: method, substance: substance(row), plant: Plant(row.kind),
                    equipment: Self.equipment(of: row), interval: row.interval, rows: [row])
                for (year, whole) in years {
                    guard let inside = row.interval.intersection(whole) else { continue }
                    let part = Part(statement: statement, interval: inside, year: year)
                    guard let other = standing.statement(meeting: part) else {
                        counted.append(part)
                        continue
                    }
                    doubled.append(
                        Repeated(
                            part: part, other: other,
                            isWhole: other.method == .refill || standing.covers(part)))
                }
            }
        }
    }

    // MARK: - Mass balances

    /// Lines of one substance and one stretch of time make one balance, or one for each plant where all of them name
    /// one: cylinders in store serve the whole site.
    private static func balances(
        of rows: [Activity], _ substance: (Activity) -> String
    ) -> [Statement] {
        struct Key: Hashable {
            let substance: String
            let interval: Interval
        }
        let groups = Dictionary(grouping: rows) {
            Key(substance: substance($0), interval: $0.interval)
        }
        return groups.flatMap { key, rows in
            let plants = Dictionary(grouping: rows, by: equipment(of:))
            return (plants[nil] == nil ? plants : [nil: rows]).map { equipment, rows in
                Statement(
                    method: .massBalance, substance: key.substance, plant: .any,
                    equipment: equipment, interval: key.interval,
                    rows: rows.sorted { ($0.id, $0.line) < ($1.id, $1.line) })
            }
        }.sorted { one, other in
            (
                one.interval.start, -one.interval.end, one.substance, one.equipment ?? ""
            ) < (
                other.interval.start, -other.interval.end, other.substance, other.equipment ?? ""
            )
        }
    }

    /// Walks balances in the order of their beginnings: one can only meet those that reach furthest so far.
    private mutating func countBalances(_ balances: [Statement]) {
        var furthest: [Standing.Slot: Statement] = [:]
        for balance in balances {
            let part = Part(statement: balance, interval: balance.interval, year: nil)
            let other = Standing.Slot.meeting(balance).lazy.compactMap { furthest[$0] }
                .first { balance.interval.start < $0.interval.end }
            if let other {
                doubled.append(
                    Repeated(
                        part: part, other: other,
                        isWhole: balance.interval.end <= other.interval.end))
                continue
            }
            counted.append(part)
            for slot in Standing.Slot.holding(balance) {
                let reach = furthest[slot]?.interval.end ?? .min
                if reach < balance.interval.end { furthest[slot] = balance }
            }
        }
    }

    private static func equipment(of row: Activity) -> String? {
        guard let name = row.equipment else { return nil }
        let normal = name.lowercased().filter { $0 != "-" && $0 != "_" && !$0.isWhitespace }
        // A dash in the cell names nothing.
        return normal.isEmpty ? nil : normal
    }
}

extension GasSources.Plant {
    init(_ kind: Activity.Kind) {
        self =
            switch kind {
            case .fireSuppression, .fireSuppressionScreening: .fireSuppression
            case .sf6, .sf6Screening: .switchgear
            default: .refrigeration
            }
    }
}

/// Statements that stand, to be asked which of them speaks of the same charge at the same time.
private struct Standing {
    /// Statements that one question looks at together.
    struct Slot: Hashable {
        enum Name: Hashable {
            case whatever, none, equipment(String)
        }

        let substance: String
        let plant: GasSources.Plant
        let name: Name

        /// The slots that hold a statement.
        static func holding(_ statement: GasSources.Statement) -> [Slot] {
            let own = statement.equipment.map { Name.equipment($0) } ?? Name.none
            return [.whatever, own].map {
                Slot(substance: statement.substance, plant: statement.plant, name: $0)
            }
        }

        /// The slots of what may be the same charge: of the same plant, or of none where either names none.
        static func meeting(_ statement: GasSources.Statement) -> [Slot] {
            let plants =
                statement.plant == .any
                ? GasSources.Plant.allCases : [.any, statement.plant]
            let names = statement.equipment.map { [Name.none, .equipment($0)] } ?? [.whatever]
            return plants.flatMap { plant in
                names.map { Slot(substance: statement.substance, plant: plant, name: $0) }
            }
        }
    }

    /// The parts of each slot by their beginning, each with the one that reaches furthest up to it.
    private var slots: [Slot: [(start: Int64, furthest: GasSources.Part)]] = [:]
    /// The time of balances in each slot, in order and without overlap.
    private let balanced: [Slot: [Interval]]

    init(of parts: [GasSources.Part]) {
        let sorted = parts.sorted { one, other in
            (one.interval.start, -one.interval.end, one.statement.rows[0].id)
                < (other.interval.start, -other.interval.end, other.statement.rows[0].id)
        }
        var time: [Slot: [Interval]] = [:]
        for part in sorted {
            for slot in Slot.holding(part.statement) {
                if part.statement.method == .massBalance {
                    time[slot, default: []].append(part.interval)
                }
                let last = slots[slot]?.last?.furthest
                let isFurther = (last?.interval.end ?? .min) < part.interval.end
                slots[slot, default: []].append(
                    (part.interval.start, isFurther ? part : last ?? part))
            }
        }
        balanced = time.mapValues(Valuation.merged)
    }

    /// Tells whether balances of one slot speak of all of its time.
    func covers(_ part: GasSources.Part) -> Bool {
        Slot.meeting(part.statement).contains { slot in
            guard let time = balanced[slot] else { return false }
            let next = time.bisected { part.interval.end <= $0.end }
            return next < time.endIndex && time[next].start <= part.interval.start
        }
    }

    /// One that speaks of the same charge at the same time; nil where none does.
    func statement(meeting part: GasSources.Part) -> GasSources.Statement? {
        Slot.meeting(part.statement).lazy.compactMap { slot -> GasSources.Statement? in
            guard let list = slots[slot] else { return nil }
            let next = list.bisected { part.interval.end <= $0.start }
            guard next > 0, part.interval.start < list[next - 1].furthest.interval.end else {
                return nil
            }
            return list[next - 1].furthest.statement
        }.first
    }
}
