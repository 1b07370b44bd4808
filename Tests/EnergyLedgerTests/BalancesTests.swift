import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct BalancesTests {
    private let kWh: Int64 = 3_600_000

    @Test("a ratio takes the hours that both its parts have, sums take all that is booked")
    func commonHours() throws {
        var site = MeteredSite()
        site.add(.gridImport, [12, 12, nil, 12] + Array(repeating: 12, count: 20))
        site.add(.it, [10, nil, 10, 8] + Array(repeating: 8, count: 20))
        let balances = try site.balances()
        let parts = try #require(balances.facilityToIT)
        // hours 0 and 3 to 23: 22 x 12 over 10 + 21 x 8
        #expect(parts.numerator == 264 * kWh)
        #expect(parts.denominator == 178 * kWh)
        #expect(parts.coverage == ExactRatio(22, to: 24))
        #expect(balances.coverage == ExactRatio(22, to: 24))
        #expect(balances.facilityEnergy == .kilowattHours(23 * 12))
        #expect(balances.itEnergy == .kilowattHours(188))
    }

    @Test("a month without IT readings leaves both parts of the ratio")
    func missingMonth() throws {
        var site = SyntheticSite()
        let months = (1...12).map { $0 < 10 ? "2025-0\($0)" : "2025-\($0)" }
        site.add(.gridImport, months.map { ($0, .MWh(1_000)) })
        site.add(.it, months.filter { $0 != "2025-07" }.map { ($0, .MWh(800)) })
        let parts = try #require(try site.balances("2025").facilityToIT)
        #expect(parts.numerator == .MWh(11_000))
        #expect(parts.denominator == .MWh(8_800))
        // 365 - 31 days
        #expect(parts.coverage.text() == "0.915068")
    }

    @Test("an hour is covered when every second of it is")
    func everySecond() throws {
        for (quarters, hours) in [(4, 1), (3, 0)] {
            var site = MeteredSite()
            site.add(.gridImport, [12])
            site.add(
                .example(account: .it, every: 900),
                (0..<quarters).map { ReadingRow(site.newYear + Int64($0) * 900, .one) })
            let balances = try site.balances()
            #expect(balances.itEnergy == .kilowattHours(Int64(quarters)))
            #expect(balances.coverage == ExactRatio(Int128(hours), to: 24))
            #expect(balances.facilityToIT?.denominator == Int64(hours) * 4 * kWh)
        }
        var site = MeteredSite()
        site.add(.gridImport, [12])
        site.add(
            .example(account: .it), [ReadingRow(site.newYear, .one, end: site.newYear + 3_599)])
        #expect(try site.balances().coverage == ExactRatio(0, to: 24))
    }

    @Test("an account has an hour when all its meters that are valid then have it")
    func allMeters() throws {
        var site = MeteredSite()
        site.add(.gridImport, [12, 12, 12])
        site.add(.it, [5, 5, 5], id: "a")
        site.add(.it, [nil, 5, nil], id: "b")
        #expect(try site.balances().coverage == ExactRatio(1, to: 24))
        var other = MeteredSite()
        other.add(.gridImport, [12, 12, 12])
        other.add(.it, [5, 5, 5], id: "a")
        other.add(
            .it, [nil, 5, nil], id: "b",
            validity: Interval(start: other.newYear + 3_600, end: other.newYear + 7_200))
        #expect(try other.balances().coverage == ExactRatio(3, to: 24))
    }

    @Test("the boundary: supply less export and what lies outside, storage no term")
    func boundary() throws {
        func site(excluding excludes: Set<Account>) -> MeteredSite {
            var site = MeteredSite(excludes: excludes)
            site.add(.gridImport, [100])
            site.add(.directLine, [20])
            site.add(.onsiteSolar, [10])
            site.add(.onsiteWind, [5])
            site.add(.generator, [4])
            site.add(.storageDischarge, [30])
            site.add(.storageCharge, [33])
            site.add(.gridExport, [3])
            site.add(.office, [6])
            site.add(.lighting, [2])
            site.add(.coolingImport, [7])
            site.add(.heatExport, [50])
            site.add(.heatPumpUpgrade, [1])
            site.add(.it, [80])
            site.add(.tenantIT, [20])
            return site
        }
        // 100 + 20 + 10 + 5 + 4 - 3 - 6 + 7 = 137
        let balances = try site(excluding: []).balances()
        #expect(balances.facilityEnergy == .kilowattHours(137))
        #expect(balances.itEnergy == .kilowattHours(100))
        #expect(balances.facilityToIT?.numerator == 137 * kWh)
        // lighting lies outside too: 137 - 2
        #expect(
            try site(excluding: [.lighting]).balances().facilityEnergy == .kilowattHours(135))
    }

    @Test("an hour that a meter outside the boundary lacks is in no ratio")
    func officeMissing() throws {
        var site = MeteredSite()
        site.add(.gridImport, [12, 12])
        site.add(.it, [8, 8])
        site.add(.office, [1, nil])
        let parts = try #require(try site.balances().facilityToIT)
        #expect(parts.numerator == 11 * kWh)
        #expect(parts.denominator == 8 * kWh)
    }

    @Test("water is set against IT over the hours that both have")
    func water() throws {
        var site = MeteredSite()
        site.add(.gridImport, [12, 12, 12])
        site.add(.it, [8, 9, nil])
        site.add(.waterIn, [nil, 2, 3], unit: .cubicMetre)
        let parts = try #require(try site.balances().perIT([.waterIn]))
        #expect(parts.numerator == 2_000_000)
        #expect(parts.denominator == 9 * kWh)
        #expect(parts.coverage == ExactRatio(1, to: 24))
        #expect(try site.balances().perIT([.waterOut]) == nil)
    }

    @Test("without IT meters there is no ratio, and it is said")
    func noIT() throws {
        var site = MeteredSite()
        site.add(.gridImport, [12])
        site.add(.cooling, [])
        let balances = try site.balances()
        #expect(balances.itEnergy == nil)
        #expect(balances.facilityToIT == nil)
        #expect(balances.codes == ["no-it-meter", "no-readings"])
        #expect(balances.findings.first { $0.code == .noReadings }?.meterID == "cooling")
        // without a reading it counts nothing, not zero
        #expect(balances.energy[.cooling] == nil)
        #expect(balances.energy[.lighting] == nil)
    }

    @Test(
        "a suspected spike disqualifies when it is over a thousandth of its account's energy",
        arguments: [(10_790, false), (10_789, true)] as [(Int64, Bool)])
    func heavySpike(beside: Int64, disqualifies: Bool) throws {
        // 199 x 1 + 11 = 210 kWh; with 10,790 of another meter 11,000, a thousand times the spike
        var site = MeteredSite()
        let values: [Int64?] = Array(repeating: 1, count: 199) + [11]
        site.add(.gridImport, values, id: "a")
        let other = ReadingRow(
            site.newYear, DecimalText(significand: Int128(beside), scale: 0),
            end: site.newYear + 200 * 3_600)
        site.add(.example(id: "b", account: .gridImport), [other])
        site.add(.it, values.map { _ in 1 })
        let spikes = try site.balances("2025-01").findings.filter { $0.code == .suspectSpike }
        #expect(spikes.map(\.severity) == (disqualifies ? [.disqualifies] : []))
    }
}
