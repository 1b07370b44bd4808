import EnergyLedger
import Metering
import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct TariffTests {
    /// Flat 0.6 and peak 1.0 from 10 to 12; in July and August also sharp 1.5 from 15 to 17, without a peak.
    private func tariff(surcharge: DecimalText? = nil) throws -> Tariff {
        let common = try #require(
            Tariff.Schedule(
                prices: [.flat: DecimalText("0.6"), .peak: DecimalText("1.0")],
                bandOfHour: (0..<24).map { (10..<12).contains($0) ? .peak : .flat }))
        let summer = try #require(
            Tariff.Schedule(
                prices: [.flat: DecimalText("0.7"), .sharp: DecimalText("1.5")],
                bandOfHour: (0..<24).map { (15..<17).contains($0) ? .sharp : .flat }))
        let season = try #require(
            Tariff.Season(name: "summer", months: [7, 8], schedule: summer))
        return try #require(Tariff(common, seasons: [season], surcharge: surcharge))
    }

    @Test("a month of a season is paid by its own prices and hours")
    func seasons() throws {
        let tariff = try tariff(surcharge: DecimalText("0.05"))
        #expect(tariff.bands == [.flat, .sharp, .peak])
        #expect(!tariff.isByMonth)
        let bins = ChainBins(months: ChainBins.year.months, bands: tariff.bands)
        var energies = Array(repeating: Int64(0), count: bins.count)
        // January: 100 kWh flat, 10 kWh peak; July: 100 kWh flat, 10 kWh sharp.
        energies[0] = .kWh(100)
        energies[2] = .kWh(10)
        energies[6 * 3] = .kWh(100)
        energies[6 * 3 + 1] = .kWh(10)
        // 100 x 0.65 + 10 x 1.05 + 100 x 0.75 + 10 x 1.55 = 65 + 10.50 + 75 + 15.50
        #expect(tariff.cost(of: energies, in: bins)?.text == "166.00")
        // 15:30 in Shanghai on 1 July and on 1 June 2025.
        #expect(tariff.band(at: 1_751_355_000, in: .shanghai) == .sharp)
        #expect(tariff.band(at: 1_748_763_000, in: .shanghai) == .flat)
    }

    @Test("each slot falls into the bin of its month and of its band in that month")
    func bins() throws {
        let tariff = try tariff()
        let months = ChainBins.year.months
        let bins = ChainBins(months: months, bands: tariff.bands)
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(1))])
        let journal = try site.balances("2025").journal
        let ofSlots = bins.ofSlots(of: journal, tariff: tariff)
        var counts = Array(repeating: 0, count: bins.count)
        for bin in ofSlots { counts[bin] += 1 }
        // January: 31 days of 22 flat and 2 peak hours; July: 22 flat and 2 sharp ones.
        #expect(Array(counts[0..<3]) == [682, 0, 62])
        #expect(Array(counts[18..<21]) == [682, 62, 0])
        #expect(counts.reduce(0, +) == 8_760)
        let marks = tariff.marks(
            over: journal.interval, slotSeconds: journal.slotSeconds, in: site.site.calendar)
        let all = Tariff.Band.allCases
        #expect(
            zip(marks, ofSlots).allSatisfy { mark, bin in
                all[Int(mark)] == bins.bands[bin % bins.bands.count]
            })
    }

    @Test("no month is in two seasons, and a season has months")
    func strict() throws {
        let schedule = Tariff.Schedule(flat: .one)
        #expect(Tariff.Season(name: "none", months: [], schedule: schedule) == nil)
        #expect(Tariff.Season(name: "odd", months: [13], schedule: schedule) == nil)
        let one = try #require(Tariff.Season(name: "a", months: [7, 8], schedule: schedule))
        let other = try #require(Tariff.Season(name: "b", months: [8], schedule: schedule))
        #expect(Tariff(schedule, seasons: [one, other]) == nil)
        #expect(Tariff(schedule, seasons: [one])?.isByMonth == true)
    }
}
