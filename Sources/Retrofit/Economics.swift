public import Quantities

/// What an outlay and its yearly flows are worth (经济性).
public struct Economics: Hashable, Sendable {
    /// Paid once, now.
    public let capital: Money
    /// What comes in each year, costs taken off; the first year is the first element.
    public let flows: [Money]

    /// Makes the flows of an investment.
    public init(capital: Money, flows: [Money]) {
        self.capital = capital
        self.flows = Array(flows.prefix(Discounting.horizon))
    }

    /// Net present value (净现值), rounded half to even to a hundredth once.
    public func netPresentValue(_ discounting: Discounting) -> Money {
        var worth = -Int128(capital.hundredths) * Discounting.one
        for (year, flow) in flows.enumerated() {
            worth += discounting.worth(of: flow, after: year, through: year + 1)
        }
        return Discounting.money(worth)
    }

    /// Internal rate of return (内部收益率) in millionths, rounded down, by bisection from 0 to 10.
    ///
    /// Nil when the flows change sign more than once after the outlay, when the outlay is not positive,
    /// or when the flows never give it back: then there is no rate, or no single one.
    public var internalRateMillionths: Int64? {
        guard capital > .zero, !hasLaterOutlay else { return nil }
        func isPositive(_ millionths: Int64) -> Bool {
            let rate = DecimalText(significand: Int128(millionths), scale: 6)
            guard let discounting = Discounting(rate: rate) else { return false }
            var worth = -Int128(capital.hundredths) * Discounting.one
            for (year, flow) in flows.enumerated() {
                worth += discounting.worth(of: flow, after: year, through: year + 1)
            }
            return worth >= 0
        }
        guard isPositive(0) else { return nil }
        var (low, high) = (Int64(0), Int64(10_000_000))
        if isPositive(high) { return nil }
        while high - low > 1 {
            let middle = (low + high) / 2
            if isPositive(middle) { low = middle } else { high = middle }
        }
        return low
    }

    /// Tells that a year after the first return takes more than it gives.
    private var hasLaterOutlay: Bool {
        let first = flows.firstIndex { $0 > .zero } ?? flows.endIndex
        return flows[first...].contains { $0 < .zero } || flows[..<first].contains { $0 < .zero }
    }

    /// Simple payback (静态投资回收期) [years], outlay over the first year's flow, two places, half to
    /// even; nil when the first year gives nothing or the outlay outlives the measure.
    public var simplePayback: String? {
        guard let first = flows.first, first > .zero else { return nil }
        return Rounding.text(
            Int128(max(0, capital.hundredths)), over: Int128(first.hundredths), places: 2)
    }

    /// Discounted payback (动态投资回收期) [years]: the year in which the discounted flows have given the
    /// outlay back, with the part of that year in proportion, two places, half to even; nil when never.
    public func discountedPayback(_ discounting: Discounting) -> String? {
        var missing = Int128(capital.hundredths) * Discounting.one
        guard missing > 0 else { return "0.00" }
        for (year, flow) in flows.enumerated() {
            let worth = discounting.worth(of: flow, after: year, through: year + 1)
            if worth >= missing, worth > 0 {
                // Both parts are shortened alike, so that the hundredfold still fits.
                let (part, whole) = (missing / 1_000_000, max(1, worth / 1_000_000))
                return Rounding.text(Int128(year) * whole + part, over: whole, places: 2)
            }
            missing -= worth
        }
        return nil
    }

    /// Cost of saved energy (节能成本) [currency/kWh], six places, half to even; nil without a saving.
    ///
    /// - Parameter annualized: The outlay as an annuity and the yearly cost of running.
    public static func costOfSavedEnergy(annualized: Money, saved joules: Int64) -> String? {
        guard joules > 0 else { return nil }
        // hundredths / 100 over J / 3,600,000
        return Rounding.text(
            Int128(annualized.hundredths) * 36_000, over: Int128(joules), places: 6)
    }

    /// Abatement cost (减排成本) [currency/t], two places, half to even; nil unless it is positive.
    ///
    /// A negative cost for each tonne ranks small savers before large ones (Taylor, Energy Policy 48,
    /// 2012), so none is given for what pays for itself.
    public static func abatementCost(net annual: Money, saved milligrams: Int64) -> String? {
        guard annual > .zero, milligrams > 0 else { return nil }
        // hundredths / 100 over mg / 1,000,000,000
        return Rounding.text(
            Int128(annual.hundredths) * 10_000_000, over: Int128(milligrams), places: 2)
    }
}
