import CarbonAccounting
import Quantities
import Testing

/// The eight criteria and the rules of green certificates, each by a lot that breaks only it.
@Suite struct InstrumentCheckTests {
    private func assess(
        _ lot: Instrument, profile: AccountingProfile = .ghgProtocol2015,
        rules: InstrumentRules = InstrumentRules(), year: Int = 2025
    ) throws -> Allocation {
        match(
            [lot], [try .site(year: year, grid: [10_000])], year: year, profile: profile,
            rules: rules)
    }

    @Test("a whole lot counts and meets every criterion that speaks of it")
    func whole() throws {
        let result = try #require(try assess(.lot()).lot("lot"))
        #expect(result.assessment.counts)
        #expect(result.assessment.met.map(\.rawValue) == [1, 2, 3, 4, 5])
        #expect(result.allocated == .kilowattHours(1_000))
    }

    @Test(
        "each broken lot fails its criterion and covers nothing",
        arguments: [
            (Instrument.lot(technology: nil), 1), (.lot(technology: "biomass"), 1),
            (.lot(ccer: true), 2), (.lot(kWh: 1_500), 2),
            (.lot(kWh: 3_000, serials: ("G-1", "G-2")), 2),
            (.lot(cancelled: nil), 3), (.lot(for: nil), 3), (.lot(for: "someone else"), 3),
            // Cancelled before any of it was generated.
            (.lot(from: "2025-12-01", to: "2026-01-01", cancelled: "2024-03-01"), 3),
            // Generated after the year in which it is said to be used.
            (.lot(from: "2026-03-01", to: "2026-04-01", cancelled: "2026-04-01"), 4),
            (.lot(from: "2023-06-01", to: "2023-07-01", cancelled: "2026-01-01"), 4),
            (.lot("lot", .irec, from: "2024-06-01", to: "2024-07-01"), 4),
            (
                .lot(
                    "lot", .ppa, from: "2024-01-01", to: "2024-02-01", contract: "c",
                    settlement: "s"), 4
            ),
            (.lot(region: nil), 5), (.lot(region: "DE"), 5),
            (.lot("lot", .selfUse), 5),
            (.lot("lot", .supplierRate, factor: "0.2"), 6),
            (.lot("lot", .greenTrade, contract: "c"), 7), (.lot("lot", .ppa, settlement: "s"), 7),
            (.lot(tradable: false), 7),
        ])
    func broken(lot: Instrument, criterion: Int) throws {
        let allocation = try assess(lot)
        #expect(allocation.failed("lot") == [criterion])
        #expect(allocation.drawn("lot") == 0)
        #expect(allocation.draws.isEmpty)
        #expect(allocation.lot("lot")?.refused == lot.quantity)
        #expect(allocation.lot("lot")?.surplus == .zero)
    }

    @Test(
        "a green certificate is valid for 24 months, the month of generation among them",
        arguments: [
            ("2024-05-01", "2026-04-30", true), ("2024-05-01", "2026-05-01", false),
            ("2024-01-31", "2025-12-31", true), ("2024-01-31", "2026-01-01", false),
            // Before 2024 everything lapses at the end of 2025.
            ("2022-03-01", "2025-12-31", true), ("2022-03-01", "2026-01-01", false),
        ])
    func validity(generated: String, cancelled: String, isValid: Bool) throws {
        let end = "\(CivilDate.day(generated).firstOfMonth(adding: 1))"
        let allocation = try assess(.lot(from: generated, to: end, cancelled: cancelled))
        #expect((allocation.lot("lot")?.assessment.counts ?? false) == isValid)
        #expect(isValid || allocation.lot("lot")?.assessment.refusals.first?.kind == .expired)
    }

    @Test(
        "from claim year 2026 on generation and consumption share their year, unless switched off")
    func sameYear() throws {
        let lot = Instrument.lot(
            from: "2025-11-01", to: "2025-12-01", cancelled: "2026-03-01", year: 2026)
        #expect(try assess(lot, year: 2026).failed("lot") == [4])
        let off = InstrumentRules(gecSameYear: false)
        #expect(try assess(lot, rules: off, year: 2026).drawn("lot") == 1_000)
        // For 2025 the rule does not hold yet.
        let early = Instrument.lot(from: "2024-11-01", to: "2024-12-01")
        #expect(try assess(early).drawn("lot") == 1_000)
    }

    @Test(
        "a contract's line over the turn of a year covers nothing; its parts cover their own years",
        arguments: [
            Instrument.Kind.ppa, .greenTrade, .directLine, .selfUse, .supplierRate,
        ])
    func spanning(kind: Instrument.Kind) throws {
        let sites = [try SiteConsumption.site(grid: [10_000], line: [10_000], solar: [10_000])]
        func lot(_ from: String, _ to: String, _ year: Int?) -> Instrument {
            .lot(
                "lot", kind, site: "dc-1", from: from, to: to, factor: "0", cancelled: "2026-02-01",
                for: "dc-1", contract: "c", settlement: "s", year: year)
        }
        let whole = lot("2024-07-01", "2025-07-01", 2025)
        for lot in [whole, lot("2025-12-31", "2026-01-02", nil)] {
            let refused = match([lot], sites)
            #expect(refused.failed("lot") == [4])
            #expect(refused.drawn("lot") == 0)
            #expect(refused.lot("lot")?.assessment.refusals.first?.kind == .wrongYear)
        }
        // The last day before the turn of the year is not over it.
        for part in [lot("2025-01-01", "2025-07-01", 2025), lot("2025-07-01", "2026-01-01", nil)] {
            #expect(match([part], sites).failed("lot") == [])
            #expect(match([part], sites).drawn("lot") == 1_000)
        }
        #expect((2023...2026).filter(whole.concerns) == [2024, 2025])
        let certificate = Instrument.lot("lot", .irec, from: "2024-07-01", to: "2025-07-01")
        #expect((2023...2026).filter(certificate.concerns) == [2025])
    }

