extension FindingCode {
    /// Tells that a row or a cell with this finding is not booked, so that it can be handed back to be
    /// mended. Of a register that means too much power the span is refused, not the row.
    public var rejectsRow: Bool {
        switch self {
        case .malformedRow, .rowLength, .timestampUnreadable, .timeNonexistent, .timeAmbiguous,
            .unknownMeter, .valueMissing, .valueUnreadable, .valueTooLarge, .totalsRow,
            .intervalUnknown, .outsideValidity, .negativeValue, .aboveMaxPower, .overlapPartial,
            .registerDip, .registerSpike:
            true
        default: false
        }
    }
}
