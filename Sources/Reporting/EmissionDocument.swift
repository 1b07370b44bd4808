import CarbonAccounting
import Provenance
import Quantities

/// Emissions as JSON (排放数据): scopes with their gases, categories, intervals, tenants.
enum EmissionDocument {
    /// The four figures with their gases and the reasons of those that are absent.
    static func emissions(_ inventory: Inventory, _ language: Language) -> JSONValue {
        var members: [String: JSONValue] = [:]
        var reasons: [String: JSONValue] = [:]
        var gases: [String: JSONValue] = [:]
        for scope in EmissionScope.allCases {
            members[scope.rawValue] = .decimal(inventory.mass(of: scope)?.kilogramsText)
            gases[scope.rawValue] = .string(inventory.gases(of: scope))
            if let reason = inventory.reasons[scope] {
                reasons[scope.rawValue] = .string(reason.text(in: language))
            }
        }
        members["gases"] = .string(
            Inventory.gases(inventory.gasNames()))
        members["gases_by_scope"] = .object(gases)
        members["gwp_set"] = .string(inventory.settings.gwpSet.rawValue)
        members["tenant_boundary"] = .string(
            inventory.settings.sources.tenantBoundary.rawValue)
        members["reason"] = .object(reasons)
        return .object(members)
    }

    /// The sums over sites.
    static func totals(_ inventories: [Inventory]) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for scope in EmissionScope.allCases {
            members[scope.rawValue] = .decimal(
                Inventory.total(scope, of: inventories)?.kilogramsText)
        }
        let gases = inventories.reduce(into: Set<String>()) { $0.formUnion($1.gasNames()) }
        members["gases"] = .string(Inventory.gases(gases))
        return members
    }

    static func categories(_ inventory: Inventory) -> JSONValue {
        .array(
            EmissionScope.allCases.flatMap { scope in
                inventory.categories(of: scope).map { category, mass in
                    .object([
                        "scope": .string(scope.rawValue), "category": .string(category.rawValue),
                        "scope3_category": category.scope3Number.map { .integer($0) } ?? .null,
                        "kgco2e": .number(mass.kilogramsText),
                    ])
                }
            })
    }

    static func factor(_ use: FactorUse) -> JSONValue {
        let factor = use.factor
        return .object([
            "factor_id": .string(factor.factorID), "region": .string(factor.region),
            "data_year": factor.dataYear.map { .integer($0) } ?? .null,
            "variant": .string(factor.variant), "value": .number(factor.value),
            "unit": .string(factor.unit), "publication": .text(factor.publication?.identifier),
            "place": .string(factor.place), "confidence": .string(factor.confidence.rawValue),
            "fallback": .text(factor.fallback?.rawValue), "gases": .string(factor.gases),
            "methods": .array(use.methods.map { .string($0.rawValue) }),
            "scopes": .array(use.scopes.map { .string($0.rawValue) }),
        ])
    }

    // MARK: - Intervals

    /// The scopes that meters show.
    private static let measured: [EmissionScope] = [.scope1, .scope2Location, .scope2Market]

    static let method = BilingualText(
        "classes of the meters of bought electricity and of fuel; errors of one meter add over time, of different meters in quadrature; publishers state no error of factors",
        zh: "外购电量与燃料计量准确度等级；同一表计误差随时间线性累加，不同表计按平方和开方；因子误差未见公布")

    static func uncertainty(_ inventory: Inventory, _ language: Language) -> JSONValue {
        var members = intervals(of: [inventory], inventory.uncertainties)
        members["method"] = .string(method.text(in: language))
        members["reason"] = .text(inventory.uncertaintyReason?.text(in: language))
        members["scope1_reason"] = .text(inventory.directUncertaintyReason?.text(in: language))
        return .object(members)
    }

    /// The intervals over sites, whose meters are different ones.
    static func uncertainty(_ inventories: [Inventory], _ language: Language) -> JSONValue {
        var combined: [EmissionScope: Uncertainty] = [:]
        for scope in measured {
            let parts = inventories.compactMap { $0.uncertainties[scope] }
            guard parts.count == inventories.count, !parts.isEmpty else { continue }
            combined[scope] = Uncertainty.combined(parts)
        }
        var members = intervals(of: inventories, combined)
        members["method"] = .string(method.text(in: language))
        let missing = inventories.lazy.compactMap(\.uncertaintyReason).first
        members["reason"] = .text(missing?.text(in: language))
        return .object(members)
    }

    /// No error of a meter takes away what lots cover, so no interval reaches below that.
    private static func intervals(
        of inventories: [Inventory], _ uncertainties: [EmissionScope: Uncertainty]
    ) -> [String: JSONValue] {
        measured.reduce(into: [:]) { members, scope in
            guard let interval = uncertainties[scope],
                let mass = Inventory.total(scope, of: inventories)
            else {
                members[scope.rawValue] = .null
                return
            }
            let least = inventories.reduce(Int64(0)) {
                $0 + ($1.leastMass(of: scope)?.milligrams ?? 0)
            }
            func text(_ milligrams: Int64) -> JSONValue {
                .number(EmissionMass(milligrams: milligrams).kilogramsText)
            }
            members[scope.rawValue] = .object([
                "low": text(max(least, mass.milligrams - interval.worst)),
                "high": text(mass.milligrams + interval.worst), "plus_minus": text(interval.worst),
                "plus_minus_root_sum_square": text(interval.root),
            ])
        }
    }

    // MARK: - Beside the scopes

    static func hourly(_ inventory: Inventory, _ language: Language) -> JSONValue {
        guard let hourly = inventory.hourlyLocation else { return .null }
        let isLifeCycle = hourly.family == .lifeCycle
        let missing = BilingualText(
            "\(hourly.missingSlots) hours with consumption have no intensity",
            zh: "\(hourly.missingSlots) 个用电小时没有强度值")
        return .object([
            "kgco2e": .decimal(hourly.mass?.kilogramsText), "factor_id": .string(hourly.factorID),
            "family": .string(hourly.family.rawValue), "is_scope2": .bool(!isLifeCycle),
            "publication": .string(hourly.publication.identifier),
            "missing_hours": .integer(hourly.missingSlots),
            "reason": .text(hourly.mass == nil ? missing.text(in: language) : nil),
        ])
    }

    static func tenants(_ inventory: Inventory) -> JSONValue {
        guard let tenants = inventory.tenants else { return .null }
        return .object([
            "boundary": .string(tenants.boundary.rawValue),
            "it_share": .decimal(tenants.share?.text()),
            "scope2_location": .number(tenants.location.kilogramsText),
            "scope2_market": .number(tenants.market.kilogramsText),
            "operator_scope2_location": .number(tenants.operatorLocation.kilogramsText),
            "operator_scope2_market": .number(tenants.operatorMarket.kilogramsText),
            "tenants_category8_location": .decimal(tenants.upstreamLocation?.kilogramsText),
            "tenants_category8_market": .decimal(tenants.upstreamMarket?.kilogramsText),
        ])
    }

    static func outsideScopes(_ inventory: Inventory) -> JSONValue {
        .object(
            inventory.outsideScopes.mapValues {
                .number(EmissionMass(milligrams: $0).kilogramsText)
            })
    }
}
