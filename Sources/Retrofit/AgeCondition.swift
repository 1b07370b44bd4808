public import Grading
public import Provenance
public import Quantities

/// The least age of the plant that a measure replaces (最低年限条件).
public struct AgeCondition: Hashable, Sendable {
    /// Most years that can be asked for.
    public static let most = 100

    /// What is replaced.
    public let plant: Plant
    /// Its least age [years].
    public let minimumYears: Int

    /// Makes a condition.
    public init(plant: Plant, minimumYears: Int) {
        self.plant = plant
        self.minimumYears = minimumYears
    }

    /// The condition of a measure, with the portfolio's word before the published one; nil where there is none.
    public init?(of measure: Measure, _ terms: MeasureTerms?) {
        let years = terms?.minimumAgeYears ?? measure.minimumAgeYears ?? 0
        guard years > 0, let plant = terms?.replaces ?? measure.replaces else { return nil }
        self.init(plant: plant, minimumYears: years)
    }

    /// What is asked, and where to give what is missing.
    public var request: BilingualText {
        BilingualText(
            "\(plant.title.english) of at least \(minimumYears) years: give `\(plant.place.name)` in \(plant.place.file)",
            zh:
                "要求\(plant.title.chinese)已满 \(minimumYears) 年：请在 \(plant.place.file) 中填写 `\(plant.place.name)`"
        )
    }

    /// A number of years that can be asked for; nil when it is none.
    public static func years(_ number: Int) -> Int? { (0...most).contains(number) ? number : nil }
}

/// Whether plant has the age that a measure asks for (年限判定): yes, no, or not to be told.
public struct AgeVerdict: Hashable, Sendable {
    /// What is asked.
    public let condition: AgeCondition
    /// When the plant went into service, as far as it is stated; nil when it is not.
    public let commissioned: CivilDateSpan?
    /// The day on which age counts.
    public let day: CivilDate

    /// Whole years of age, the least and the most that they can be; nil when nothing is stated.
    public var years: ClosedRange<Int>? {
        commissioned.map {
            max(0, $0.last.wholeYears(until: day))...max(0, $0.first.wholeYears(until: day))
        }
    }

    /// What came out: an age that is just reached is met; between the two ends nothing can be told.
    public var outcome: Verdict {
        guard let years else { return .notEvaluated }
        if years.lowerBound >= condition.minimumYears { return .met }
        return years.upperBound < condition.minimumYears ? .notMet : .notEvaluated
    }

    /// What stands against the measure; nil when the age is met.
    var hindrance: Reason? {
        switch outcome {
        case .met: nil
        case .notMet: .youngerThanMinimumAge
        case .notEvaluated: .ageNotKnown
        }
    }

    /// Years as `9`, or as `9-10`.
    static func text(of years: ClosedRange<Int>) -> String {
        years.lowerBound == years.upperBound
            ? "\(years.lowerBound)" : "\(years.lowerBound)-\(years.upperBound)"
    }

    /// The years that decided, or what is missing and where to give it.
    public var text: BilingualText {
        let (plant, asked) = (condition.plant.title, condition.minimumYears)
        let place = condition.plant.place
        guard let commissioned, let years else { return condition.request }
        let age = Self.text(of: years)
        let english =
            "\(plant.english) commissioned \(commissioned): \(age) years on \(day), at least \(asked) asked"
        let chinese = "\(plant.chinese)于 \(commissioned) 投运，至 \(day) 满 \(age) 年，要求至少 \(asked) 年"
        switch outcome {
        case .met: return BilingualText(english, zh: chinese)
        case .notMet:
            let reached = commissioned.last.adding(years: asked)
            return BilingualText(
                "\(english), reached on \(reached)", zh: "\(chinese)，于 \(reached) 达到")
        case .notEvaluated:
            return BilingualText(
                "\(english): give the day as `\(place.name)` in \(place.file)",
                zh: "\(chinese)：请在 \(place.file) 的 `\(place.name)` 中填写具体日期")
        }
    }
}
