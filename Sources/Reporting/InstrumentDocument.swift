import CarbonAccounting
import Provenance
import Quantities

/// Instruments as JSON (绿电凭证): what was drawn, what was refused and why, what is left.
enum InstrumentDocument {
    /// The lots of every year; of a site those that it draws or that are meant for it.
    static func lots(
        _ allocations: [Allocation], of siteID: String?, _ language: Language
    ) -> JSONValue {
        .array(
            allocations.flatMap { allocation -> [JSONValue] in
                guard let siteID else {
                    return allocation.lots.map { lot($0, allocation, nil, language) }
                }
                return allocation.lots(of: siteID).map { lot($0, allocation, $1, language) }
            })
    }

    private static func lot(
        _ result: Allocation.LotResult, _ allocation: Allocation, _ drawn: Energy?,
        _ language: Language
    ) -> JSONValue {
        let lot = result.assessment.lot
        let refusals = result.assessment.refusals
        let reason = refusals.map { refusal in
            let name = refusal.criterion.map { "\($0.rawValue) \($0.name.text(in: language)): " }
            return (name ?? "") + refusal.reason.text(in: language)
        }
        return .object([
            "instrument_id": .string(lot.id), "kind": .string(lot.kind.rawValue),
            "year": .integer(allocation.year),
            "quantity_kwh": .number(lot.quantity.kilowattHoursText),
            "allocated_kwh": .number((drawn ?? result.allocated).kilowattHoursText),
            "refused_kwh": .number(result.refused.kilowattHoursText),
            "surplus_kwh": .number(result.surplus.kilowattHoursText),
            "reason": .text(reason.isEmpty ? nil : reason.joined(separator: "; ")),
            "criteria_met": .array(result.assessment.met.map { .integer($0.rawValue) }),
            "criteria_failed": .array(
                refusals.compactMap(\.criterion).map { .integer($0.rawValue) }),
            "factor_kgco2e_per_kwh": .number(
                result.assessment.rate.kilogramsPerKilowattHour.description),
            "renewable": .bool(lot.isRenewable), "evidence": .string(lot.evidence),
        ])
    }
}
