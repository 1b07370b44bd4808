import EnergyLedger
import Metering
import Provenance
import Quantities

/// The intervals of Scope 2 that follow from the classes of the meters of bought electricity, and, where the boundary
/// leaves tenants their part, of those of tenants' equipment.
///
/// Lots cover a fixed amount, so an error of a meter moves the remainder: each meter weighs with its
/// energy at the factor of the remainder of the month, also in a month of which lots cover everything.
struct ElectricityUncertainty {
    private(set) var uncertainties: [EmissionScope: Uncertainty] = [:]
    private(set) var reason: BilingualText?

    /// - Parameter rate: The factor of the remainder of a year [kg/kWh]; nil where there is none.
    init(
        of balances: Balances, entries: [EmissionEntry], inputs: AccountingInputs,
        boundary: TenantBoundary, rate: (Int, AccountingMethod) -> EmissionIntensity?
    ) {
        let closing = balances.closing
        let columns = closing.lines(of: Set(Valuation.bought)).filter { $0.meterID != nil }
        guard !columns.isEmpty else {
            reason = BilingualText(
                "bought electricity has no meter of its own", zh: "外购电量没有独立计量")
            return
        }
        let tenants =
            boundary == .tenant
            ? closing.lines(of: [.tenantIT]).filter { $0.meterID != nil } : []
        var classes: [MeterClass] = []
        for column in columns + tenants {
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
            var masses = Self.bought(entries, by: method)
            var isKnown = true
            for account in Valuation.bought {
                for (month, energy) in closing.monthly(account) where energy > .zero {
                    let place = Place(account: account, month: month)
                    guard masses[place] == nil else { continue }
                    // What a meter shows beyond the lots would be valued as the remainder.
                    let mass = rate(month.start.components.year, method)?.emission(of: energy)
                    masses[place] = mass.map { ($0.milligrams, energy.joules) }
                    isKnown = isKnown && mass != nil
                }
            }
            var parts: [(meterID: String, amount: Int128, meterClass: MeterClass)] = []
            for (column, meterClass) in zip(columns, classes) {
                let amount = closing.months.reduce(Int128(0)) { sum, month in
                    guard let part = masses[Place(account: column.account, month: month)],
                        part.joules > 0
                    else { return sum }
                    let metered = closing.sum(of: column, over: month)
                    // One meter shows all of the month: nothing is to be divided.
                    return sum
                        + (metered == part.joules
                            ? Int128(part.milligrams)
                            : Rounding.halfToEven(
                                Int128(part.milligrams) * Int128(metered),
                                over: Int128(part.joules)))
                }
                parts.append((column.meterID ?? "", amount, meterClass))
            }
            parts += Self.tenants(
                tenants, classes.dropFirst(columns.count), closing, entries, by: method)
            guard isKnown, let whole = Uncertainty.perMeter(parts) else { continue }
            uncertainties[method.scope] = Uncertainty(of: whole)
        }
    }

    private struct Place: Hashable {
        let account: Account
        let month: Period
    }

    /// What no lot covers [mg, J], by account and month.
    private static func bought(
        _ entries: [EmissionEntry], by method: AccountingMethod
    ) -> [Place: (milligrams: Int64, joules: Int64)] {
        var masses: [Place: (milligrams: Int64, joules: Int64)] = [:]
        for number in entries.indices
        where entries[number].scope == method.scope && entries[number].category == .electricity
            && entries[number].instrumentID == nil
        {
            guard let account = entries[number].account, let energy = entries[number].energy,
                energy > .zero
            else { continue }
            masses[Place(account: account, month: entries[number].month)] = (
                entries[number].mass.milligrams, energy.joules
            )
        }
        return masses
    }

    /// What each meter of tenants' equipment takes from the figure.
    private static func tenants(
        _ lines: [Closing.Line], _ classes: ArraySlice<MeterClass>, _ closing: Closing,
        _ entries: [EmissionEntry], by method: AccountingMethod
    ) -> [(meterID: String, amount: Int128, meterClass: MeterClass)] {
        guard !lines.isEmpty else { return [] }
        var taken: [Period: Int128] = [:]
        for entry in entries where entry.scope == method.scope {
            taken[entry.month, default: 0] += Int128(entry.tenantMass.milligrams)
        }
        return zip(lines, classes).map { line, meterClass in
            let amount = closing.months.reduce(Int128(0)) { sum, month in
                let whole = lines.reduce(Int128(0)) {
                    $0 + Int128(closing.sum(of: $1, over: month))
                }
                guard whole > 0, let mass = taken[month] else { return sum }
                return sum
                    + Rounding.halfToEven(
                        mass * Int128(closing.sum(of: line, over: month)), over: whole)
            }
            return (line.meterID ?? "", amount, meterClass)
        }
    }
}
