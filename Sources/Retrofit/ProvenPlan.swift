public import Provenance
public import Quantities

/// A choice of measures and how far it is proven (方案证明), for few sites and for very many.
public protocol ProvenPlan {
    /// What was asked.
    var request: PlanRequest { get }
    /// Tells that a plan keeps the limits.
    var isFeasible: Bool { get }
    /// Tells that it is known whether a plan keeps the limits: one was found, or the search was complete.
    var isDecided: Bool { get }
    /// Net present value beside what must be done.
    var netPresentValue: Money { get }
    /// No plan that keeps the limits is worth more than this.
    var bound: Money { get }
    /// Sites that have a target to reach and do not reach it.
    var missingTarget: [String] { get }
    /// What each budget buys.
    var frontier: Frontier { get }
}

extension RetrofitPlan: ProvenPlan {}
extension FleetPlan: ProvenPlan {}

/// All that a plan says, with what was asked of it (方案内容): what every way of telling it needs.
public protocol ToldPlan {
    associatedtype Plan: ProvenPlan
    associatedtype Spread: DrawnSpread

    /// The choice.
    var plan: Plan { get }
    /// By what money is weighed.
    var settings: PlanningSettings { get }
    /// The settings as printed.
    var printedSettings: [String: String] { get }
    /// The currency.
    var currency: String { get }
    /// The target as written; nil without one.
    var target: String? { get }
    /// How far it may stray; nil when that cannot be drawn.
    var spread: Spread? { get }
    /// The surcharge that all measures avoid in the first year; nil where no planned site pays one.
    var avoidedSurcharge: Money? { get }
    /// The water that all measures take in a year.
    var water: PlannedWater { get }
    /// The gases of Scope 2 over all sites.
    var gases: PlanGases { get }
    /// The measures' digest.
    var measuresDigest: Digest { get }
}

extension PlanOutcome: ToldPlan {}
extension FleetOutcome: ToldPlan {}
