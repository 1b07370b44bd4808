import EnergyLedger
import Metering
public import Provenance
public import Quantities

/// The location-based figure by the hour (逐小时位置法): bought electricity of each hour times the
/// intensity of the grid in that hour, summed exactly and rounded once a month.
///
/// It stands beside the yearly figure and never replaces it. An intensity over the life cycle gives
/// a figure that is no Scope 2, and says so.
public struct HourlyLocation: Hashable, Sendable {
    /// The intensity.
    public let factorID: String
    /// The kind of gas account.
    public let family: FactorFamily
    /// The document.
    public let publication: Publication
    /// The emission of each month [mg]; nil where an hour with consumption has no intensity.
    public let months: [EmissionMass?]
    /// Hours with consumption but without an intensity.
    public let missingSlots: Int

    /// The whole period [mg]; nil while an hour lacks its intensity.
    public var mass: EmissionMass? {
        months.reduce(EmissionMass.zero as EmissionMass?) { sum, month in
            guard let sum, let month else { return nil }
            return sum + month
        }
    }

    init(of balances: Balances, by profile: IntensityProfile) {
        factorID = profile.factorID
        family = profile.family
        publication = profile.publication
        let journal = balances.journal
        let energy = journal.amounts(of: [.gridImport, .directLine])
        var missing = 0
        months = balances.period.months.map { month in
            let slots = journal.slots(of: month)
            let sum = profile.products(
                of: energy[slots], from: journal.start(ofSlot: slots.lowerBound),
                every: journal.slotSeconds)
            missing += sum.missing
            return sum.missing == 0 ? profile.emission(of: sum) : nil
        }
        missingSlots = missing
    }

    func findings(of balances: Balances) -> [Finding] {
        guard missingSlots > 0 else { return [] }
        return [
            Finding(
                .intensityMissing,
                arguments: ["count": String(missingSlots), "value": factorID],
                siteID: balances.site.id, interval: balances.interval)
        ]
    }
}

extension IntensityProfile {
    /// Sums of energy times intensity, for each number of steps in a slot: 1, 2, 4 and so on.
    struct Products {
        var sums: [Int64: Int128] = [:]
        var missing = 0
    }

    /// Multiplies and sums without rounding; slots without consumption need no intensity.
    func products(of energy: ArraySlice<Int64>, from instant: Int64, every seconds: Int64)
        -> Products
    {
        var products = Products()
        if seconds == stepSeconds, instant >= start, (instant - start) % seconds == 0 {
            let offset = Int((instant - start) / seconds)
            products.missing = sumAligned(
                energy, offset: offset, into: &products.sums[1, default: 0])
            return products
        }
        for (number, joules) in energy.enumerated() where joules != 0 {
            guard let mean = mean(ofSlotAt: instant + Int64(number) * seconds, seconds: seconds)
            else {
                products.missing += 1
                continue
            }
            products.sums[mean.count, default: 0] += Int128(joules) * Int128(mean.sum)
        }
        return products
    }

    /// The straight case: one step a slot, both columns side by side.
    private func sumAligned(
        _ energy: ArraySlice<Int64>, offset: Int, into total: inout Int128
    ) -> Int {
        var missing = 0
        var sum: Int128 = 0
        energy.withUnsafeBufferPointer { energy in
            values.withUnsafeBufferPointer { values in
                for number in 0..<energy.count {
                    let place = offset + number
                    let joules = energy[number]
                    guard joules != 0 else { continue }
                    guard place < values.count, values[place] != Self.missing else {
                        missing += 1
                        continue
                    }
                    let wide = joules.multipliedFullWidth(by: values[place])
                    sum += Int128(wide.high) << 64 | Int128(wide.low)
                }
            }
        }
        total += sum
        return missing
    }

    /// `J x 10^-places kg/kWh`, rounded half to even to a milligram; nil when it does not fit.
    func emission(of products: Products) -> EmissionMass? {
        var kilograms: ExactRational? = .zero
        for (count, sum) in products.sums {
            let (denominator, overflow) = (Int128(count) * 3_600_000)
                .multipliedReportingOverflow(by: Rounding.powerOfTen(places))
            guard !overflow, let term = ExactRational(sum, over: denominator) else { return nil }
            kilograms = kilograms?.adding(term)
        }
        return EmissionMass(roundingKilograms: kilograms)
    }
}
