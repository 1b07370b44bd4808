import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Counters that stand still, meters out of service, and what changed between two loads.
@Suite struct StandstillTests {
    @Test("a parent at zero for a day while its sub-meters count is stuck; a shorter time is not")
    func stuckParent() throws {
        for (zeros, isStuck) in [(24, true), (23, false)] {
            var site = MeteredSite()
            site.add(.gridImport, Array(repeating: 20, count: 24))
            site.add(
                .distributionLoss,
                Array(repeating: 0, count: zeros) + Array(repeating: 9, count: 24 - zeros),
                id: "board")
            site.add(.lighting, Array(repeating: 2, count: 24), parent: "board")
            let stuck = try site.balances().findings.filter { $0.code == .stuckCounter }
            #expect(stuck.map(\.meterID) == (isStuck ? ["board"] : []))
            #expect(stuck.allSatisfy { $0.severity == .disqualifies })
            // 24 x 2
            #expect(stuck.allSatisfy { $0.arguments["energy"] == "48.000000000" })
        }
    }

    @Test(
        "the only supply at zero while the uses count is stuck; beside a second supply it may rest")
    func stuckSupply() throws {
        var site = MeteredSite()
        site.add(.gridImport, Array(repeating: 0, count: 24))
        site.add(.it, Array(repeating: 5, count: 24))
        #expect(try site.balances().codes.contains("stuck-counter"))
        site.add(.generator, Array(repeating: 6, count: 24))
        #expect(try !site.balances().codes.contains("stuck-counter"))
    }

    @Test("out of service for good counts zero and owes nothing, in every later period")
    func outOfService() throws {
        var site = MeteredSite()
        site.add(.gridImport, Array(repeating: 20, count: 48))
        let event = MeterEvent(
            meterID: "m", at: site.newYear + 6 * 3_600, kind: .outOfService, finalReading: nil,
            firstReading: nil, multiplier: nil, registerMax: nil, line: 2)
        let rows = (0..<6).map { ReadingRow(site.newYear + Int64($0) * 3_600, .one) }
        site.add(.example(every: 3_600), rows, events: [event])
        #expect(site.loads.last?.outOfServiceSince == event.at)
        let first = try site.balances()
        #expect(first.kWh(.it, 8) == [1, 1, 1, 1, 1, 1, 0, 0])
        #expect(first.coverage?.text() == "1.000000")
        let second = try site.balances("2025-01-02/2025-01-03")
        #expect(second.coverage?.text() == "1.000000")
        #expect(second.itEnergy == .kilowattHours(0))
        #expect(!second.codes.contains("no-readings"))
    }

    @Test("a difference is told by local month, with what stood and what stands")
    func difference() throws {
        // Shanghai: 31 January 15:00 and 16:00 UTC are 23:00 of January and 00:00 of February
        let hour = Int64.clock("2025-01-31 15:00")
        func profile(_ amounts: [Int64?]) -> LoadProfile {
            let bookings = amounts.enumerated().compactMap { index, amount in
                amount.map {
                    Booking(
                        interval: Interval(
                            start: hour + Int64(index) * 3_600, end: hour + Int64(index + 1) * 3_600
                        ),
                        amount: .kWh($0), source: 1, line: 2)
                }
            }
            return LoadProfile(bookings, slotSeconds: 3_600, of: .it, wantsMirror: false)
        }
        let differences = LoadDifference.months(
            from: profile([7, 5]), to: profile([7, 6, 2]), of: .example(), as: .it, in: .shanghai)
        #expect(differences.map(\.month) == ["2025-02"])
        #expect(differences.map(\.old) == [.kWh(5)])
        #expect(differences.map(\.new) == [.kWh(8)])
        #expect(differences.map(\.changedSeconds) == [7_200])
        // nothing stood before
        let new = LoadDifference.months(
            from: nil, to: profile([7]), of: .example(), as: .it, in: .shanghai)
        #expect(new.map(\.old) == [nil])
        // the same sum in other hours is a difference too
        let shifted = LoadDifference.months(
            from: profile([nil, 5, 6]), to: profile([nil, 6, 5]), of: .example(), as: .it,
            in: .shanghai)
        #expect(shifted.map(\.difference) == [0])
        #expect(
            LoadDifference.months(
                from: profile([7, 5]), to: profile([7, 5]), of: .example(), as: .it, in: .shanghai
            ).isEmpty)
    }
}
