import CarbonAccounting
import EnergyLedger
import Grading
import MeterFiles
import Metering
public import Provenance
public import Quantities
public import Reporting
import Store

/// The chain behind one figure (数据溯源): from the printed number to accounts, meters, files and
/// lines, to the factor's document and page, to the rule's clause.
public struct Explanation: Sendable {
    /// What this step says.
    public let text: String
    /// The steps behind it.
    public let steps: [Explanation]

    init(_ text: String, _ steps: [Explanation] = []) {
        self.text = text
        self.steps = steps
    }

    /// The chain as an indented tree.
    public func tree(indent: String = "") -> String {
        indent + FindingDocument.visible(text) + "\n"
            + steps.map { $0.tree(indent: indent + "  ") }.joined()
    }

    /// The chain as JSON.
    public var json: JSONValue {
        .object(["text": .string(text), "steps": .array(steps.map(\.json))])
    }

    /// The chain as CSV: a line for each step, `depth` counted from 0 at the figure itself.
    public var csv: String {
        var table = CSVText(header: ["depth", "text"])
        append(to: &table, depth: 0)
        return table.text
    }

    private func append(to table: inout CSVText, depth: Int) {
        table.append([String(depth), text])
        for step in steps { step.append(to: &table, depth: depth + 1) }
    }
}

/// A figure's name that does not lead anywhere.
public struct UnknownFigure: Error, Sendable {
    /// What could have been asked for.
    public let known: [String]
}

/// Walks from a figure of a run down to the lines of files.
public struct Explainer {
    let run: Run
    let site: Run.SiteResult
    let language: Language
    /// Only readings that touch this stretch of time; nil for the whole period.
    private let narrowed: Interval?
    let evidence: EvidenceFinder

    /// Explains figures of one site.
    ///
    /// - Parameter narrowed: An hour to look at line by line.
    public init(_ run: Run, site: Run.SiteResult, narrowed: Interval?, language: Language) throws {
        self.run = run
        self.site = site
        self.language = language
        self.narrowed = narrowed
        evidence = try EvidenceFinder(run.portfolio)
    }

