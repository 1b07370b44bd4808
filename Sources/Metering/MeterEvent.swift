public import Quantities

/// Something that happened to a meter (换表、清零、倍率变更), one line of `events.csv`.
public struct MeterEvent: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case exchange
        case reset
        case multiplierChange = "multiplier_change"
        case rollover
        case outOfService = "out_of_service"
        case backInService = "back_in_service"
        /// A person confirms what the meter shows then, where it is suspected.
        case confirm
    }

    /// The meter.
    public let meterID: String
    /// When it happened [s, Unix time].
    public let at: Int64
    /// What happened.
    public let kind: Kind
    /// The last count before it, in the meter's unit.
    public let finalReading: DecimalText?
    /// The first count after it, in the meter's unit.
    public let firstReading: DecimalText?
    /// The multiplier that holds from then on.
    public let multiplier: DecimalText?
    /// The first value that the register cannot show from then on.
    public let registerMax: DecimalText?
    /// Where the event is written.
    public let line: Int

    /// Makes an event.
    public init(
        meterID: String, at: Int64, kind: Kind, finalReading: DecimalText?,
        firstReading: DecimalText?, multiplier: DecimalText?, registerMax: DecimalText?, line: Int
    ) {
        self.meterID = meterID
        self.at = at
        self.kind = kind
        self.finalReading = finalReading
        self.firstReading = firstReading
        self.multiplier = multiplier
        self.registerMax = registerMax
        self.line = line
    }
}
