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
            where Self.isPart(meter, of: meters[parent])
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

    /// Uses are part of uses and supply of supply, whatever their accounts; of fuel, heat and water a meter is part of
    /// another one of the same account that counts the same.
    private static func isPart(_ meter: Meter, of parent: Meter) -> Bool {
        switch meter.account.side {
        case .use, .supply: parent.account.side == meter.account.side
        case .carrier:
            parent.account == meter.account && parent.medium == meter.medium
                && parent.unit.dimension == meter.unit.dimension
        case .memorandum: false
        }
    }

    /// The children whose amount is part of a parent's own account. A supply meter above use meters keeps its energy.
    func bookedChildren(of parent: Int) -> [Int] { children[parent] ?? [] }
}
