import EnergyLedger
import Metering
import Quantities
import TestSupport
import Testing

/// Of a span that crosses an edge of the period the part inside is an estimate. Registers are
/// read in kWh at hours from the new year; the period is the second day.
@Suite struct EstimatedShareTests {
    private let day = "2025-01-02/2025-01-03"

    private func rows(_ counts: [(hour: Int64, count: Int64)], from start: Int64) -> [ReadingRow] {
        counts.map {
            ReadingRow(
                start + $0.hour * 3_600, DecimalText(significand: Int128($0.count), scale: 0))
        }
    }

    private func site(
        _ counts: [(hour: Int64, count: Int64)], in calendar: LocalCalendar = .utc
    ) -> MeteredSite {
        var site = MeteredSite(in: calendar)
        site.add(
            .example(.register, id: "grid", account: .gridImport),
            rows(counts, from: site.newYear))
        return site
    }

    @Test("a register read half a day before and half a day after the edge counts by half")
    func half() throws {
        // 24 kWh from noon to noon: 12 inside; then 12 more in one span up to midnight
        let balances = try site([(12, 100), (36, 124), (48, 136)]).balances(day)
        #expect(balances.energy[.gridImport] == .kilowattHours(24))
        #expect(balances.estimatedShare == ExactRatio(12 * 3_600_000, to: 24 * 3_600_000))
        #expect(
            balances.estimatedShares[.gridImport]
                == ExactRatio(12 * 3_600_000, to: 24 * 3_600_000))
        #expect(balances.coverage?.text() == "1.000000")
        // no hour of it was read by the hour
        #expect(balances.resolvedShare?.text() == "0.000000")
    }

    @Test("a span that touches the edges is measured whole")
    func touching() throws {
        let balances = try site([(0, 76), (24, 100), (48, 124), (72, 150)]).balances(day)
        #expect(balances.energy[.gridImport] == .kilowattHours(24))
        #expect(balances.estimatedShare?.numerator == 0)
    }

    @Test("a span around the whole period is an estimate throughout")
    func around() throws {
        // 72 kWh over three days, 24 inside
        let balances = try site([(0, 100), (72, 172)]).balances(day)
        #expect(balances.energy[.gridImport] == .kilowattHours(24))
        #expect(balances.estimatedShare == ExactRatio(86_400_000, to: 86_400_000))
    }

    @Test("spans that cross midnights inside the period are measured")
    func inside() throws {
        let balances = try site([(0, 100), (36, 136), (72, 172)]).balances("2025-01-01/2025-01-04")
        #expect(balances.energy[.gridImport] == .kilowattHours(72))
        #expect(balances.estimatedShare?.numerator == 0)
    }

    @Test("the edge is the local midnight, even at half an hour")
    func halfHourZone() throws {
        // Readings at whole hours of UTC are half past in Kolkata: 18:00 to 19:00 UTC crosses
        // 18:30, local midnight. newYear is 18:30, so hour 0 here means 18:00.
        var site = MeteredSite(in: .kolkata)
        let first = site.newYear - 1_800
        let rows = (0...49).map { hour in
            ReadingRow(first + hour * 3_600, DecimalText(significand: Int128(hour * 2), scale: 0))
        }
        site.add(.example(.register, id: "grid", account: .gridImport), rows)
        let balances = try site.balances("2025-01-01/2025-01-02")
        #expect(balances.journal.slotSeconds == 1_800)
        #expect(balances.energy[.gridImport] == .kilowattHours(48))
        // half an hour at each end, 1 kWh each
        #expect(balances.estimatedShare == ExactRatio(2 * 3_600_000, to: 48 * 3_600_000))
        #expect(balances.coverage == ExactRatio(48, to: 48))
    }

    @Test("half hours are booked from the readings, and both halves of an hour count")
    func halfHours() throws {
        var site = MeteredSite(in: .kolkata)
        func rows(_ values: [Int64]) -> [ReadingRow] {
            values.enumerated().map {
                ReadingRow(
                    site.newYear + Int64($0) * 1_800, DecimalText(significand: Int128($1), scale: 0)
                )
            }
        }
        site.add(.example(id: "grid", account: .gridImport, every: 1_800), rows([5, 7, 9]))
        site.add(.example(id: "it", account: .it, every: 1_800), rows([4, 6]))
        let balances = try site.balances()
        #expect(balances.kWh(.gridImport, 4) == [5, 7, 9, 0])
        #expect(balances.facilityToIT?.numerator == .kWh(12))
        #expect(balances.facilityToIT?.denominator == .kWh(10))
        // two of 48 half hours
        #expect(balances.coverage == ExactRatio(2, to: 48))
    }

    @Test("a sub-meter's estimate is not counted twice")
    func parentAndChild() throws {
        var site = site([(12, 100), (36, 124), (48, 136)])
        let counts: [(hour: Int64, count: Int64)] = [(12, 0), (36, 24), (48, 36)]
        site.add(
            .example(.register, id: "rows", account: .it), rows(counts, from: site.newYear))
        site.add(
            .example(.register, id: "tenant", account: .tenantIT, parent: "rows"),
            rows(counts, from: site.newYear))
        let balances = try site.balances(day)
        // grid 24 and IT 24, of each the half
        #expect(balances.estimatedShare?.text() == "0.500000")
    }
}
