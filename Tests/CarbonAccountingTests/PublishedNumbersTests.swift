import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Numbers that publishers print beside their factors, made again from the library; each within the
/// difference that the printed digits leave open.
///
/// One published comparison is no calculation and is not here: a company's market-based 733 t beside a
/// consequential net of 770,000 t (8.12 Mt induced less 7.35 Mt avoided) contrasts methods, and this library
/// has no marginal rates on purpose.
@Suite struct PublishedNumbersTests {
    private let catalogue: FactorCatalogue

    init() throws { catalogue = try PublishedCatalogue.load() }

    /// The difference of two decimals.
    private func distance(_ one: DecimalText, _ other: DecimalText) throws -> ExactRational {
        let minus = try #require(ExactRational(-1, over: 1))
        let less = try #require(ExactRational(other).multiplied(by: minus))
        let difference = try #require(ExactRational(one).adding(less))
        return difference.numerator < 0
            ? try #require(difference.multiplied(by: minus)) : difference
    }

    private func isWithin(
        _ one: DecimalText, _ other: DecimalText, _ tolerance: String
    ) throws -> Bool {
        let limit = ExactRational(try #require(DecimalText(tolerance)))
        let found = try distance(one, other)
        return found.numerator * limit.denominator <= limit.numerator * found.denominator
    }

    private func decimal(_ text: String) throws -> DecimalText { try #require(DecimalText(text)) }

    private func printed(
        _ region: String, _ year: Int, _ publication: String, _ variant: FactorVariant = .average
    ) throws -> DecimalText {
        let factor = catalogue.factors.first {
            $0.region == region && $0.dataYear == year && $0.variant == variant
                && $0.publication.identifier == publication
        }
        return try #require(factor).intensity.kilogramsPerKilowattHour
    }

    @Test("W11: pounds of three gases to kilograms; the pound of six digits shows in the seventh")
    func pounds() throws {
        // 434.22 + 0.025 x 29.8 + 0.003 x 273 = 434.22 + 0.745 + 0.819 = 435.784 lb/MWh
        let factor = try #require(
            EmissionFactor(
                region: "US-EGRID-CAMX", name: BilingualText("CAMX", zh: "CAMX"),
                level: .grid, dataYear: 2023, variant: .average, family: .co2e,
                valuePrinted: "435.784", unitPrinted: "lbCO2e/MWh",
                publication: catalogue.factors[0].publication, place: "-", confidence: .c))
        let ours = factor.intensity.kilogramsPerKilowattHour
        // x 0.45359237 / 1000 = 0.19766829736808
        #expect(ours == (try decimal("0.19766829736808")))
        // printed with 0.453592: 435.784 x 0.453592 / 1000 = 0.197668136128
        #expect(try isWithin(ours, decimal("0.197668136128"), "0.0000002"))
        #expect(try !isWithin(ours, decimal("0.197668136128"), "0.0000001"))
    }

    @Test(
        "W13: the gases of New Zealand's 2024 row add up to its total within a unit of the last place"
    )
    func newZealand() throws {
        // 0.0981990601 + 0.0027303581 + 0.0001895301 = 0.1011189483; printed 0.1011189484
        let sum = try ["0.0981990601", "0.0027303581", "0.0001895301"].reduce(Int128(0)) {
            $0 + (try decimal($1)).significand
        }
        let total = try printed("NZ", 2024, "NZ/mfe-2025")
        #expect(try isWithin(total, DecimalText(significand: sum, scale: 10), "0.0000000001"))
    }

    @Test("W14: the gases of the United Kingdom add up to its totals")
    func unitedKingdom() throws {
        // 0.17489 + 0.0009 + 0.00122 = 0.17701; printed 0.177
        #expect(
            try isWithin(printed("GB", 2025, "GB/desnz-2025"), decimal("0.17701"), "0.00001"))
        // 0.12943 + 0.00067 + 0.00086 = 0.13096, as printed
        #expect(try printed("GB", 2026, "GB/desnz-2026") == decimal("0.13096"))
    }

