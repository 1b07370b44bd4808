public import EnergyLedger
import Metering
public import Quantities

/// A power chain fitted to a site's own journal (链路拟合), and the slots that it speaks of.
///
/// Only hours in which the grid and the IT load are complete take part, and only those in which the
/// grid gives at least all overhead and half of the IT load, so that what is saved was surely bought: hours
/// on the generator or fed mostly by the sun are left out, and nothing is credited in them.
public struct ChainFit: Sendable {
    /// The chain.
    public let chain: PowerChain
    /// For each slot of the journal its bin.
    public let binOfSlot: [Int]
    /// The slots that take part, for each link.
    public let slots: [EndUse: [Bool]]
    /// How own generation falls on the slots.
    let generationOfSlot: [Int64]
    /// The energy of each link in each slot [J].
    private let amounts: [EndUse: [Int64]]
    /// Slots that take part over all slots.
    public let usedShare: ExactRatio?
    /// Links whose response to the load was fitted by regression, an estimate.
    public let fitted: Set<EndUse>

    /// Fits a chain.
    public init(of journal: Journal, months: [Period], tariff: Tariff?, stated: StatedChain) {
        let bins = ChainBins(months: months, bands: tariff?.bands ?? [.flat])
        binOfSlot = bins.ofSlots(of: journal, tariff: tariff)
        var work = Fitting(journal, bins: bins, binOfSlot: binOfSlot)
        work.addMetered(stated)
        work.addUnmetered(stated)
        work.respond(stated)
        generationOfSlot = Sunshine.weights(in: journal)
        var weights = Array(repeating: Int64(0), count: bins.count)
        for (slot, weight) in generationOfSlot.enumerated() { weights[binOfSlot[slot]] += weight }
        chain = PowerChain(bins: bins, links: work.links, generationWeights: weights)
        slots = work.slots
        amounts = work.amounts
        fitted = work.fitted
        usedShare = ExactRatio(Int128(work.base.count { $0 }), to: Int128(journal.slotCount))
    }
}

extension ChainFit {
    /// What a link uses in a slot [J]; zero where the slot takes no part.
    func amount(of link: EndUse, inSlot slot: Int) -> Int64 {
        slots[link]?[slot] ?? false ? amounts[link]?[slot] ?? 0 : 0
    }
}

/// The work of fitting.
private struct Fitting {
    private(set) var links: [EndUse: PowerChain.Link] = [:]
    private(set) var slots: [EndUse: [Bool]] = [:]
    private(set) var fitted: Set<EndUse> = []
    private(set) var base: [Bool] = []

    private let journal: Journal
    private let bins: ChainBins
    private let binOfSlot: [Int]
    private(set) var amounts: [EndUse: [Int64]] = [:]
    /// What no meter explains, as far as it is not stated yet, slot by slot.
    private var open: [Int64]

    init(_ journal: Journal, bins: ChainBins, binOfSlot: [Int]) {
        self.journal = journal
        self.bins = bins
        self.binOfSlot = binOfSlot
        open = Self.sum(of: [.unallocated], in: journal).map { max(0, $0) }
        base = baseSlots()
    }

    private static func sum(of accounts: Set<Account>, in journal: Journal) -> [Int64] {
        journal.columns(of: accounts).reduce(
            into: Array(repeating: Int64(0), count: journal.slotCount)
        ) { sum, column in
            for slot in sum.indices { sum[slot] += column.amounts[slot] }
        }
    }

    /// Complete hours in which the grid gives all overhead and half of the IT load.
    private func baseSlots() -> [Bool] {
        let it = EndUse.it.accounts
        let hasIT = journal.columns.contains { $0.meterID != nil && it.contains($0.account) }
        let itHours = hasIT ? journal.hours(of: it) : nil
        if journal.isSupplyDerived {
            return itHours ?? Array(repeating: false, count: journal.slotCount)
        }
        let grid = journal.hours(of: [.gridImport])
        let bought = Self.sum(of: [.gridImport], in: journal)
        let load = Self.sum(of: it, in: journal)
        let overhead = Self.sum(
            of: EndUse.allCases.reduce(into: Set()) { $0.formUnion($1.accounts) }.subtracting(it),
            in: journal)
        return grid.indices.map { slot in
            grid[slot] && (itHours?[slot] ?? true)
                && bought[slot] >= overhead[slot] + load[slot] / 2 && bought[slot] > 0
        }
    }

    mutating func addMetered(_ stated: StatedChain) {
        for endUse in EndUse.allCases where !endUse.isPartOfCooling {
            let columns = journal.columns(of: endUse.accounts)
            guard columns.contains(where: { $0.meterID != nil }),
                let account = columns.first?.account
            else { continue }
            let hours = journal.hours(of: endUse.accounts)
            let mask = zip(base, hours).map { $0 && $1 }
            let amounts = Self.sum(of: endUse.accounts, in: journal).map { max(0, $0) }
            if endUse == .cooling {
                addCooling(amounts, mask, stated)
            } else {
                add(endUse, amounts, mask, account, .metered)
            }
        }
    }

