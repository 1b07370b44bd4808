import EnergyLedger
import Metering
public import Provenance
public import Quantities
public import Reporting
public import Retrofit

/// The saving of a measure proven from the ledger before and after it (节能量核证).
///
/// IPMVP option C, whole facility: the overhead of the site, `E_DC` less `E_IT`, by complete days or hours, on IT load
/// and outdoor temperature. Everything else that changed at the site in between is part of it.
public struct VerifiedSaving: Sendable {
    /// The measure.
    public let measure: Measure
    /// The site.
    public let siteID: String
    /// The twelve months or more before.
    public let baseline: Period
    /// The time after.
    public let reporting: Period
    /// What came out.
    public let model: SavingModel
    /// The saving over the energy of the measure's end use, as a plan takes it: low and high end; nil where the
    /// end use is not metered, nothing was saved, or the model does not pass.
    public let share: (low: DecimalText, high: DecimalText)?
    /// Why there is no share.
    public let reason: BilingualText?
    /// What the document says of itself.
    public let heading: DocumentHeading

    /// Verifies.
    ///
    /// - Throws: `Refusal` for the table of temperatures, `SavingsVerification.Shortfall` or
    ///   `HourlyVerification.Shortfall` where days or hours do not carry a model.
    public init(
        _ measure: Measure, at siteID: String, _ portfolio: Portfolio, _ data: PublishedData,
        baseline: Period, reporting: Period, temperatures path: String?,
        by kind: SavingModel.Kind = .daily
    ) throws {
        let calendar = portfolio.sites.first { $0.id == siteID }?.calendar
        let table = try path.flatMap { path in
            try calendar.map { try TemperatureTable(path: path, calendar: $0) }
        }
        let before = try Run(portfolio, data, over: baseline, schemes: [], site: siteID)
        let after = try Run(portfolio, data, over: reporting, schemes: [], site: siteID)
        let (old, new) = (before.sites.first?.balances, after.sites.first?.balances)
        let (early, late) = (
            old.map { OverheadSamples($0, table, of: measure.endUse) },
            new.map { OverheadSamples($0, table, of: measure.endUse) }
        )
        let used: [Int64?]
        switch kind {
        case .daily:
            let days = early?.days ?? []
            model = .daily(
                try SavingsVerification(
                    baseline: days.map(\.day), reporting: late?.days.map(\.day) ?? []))
            used = (late?.days ?? []).map(\.endUse)
        case .hourly:
            let hours = early?.hours ?? []
            model = .hourly(
                try HourlyVerification(
                    baseline: hours.map(\.hour), reporting: late?.hours.map(\.hour) ?? []))
            used = (late?.hours ?? []).map(\.endUse)
        }
        self.measure = measure
        self.siteID = siteID
        self.baseline = baseline
        self.reporting = reporting
        let stated = try ChainFacts.read(portfolio, for: baseline)[siteID] ?? .nothing
        (share, reason) = Self.share(
            of: model, measure,
            MeteredUse(
                amounts: used, hasMeter: late?.hasMeter ?? false,
                part: measure.endUse.flatMap(stated.partOfMetered)))
        heading = portfolio.heading(
            period: reporting,
            inputs: (table.map { [(name: path?.lastPart ?? "", digest: $0.digest)] } ?? [])
                + after.statements.compactMap { file in
                    file.digest.map { (name: file.file, digest: $0) }
                }, data: data, findings: before.findings + after.findings)
    }

    /// What the end use takes in with the measure.
    private struct MeteredUse {
        /// On each day or in each hour of the report [J]; nil where its meters do not have it.
        let amounts: [Int64?]
        let hasMeter: Bool
        /// The part of what the meters have that the end use takes; nil where the site does not state it.
        let part: Share?
    }

    /// Saved over what the end use would have taken in without the measure, the uncertainty to both sides; else why
    /// there is none.
    ///
    /// That is what it takes in with the measure, on the very days or hours of the report, and what is saved: the
    /// baseline's own use would be that of other seasons.
    private static func share(
        of model: SavingModel, _ measure: Measure, _ used: MeteredUse
    ) -> (share: (low: DecimalText, high: DecimalText)?, reason: BilingualText?) {
        func none(_ english: String, _ chinese: String) -> (
            (low: DecimalText, high: DecimalText)?, BilingualText?
        ) { (nil, BilingualText(english, zh: chinese)) }
        guard model.passesGuideline else {
            return none(
                "the baseline does not keep the limits of Guideline 14", "基准模型未达到 Guideline 14 的限值")
        }
        guard let uncertainty = model.fractionalUncertainty, uncertainty < 1 else {
            return none(
                "nothing is saved beyond the uncertainty at 90 %", "在 90% 置信度下未见超出不确定度的节能")
        }
        guard measure.effect == .share else {
            return none(
                "the measure's saving is no share of its end use", "该措施的节能量不以用能环节占比表示")
        }
        guard let endUse = measure.endUse?.rawValue else {
            return none("the measure names no end use", "该措施未指明用能环节")
        }
        guard used.hasMeter else {
            return none(
                "the end use \(endUse) has no meter of its own", "用能环节 \(endUse) 没有独立计量")
        }
        guard let part = used.part else {
            return none(
                "facts.csv does not state which part of the metered cooling \(endUse) takes",
                "facts.csv 未说明 \(endUse) 占制冷计量电量的份额")
        }
        let (known, steps) = (used.amounts.compactMap { $0 }, model.steps)
        guard known.count * 10 >= steps.reporting * 9, !known.isEmpty else {
            return none(
                "the end use \(endUse) is metered in \(known.count) of the \(steps.reporting) days or hours of the report; nine tenths are needed",
                "用能环节 \(endUse) 在报告期 \(steps.reporting) 个完整日（或小时）中仅计量 \(known.count) 个；需要九成"
            )
        }
        guard part > .none else {
            return none(
                "the end use \(endUse) takes no part of the metered cooling",
                "\(endUse) 不占制冷计量电量的任何份额")
        }
        let taken =
            Double(known.reduce(Int64(0), +)) / 3_600_000 * Double(steps.reporting)
            / Double(known.count)
        let portion = Double(part.billionths) / 1_000_000_000
        func share(_ factor: Double) -> DecimalText {
            let saved = model.saved * factor
            let share = saved / (portion * (taken + saved))
            let tenThousandths = (min(1, max(0, share)) * 10_000).rounded(.down)
            return DecimalText(significand: Int128(tenThousandths), scale: 4)
        }
        let low = share(1 - uncertainty)
        // A ten-thousandth is the least that the table holds.
        guard low.significand > 0 else {
            return none(
                "less than a ten-thousandth of the end use is saved for certain",
                "可确认的节能不足该环节用电的万分之一")
        }
        return ((low, share(1 + uncertainty)), nil)
    }
}

