public import CarbonAccounting
public import EnergyLedger
public import Metering
public import Provenance
public import Quantities

/// All indicators of one site in one period (指标), with what was found on the way.
public struct Indicators: Sendable {
    /// The site.
    public let siteID: String
    /// The period that was asked for.
    public let period: Period
    /// `E_DC / E_IT`.
    public let pue: PowerUsageEffectiveness
    /// All water for each unit of IT energy.
    public let wue: WaterUsageEffectiveness
    /// Fresh water for each unit of IT energy.
    public let wueFresh: WaterUsageEffectiveness
    /// Emission for each unit of IT energy, location-based.
    public let cueLocation: CarbonUsageEffectiveness
    /// Emission for each unit of IT energy, market-based.
    public let cueMarket: CarbonUsageEffectiveness
    /// Renewable energy over `E_DC`.
    public let ref: RenewableEnergyFactor
    /// Heat handed out over `E_DC`.
    public let erf: EnergyReuseFactor
    /// `E_DC` less heat handed out, over `E_IT`.
    public let ere: EnergyReuseEffectiveness
    /// Heat removed over energy of cooling.
    public let cer: CoolingEfficiencyRatio
    /// What was found.
    public let findings: [Finding]

    /// Works out all indicators of a site.
    public init(of balances: Balances, inventory: Inventory, meters: [Meter]) {
        let site = balances.journal.site
        siteID = site.id
        period = balances.period
        pue = PowerUsageEffectiveness(of: balances, meters: meters)
        wue = WaterUsageEffectiveness(of: balances, counting: .total)
        wueFresh = WaterUsageEffectiveness(of: balances, counting: .fresh)
        cueLocation = CarbonUsageEffectiveness(
            of: balances, inventory: inventory, method: .location)
        cueMarket = CarbonUsageEffectiveness(of: balances, inventory: inventory, method: .market)
        ref = RenewableEnergyFactor()
        erf = EnergyReuseFactor(of: balances)
        ere = EnergyReuseEffectiveness(of: balances)
        cer = CoolingEfficiencyRatio()
        var findings = pue.findings
        if period.isTwelveMonths,
            let coverage = balances.facilityToIT?.coverage ?? balances.coverage,
            coverage.isBelow(IndicatorFigure.leastCoverage)
        {
            findings.append(
                Finding(
                    .coverageLow,
                    arguments: [
                        "site": site.id, "share": coverage.text(),
                        "limit": "\(IndicatorFigure.leastCoverage)",
                    ],
                    siteID: site.id, interval: balances.journal.interval))
        }
        self.findings = findings
    }

    /// The figure that a rulebook or an output asks for by name.
    public func figure(_ id: IndicatorID) -> IndicatorFigure {
        switch id {
        case .pue: pue.figure
        case .wue: wue.figure
        case .wueFresh: wueFresh.figure
        case .cueLocation: cueLocation.figure
        case .cueMarket: cueMarket.figure
        case .ref: ref.figure
        case .erf: erf.figure
        case .ere: ere.figure
        case .cer: cer.figure
        }
    }
}
