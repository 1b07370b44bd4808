public import Provenance

/// Why a measure is not planned at some of very many sites (措施受阻原因).
public struct FleetHindrance: Hashable, Comparable, Sendable {
    /// The measure.
    public let measure: String
    /// Why.
    public let reason: Reason
    /// The age that is asked of what it replaces; nil where no age is in the way.
    public let age: AgeCondition?

    /// What stands against an option; nil where nothing does.
    public init?(_ option: RetrofitOption) {
        guard let reason = option.hindrance else { return nil }
        measure = option.id
        self.reason = reason
        age = reason == option.age?.hindrance ? option.age?.condition : nil
    }

    /// Ordered by measure, reason and age.
    public static func < (lhs: FleetHindrance, rhs: FleetHindrance) -> Bool {
        func key(_ hindrance: FleetHindrance) -> (String, String, String, Int) {
            (
                hindrance.measure, hindrance.reason.rawValue,
                hindrance.age?.plant.rawValue ?? "", hindrance.age?.minimumYears ?? 0
            )
        }
        return key(lhs) < key(rhs)
    }

    /// The sites at which it stands.
    public struct Sites: Sendable {
        /// How many.
        public private(set) var count = 0
        /// The ages of what would be replaced, as far as they are known [years].
        public private(set) var years: ClosedRange<Int>?

        /// Starts at none.
        public init() {}

        /// Adds the site of an option.
        public mutating func add(_ option: RetrofitOption) {
            count += 1
            guard let more = option.age?.years else { return }
            years =
                years.map {
                    min($0.lowerBound, more.lowerBound)...max($0.upperBound, more.upperBound)
                } ?? more
        }
    }

    /// What is asked and what the sites have; nil where no age is in the way.
    public func detail(_ sites: Sites) -> BilingualText? {
        guard let age else { return nil }
        guard reason == .youngerThanMinimumAge, let years = sites.years else { return age.request }
        let range = AgeVerdict.text(of: years)
        return BilingualText(
            "\(age.plant.title.english) of at least \(age.minimumYears) years asked, \(range) here",
            zh: "要求\(age.plant.title.chinese)已满 \(age.minimumYears) 年，现为 \(range) 年")
    }
}
