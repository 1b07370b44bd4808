public import Quantities

/// One line of `meters.csv` (计量点): what a meter measures, how it reads and when it is valid.
///
/// A class, so that tables, rules and readers share the one, of which a portfolio may have a hundred thousand.
public final class Meter: Sendable {
    /// What a reading of the meter means (读数类型).
    public enum Quantity: String, Hashable, Sendable, CaseIterable {
        /// The amount in the interval.
        case interval
        /// The mean power over the interval.
        case power
        /// A count that only rises (累计示数).
        case register
    }

    /// Which end of the interval a stamp names.
    public enum Label: String, Hashable, Sendable, CaseIterable {
        case start
        case end
    }

    /// Where the IT load is measured; it decides the PUE category, ISO/IEC 30134-2.
    public enum MeasurementPoint: String, Hashable, Sendable, CaseIterable {
        case upsOutput = "ups_output"
        case rectifierOutput = "rectifier_output"
        case pduOutput = "pdu_output"
        case itInput = "it_input"

        /// The PUE category: 1 at UPS or rectifier outputs, 2 at PDU outputs, 3 at the IT input.
        public var category: Int {
            switch self {
            case .upsOutput, .rectifierOutput: 1
            case .pduOutput: 2
            case .itInput: 3
            }
        }
    }

    /// The meter's name, unique together with the start of its validity.
    public let id: String
    /// The site that it stands at.
    public let siteID: String
    /// What its amount is booked to.
    public let account: Account
    /// What flows through it: `electricity`, `heat`, `water`, `diesel` and so on.
    public let medium: String
    /// What its readings mean.
    public let quantity: Quantity
    /// The unit in which it reads.
    public let unit: MeterUnit
    /// Current and voltage transformer ratio; readings are multiplied by it.
    public let multiplier: DecimalText
    /// The declared length of its intervals [s]; nil when the data must tell.
    public let intervalSeconds: Int64?
    /// Its intervals where they are days, weeks, months or years of the calendar; `intervalSeconds` is nil then.
    public let calendarStep: CalendarStep?
    /// Which end of the interval its stamps name.
    public let label: Label
    /// The zone in which its naive stamps are read.
    public let calendar: LocalCalendar
    /// The first value that its register cannot show, in its unit, before the multiplier.
    public let registerMax: DecimalText?
    /// How often its register begins again at zero by itself; nil when it only ever rises.
    public let registerReset: RegisterReset?
    /// The highest believable power [kW], after the multiplier.
    public let maxPowerKilowatts: DecimalText?
    /// The meter above it.
    public let parentID: String?
    /// Where it measures the IT load.
    public let measurementPoint: MeasurementPoint?
    /// When it is valid.
    public let validity: Interval
    /// The layout by which its files are read, if one is named.
    public let layout: String?

    /// Makes a meter of checked parts.
    public init(
        id: String, siteID: String, account: Account, medium: String, quantity: Quantity,
        unit: MeterUnit, multiplier: DecimalText, intervalSeconds: Int64?, label: Label,
        calendar: LocalCalendar, registerMax: DecimalText?, maxPowerKilowatts: DecimalText?,
        parentID: String?, measurementPoint: MeasurementPoint?, validity: Interval,
        layout: String?, registerReset: RegisterReset? = nil, calendarStep: CalendarStep? = nil
    ) {
        self.id = id
        self.siteID = siteID
        self.account = account
        self.medium = medium
        self.quantity = quantity
        self.unit = unit
        self.multiplier = multiplier
        self.intervalSeconds = intervalSeconds
        self.calendarStep = calendarStep
        self.label = label
        self.calendar = calendar
        self.registerMax = registerMax
        self.registerReset = registerReset
        self.maxPowerKilowatts = maxPowerKilowatts
        self.parentID = parentID
        self.measurementPoint = measurementPoint
        self.validity = validity
        self.layout = layout
    }

    /// A validity without a date: 1970 to 2200, beyond which no meter reads.
    public static let always = Interval(start: 0, end: 7_258_118_400)

    /// Tells whether an amount [J] over some seconds means more power than is believable.
    public func isAboveMaxPower(_ joules: Int64, seconds: Int64) -> Bool {
        guard let limit = maxPowerKilowatts, unit.dimension == .energy else { return false }
        // J / s > kW  <=>  J x 10^scale > significand x 1000 x s, in 256 bits
        let left = UInt128(joules.magnitude).multipliedFullWidth(
            by: Rounding.powerOfTen(limit.scale).magnitude)
        let right = limit.significand.magnitude.multipliedFullWidth(
            by: 1_000 * UInt128(seconds.magnitude))
        return (left.high, left.low) > (right.high, right.low)
    }
}
