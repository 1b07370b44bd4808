import CarbonAccounting
import EnergyLedger
import Provenance
import Quantities

/// Intensities of the telecom industry (信息通信业单位能耗、单位碳排放指标), 工信部联通信〔2022〕103号: energy and
/// carbon for each unit of business volume or information flow, which are facts.
///
/// The plan counts comprehensive energy in tce; electricity in kWh stands beside it because it
/// needs no coal equivalent.
struct TelecomIntensity {
    let energyPerBusiness: IndicatorFigure
    let electricityPerBusiness: IndicatorFigure
    let electricityPerFlow: IndicatorFigure
    let carbonPerBusiness: IndicatorFigure

    init(of balances: Balances, inventory: Inventory, coal: IndicatorFigure, _ facts: SiteFacts) {
        let volume = facts.number("telecom_business_volume")
        let noVolume = (
            "facts.csv states no telecom_business_volume", "facts.csv 未填写 telecom_business_volume"
        )
        electricityPerBusiness = IndicatorFigure(
            of: balances, per: volume, absent: noVolume.0, zh: noVolume.1)
        electricityPerFlow = IndicatorFigure(
            of: balances, per: facts.number("information_flow"),
            absent: "facts.csv states no information_flow", zh: "facts.csv 未填写 information_flow")
        if let volume, let value = coal.value, let coverage = coal.coverage {
            energyPerBusiness = IndicatorFigure(value.over(volume), coverage: coverage)
        } else {
            energyPerBusiness =
                volume == nil
                ? IndicatorFigure(absent: noVolume.0, zh: noVolume.1)
                : .notEvaluated(reason: coal.reason ?? BilingualText("absent", zh: "缺失"))
        }
        guard let volume, let coverage = balances.coverage,
            let mass = inventory.mass(of: .scope2Location),
            let tonnes = ExactRatio(Int128(mass.milligrams), to: 1_000_000_000)
        else {
            carbonPerBusiness = IndicatorFigure(
                absent: "the business volume or the emission is absent", zh: "业务总量或排放量缺失")
            return
        }
        carbonPerBusiness = IndicatorFigure(tonnes.over(volume), coverage: coverage)
    }
}
