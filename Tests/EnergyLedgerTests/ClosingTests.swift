import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Kept closings of months against the hours that they stand for.
@Suite struct ClosingTests {
    /// Everything that is read from balances.
    struct Read: Equatable {
        let energy: [Account: Energy]
        let water: [Account: Volume]
        let heat: [Account: Energy]
        let facility: Energy?
        let it: Energy?
        let parts: [Int64]
        let shares: [ExactRatio?]
        let isWhole: Bool
        let findings: [Finding]
        let monthly: [[Int64]]
        let peak: Int64?

        init(_ balances: Balances) {
            energy = balances.energy
            water = balances.water
            heat = balances.heat
            facility = balances.facilityEnergy
            it = balances.itEnergy
            let water = balances.perIT([.waterIn])
            parts = [balances.facilityToIT, water].flatMap { part in
                part.map { [$0.numerator, $0.denominator] } ?? []
            }
            shares = [
                balances.coverage, balances.resolvedShare, balances.estimatedShare,
                balances.facilityToIT?.coverage, water?.coverage,
            ]
            isWhole = balances.isWhole
            findings = balances.findings
            let closing = balances.closing
            monthly = Account.allCases.map { closing.monthly($0).map(\.energy.joules) }
            peak = closing.peak(where: closing.hours(of: [.gridImport]))
        }
    }

    /// Random meters of one site: gaps, long spans, both directions, sub-meters, limited validity.
    static func site(_ seed: UInt64) -> MeteredSite {
        var numbers = SeededNumbers(seed: seed)
        let calendars: [LocalCalendar] = [.shanghai, .berlin, .kolkata, .santiago]
        var site = MeteredSite(
            in: calendars[Int(seed % 4)], excludes: seed % 3 == 0 ? [.cooling] : [])
        var accounts: [Account] = [.gridImport, .it]
        let others: [Account] = [
            .cooling, .office, .onsiteSolar, .generator, .waterIn, .heatImport, .tenantIT,
            .gridExport,
        ]
        for account in others where Int.random(in: 0..<4, using: &numbers) == 0 {
            accounts.append(account)
        }
        if seed % 7 == 0 { accounts.removeFirst() }
        for (number, account) in accounts.enumerated() {
            let unit: MeterUnit = account.dimension == .volume ? .cubicMetre : .kilowattHour
            let isLate = Int.random(in: 0..<5, using: &numbers) == 0
            let meter = Meter.example(
                id: "m\(number)", account: account, unit: unit, in: site.site.calendar,
                parent: account == .cooling && seed % 5 == 0 ? "m1" : nil,
                validity: isLate
                    ? Interval(start: .clock("2025-02-11"), end: Meter.always.end) : Meter.always)
            var rows: [ReadingRow] = []
            var at = max(Int64.clock("2024-12-20"), meter.validity.start)
            let most: Int64 = Bool.random(using: &numbers) ? 7_200 : 200_000
            while at < .clock("2025-04-03") {
                let end = at + .random(in: 600...most, using: &numbers) / 300 * 300
                let isBack = account.mirror != nil && Int.random(in: 0..<40, using: &numbers) == 0
                let value = DecimalText(
                    significand: .random(in: isBack ? -9_999...0 : 0...99_999, using: &numbers),
                    scale: 2)
                if Int.random(in: 0..<60, using: &numbers) > 0 {
                    rows.append(ReadingRow(at, value, end: end))
                }
                at = end
            }
            site.add(meter, rows)
        }
        return site
    }

