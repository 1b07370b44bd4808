import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct JournalTests {
    @Test("what no meter explains is unallocated, hour by hour, and a surplus of uses is shown")
    func unallocated() throws {
        var site = MeteredSite()
        site.add(.gridImport, [10, 10, 5])
        site.add(.it, [6, 7, 6])
        site.add(.cooling, [3, 3, 0])
        let balances = try site.balances()
        // 10 - 9, 10 - 10, 5 - 6
        #expect(balances.kWh(.unallocated, 3) == [1, 0, -1])
        #expect(balances.energy[.unallocated] == .zero)
        let finding = balances.findings.first { $0.code == .overMetered }
        #expect(finding?.arguments == ["count": "1", "energy": "1.000000000"])
        #expect(finding?.message(in: .english).contains("?") == false)
    }

    @Test("the remainder of storage, export and generation is theirs on their own side")
    func sides() throws {
        var site = MeteredSite()
        site.add(.gridImport, [10])
        site.add(.onsiteSolar, [5])
        site.add(.generator, [2])
        site.add(.storageDischarge, [3])
        site.add(.storageCharge, [1])
        site.add(.gridExport, [4])
        site.add(.it, [14])
        // 10 + 5 + 2 + 3 = 20; 1 + 4 + 14 = 19
        #expect(try site.balances().kWh(.unallocated, 1) == [1])
    }

    @Test("carriers and check meters are no part of the balance")
    func besides() throws {
        var site = MeteredSite()
        site.add(.gridImport, [10])
        site.add(.it, [10])
        site.add(.check, [99])
        site.add(.heatExport, [7])
        site.add(.waterIn, [3], unit: .cubicMetre)
        let balances = try site.balances()
        #expect(balances.kWh(.unallocated, 1) == [0])
        #expect(balances.heat[.heatExport] == .kilowattHours(7))
        #expect(balances.water[.waterIn] == Volume(millilitres: 3_000_000))
        #expect(balances.energy[.check] == nil)
    }

    @Test("energy that flows the other way stands on the mirror account")
    func mirror() throws {
        var site = MeteredSite()
        site.add(.gridImport, [10, -4])
        site.add(.onsiteSolar, [0, 12])
        site.add(.it, [10, 8])
        let balances = try site.balances()
        #expect(balances.kWh(.gridImport, 2) == [10, 0])
        #expect(balances.kWh(.gridExport, 2) == [0, 4])
        #expect(balances.kWh(.unallocated, 2) == [0, 0])
        // 10 + 12 - 4
        #expect(balances.facilityEnergy == .kilowattHours(18))
    }

    @Test("an hour without a supply reading is missing, not over-metered")
    func missingSupply() throws {
        var site = MeteredSite()
        site.add(.gridImport, [10, nil, 10])
        site.add(.it, [8, 8, 8])
        let balances = try site.balances()
        #expect(!balances.codes.contains("over-metered"))
        #expect(balances.facilityToIT?.numerator == .kWh(20))
    }

    @Test(
        "without a supply meter supply is the sum of the top uses, derived, and nothing needs more")
    func derivedSupply() throws {
        var site = MeteredSite()
        site.add(.otherUse, [10, 10], id: "board")
        site.add(.it, [6, 7], parent: "board")
        site.add(.office, [1, 1])
        let balances = try site.balances()
        #expect(balances.journal.isSupplyDerived)
        #expect(balances.kWh(.gridImport, 2) == [11, 11])
        #expect(balances.kWh(.otherUse, 2) == [4, 3])
        #expect(balances.kWh(.unallocated, 2) == [0, 0])
        #expect(balances.codes.contains("no-supply-meter"))
        #expect(balances.facilityEnergy == nil)
        #expect(balances.facilityToIT == nil)
        #expect(balances.itEnergy == .kilowattHours(13))
        let column = try #require(balances.journal.columns(of: [.gridImport]).first)
        #expect(column.meterID == nil)
        #expect(column.states[0] & Journal.Column.derived != 0)
        // two of 24 hours, by the IT meter alone
        #expect(balances.coverage == ExactRatio(2, to: 24))
    }

    @Test(
        "law: supply equals use plus unallocated in every slot, and no joule is lost",
        arguments: 1...8 as ClosedRange<UInt64>)
    func balanced(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var site = MeteredSite(in: seed % 2 == 0 ? .utc : .kolkata)
        let accounts = Account.ofMeters.filter { $0.side == .supply || $0.side == .use }
        var booked: [Account: Int64] = [:]
        for (number, account) in accounts.enumerated() where Bool.random(using: &numbers) {
            var at = site.newYear
            var rows: [ReadingRow] = []
            while at < site.newYear + 86_400 {
                let end = at + .random(in: 60...9_000, using: &numbers)
                let value = DecimalText(
                    significand: .random(in: 0...99_999_999, using: &numbers), scale: 6)
                if end <= site.newYear + 86_400, Int.random(in: 0..<5, using: &numbers) > 0 {
                    rows.append(ReadingRow(at, value, end: end))
                    booked[account, default: 0] += value.rounded(times: .one, times: 3_600_000) ?? 0
                }
                at = end
            }
            site.add(.example(id: "\(number)", account: account), rows)
        }
        let balances = try site.balances()
        let columns = balances.journal.columns
        for slot in 0..<balances.journal.slotCount {
            let supply = columns.filter { $0.account.side == .supply }
            let use = columns.filter { $0.account.side == .use || $0.account == .unallocated }
            #expect(
                supply.reduce(0) { $0 + $1.amounts[slot] }
                    == use.reduce(0) { $0 + $1.amounts[slot] })
        }
        for (account, joules) in booked where !balances.journal.isSupplyDerived {
            #expect(balances.energy[account] == Energy(joules: joules))
        }
    }

    @Test("the months of a period add up to it")
    func months() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2024-11-15/2025-04-10", .MWh(1_234))])
        let balances = try site.balances("2024-12-20/2025-03-05")
        let monthly = balances.journal.monthly(.gridImport, months: balances.period.months)
        #expect(monthly.map(\.month.label) == ["2024-12", "2025-01", "2025-02", "2025-03"])
        #expect(
            monthly.reduce(Energy.zero) { $0 + $1.energy } == balances.energy[.gridImport])
        #expect(monthly[1].energy.joules / 31 == monthly[2].energy.joules / 28)
    }

    @Test(
        "a local day has the slots of its clock",
        arguments: [
            (LocalCalendar.utc, "2025-03-30/2025-03-31", 24),
            (.berlin, "2025-03-30/2025-03-31", 23), (.berlin, "2025-10-26/2025-10-27", 25),
            (.kolkata, "2025-03-30/2025-03-31", 48), (.santiago, "2025-09-07/2025-09-08", 23),
        ])
    func slots(calendar: LocalCalendar, period: String, slots: Int) throws {
        #expect(try MeteredSite(in: calendar).balances(period).journal.slotCount == slots)
    }
}
