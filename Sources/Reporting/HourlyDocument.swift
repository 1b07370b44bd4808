public import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities

/// What a document says hour by hour (逐小时记录): the matching of lots whose generation is known by the hour, and
/// the surplus of single sites.
public struct HourlyRecord: Sendable {
    /// The matching by the hour of each year, the earliest first.
    public let allocations: [Allocation]
    /// What a site had left over, by its name; only of sites whose hours were walked and asked for.
    public let surplus: [String: [HourlyBook.Surplus]]

    /// Makes a record; without arguments nothing is known by the hour.
    public init(allocations: [Allocation] = [], surplus: [String: [HourlyBook.Surplus]] = [:]) {
        self.allocations = allocations
        self.surplus = surplus
    }
}

/// Matching by the hour as JSON (逐小时匹配): the sums of a site, and what was left over in which hour.
enum HourlyDocument {
    /// The hours that one document lists: eleven years of one lot. What is beyond is left out whole, with the reason.
    static let mostHours = 100_000

    /// The match of a site; null where no green power is known by the hour.
    static func match(
        _ inventory: Inventory, _ surplus: [HourlyBook.Surplus]?, _ language: Language
    ) -> JSONValue {
        guard let green = inventory.hourlyGreen, green.matching.generation > 0 else { return .null }
        let matching = green.matching
        var members: [String: JSONValue] = [
            "consumption_kwh": kilowattHours(matching.load),
            "green_kwh": kilowattHours(matching.generation),
            "matched_kwh": kilowattHours(matching.matched),
            "surplus_kwh": kilowattHours(matching.surplus),
            "covered_hours_share": .decimal(matching.hourShare?.text()),
            "coverage": .decimal(green.coverage.text()),
        ]
        let known = matching.surplus == 0 ? [] : surplus
        members["surplus_by_hour"] = known.map(list) ?? .null
        members["reason"] = .text(known == nil ? askForOne.text(in: language) : nil)
        return .object(members)
    }

    /// What each lot with hours gave, and what it had left over in which hour.
    static func lots(_ allocations: [Allocation], _ language: Language) -> JSONValue {
        var room = mostHours
        return .array(
            allocations.flatMap { allocation -> [JSONValue] in
                guard let book = allocation.hours else { return [] }
                return allocation.lots.compactMap { result in
                    let id = result.assessment.lot.id
                    guard let surplus = book.surplus[id] else { return nil }
                    let fits = surplus.count <= room
                    if fits { room -= surplus.count }
                    return .object([
                        "instrument_id": .string(id), "year": .integer(allocation.year),
                        "allocated_kwh": .number(result.allocated.kilowattHoursText),
                        "surplus_kwh": kilowattHours(
                            surplus.reduce(Int128(0)) { $0 + Int128($1.joules) }),
                        "surplus_by_hour": fits ? list(surplus) : .null,
                        "reason": .text(fits ? nil : tooMany.text(in: language)),
                    ])
                }
            })
    }

    private static let askForOne = BilingualText(
        "hours are listed where the account is asked for this site alone (--site)",
        zh: "仅在单独查询该站点（--site）时列出各小时")
    private static let tooMany = BilingualText(
        "a document lists at most \(mostHours) hours", zh: "一份文档最多列出 \(mostHours) 个小时")

    private static func list(_ surplus: [HourlyBook.Surplus]) -> JSONValue {
        .array(
            surplus.map { hour in
                .object([
                    "hour_start_utc": .string(LocalCalendar.utcText(at: hour.start)),
                    "kwh": kilowattHours(Int128(hour.joules)),
                ])
            })
    }

    private static func kilowattHours(_ joules: Int128) -> JSONValue {
        .number(Rounding.text(joules, over: 3_600_000, places: 9))
    }
}
