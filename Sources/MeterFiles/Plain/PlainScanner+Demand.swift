import Metering

/// The amounts of a meter's last readings one by one (逐个读数), from which its slots are summed and its
/// maximum demand is found whenever the page is full.
final class DemandPage {
    /// How many amounts there are at most.
    static let size = 192

    let amounts: UnsafeMutablePointer<Int64>
    var demand: RegularDemand
    /// When the first of the amounts begins [s, Unix time].
    var at: Int64

    init(_ demand: RegularDemand, at: Int64) {
        self.demand = demand
        self.at = at
        amounts = .allocate(capacity: Self.size)
        amounts.initialize(repeating: 0, count: Self.size)
    }

    deinit { amounts.deallocate() }
}

/// Meters whose maximum demand is kept: to the loops over rows a cell is a reading, not a slot.
extension PlainScanner {
    /// Lets the readings of a meter stand one by one, where it has a demand on this step.
    func beginDemand(_ index: Int, _ rule: RegularRule, step: Int64) {
        guard let demand = rule.demand(step: step) else { return }
        let page = DemandPage(demand, at: tracks[index].start)
        tracks[index].demand = page
        cursors[index].cell = page.amounts
        cursors[index].cellEnd = page.amounts + DemandPage.size
        cursors[index].perSlot = 1
        cursors[index].left = 1
    }

    /// Empties the page of a meter: its amounts go to their slots and into its demand.
    func fold(_ index: Int, _ page: DemandPage) {
        let count = cursors[index].cell - page.amounts
        guard count > 0, let rule = registry.rules[tracks[index].meter] else { return }
        let (step, slotSeconds) = (cursors[index].step, rule.slotSeconds)
        let firstSlot = tracks[index].firstSlot
        var (place, at) = (0, page.at)
        while place < count {
            let slot = (at - firstSlot) / slotSeconds
            let left = (firstSlot + (slot + 1) * slotSeconds - at) / step
            let next = min(count, place + Int(left))
            var sum: Int64 = 0
            for reading in place..<next { sum &+= page.amounts[reading] }
            tracks[index].sums.stand(at: Int(slot)).cell.pointee &+= sum
            at += Int64(next - place) * step
            place = next
        }
        page.demand.add(UnsafeBufferPointer(start: page.amounts, count: count), at: page.at)
        page.at = at
        page.amounts.update(repeating: 0, count: count)
        cursors[index].cell = page.amounts
    }
}
