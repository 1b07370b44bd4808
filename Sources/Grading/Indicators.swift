public import CarbonAccounting
public import EnergyLedger
public import Metering
public import Provenance
public import Quantities

/// All indicators of one site in one period (指标), with what was found on the way.
///
/// A reference, because ten thousand sites are held at once and handed on from stop to stop.
public final class Indicators: Sendable {
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
    /// How far PUE, WUE, CUE and REF would move with missing hours and with the errors of meters.
    public let ranges: IndicatorRanges
    /// How far the PUE would move with the hours that are missing.
    public let pueRange: PowerUsageRange?
    /// Energy that entered the boundary [J].
    public let facilityEnergy: Energy?
    /// Energy of the IT equipment [J].
    public let itEnergy: Energy?
    /// Complete hours into which nothing was spread, over the hours of the period.
    public let resolvedShare: ExactRatio?
    /// Renewable energy over all consumption, with the rule of the hub nodes.
    public let greenShare: GreenShare
    /// What is declared of the site.
    public let facts: [Fact]
    /// What was found.
    public let findings: [Finding]

    /// How sure the factors and lots behind an indicator are; those that are not here rest on meters and
    /// declared facts alone.
    private let confidences: CaseTable<IndicatorID, Confidence>

    private let figures: CaseTable<IndicatorID, IndicatorFigure>
    /// Indicators whose meters exist although they give no value that counts; hiding never pays.
    let metered: Set<IndicatorID>

    /// Works out all indicators of a site.
    ///
    /// - Parameters:
    ///   - facts: The declared facts of the portfolio.
    ///   - coal: Kilograms of coal equivalent for each kWh, equal-value and calorific, from the
    ///     factor release; nil where it holds none.
    ///   - meterClasses: The classes of the meters, as far as they are stated.
    ///   - hub: The green share that notices name for hub nodes.
    ///   - scale: The points of green power; without them its quality is not evaluated.
    public init(
        of balances: Balances, inventory: Inventory, meters: [Meter], facts: [Fact] = [],
        coal: (equal: DecimalText?, calorific: DecimalText?) = (nil, nil),
        scale: GreenPowerScale? = nil, hub: HubTarget? = nil,
        meterClasses: [MeterClass.Key: MeterClass] = [:]
    ) {
        let site = balances.site
        siteID = site.id
        period = balances.period
        self.facts = facts.filter { $0.siteID == site.id }
        facilityEnergy = balances.facilityEnergy
        itEnergy = balances.itEnergy
        resolvedShare = balances.resolvedShare
        pue = PowerUsageEffectiveness(of: balances, meters: meters)
        wue = WaterUsageEffectiveness(of: balances, counting: .total)
        wueFresh = WaterUsageEffectiveness(of: balances, counting: .fresh)
        pueRange = PowerUsageRange(of: balances)
        confidences = Self.confidences(inventory)
        let declared = SiteFacts(of: site, self.facts, on: period.lastDay)
        greenShare = GreenShare(of: balances, inventory: inventory, hub: hub)
        var figures = CaseTable<IndicatorID, IndicatorFigure>()
        Self.addGreenPower(
            to: &figures, of: balances, inventory: inventory, share: greenShare, scale: scale)
        figures[.pue] = pue.figure
        figures[.wue] = wue.figure
        figures[.wueFresh] = wueFresh.figure
        figures[.wuePotable] = WaterUsageEffectiveness(of: balances, counting: .potable).figure
        figures[.cueLocation] =
            CarbonUsageEffectiveness(of: balances, inventory: inventory, method: .location).figure
        figures[.cueMarket] =
            CarbonUsageEffectiveness(of: balances, inventory: inventory, method: .market).figure
        figures[.ref] = RenewableEnergyFactor(of: balances, inventory: inventory).figure
        figures[.erf] = EnergyReuseFactor(of: balances).figure
        figures[.ere] = EnergyReuseEffectiveness(of: balances).figure
        figures[.cer] = CoolingEfficiencyRatio(of: balances).figure
        figures[.pueHeatPumpExcluded] = HeatPumpExcluded(of: balances, pue: pue).figure
        figures[.pueFivePoint] = FivePointEnergyRatio(declared).figure
        figures[.designedPUE] = DesignedPowerUsageEffectiveness(declared).figure
        figures[.partialPUECooling] =
            PartialPowerUsageEffectiveness(of: balances, .cooling).figure
        figures[.partialPUEPower] = PartialPowerUsageEffectiveness(of: balances, .power).figure
        figures[.onsiteShare] = OnsiteShare(of: balances).figure
        figures[.rackOccupancy] = RackOccupancy(declared).figure
        figures[.itLoadUse] = ITLoadUse(of: balances, declared).figure
        figures[.energyPerRack] = EnergyPerRack(of: balances, declared).figure
        let peak = PeakLoad(of: balances, declared).figure
        figures[.peakLoad] = peak
        let demand = MaximumDemand(of: balances)
        figures[.demandFixedBlock] = demand.fixed
        figures[.demandSliding] = demand.sliding
        figures[.demandResponseShare] = DemandResponseShare(peak, declared).figure
        let equal = ComprehensiveEnergy(
            balances.facilityEnergy, coverage: balances.coverage, factor: coal.equal,
            absent: Self.noEqualValue(site.region)
        ).figure
        figures[.coalEquivalentEqual] = equal
        figures[.coalEquivalentCalorific] =
            ComprehensiveEnergy(
                balances.facilityEnergy, coverage: balances.coverage, factor: coal.calorific,
                absent: Self.noCalorificValue(site.region)
            ).figure
        figures[.carbonPerEnergy] =
            CarbonPerEnergy(inventory.mass(of: .scope2Location), over: equal).figure
        let telecom = TelecomIntensity(of: balances, inventory: inventory, coal: equal, declared)
        figures[.ictEnergyPerBusiness] = telecom.energyPerBusiness
        figures[.ictElectricityPerBusiness] = telecom.electricityPerBusiness
        figures[.ictElectricityPerFlow] = telecom.electricityPerFlow
        figures[.ictCarbonPerBusiness] = telecom.carbonPerBusiness
        let station = BaseStationEfficiency(of: balances, declared)
        figures[.baseStationEfficiency] = station.figure
        figures[.baseStationGain] = station.gain
        metered = Self.metered(meters, of: site, in: balances.interval)
        findings = Self.findings(balances, pue)
        self.figures = figures
        ranges = IndicatorRanges(of: balances, pueRange, classes: meterClasses) {
            figures[$0]?.value
        }
    }

