public import Provenance
public import Quantities

/// The retrofit plan in a report (改造方案与进展), reckoned from the twelve months that end with the period.
public struct ReportPlan: Hashable, Sendable {
    /// How far a saving was checked; measures have a scale of their own, in which D is a vendor's figure.
    public enum SavingConfidence: String, Hashable, Sendable, CaseIterable {
        case a = "A", b = "B", c = "C", d = "D", m = "M"
    }

    /// A measure that is planned.
    public struct Measure: Hashable, Sendable {
        /// The site.
        public let siteID: String
        /// The measure: `aisle-containment`.
        public let measure: String
        /// Its title.
        public let title: BilingualText
        /// Tells that the law or an order demands it, outside the budget.
        public let isMustDo: Bool
        /// Paid once.
        public let capital: Money
        /// Bought energy saved in the first year.
        public let saved: Energy
        /// Emission saved in the first year, location-based; nil when unknown.
        public let savedEmission: EmissionMass?
        /// What it adds to the net present value, in list order.
        public let netPresentValue: Money
        /// Simple payback [years]; nil when it never pays back.
        public let paybackYears: String?
        /// Levels that it changes: `gb-40879-2021: 3 → 2`.
        public let levelEffects: [String]
        /// Where its saving was taken from.
        public let source: String
        /// How far that was checked.
        public let confidence: SavingConfidence

        /// Makes a planned measure.
        public init(
            siteID: String, measure: String, title: BilingualText, isMustDo: Bool, capital: Money,
            saved: Energy, savedEmission: EmissionMass?, netPresentValue: Money,
            paybackYears: String?, levelEffects: [String], source: String,
            confidence: SavingConfidence
        ) {
            self.siteID = siteID
            self.measure = measure
            self.title = title
            self.isMustDo = isMustDo
            self.capital = capital
            self.saved = saved
            self.savedEmission = savedEmission
            self.netPresentValue = netPresentValue
            self.paybackYears = paybackYears
            self.levelEffects = levelEffects
            self.source = source
            self.confidence = confidence
        }
    }

    /// Where a measure stands, as `measures.csv` states it.
    public struct Progress: Hashable, Sendable {
        /// The site; nil where the line speaks of all.
        public let siteID: String?
        /// The measure.
        public let measure: String
        /// `available`, `done` or `refused`.
        public let status: String
        /// The status for people.
        public let statusLabel: BilingualText
        /// The day by which it is ordered; nil where none is.
        public let requiredBy: CivilDate?
        /// The document that proves the status; nil where none is stated.
        public let evidence: String?

        /// Makes a line of progress.
        public init(
            siteID: String?, measure: String, status: String, statusLabel: BilingualText,
            requiredBy: CivilDate?, evidence: String?
        ) {
            self.siteID = siteID
            self.measure = measure
            self.status = status
            self.statusLabel = statusLabel
            self.requiredBy = requiredBy
            self.evidence = evidence
        }
    }

    /// The currency of all amounts.
    public let currency: String
    /// The planned measures: what must be done first, then those that bring most.
    public let measures: [Measure]
    /// What the lines of `measures.csv` say of progress: done and ordered first.
    public let progress: [Progress]
    /// Why there is no plan; nil when there is one.
    public let reason: BilingualText?

    /// Makes a plan.
    public init(
        currency: String, measures: [Measure], progress: [Progress], reason: BilingualText? = nil
    ) {
        self.currency = currency
        self.measures = measures
        self.progress = progress
        self.reason = reason
    }

    /// The outlay of all planned measures.
    public var capital: Money { measures.reduce(.zero) { $0 + $1.capital } }
    /// Bought energy that all planned measures save in the first year.
    public var saved: Energy { measures.reduce(.zero) { $0 + $1.saved } }
    /// The net present value of all planned measures.
    public var netPresentValue: Money { measures.reduce(.zero) { $0 + $1.netPresentValue } }
    /// Emission that all planned measures save; nil when one is unknown or there is none.
    public var savedEmission: EmissionMass? {
        let masses = measures.compactMap(\.savedEmission)
        return masses.isEmpty || masses.count < measures.count ? nil : masses.reduce(.zero, +)
    }
}
