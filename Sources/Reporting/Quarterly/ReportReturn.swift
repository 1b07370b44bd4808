public import Provenance

/// A statistical return (统计报表): indicators with this year, last year and change, or the data set that
/// a publication asks for. A cell that is not known stays empty and says why.
public struct ReportReturn: Hashable, Sendable {
    /// One line.
    public struct Row: Hashable, Sendable {
        /// Whom it speaks of: a `site_id`, or empty for the whole portfolio.
        public let subject: String
        /// The line's place in the return: `1.2`, or the publication's own mark `ECIT`.
        public let code: String
        /// The indicator.
        public let title: BilingualText
        /// The unit as written in the return.
        public let unit: String
        /// This year's value, printed exactly or rounded where `rounding` says; nil when not known.
        public let present: String?
        /// Last year's value; nil when not known or not asked for.
        public let before: String?
        /// This year less last year, exactly; nil when one is not known.
        public let change: String?
        /// The change over last year's value [%], two places half to even; nil when not known.
        public let changePercent: String?
        /// Why this year's value is not known, or last year's where that alone is not; nil when both are.
        public let reason: BilingualText?
        /// What is said of the value: the factor used, the sites behind it.
        public let note: BilingualText?

        /// Makes a line.
        public init(
            subject: String, code: String, title: BilingualText, unit: String, present: String?,
            before: String?, change: String?, changePercent: String?, reason: BilingualText?,
            note: BilingualText?
        ) {
            self.subject = subject
            self.code = code
            self.title = title
            self.unit = unit
            self.present = present
            self.before = before
            self.change = change
            self.changePercent = changePercent
            self.reason = reason
            self.note = note
        }
    }

    /// Its name in files: `ict-statistics`, `eu-2024-1364`, `de-enefg`.
    public let id: String
    /// Its title.
    public let title: BilingualText
    /// The document that asks for it.
    public let source: String
    /// How far its content was checked against that document.
    public let confidence: Confidence
    /// What was not seen of it, or is left to the sender.
    public let remarks: [BilingualText]
    /// The period of `present`: `2026-01-01/2026-10-01`.
    public let presentLabel: String
    /// The period of `before`; nil where the return asks for none.
    public let beforeLabel: String?
    /// The lines.
    public let rows: [Row]

    /// Makes a return.
    public init(
        id: String, title: BilingualText, source: String, confidence: Confidence,
        remarks: [BilingualText], presentLabel: String, beforeLabel: String?, rows: [Row]
    ) {
        self.id = id
        self.title = title
        self.source = source
        self.confidence = confidence
        self.remarks = remarks
        self.presentLabel = presentLabel
        self.beforeLabel = beforeLabel
        self.rows = rows
    }
}
