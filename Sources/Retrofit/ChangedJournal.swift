public import EnergyLedger
import Metering
public import Quantities

extension ChainFit {
    /// The journal as a package would leave it (改造后账簿), hour by hour.
    ///
    /// The saving of a bin is spread over its hours in proportion to the link's energy there, floored, the joules
    /// left over one each to the earliest; the grid gives that much less in the same hour. Sums over a bin are
    /// exactly the chain's.
    ///
    /// - Parameter water: What the package takes more of in the year, below zero for less.
    public func journal(
        _ journal: Journal, after savings: PowerChain.Savings, water: Volume = .zero
    ) throws(Journal.Imbalance) -> Journal {
        var placement = Placement(journal, bins: chain.bins.count, binOfSlot: binOfSlot)
        for (endUse, saved) in savings.links.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let link = chain.links[endUse], let mask = slots[endUse] else { continue }
            placement.place(saved, on: link, of: endUse, where: mask)
        }
        if savings.generation.contains(where: { $0 > 0 }) {
            placement.generate(savings.generation, by: generationOfSlot)
        }
        if savings.given.contains(where: { $0 > 0 }) {
            placement.shift(given: savings.given, taken: savings.taken, where: base)
        }
        placement.water(water.millilitres)
        return try journal.changing(placement.amounts, adding: placement.lines)
    }
}

/// The work of placing savings in hours.
private struct Placement {
    private(set) var amounts: [Int: [Int64]] = [:]
    private(set) var lines: [(account: Account, amounts: [Int64])] = []

    private let journal: Journal
    private let slotsOfBin: [[Int]]
    private let grid: [Int]

    init(_ journal: Journal, bins: Int, binOfSlot: [Int]) {
        self.journal = journal
        var slots = Array(repeating: [Int](), count: bins)
        for (slot, bin) in binOfSlot.enumerated() { slots[bin].append(slot) }
        slotsOfBin = slots
        grid = journal.columns.indices.filter { journal.columns[$0].account == .gridImport }
    }

    private func amount(_ column: Int, _ slot: Int) -> Int64 {
        amounts[column]?[slot] ?? journal.columns[column].amounts[slot]
    }

    mutating func place(
        _ saved: [Int64], on link: PowerChain.Link, of endUse: EndUse, where mask: [Bool]
    ) {
        // What no meter explains has no line of use: only the supply falls, and the remainder with it.
        let accounts: Set<Account> =
            link.account == .unallocated ? [] : endUse.accounts.union([link.account])
        let columns = journal.columns.indices.filter {
            accounts.contains(journal.columns[$0].account)
        }
        for (bin, joules) in saved.enumerated() where joules > 0 {
            let slots = slotsOfBin[bin].filter { mask[$0] }
            let weights =
                columns.isEmpty
                ? slots.map { max(0, openAmount($0)) }
                : slots.map { slot in columns.reduce(0) { $0 + max(0, amount($1, slot)) } }
            for (slot, part) in zip(slots, Apportioning.parts(of: joules, by: weights))
            where part > 0 {
                take(part, from: columns, at: slot)
                take(part, from: grid, at: slot)
            }
        }
    }

    /// Supply less use in a slot, as the lines stand.
    private func openAmount(_ slot: Int) -> Int64 {
        journal.columns.indices.reduce(0) { sum, index in
            switch journal.columns[index].account.side {
            case .supply: sum + amount(index, slot)
            case .use: sum - amount(index, slot)
            case .carrier, .memorandum: sum
            }
        }
    }

    /// Takes joules off some lines in proportion to what they hold; never below zero.
    private mutating func take(_ joules: Int64, from columns: [Int], at slot: Int) {
        let held = columns.map { max(0, amount($0, slot)) }
        let parts = Apportioning.parts(of: min(joules, held.reduce(0, +)), by: held)
        for (column, part) in zip(columns, parts) where part > 0 {
            if amounts[column] == nil { amounts[column] = journal.columns[column].amounts }
            amounts[column]?[slot] -= part
        }
    }

