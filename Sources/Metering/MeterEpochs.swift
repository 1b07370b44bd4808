public import Quantities

/// The multiplier and register size of a meter over time, as events changed them.
public struct MeterEpochs: Sendable {
    private let changes: [(at: Int64, multiplier: DecimalText, registerMax: DecimalText?)]
    private let first: (multiplier: DecimalText, registerMax: DecimalText?)

    /// Takes the meter's own values and applies its events in time order.
    public init(of meter: Meter, events: [MeterEvent]) {
        var current = (multiplier: meter.multiplier, registerMax: meter.registerMax)
        first = current
        changes = events.sorted { $0.at < $1.at }.compactMap { event in
            guard event.multiplier != nil || event.registerMax != nil else { return nil }
            current = (
                event.multiplier ?? current.multiplier, event.registerMax ?? current.registerMax
            )
            return (event.at, current.multiplier, current.registerMax)
        }
    }

    /// The multiplier that holds at an instant.
    public func multiplier(at instant: Int64) -> DecimalText {
        if changes.isEmpty { return first.multiplier }
        return changes.last { $0.at <= instant }?.multiplier ?? first.multiplier
    }

    /// The register size [meter's unit] that holds at an instant.
    public func registerMax(at instant: Int64) -> DecimalText? {
        changes.last { $0.at <= instant }.map(\.registerMax) ?? first.registerMax
    }
}
