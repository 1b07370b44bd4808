public import CarbonAccounting
public import EnergyLedger
import Metering
import Provenance
import Quantities

/// Carbon usage effectiveness (碳利用效率), ISO/IEC 30134-8: emission of the data center for each unit
/// of IT energy [kg/kWh].
///
/// It holds Scope 2 of operator and tenants, as `E_IT` holds the equipment of both, and Scope 1 where that is evaluated; `scopes(of:method:)` says which. Only the boundary of
/// `E_DC` counts: Scope 2 of the site is taken in the proportion in which its electricity enters the
/// boundary, so that with one factor and no other source CUE = factor x PUE. Numerator and
/// denominator are all booked energy, so a value is given only where at least 0.99 of the hours are
/// complete.
public struct CarbonUsageEffectiveness: Sendable {
    /// The value [kg/kWh], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator for one method.
    public init(of balances: Balances, inventory: Inventory, method: AccountingMethod) {
        figure = Self.figure(balances, inventory, method)
    }

    /// The scopes that it holds for one method.
    public static func scopes(
        of inventory: Inventory, method: AccountingMethod
    ) -> [EmissionScope] {
        (inventory.scope1 == nil ? [] : [.scope1]) + [method.scope]
    }

    private static func figure(
        _ balances: Balances, _ inventory: Inventory, _ method: AccountingMethod
    ) -> IndicatorFigure {
        guard balances.facilityEnergy != nil, let it = balances.itEnergy, it > .zero else {
            return .notEvaluated(reason: PowerUsageEffectiveness.absence(balances))
        }
        guard let mass = inventory.siteMass(of: method) else {
            return .notEvaluated(
                reason: inventory.reasons[method.scope]
                    ?? BilingualText("Scope 2 is absent", zh: "范围二缺失"))
        }
        guard let coverage = balances.coverage,
            !coverage.isBelow(IndicatorFigure.leastCoverage)
        else {
            return .notEvaluated(
                reason: BilingualText(
                    "fewer than 0.99 of the hours have all supply and IT meters",
                    zh: "供电与 IT 计量完整的小时不足 0.99"))
        }
        guard
            let ratio = ratio(
                mass, inventory.scope1 ?? .zero, it, BoundaryElectricity(of: balances))
        else {
            return .notEvaluated(
                reason: BilingualText(
                    "the electricity of the boundary cannot be told from that of the site",
                    zh: "无法区分边界内用电与站点用电"))
        }
        return .value(ratio, coverage: coverage)
    }

    /// `(Scope 2 x inside / site + Scope 1) / E_IT`, exactly; nil when it does not fit 128 bits.
    private static func ratio(
        _ mass: EmissionMass, _ direct: EmissionMass, _ it: Energy,
        _ electricity: BoundaryElectricity
    ) -> ExactRatio? {
        guard electricity.site > 0, (0...electricity.site).contains(electricity.inside),
            let share = ExactRational(electricity.inside, over: electricity.site),
            let indirect = ExactRational(Int128(mass.milligrams), over: 1)?.multiplied(by: share),
            let sum = ExactRational(Int128(direct.milligrams), over: 1)?.adding(indirect),
            // mg / 1,000,000 over J / 3,600,000
            let perJoule = ExactRational(36, over: Int128(it.joules) * 10),
            let ratio = sum.multiplied(by: perJoule)
        else { return nil }
        return ExactRatio(ratio.numerator, to: ratio.denominator)
    }
}

/// The electricity of a site over a period [J], and the part of it that enters the boundary.
struct BoundaryElectricity {
    /// Supply without storage, less exports.
    let site: Int128
    /// The same less uses outside the boundary.
    let inside: Int128

    init(of balances: Balances) {
        func total(_ accounts: some Sequence<Account>) -> Int128 {
            accounts.reduce(0) { $0 + Int128(balances.energy[$1]?.joules ?? 0) }
        }
        let outside = balances.site.boundaryExcludes.union([.office])
            .filter { $0.side == .use && $0 != .gridExport }
        site = total(Balances.facilitySupply) - total([.gridExport])
        inside = site - total(outside)
    }
}
