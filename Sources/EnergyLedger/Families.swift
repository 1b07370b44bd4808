import Metering
import Quantities

/// Which meters stand above which, by `parent_meter`.
struct Families {
    private let children: [Int: [Int]]
    /// The use meters that have no use meter above them.
    let topLevelUses: [Int]

    /// Joins meters with their parents; a child belongs to the lines of its parent's name that
    /// are valid at the same time.
    init(_ meters: [Meter]) {
        var children: [Int: [Int]] = [:]
        var hasUseParent = Set<Int>()
        let byID = Dictionary(grouping: meters.indices) { meters[$0].id }
        for (index, meter) in meters.enumerated() {
            guard let parentID = meter.parentID else { continue }
            for parent in byID[parentID] ?? []
            where meters[parent].account.side == meter.account.side
                && (meter.account.side == .use || meter.account.side == .supply)
                && meters[parent].validity.intersection(meter.validity) != nil
            {
                children[parent, default: []].append(index)
                if meter.account.side == .use { hasUseParent.insert(index) }
            }
        }
        self.children = children
        topLevelUses = meters.indices.filter {
            meters[$0].account.side == .use && !hasUseParent.contains($0)
        }
    }

    /// The children whose energy is part of a parent's own account: both are uses, or both are
    /// supply. A supply meter above use meters keeps its energy.
    func bookedChildren(of parent: Int) -> [Int] { children[parent] ?? [] }
}