    /// Stores slot by slot, in those that take part: they give in proportion to what the grid still gives, and take
    /// evenly.
    mutating func shift(given: [Int64], taken: [Int64], where mask: [Bool]) {
        var discharge = Array(repeating: Int64(0), count: journal.slotCount)
        var charge = discharge
        guard let first = grid.first else { return }
        for bin in given.indices {
            let slots = slotsOfBin[bin].filter { mask[$0] }
            let bought = slots.map { slot in grid.reduce(0) { $0 + max(0, amount($1, slot)) } }
            for (slot, part) in zip(slots, Apportioning.parts(of: given[bin], by: bought))
            where part > 0 {
                discharge[slot] += part
                take(part, from: grid, at: slot)
            }
            for (slot, part) in zip(slots, Self.even(taken[bin], over: slots.count))
            where part > 0 {
                charge[slot] += part
                if amounts[first] == nil { amounts[first] = journal.columns[first].amounts }
                amounts[first]?[slot] += part
            }
        }
        lines.append((.storageDischarge, discharge))
        lines.append((.storageCharge, charge))
    }

    /// An amount in parts as alike as whole joules can be, the earlier ones larger.
    private static func even(_ amount: Int64, over count: Int) -> [Int64] {
        guard count > 0 else { return [] }
        let (part, rest) = amount.quotientAndRemainder(dividingBy: Int64(count))
        return (0..<count).map { part + ($0 < Int(rest) ? 1 : 0) }
    }

    /// Water in the hours that all meters of it tell: of the year's change the part that those hours are of the
    /// year, rounded half to even to a millilitre once, in proportion to what each takes, evenly where none takes any.
    ///
    /// So a ratio over the hours that are known moves as it would over the whole year. It counts as fresh and as
    /// potable where those have a meter: nobody knows it to be other water. Never below zero; without a meter of
    /// water, or an hour of it, nothing is told.
    mutating func water(_ change: Int64) {
        guard change != 0 else { return }
        for account in [Account.waterIn, .waterFresh, .waterPotable] {
            let columns = journal.columns.indices.filter {
                journal.columns[$0].account == account && journal.columns[$0].meterID != nil
            }
            let known = journal.hours(of: [account], countingEstimates: true)
            var held = columns.flatMap { column in
                zip(journal.columns[column].amounts, known).map { $1 ? max(0, $0) : 0 }
            }
            let sum = held.reduce(0, +)
            if sum == 0 { held = columns.flatMap { _ in known.map { $0 ? 1 : 0 } } }
            let due = Int64(
                Rounding.halfToEven(
                    Int128(change.magnitude) * Int128(known.count { $0 }),
                    over: Int128(max(1, journal.slotCount))))
            let amount = change > 0 ? due : min(due, sum)
            let parts = Apportioning.parts(of: amount, by: held)
            for (place, column) in columns.enumerated() {
                let own = parts[place * journal.slotCount..<(place + 1) * journal.slotCount]
                amounts[column] = zip(journal.columns[column].amounts, own).map {
                    $0 + (change > 0 ? $1 : -$1)
                }
            }
        }
    }

    /// Own generation slot by slot; it displaces the grid, and what the site does not need is exported.
    mutating func generate(_ generation: [Int64], by weights: [Int64]) {
        var produced = Array(repeating: Int64(0), count: journal.slotCount)
        var exported = produced
        for (bin, joules) in generation.enumerated() where joules > 0 {
            let slots = slotsOfBin[bin]
            let parts = Apportioning.parts(of: joules, by: slots.map { weights[$0] })
            for (slot, part) in zip(slots, parts) where part > 0 {
                produced[slot] += part
                let bought = grid.reduce(0) { $0 + max(0, amount($1, slot)) }
                take(min(part, bought), from: grid, at: slot)
                exported[slot] += max(0, part - bought)
            }
        }
        lines.append((.onsiteSolar, produced))
        if exported.contains(where: { $0 > 0 }) { lines.append((.gridExport, exported)) }
    }
}
