public import Quantities

/// How a meter's readings become amounts while they are read, as long as nothing about them needs
/// a second look (规则读数): one line in `meters.csv`, no event, a step that divides the slot.
///
/// What does not keep to it is derived by `MeterDerivation` from all its readings; both ways give
/// the same load, statement and findings.
public final class RegularRule: Sendable {
    /// The meter.
    public let meter: Meter
    /// The length of a slot of its site's ledger [s].
    public let slotSeconds: Int64
    /// The calendar of its site, whose days must begin on the grid of slots.
    let siteCalendar: LocalCalendar

    /// Makes the rule; nil for a meter that is never regular.
    ///
    /// - Parameters:
    ///   - lines: How many lines of `meters.csv` bear the meter's name.
    ///   - events: Its events; any of them calls for the careful way.
    public init?(_ meter: Meter, events: [MeterEvent], lines: Int, siteCalendar: LocalCalendar) {
        let slotSeconds = siteCalendar.slotSeconds
        guard events.isEmpty, lines == 1, meter.multiplier.significand > 0,
            meter.multiplier.scale <= 12,
            meter.calendarStep == nil || meter.quantity == .register,
            meter.intervalSeconds.map({ $0 > 0 && slotSeconds % $0 == 0 }) ?? true
        else { return nil }
        self.meter = meter
        self.slotSeconds = slotSeconds
        self.siteCalendar = siteCalendar
    }

    /// Tells whether a reading counts from the one before it, as a register's does.
    public var isRegister: Bool { meter.quantity == .register }

    /// Tells whether a stamp names the end of what its reading counts.
    public var namesEnd: Bool { isRegister || meter.label == .end }

    /// What finds the meter's maximum demand on a step; nil for meters without one, and where no number of
    /// readings makes a block.
    public func demand(step: Int64) -> RegularDemand? {
        meter.hasDemand ? RegularDemand(step: step, in: siteCalendar) : nil
    }

    /// Tells whether a step between stamps can stand in the ledger without being cut.
    public func accepts(step: Int64) -> Bool { step > 0 && slotSeconds % step == 0 }

    /// The unit of a reading over a step [J, mL or g]; nil on overflow.
    public func unit(step: Int64) -> Int64? {
        meter.unit.scale.multipliedExactly(by: meter.quantity == .power ? step : 1)
    }

    /// What a reading in some decimal places is multiplied by to give whole units of the ledger;
    /// nil where the product would have to be rounded.
    public func factor(places: Int, step: Int64) -> Int64? {
        guard let unit = unit(step: step), places + meter.multiplier.scale <= 30 else { return nil }
        let (product, overflow) = meter.multiplier.significand
            .multipliedReportingOverflow(by: Int128(unit))
        let divisor = Rounding.powerOfTen(places + meter.multiplier.scale)
        guard !overflow, product % divisor == 0 else { return nil }
        return Int64(exactly: product / divisor)
    }

    /// The amount of a reading, rounded half to even once; nil when it is too large to be kept.
    public func amount(of value: DecimalText, step: Int64) -> Int64? {
        guard let unit = unit(step: step) else { return nil }
        return value.rounded(times: meter.multiplier, times: unit)
    }

    /// The greatest amount over a step that can be booked without a question; none below zero can.
    public func greatestTaken(step: Int64) -> Int64 {
        let most = Int64(meter.greatestAmount)
        guard let limit = meter.maxPowerKilowatts, meter.unit.dimension == .energy else {
            return most
        }
        // J / s > kW  <=>  J > significand x 1000 x s / 10^scale, in 256 bits
        let product = limit.significand.magnitude.multipliedFullWidth(
            by: 1_000 * UInt128(step.magnitude))
        let divisor = Rounding.powerOfTen(limit.scale).magnitude
        guard product.high < divisor else { return most }
        return Int64(min(UInt128(most), divisor.dividingFullWidth(product).quotient))
    }
}

extension Meter {
    /// One reading may not mean more than this: 278 GWh, a million cubic metres, a million tonnes.
    var greatestAmount: UInt64 {
        unit.dimension == .energy ? 1_000_000_000_000_000 : 1_000_000_000_000
    }

    /// All readings of a meter together may not mean more than this, so that sums stay exact.
    var greatestTotal: Int64 {
        unit.dimension == .energy ? 100_000_000_000_000_000 : 1_000_000_000_000_000
    }
}
