/// Savings proven afterwards (节能量核证): a daily baseline of the overhead on IT load and outdoor temperature,
/// carried into the reporting period; IPMVP option C for the whole facility.
///
/// Load-normalized, so that IT that moved away is not claimed as a saving. Daily method after CalTRACK 2.0: candidate
/// balance points from 30 to 90 °F by 3 °F, degree-day slopes above zero, the largest adjusted R² wins. All
/// figures are estimates in binary floats; none of them enters a ledger, a level or a certificate.
public struct SavingsVerification: Sendable {
    /// One complete day.
    public struct Day: Sendable {
        /// Overhead, `E_DC` less `E_IT` [kWh].
        public let overhead: Double
        /// IT energy [kWh].
        public let it: Double
        /// Mean outdoor temperature [°C]; nil when not known.
        public let temperature: Double?

        /// Makes a day.
        public init(overhead: Double, it: Double, temperature: Double? = nil) {
            self.overhead = overhead
            self.it = it
            self.temperature = temperature
        }
    }

    /// Why nothing can be verified.
    public enum Shortfall: Error, Hashable, Sendable {
        /// The baseline has fewer complete days than 328 of 365 (CalTRACK: at most 37 missing).
        case baselineDays(Int)
        /// The reporting period has no complete day.
        case reportingDays
        /// Overhead does not follow from load and temperature.
        case noModel
    }

    /// Fewest complete days of a baseline.
    public static let leastBaselineDays = 328

    /// Constant, slope on IT, slopes on cooling and heating degree days where they entered.
    public let regression: Regression
    /// Balance point of cooling degree days [°C]; nil where they did not enter.
    public let coolingBalance: Double?
    /// Balance point of heating degree days [°C]; nil where they did not enter.
    public let heatingBalance: Double?
    /// How well the baseline fits.
    public let fit: FitStatistics
    /// Baseline carried into the reporting days [kWh].
    public let expected: Double
    /// What was metered there [kWh].
    public let actual: Double
    /// Fractional uncertainty of the savings at 90 % (ASHRAE Guideline 14 as CalTRACK writes it); nil when
    /// nothing was saved.
    public let fractionalUncertainty: Double?
    /// Days of baseline and report.
    public let days: (baseline: Int, reporting: Int)

    /// Baseline less metered [kWh].
    public var saved: Double { expected - actual }

    /// Parameters of the model, the constant included.
    public var parameters: Int { regression.coefficients.count }

    /// Tells whether CV(RMSE) is at most 30 % and NMBE at most 10 %, the hourly and daily limits of Guideline 14.
    public var passesGuideline: Bool {
        guard let variation = fit.variation(parameters: parameters),
            let bias = fit.meanBias(parameters: parameters)
        else { return false }
        return variation <= 0.30 && abs(bias) <= 0.10
    }

    /// Verifies.
    public init(baseline: [Day], reporting: [Day]) throws(Shortfall) {
        guard baseline.count >= Self.leastBaselineDays else { throw .baselineDays(baseline.count) }
        guard !reporting.isEmpty else { throw .reportingDays }
        guard
            let best = Self.best(
                baseline,
                withTemperature: (baseline + reporting).allSatisfy { $0.temperature != nil })
        else { throw .noModel }
        regression = best.regression
        coolingBalance = best.cooling
        heatingBalance = best.heating
        guard
            let fit = FitStatistics(
                metered: baseline.map(\.overhead), modelled: best.regression.modelled)
        else { throw .noModel }
        self.fit = fit
        expected = reporting.reduce(0) { sum, day in
            let row = Self.row(day, cooling: best.cooling, heating: best.heating)
            return sum + zip(best.regression.coefficients, [1] + row).reduce(0) { $0 + $1.0 * $1.1 }
        }
        actual = reporting.reduce(0) { $0 + $1.overhead }
        days = (baseline.count, reporting.count)
        fractionalUncertainty = SavingsUncertainty.fraction(
            metered: baseline.map(\.overhead), modelled: best.regression.modelled,
            parameters: best.regression.coefficients.count, reporting: reporting.count,
            expected: expected, actual: actual)
    }

    private struct Candidate {
        let regression: Regression
        let cooling: Double?
        let heating: Double?
    }

    private static func row(_ day: Day, cooling: Double?, heating: Double?) -> [Double] {
        var row = [day.it]
        if let cooling { row.append(max(0, (day.temperature ?? cooling) - cooling)) }
        if let heating { row.append(max(0, heating - (day.temperature ?? heating))) }
        return row
    }

    private static func best(_ days: [Day], withTemperature: Bool) -> Candidate? {
        let points: [Double?] =
            [nil]
            + (withTemperature
                ? stride(from: 30.0, through: 90.0, by: 3.0).map { ($0 - 32) / 1.8 } : [])
        var best: Candidate?
        for cooling in points {
            for heating in points {
                if let cooling, let heating, heating > cooling { continue }
                let rows = days.map { row($0, cooling: cooling, heating: heating) }
                // At least ten days and twenty degree days (°F) in each degree-day column.
                let isFilled = (1..<(rows.first?.count ?? 1)).allSatisfy { column in
                    let values = rows.map { $0[column] }
                    return values.count { $0 > 0 } >= 10 && values.reduce(0, +) * 1.8 >= 20
                }
                guard isFilled, let fit = Regression(days.map(\.overhead), on: rows),
                    fit.coefficients.dropFirst(2).allSatisfy({ $0 > 0 })
                else { continue }
                if best.map({ fit.adjustedR2 > $0.regression.adjustedR2 }) ?? true {
                    best = Candidate(regression: fit, cooling: cooling, heating: heating)
                }
            }
        }
        return best
    }
}
