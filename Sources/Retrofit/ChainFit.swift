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
    /// The slots that take part at all; stores shift in no other.
    let base: [Bool]
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
        let places = JournalPlaces(journal: journal)
        let part = TakingPart(of: places)
        let bins = ChainBins(
            months: months, bands: tariff?.bands ?? [.flat], isParted: part.leftOut != nil)
        binOfSlot = bins.parted(
            bins.ofSlots(of: journal, tariff: tariff), leavingOut: part.leftOut)
        base = part.base
        let work = Fitting(
            places, where: base, binOfPlace: binOfSlot, bins: bins, stated: stated)
        generationOfSlot = Sunshine.weights(in: journal)
        var weights = Array(repeating: Int64(0), count: bins.count)
        for (slot, weight) in generationOfSlot.enumerated() { weights[binOfSlot[slot]] += weight }
        var bought = Array(repeating: Int64(0), count: bins.count)
        var total: Int64 = 0
        for (slot, joules) in journal.amounts(of: [.gridImport]).enumerated() {
            total += max(0, joules)
            if base[slot] { bought[binOfSlot[slot]] += max(0, joules) }
        }
        chain = PowerChain(
            bins: bins, links: work.links, generationWeights: weights,
            supply: SupplyBasis(bought: bought, ofYear: total, in: bins, tariff))
        slots = work.masks
        amounts = work.amounts
        fitted = work.fitted
        usedShare = ExactRatio(Int128(base.count { $0 }), to: Int128(journal.slotCount))
    }
}

extension ChainFit {
    /// What a link uses in a slot [J]; zero where the slot takes no part.
    func amount(of link: EndUse, inSlot slot: Int) -> Int64 {
        slots[link]?[slot] ?? false ? amounts[link]?[slot] ?? 0 : 0
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
