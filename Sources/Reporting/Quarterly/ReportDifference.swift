public import Provenance
public import Quantities

/// Why an emission figure differs from that of an earlier period (差异归因), in whole milligrams.
///
/// The causes add up to the whole difference; parts that do not cannot be made into one. Only sites
/// that have the figure in both periods enter; the others are counted.
public struct ReportDifference: Hashable, Sendable {
    /// Which figure.
    public let scope: ReportScope
    /// The earlier figure as it was released; where it never was, as it is today.
    public let reported: EmissionMass
    /// The figure of the report's own period.
    public let present: EmissionMass
    /// More or less energy, fuel or other activity (活动水平).
    public let activity: EmissionMass
    /// Another emission factor (排放因子).
    public let factor: EmissionMass
    /// More or less covered by green power (绿色电力).
    public let greenPower: EmissionMass
    /// What the earlier figure became since it was released: late readings, newer factors, other
    /// settings (重述). Zero where it was never released.
    public let restatement: EmissionMass
    /// How many sites have the figure in both periods.
    public let sites: Int
    /// How many sites lack it in one of them.
    public let missing: Int

    /// Makes a difference of its causes; nil when they do not add up to it.
    public init?(
        scope: ReportScope, reported: EmissionMass, present: EmissionMass, activity: EmissionMass,
        factor: EmissionMass, greenPower: EmissionMass, restatement: EmissionMass, sites: Int,
        missing: Int
    ) {
        let causes = [activity, factor, greenPower, restatement].reduce(Int64(0)) {
            $0 + $1.milligrams
        }
        guard causes == present.milligrams - reported.milligrams else { return nil }
        self.scope = scope
        self.reported = reported
        self.present = present
        self.activity = activity
        self.factor = factor
        self.greenPower = greenPower
        self.restatement = restatement
        self.sites = sites
        self.missing = missing
    }

    /// The present figure less the reported one.
    public var whole: EmissionMass {
        EmissionMass(milligrams: present.milligrams - reported.milligrams)
    }

    /// The causes with their names in files and for people, in the order in which they are shown.
    public var causes: [(name: String, label: BilingualText, mass: EmissionMass)] {
        [
            ("activity", BilingualText("activity", zh: "活动水平"), activity),
            ("factor", BilingualText("emission factor", zh: "排放因子"), factor),
            ("green_power", BilingualText("green power", zh: "绿色电力"), greenPower),
            ("restatement", BilingualText("restatement", zh: "重述"), restatement),
        ]
    }
}

/// A figure that was released and is another today (重述): the old one stands, this says what differs.
public struct ReportRestatement: Hashable, Sendable {
    /// The period: `2026Q2`.
    public let period: String
    /// The version that was released last.
    public let version: Int
    /// The site.
    public let siteID: String
    /// Which figure.
    public let scope: ReportScope
    /// As it was released; nil where it was absent.
    public let released: EmissionMass?
    /// As it is today; nil where it is absent.
    public let present: EmissionMass?
    /// Readings, bills or activities that came late or were corrected.
    public let readings: EmissionMass
    /// Another factor.
    public let factor: EmissionMass
    /// More or less covered by green power.
    public let greenPower: EmissionMass
    /// Another setting: profile, boundary, potentials.
    public let rule: EmissionMass

    /// Makes a restatement; nil when its causes do not add up to the difference. A figure that was absent, or is,
    /// has no difference, and its causes are zero.
    public init?(
        period: String, version: Int, siteID: String, scope: ReportScope, released: EmissionMass?,
        present: EmissionMass?, readings: EmissionMass, factor: EmissionMass,
        greenPower: EmissionMass, rule: EmissionMass
    ) {
        let parts = [readings, factor, greenPower, rule].map(\.milligrams)
        if let released, let present {
            guard parts.reduce(0, +) == present.milligrams - released.milligrams else { return nil }
        } else {
            guard parts.allSatisfy({ $0 == 0 }) else { return nil }
        }
        self.period = period
        self.version = version
        self.siteID = siteID
        self.scope = scope
        self.released = released
        self.present = present
        self.readings = readings
        self.factor = factor
        self.greenPower = greenPower
        self.rule = rule
    }

    /// The present figure less the released one; nil where one of them is absent.
    public var whole: EmissionMass? {
        guard let released, let present else { return nil }
        return EmissionMass(milligrams: present.milligrams - released.milligrams)
    }

    /// Readings, factor, green power and rule; each nil where there is no difference that they could explain.
    var causes: [EmissionMass?] {
        [readings, factor, greenPower, rule].map { whole == nil ? nil : $0 }
    }
}
