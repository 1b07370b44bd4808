import CarbonAccounting
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// A certificate carries one claim: across sites, years, kinds of transaction and versions.
@Suite struct DoubleClaimTests {
    @Test("of two lots with the same certificate the one cancelled later is refused, in any order")
    func doubled() throws {
        let first = Instrument.lot("b", cancelled: "2025-03-01", serials: ("G-1", "G-1"))
        let second = Instrument.lot(
            "a", kWh: 2_000, cancelled: "2025-04-01", serials: ("G-1", "G-2"))
        for lots in [[first, second], [second, first]] {
            let allocation = match(lots, [try .site(grid: [10_000])])
            #expect(allocation.drawn("b") == 1_000)
            #expect(allocation.failed("a") == [2])
            #expect(allocation.lot("a")?.assessment.refusals.first?.kind == .doubleClaim)
        }
    }

    @Test(
        "one set of certificates counts once, though three lots claim it for two years as two kinds"
    )
    func threeTimes() throws {
        func lot(_ id: String, _ kind: Instrument.Kind, _ year: Int, from: String, to: String)
            -> Instrument
        {
            .lot(
                id, kind, kWh: 100_000, from: from, to: to, cancelled: "2025-02-01", contract: "c",
                settlement: "s", year: year, serials: ("GEC-1", "GEC-100"))
        }
        let table = [
            lot("L24", .gec, 2024, from: "2024-12-01", to: "2025-01-01"),
            lot("L25", .gec, 2025, from: "2024-12-01", to: "2025-01-01"),
            lot("T25", .greenTrade, 2025, from: "2025-01-01", to: "2025-02-01"),
        ]
        let year = match(
            [table[0]], [try .site(year: 2024, grid: [900_000])], year: 2024, table: table)
        let next = match(
            [table[1], table[2]], [try .site(grid: [900_000])], table: table.reversed())
        // 100 certificates of 1,000 kWh: one lot has them all, L24 by its name, for all were cancelled on one day.
        #expect(year.drawn("L24") == 100_000)
        #expect(next.drawn("L25") == 0 && next.drawn("T25") == 0)
        #expect(next.failed("L25") == [2] && next.failed("T25") == [2])
        let reason = next.lot("L25")?.assessment.refusals.first?.reason.english
        #expect(reason?.contains("L24 (2024)") == true)
    }

