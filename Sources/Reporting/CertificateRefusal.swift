public import Grading
public import Provenance
public import Quantities

/// Why no certificate can be issued (不予出证的原因): each reason with a stable word.
public struct CertificateRefusal: Error, Sendable {
    /// The stable words for reasons.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case notFullYear = "not-full-year"
        case periodNotOver = "period-not-over"
        case noLevel = "no-level"
        case informativeLevel = "informative-level"
        case lowConfidence = "low-confidence"
        case coverageBelowLimit = "coverage-below-limit"
        case disqualifyingFinding = "disqualifying-finding"
        case staleLedger = "stale-ledger"
        case unsafeText = "unsafe-text"
        case unsafeKey = "unsafe-key"
        case keyNotValid = "key-not-valid"
        case assuranceIncomplete = "assurance-incomplete"
        case notInRegistry = "not-in-registry"
        case wrongState = "wrong-state"
    }

    /// One reason.
    public struct Reason: Hashable, Sendable {
        /// Its stable word.
        public let code: Code
        /// The sentence for people.
        public let text: BilingualText

        /// Makes a reason.
        public init(_ code: Code, _ english: String, zh chinese: String) {
            self.code = code
            text = BilingualText(english, zh: chinese)
        }
    }

    /// All reasons, in the order in which they should be cured.
    public let reasons: [Reason]

    /// Makes a refusal.
    public init(_ reasons: [Reason]) { self.reasons = reasons }

    /// Makes a refusal of one reason.
    public init(_ code: Code, _ english: String, zh chinese: String) {
        reasons = [Reason(code, english, zh: chinese)]
    }
}

extension CertificateRefusal {
    /// Everything that stands against certifying a level: a period that is not a full year or not
    /// over, findings that disqualify, coverage below 0.99, a level that only informs or rests on
    /// limits of confidence C or M, and no level at all (method, certificate limits).
    public static func reasons(
        against grade: Grade?, scheme: String, _ indicators: Indicators, findings: [Finding],
        issuedOn: CivilDate
    ) -> [Reason] {
        let period = indicators.period
        var reasons: [Reason] = []
        if !period.isTwelveMonths {
            reasons.append(
                Reason(
                    .notFullYear, "the period \(period.label) is not a full year",
                    zh: "统计期 \(period.label) 不是完整年度"))
        }
        if issuedOn < period.end {
            reasons.append(
                Reason(
                    .periodNotOver,
                    "the period ends on \(period.end); it cannot be certified on \(issuedOn)",
                    zh: "统计期于 \(period.end) 结束，不能在 \(issuedOn) 出证"))
        }
        reasons += Self.reasons(from: findings)
        guard let grade else {
            let text = "\(scheme) does not apply to this kind of site"
            return reasons + [Reason(.noLevel, text, zh: "\(scheme) 不适用于此类站点")]
        }
        if let coverage = indicators.pue.figure.coverage, !indicators.pue.figure.isCovered {
            reasons.append(
                Reason(
                    .coverageBelowLimit,
                    "\(coverage.text()) of the hours are complete; "
                        + "\(IndicatorFigure.leastCoverage) is needed",
                    zh: "完整小时占 \(coverage.text())；需要 \(IndicatorFigure.leastCoverage)"))
        }
        if grade.level == nil {
            let why = grade.reason ?? BilingualText("no level is reached", zh: "未达到任何等级")
            reasons.append(
                Reason(.noLevel, "no level: \(why.english)", zh: "无等级：\(why.chinese)"))
        }
        if grade.isInformative {
            let why = grade.remarks.first ?? BilingualText("for information", zh: "仅供参考")
            reasons.append(
                Reason(
                    .informativeLevel, "the level only informs: \(why.english)",
                    zh: "该等级仅供参考：\(why.chinese)"))
        }
        if let confidence = grade.confidence, !confidence.mayCarryCertificate {
            reasons.append(
                Reason(
                    .lowConfidence,
                    "the level rests on a limit of confidence \(confidence.rawValue)",
                    zh: "该等级所依限值的置信度为 \(confidence.rawValue)"))
        }
        return reasons
    }

    private static func reasons(from findings: [Finding]) -> [Reason] {
        findings.compactMap { finding in
            let place = finding.file ?? finding.meterID ?? finding.siteID ?? ""
            let words = BilingualText(
                "[\(finding.code.rawValue)] \(place): \(finding.message(in: .english))",
                zh: "[\(finding.code.rawValue)] \(place)：\(finding.message(in: .chinese))")
            switch finding.code {
            case .ledgerStale:
                return Reason(.staleLedger, words.english, zh: words.chinese)
            default:
                guard finding.severity == .disqualifies else { return nil }
                return Reason(.disqualifyingFinding, words.english, zh: words.chinese)
            }
        }
    }
}