    @Test("law: kept months give what the hours give", arguments: 1...48 as ClosedRange<UInt64>)
    func law(seed: UInt64) throws {
        let site = Self.site(seed)
        let meters = site.loads.map { (meter: $0.meter, flowsBothWays: $0.flowsBothWays) }
        guard KeptClosing.isPossible(meters, isEstimated: false) else { return }
        var years: [Int: [UInt8]] = [:]
        for year in [2024, 2025] {
            let period = try #require(Period(String(year)))
            let journal = try Journal(
                of: site.site, over: period.interval(in: site.site.calendar), loads: site.loads)
            years[year] = KeptClosing.bytes(
                of: journal, months: period.months, loads: site.loads)
        }
        let heads = site.loads.map { load in
            let empty = LoadProfile(slotSeconds: site.site.calendar.slotSeconds)
            return MeterLoad(
                meter: load.meter, own: empty, mirror: empty, midnightSpans: load.midnightSpans,
                suspects: load.suspects, outOfServiceSince: load.outOfServiceSince,
                flowsBothWays: load.flowsBothWays)
        }
        for text in ["2025", "2025Q1", "2025-02", "2025-05", "2024-12-01/2025-03-01", "2024-11"] {
            let period = try #require(Period(text))
            guard
                let closing = Closing(
                    of: site.site, over: period, years: years, meters: site.loads.map(\.meter))
            else { continue }
            let kept = Read(Balances(closing, period: period, loads: heads))
            #expect(try kept == Read(site.balances(text)), "\(text)")
        }
    }

    @Test("most random sites are told from their kept months")
    func isUsed() throws {
        let period = try #require(Period("2025"))
        let used = (1...16 as ClosedRange<UInt64>).filter { seed in
            let site = Self.site(seed)
            let meters = site.loads.map { (meter: $0.meter, flowsBothWays: $0.flowsBothWays) }
            guard KeptClosing.isPossible(meters, isEstimated: false),
                let journal = try? Journal(
                    of: site.site, over: period.interval(in: site.site.calendar),
                    loads: site.loads),
                let bytes = KeptClosing.bytes(
                    of: journal, months: period.months, loads: site.loads)
            else { return false }
            return Closing(
                of: site.site, over: period, years: [2025: bytes],
                meters: site.loads.map(\.meter)) != nil
        }
        #expect(used.count >= 8, "\(used)")
    }

    @Test("a supply at zero while its uses count asks for the hours of its month")
    func standstill() throws {
        var site = MeteredSite()
        site.add(.gridImport, Array(repeating: 0, count: 40) + Array(repeating: 5, count: 1_000))
        site.add(.it, Array(repeating: 4, count: 1_040))
        let year = try #require(Period("2025"))
        let journal = try Journal(
            of: site.site, over: year.interval(in: site.site.calendar), loads: site.loads)
        let bytes = try #require(
            KeptClosing.bytes(of: journal, months: year.months, loads: site.loads))
        func closing(_ text: String) throws -> Closing? {
            Closing(
                of: site.site, over: try #require(Period(text)), years: [2025: bytes],
                meters: site.loads.map(\.meter))
        }
        #expect(try closing("2025-01") == nil)
        // 1,040 hours end on 13 February: 1,040 - 744 = 296 of 672 hours
        let february = try #require(try closing("2025-02"))
        let it = february.hours(of: [.it])
        #expect(february.count(it) == 296)
        #expect(february.share(it) == ExactRatio(296, to: 672))
    }

    @Test("bytes that are damaged or of another site are no closing")
    func damaged() throws {
        let site = Self.site(1)
        let year = try #require(Period("2025"))
        let journal = try Journal(
            of: site.site, over: year.interval(in: site.site.calendar), loads: site.loads)
        let bytes = try #require(
            KeptClosing.bytes(of: journal, months: year.months, loads: site.loads))
        let meters = site.loads.map(\.meter)
        for cut in [0, 1, 5, bytes.count / 2, bytes.count - 1] {
            #expect(
                Closing(
                    of: site.site, over: year, years: [2025: Array(bytes.prefix(cut))],
                    meters: meters) == nil)
        }
        #expect(
            Closing(of: site.site, over: year, years: [2025: bytes], meters: meters + meters)
                == nil)
        #expect(Closing(of: site.site, over: year, years: [:], meters: meters) == nil)
    }
}
