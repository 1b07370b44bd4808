import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Missing hours filled by the methods that are named. Values are kWh by the hour of 1 January 2025,
/// a Wednesday.
@Suite struct EstimationTests {
    private let linear = [EstimationRule(.linear, longestGap: 3 * 3_600)]
    private let likeDays = [EstimationRule(.likeDays)]
    private let parentShare = [EstimationRule(.parentShare)]

    /// The estimates of a meter, in joules by slot.
    private func estimates(_ balances: Balances, _ meter: String) -> [Int: Int64] {
        balances.journal.columns.first { $0.meterID == meter }?.estimates.mapValues(\.amount) ?? [:]
    }

    private func basis(_ balances: Balances, _ meter: String, _ slot: Int) -> String? {
        balances.journal.columns.first { $0.meterID == meter }?.estimates[slot]?.basis
    }

    @Test("nothing is estimated unless a method is named")
    func off() throws {
        var site = MeteredSite()
        site.add(.gridImport, [10, nil, 20])
        let balances = try site.balances()
        #expect(balances.kWh(.gridImport, 3) == [10, 0, 20])
        #expect(balances.estimatedShare?.numerator == 0)
    }

    @Test("linear goes from the hour before to the hour after in equal steps")
    func linearSteps() throws {
        // from 10 to 50 over three hours: 20, 30, 40
        var site = MeteredSite()
        site.add(.gridImport, [10, nil, nil, nil, 50], id: "g")
        let balances = try site.balances(estimating: linear)
        #expect(balances.kWh(.gridImport, 5) == [10, 20, 30, 40, 50])
        #expect(basis(balances, "g", 2) == "2025-01-01T00:00:00Z;2025-01-01T04:00:00Z")
        // 90 of 150 kWh
        #expect(balances.estimatedShare?.text() == "0.600000")
        #expect(balances.codes == ["estimated", "no-it-meter"])
        // an estimated hour is in sums, not in the hours of a ratio
        #expect(balances.coverage == ExactRatio(2, to: 24))
    }

    @Test("a gap that is longer than the limit, or has one end only, stays missing")
    func linearLimits() throws {
        for hours in [[10, nil, nil, nil, nil, 50], [nil, 10], [10, nil]] as [[Int64?]] {
            var site = MeteredSite()
            site.add(.gridImport, hours, id: "g")
            #expect(try estimates(site.balances(estimating: linear), "g").isEmpty)
        }
    }

    @Test("the joules of a gap are rounded once and add up")
    func linearJoules() throws {
        // 1 J and 2 J around two hours: 4/3 + 5/3 = 3 J; floors 1 and 1, the one left to the earliest
        var site = MeteredSite()
        let rows = [(0, 1), (3, 2)].map {
            ReadingRow(
                site.newYear + $0.0 * 3_600, DecimalText(significand: Int128($0.1), scale: 0))
        }
        site.add(
            .example(id: "g", account: .gridImport, unit: .joule, every: 3_600), rows)
        #expect(try estimates(site.balances(estimating: linear), "g") == [1: 2, 2: 1])
    }

