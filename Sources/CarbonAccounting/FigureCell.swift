import Metering
public import Quantities

/// One source of a figure over a whole period (数据单元), as released figures keep it: enough to say later
/// why a figure changed.
public struct FigureCell: Hashable, Sendable {
    /// What is told apart.
    public struct Key: Hashable, Sendable {
        /// The site.
        public let siteID: String
        /// The scope.
        public let scope: EmissionScope
        /// What it is an emission of.
        public let category: EmissionCategory
        /// The account or the activity.
        public let source: String
        /// The unit of the amounts.
        public let unit: String

        /// Makes a key.
        public init(
            siteID: String, scope: EmissionScope, category: EmissionCategory, source: String,
            unit: String
        ) {
            self.siteID = siteID
            self.scope = scope
            self.category = category
            self.source = source
            self.unit = unit
        }
    }

    /// Which source.
    public let key: Key
    /// The amount that no instrument covers.
    public var rest: ExactRational
    /// Its emission [mg].
    public var restMass: Int64
    /// The amount that instruments cover.
    public var covered: ExactRational
    /// Its emission [mg].
    public var coveredMass: Int64

    /// Makes a cell.
    public init(
        key: Key, rest: ExactRational = .zero, restMass: Int64 = 0,
        covered: ExactRational = .zero, coveredMass: Int64 = 0
    ) {
        self.key = key
        self.rest = rest
        self.restMass = restMass
        self.covered = covered
        self.coveredMass = coveredMass
    }

    /// The emission of both [mg].
    public var mass: Int64 { restMass + coveredMass }

    /// The cells of inventories, sorted; tenants' electricity is where the boundary puts it.
    ///
    /// A figure that is absent has no cell, whatever is known of its parts; one of zero has at least one.
    public static func cells(of inventories: [Inventory]) -> [FigureCell] {
        inventories.flatMap { inventory in
            var cells: [Key: FigureCell] = [:]
            let isTenants = inventory.settings.sources.tenantBoundary == .tenant
            let known = EmissionScope.allCases.filter { inventory.mass(of: $0) != nil }
            for entry in inventory.entries where known.contains(entry.scope) {
                cells.add(entry, operatorOnly: isTenants)
            }
            if isTenants, known.contains(.scope3), let tenants = inventory.tenants {
                // What the boundary leaves to tenants is a figure of Scope 3, by location.
                let key = Key(
                    siteID: inventory.siteID, scope: .scope3, category: .downstreamLeasedAssets,
                    source: Account.tenantIT.rawValue, unit: "J")
                cells[key] = FigureCell(
                    key: key,
                    rest: ExactRational(Int128(tenants.energy.joules), over: 1) ?? .zero,
                    restMass: tenants.location.milligrams)
            }
            for scope in known where !cells.keys.contains(where: { $0.scope == scope }) {
                let key = Key(nothingOf: inventory.siteID, scope)
                cells[key] = FigureCell(key: key)
            }
            return cells.values.sorted { $0.key < $1.key }
        }
    }
}

extension FigureCell.Key {
    /// Stands for a figure of zero in which nothing is an emission.
    fileprivate init(nothingOf siteID: String, _ scope: EmissionScope) {
        let category: EmissionCategory =
            switch scope {
            case .scope1: .stationaryFuel
            case .scope2Location, .scope2Market: .electricity
            case .scope3: .fuelAndEnergy
            }
        self.init(siteID: siteID, scope: scope, category: category, source: "", unit: "J")
    }
}

extension FigureCell.Key: Comparable {
    /// Ordered by site, scope, category, source.
    public static func < (lhs: FigureCell.Key, rhs: FigureCell.Key) -> Bool {
        (lhs.siteID, lhs.scope.rawValue, lhs.category.rawValue, lhs.source, lhs.unit)
            < (rhs.siteID, rhs.scope.rawValue, rhs.category.rawValue, rhs.source, rhs.unit)
    }
}

extension [FigureCell.Key: FigureCell] {
    fileprivate mutating func add(_ entry: EmissionEntry, operatorOnly: Bool) {
        let amount: ExactRational
        let unit: String
        switch entry.amount {
        case .energy(let energy):
            amount = ExactRational(Int128(energy.joules), over: 1) ?? .zero
            unit = "J"
        case .quantity(let exact, let name): (amount, unit) = (exact, name)
        }
        let key = FigureCell.Key(
            siteID: entry.siteID, scope: entry.scope, category: entry.category,
            source: entry.activityID ?? entry.account?.rawValue ?? "", unit: unit)
        var cell = self[key] ?? FigureCell(key: key)
        let mass =
            entry.mass.milligrams - (operatorOnly ? entry.tenantMass.milligrams : 0)
        if entry.instrumentID == nil {
            cell.rest = cell.rest.adding(amount) ?? cell.rest
            cell.restMass += mass
        } else {
            cell.covered = cell.covered.adding(amount) ?? cell.covered
            cell.coveredMass += mass
        }
        self[key] = cell
    }
}