extension VerifiedSaving {
    /// The document.
    public func document(language: Language) -> JSONValue {
        var members = heading.members("carbongrade-verified-saving/1", language: language)
        let parameters = model.parameters
        members["site_id"] = .string(siteID)
        members["measure"] = .string(measure.id)
        members["ipmvp_option"] = .string("C")
        members["model"] = .string(model.kind.rawValue)
        members["method"] = .string(model.method)
        members["baseline_hours"] = model.hours.map { .integer($0.baseline) } ?? .null
        members["reporting_hours"] = model.hours.map { .integer($0.reporting) } ?? .null
        members["baseline"] = .string(baseline.label)
        members["reporting"] = .string(reporting.label)
        members["baseline_days"] = .integer(model.days.baseline)
        members["reporting_days"] = .integer(model.days.reporting)
        members["expected_kwh"] = Self.number(model.expected, 3)
        members["metered_kwh"] = Self.number(model.actual, 3)
        members["saved_kwh"] = Self.number(model.saved, 3)
        members["fractional_uncertainty_90"] = Self.number(model.fractionalUncertainty, 4)
        members["cv_rmse"] = Self.number(model.fit.variation(parameters: parameters), 4)
        members["nmbe"] = Self.number(model.fit.meanBias(parameters: parameters), 4)
        members["adjusted_r2"] = Self.number(model.adjustedR2, 4)
        members["parameters"] = .integer(parameters)
        members["cooling_balance_c"] = Self.number(model.balances.cooling, 2)
        members["heating_balance_c"] = Self.number(model.balances.heating, 2)
        members["passes_guideline14"] = .bool(model.passesGuideline)
        members["saving_low"] = .decimal(share?.low.description)
        members["saving_high"] = .decimal(share?.high.description)
        members["reason"] = .text(reason?.text(in: language))
        members["estimate"] = .bool(true)
        return .object(members)
    }

    /// The same as one line of CSV under its header; `verified.csv` has this form.
    public var csv: String {
        var table = CSVText(header: VerifiedTable.columns)
        table.append(cells)
        return table.text
    }

    /// The cells of its line in `verified.csv`.
    var cells: [String] {
        [
            measure.id, siteID, share?.low.description ?? "", share?.high.description ?? "",
            baseline.label, reporting.label, Self.text(model.saved, 3),
            model.fractionalUncertainty.map { Self.text($0, 4) } ?? "",
            model.method,
        ]
    }

    /// Name, value and unit of each line for the eye.
    public var lines: [(english: String, chinese: String, value: String, unit: String)] {
        let parameters = model.parameters
        func text(_ value: Double?, _ places: Int) -> String {
            value.map { Self.text($0, places) } ?? "-"
        }
        return [
            ("days before", "基准期完整日", String(model.days.baseline), ""),
            ("days after", "报告期完整日", String(model.days.reporting), ""),
            ("expected", "推算值", text(model.expected, 0), "kWh"),
            ("metered", "计量值", text(model.actual, 0), "kWh"),
            ("saved", "节能量", text(model.saved, 0), "kWh"),
            ("uncertainty at 90 %", "90% 不确定度", text(model.fractionalUncertainty, 3), "1"),
            (
                "CV(RMSE)", "CV(RMSE)", text(model.fit.variation(parameters: parameters), 4),
                "1"
            ),
            ("NMBE", "NMBE", text(model.fit.meanBias(parameters: parameters), 4), "1"),
            ("saving, low end", "节能率下限", share?.low.description ?? "-", "1"),
            ("saving, high end", "节能率上限", share?.high.description ?? "-", "1"),
        ]
    }

    /// Writes it into `verified.csv`.
    public func write(into portfolio: Portfolio) throws {
        try VerifiedTable.write(self, into: portfolio)
    }

    private static func number(_ value: Double?, _ places: Int) -> JSONValue {
        .decimal(value.map { text($0, places) })
    }

    /// A float as a decimal, half to even; a value that is none is left out.
    static func text(_ value: Double, _ places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "" }
        let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
        return Rounding.pointed(
            Int128((value * scale).rounded(.toNearestOrEven)), places: places)
    }
}
