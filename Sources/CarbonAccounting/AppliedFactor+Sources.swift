import Provenance
import Quantities

extension AppliedFactor {
    /// The record of a fuel's rate in a unit.
    convenience init(
        _ fuel: FuelFactor, rate: ExactRational, unit: String, variant: String, gases: String,
        confidence: Confidence
    ) {
        let parts = fuel.parameters.sorted { $0.key.rawValue < $1.key.rawValue }
        let places = parts.map {
            "\($0.key.rawValue) \($0.value.valuePrinted) \($0.value.unitPrinted) (\($0.value.place))"
        }
        self.init(
            factorID: fuel.factorID, region: fuel.region, dataYear: fuel.dataYear, variant: variant,
            value: rate.decimal?.description ?? rate.text(places: 12) ?? "", unit: unit,
            publication: fuel.publication, place: places.joined(separator: "; "),
            confidence: confidence, gases: gases)
    }

    /// The record of a warming potential.
    convenience init(_ potential: WarmingPotential) {
        self.init(
            factorID: "\(potential.substance)/\(potential.set.rawValue)", region: "",
            dataYear: nil, variant: "gwp100", value: potential.value.description,
            unit: "kgCO2e/kg", publication: potential.publication, place: potential.place,
            confidence: potential.confidence, gases: "CO2e (\(potential.set.rawValue))")
    }

    /// The record of a heat factor.
    convenience init(_ heat: HeatFactor) {
        self.init(
            factorID: heat.factorID, region: heat.region, dataYear: heat.dataYear, variant: "heat",
            value: heat.quantity.valuePrinted, unit: heat.quantity.unitPrinted,
            publication: heat.publication, place: heat.quantity.place,
            confidence: heat.quantity.confidence, gases: heat.family == .co2 ? "CO2" : "CO2e")
    }

    /// What a portfolio states as emission.
    static let stated = AppliedFactor(
        factorID: "stated", region: "", dataYear: nil, variant: "stated", value: "1",
        unit: "kgCO2e/kgCO2e", publication: nil, place: "activities.csv", confidence: .a,
        gases: "CO2e")
}
