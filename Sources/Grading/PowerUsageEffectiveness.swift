public import EnergyLedger
public import Metering
public import Provenance
public import Quantities

/// Power usage effectiveness (电能利用效率), ISO/IEC 30134-2: `E_DC / E_IT` over the hours that both
/// have, with the category of the place where the IT load is measured.
public struct PowerUsageEffectiveness: Sendable {
    /// The name a value may bear.
    public enum Designation: String, Hashable, Sendable {
        /// Twelve months with at least 0.99 of the hours.
        case annual = "PUE"
        /// Anything less; it must be printed with its dates.
        case interim = "iPUE"
    }

    /// The value, or why there is none.
    public let figure: IndicatorFigure
    /// `E_DC` over the hours that both parts have [J].
    public let numerator: Energy?
    /// `E_IT` over the hours that both parts have [J].
    public let denominator: Energy?
    /// 1, 2 or 3: the weakest point at which IT load is measured; nil when a point is not stated.
    public let category: Int?
    /// The category of the meter nearest to the equipment, control meters included.
    public let finestCategory: Int?
    /// Why there is no category.
    public let categoryReason: BilingualText?
    /// The edition of the standard that held when the period ended.
    public let edition: String
    /// The name the value may bear.
    public let designation: Designation
    /// What was found.
    public let findings: [Finding]

    /// Works out the indicator.
    ///
    /// - Parameter meters: All meters; only IT meters of the site that are valid in the period
    ///   decide the category.
    public init(of balances: Balances, meters: [Meter]) {
        let site = balances.site
        let period = balances.period
        if let parts = balances.facilityToIT {
            let (facility, it) = (
                Energy(joules: parts.numerator), Energy(joules: parts.denominator)
            )
            figure = IndicatorFigure(ExactRatio(facility, to: it), coverage: parts.coverage)
            numerator = facility
            denominator = it
        } else {
            figure = .notEvaluated(reason: Self.absence(balances))
            numerator = nil
            denominator = nil
        }
        edition = Self.edition(forPeriodEnding: period.end)
        designation = period.isTwelveMonths && figure.isCovered ? .annual : .interim

        let points = MeasurementPoints(of: balances, meters: meters)
        category = points.weakestCategory
        finestCategory = points.finestCategory
        categoryReason = points.reason
        var findings = points.findings
        if let value = figure.value, value.isBelow(.one) {
            findings.append(
                Finding(
                    .pueBelowOne, arguments: ["value": value.text(), "site": site.id],
                    siteID: site.id, interval: balances.interval))
        }
        self.findings = findings
    }

    /// Tells that IT uses more than enters the boundary, so that one of the two is wrong.
    public var isBelowOne: Bool { figure.value?.isBelow(.one) ?? false }

    /// The 2016 edition was withdrawn on 2026-02-12; a period that ended by then keeps it.
    private static func edition(forPeriodEnding end: CivilDate) -> String {
        guard let withdrawn = CivilDate(year: 2026, month: 2, day: 12), end <= withdrawn
        else { return "ISO/IEC 30134-2:2026" }
        return "ISO/IEC 30134-2:2016"
    }

    static func absence(_ balances: Balances) -> BilingualText {
        balances.facilityEnergy == nil
            ? BilingualText("the site has no supply meter", zh: "站点没有进线计量")
            : BilingualText("the site has no meter of the IT load", zh: "站点没有 IT 负载计量")
    }
}
