import Provenance

/// Renewable energy factor (可再生能源利用率), ISO/IEC 30134-3: renewable energy whose rights are owned
/// and retired, over `E_DC`.
public struct RenewableEnergyFactor: Sendable {
    /// The value [1]; none in this release, for the rights stand in instruments.
    public let figure = IndicatorFigure.notEvaluated(
        reason: BilingualText(
            "instruments that prove renewable energy are not read in this release",
            zh: "本版本未读取可再生能源凭证"))

    /// Makes the indicator.
    public init() {}
}
