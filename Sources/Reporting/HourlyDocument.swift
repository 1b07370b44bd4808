import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities

/// Matching by the hour as JSON (逐小时匹配): the sums of a site, and what lots had left over in which hour.
///
/// A site itself has nothing left over hour by hour: lots are drawn up to its load, and own generation beyond it is
/// its export, which the journal shows by the hour.
enum HourlyDocument {
    /// The hours that one document lists: eleven years of one lot. What is beyond is left out whole, with the reason.
    static let mostHours = 100_000

    /// The match of a site; null where no green power is known by the hour.
    static func match(_ inventory: Inventory) -> JSONValue {
        guard let green = inventory.hourlyGreen, green.matching.generation > 0 else { return .null }
        let matching = green.matching
        return .object([
            "consumption_kwh": kilowattHours(matching.load),
            "green_kwh": kilowattHours(matching.generation),
            "matched_kwh": kilowattHours(matching.matched),
            "covered_hours_share": .decimal(matching.hourShare?.text()),
            "coverage": .decimal(green.coverage.text()),
        ])
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
