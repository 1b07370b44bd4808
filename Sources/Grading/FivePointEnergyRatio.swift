import Provenance
import Quantities

/// Energy ratio by the characteristic conditions (数据中心电能比，特性工况法), GB 40879-2021 clauses 6.3.2.2
/// to 6.3.2.4: `R_M1 = sum(T_i x P_i) / sum(T_i x P_iIT)` over the conditions a to e.
///
/// `T_i` is the share of the year in an interval of outdoor temperature. The table of the standard
/// is not at hand, so the shares are facts that the user gives; they must sum to one. The 8760
/// hours of both energies cancel.
public struct FivePointEnergyRatio: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    init(_ facts: SiteFacts) {
        var (total, it, shares) = (Exact.zero, Exact.zero, Exact.zero)
        for point in ["a", "b", "c", "d", "e"] {
            guard let share = facts.number("five_point_share_" + point),
                let power = facts.number("five_point_total_kw_" + point),
                let load = facts.number("five_point_it_kw_" + point)
            else {
                figure = IndicatorFigure(
                    absent:
                        "facts.csv does not give the five conditions (share, total_kw, it_kw of a to e)",
                    zh: "facts.csv 未给出五个特性工况（a 至 e 的 share、total_kw、it_kw）")
                return
            }
            guard let both = Exact(share, times: power), let loads = Exact(share, times: load),
                let alone = Exact(share, times: .one), total.add(both), it.add(loads),
                shares.add(alone)
            else {
                figure = IndicatorFigure(
                    absent: "the five conditions have too many digits", zh: "五个特性工况的数字过长")
                return
            }
        }
        guard shares.isOne else {
            figure = IndicatorFigure(
                absent: "the shares of the year of the five conditions do not sum to one",
                zh: "五个特性工况的时间占比之和不为一")
            return
        }
        figure = IndicatorFigure(
            declared: ExactRatio(total.units, to: it.units),
            absent: "the IT power of the five conditions is zero", zh: "五个特性工况的 IT 功率为零")
    }

    /// A sum of products of decimals, in units of 10^-18.
    private struct Exact {
        var units: Int128
        static let zero = Exact(units: 0)

        init(units: Int128) { self.units = units }

        init?(_ left: DecimalText, times right: DecimalText) {
            let places = left.scale + right.scale
            guard places <= 18 else { return nil }
            let (product, tooWide) = left.significand.multipliedReportingOverflow(
                by: right.significand)
            let (scaled, tooLong) = product.multipliedReportingOverflow(
                by: Rounding.powerOfTen(18 - places))
            guard !tooWide, !tooLong else { return nil }
            units = scaled
        }

        mutating func add(_ other: Exact) -> Bool {
            let (sum, overflow) = units.addingReportingOverflow(other.units)
            units = sum
            return !overflow
        }

        var isOne: Bool { units == Rounding.powerOfTen(18) }
    }
}
