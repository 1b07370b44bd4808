import TestSupport
import Testing

@testable import Retrofit

@Suite struct VerificationTests {
    @Test("Guideline 14 statistics say which divisor they use")
    func statistics() throws {
        let metered: [Double] = [100, 102, 98, 105, 110, 120, 130, 128, 115, 108, 101, 99]
        let modelled: [Double] = [101, 101, 99, 104, 111, 118, 128, 129, 117, 107, 102, 98]
        let fit = try #require(FitStatistics(metered: metered, modelled: modelled))
        #expect(fit.squaredError == 21)
        // The published figures have six places of a percent.
        func percent(_ value: Double?) -> Int { Int(((value ?? 0) * 1e8).rounded()) }
        #expect(percent(fit.variation(parameters: 0)) == 1_206_270)
        #expect(percent(fit.variation(parameters: 1)) == 1_259_908)
        #expect(percent(fit.variation(parameters: 2)) == 1_321_402)
        #expect(percent(fit.meanBias(parameters: 0)) == 75_988)
        #expect(percent(fit.meanBias(parameters: 2)) == 91_185)
    }

    /// A year of days: overhead 500 + 0.2 of IT + 12 for each degree above 18 °C, and some noise.
    private func year(
        _ numbers: inout SeededNumbers, saving: Double = 0, it: ClosedRange<Double> = 9_000...11_000
    ) -> [SavingsVerification.Day] {
        (0..<365).map { day in
            let wave = Double(day < 183 ? day : 365 - day) / 183
            let temperature = 5 + 27 * wave + Double.random(in: -2...2, using: &numbers)
            let load = Double.random(in: it, using: &numbers)
            let warm = max(0, temperature - 18)
            let overhead = (500 + 0.2 * load + 12 * warm) * (1 - saving)
            return SavingsVerification.Day(
                overhead: overhead + Double.random(in: -10...10, using: &numbers), it: load,
                temperature: temperature)
        }
    }

    @Test("a saving of a tenth is found, and load that moved away is not claimed", arguments: 1..<4)
    func saving(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let before = year(&numbers)
        // IT falls by 30 % as well.
        let after = year(&numbers, saving: 0.1, it: 6_300...7_700)
        let result = try SavingsVerification(baseline: before, reporting: after)
        #expect(result.passesGuideline)
        let share = result.saved / result.expected
        #expect(share > 0.09 && share < 0.11)
        #expect((result.fractionalUncertainty ?? 1) < 0.1)
        let slope = result.regression.coefficients[1]
        #expect(slope > 0.19 && slope < 0.21)
        #expect(abs((result.coolingBalance ?? 0) - 18) < 2)
    }

    @Test("too short a baseline is refused")
    func short() {
        var numbers = SeededNumbers(seed: 1)
        let days = Array(year(&numbers).prefix(300))
        #expect(throws: SavingsVerification.Shortfall.baselineDays(300)) {
            try SavingsVerification(baseline: days, reporting: days)
        }
    }
}