    @Test("of a slot that is partly read only the rest is estimated")
    func linearPart() throws {
        // quarters of 1 kWh; hour 1 has three of them: (4 + 4) / 2 = 4 kWh an hour, a quarter is 1
        var site = MeteredSite()
        let quarters = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11] as [Int64]
        site.add(
            .example(id: "g", account: .gridImport, every: 900),
            quarters.map { ReadingRow(site.newYear + $0 * 900, .one) })
        let balances = try site.balances(estimating: linear)
        #expect(estimates(balances, "g") == [1: .kWh(1)])
        #expect(balances.kWh(.gridImport, 3) == [4, 4, 4])
    }

    @Test("an hour of the day is the mean of that hour on like days around")
    func likeDay() throws {
        // Days 1 to 10 January; the hour 12 is 10 kWh on weekdays and 2 kWh at the weekend (4 and 5
        // January), and missing on Wednesday the 8th; weekdays 1, 2, 3, 6, 7 before, 9, 10 after.
        var site = MeteredSite()
        var hours: [Int64?] = []
        for day in 1...10 {
            for hour in 0..<24 {
                let isWeekend = day == 4 || day == 5
                hours.append(day == 8 && hour == 12 ? nil : hour == 12 ? (isWeekend ? 2 : 10) : 1)
            }
        }
        site.add(.gridImport, hours, id: "g")
        let balances = try site.balances("2025-01-08/2025-01-09", estimating: likeDays)
        #expect(estimates(balances, "g") == [12: .kWh(10)])
        #expect(basis(balances, "g", 12) == "7 x 2025-01-01/2025-01-10")
        // the same hour in another period is the same estimate
        let month = try site.balances("2025-01", estimating: likeDays)
        #expect(estimates(month, "g") == [7 * 24 + 12: .kWh(10)])
    }

    @Test("like days on one side only are no ground")
    func likeDayOutside() throws {
        var site = MeteredSite()
        site.add(.gridImport, Array(repeating: 5, count: 7 * 24), id: "g")
        #expect(
            try estimates(site.balances("2025-01-08/2025-01-09", estimating: likeDays), "g").isEmpty
        )
    }

    @Test("a sub-meter's missing hour is its usual share of its parent")
    func share() throws {
        // 24 common hours: child 3 of parent 12, a quarter; hour 24: 16 / 4 = 4
        var site = MeteredSite()
        site.add(.gridImport, Array(repeating: 12, count: 24) + [16], id: "g")
        site.add(.it, Array(repeating: 3, count: 24), id: "i", parent: "g")
        let balances = try site.balances("2025-01-02/2025-01-03", estimating: parentShare)
        #expect(estimates(balances, "i") == [0: .kWh(4)])
        #expect(basis(balances, "i", 0) == "g x 0.250000")
        #expect(balances.kWh(.unallocated, 1) == [12])
    }

    @Test("a share is never more than the other sub-meters leave of the parent")
    func shareLeft() throws {
        // usual share of i 6 of 12; in hour 24 the parent has 12, its other sub-meter 9: 3 are left
        var site = MeteredSite()
        site.add(.otherUse, Array(repeating: 12, count: 25), id: "board")
        site.add(.it, Array(repeating: 6, count: 24), id: "i", parent: "board")
        site.add(.cooling, Array(repeating: 3, count: 24) + [9], id: "c", parent: "board")
        let balances = try site.balances("2025-01-02/2025-01-03", estimating: parentShare)
        #expect(estimates(balances, "i") == [0: .kWh(3)])
        // the board's remainder is settled: its sub-meters are measured or estimated
        #expect(balances.kWh(.otherUse, 1) == [0])
        #expect(!balances.codes.contains("parent-unresolved"))
    }

    @Test("less than a day of common hours is no ground")
    func shareGround() throws {
        var site = MeteredSite()
        site.add(.gridImport, Array(repeating: 12, count: 24), id: "g")
        site.add(.it, Array(repeating: 3, count: 23), id: "i", parent: "g")
        #expect(try estimates(site.balances(estimating: parentShare), "i").isEmpty)
    }

    @Test("methods are tried in their order, and estimates are no ground for others")
    func order() throws {
        var site = MeteredSite()
        site.add(.gridImport, Array(repeating: 12, count: 30), id: "g")
        site.add(
            .it, Array(repeating: 3, count: 24) + [nil, 3, nil, nil, nil, nil], id: "i", parent: "g"
        )
        let balances = try site.balances(
            "2025-01-02/2025-01-03", estimating: linear + parentShare)
        let column = balances.journal.columns.first { $0.meterID == "i" }
        #expect(column?.estimates[0]?.method == .linear)
        #expect(column?.estimates[2]?.method == .parentShare)
        #expect(column?.estimates.count == 5)
    }

    @Test("a meter whose energy flows both ways is not estimated")
    func bothWays() throws {
        var site = MeteredSite()
        site.add(.gridImport, [10, nil, 20, -5], id: "g")
        #expect(try estimates(site.balances(estimating: linear), "g").isEmpty)
    }

    @Test(
        "law: an estimated period is the sum of its days", arguments: 1...8 as ClosedRange<UInt64>)
    func additive(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var site = MeteredSite()
        func hours(_ most: Int64) -> [Int64?] {
            (0..<20 * 24).map { _ in
                Int.random(in: 0..<5, using: &numbers) == 0
                    ? nil : .random(in: 0...most, using: &numbers)
            }
        }
        site.add(.gridImport, hours(100), id: "g")
        site.add(.otherUse, hours(60), id: "b", parent: "g")
        site.add(.it, hours(30), id: "i", parent: "b")
        let rules = linear + parentShare + likeDays
        func joules(_ period: String) throws -> [Account: Int64] {
            try site.balances(period, estimating: rules).energy.mapValues(\.joules)
        }
        var sum: [Account: Int64] = [:]
        for day in 1..<20 {
            let (from, to) = (
                day < 10 ? "0\(day)" : "\(day)", day < 9 ? "0\(day + 1)" : "\(day + 1)"
            )
            sum.merge(try joules("2025-01-\(from)/2025-01-\(to)")) { $0 + $1 }
        }
        #expect(try joules("2025-01-01/2025-01-20") == sum)
    }
}
