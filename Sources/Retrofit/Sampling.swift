/// Seeded sampling of savings (抽样), so that an estimate of the spread is the same on every machine.
///
/// The median of each saving is the low end of its range, which is also the expectation of the plan: one
/// half of the draws lie evenly between nothing and the low end, the other half evenly between the
/// low and the high end. Measures are drawn independently. What is drawn is an estimate and is printed as one.
public struct Sampling: Sendable {
    /// How much of a measure's saving comes true.
    struct Draw: Hashable, Sendable {
        /// 0 to 2,000,000: up to a million in proportion to the low end, above it from low to high.
        let position: Int64

        /// The actions of a measure as drawn.
        func actions(of option: RetrofitOption) -> [PowerChain.Action] {
            if position <= 1_000_000 {
                return option.actions.map { $0.scaled(to: position) }
            }
            guard option.highActions.count == option.actions.count else { return option.actions }
            return zip(option.actions, option.highActions).map {
                $0.raised(to: $1, by: position - 1_000_000)
            }
        }
    }

    /// How many draws.
    public let count: Int
    /// The seed.
    public let seed: UInt64

    /// Makes a sampling.
    public init(count: Int = 200, seed: UInt64 = 20_250_101) {
        self.count = count
        self.seed = seed
    }

    /// How far a share of the draws may lie from that of endlessly many, in points of a hundred, rounded up: not further
    /// in 95 of 100 such samplings, whatever the share is (Hoeffding's bound, `√(ln(2 / 0.05) / 2n)`).
    public var errorInPoints: Int {
        // 10,000 ln 40 / 2 = 18,444.4
        (1...100).first { $0 * $0 * count >= 18_445 } ?? 100
    }

    /// The draws of some measures, named; each draw has one value for each measure and site, and depends
    /// on names only, so that the order of input never matters.
    ///
    /// - Parameter site: The site; nil for one value of each measure at all sites.
    func draw(_ number: Int, of names: [String], at site: String? = nil) -> ActionShares {
        ActionShares(
            realised: names.reduce(into: [:]) { draws, name in
                var state = seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15
                for byte in (site.map { "\($0)/\(name)" } ?? name).utf8 {
                    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
                }
                draws[name] = Draw(position: Int64(Self.mixed(state) % 2_000_001))
            })
    }

    /// SplitMix64's finish: spreads a state over all bits.
    private static func mixed(_ state: UInt64) -> UInt64 {
        var word = state &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// The value below which some percent of sorted values lie, by rank (no interpolation).
    public static func percentile<Value>(_ percent: Int, of sorted: [Value]) -> Value? {
        guard !sorted.isEmpty else { return nil }
        return sorted[min(sorted.count - 1, (sorted.count * percent) / 100)]
    }
}

extension PowerChain.Action {
    /// A part of the action, in millionths, rounded down.
    func scaled(to millionths: Int64) -> Self {
        func part(_ value: Int64) -> Int64 {
            Int64(Int128(value) * Int128(millionths) / 1_000_000)
        }
        return switch self {
        case .save(let share, let endUse):
            .save(Share(billionths: part(share.billionths)), of: endUse)
        case .convert(let share, let endUse):
            .convert(by: Share(billionths: part(share.billionths)), at: endUse)
        case .remove(let joules, let endUse): .remove(part(joules), of: endUse)
        case .generate(let joules): .generate(part(joules))
        case .shift(let joules, let efficiency): .shift(part(joules), efficiency: efficiency)
        }
    }

    /// An action between this and a higher one of the same kind, in millionths of the way.
    func raised(to high: Self, by millionths: Int64) -> Self {
        func between(_ low: Int64, _ high: Int64) -> Int64 {
            low + Int64(Int128(high - low) * Int128(millionths) / 1_000_000)
        }
        return switch (self, high) {
        case (.save(let low, let endUse), .save(let high, _)):
            .save(Share(billionths: between(low.billionths, high.billionths)), of: endUse)
        case (.convert(let low, let endUse), .convert(let high, _)):
            .convert(by: Share(billionths: between(low.billionths, high.billionths)), at: endUse)
        case (.remove(let low, let endUse), .remove(let high, _)):
            .remove(between(low, high), of: endUse)
        case (.generate(let low), .generate(let high)): .generate(between(low, high))
        case (.shift(let joules, let low), .shift(_, let high)):
            .shift(
                joules,
                efficiency: Share(billionths: between(low.billionths, high.billionths)))
        default: self
        }
    }
}