    private init(
        of other: Indicators, figures: CaseTable<IndicatorID, IndicatorFigure>,
        ranges: IndicatorRanges
    ) {
        (siteID, period) = (other.siteID, other.period)
        (pue, wue, wueFresh) = (other.pue, other.wue, other.wueFresh)
        (self.ranges, pueRange) = (ranges, other.pueRange)
        (facilityEnergy, itEnergy) = (other.facilityEnergy, other.itEnergy)
        (resolvedShare, greenShare) = (other.resolvedShare, other.greenShare)
        (facts, findings) = (other.facts, other.findings)
        (confidences, metered) = (other.confidences, other.metered)
        self.figures = figures
    }

    private static func noEqualValue(_ region: String) -> BilingualText {
        BilingualText(
            "no equal-value coal equivalent of electricity is published for \(region) in the factor release; the calorific one stands beside",
            zh: "因子版本中没有 \(region) 的电力等价值折标煤系数；当量值另列")
    }

    private static func noCalorificValue(_ region: String) -> BilingualText {
        BilingualText(
            "no calorific coal equivalent of electricity is published for \(region) in the factor release",
            zh: "因子版本中没有 \(region) 的电力当量值折标煤系数")
    }

    /// The figure that a rulebook or an output asks for by name.
    public func figure(_ id: IndicatorID) -> IndicatorFigure {
        figures[id] ?? IndicatorFigure(absent: "not evaluated", zh: "未评价")
    }

    /// How sure the factors and lots behind an indicator are.
    public func confidence(of id: IndicatorID) -> Confidence { confidences[id] ?? .a }

    private static func confidences(
        _ inventory: Inventory
    ) -> CaseTable<IndicatorID, Confidence> {
        var weakest = CaseTable<EmissionScope, Confidence>()
        let entries = inventory.entries
        for place in entries.indices {
            let scope = entries[place].scope
            weakest[scope] = max(weakest[scope] ?? .a, entries[place].factor.confidence)
        }
        func factors(_ scopes: [EmissionScope]) -> Confidence {
            scopes.compactMap { weakest[$0] }.max() ?? .a
        }
        let green = inventory.greenPower.confidence
        var confidences = CaseTable<IndicatorID, Confidence>()
        confidences[.cueLocation] = factors([.scope1, .scope2Location])
        confidences[.cueMarket] = factors([.scope1, .scope2Market])
        confidences[.carbonPerEnergy] = factors([.scope2Location])
        confidences[.ictCarbonPerBusiness] = confidences[.cueLocation]
        for id in [
            IndicatorID.greenShare, .ref, .hourlyMatch, .annualMatch, .cfeHourly,
            .greenPowerQuality,
        ] {
            confidences[id] = green
        }
        return confidences
    }

