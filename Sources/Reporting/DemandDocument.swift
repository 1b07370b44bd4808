import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities

/// The maximum demand of a site as JSON (最大需量): of the period, of each meter of the intake, of each month.
enum DemandDocument {
    /// The whole of it.
    static func demand(_ balances: Balances, _ language: Language) -> JSONValue {
        let (demand, calendar) = (balances.demand, balances.site.calendar)
        var members = figures(demand.months, of: demand, in: calendar)
        members["window_minutes"] = .integer(MonthlyDemand.blockSeconds / 60)
        members["reason"] = .text(demand.reason?.text(in: language))
        members["meters"] = .array(
            demand.meters.map { meter in
                var members = figures(meter.months, of: demand, in: calendar)
                members["meter_id"] = .string(meter.meter.id)
                members["months"] = .array(meter.months.map { month($0, in: calendar) })
                return .object(members)
            })
        return .object(members)
    }

    /// What stands beside the value of an indicator of demand; nothing for all others.
    static func members(of id: IndicatorID, _ balances: Balances) -> [String: JSONValue] {
        let demand = balances.demand
        let block: DemandBlock?
        switch id {
        case .demandFixedBlock: block = demand.fixed
        case .demandSliding: block = demand.sliding
        default: return [:]
        }
        return [
            "window_minutes": .integer(MonthlyDemand.blockSeconds / 60),
            "at": .text(block.map { balances.site.calendar.text(at: $0.start) }),
        ]
    }

    private static func figures(
        _ months: [MonthlyDemand], of demand: SiteDemand, in calendar: LocalCalendar
    ) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        func add(_ name: String, _ block: DemandBlock?, _ coverage: ExactRatio?) {
            put(block, as: name, in: calendar, into: &members)
            members[name + "_coverage"] = .decimal(block == nil ? nil : coverage?.text())
        }
        add(
            "demand_fixed_block", SiteDemand.highest(months, \.fixed),
            demand.fixedCoverage(months))
        add(
            "demand_sliding", SiteDemand.highest(months, \.sliding), demand.slidingCoverage(months))
        return members
    }

    private static func month(_ month: MonthlyDemand, in calendar: LocalCalendar) -> JSONValue {
        let first = CivilDate(dayNumber: 0).firstOfMonth(adding: month.month)
        let bounds = calendar.interval(from: first, to: first.firstOfMonth(adding: 1))
        var members: [String: JSONValue] = [
            "month": .string(String("\(first)".prefix(7))),
            "blocks": .integer(bounds.seconds / MonthlyDemand.blockSeconds),
            "complete_blocks": .integer(month.blocks),
        ]
        put(month.fixed, as: "demand_fixed_block", in: calendar, into: &members)
        put(month.sliding, as: "demand_sliding", in: calendar, into: &members)
        return .object(members)
    }

    private static func put(
        _ block: DemandBlock?, as name: String, in calendar: LocalCalendar,
        into members: inout [String: JSONValue]
    ) {
        members[name + "_kw"] = .decimal(block.flatMap(SiteDemand.kilowatts)?.text())
        members[name + "_at"] = .text(block.map { calendar.text(at: $0.start) })
    }
}