    func words(_ english: String, zh chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: language)
    }

    /// The figures that can be explained.
    public var figures: [String] {
        let accounts = Account.allCases.filter {
            site.balances.energy[$0] != nil || site.balances.water[$0] != nil
        }
        return accounts.map { "\($0.side == .carrier ? "water_m3" : "energy_kwh").\($0.rawValue)" }
            + [
                "e_dc_kwh", "e_it_kwh",
            ] + EmissionScope.allCases.map { "emissions_kgco2e.\($0.rawValue)" }
            + IndicatorID.allCases.map { "indicators.\($0.rawValue)" }
            + site.grades.map { "grades.\($0.scheme)" }
            + lots.map { "instruments.\($0.assessment.lot.id)" }
    }

    /// The chain behind a figure, named as in the JSON (`indicators.pue`) or by its last word (`pue`).
    public func explain(_ figure: String) throws -> Explanation {
        guard let name = figures.first(where: { $0 == figure || $0.hasSuffix("." + figure) }) else {
            throw UnknownFigure(known: figures)
        }
        let last = name.split(separator: ".").dropFirst().joined(separator: ".")
        if name == "e_dc_kwh" { return try facility() }
        if name == "e_it_kwh" { return try it() }
        if name.hasPrefix("grades.") { return try grade(last) }
        if name.hasPrefix("emissions_kgco2e."), let scope = EmissionScope(rawValue: last) {
            return try emission(scope)
        }
        if name.hasPrefix("instruments."),
            let lot = lots.first(where: { $0.assessment.lot.id == last })
        {
            return instrument(lot)
        }
        if name.hasPrefix("indicators."), let id = IndicatorID(rawValue: last) {
            return try indicator(id)
        }
        guard let account = Account(rawValue: last) else { throw UnknownFigure(known: figures) }
        return try self.account(account)
    }

    // MARK: - Grades and indicators

    private func grade(_ scheme: String) throws -> Explanation {
        guard let grade = site.grades.first(where: { $0.scheme == scheme }),
            let rulebook = run.data.rulebook(scheme)
        else { throw UnknownFigure(known: figures) }
        let level =
            grade.level.map { words("level \($0)", zh: "等级 \($0)") }
            ?? words("no level: ", zh: "无等级：") + (grade.reason?.text(in: language) ?? "")
        var steps = (grade.gates + grade.criteria).map { step($0, rulebook) }
        steps += grade.assumed.map {
            Explanation(words("assumed: ", zh: "假定：") + $0.text.text(in: language))
        }
        steps += grade.remarks.map { Explanation($0.text(in: language)) }
        var seen: Set<IndicatorID> = []
        for case .indicator(let id) in rulebook.criteria.map(\.quantity)
        where seen.insert(id).inserted {
            steps.append(try indicator(id))
        }
        return Explanation("\(site.site.id) · \(scheme) · \(run.period.label) = \(level)", steps)
    }

    /// One criterion: its verdict, the limit or the points, and the clause.
    private func step(_ criterion: CriterionResult, _ rulebook: Rulebook) -> Explanation {
        var text =
            "\(criterion.id): \(criterion.verdict.rawValue)  \(criterion.value?.text() ?? "-")"
        if let limit = criterion.limit { text += " \(limit.symbol) \(limit.threshold)" }
        text += " [\(criterion.unit)]"
        if let points = criterion.points {
            text +=
                "  \(points)/\(criterion.pointsPossible?.description ?? "-")"
                + words(" points", zh: " 分")
        }
        if let confidence = criterion.confidence {
            text += "  " + words("confidence", zh: "可信度") + " \(confidence.rawValue)"
        }
        let clause = [rulebook.number, criterion.place?.text(in: language)].compactMap { $0 }
            .joined(separator: ", ")
        let source = criterion.source.map {
            " — \($0.title.text(in: language)); \($0.locator)"
        }
        let reason = criterion.reason.map { Explanation($0.text(in: language)) }
        return Explanation(
            text, [Explanation(clause + (source ?? ""))] + (reason.map { [$0] } ?? []))
    }

    private func indicator(_ id: IndicatorID) throws -> Explanation {
        let figure = site.indicators.figure(id)
        let head = "\(site.site.id) · indicators.\(id.rawValue) · \(run.period.label)"
        guard let value = figure.value else {
            return Explanation(
                head + words(": not evaluated: ", zh: "：未评价：")
                    + (figure.reason?.text(in: language) ?? ""))
        }
        let coverage = figure.coverage?.text() ?? "-"
        let hours = words(
            "over the hours that both parts have (\(coverage) of the period)",
            zh: "按两部分都完整的小时计算（占统计期 \(coverage)）")
        switch id {
        case .pue:
            let pue = site.indicators.pue
            let category = pue.category.map { words(", category \($0)", zh: "，类别 \($0)") } ?? ""
            return Explanation(
                head
                    + " = \(value.text()) (\(pue.designation.rawValue)\(category), \(pue.edition))",
                [
                    Explanation(
                        "= E_DC \(kilowattHours(pue.numerator)) / E_IT \(kilowattHours(pue.denominator)) "
                            + hours),
                    try facility(), try it(),
                ])
        case .wue, .wueFresh:
            let wue = id == .wue ? site.indicators.wue : site.indicators.wueFresh
            return Explanation(
                head + " = \(value.text()) L/kWh",
                [
                    Explanation(
                        "= \(wue.numerator?.cubicMetresText ?? "-") m³ / E_IT \(kilowattHours(wue.denominator)) "
                            + hours + ", ISO/IEC 30134-9"),
                    try account(id == .wue ? .waterIn : .waterFresh), try it(),
                ])
        case .cueLocation, .cueMarket:
            return Explanation(
                head + " = \(value.text()) kg/kWh, ISO/IEC 30134-8",
                [
                    Explanation(
                        words(
                            "= (Scope 2 x share of the site's electricity that enters E_DC + Scope 1 where evaluated) / E_IT",
                            zh: "=（范围二 x 站点用电中进入 E_DC 的比例 + 已评价的范围一）/ E_IT")),
                    try emission(id == .cueLocation ? .scope2Location : .scope2Market),
                    try it(),
                ])
        case .ref:
            return Explanation(head + " = \(value.text())", [greenPower(), try facility()])
        case .greenShare, .greenPowerQuality:
            return Explanation(
                head + " = \(value.text())", [greenPower()] + (try consumption()))
        case .hourlyMatch, .annualMatch, .cfeHourly:
            return Explanation(
                head + " = \(value.text())  " + hours,
                hourlyMatch() + [greenPower()] + (try consumption()))
        case .directSelfUse, .directSelfUseOfLoad, .directSold:
            return Explanation(head + " = \(value.text())", try consumption())
        case .erf, .ere, .cer, .pueHeatPumpExcluded, .partialPUECooling, .partialPUEPower,
            .onsiteShare, .wuePotable:
            return Explanation(head + " = \(value.text())", [try facility(), try it()])
        case .demandFixedBlock, .demandSliding:
            return Explanation(head + " = \(value.text()) kW", try demand(id))
        default:
            let unit = id.unit == "1" ? "" : " " + id.unit
            return Explanation(head + " = \(value.text())" + unit)
        }
    }

    func kilowattHours(_ energy: Energy?) -> String {
        energy.map { $0.kilowattHoursText + " kWh" } ?? "-"
    }

    // MARK: - Energy

    private func facility() throws -> Explanation {
        let excluded = site.site.boundaryExcludes.union([.office, .gridExport])
        let added = Balances.facilitySupply.subtracting(excluded)
        let terms = Account.allCases.filter { site.balances.energy[$0] != nil }
        var steps: [Explanation] = []
        for account in terms where added.contains(account) {
            steps.append(try self.account(account, sign: "+"))
        }
        for account in [Account.coolingImport, .heatImport] {
            guard let heat = site.balances.heat[account], !excluded.contains(account) else {
                continue
            }
            steps.append(
                Explanation(
                    "+ \(account.rawValue) = \(kilowattHours(heat))  "
                        + Labels.account(account).text(in: language)))
        }
        for account in terms where excluded.contains(account) && account.side == .use {
            steps.append(try self.account(account, sign: "-"))
        }
        return Explanation(
            "E_DC = \(kilowattHours(site.balances.facilityEnergy))  "
                + words(
                    "(grid import + direct line + on-site generation + generator - export - uses outside the boundary)",
                    zh: "（市电 + 直连 + 自发电 + 发电机 - 上网 - 边界外用电）"), steps)
    }

    private func it() throws -> Explanation {
        let accounts = Account.allCases.filter {
            Balances.itAccounts.contains($0) && site.balances.energy[$0] != nil
        }
        return Explanation(
            "E_IT = \(kilowattHours(site.balances.itEnergy))",
            try accounts.map { try account($0, sign: "+") })
    }

    func account(_ account: Account, sign: String = "") throws -> Explanation {
        let amount: String
        if let energy = site.balances.energy[account] {
            amount = kilowattHours(energy)
        } else {
            amount = (site.balances.water[account]?.cubicMetresText ?? "-") + " m³"
        }
        let columns = site.balances.journal.columns(of: [account])
        let steps = try columns.flatMap { column -> [Explanation] in
            guard let id = column.meterID else {
                return [
                    Explanation(
                        account == .unallocated
                            ? words("supply - uses, hour by hour", zh: "逐小时：供电 - 用电")
                            : words("derived: the sum of the top-level uses", zh: "推导：顶层用电之和"))
                ]
            }
            return try meters(id, column: column)
        }
        return Explanation(
            (sign.isEmpty ? "" : sign + " ") + "\(account.rawValue) = \(amount)  "
                + Labels.account(account).text(in: language), steps)
    }

    private func meters(_ id: String, column: Journal.Column) throws -> [Explanation] {
        try site.meters.filter { $0.id == id && $0.validity.start == column.validFrom }.map {
            meter in
            var amount = amountText(column.amounts.reduce(0, +), of: meter)
            if let narrowed {
                let journal = site.balances.journal
                let hour = column.amounts.indices.filter {
                    narrowed.start <= journal.start(ofSlot: $0)
                        && journal.start(ofSlot: $0) < narrowed.end
                }
                let sum = hour.reduce(Int64(0)) { $0 + column.amounts[$1] }
                let isKnown = hour.contains {
                    column.states[$0] & (LoadProfile.present | Journal.Column.filled) != 0
                }
                amount +=
                    isKnown
                    ? words("; in this hour ", zh: "；该小时 ") + amountText(sum, of: meter)
                    : words("; in this hour nothing is known", zh: "；该小时无数据")
            }
            let window = narrowed ?? site.balances.journal.interval
            let sources = try evidence.sources(
                of: meter, in: window, reversed: column.account != meter.account,
                listing: narrowed != nil)
            let remainder =
                site.meters.contains { $0.parentID == id && $0.account.side == meter.account.side }
                ? words(", less its sub-meters", zh: "，已扣除分表") : ""
            return Explanation(
                "\(id) \(amount)  meters.csv: \(meter.quantity.rawValue), \(meter.unit.rawValue)"
                    + " x \(meter.multiplier)" + remainder,
                sources.map(explained))
        }
    }

    /// A file with the lines of it that count.
    func explained(_ source: EvidenceFinder.Source) -> Explanation {
        Explanation(
            words(
                "\(source.file) lines \(source.lines.lowerBound)-\(source.lines.upperBound), "
                    + "\(Counted.text(source.count, "reading")), batch \(source.batch), sha256 \(source.digest)",
                zh:
                    "\(source.file) 第 \(source.lines.lowerBound)-\(source.lines.upperBound) 行，"
                    + "\(source.count) 个读数，批次 \(source.batch)，sha256 \(source.digest)"),
            source.rows.map { Explanation("\(source.file):\($0.line): \($0.text)") })
    }

    private func amountText(_ amount: Int64, of meter: Meter) -> String {
        meter.unit.dimension == .volume
            ? Volume(millilitres: amount).cubicMetresText + " m³"
            : kilowattHours(Energy(joules: amount))
    }
}
