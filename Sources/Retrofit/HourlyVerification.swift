/// A saving proven by the hour (逐时节能量核证): the hourly method of CalTRACK 2.0 carried into the reporting hours.
public struct HourlyVerification: Sendable {
    /// Why nothing can be verified.
    public enum Shortfall: Error, Hashable, Sendable {
        /// The baseline has fewer complete hours than nine tenths of a year.
        case baselineHours(Int)
        /// A calendar month has fewer than nine tenths of its hours.
        case baselineMonth(Int)
        /// The reporting period has no hour that the model speaks of.
        case reportingHours
        /// Overhead does not follow from time of week, load and temperature.
        case noModel
    }

    /// Fewest complete hours of a baseline: 328 of 365 days.
    public static let leastBaselineHours = 328 * 24
    /// Fewest complete hours of each calendar month of it: nine tenths of the shortest.
    public static let leastHoursOfMonth = 604

    /// How well the baseline fits, hour by hour.
    public let fit: FitStatistics
    /// Parameters of a month's model.
    public let parameters: Int
    /// Coefficient of determination, adjusted for the parameters.
    public let adjustedR2: Double
    /// Baseline carried into the reporting hours [kWh].
    public let expected: Double
    /// What was metered there [kWh].
    public let actual: Double
    /// Fractional uncertainty of the savings at 90 %; nil when nothing was saved.
    ///
    /// CalTRACK gives coefficients for days and billing periods only, so hours are put together to days first.
    public let fractionalUncertainty: Double?
    /// Hours of baseline and report.
    public let hours: (baseline: Int, reporting: Int)
    /// Days with any hour in baseline and report.
    public let days: (baseline: Int, reporting: Int)

    /// Verifies.
    public init(
        baseline: [HourlyBaseline.Hour], reporting: [HourlyBaseline.Hour]
    ) throws(Shortfall) {
        guard baseline.count >= Self.leastBaselineHours else {
            throw .baselineHours(baseline.count)
        }
        for month in 1...12
        where baseline.count(where: { $0.month == month }) < Self.leastHoursOfMonth {
            throw .baselineMonth(month)
        }
        guard let model = HourlyBaseline(baseline) else { throw .noModel }
        let said = baseline.map { model.overhead(of: $0) ?? $0.overhead }
        let known = reporting.compactMap { hour in model.overhead(of: hour).map { (hour, $0) } }
        guard !known.isEmpty else { throw .reportingHours }
        let metered = baseline.map(\.overhead)
        guard let fit = FitStatistics(metered: metered, modelled: said) else { throw .noModel }
        self.fit = fit
        parameters = model.parameters
        let spread = metered.reduce(0) { $0 + ($1 - fit.mean) * ($1 - fit.mean) }
        let count = Double(metered.count)
        guard spread > 0 else { throw .noModel }
        adjustedR2 =
            1 - (fit.squaredError / (count - Double(model.parameters))) / (spread / (count - 1))
        expected = known.reduce(0) { $0 + $1.1 }
        actual = known.reduce(0) { $0 + $1.0.overhead }
        hours = (baseline.count, known.count)
        let (before, after) = (Self.daily(baseline, said), Set(known.map(\.0.day)).count)
        days = (before.metered.count, after)
        fractionalUncertainty = SavingsUncertainty.fraction(
            metered: before.metered, modelled: before.modelled, parameters: 2, reporting: after,
            expected: expected, actual: actual)
    }

    /// Baseline less metered [kWh].
    public var saved: Double { expected - actual }

    /// Tells whether CV(RMSE) is at most 30 % and NMBE at most 10 %, the hourly limits of Guideline 14.
    public var passesGuideline: Bool {
        guard let variation = fit.variation(parameters: parameters),
            let bias = fit.meanBias(parameters: parameters)
        else { return false }
        return variation <= 0.30 && abs(bias) <= 0.10
    }

    /// Metered and modelled overhead of each day, in order.
    private static func daily(
        _ hours: [HourlyBaseline.Hour], _ said: [Double]
    ) -> (metered: [Double], modelled: [Double]) {
        var sums: [Int: (Double, Double)] = [:]
        for (hour, value) in zip(hours, said) {
            let sum = sums[hour.day] ?? (0, 0)
            sums[hour.day] = (sum.0 + hour.overhead, sum.1 + value)
        }
        let sorted = sums.sorted { $0.key < $1.key }.map(\.value)
        return (sorted.map(\.0), sorted.map(\.1))
    }
}

/// The fractional uncertainty of savings at 90 % (节能量不确定度), ASHRAE Guideline 14 as CalTRACK writes it.
enum SavingsUncertainty {
    /// `t (a M² + b M + d) CV sqrt(P / P' (1 + 2 / P') / Q) / F` with the daily coefficients; P' from the lag-one
    /// autocorrelation of the residuals. Nil when nothing was saved.
    static func fraction(
        metered: [Double], modelled: [Double], parameters: Int, reporting: Int, expected: Double,
        actual: Double
    ) -> Double? {
        let saved = expected - actual
        guard saved > 0, expected > 0,
            let fit = FitStatistics(metered: metered, modelled: modelled),
            let variation = fit.variation(parameters: parameters)
        else { return nil }
        let residuals = zip(metered, modelled).map { $0 - $1 }
        let square = residuals.reduce(0) { $0 + $1 * $1 }
        let lagged = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let correlation = square > 0 ? max(0, min(0.99, lagged / square)) : 0
        let (count, report) = (Double(metered.count), Double(reporting))
        let effective = count * (1 - correlation) / (1 + correlation)
        let months = report / 30.4375
        let shape = -0.00024 * months * months + 0.03535 * months + 1.00286
        return 1.645 * shape * variation
            * (count / effective * (1 + 2 / effective) / report).squareRoot() / (saved / expected)
    }
}
