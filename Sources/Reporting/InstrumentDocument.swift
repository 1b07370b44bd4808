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
            allocations.flatMap { allocation in
                allocation.lots.compactMap { result -> JSONValue? in
                    guard let siteID else { return lot(result, allocation, nil, language) }
                    let drawn = allocation.draws(of: siteID).filter {
                        $0.instrumentID == result.assessment.lot.id
                    }.reduce(Energy.zero) { $0 + $1.energy }
                    let isMeant = result.assessment.lot.siteID == siteID
                    return drawn > .zero || isMeant
                        ? lot(result, allocation, drawn, language) : nil
                }
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
