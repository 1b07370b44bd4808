import EnergyLedger
import Metering
import Provenance
import Quantities

/// Rack occupancy (上架率): racks in use over racks installed, both declared.
///
/// Source of the formula: the 2025 round of the national programme, indicator 13.
public struct RackOccupancy: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    init(_ facts: SiteFacts) {
        guard let occupied = facts.racksOccupied, let installed = facts.racksInstalled,
            let ratio = ExactRatio(occupied, over: installed)
        else {
            figure = IndicatorFigure(
                absent: "racks_occupied or racks_installed is not stated",
                zh: "未填写 racks_occupied 或 racks_installed")
            return
        }
        figure =
            ratio.isAtMost(.one)
            ? IndicatorFigure(declared: ratio, absent: "", zh: "")
            : IndicatorFigure(
                absent: "more racks are in use than installed", zh: "已上架机架数大于已安装机架数")
    }
}

/// IT load use (信息设备负荷使用率): mean power of the IT equipment over the nominal power of the installed
/// racks, over the hours that the IT meters have.
///
/// Source of the formula: the 2025 round of the national programme, indicator 14; the 2020 table,
/// indicator 3, has the same.
public struct ITLoadUse: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    init(of balances: Balances, _ facts: SiteFacts) {
        guard let racks = facts.racksInstalled, let nominal = facts.rackNominalKilowatts else {
            figure = IndicatorFigure(
                absent: "racks_installed or rack_nominal_kw is not stated",
                zh: "未填写 racks_installed 或 rack_nominal_kw")
            return
        }
        guard balances.itEnergy != nil else {
            figure = .notEvaluated(reason: PowerUsageEffectiveness.absence(balances))
            return
        }
        let closing = balances.closing
        let hours = closing.hours(of: Balances.itAccounts)
        let count = Int128(closing.count(hours))
        let energy = Int128(closing.sum(of: Balances.itAccounts, where: hours))
        // J over racks x kW x 1000 x seconds
        let capacity = racks.significand * nominal.significand
        let scale = Rounding.powerOfTen(racks.scale + nominal.scale)
        let (above, over) = energy.multipliedReportingOverflow(by: scale)
        let (below, under) = capacity.multipliedReportingOverflow(
            by: 1_000 * count * Int128(closing.slotSeconds))
        guard let coverage = ExactRatio(count, to: Int128(closing.slotCount)), !over, !under else {
            figure = IndicatorFigure(absent: "the numbers are too large", zh: "数字过大")
            return
        }
        figure = IndicatorFigure(ExactRatio(above, to: below), coverage: coverage)
    }
}

/// Energy per rack (单机架能耗): `E_DC` over the installed racks [kWh].
public struct EnergyPerRack: Sendable {
    /// The value [kWh/rack], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    init(of balances: Balances, _ facts: SiteFacts) {
        figure = IndicatorFigure(
            of: balances, per: facts.racksInstalled,
            absent: "racks_installed is not stated", zh: "未填写 racks_installed")
    }
}
