/// The stable words for kinds of finding; scripts rely on them, so they are never renamed.
///
/// Every code has a reproducer in `Tests/Findings/` and a paragraph in the manual.
public enum FindingCode: String, Hashable, Sendable, CaseIterable {
    // Of the tables of a portfolio.
    case fileUnreadable = "file-unreadable"
    case unknownColumn = "unknown-column"
    case missingColumn = "missing-column"
    case missingValue = "missing-value"
    case rowLength = "row-length"
    case duplicateKey = "duplicate-key"
    case danglingReference = "dangling-reference"
    case unknownValue = "unknown-value"
    case valueMalformed = "value-malformed"
    case unknownZone = "unknown-zone"
    case unknownKey = "unknown-key"
    case yamlUnreadable = "yaml-unreadable"
    case unitMismatch = "unit-mismatch"
    case parentCycle = "parent-cycle"
    case validityOverlap = "validity-overlap"
    case fileTooLarge = "file-too-large"
    // Of a file of readings and its rows.
    case fileEmpty = "file-empty"
    case originalAltered = "original-altered"
    case noLayout = "no-layout"
    case mendedRowsUnclear = "mended-rows-unclear"
    case encodingUnsupported = "encoding-unsupported"
    case compressionBroken = "compression-broken"
    case expansionTooLarge = "expansion-too-large"
    case alreadyIngested = "already-ingested"
    case malformedRow = "malformed-row"
    case timestampUnreadable = "timestamp-unreadable"
    case timeNonexistent = "time-nonexistent"
    case timeAmbiguous = "time-ambiguous"
    case timeRepeatedHour = "time-repeated-hour"
    case partsOfDayOpen = "parts-of-day-open"
    case subSecondTime = "sub-second-time"
    case unknownMeter = "unknown-meter"
    case valueMissing = "value-missing"
    case valueUnreadable = "value-unreadable"
    case valueTooLarge = "value-too-large"
    case notAReading = "not-a-reading"
    case totalsRow = "totals-row"
    case totalsMeter = "totals-meter"
    case presetUsed = "preset-used"
    case encodingDetected = "encoding-detected"
    case encodingMixed = "encoding-mixed"
    case zoneSettled = "zone-settled"
    case zoneUnusable = "zone-unusable"
    case formSettled = "form-settled"
    case formAmbiguous = "form-ambiguous"
    case decimalsCut = "decimals-cut"
    case leapSecond = "leap-second"
    case timeImplausible = "time-implausible"
    case timeInFuture = "time-in-future"
    case qualityUnknown = "quality-unknown"
    case unitUnusable = "unit-unusable"
    case unitDoubtful = "unit-doubtful"
    case multiplierDoubtful = "multiplier-doubtful"
    case multiplierInFile = "multiplier-in-file"
    case periodOfRegister = "period-of-register"
    case labelDoubtful = "label-doubtful"
    case quantityDoubtful = "quantity-doubtful"
    case notEnergy = "not-energy"
    case substitutedValue = "substituted-value"
    // Of what readings mean.
    case clockDrift = "clock-drift"
    case intervalFromData = "interval-from-data"
    case intervalUnknown = "interval-unknown"
    case intervalGap = "interval-gap"
    case outsideValidity = "outside-validity"
    case negativeValue = "negative-value"
    case signSplit = "sign-split"
    case aboveMaxPower = "above-max-power"
    case suspectSpike = "suspect-spike"
    case spikesAmongFew = "spikes-among-few"
    case estimateOverMeasured = "estimate-over-measured"
    case duplicateRow = "duplicate-row"
    case duplicateConflict = "duplicate-conflict"
    case superseded
    case overlapPartial = "overlap-partial"
    case overlapSuperseded = "overlap-superseded"
    case registerDip = "register-dip"
    case registerRollover = "register-rollover"
    case registerExchange = "register-exchange"
    case registerReset = "register-reset"
    case registerSpread = "register-spread"
    case eventUnmatched = "event-unmatched"
    case eventWithoutReading = "event-without-reading"
    case eventContradicted = "event-contradicted"
    case registerSpike = "register-spike"
    case registerPeriodicReset = "register-periodic-reset"
    case registerResetAbsent = "register-reset-absent"
    case registerSingleReading = "register-single-reading"
    case longZero = "long-zero"
    case outOfServiceOpen = "out-of-service-open"
    // Of the ledger and its closing.
    case noReadings = "no-readings"
    case noSupplyMeter = "no-supply-meter"
    case noItMeter = "no-it-meter"
    case mixedMeasurementPoints = "mixed-measurement-points"
    case overMetered = "over-metered"
    case childrenExceedParent = "children-exceed-parent"
    case checkMeterDifference = "check-meter-difference"
    case parentUnresolved = "parent-unresolved"
    case stuckCounter = "stuck-counter"
    case estimated
    case billMismatch = "bill-mismatch"
    case billNotCovered = "bill-not-covered"
    case coverageLow = "coverage-low"
    case statementUnbalanced = "statement-unbalanced"
    case ledgerStale = "ledger-stale"
    case closingAltered = "closing-altered"
    case pueBelowOne = "pue-below-one"
    // Of emission factors and emissions.
    case noPublishedFactor = "no-published-factor"
    case factorFallback = "factor-fallback"
    case factorRecordUnreadable = "factor-record-unreadable"
    case factorUnitMismatch = "factor-unit-mismatch"
    case factorOverlap = "factor-overlap"
    case factorFamilyMixed = "factor-family-mixed"
    case factorsNotChosen = "factors-not-chosen"
    case residualMixMissing = "residual-mix-missing"
    case attributesUnproven = "attributes-unproven"
    case scopeNotEvaluated = "scope-not-evaluated"
    case doubleSource = "double-source"
    case fuelEstimated = "fuel-estimated"
    case fuelNotCovered = "fuel-not-covered"
    case heatNotCovered = "heat-not-covered"
    case billedInPart = "billed-in-part"
    case massBalanceNegative = "mass-balance-negative"
    case outsideScopes = "outside-scopes"
    case intensityMissing = "intensity-missing"
    // Of green-power instruments.
    case instrumentExpired = "instrument-expired"
    case instrumentDoubleClaim = "instrument-double-claim"
    case instrumentWrongYear = "instrument-wrong-year"
    case instrumentRefused = "instrument-refused"
    case instrumentSurplus = "instrument-surplus"
    case matchingProvisional = "matching-provisional"
    case restatement
    case certificateRestated = "certificate-restated"
    // Of submissions of units.
    case submissionUnverified = "submission-unverified"
    case submissionDuplicate = "submission-duplicate"
    case submissionOverlap = "submission-overlap"
    case submissionUnlike = "submission-unlike"
    case submissionSharedKey = "submission-shared-key"
    case submissionWrongUnit = "submission-wrong-unit"
    case submissionUnboundKey = "submission-unbound-key"
}

extension FindingCode {
    /// What a code says and how much it weighs.
    struct Texts {
        let severity: Severity
        let message: BilingualText
        let remedy: BilingualText
    }

    /// The weight a finding of this code has unless its place knows better.
    public var severity: Severity { texts.severity }

    /// The words of this code; each group of codes has a table of its own.
    var texts: Texts {
        Self.table[self]
            ?? Texts(
                severity: .warning, message: BilingualText(rawValue, zh: rawValue),
                remedy: BilingualText("", zh: ""))
    }

    /// The codes whose words are missing; a test holds this empty.
    public static var withoutWords: [FindingCode] { allCases.filter { table[$0] == nil } }

    private static let table: [FindingCode: Texts] = [
        portfolioTexts, filesTexts, formsTexts, readingsTexts, ledgerTexts, carbonTexts,
        factorTexts, instrumentTexts, reportTexts,
    ].reduce(into: [:]) {
        $0.merge($1) { first, _ in first }
    }
}
