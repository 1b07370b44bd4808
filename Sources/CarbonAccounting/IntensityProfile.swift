public import Provenance
import Quantities

/// Intensity of a grid by the hour or shorter (电网逐时排放强度), as a user brings it.
///
/// Values are whole numbers of one unit, `10^-places` kg/kWh, on an even grid of steps in UTC; a step
/// without a value is missing, never zero. The dates are half-open.
public struct IntensityProfile: Hashable, Sendable {
    /// A step without a value.
    public static let missing = Int64.min

    /// Its name: `GB/hourly`.
    public let factorID: String
    /// The region it speaks for.
    public let region: String
    /// The kind of gas account it belongs to; life-cycle intensities are marked so and never value
    /// Scope 2.
    public let family: FactorFamily
    /// The start of the first step [s since 1970 UTC]; a multiple of the step.
    public let start: Int64
    /// The length of a step [s]; it divides an hour.
    public let stepSeconds: Int64
    /// The values [10^-places kg/kWh], `missing` where there is none.
    public let values: [Int64]
    /// How many places the values have.
    public let places: Int
    /// The document or data set.
    public let publication: Publication
    /// How far the values were checked.
    public let confidence: Confidence

    /// Makes a profile; nil when the step does not divide an hour, the start is no multiple of it, a
    /// value is negative or there are more than 18 places.
    public init?(
        region: String, family: FactorFamily, start: Int64, stepSeconds: Int64, values: [Int64],
        places: Int, publication: Publication, confidence: Confidence
    ) {
        guard stepSeconds > 0, 3_600 % stepSeconds == 0, start % stepSeconds == 0,
            (0...18).contains(places), values.allSatisfy({ $0 >= 0 || $0 == Self.missing })
        else { return nil }
        factorID = "\(region)/hourly"
        self.region = region
        self.family = family
        self.start = start
        self.stepSeconds = stepSeconds
        self.values = values
        self.places = places
        self.publication = publication
        self.confidence = confidence
    }

    /// The mean intensity of a slot as a sum of values and their number; nil when the slot is not
    /// covered whole. A slot shorter than a step takes the value of the step.
    ///
    /// - Parameters:
    ///   - slot: The start of the slot [s since 1970 UTC].
    ///   - seconds: Its length [s]; it divides an hour.
    /// - Returns: `sum / count x 10^-places` kg/kWh is the unweighted mean.
    public func mean(ofSlotAt slot: Int64, seconds: Int64) -> (sum: Int128, count: Int64)? {
        guard slot >= start else { return nil }
        let first = (slot - start) / stepSeconds
        let count = max(1, seconds / stepSeconds)
        guard first + count <= Int64(values.count) else { return nil }
        var sum: Int128 = 0
        for index in Int(first)..<Int(first + count) {
            guard values[index] != Self.missing else { return nil }
            sum += Int128(values[index])
        }
        return (sum, count)
    }
}

extension IntensityProfile {
    /// The two profiles of one region as one; nil when they overlap, have unlike steps or places
    /// that do not fit, or lie more than ten years apart.
    public func joined(with other: IntensityProfile) -> IntensityProfile? {
        let (first, second) = start <= other.start ? (self, other) : (other, self)
        let end = first.start + Int64(first.values.count) * stepSeconds
        let gap = (second.start - end) / stepSeconds
        guard stepSeconds == other.stepSeconds, family == other.family, second.start >= end,
            gap <= 10 * 366 * 86_400 / stepSeconds
        else { return nil }
        let places = max(first.places, second.places)
        guard let left = first.scaled(to: places), let right = second.scaled(to: places) else {
            return nil
        }
        return IntensityProfile(
            region: region, family: family, start: first.start, stepSeconds: stepSeconds,
            values: left + Array(repeating: Self.missing, count: Int(gap)) + right,
            places: places, publication: publication,
            confidence: max(confidence, other.confidence))
    }

    private func scaled(to places: Int) -> [Int64]? {
        guard places != self.places else { return values }
        let factor = Rounding.powerOfTen(places - self.places)
        var scaled: [Int64] = []
        scaled.reserveCapacity(values.count)
        for value in values {
            guard value != Self.missing else {
                scaled.append(value)
                continue
            }
            guard let exact = Int64(exactly: Int128(value) * factor) else { return nil }
            scaled.append(exact)
        }
        return scaled
    }
}