    @Test("what a profile gives no effect covers nothing, but no criterion failed")
    func profiles() throws {
        let trade = Instrument.lot("lot", .greenTrade, contract: "c", settlement: "s")
        let effects: [(AccountingProfile, Instrument, Int64)] = [
            (.ghgProtocol2015, .lot(), 1_000), (.cnMarketGEC, .lot(), 1_000),
            (.cnMEEEnterprise, .lot(), 0), (.cnMEEEnterprise, trade, 0),
            (.cnGBT32150, .lot(), 0), (.cnGBT32150, trade, 1_000),
            (.ghgProtocolHourly, .lot(), 0),
        ]
        for (profile, lot, kWh) in effects {
            let allocation = try assess(lot, profile: profile)
            #expect(allocation.drawn("lot") == kWh, "\(profile) \(lot.kind)")
            #expect(allocation.failed("lot") == [])
        }
    }

    @Test("countries of one market serve each other, by kind of certificate")
    func markets() throws {
        let map = try #require(
            MarketMap(lines: [
                ["kind": "go", "region": "DE", "market": "AIB", "confidence": "C"],
                ["kind": "go", "region": "FR", "market": "AIB", "confidence": "C"],
            ]))
        let site = try SiteConsumption.site(region: "DE-HE", grid: [10_000])
        func drawn(_ kind: Instrument.Kind, _ region: String) -> Int64 {
            match([.lot("lot", kind, region: region)], [site], markets: map).drawn("lot")
        }
        #expect(drawn(.go, "FR") == 1_000)
        #expect(drawn(.go, "DE") == 1_000)
        #expect(drawn(.go, "NO") == 0)
        #expect(drawn(.irec, "FR") == 0)
    }

    @Test(
        "a lot can be cancelled from its first day of generation on, and not over ten thousand years"
    )
    func cancelling() throws {
        func lot(_ cancelled: String) -> Instrument {
            .lot(from: "2025-03-01", to: "2025-07-01", cancelled: cancelled)
        }
        #expect(try assess(lot("2025-03-01")).drawn("lot") == 1_000)
        #expect(try assess(lot("2025-02-28")).failed("lot") == [3])
        // It lapsed at the end of 2025 and ends long after its claim year; cancelled in time, it is of the wrong year.
        let ever = Instrument.lot(from: "0001-01-01", to: "9999-12-31")
        #expect(try assess(ever).failed("lot") == [4])
    }

    @Test("a lot that no site may use fails by name")
    func servesNobody() throws {
        let sites = [
            try SiteConsumption.site("a", organisation: "org/south", grid: [10_000]),
            try SiteConsumption.site("b", organisation: "org/north", grid: [10_000]),
            try SiteConsumption.site("c", region: "DE", grid: [10_000]),
        ]
        let lots: [Instrument] = [
            .lot("other site", site: "a", for: "b"),
            .lot("other unit", site: "a", for: "org/north"),
            .lot("other market", for: "c"), .lot("site", site: "a", for: "a"),
            .lot("unit", site: "a", for: "org/south"), .lot("whole", site: "a", for: "org"),
        ]
        let allocation = match(lots, sites)
        #expect(allocation.failed("other site") == [3] && allocation.failed("other unit") == [3])
        #expect(allocation.failed("other market") == [5])
        for id in ["site", "unit", "whole"] { #expect(allocation.drawn(id) == 1_000) }
    }

    // MARK: - One claim, ever

    @Test(
        "serial numbers overlap only behind the same text",
        arguments: [
            ("G-001", "G-010", "G-010", "G-020", true), ("G-001", "G-010", "G-011", "G-020", false),
            ("G-001", "G-010", "H-005", "H-006", false), ("g-1", "g-9", "G-0005", "G-0005", true),
        ])
    func serials(from: String, to: String, other: String, end: String, overlap: Bool) throws {
        let (one, two) = (
            try #require(SerialRange(from: from, to: to)),
            try #require(SerialRange(from: other, to: end))
        )
        #expect(one.overlaps(two) == overlap && two.overlaps(one) == overlap)
    }

    @Test(
        "what is no range is none",
        arguments: [("G", "G"), ("G-2", "G-1"), ("G-1", "H-2"), ("", "1"), ("G-1x", "G-2x")])
    func noRange(from: String, to: String) {
        #expect(SerialRange(from: from, to: to) == nil)
    }
}
