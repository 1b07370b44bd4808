import EnergyLedger
import Metering

/// Where a chain is fitted (拟合处所): the slots of a journal, or the stretches of a closing.
protocol ChainPlaces {
    /// How many there are.
    var count: Int { get }
    /// Tells that supply is only the sum of uses.
    var isSupplyDerived: Bool { get }
    /// What is booked to some accounts in each place [J].
    func amounts(of accounts: Set<Account>) -> [Int64]
    /// Tells for each place whether some accounts have it.
    func covered(by accounts: Set<Account>) -> [Bool]
    /// Tells for each place whether all terms of `E_DC` have it; nil where no supply is metered.
    var boundaryHours: [Bool]? { get }
    /// The first account, among some, of which there is a line; nil unless a meter stands behind one of them.
    func meteredAccount(among accounts: Set<Account>) -> Account?
}

/// The slots of a journal.
struct JournalPlaces: ChainPlaces {
    let journal: Journal

    var count: Int { journal.slotCount }

    var isSupplyDerived: Bool { journal.isSupplyDerived }

    var boundaryHours: [Bool]? {
        if isSupplyDerived { return nil }
        let terms = BoundaryTerms(excluding: journal.site.boundaryExcludes)
        return journal.hours(of: terms.all, anchoredBy: journal.supplyAnchors)
    }

    func amounts(of accounts: Set<Account>) -> [Int64] { journal.amounts(of: accounts) }

    func covered(by accounts: Set<Account>) -> [Bool] { journal.hours(of: accounts) }

    func meteredAccount(among accounts: Set<Account>) -> Account? {
        let columns = journal.columns(of: accounts)
        return columns.contains { $0.meterID != nil } ? columns.first?.account : nil
    }
}

/// The stretches of a closing.
struct ClosingPlaces: ChainPlaces {
    let closing: Closing

    var count: Int { closing.stretchCount }

    var isSupplyDerived: Bool { closing.isSupplyDerived }

    var boundaryHours: [Bool]? {
        if isSupplyDerived { return nil }
        let terms = BoundaryTerms(excluding: closing.site.boundaryExcludes)
        return closing.hours(of: terms.all, anchoredBy: closing.supplyAnchors)
    }

    func amounts(of accounts: Set<Account>) -> [Int64] {
        var amounts = [Int64](repeating: 0, count: count)
        for line in closing.lines where accounts.contains(line.account) {
            for place in amounts.indices { amounts[place] += line.amounts[place] }
        }
        return amounts
    }

    func covered(by accounts: Set<Account>) -> [Bool] { closing.hours(of: accounts) }

    func meteredAccount(among accounts: Set<Account>) -> Account? {
        let lines = closing.lines.filter { accounts.contains($0.account) }
        return lines.contains { $0.meterID != nil } ? lines.first?.account : nil
    }
}
