import Quantities

/// What a meter's readings are multiplied by, remembered from row to row.
struct AmountScale {
    private let unit: Int64
    private let isPower: Bool
    /// Tells whether the meter has a highest believable power.
    let isLimited: Bool

    /// What the last number was multiplied by to give whole units, and for which places, seconds and
    /// multiplier that holds; 0 where the product had to be rounded.
    private var factor: Int64 = 0
    private var places = -1
    private var seconds: Int64 = 0
    private var multiplier = DecimalText.one

    init(of meter: Meter) {
        unit = meter.unit.scale
        isPower = meter.quantity == .power
        isLimited = meter.maxPowerKilowatts != nil
    }

    /// The amount of a reading over some seconds [J, mL or g], rounded half to even once; nil when it is
    /// too large.
    mutating func amount(
        of value: DecimalText, times multiplier: DecimalText, seconds: Int64
    ) -> Int64? {
        let seconds = isPower ? seconds : 1
        if places != value.scale || self.seconds != seconds
            || self.multiplier.significand != multiplier.significand
            || self.multiplier.scale != multiplier.scale
        {
            remember(value.scale, multiplier, seconds)
        }
        if factor != 0, let number = Int32(exactly: value.significand) {
            return Int64(number) * factor
        }
        guard let unit = unit.multipliedExactly(by: seconds) else { return nil }
        return value.rounded(times: multiplier, times: unit)
    }

    /// Finds the whole factor of numbers with some places; one of 32 bits, so that its product with
    /// such a number fits 64.
    private mutating func remember(_ places: Int, _ multiplier: DecimalText, _ seconds: Int64) {
        self.places = places
        self.multiplier = multiplier
        self.seconds = seconds
        factor = 0
        let decimals = places + multiplier.scale
        guard decimals <= 18, let unit = unit.multipliedExactly(by: seconds) else { return }
        let (product, overflow) = multiplier.significand
            .multipliedReportingOverflow(by: Int128(unit))
        let divisor = Rounding.powerOfTen(decimals)
        guard !overflow, product % divisor == 0, let whole = Int32(exactly: product / divisor)
        else { return }
        factor = Int64(whole)
    }
}
