import Quantities

/// An axis of numbers (坐标轴): round marks, printed exactly, over all that is to be shown.
struct Scale {
    struct Tick {
        let position: Double
        let label: String
    }

    /// The ends of the axis.
    let low: Double
    let high: Double
    let ticks: [Tick]

    /// An axis over some values, with about so many marks. Marks lie at whole multiples of 1, 2 or 5
    /// times a power of ten, so that their labels are exact.
    init(covering values: [Double], wanted: Int = 4, includesZero: Bool = true) {
        // Beyond a quintillion of quadrillions no label would fit; such values end at the edge.
        let known =
            values.filter(\.isFinite).map { min(max($0, -1e30), 1e30) } + (includesZero ? [0] : [])
        let least = known.min() ?? 0
        var greatest = known.max() ?? 1
        if greatest <= least { greatest = least + max(abs(least) * 0.1, 1) }
        let (mantissa, exponent) = Self.step((greatest - least) / Double(max(1, wanted)))
        let step = Double(mantissa) * Self.power(exponent)
        let first = Self.whole((least / step).rounded(.down))
        let last = min(Self.whole((greatest / step).rounded(.up)), first + 100)
        low = Double(first) * step
        high = Double(max(last, first + 1)) * step
        ticks = (first...max(last, first + 1)).map { number in
            let significand = Int128(number) * Int128(mantissa)
            let value =
                exponent >= 0
                ? DecimalText(
                    significand: significand * Rounding.powerOfTen(exponent), scale: 0)
                : DecimalText(significand: significand, scale: -exponent)
            return Tick(
                position: Double(number) * step, label: value.grouped(places: max(0, -exponent)))
        }
    }

    /// Where a value lies between the ends, 0 to 1.
    func share(_ value: Double) -> Double { (min(max(value, low), high) - low) / (high - low) }

    /// The least of 1, 2, 5, 10 times a power of ten that is not below a length.
    private static func step(_ length: Double) -> (mantissa: Int, exponent: Int) {
        var exponent = 0
        while power(exponent + 1) <= length, exponent < 30 { exponent += 1 }
        while power(exponent) > length, exponent > -12 { exponent -= 1 }
        let mantissa = [1, 2, 5].first { Double($0) * power(exponent) >= length * 0.999_999 }
        if let mantissa { return (mantissa, exponent) }
        return (1, exponent + 1)
    }

    private static func whole(_ value: Double) -> Int { Int(min(max(value, -9e17), 9e17)) }

    /// Powers of ten by multiplication: the same on every machine.
    private static func power(_ exponent: Int) -> Double {
        let magnitude = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
        return exponent < 0 ? 1 / magnitude : magnitude
    }
}
