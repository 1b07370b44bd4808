public import Provenance
public import Quantities

/// The names by which rulebooks and outputs call indicators.
public enum IndicatorID: String, NumberedCase, Codable {
    case pue
    case wue
    case wueFresh = "wue_fresh"
    case cueLocation = "cue_location"
    case cueMarket = "cue_market"
    case ref
    case erf
    case ere
    case cer

    // Kin of PUE.
    case pueHeatPumpExcluded = "pue_heat_pump_excluded"
    case pueFivePoint = "pue_five_point"
    case designedPUE = "dpue"
    case partialPUECooling = "ppue_cooling"
    case partialPUEPower = "ppue_power"

    // Water.
    case wuePotable = "wue_potable"

    // Green power; what instruments prove.
    case greenShare = "green_share"
    case hourlyMatch = "hourly_match"
    case annualMatch = "annual_match"
    case cfeHourly = "cfe_hourly"
    case directSelfUse = "direct_supply_self_use"
    case directSelfUseOfLoad = "direct_supply_self_use_of_load"
    case directSold = "direct_supply_sold"
    case greenPowerQuality = "green_power_quality"
    case onsiteShare = "onsite_share"

    // Use of racks and load.
    case rackOccupancy = "rack_occupancy"
    case itLoadUse = "it_load_use"
    case energyPerRack = "energy_per_rack"
    case peakLoad = "peak_load"
    case demandFixedBlock = "demand_fixed_block"
    case demandSliding = "demand_sliding"
    case demandResponseShare = "demand_response_share"

    // Comprehensive energy and what it serves.
    case coalEquivalentEqual = "coal_equivalent_equal"
    case coalEquivalentCalorific = "coal_equivalent_calorific"
    case carbonPerEnergy = "carbon_per_energy"
    case ictEnergyPerBusiness = "ict_energy_per_business"
    case ictElectricityPerBusiness = "ict_electricity_per_business"
    case ictElectricityPerFlow = "ict_electricity_per_flow"
    case ictCarbonPerBusiness = "ict_carbon_per_business"
    case baseStationEfficiency = "base_station_efficiency"
    case baseStationGain = "base_station_gain"

    /// The unit of its value.
    public var unit: String {
        switch self {
        case .pue, .ref, .erf, .ere, .cer, .pueHeatPumpExcluded, .pueFivePoint, .designedPUE,
            .partialPUECooling, .partialPUEPower, .greenShare, .cfeHourly, .directSelfUse,
            .directSelfUseOfLoad, .directSold, .hourlyMatch, .annualMatch, .onsiteShare,
            .rackOccupancy, .itLoadUse,
            .demandResponseShare, .baseStationGain:
            "1"
        case .wue, .wueFresh, .wuePotable: "L/kWh"
        case .cueLocation, .cueMarket: "kg/kWh"
        case .greenPowerQuality: "points"
        case .energyPerRack: "kWh/rack"
        case .peakLoad, .demandFixedBlock, .demandSliding: "kW"
        case .coalEquivalentEqual, .coalEquivalentCalorific: "tce"
        case .carbonPerEnergy: "tCO2/tce"
        case .ictEnergyPerBusiness: "tce/10^4 CNY"
        case .ictElectricityPerBusiness: "kWh/10^4 CNY"
        case .ictElectricityPerFlow: "kWh/10^4 TB"
        case .ictCarbonPerBusiness: "tCO2/10^4 CNY"
        case .baseStationEfficiency: "GB/kWh"
        }
    }
}

/// What an indicator comes to: a ratio with the share of hours behind it, or the reason why not.
public enum IndicatorFigure: Hashable, Sendable {
    /// A ratio over the hours that all its parts have, and those hours over all hours.
    case value(ExactRatio, coverage: ExactRatio)
    /// No value; never zero.
    case notEvaluated(reason: BilingualText)

    /// The unrounded ratio; nil when not evaluated.
    public var value: ExactRatio? {
        if case .value(let ratio, _) = self { ratio } else { nil }
    }

    /// The share of hours behind the ratio; nil when not evaluated.
    public var coverage: ExactRatio? {
        if case .value(_, let coverage) = self { coverage } else { nil }
    }

    /// Why there is no value; nil when there is one.
    public var reason: BilingualText? {
        if case .notEvaluated(let reason) = self { reason } else { nil }
    }

    /// The least share of hours that a yearly figure needs: 0.99 (method, certificate limits).
    public static let leastCoverage = DecimalText(significand: 99, scale: 2)

    /// Tells whether at least 0.99 of the hours stand behind the ratio.
    public var isCovered: Bool {
        coverage.map { !$0.isBelow(Self.leastCoverage) } ?? false
    }
}

extension IndicatorFigure {
    /// No value, with the reason in both languages.
    init(absent english: String, zh chinese: String) {
        self = .notEvaluated(reason: BilingualText(english, zh: chinese))
    }

    /// A ratio of declared numbers, which have no hours; a missing part is the reason.
    init(declared ratio: ExactRatio?, absent english: String, zh chinese: String) {
        self =
            ratio.flatMap { value in
                ExactRatio(1, to: 1).map { IndicatorFigure.value(value, coverage: $0) }
            } ?? IndicatorFigure(absent: english, zh: chinese)
    }

    /// A ratio of parts; without a ratio the reason is that no hour has both.
    init(_ ratio: ExactRatio?, coverage: ExactRatio) {
        self =
            ratio.map { .value($0, coverage: coverage) }
            ?? .notEvaluated(
                reason: BilingualText(
                    "no hour of the period has both parts, or the IT energy is zero",
                    zh: "统计期内没有两部分都完整的小时，或 IT 电量为零"))
    }
}

extension IndicatorID {
    /// By number; the text of the case takes ten times as long.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
