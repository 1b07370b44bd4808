import CarbonAccounting
import Provenance
import Quantities

/// The keys of `portfolio.yaml` that decide about instruments and sources.
enum AccountingKeys {
    static let all = [
        "tenant_boundary", "gec_same_year", "vintage_months_before", "vintage_months_after",
        "onsite_attributes", "generator_fuel", "generator_consumption_per_kwh",
        "generator_fuel_unit", "cooling_supplier_cop", "cooling_estimated_cop", "heating_values",
    ]

    private enum Switch: String, CaseIterable { case yes = "true", no = "false" }
    private enum OnsiteAttributes: String, CaseIterable { case unstated, sold }

    static func instruments(_ yaml: inout YAMLFile) -> InstrumentRules {
        let standard = InstrumentRules()
        let sameYear = yaml.word("gec_same_year", of: Switch.self).map { $0 == .yes }
        let before = months(&yaml, "vintage_months_before")
        let after = months(&yaml, "vintage_months_after")
        let attributes = yaml.word("onsite_attributes", of: OnsiteAttributes.self)
        return InstrumentRules(
            gecSameYear: sameYear ?? standard.gecSameYear,
            monthsBefore: before ?? standard.monthsBefore,
            monthsAfter: after ?? standard.monthsAfter, onsiteAttributesSold: attributes == .sold)
    }

    static func sources(_ yaml: inout YAMLFile) -> SourceSettings {
        let boundary = yaml.word("tenant_boundary", of: TenantBoundary.self)
        let heating = yaml.word("heating_values", of: HeatingValueFamily.self)
        return SourceSettings(
            tenantBoundary: boundary ?? .operator, generator: generator(&yaml),
            cooling: cooling(&yaml), heatingValues: heating ?? .energyStatistics)
    }

    /// Every key with its value or default.
    static func printed(_ settings: AccountingSettings) -> [String: String] {
        let (rules, sources) = (settings.instruments, settings.sources)
        return [
            "tenant_boundary": sources.tenantBoundary.rawValue,
            "gec_same_year": String(rules.gecSameYear),
            "vintage_months_before": String(rules.monthsBefore),
            "vintage_months_after": String(rules.monthsAfter),
            "onsite_attributes": rules.onsiteAttributesSold ? "sold" : "unstated",
            "generator_fuel": sources.generator?.fuel ?? "",
            "generator_consumption_per_kwh": sources.generator?.consumption.description ?? "",
            "generator_fuel_unit": sources.generator?.unit ?? "",
            "cooling_supplier_cop": cop(sources.cooling, isEstimate: false),
            "cooling_estimated_cop": cop(sources.cooling, isEstimate: true),
            "heating_values": sources.heatingValues.rawValue,
        ]
    }

    private static func cop(_ cooling: SourceSettings.Cooling?, isEstimate: Bool) -> String {
        guard let cooling, cooling.isEstimate == isEstimate else { return "" }
        return cooling.performance.description
    }

    private static func months(_ yaml: inout YAMLFile, _ key: String) -> Int? {
        guard let text = yaml.text(key) else { return nil }
        if text.utf8.count <= 3, let value = Int(text), (0...120).contains(value) { return value }
        yaml.add(
            .valueMalformed, key, value: text, ["example": "6"],
            ["expected": BilingualText("months from 0 to 120", zh: "0 至 120 个月")])
        return nil
    }

    private static func generator(_ yaml: inout YAMLFile) -> SourceSettings.Generator? {
        let fuel = yaml.text("generator_fuel")
        let consumption = decimal(&yaml, "generator_consumption_per_kwh")
        let unit = yaml.word("generator_fuel_unit", of: FuelUnit.self)
        let given = [fuel != nil, consumption != nil, unit != nil]
        if given.contains(true), given.contains(false) {
            for (key, isGiven) in zip(all[5...7], given) where !isGiven && !yaml.has(key) {
                yaml.add(.missingValue, key)
            }
        }
        guard let fuel, let consumption, let unit else { return nil }
        return SourceSettings.Generator(
            fuel: fuel, consumption: consumption, unit: unit.rawValue)
    }

    /// The supplier's measured coefficient comes before an estimate.
    private static func cooling(_ yaml: inout YAMLFile) -> SourceSettings.Cooling? {
        let measured = decimal(&yaml, "cooling_supplier_cop")
        let estimated = decimal(&yaml, "cooling_estimated_cop")
        if let measured { return SourceSettings.Cooling(performance: measured, isEstimate: false) }
        return estimated.map { SourceSettings.Cooling(performance: $0, isEstimate: true) }
    }

    private static func decimal(_ yaml: inout YAMLFile, _ key: String) -> DecimalText? {
        guard let text = yaml.text(key) else { return nil }
        if let value = DecimalText(text), value.significand > 0, value.scale <= 9,
            value.significand < 1_000_000_000_000
        {
            return value
        }
        yaml.add(
            .valueMalformed, key, value: text, ["example": "4.2"],
            ["expected": BilingualText("a positive decimal", zh: "正的小数")])
        return nil
    }
}
