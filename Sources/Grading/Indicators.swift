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
    /// Renewable energy over all consumption.
    public let greenShare: GreenShare
    /// Consumption that green power covers in the same hour.
    public let hourlyMatch: HourlyMatch
    /// The carbon-free energy score.
    public let carbonFreeEnergy: CarbonFreeEnergy
    /// The ratios of direct supply.
    public let directSupply: DirectSupply
    /// The points of the quality of green power.
    public let greenPowerQuality: GreenPowerQuality
    /// What was found.
    public let findings: [Finding]

    /// Works out all indicators of a site.
    ///
    /// - Parameter scale: The points of green power; without them its quality is not evaluated.
    public init(
        of balances: Balances, inventory: Inventory, meters: [Meter], scale: GreenPowerScale? = nil
    ) {
        let site = balances.journal.site
        siteID = site.id
        period = balances.period
        pue = PowerUsageEffectiveness(of: balances, meters: meters)
        wue = WaterUsageEffectiveness(of: balances, counting: .total)
        wueFresh = WaterUsageEffectiveness(of: balances, counting: .fresh)
        cueLocation = CarbonUsageEffectiveness(
            of: balances, inventory: inventory, method: .location)
        cueMarket = CarbonUsageEffectiveness(of: balances, inventory: inventory, method: .market)
        ref = RenewableEnergyFactor(of: balances, inventory: inventory)
        greenShare = GreenShare(of: balances, inventory: inventory)
        hourlyMatch = HourlyMatch(of: inventory)
        carbonFreeEnergy = CarbonFreeEnergy(of: inventory)
        directSupply = DirectSupply(of: inventory, coverage: balances.coverage)
        greenPowerQuality = GreenPowerQuality(
            of: inventory, by: scale, coverage: balances.coverage)
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
        case .greenShare: greenShare.figure
        case .hourlyMatch: hourlyMatch.figure
        case .annualMatch: hourlyMatch.annual
        case .cfeHourly: carbonFreeEnergy.figure
        case .directSelfUse: directSupply.selfUseOfGeneration
        case .directSelfUseOfLoad: directSupply.selfUseOfLoad
        case .directSold: directSupply.soldOfGeneration
        case .greenPowerQuality: greenPowerQuality.figure
        }
    }
}
