public import Quantities

/// The water that planned measures take in a year (方案用水), as the portfolio states it.
public struct PlannedWater: Hashable, Sendable {
    /// What is stated, below zero where more is spared than taken.
    public private(set) var stated: Volume = .zero
    /// Measures that take or spare some, or may, of which nobody says how much.
    private var names: Set<String> = []

    /// The water of some options.
    public init(of options: [RetrofitOption]) {
        for option in options {
            if let water = option.annualWater {
                stated = stated + water
            } else if option.measure.water != .none {
                names.insert(option.id)
            }
        }
    }

    /// Takes the water of another site in.
    mutating func add(_ other: PlannedWater) {
        stated = stated + other.stated
        names.formUnion(other.names)
    }

    /// The names of the measures of which nobody says how much, sorted.
    public var notStated: [String] { names.sorted() }
}