    /// Splits metered cooling by the stated shares; what is not stated stays whole.
    private mutating func addCooling(_ amounts: [Int64], _ mask: [Bool], _ stated: StatedChain) {
        var rest = amounts
        for (fact, endUse) in StatedChain.Fact.partsOfCooling {
            guard let share = stated.shares[fact], share > .none, links[endUse] == nil else {
                continue
            }
            let part = amounts.map(share.part(of:))
            rest = zip(rest, part).map { $0 - $1 }
            add(endUse, part, mask, .cooling, .stated)
        }
        add(.cooling, rest, mask, .cooling, .metered)
    }

    /// Takes links without a meter out of what no meter explains.
    mutating func addUnmetered(_ stated: StatedChain) {
        if let efficiency = stated.shares[.conversionEfficiency], links[.conversionLoss] == nil,
            let it = amounts[.it], let mask = slots[.it]
        {
            // T (1/n - 1), rounded down, and never more than what is open.
            let lost = it.indices.map { slot in
                let loss =
                    Int128(it[slot]) * Int128(efficiency.rest.billionths)
                    / Int128(efficiency.billionths)
                return Int64(min(loss, Int128(open[slot])))
            }
            open = zip(open, lost).map { $0 - $1 }
            add(.conversionLoss, lost, mask, .unallocated, .stated)
        }
        let whole = open
        for (fact, endUse) in StatedChain.Fact.partsOfUnallocated {
            guard let share = stated.shares[fact], share > .none, links[endUse] == nil else {
                continue
            }
            add(endUse, whole.map(share.part(of:)), base, .unallocated, .stated)
        }
    }

    private mutating func add(
        _ endUse: EndUse, _ amounts: [Int64], _ mask: [Bool], _ account: Account,
        _ basis: PowerChain.Basis
    ) {
        var energies = Array(repeating: Int64(0), count: bins.count)
        for slot in amounts.indices where mask[slot] { energies[binOfSlot[slot]] += amounts[slot] }
        self.amounts[endUse] = amounts
        slots[endUse] = mask
        links[endUse] = PowerChain.Link(energies: energies, account: account, basis: basis)
    }

    /// How much of each link follows the load: as stated; for the loss of a conversion that is metered,
    /// by regression; else nothing, which is the low end.
    mutating func respond(_ stated: StatedChain) {
        for (endUse, link) in links where endUse.followsLoad {
            var following = stated.following(endUse)
            if following == nil, endUse == .conversionLoss, link.basis == .metered,
                let loss = amounts[endUse], let load = amounts[.it], let mask = slots[endUse],
                let itMask = slots[.it]
            {
                let both = zip(mask, itMask).map { $0 && $1 }
                following = LoadResponse.share(of: loss, following: load, where: both)
                if following != nil { fitted.insert(endUse) }
            }
            links[endUse] = PowerChain.Link(
                energies: link.energies, account: link.account, following: following ?? .none,
                basis: link.basis)
        }
    }
}

/// When own generation comes (光伏出力曲线): as the site's own plant shows, else evenly from six to eighteen
/// hours on the local clock, an estimate.
enum Sunshine {
    static func weights(in journal: Journal) -> [Int64] {
        let solar = journal.columns(of: [.onsiteSolar])
        let own = (0..<journal.slotCount).map { slot in
            solar.reduce(Int64(0)) { $0 + max(0, $1.amounts[slot]) }
        }
        if own.contains(where: { $0 > 0 }) { return own }
        return (0..<journal.slotCount).map { slot in
            let start = journal.start(ofSlot: slot)
            let local = start + journal.site.calendar.offset(at: start)
            let second = local - LocalCalendar.floor(local, by: 86_400) * 86_400
            return (21_600..<64_800).contains(second) ? 1 : 0
        }
    }
}

/// How a loss follows its load (负荷响应): least squares over hours, an estimate.
enum LoadResponse {
    /// The slope times the mean load over the mean loss, between 0 and 1, rounded down to a billionth; nil when
    /// fewer than 168 hours take part or the load explains less than half of the variance.
    static func share(of loss: [Int64], following load: [Int64], where mask: [Bool]) -> Share? {
        // Kilojoules: sums of squares over a year of hours stay far inside 128 bits.
        let hours = loss.indices.filter { mask[$0] }
        guard hours.count >= 168 else { return nil }
        let count = Int128(hours.count)
        var (x, y, xx, xy, yy) = (Int128(0), Int128(0), Int128(0), Int128(0), Int128(0))
        for slot in hours {
            let (a, b) = (Int128(load[slot] / 1_000), Int128(loss[slot] / 1_000))
            x += a
            y += b
            xx += a * a
            xy += a * b
            yy += b * b
        }
        let (covariance, variance) = (count * xy - x * y, count * xx - x * x)
        let other = count * yy - y * y
        guard covariance > 0, variance > 0, other > 0, y > 0 else { return nil }
        let explained = Double(covariance) / Double(variance) * Double(covariance) / Double(other)
        guard explained >= 0.5 else { return nil }
        // slope x mean load / mean loss = covariance x / (variance y), shortened to fit 128 bits
        let (above, below) = (
            covariance / 1_000_000 * (x / 1_000), variance / 1_000_000 * (y / 1_000)
        )
        guard below > 1_000_000_000 else { return nil }
        return Share(billionths: Int64(min(1_000_000_000, above / (below / 1_000_000_000))))
    }
}
