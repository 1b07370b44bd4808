import Provenance

/// How the market-based remainder is priced: the national measure of the profile, else, where
/// the profile allows it, the location-based factor with a disclosure.
struct RemainderChoice {
    let settings: AccountingSettings
    let catalogue: FactorCatalogue

    /// The factor, and whether it stands in for a residual mix that is not published.
    func factor(
        for region: String, grid: String?, reportingYear: Int
    ) throws(FactorAbsence) -> (choice: FactorChoice, isStandIn: Bool) {
        if settings.profile.allowsLocationFactor,
            let choice = residualMix(for: region, grid: grid, reportingYear: reportingYear)
        {
            return (choice, false)
        }
        if let choice = national(for: region, reportingYear: reportingYear) {
            return (choice, false)
        }
        guard settings.profile.allowsLocationFactor else {
            let variant = settings.profile.remainderVariant
            throw FactorAbsence(
                region: region, variant: variant, reportingYear: reportingYear,
                reason: BilingualText(
                    "no national \(variant.rawValue) factor holds for \(region) up to "
                        + "\(reportingYear)",
                    zh: "截至 \(reportingYear) 年没有适用于 \(region) 的全国 \(variant.rawValue) 因子"))
        }
        let location = try settings.location.factor(
            for: region, grid: grid, reportingYear: reportingYear, in: catalogue,
            by: settings.gwpSet)
        return (location, true)
    }

    /// The residual mix of the smallest area that one is published for: the grid that the site names, its
    /// region, its country. It is chosen by where electricity is used.
    private func residualMix(
        for region: String, grid: String?, reportingYear: Int
    ) -> FactorChoice? {
        [grid, region, FactorCatalogue.nation(of: region)].lazy.compactMap { area in
            area.flatMap {
                catalogue.newest(
                    .residualMix, of: $0, notLaterThan: reportingYear, by: settings.gwpSet)
            }
        }.first.map { FactorChoice($0) }
    }

    /// The nation's measure holds for the regions that its publications cover; for any other
    /// region only where the portfolio names the step.
    private func national(for region: String, reportingYear: Int) -> FactorChoice? {
        let covered = catalogue.covers(region)
        guard covered || settings.location.fallback.contains(.nation) else { return nil }
        let factor = catalogue.newest(
            settings.profile.remainderVariant, of: FactorCatalogue.nation(of: region),
            notLaterThan: reportingYear)
        return factor.map { FactorChoice($0, fallback: covered ? nil : .nation) }
    }
}
