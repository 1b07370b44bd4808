public import Provenance
public import Quantities

/// A ratio of sums over sites (汇总比值), with both its parts: never a mean of ratios.
///
/// Sites that lack the ratio are left out of both parts and counted in `missing`.
public struct ReportRatio: Hashable, Sendable {
    /// What stands above and below the line.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Joules over joules [1]: PUE, green share, estimated share.
        case energy
        /// Millilitres over joules, printed as L/kWh: WUE.
        case water
        /// Seconds over seconds [1]: coverage.
        case time
    }

    /// Its kind.
    public let kind: Kind
    /// The sum above the line, in whole units of the kind.
    public let numerator: Int128
    /// The sum below the line, in whole units of the kind.
    public let denominator: Int128
    /// How many sites stand behind it.
    public let sites: Int
    /// How many sites lack it.
    public let missing: Int
    /// Why the first of these lacks it; nil where none does.
    public let reason: BilingualText?

    /// Makes a ratio of sums.
    public init(
        _ kind: Kind, _ numerator: Int128, over denominator: Int128, sites: Int, missing: Int,
        reason: BilingualText? = nil
    ) {
        self.kind = kind
        self.numerator = numerator
        self.denominator = denominator
        self.sites = sites
        self.missing = missing
        self.reason = reason
    }

    /// The ratio of one site.
    public init(_ kind: Kind, _ numerator: Int128, over denominator: Int128) {
        self.init(kind, numerator, over: denominator, sites: 1, missing: 0)
    }

    /// A ratio that a site lacks.
    public static func missing(_ kind: Kind, _ reason: BilingualText?) -> ReportRatio {
        ReportRatio(kind, 0, over: 0, sites: 0, missing: 1, reason: reason)
    }

    /// The unrounded ratio over the sites that have it; nil where none has or the part below is zero.
    public var value: ExactRatio? {
        guard sites > 0 else { return nil }
        // mL / 1000 over J / 3,600,000 = L/kWh
        return ExactRatio(kind == .water ? numerator * 3_600 : numerator, to: denominator)
    }

    /// The ratio with six places, half to even, for display.
    public var text: String? { value?.text() }

    /// Tells whether every site of the group stands behind it.
    public var isWhole: Bool { sites > 0 && missing == 0 }

    /// The ratio of sums; the parts must be of one kind.
    public static func sum(_ kind: Kind, _ parts: [ReportRatio]) -> ReportRatio {
        ReportRatio(
            kind, parts.reduce(0) { $0 + $1.numerator },
            over: parts.reduce(0) { $0 + $1.denominator },
            sites: parts.reduce(0) { $0 + $1.sites }, missing: parts.reduce(0) { $0 + $1.missing },
            reason: parts.lazy.compactMap(\.reason).first)
    }
}
