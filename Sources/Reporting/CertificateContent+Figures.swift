import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities

/// Indicators, energy, emissions and green power, and how far each may be certified (数据).
extension CertificateContent {
    /// Indicators that a certificate lists even where they are not evaluated.
    private static let expected: Set<IndicatorID> = [
        .pue, .wue, .cueLocation, .cueMarket, .ref, .erf, .greenShare,
    ]

    /// Indicators that no certificate lists: what a bill goes by, no part of a level.
    private static let left: Set<IndicatorID> = [.demandFixedBlock, .demandSliding]

    var indicators: JSONValue {
        let all = year.indicators
        return .object(
            IndicatorID.allCases.reduce(into: [:]) { members, id in
                let figure = all.figure(id)
                guard !Self.left.contains(id) else { return }
                guard figure.value != nil || Self.expected.contains(id) else { return }
                let isPUE = id == .pue
                members[id.rawValue] = .object([
                    "value": .text(figure.value?.text()),
                    "coverage": .text(figure.coverage?.text()), "unit": .string(id.unit),
                    "certified": .bool(figure.isCovered && all.period.isTwelveMonths),
                    "designation": .string(
                        isPUE ? all.pue.designation.rawValue : id.rawValue.uppercased()),
                    "edition": .text(isPUE ? all.pue.edition : nil),
                    "category": .text(isPUE ? all.pue.category.map(String.init) : nil),
                    "reason": .words(figure.reason),
                ])
            })
    }

    /// Totals carry a certificate only where every hour is measured or estimated by a named
    /// method, with at most 0.05 of each account's energy estimated.
    private var isWhole: Bool {
        year.balances.isWhole
            && year.balances.estimatedShares.values.allSatisfy { $0.isAtMost(Self.mostEstimated) }
    }

    /// The greatest share of an account that may be estimated.
    private static let mostEstimated = DecimalText(significand: 5, scale: 2)

    /// The same for what is burnt, and for bought heat and cooling: the scopes whose meters leave hours open, or whose
    /// bills and other lines speak of a part of the year.
    private var openScopes: [EmissionScope] {
        let carriers: [(Set<Account>, [EmissionScope])] = [
            ([.fuel], [.scope1]),
            ([.heatImport, .coolingImport], [.scope2Location, .scope2Market]),
        ]
        return carriers.filter {
            year.balances.closing.hasGap(in: $0.0, estimating: Self.mostEstimated)
        }.flatMap(\.1) + year.inventory.partlyStated
    }

    private static let openCarrier = BilingualText(
        "meters or statements of fuel, gases, heat or cooling leave a part of the year open: of what is known, not certified",
        zh: "燃料、气体、热力或冷量的计量或填写未覆盖全年：仅含已知部分，不作认证")

    private static let notWhole = BilingualText(
        "not every hour is measured or estimated: totals of the covered hours, not certified",
        zh: "并非每个小时都有计量或估算：合计仅含已覆盖的小时，不作认证")

    var energy: JSONValue {
        let balances = year.balances
        return .object([
            "certified": .bool(isWhole),
            "e_dc_kwh": .text(balances.facilityEnergy?.kilowattHoursText),
            "e_it_kwh": .text(balances.itEnergy?.kilowattHoursText),
            "accounts_kwh": .object(
                balances.energy.reduce(into: [:]) {
                    $0[$1.key.rawValue] = .string($1.value.kilowattHoursText)
                }),
            "reason": isWhole ? .null : .words(Self.notWhole),
        ])
    }

    var water: JSONValue {
        .object(
            year.balances.water.reduce(into: [:]) {
                $0[$1.key.rawValue] = .string($1.value.cubicMetresText)
            })
    }

