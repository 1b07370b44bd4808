import EnergyLedger
import Grading
import Metering
import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct ClosedFitTests {
    private let year = ChainBins.year.months

    /// A room with random meters; some days are lacking in all of them.
    private func room(_ numbers: inout SeededNumbers) -> SyntheticSite {
        var room = SyntheticSite(
            kind: Bool.random(using: &numbers) ? .telecomRoom : .baseStation, racks: 8)
        let whole = ["2025"]
        let lacking = ["2025-01-01/2025-03-07", "2025-03-11/2026-01-01"]
        let spans = Int.random(in: 0..<3, using: &numbers) == 0 ? lacking : whole
        var sum = Array(repeating: Int64(0), count: spans.count)
        var uses: [(Account, [(period: String, amount: Int64)])] = []
        for (account, most) in [(Account.it, 90_000), (.cooling, 40_000), (.lighting, 900)] {
            if account != .it, Int.random(in: 0..<4, using: &numbers) == 0 { continue }
            let amounts = spans.indices.map { index in
                let amount = Int64.random(in: 1...Int64(most), using: &numbers) * 3_599_999
                sum[index] += amount
                return (period: spans[index], amount: amount)
            }
            uses.append((account, amounts))
        }
        room.add(
            .gridImport,
            spans.indices.map { index in
                let open = Int64.random(in: 0...20_000, using: &numbers) * 3_600_001
                return (period: spans[index], amount: sum[index] + open)
            })
        for (account, amounts) in uses {
            room.add(account, at: account == .it ? .upsOutput : nil, amounts)
        }
        // An office meter that misses days: hours of one month that are in the PUE and hours that are not.
        if Int.random(in: 0..<3, using: &numbers) == 0 {
            room.add(
                .office,
                [("2025-01-01/2025-05-10", 3_599_999), ("2025-05-13/2026-01-01", 7_200_001)])
        }
        return room
    }

    private func tariff(_ numbers: inout SeededNumbers) throws -> Tariff? {
        let prices: [Tariff.Band: DecimalText] = [.flat: .one, .peak: .one, .valley: .one]
        let usual: [Tariff.Band] = (0..<24).map { hour in
            if hour < 8 { return .valley }
            return hour < 14 ? .peak : .flat
        }
        let hot: [Tariff.Band] = (0..<24).map { hour in hour == 15 ? .sharp : .flat }
        let common = try #require(Tariff.Schedule(prices: prices, bandOfHour: usual))
        let summer = try #require(
            Tariff.Schedule(prices: [.flat: .one, .sharp: .one], bandOfHour: hot))
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: return nil
        case 1: return Tariff(flat: DecimalText("0.66"))
        case 2: return Tariff(common)
        default:
            let season = try #require(
                Tariff.Season(name: "summer", months: [7, 8], schedule: summer))
            return Tariff(common, seasons: [season])
        }
    }

    private func stated(_ numbers: inout SeededNumbers) throws -> StatedChain {
        var facts: [StatedChain.Fact: Share] = [:]
        if Bool.random(using: &numbers) { facts[.conversionEfficiency] = .of("0.913") }
        if Bool.random(using: &numbers) { facts[.coolingFollowing] = .of("0.7") }
        if Bool.random(using: &numbers) { facts[.coolingCompressor] = .of("0.61") }
        if Bool.random(using: &numbers) { facts[.unallocatedFan] = .of("0.333") }
        return try #require(StatedChain(facts))
    }

    @Test(
        "law: a chain fitted to months is the chain fitted to hours, and a package leaves the same",
        arguments: 1...60 as ClosedRange<UInt64>)
    func law(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let room = room(&numbers)
        let (tariff, stated) = (try tariff(&numbers), try stated(&numbers))
        let period = try #require(Period("2025"))
        let interval = period.interval(in: room.site.calendar)
        let journal = try Journal(of: room.site, over: interval, loads: room.loads)
        let marks =
            tariff?.marks(
                over: interval, slotSeconds: journal.slotSeconds, in: room.site.calendar) ?? []
        let bytes = try #require(
            KeptClosing.bytes(
                of: journal, months: period.months, loads: room.loads, marks: marks))
        let closing = try #require(
            Closing(of: room.site, over: period, years: [2025: bytes], meters: room.meters))
        let months = try #require(
            ClosedFit(of: closing, months: year, tariff: tariff, stated: stated))
        let hours = ChainFit(of: journal, months: year, tariff: tariff, stated: stated)
        #expect(months.chain.links == hours.chain.links)
        #expect(months.chain.bins == hours.chain.bins)
        let actions: [PowerChain.Action] = [
            .save(.of("0.071"), of: .it), .save(.of("0.333333333"), of: .cooling),
            .save(.of("0.2"), of: .compressor), .save(.of("0.5"), of: .fan),
            .convert(by: .of("0.031"), at: .conversionLoss), .remove(.kWh(100), of: .lighting),
        ].filter { _ in Bool.random(using: &numbers) }
        let savings = hours.chain.savings(actions)
        #expect(months.chain.savings(actions) == savings)
        let one = Balances(
            try hours.journal(journal, after: savings), period: period, loads: room.loads)
        let other = Balances(months.closing(after: savings), period: period, loads: room.loads)
        #expect(one.energy == other.energy)
        #expect(one.facilityToIT?.numerator == other.facilityToIT?.numerator)
        #expect(one.facilityToIT?.denominator == other.facilityToIT?.denominator)
        if let before = Balances(journal, period: period, loads: room.loads).facilityToIT {
            let fall = savings.withinBoundary(in: hours.chain.bins)
            #expect(one.facilityToIT?.numerator == before.numerator - fall)
        }
        #expect(one.coverage == other.coverage)
        for account in Account.allCases where one.closing.hasMeter(of: account) {
            #expect(
                one.closing.monthly(account).map(\.energy)
                    == other.closing.monthly(account).map(\.energy), "\(account)")
        }
    }

    @Test("a site whose hours are not alike asks for them")
    func hours() throws {
        let period = try #require(Period("2025"))
        func fit(_ room: SyntheticSite, _ stated: StatedChain = .nothing) throws -> ClosedFit? {
            let interval = period.interval(in: room.site.calendar)
            let journal = try Journal(of: room.site, over: interval, loads: room.loads)
            return ClosedFit(
                of: Closing(of: journal, months: period.months), months: year, tariff: nil,
                stated: stated)
        }
        var room = SyntheticSite(kind: .telecomRoom)
        room.add(.gridImport, [("2025", .MWh(100))])
        room.add(.it, at: .upsOutput, [("2025", .MWh(60))])
        #expect(try fit(room) != nil)
        // Cooling that lacks some days knows two things in one month.
        var lacking = room
        lacking.add(.cooling, [("2025-01-01/2025-05-10", .MWh(9)), ("2025-06", .MWh(2))])
        #expect(try fit(lacking) == nil)
        // A plant on the roof, two IT meters, a metered loss without a stated response.
        for account in [Account.onsiteSolar, .tenantIT, .upsLoss] {
            var other = room
            other.add(account, [("2025", .MWh(5))])
            #expect(try fit(other) == nil, "\(account)")
        }
        var loss = room
        loss.add(.upsLoss, [("2025", .MWh(5))])
        #expect(try fit(loss, #require(StatedChain([.conversionLossFollowing: .of("0.4")]))) != nil)
        // The highest hour matters to a data center.
        var center = SyntheticSite()
        center.add(.gridImport, [("2025", .MWh(100))])
        center.add(.it, at: .upsOutput, [("2025", .MWh(60))])
        #expect(try fit(center) == nil)
    }
}
