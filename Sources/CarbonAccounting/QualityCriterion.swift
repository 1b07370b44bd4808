public import Provenance

/// The eight Scope 2 quality criteria (范围二质量准则), GHG Protocol Scope 2 Guidance, chapter 7, as
/// checks of a lot.
public enum QualityCriterion: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// It conveys the emission rate of the generation.
    case emissionRate = 1
    /// It is the only instrument with that claim.
    case soleClaim = 2
    /// It was cancelled by or for the one who reports.
    case cancelled = 3
    /// Its generation is close to the consumption in time.
    case vintage = 4
    /// It comes from the market of the consumption.
    case market = 5
    /// A supplier's rate counts delivered electricity and the certificates behind it.
    case supplierRate = 6
    /// With a direct purchase or own use all claims went to the one who reports.
    case claimsTransferred = 7
    /// A residual mix prices what is not covered, or its absence is disclosed.
    case residualMix = 8

    /// Ordered by number.
    public static func < (lhs: QualityCriterion, rhs: QualityCriterion) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The criterion in a few words.
    public var name: BilingualText {
        switch self {
        case .emissionRate: BilingualText("emission rate", zh: "排放率")
        case .soleClaim: BilingualText("sole claim", zh: "唯一声明")
        case .cancelled: BilingualText("cancelled for the reporter", zh: "为报告方核销")
        case .vintage: BilingualText("vintage", zh: "发电时间")
        case .market: BilingualText("same market", zh: "同一市场")
        case .supplierRate: BilingualText("supplier's rate", zh: "供电商因子")
        case .claimsTransferred: BilingualText("claims transferred", zh: "权益转移")
        case .residualMix: BilingualText("residual mix", zh: "剩余组合")
        }
    }
}

/// Why a lot, or part of it, covers nothing (凭证不予采信的原因); it stays visible with this reason.
public struct InstrumentRefusal: Hashable, Sendable {
    /// The kind of refusal; it decides the finding.
    public enum Kind: String, Hashable, Sendable {
        /// Its validity ended before it was cancelled.
        case expired
        /// Another lot, or an earlier release, made the claim.
        case doubleClaim = "double_claim"
        /// Generation or claim lies in another year than the consumption.
        case wrongYear = "wrong_year"
        /// A criterion is not shown to be met.
        case criterion
        /// The accounting profile gives it no effect.
        case profile
    }

    /// The kind.
    public let kind: Kind
    /// The criterion that failed; nil where the profile decides.
    public let criterion: QualityCriterion?
    /// Why, in a sentence.
    public let reason: BilingualText

    /// Makes a refusal.
    public init(_ kind: Kind, _ criterion: QualityCriterion?, _ reason: BilingualText) {
        self.kind = kind
        self.criterion = criterion
        self.reason = reason
    }
}
