import Quantities
import Testing

@testable import Retrofit

@Suite struct EconomicsTests {
    private let eight = DecimalText(significand: 8, scale: 2)

    @Test("solar power of 4 million, 0.9 GWh, at 8 % over 20 years is worth -1,496,372.41")
    func solar() throws {
        let discounting = try #require(Discounting(rate: eight))
        // 900,000 kWh x 0.35 - 60,000 = 255,000 a year; AF(8 %, 20) = 9.818147...
        let benefit = Money(hundredths: 31_500_000)
        let flow = benefit - Money(hundredths: 6_000_000)
        let economics = Economics(
            capital: Money(hundredths: 400_000_000), flows: Array(repeating: flow, count: 20))
        #expect(economics.netPresentValue(discounting).text == "-1496372.41")
        // (C CRF + O&M - dE p) / dt: 900 MWh x 0.5366 = 482.94 t
        let annualized =
            discounting.annuity(of: economics.capital, over: 20) + Money(hundredths: 6_000_000)
        #expect(
            Economics.abatementCost(net: annualized - benefit, saved: 482_940_000_000) == "315.59")
    }

    @Test("what pays for itself has no abatement cost to be ranked by")
    func noRankForNegativeCosts() {
        // Two measures worth 100,000 each, 10 t and 100 t: by cost a tonne the small one would come first.
        let net = Money(hundredths: -10_000_000)
        #expect(Economics.abatementCost(net: net, saved: 10_000_000_000) == nil)
        #expect(Economics.abatementCost(net: net, saved: 100_000_000_000) == nil)
    }

    @Test("paybacks and the rate of return")
    func paybacks() throws {
        let discounting = try #require(Discounting(rate: DecimalText(significand: 1, scale: 1)))
        let economics = Economics(
            capital: Money(hundredths: 100_000),
            flows: Array(repeating: Money(hundredths: 40_000), count: 5))
        #expect(economics.simplePayback == "2.50")
        // 363.64 + 330.58 = 694.21; of the third year's 300.53 another 305.79 are missing: a part of year 4.
        // 694.21 + 300.53 = 994.74; 5.26 of 273.21 = 0.02.
        #expect(economics.discountedPayback(discounting) == "3.02")
        // 400 x AF(i, 5) = 1000 at 28.649 %.
        let rate = try #require(economics.internalRateMillionths)
        #expect(rate / 1_000 == 286)
    }

    @Test("no rate of return where there is none, or more than one")
    func guardedRate() {
        let never = Economics(
            capital: Money(hundredths: 100_000),
            flows: Array(repeating: Money(hundredths: 10_000), count: 5))
        #expect(never.internalRateMillionths == nil)
        let twice = Economics(
            capital: Money(hundredths: 100_000),
            flows: [Money(hundredths: 300_000), Money(hundredths: -210_000)])
        #expect(twice.internalRateMillionths == nil)
        #expect(Economics(capital: .zero, flows: []).internalRateMillionths == nil)
    }

    @Test("present values by fixed factors equal exact fractions")
    func exactFactors() throws {
        let discounting = try #require(Discounting(rate: DecimalText(significand: 5, scale: 2)))
        // 100 x (20/21 + 400/441 + 8000/9261) = 100 x 25220/9261 = 272.3248...
        let economics = Economics(
            capital: .zero, flows: Array(repeating: Money(hundredths: 10_000), count: 3))
        #expect(economics.netPresentValue(discounting).text == "272.32")
    }

    @Test("each local hour is paid by its band")
    func bands() throws {
        let tariff = try #require(
            Tariff(
                prices: [.flat: DecimalText("0.6"), .peak: DecimalText("1.0")],
                bandOfHour: (0..<24).map { (10..<12).contains($0) ? .peak : .flat },
                surcharge: DecimalText("0.05")))
        #expect(tariff.bands == [.flat, .peak])
        // 100 kWh x 0.65 + 10 kWh x 1.05 = 75.50
        let bins = ChainBins(months: ChainBins.single.months, bands: tariff.bands)
        #expect(tariff.cost(of: [.kWh(100), .kWh(10)], in: bins)?.text == "75.50")
        // 02:30 UTC is 10:30 in Shanghai.
        #expect(tariff.band(at: 9_000, in: .utc) == .flat)
        #expect(
            tariff.band(at: 9_000, in: .init(identifier: "x", changes: [], offsets: [28_800]))
                == .peak)
    }
}