    var emissions: JSONValue {
        let inventory = year.inventory
        let trusted = inventory.factors.allSatisfy { $0.factor.confidence.mayCarryCertificate }
        let open = openScopes
        let reasons = open.reduce(into: inventory.reasons) { reasons, scope in
            reasons[scope] = reasons[scope] ?? Self.openCarrier
        }
        return .object([
            "certified": .bool(isWhole && trusted && open.isEmpty),
            "gases": .string(Inventory.gases(Set(inventory.entries.map(\.factor.gases)))),
            "gases_by_scope": .object(
                EmissionScope.allCases.reduce(into: [:]) {
                    $0[$1.rawValue] = .string(inventory.gases(of: $1))
                }),
            "profile": .string(inventory.settings.profile.rawValue),
            "kg": .object(
                EmissionScope.allCases.reduce(into: [:]) {
                    $0[$1.rawValue] = .text(inventory.mass(of: $1)?.kilogramsText)
                }),
            "reasons": .object(
                reasons.reduce(into: [:]) { $0[$1.key.rawValue] = .words($1.value) }),
            "factors": .array(inventory.factors.map(factor)),
        ])
    }

    private func factor(_ use: FactorUse) -> JSONValue {
        let factor = use.factor
        return .object([
            "factor_id": .string(factor.factorID), "value": .string(factor.value),
            "unit": .string(factor.unit), "data_year": .text(factor.dataYear.map(String.init)),
            "publication": .text(factor.publication?.identifier),
            "title": .words(factor.publication?.title), "place": .string(factor.place),
            "confidence": .string(factor.confidence.rawValue),
            "fallback": .text(factor.fallback?.rawValue), "gases": .string(factor.gases),
            "scopes": .array(use.scopes.map { .string($0.rawValue) }),
        ])
    }

    /// The green share and the lots that were drawn for the site.
    var greenPower: JSONValue {
        let figure = year.indicators.figure(.greenShare)
        let siteID = year.balances.site.id
        var lots: [JSONValue] = []
        for allocation in allocations {
            for (result, drawn) in allocation.lots(of: siteID) where drawn > .zero {
                let lot = result.assessment.lot
                lots.append(
                    .object([
                        "instrument_id": .string(lot.id), "kind": .string(lot.kind.rawValue),
                        "allocated_kwh": .string(drawn.kilowattHoursText),
                        "renewable": .bool(lot.isRenewable), "evidence": .string(lot.evidence),
                    ]))
            }
        }
        return .object([
            "share": .text(figure.value?.text()),
            "certified": .bool(
                isWhole && figure.value != nil
                    && year.inventory.greenPower.confidence.mayCarryCertificate),
            "reason": .words(figure.reason),
            "lots": .array(lots),
        ])
    }

    var coverage: JSONValue {
        let balances = year.balances
        return .object([
            "complete_hours": .text(balances.coverage?.text()),
            "resolved_share": .text(balances.resolvedShare?.text()),
            "estimated_share": .text(balances.estimatedShare?.text()),
            "totals_of": .string(balances.isWhole ? "all_hours" : "covered_hours"),
        ])
    }

    /// Half the width of the interval in percent, worst case; absent with a reason.
    var uncertainty: JSONValue {
        let inventory = year.inventory
        func percent(_ scope: EmissionScope) -> String? {
            guard let interval = inventory.uncertainties[scope],
                let mass = inventory.mass(of: scope)
            else { return nil }
            return ExactRatio(Int128(interval.worst) * 100, to: Int128(mass.milligrams))?.text(
                places: 3)
        }
        let pue = BilingualText("that of PUE is not evaluated", zh: "PUE 的不确定度未评价")
        return .object([
            "scope2_location_percent": .text(percent(.scope2Location)),
            "scope2_market_percent": .text(percent(.scope2Market)),
            "reason": .words(inventory.uncertaintyReason ?? pue),
        ])
    }

    func month(_ results: Results) -> JSONValue {
        .object([
            "month": .string(results.balances.period.label),
            "e_dc_kwh": .text(results.balances.facilityEnergy?.kilowattHoursText),
            "e_it_kwh": .text(results.balances.itEnergy?.kilowattHoursText),
            "pue": .text(results.indicators.pue.figure.value?.text()),
            "coverage": .text(results.indicators.pue.figure.coverage?.text()),
            "scope2_location_kg": .text(results.inventory.scope2Location?.kilogramsText),
            "scope2_market_kg": .text(results.inventory.scope2Market?.kilogramsText),
        ])
    }
}
