import TestSupport
import Testing

@testable import Retrofit

@Suite struct HourlyBaselineTests {
    /// A temperature of a day of the year and an hour [°C]: -2 to 34.
    private func temperature(_ day: Int, _ hour: Int, _ numbers: inout SeededNumbers) -> Double {
        let season = Double(abs(183 - day % 365)) / 183
        let daily = Double(12 - abs(14 - hour)) / 12
        return 28 - 26 * season + 4 * daily + Double.random(in: -2...2, using: &numbers)
    }

    /// Hours of a plant that works harder from eight to eighteen on weekdays: 20 + 0.2 of IT, 6 more when occupied,
    /// and for each degree above 18.33 °C (65 °F) 0.5, occupied 1.
    private func hours(
        from first: Int, days: Int, _ numbers: inout SeededNumbers, saving: Double = 0,
        it: ClosedRange<Double> = 90...110
    ) -> [HourlyBaseline.Hour] {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var hours: [HourlyBaseline.Hour] = []
        for day in first..<first + days {
            var (month, left) = (0, day % 365)
            while left >= lengths[month] {
                left -= lengths[month]
                month += 1
            }
            for hour in 0..<24 {
                let degrees = temperature(day, hour, &numbers)
                let load = Double.random(in: it, using: &numbers)
                let isOccupied = day % 7 < 5 && (8..<18).contains(hour)
                let warm = max(0, degrees - 18.3333)
                let overhead =
                    20 + 0.2 * load + (isOccupied ? 6 + warm : 0.5 * warm)
                    + Double.random(in: -0.5...0.5, using: &numbers)
                hours.append(
                    HourlyBaseline.Hour(
                        overhead: overhead * (1 - saving), it: load, temperature: degrees,
                        hourOfWeek: day % 7 * 24 + hour, month: month + 1, day: day))
            }
        }
        return hours
    }

    @Test(
        "a saving of a tenth is found by the hour, and load that moved away is not claimed",
        arguments: 1...3 as ClosedRange<UInt64>)
    func saving(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let baseline = hours(from: 0, days: 365, &numbers)
        let after = hours(from: 365, days: 120, &numbers, saving: 0.1, it: 60...75)
        let result = try HourlyVerification(baseline: baseline, reporting: after)
        #expect(result.passesGuideline)
        #expect((result.fit.variation(parameters: result.parameters) ?? 1) < 0.02)
        #expect(result.adjustedR2 > 0.98)
        let share = result.saved / result.expected
        #expect(share > 0.095 && share < 0.105, "\(share)")
        #expect((result.fractionalUncertainty ?? 1) < 0.05)
        #expect(result.hours.baseline == 8_760 && result.days.reporting == 120)
        // Nothing changed: nothing beyond a hundredth is found.
        let same = try HourlyVerification(
            baseline: baseline, reporting: hours(from: 365, days: 120, &numbers))
        #expect(abs(same.saved / same.expected) < 0.01)
    }

    @Test("weighted least squares with a constant for each hour equals the dummies solved at once")
    func dummies() throws {
        // Two hours of the week: y = 3 + 2 x in the first, y = 7 + 2 x in the second, exactly.
        let rows: [(hour: Int, values: [Double], overhead: Double, weight: Double)] = [
            (0, [1], 5, 1), (0, [2], 7, 0.5), (0, [4], 11, 1), (9, [1], 9, 1), (9, [3], 13, 0.5),
        ]
        let fit = try #require(WeekRegression(rows))
        func value(_ hour: Int, _ x: Double) -> Double { fit.value(hourOfWeek: hour, [x]) ?? .nan }
        #expect(abs(value(0, 10) - 23) < 1e-9)
        #expect(abs(value(9, 10) - 27) < 1e-9)
        #expect(fit.value(hourOfWeek: 5, [1]) == nil)
        // Two constants and a slope.
        #expect(fit.parameters == 3)
    }

    @Test("degrees are laid on bins that sum to the temperature; thin bins are joined")
    func bins() {
        let even = (0..<700).map { 20 + Double($0 % 100) }
        let bins = TemperatureBins(even)
        #expect(bins.count == 7)
        // 70 °F: 30 + 15 + 10 + 10 + 5
        #expect(bins.parts(of: 70) == [30, 15, 10, 10, 5, 0, 0])
        #expect(bins.parts(of: 12) == [12, 0, 0, 0, 0, 0, 0])
        for degrees in even { #expect(bins.parts(of: degrees).reduce(0, +) == degrees) }
        // 19 hours above 90 °F join the bin below; nothing lies below 45 °F.
        let thin = TemperatureBins(
            (0..<400).map { 50 + Double($0 % 40) } + Array(repeating: 95, count: 19))
        #expect(thin.count == 4)
        #expect(thin.parts(of: 95) == [55, 10, 10, 20])
        #expect(TemperatureBins([]).count == 1)
    }

    @Test("too few hours, or a month without, are refused")
    func short() {
        var numbers = SeededNumbers(seed: 1)
        let year = hours(from: 0, days: 365, &numbers)
        #expect(throws: HourlyVerification.Shortfall.baselineHours(300 * 24)) {
            try HourlyVerification(baseline: Array(year.prefix(300 * 24)), reporting: year)
        }
        let lacking = year.filter { $0.month != 6 || $0.day % 31 < 20 }
        #expect(throws: HourlyVerification.Shortfall.baselineMonth(6)) {
            try HourlyVerification(baseline: lacking, reporting: year)
        }
        #expect(throws: HourlyVerification.Shortfall.reportingHours) {
            try HourlyVerification(baseline: year, reporting: [])
        }
    }
}
