import Provenance

/// How the location-based factor of a site is chosen (位置法因子选取), as the portfolio says.
///
/// The site's own province first, with the newest data year not later than the reporting year;
/// a step down only where the portfolio names it. Regions without a published value, such as
/// Tibet, Hong Kong, Macao and Taiwan, therefore have none unless a step is named. A site that names
/// a grid area which its publisher prints as the smallest, such as an eGRID subregion, has that as
/// its own.
public struct LocationChoice: Hashable, Sendable {
    /// Takes the regional grid's factor even where a provincial one is published
    /// (`factor_level: grid`).
    public let useGrid: Bool
    /// The steps down that are allowed, in this order (`factor_fallback`).
    public let fallback: [FactorStep]

    /// Makes a rule; without arguments the provincial factor or none.
    public init(useGrid: Bool = false, fallback: [FactorStep] = []) {
        self.useGrid = useGrid
        self.fallback = fallback
    }

    /// Chooses the factor of a site.
    ///
    /// - Parameters:
    ///   - region: The site's region, `CN-GD`; a whole nation takes its national average.
    ///   - grid: The grid that the site names; it matters only where a grid factor is sought.
    ///   - reportingYear: The year of the consumption.
    ///   - set: The potentials by which a factor is valued that is printed gas by gas.
    /// - Throws: `FactorAbsence` when none is published and no named step leads to one.
    public func factor(
        for region: String, grid: String?, reportingYear: Int, in catalogue: FactorCatalogue,
        by set: GWPSet = .ar5
    ) throws(FactorAbsence) -> FactorChoice {
        let nation = FactorCatalogue.nation(of: region)
        func average(of region: String) -> EmissionFactor? {
            catalogue.newest(.average, of: region, notLaterThan: reportingYear, by: set)
        }
        func gridChoice(_ fallback: FactorStep?) -> FactorChoice? {
            if let grid { return average(of: grid).map { FactorChoice($0, fallback: fallback) } }
            guard let member = catalogue.grids[region] else { return nil }
            return average(of: member.grid).map {
                FactorChoice($0, fallback: fallback, byWayOf: member.confidence)
            }
        }
        if let grid, let own = average(of: grid), own.level == .subregion {
            return FactorChoice(own)
        }
        if useGrid, region != nation {
            if let choice = gridChoice(nil) { return choice }
        } else if let own = average(of: region) {
            return FactorChoice(own)
        }
        for step in fallback {
            switch step {
            case .grid:
                if let choice = gridChoice(.grid) { return choice }
            case .nation:
                if let factor = average(of: nation) {
                    return FactorChoice(factor, fallback: .nation)
                }
            }
        }
        throw FactorAbsence(
            region: region, variant: .average, reportingYear: reportingYear,
            reason: reason(region, reportingYear))
    }

    private func reason(_ region: String, _ year: Int) -> BilingualText {
        let sought = useGrid ? "regional grid" : "region"
        let steps = fallback.map(\.rawValue).joined(separator: ", ")
        return BilingualText(
            "no factor of the \(sought) of \(region) is published for a data year up to \(year), "
                + (fallback.isEmpty ? "and no fallback is named" : "nor for the fallback \(steps)"),
            zh: "\(region) 所属\(useGrid ? "区域电网" : "地区")截至 \(year) 年没有已发布的因子，"
                + (fallback.isEmpty ? "且未指定替代因子" : "替代步骤 \(steps) 也没有"))
    }
}
