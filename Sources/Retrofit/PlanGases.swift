public import CarbonAccounting

/// The gases that a plan's figures of Scope 2 count (方案所计气体), over all its sites.
public struct PlanGases: Hashable, Sendable {
    /// The figures that a plan gives.
    public static let scopes: [EmissionScope] = [.scope2Location, .scope2Market]

    private var names: [EmissionScope: Set<String>] = [:]

    /// Starts with no site.
    public init() {}

    /// Adds what the factors of a site count.
    public mutating func add(_ inventory: Inventory) {
        for scope in Self.scopes {
            names[scope, default: []].formUnion(inventory.gasNames(of: scope))
        }
    }

    /// The label of one figure: `CO2`, `CO2e (AR5)`, or that it mixes both.
    public func label(of scope: EmissionScope) -> String { Inventory.gases(names[scope] ?? []) }

    /// The label of both figures together.
    public var label: String {
        Inventory.gases(names.values.reduce(into: []) { $0.formUnion($1) })
    }
}