    @Test("W15: the European Union fell by 11 % in a year and by 63 % since 1990")
    func europeanUnion() throws {
        let last = try printed("EU27", 2024, "EU/eea-2025-11")
        let before = try printed("EU27", 2023, "EU/eea-2025-11")
        // 183 of 206 g: 1 - 0.88835 = 11.2 %; of 501 g in 1990: 1 - 0.36527 = 63.5 %
        #expect(last == (try decimal("0.183")))
        #expect(before == (try decimal("0.206")))
        #expect(Rounding.text((206 - 183) * 100, over: 206, places: 1) == "11.2")
        #expect(Rounding.text((501 - 183) * 100, over: 501, places: 1) == "63.5")
    }

    @Test(
        "W17: 27 subregions from their gases are the publisher's equivalents within 0.000062 kg/kWh"
    )
    func subregions() throws {
        let published = catalogue.factors.filter {
            $0.publication.identifier == "US/epa-egrid2023-rev2-co2e"
        }
        #expect(published.count == 27)
        for factor in published {
            let ours = try #require(
                catalogue.newest(.average, of: factor.region, notLaterThan: 2_023))
            #expect(
                try isWithin(
                    ours.intensity.kilogramsPerKilowattHour,
                    factor.intensity.kilogramsPerKilowattHour, "0.000062"), "\(factor.region)")
        }
    }

    @Test("W18: India's four digits leave 30 kg of a calculator's 711.73 t open")
    func india() throws {
        let factor = try #require(catalogue.newest(.average, of: "IN", notLaterThan: 2_025))
        #expect(factor.intensity.kilogramsPerKilowattHour == (try decimal("0.7117")))
        // 1,000,000 kWh x 0.7117 = 711,700 kg; the calculator counts with 0.71173
        let mass = try #require(factor.intensity.emission(of: .kilowattHours(1_000_000)))
        #expect(mass.kilogramsText == "711700.000000")
        #expect(711_730 - mass.milligrams / 1_000_000 == 30)
    }

    @Test("V3: the shape of a load alone makes 15 % by the hour")
    func shape() throws {
        // 50 x 0.3 + 60 x 0.25 + 200 x 0.45 + 90 x 0.2 = 15 + 15 + 90 + 18 = 138.0 kg;
        // the mean intensity is 0.3: 400 x 0.3 = 120.0 kg
        let start = Int64.clock("2024-12-31 16:00")
        let profile = try #require(
            IntensityProfile(
                region: "CN-GD", family: .co2, start: start, stepSeconds: 3_600,
                values: [300, 250, 450, 200], places: 3,
                publication: catalogue.factors[0].publication, confidence: .b))
        var loads: [MeterLoad] = []
        let meter = Meter.example(account: .gridImport, every: 3_600)
        let bookings = [50, 60, 200, 90].enumerated().map { hour, kWh in
            Booking(
                interval: Interval(
                    start: start + Int64(hour) * 3_600, end: start + Int64(hour + 1) * 3_600),
                amount: .kWh(Int64(kWh)), source: 0, line: Int32(hour + 2))
        }
        loads.append(
            MeterLoad(
                meter: meter,
                own: LoadProfile(
                    bookings, slotSeconds: 3_600, of: .gridImport, wantsMirror: false),
                mirror: LoadProfile(slotSeconds: 3_600), midnightSpans: [], suspects: []))
        let period = try #require(Period("2025-01-01/2025-01-02"))
        let site = SyntheticSite().site
        let journal = try Journal(
            of: site, over: period.interval(in: site.calendar), loads: loads)
        let inventory = Inventory(
            of: Balances(journal, period: period, loads: loads), catalogue: catalogue,
            settings: AccountingSettings(), inputs: AccountingInputs(intensity: profile))
        #expect(inventory.hourlyLocation?.mass?.kilogramsText == "138.000000")
        // (138 - 120) / 120
        #expect(Rounding.text((138 - 120) * 100, over: 120, places: 0) == "15")
    }
}
