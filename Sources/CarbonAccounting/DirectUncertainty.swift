import EnergyLedger
import Metering
import Provenance
import Quantities

/// The interval of Scope 1 that follows from the classes of the meters of fuel, or of the generators whose fuel
/// was estimated (范围一不确定度).
///
/// A bill states no error and a top-up of refrigerant none; where one of them is part of the figure there is
/// no interval.
struct DirectUncertainty {
    private(set) var uncertainty: Uncertainty?
    private(set) var reason: BilingualText?

    init(of balances: Balances, entries: [EmissionEntry], inputs: AccountingInputs) {
        guard entries.indices.contains(where: { entries[$0].scope == .scope1 }) else { return }
        let direct = entries.filter { $0.scope == .scope1 }
        var masses: [MeterClass.Key: Int128] = [:]
        for entry in direct {
            guard let account = entry.account else {
                reason = BilingualText(
                    "\(entry.activityID ?? "") in activities.csv states no error of its amount",
                    zh: "activities.csv 中的 \(entry.activityID ?? "") 未给出数量误差")
                return
            }
            let lines = balances.closing.lines(of: [account]).filter {
                $0.meterID != nil && (entry.meterID == nil || $0.meterID == entry.meterID)
            }
            let amounts = lines.map { balances.closing.sum(of: $0, over: entry.month) }
            let whole = amounts.reduce(Int128(0)) { $0 + Int128($1) }
            guard whole > 0 else { continue }
            for (line, amount) in zip(lines, amounts) {
                let key = MeterClass.Key(
                    meterID: line.meterID ?? "", validFrom: line.validFrom ?? 0)
                masses[key, default: 0] += Rounding.halfToEven(
                    Int128(entry.mass.milligrams) * Int128(amount), over: whole)
            }
        }
        var parts: [(meterID: String, amount: Int128, meterClass: MeterClass)] = []
        for (key, mass) in masses {
            guard let meterClass = inputs.meterClasses[key] else {
                let names = masses.keys.filter { inputs.meterClasses[$0] == nil }.map(\.meterID)
                let first = names.min() ?? key.meterID
                reason = BilingualText(
                    "no accuracy_class is given for \(first)", zh: "未填写 \(first) 的 accuracy_class")
                return
            }
            parts.append((key.meterID, mass, meterClass))
        }
        uncertainty = Uncertainty.perMeter(parts).flatMap { Uncertainty(of: $0) }
    }
}
