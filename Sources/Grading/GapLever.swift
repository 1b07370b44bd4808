import Provenance
import Quantities

/// How a lever moves the value of an indicator: by a step in the numerator for each unit.
///
/// Other indicators are held as they are, although saving energy also lifts a green share; the
/// amounts therefore suffice and may be a little more than needed.
struct GapLever {
    let lever: GapToNext.Lever
    /// What one unit adds to the numerator over the common denominator; negative where it is saved.
    let step: Int128
    /// What both parts of the value are widened by to reach the denominator that one unit is a whole step of.
    let widening: Int128
    /// The greatest number of units.
    let most: Int128
    /// The number of units up to which the lever goes in reality.
    let reach: Int128
    let beyond: BilingualText

    /// The lever of an indicator at its value; nil where there is none.
    ///
    /// - Parameter it: The IT energy of the site, which says how much one milligram moves a CUE: its
    ///   fraction stands in lowest terms.
    init?(of id: IndicatorID, at value: ExactRatio, it: Energy?) {
        let (top, bottom) = (value.numerator, value.denominator)
        switch id {
        case .pue, .pueHeatPumpExcluded:
            self.init(
                .facilityEnergy, step: -1, most: top, reach: top - bottom,
                beyond: BilingualText(
                    "the target lies below the IT energy: not reachable by this lever",
                    zh: "目标低于 IT 用电量：仅靠此项无法达到"))
        case .wue, .wueFresh, .wuePotable:
            // mL x 3600 over J
            let lever: GapToNext.Lever =
                id == .wue ? .water : id == .wueFresh ? .freshWater : .potableWater
            self.init(
                lever, step: -3_600, most: top / 3_600, reach: top / 3_600,
                beyond: BilingualText(
                    "the target lies below zero: not reachable by this lever",
                    zh: "目标低于零：仅靠此项无法达到"))
        case .greenShare, .ref:
            // One certificate is one MWh.
            let room = max(0, bottom - top)
            let most = (room + 3_599_999_999) / 3_600_000_000
            self.init(
                .greenPower, step: 3_600_000_000, most: most, reach: most,
                beyond: BilingualText(
                    "more than all electricity: not reachable by this lever",
                    zh: "超过全部用电量：仅靠此项无法达到"))
        case .erf:
            self.init(
                .heat, step: 1, most: max(0, bottom - top), reach: max(0, bottom - top),
                beyond: BilingualText(
                    "more than all energy: not reachable by this lever",
                    zh: "超过全部能耗：仅靠此项无法达到"))
        case .rackOccupancy:
            self.init(
                .racks, step: 1, most: max(0, bottom - top), reach: max(0, bottom - top),
                beyond: BilingualText(
                    "more than all racks: not reachable by this lever",
                    zh: "超过全部机架：仅靠此项无法达到"))
        case .cueLocation, .cueMarket:
            guard let it, it > .zero else { return nil }
            self.init(emissionAt: value, it: Int128(it.joules))
        default: return nil
        }
    }

    /// Emission of the boundary: one milligram is `36 / (10 E_IT)` of the CUE.
    private init?(emissionAt value: ExactRatio, it: Int128) {
        let unit = it * 10
        let shared = ExactRational.greatestCommonDivisor(value.denominator, unit)
        let widening = unit / shared
        let (top, isTooHigh) = value.numerator.multipliedReportingOverflow(by: widening)
        let (_, isTooWide) = value.denominator.multipliedReportingOverflow(by: widening)
        let (step, isTooFar) = Int128(36).multipliedReportingOverflow(
            by: value.denominator / shared)
        guard !isTooHigh, !isTooWide, !isTooFar else { return nil }
        self.init(
            .emission, step: -step, widening: widening, most: top / step, reach: top / step,
            beyond: BilingualText(
                "the target lies below zero: not reachable by this lever",
                zh: "目标低于零：仅靠此项无法达到"))
    }

    private init(
        _ lever: GapToNext.Lever, step: Int128, widening: Int128 = 1, most: Int128, reach: Int128,
        beyond: BilingualText
    ) {
        self.lever = lever
        self.step = step
        self.widening = widening
        self.most = max(0, most)
        self.reach = max(0, reach)
        self.beyond = beyond
    }

    /// A value after some units; nil where it does not fit.
    func moved(_ value: ExactRatio, by units: Int128) -> ExactRatio? {
        let (wide, a) = value.numerator.multipliedReportingOverflow(by: widening)
        let (change, b) = step.multipliedReportingOverflow(by: units)
        let (above, c) = wide.addingReportingOverflow(change)
        let (below, d) = value.denominator.multipliedReportingOverflow(by: widening)
        return a || b || c || d ? nil : ExactRatio(above, to: below)
    }

    /// The amount that some units are.
    func amount(_ units: Int128) -> GapToNext.Amount {
        let count = Int64(clamping: units)
        return switch lever {
        case .facilityEnergy: .energy(Energy(joules: count))
        case .freshWater, .water, .potableWater: .water(Volume(millilitres: count))
        case .greenPower: .certificates(count)
        case .heat: .heat(Energy(joules: count))
        case .racks: .racks(count)
        case .emission: .emission(EmissionMass(milligrams: count))
        }
    }

    /// The fact that holds the price of the lever, and how many units one priced unit is.
    var price: (fact: String, units: Int128)? {
        switch lever {
        case .facilityEnergy: ("cost_per_kwh_saved", 3_600_000)
        case .freshWater, .water, .potableWater: ("cost_per_m3_saved", 1_000_000)
        case .greenPower: ("cost_per_green_mwh", 1)
        case .heat: ("cost_per_kwh_heat", 3_600_000)
        case .racks, .emission: nil
        }
    }
}
