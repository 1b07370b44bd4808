public import Grading
public import Provenance

/// Plant that a site must have for a measure to apply (适用设备条件); its word is also that of the fact that tells it.
public enum PlantPart: String, Hashable, Sendable, CaseIterable {
    /// Chillers that give chilled water (冷冻水系统).
    case chilledWaterPlant = "chilled_water_plant"
    /// Raised floor (架空地板).
    case raisedFloor = "raised_floor"
    /// Fans of variable speed (可调速风机).
    case variableSpeedFans = "variable_speed_fans"

    /// Its name for people.
    public var title: BilingualText {
        switch self {
        case .chilledWaterPlant: BilingualText("chilled water plant", zh: "冷冻水系统")
        case .raisedFloor: BilingualText("raised floor", zh: "架空地板")
        case .variableSpeedFans: BilingualText("fans of variable speed", zh: "可调速风机")
        }
    }
}

/// Whether a site has the plant that a measure needs (设备条件判定): yes, no, or not stated and then assumed.
public struct PlantNeed: Hashable, Sendable {
    /// What is needed.
    public let part: PlantPart
    /// What the site states; nil when nothing.
    public let isThere: Bool?

    /// What came out; not stated never stops a measure that the portfolio itself has priced.
    public var outcome: Verdict {
        switch isThere {
        case true?: .met
        case false?: .notMet
        case nil: .notEvaluated
        }
    }

    /// The fact that decided, or the one that would.
    public var text: BilingualText {
        let (english, chinese, fact) = (part.title.english, part.title.chinese, part.rawValue)
        return switch isThere {
        case true?:
            BilingualText(
                "\(english): `\(fact)` in facts.csv", zh: "\(chinese)：facts.csv 中的 `\(fact)`")
        case false?:
            BilingualText(
                "\(english): `\(fact)` in facts.csv is false",
                zh: "\(chinese)：facts.csv 中 `\(fact)` 为 false")
        case nil:
            BilingualText(
                "\(english): assumed, give `\(fact)` in facts.csv",
                zh: "\(chinese)：假定具备，请在 facts.csv 中填写 `\(fact)`")
        }
    }
}
