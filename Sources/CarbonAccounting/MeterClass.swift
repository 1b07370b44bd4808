public import Quantities

/// The accuracy classes of a meter and of its current transformers (准确度等级): the largest errors
/// that they allow [%].
public struct MeterClass: Hashable, Sendable {
    /// A line of `meters.csv`.
    public struct Key: Hashable, Sendable {
        /// The meter.
        public let meterID: String
        /// The start of its validity [s, Unix time].
        public let validFrom: Int64

        /// Makes a key.
        public init(meterID: String, validFrom: Int64) {
            self.meterID = meterID
            self.validFrom = validFrom
        }
    }

    /// The meter's class [%].
    public let meter: DecimalText
    /// The class of its current transformers [%]; nil where it has none.
    public let transformer: DecimalText?

    /// Reads both as written, `0.5` or `0.5S`; nil where the meter's class is no number.
    public init?(meter: String?, transformer: String?) {
        guard let meter = meter.flatMap(Self.percent) else { return nil }
        if let transformer {
            guard let percent = Self.percent(transformer) else { return nil }
            self.transformer = percent
        } else {
            self.transformer = nil
        }
        self.meter = meter
    }

    /// A class index is its limit of error in percent, IEC 62053 and IEC 61869-2; `S` marks the
    /// extended range.
    private static func percent(_ text: String) -> DecimalText? {
        let digits = text.hasSuffix("S") || text.hasSuffix("s") ? String(text.dropLast()) : text
        guard let value = DecimalText(digits), value.significand > 0,
            value <= DecimalText(significand: 100, scale: 0), value.scale <= 6
        else { return nil }
        return value
    }

    /// The meter's largest error [millionths].
    var meterMillionths: Int64 { Self.millionths(meter) }

    /// The transformers' largest error [millionths]; zero where there are none.
    var transformerMillionths: Int64 { transformer.map(Self.millionths) ?? 0 }

    private static func millionths(_ percent: DecimalText) -> Int64 {
        // At most six places and at most a hundred: 10^4 millionths a percent.
        Int64(
            Rounding.halfToEven(
                percent.significand * 10_000, over: Rounding.powerOfTen(percent.scale)))
    }
}
