public import Provenance
public import Quantities

/// One printed number with its unit and place: a heating value, a density, a coal equivalent.
public struct PublishedQuantity: Hashable, Sendable {
    /// The exact value.
    public let value: DecimalText
    /// The value as printed.
    public let valuePrinted: String
    /// The unit as printed.
    public let unitPrinted: String
    /// The table or page.
    public let place: String
    /// How far the value was checked.
    public let confidence: Confidence

    /// Reads a printed value; nil when it is no decimal or negative.
    public init?(
        _ printed: String, unit: String, place: String, confidence: Confidence
    ) {
        guard let value = DecimalText(printed), value.significand >= 0 else { return nil }
        self.value = value
        valuePrinted = printed
        unitPrinted = unit
        self.place = place
        self.confidence = confidence
    }
}