    @Test(
        "certificates of own use that were sold to a stranger cannot be cancelled for oneself as well"
    )
    func soldAndBought() throws {
        let site = try SiteConsumption.site(grid: [20_000], solar: [30_000])
        let lots: [Instrument] = [
            .lot(
                "z", .selfUse, kWh: 10_000, site: "dc-1", for: "a stranger", serials: ("C1", "C10")),
            .lot("a", .gec, kWh: 10_000, serials: ("C1", "C10")),
        ]
        let allocation = match(lots, [site])
        #expect(allocation.failed("a") == [2] && allocation.drawn("a") == 0)
        // Its own claim fails too, and the consumption is null power.
        #expect(allocation.failed("z") == [3])
        #expect(
            allocation.nullPower("dc-1", .onsiteSolar, site.months[0]) == .kilowattHours(10_000))
    }

    @Test("own use whose certificates went to another site of the organisation is null power")
    func handedOn() throws {
        let sites = [
            try SiteConsumption.site("a", grid: [0], solar: [3_000]),
            try SiteConsumption.site("b", grid: [9_000]),
        ]
        let allocation = match([.lot("sun", .selfUse, kWh: 1_000, site: "a", for: "b")], sites)
        #expect(allocation.failed("sun") == [3])
        #expect(
            allocation.nullPower("a", .onsiteSolar, sites[0].months[0]) == .kilowattHours(1_000))
    }

    @Test("registries number by themselves; a contract may rest on the certificates of any")
    func registries() throws {
        let site = try SiteConsumption.site(grid: [90_000])
        let apart: [Instrument] = [
            .lot("g", .gec, serials: ("X-1", "X-1")), .lot("i", .irec, serials: ("X-1", "X-1")),
        ]
        let both = match(apart, [site])
        #expect(both.drawn("g") == 1_000 && both.drawn("i") == 1_000)
        let contract = Instrument.lot(
            "p", .ppa, kWh: 3_000, cancelled: "2025-03-01", contract: "c", settlement: "s",
            serials: ("X-1", "X-3"))
        let three = match(apart + [contract], [site])
        #expect(three.drawn("p") == 3_000)
        #expect(three.failed("g") == [2] && three.failed("i") == [2])
    }

    @Test("a lot that a release of another year used is spent, by name and by serial number")
    func spent() throws {
        let serials = try #require(SerialRange(from: "G-1", to: "G-5"))
        let claim = LotChecker.SpentClaim(
            instrumentID: "old", serials: serials, kind: .gec, year: 2024,
            energy: .kilowattHours(1))
        let lots: [Instrument] = [
            .lot("old"), .lot("renamed", serials: ("G-5", "G-5")),
            .lot("fresh", serials: ("G-6", "G-6")),
            // Another kind of transaction hands on the same certificates.
            .lot(
                "traded", .greenTrade, kWh: 1_000, contract: "c", settlement: "s",
                serials: ("G-2", "G-2")),
            .lot("bundled", .ppa, contract: "c", settlement: "s", serials: ("G-1", "G-9")),
            .lot("elsewhere", .irec, serials: ("G-2", "G-2")),
        ]
        let allocation = match(lots, [try .site(grid: [10_000])], spent: [claim])
        for id in ["old", "renamed", "traded", "bundled"] { #expect(allocation.failed(id) == [2]) }
        #expect(allocation.drawn("fresh") == 1_000 && allocation.drawn("elsewhere") == 1_000)
        // The year that used them may state them again, in a newer version.
        let again = match(
            [.lot("renamed", serials: ("G-5", "G-5"))], [try .site(grid: [10_000])],
            spent: [
                LotChecker.SpentClaim(
                    instrumentID: "old", serials: serials, kind: .gec, year: 2025,
                    energy: .kilowattHours(1))
            ])
        #expect(again.drawn("renamed") == 1_000)
    }

    @Test(
        "no certificate is in two lots that count, and none is spent, whatever the order",
        arguments: 1...10)
    func law(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func random(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &numbers) }
        func serials() -> (String, String) {
            let first = random(1...200)
            return ("S\(first)", "S\(first + random(0...15))")
        }
        let kinds: [Instrument.Kind] = [.gec, .greenTrade, .ppa, .irec]
        let table = (0..<60).map { number -> Instrument in
            let (from, to) = serials()
            let range = SerialRange(from: from, to: to)
            return .lot(
                "lot-\(number)", kinds[Int(random(0...3))],
                kWh: 1_000 * Int64(range?.count ?? 1), cancelled: "2025-0\(random(3...9))-01",
                contract: "c", settlement: "s", year: 2025, serials: (from, to))
        }
        let spent = (0..<5).compactMap { number -> LotChecker.SpentClaim? in
            let (from, to) = serials()
            return SerialRange(from: from, to: to).map {
                LotChecker.SpentClaim(
                    instrumentID: "spent-\(number)", serials: $0, kind: .gec,
                    year: Int(random(2023...2024)), energy: .kilowattHours(1))
            }
        }
        let site = try SiteConsumption.site(grid: [100_000_000])
        let allocation = match(table, [site], spent: spent)
        let counting = allocation.lots.map(\.assessment).filter(\.counts).map(\.lot)
        func meet(_ one: Instrument.Kind, _ other: Instrument.Kind) -> Bool {
            one == .ppa || other == .ppa || (one == .irec) == (other == .irec)
        }
        for (place, lot) in counting.enumerated() {
            let range = try #require(lot.serials)
            for other in counting[(place + 1)...] where meet(lot.kind, other.kind) {
                #expect(!range.overlaps(try #require(other.serials)), "\(lot.id) \(other.id)")
            }
            for claim in spent where lot.kind != .irec {
                #expect(!(claim.serials?.overlaps(range) ?? false), "\(lot.id)")
            }
        }
        #expect(!counting.isEmpty)
        let again = match(table.shuffled(using: &numbers), [site], spent: spent.reversed())
        #expect(
            Set(again.lots.filter(\.assessment.counts).map(\.assessment.lot.id))
                == Set(counting.map(\.id)))
    }
}
