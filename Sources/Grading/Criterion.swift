import CarbonAccounting
public import Provenance
public import Quantities

/// What a scheme compares (评价指标): an indicator and its bands, the best first.
public struct Criterion: Hashable, Sendable, Decodable {
    /// The scheme's name for the quantity: `gb40879.R_M2`.
    public let id: String
    /// The indicator that holds its value.
    public let indicator: IndicatorID
    /// The unit of value and limits: `1`, `L/kWh`.
    public let unit: String
    /// The bands, the best first, limits rising; the last may be open.
    public let bands: [Band]
    /// What is said of a value above the last limit; nil where the last band is open.
    public let aboveLast: BilingualText?

    /// The band that a value reaches; nil above the last limit.
    public func band(of value: ExactRatio) -> Band? { bands.first { $0.limit.admits(value) } }

    /// The next better band, seen from a value; nil at the best.
    public func nextBetter(than value: ExactRatio) -> Band? {
        bands.last { !$0.limit.admits(value) }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, indicator, unit, bands
        case aboveLast = "above_last"
    }

    /// Reads the criterion strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        indicator = try values.decode(IndicatorID.self, forKey: .indicator)
        unit = try values.decode(String.self, forKey: .unit)
        bands = try values.decode([Band].self, forKey: .bands)
        aboveLast = try values.decodeTextIfPresent(forKey: .aboveLast)
        let limits = bands.compactMap(\.limit.threshold)
        let isRising = zip(limits, limits.dropFirst()).allSatisfy { $0 < $1 }
        let isOpen = bands.last?.limit == .open
        guard let first = limits.first, first.significand > 0, isRising,
            limits.count == bands.count - (isOpen ? 1 : 0), isOpen == (aboveLast == nil),
            Set(bands.map(\.level)).count == bands.count
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .bands, in: values,
                debugDescription: "bands have different levels and rising limits above zero, "
                    + "and either the last is open or `above_last` says what lies beyond")
        }
    }
}