    /// The same indicators with one figure replaced: what would be, if.
    public func replacing(_ id: IndicatorID, by figure: IndicatorFigure) -> Indicators {
        var figures = figures
        figures[id] = figure
        return Indicators(of: self, figures: figures, ranges: ranges.without(id))
    }

    /// The indicators of all sites of an operator together: sums of energies, never means.
    ///
    /// Only PUE is summed; the hours behind it are those of the site that has fewest.
    static func pooled(_ all: [Indicators]) -> Indicators? {
        guard let first = all.first else { return nil }
        var figures = CaseTable<IndicatorID, IndicatorFigure>()
        var (facility, it) = (Int128(0), Int128(0))
        var least: ExactRatio?
        for one in all {
            guard let top = one.pue.numerator, let bottom = one.pue.denominator,
                let coverage = one.pue.figure.coverage
            else {
                figures[.pue] = IndicatorFigure(
                    absent: "a site of the operator has no PUE: \(one.siteID)",
                    zh: "运营者有站点无 PUE：\(one.siteID)")
                return Indicators(of: first, figures: figures, ranges: .none)
            }
            facility += Int128(top.joules)
            it += Int128(bottom.joules)
            if least.map(coverage.isBelow) ?? true { least = coverage }
        }
        if let least {
            figures[.pue] = IndicatorFigure(ExactRatio(facility, to: it), coverage: least)
        }
        return Indicators(of: first, figures: figures, ranges: .none)
    }

    /// What instruments and hourly matching prove.
    private static func addGreenPower(
        to figures: inout CaseTable<IndicatorID, IndicatorFigure>, of balances: Balances,
        inventory: Inventory, share: GreenShare, scale: GreenPowerScale?
    ) {
        let hourly = HourlyMatch(of: inventory)
        let direct = DirectSupply(of: inventory, coverage: balances.coverage)
        figures[.greenShare] = share.figure
        figures[.hourlyMatch] = hourly.figure
        figures[.annualMatch] = hourly.annual
        figures[.cfeHourly] = CarbonFreeEnergy(of: inventory).figure
        figures[.directSelfUse] = direct.selfUseOfGeneration
        figures[.directSelfUseOfLoad] = direct.selfUseOfLoad
        figures[.directSold] = direct.soldOfGeneration
        figures[.greenPowerQuality] =
            GreenPowerQuality(of: inventory, by: scale, coverage: balances.coverage).figure
    }

    private static func metered(
        _ meters: [Meter], of site: Site, in interval: Interval
    ) -> Set<IndicatorID> {
        let accounts = Set(
            meters.filter {
                $0.siteID == site.id && $0.validity.intersection(interval) != nil
            }.map(\.account))
        var metered: Set<IndicatorID> = []
        if accounts.contains(.waterIn) { metered.insert(.wue) }
        if accounts.contains(.waterFresh) { metered.insert(.wueFresh) }
        if accounts.isSuperset(of: [.heatRemoved, .cooling]) { metered.insert(.cer) }
        if accounts.contains(.heatExport) { metered.formUnion([.erf, .ere]) }
        let hasIT = !accounts.isDisjoint(with: Balances.itAccounts)
        if hasIT, !accounts.isDisjoint(with: Balances.facilitySupply) { metered.insert(.pue) }
        return metered
    }

    private static func findings(_ balances: Balances, _ pue: PowerUsageEffectiveness) -> [Finding]
    {
        guard balances.period.isTwelveMonths,
            let coverage = balances.facilityToIT?.coverage ?? balances.coverage,
            coverage.isBelow(IndicatorFigure.leastCoverage)
        else { return pue.findings }
        let site = balances.site
        return pue.findings + [
            Finding(
                .coverageLow,
                arguments: [
                    "site": site.id, "share": coverage.text(),
                    "limit": "\(IndicatorFigure.leastCoverage)",
                ],
                siteID: site.id, interval: balances.interval)
        ]
    }
}

extension Period {
    /// The last day that belongs to it.
    var lastDay: CivilDate { end.adding(days: -1) }
}
