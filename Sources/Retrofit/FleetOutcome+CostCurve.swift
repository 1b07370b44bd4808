public import EnergyLedger
public import Quantities

extension FleetOutcome {
    /// What some measures together cost a year and save, at all sites of a kind that have just these (成本曲线的一段).
    public struct Block: Sendable {
        /// The kind of site.
        public let kind: Site.Kind
        /// The measures by name.
        public let measures: [String]
        /// At how many sites.
        public internal(set) var sites = 0
        /// Outlay as annuities and the cost of running.
        public internal(set) var annualized = Money.zero
        /// Bought energy saved in the first year [J].
        public internal(set) var savedJoules: Int64 = 0

        init(kind: Site.Kind, measures: [String]) {
            self.kind = kind
            self.measures = measures
        }

        /// Some blocks as one; nil of none.
        public init?(sumOf blocks: [Block]) {
            guard var sum = blocks.first else { return nil }
            for block in blocks.dropFirst() {
                sum.sites += block.sites
                sum.annualized += block.annualized
                sum.savedJoules += block.savedJoules
            }
            self = sum
        }

        /// Cost of saved energy [currency/kWh]; nil where nothing is saved.
        public var costOfSavedEnergy: DecimalText? {
            Economics.costOfSavedEnergy(annualized: annualized, saved: savedJoules).flatMap {
                DecimalText($0)
            }
        }
    }

    /// Blocks of the cost curve over all provinces, the cheapest first; what saves no energy is not on it.
    public var costBlocks: [Block] {
        var blocks: [FleetPlan.Archetype: Block] = [:]
        for (line, effect) in zip(plan.lines, effects) {
            let key = FleetPlan.Archetype(kind: line.kind, region: "", measures: line.measures)
            var block = blocks[key] ?? Block(kind: line.kind, measures: line.measures)
            block.sites += 1
            block.annualized += effect.annualized
            block.savedJoules += line.package.savedJoules
            blocks[key] = block
        }
        let zero = PlanningSettings.zero
        return blocks.values.filter { $0.savedJoules > 0 }.sorted { left, right in
            let (one, other) = (
                left.costOfSavedEnergy ?? zero, right.costOfSavedEnergy ?? zero
            )
            if one != other { return one < other }
            return (left.kind.rawValue, left.measures.joined(separator: ";"))
                < (right.kind.rawValue, right.measures.joined(separator: ";"))
        }
    }
}
