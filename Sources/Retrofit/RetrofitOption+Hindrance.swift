import Quantities

extension RetrofitOption {
    /// What stands against planning it, prices and lives apart; the first that does.
    static func hindrance(
        _ measure: Measure, _ terms: MeasureTerms?, _ age: AgeVerdict?, _ needs: [PlantNeed],
        isUsable: Bool,
        _ resolution: ActionResolution, _ actions: [PowerChain.Action], hasTariff: Bool,
        isCalendarYear: Bool
    ) -> Reason? {
        switch terms?.status {
        case .done: return .alreadyDone
        case .refused: return .refusedBySite
        case .available, nil: break
        }
        if needs.contains(where: { $0.isThere == false }) { return .plantAbsent }
        if let hindrance = age?.hindrance { return hindrance }
        if !isUsable { return measure.reasonAgainstDefault ?? .askForSiteData }
        if measure.effect == .statement { return .noPublishedSaving }
        if measure.effect.isGreenPower {
            guard let quantity = terms?.quantity, greenMegawattHours(quantity) != nil else {
                return .quantityNeeded
            }
            if !isCalendarYear { return .needsCalendarYear }
        } else if measure.effect != .enabler {
            if let problem = resolution.problem { return problem }
            if actions.isEmpty { return .savesNothingAtLowEnd }
        }
        return hasTariff ? nil : .noTariff
    }

    /// Green power that it brings a year [MWh], whole ones as certificates are; nil where it is none.
    public var greenMegawattHours: Int64? {
        guard measure.effect.isGreenPower, let quantity = terms?.quantity else { return nil }
        return Self.greenMegawattHours(quantity)
    }

    private static func greenMegawattHours(_ quantity: DecimalText) -> Int64? {
        let whole = quantity.significand / Rounding.powerOfTen(quantity.scale)
        guard whole > 0, whole <= 1_000_000_000 else { return nil }
        return Int64(whole)
    }
}
