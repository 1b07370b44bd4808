import EnergyLedger
import Metering
import Provenance
import Quantities

/// The intervals of Scope 2 that follow from the classes of the meters of bought electricity.
///
/// Lots cover a fixed amount, so an error of a meter moves the remainder: each meter weighs with its
/// energy at the factor of the remainder of the month.
struct ElectricityUncertainty {
    private(set) var uncertainties: [EmissionScope: Uncertainty] = [:]
    private(set) var reason: BilingualText?

    init(of balances: Balances, entries: [EmissionEntry], inputs: AccountingInputs) {
        let closing = balances.closing
        let columns = closing.lines(of: Set(Valuation.bought)).filter { $0.meterID != nil }
        guard !columns.isEmpty else {
            reason = BilingualText(
                "bought electricity has no meter of its own", zh: "外购电量没有独立计量")
            return
        }
        var classes: [MeterClass] = []
        for column in columns {
            let key = MeterClass.Key(
                meterID: column.meterID ?? "", validFrom: column.validFrom ?? 0)
            guard let meterClass = inputs.meterClasses[key] else {
                reason = BilingualText(
                    "no accuracy_class is given for \(key.meterID)",
                    zh: "未填写 \(key.meterID) 的 accuracy_class")
                return
            }
            classes.append(meterClass)
        }
        for method in AccountingMethod.allCases {
            var amounts = [Int128](repeating: 0, count: columns.count)
            let scope = method.scope
            for number in entries.indices
            where entries[number].scope == scope && entries[number].category == .electricity
                && entries[number].instrumentID == nil
            {
                guard let energy = entries[number].energy, energy > .zero else { continue }
                let mass = Int128(entries[number].mass.milligrams)
                for place in columns.indices
                where columns[place].account == entries[number].account {
                    let metered = closing.sum(of: columns[place], over: entries[number].month)
                    // One meter shows all of the month: nothing is to be divided.
                    amounts[place] +=
                        metered == energy.joules
                        ? mass
                        : Rounding.halfToEven(
                            mass * Int128(metered), over: Int128(energy.joules))
                }
            }
            let parts = zip(amounts, classes).compactMap { amount, meterClass in
                Int64(exactly: amount).map { (amount: $0, meterClass: meterClass) }
            }
            guard parts.count == columns.count else { continue }
            uncertainties[method.scope] = Uncertainty(of: parts)
        }
    }
}
