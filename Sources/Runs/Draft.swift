public import EnergyLedger
import Foundation
public import MeterFiles
public import Metering
public import Provenance
public import Quantities
import Reporting

/// Drafts a portfolio: an empty one, or sites and meters guessed from files that were inspected.
/// Every guess is said aloud, so that a person can correct it.
public enum Draft {
    /// What a meter probably is, and how that was told.
    public struct Guess: Sendable {
        /// The account it is probably booked to.
        public let account: Account
        /// What its readings probably mean.
        public let quantity: Meter.Quantity
        /// The unit it probably reads in.
        public let unit: MeterUnit
        /// Where it probably measures the IT load.
        public let measurementPoint: Meter.MeasurementPoint?
        /// What the account was told from; nil when nothing in the names tells it.
        let word: String?
        let isUnitKnown: Bool

        /// Guesses from the meter's names and the course of its values.
        public init(_ meter: Inspection.MeterSeen, in inspection: Inspection) {
            // The meter's own names first; the file's name tells less, and many are called export.
            let own = [meter.id, meter.column].map { $0.lowercased() }
            let file = inspection.file.lowercased()
                .replacing("export", with: " ").replacing("return", with: " ")
            let names = own + [file]
            let hit = Self.hint(in: own) ?? Self.hint(in: [file])
            word = hit?.word
            let guessed = hit?.account ?? .otherUse
            isUnitKnown = meter.unit != nil
            let isWater = guessed.dimension == .volume
            let unit =
                meter.unit
                ?? (isWater ? .cubicMetre : Self.mentionsPower(names) ? .watt : .kilowattHour)
            account =
                isWater == (unit.dimension == .volume)
                ? guessed : unit.dimension == .volume ? .waterIn : .otherUse
            quantity =
                unit.isPower
                ? .power
                : inspection.preset?.quantity
                    ?? (Self.isRegister(meter, in: inspection) ? .register : .interval)
            self.unit = unit
            measurementPoint =
                account != .it
                ? nil
                : names.contains { $0.contains("rectifier") || $0.contains("开关电源") }
                    ? .rectifierOutput
                    : names.contains { $0.contains("pdu") }
                        ? .pduOutput
                        : names.contains { $0.contains("ups") } ? .upsOutput : nil
        }

        /// A count only rises; one that stands still, such as that of energy sent back, is one where the same
        /// meter has another that rises.
        private static func isRegister(
            _ meter: Inspection.MeterSeen, in inspection: Inspection
        ) -> Bool {
            if meter.onlyRises { return true }
            guard meter.neverFalls, let slash = meter.id.lastIndex(of: "/") else { return false }
            let owner = meter.id[...slash]
            return inspection.meters.contains { $0.onlyRises && $0.id.hasPrefix(owner) }
        }

        /// The guess in words, with what it rests on.
        public func words(in language: Language) -> String {
            let reason =
                word.map { BilingualText("from `\($0)`", zh: "依据“\($0)”") }
                ?? BilingualText("a guess: nothing in the names tells", zh: "猜测：名称中没有线索")
            let unitReason =
                isUnitKnown ? "" : BilingualText(", unit assumed", zh: "，单位为假定").text(in: language)
            return "\(account.rawValue), \(quantity.rawValue), \(unit.rawValue) ("
                + reason.text(in: language) + unitReason + ")"
        }

        private static func hint(in names: [String]) -> (account: Account, word: String)? {
            for hint in hints {
                for name in names {
                    if let word = hint.words.first(where: { mentions($0, in: name) }) {
                        return (hint.account, word)
                    }
                }
            }
            return nil
        }

        private static func mentions(_ word: String, in name: String) -> Bool {
            guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return name.contains(word) }
            return name.split { !($0.isLetter && $0.isASCII) }.contains { part in
                part == word || (word.count >= 5 && part.contains(word))
            }
        }

        private static func mentionsPower(_ names: [String]) -> Bool {
            names.contains { $0.contains("power") || $0.contains("功率") || $0.contains("watt") }
        }

        /// Words in names of meters and columns; the first that is found decides.
        private static let hints: [(account: Account, words: [String])] = [
            (.waterFresh, ["fresh", "新鲜水", "自来水"]), (.waterIn, ["water", "水"]),
            (.onsiteSolar, ["solar", "pv", "photovoltaic", "inverter", "光伏"]),
            (.onsiteWind, ["wind", "风电"]),
            (.generator, ["generator", "genset", "diesel", "柴发", "发电机", "油机"]),
            (
                .gridExport,
                [
                    "export", "return", "returned", "reverse", "feed-in", "feedin", "injection",
                    "rückspeisung", "rueckspeisung", "einspeisung", "teruglevering", "反向", "上网",
                    "倒送",
                ]
            ),
            (.upsLoss, ["upsloss", "ups-loss", "损耗"]),
            (
                .it,
                [
                    "ups", "pdu", "rack", "server", "gpu", "it", "ite", "rectifier", "机柜", "服务器",
                    "开关电源", "负载",
                ]
            ),
            (
                .cooling,
                ["cooling", "chiller", "crac", "crah", "hvac", "ac", "空调", "制冷", "冷机", "冷却"]
            ),
            (.ventilation, ["fan", "ventilation", "新风", "通风"]),
            (.lighting, ["lighting", "light", "照明"]), (.office, ["office", "办公"]),
            (
                .gridImport,
                [
                    "grid", "utility", "mains", "main", "import", "feeder", "incomer", "total",
                    "equipment", "市电", "总表", "总", "进线", "高压", "正向",
                ]
            ),
        ]
    }

    /// Inspects files: names, folders, patterns, or `-` for standard input, which is called `input`.
    ///
    /// - Throws: `Refusal` when a name leads nowhere or a file is none of readings.
    public static func inspect(
        _ names: [String], standardInput: String = "standard-input.csv"
    ) throws -> [Inspection] {
        let choice = try InputChoice(names, standardInput: standardInput)
        defer { choice.discard() }
        return try choice.inputs.map { try inspect($0.path, name: $0.name.lastPart) }
    }

    /// Inspects a file; the name in findings is its bare name.
    static func inspect(_ path: String, name: String) throws -> Inspection {
        do {
            return try Inspection(path: path, name: name)
        } catch let refusal as FileRefusal {
            throw Refusal([refusal.finding])
        }
    }

    /// The drafted lines of `meters.csv`, with its header.
    public static func metersCSV(_ inspections: [Inspection], site: String) -> String {
        var table = CSVText.typedRow([
            "meter_id", "site_id", "account", "medium", "quantity", "unit", "multiplier",
            "interval",
            "label", "measurement_point", "max_power_kw", "parent_meter",
        ])
        var seen: Set<String> = []
        for inspection in inspections {
            for meter in inspection.meters
            where !meter.isSumOfOthers && seen.insert(meter.id).inserted {
                let guess = Guess(meter, in: inspection)
                let interval = guess.quantity == .register ? nil : interval(of: meter)
                let owner = meter.id.split(separator: "/").dropLast().joined(separator: "/")
                let ratio =
                    guess.quantity == .register
                    ? inspection.multipliers[meter.id] ?? inspection.multipliers[owner] : nil
                table += CSVText.typedRow([
                    meter.id, site, guess.account.rawValue,
                    guess.unit.dimension == .volume ? "water" : "electricity",
                    guess.quantity.rawValue, guess.unit.rawValue, ratio?.description ?? "1",
                    interval ?? "",
                    meter.namesEnds ? "end" : "start",
                    guess.measurementPoint?.rawValue ?? "", "", "",
                ])
            }
        }
        return table
    }

    /// The period to ask for first: the year that holds most of the readings when it is nearly
    /// whole, else the latest whole quarter or month, else the days from first to last.
    /// nil when no reading was seen. Days are those of the stamps as written.
    public static func firstPeriod(of inspections: [Inspection]) -> Period? {
        let meters = inspections.flatMap(\.meters)
        guard let first = meters.map(\.first).min(), let last = meters.map(\.last).max()
        else { return nil }
        return firstPeriod(from: first, to: last)
    }

    /// The period to ask for first, of readings from one stamp to another [s, wall clock].
    public static func firstPeriod(from first: Int64, to last: Int64) -> Period? {
        func day(_ stamp: Int64) -> CivilDate? {
            CivilDate(iso: LocalCalendar.utcText(at: stamp).prefix(10))
        }
        // A reading at midnight ends the day before it; a lone one stands for its own day.
        guard let start = day(first), let end = day(max(first, last - 1))?.adding(days: 1),
            let span = Period(from: start, to: end)
        else { return nil }
        func whole(_ period: Period) -> Bool { period.start >= start && period.end <= end }
        // A week without readings leaves a year worth asking for; the coverage says what is missing.
        func nearlyWhole(_ year: Period) -> Bool {
            let missing =
                max(0, start.dayNumber - year.start.dayNumber)
                + max(0, year.end.dayNumber - end.dayNumber)
            return missing <= 7
        }
        let years = span.years.compactMap { Period(String($0)) }
        let quarters = years.flatMap { year in
            (1...4).compactMap { Period("\(year.label)Q\($0)") }
        }
        let months = span.months.filter { $0.start.firstOfMonth(adding: 1) == $0.end }
        return years.last(where: nearlyWhole) ?? quarters.last(where: whole)
            ?? months.last(where: { $0.start.components.day == 1 }) ?? span
    }

    /// The interval of a meter's readings as `meters.csv` takes it; nil where its stamps tell none.
    public static func interval(of meter: Inspection.MeterSeen) -> String? {
        meter.calendarStep?.rawValue ?? meter.step.map(duration)
    }

    private static func duration(_ seconds: Int64) -> String {
        if seconds % 3_600 == 0 { return "PT\(seconds / 3_600)H" }
        return seconds % 60 == 0 ? "PT\(seconds / 60)M" : "PT\(seconds)S"
    }

    /// What a new portfolio is to hold.
    public struct Plan: Sendable {
        /// The organisation's name.
        public var organisation = "My organisation"
        /// The site's id.
        public var siteID = "site-1"
        /// The site's kind.
        public var kind = Site.Kind.dataCenter
        /// ISO 3166-2 code of the region.
        public var region = "CN"
        /// IANA time zone.
        public var timezone = "Asia/Shanghai"

        /// A plan of defaults, all of which are said aloud.
        public init() {}
    }

    /// Makes a portfolio folder; files are copied into its `readings/`.
    ///
    /// - Returns: The names of the files that were written.
    /// - Throws: `Refusal` when the folder already holds a portfolio or a file cannot be read.
    public static func make(
        _ folder: String, _ plan: Plan, from files: [String]
    ) throws -> (written: [String], inspections: [Inspection]) {
        guard !Files.exists(folder + "/portfolio.yaml") else {
            throw Refusal([
                Finding(
                    .fileUnreadable, file: "portfolio.yaml",
                    phrases: [
                        "reason": BilingualText(
                            "the folder already holds a portfolio; choose another",
                            zh: "该文件夹已有组合；请另选")
                    ])
            ])
        }
        var zones = TimeZones()
        guard zones.calendar(named: plan.timezone) != nil else {
            throw Refusal([Finding(.unknownZone, column: "--timezone", value: plan.timezone)])
        }
        guard SitesTable.isRegion(plan.region) else {
            throw Refusal([
                Finding(
                    .valueMalformed, column: "--region", value: plan.region,
                    arguments: ["example": "CN-GD"],
                    phrases: ["expected": BilingualText("an ISO 3166-2 code", zh: "ISO 3166-2 代码")])
            ])
        }
        let files = try files.flatMap(InputChoice.paths)
        let inspections = try files.map { try inspect($0, name: $0.lastPart) }
        var texts: [(String, String)] = [
            ("portfolio.yaml", settings(plan)), ("sites.csv", sites(plan)),
            ("meters.csv", metersCSV(inspections, site: plan.siteID)),
        ]
        for inspection in inspections where inspection.needsLayout {
            texts.append(("layouts/\(safe(inspection.layout.name)).yaml", layoutYAML(inspection)))
        }
        let targets = texts.map(\.0) + files.map { "readings/" + $0.lastPart }
        for (number, name) in targets.enumerated()
        where Files.exists(folder + "/" + name) || targets[..<number].contains(name) {
            throw Refusal([
                Finding(
                    .fileUnreadable, file: name,
                    phrases: [
                        "reason": BilingualText(
                            "it would be written over; choose another folder or another name",
                            zh: "会覆盖已有文件；请另选文件夹或文件名")
                    ])
            ])
        }
        try Files.makeFolder(folder + "/readings")
        for (name, text) in texts { try Files.write(text, to: folder + "/" + name) }
        var written = texts.map(\.0)
        for path in files {
            let target = "readings/" + path.lastPart
            try Files.copy(path, to: folder + "/" + target)
            written.append(target)
        }
        return (written, inspections)
    }

    private static func safe(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
    }

    private static func settings(_ plan: Plan) -> String {
        let name = plan.organisation.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return """
            # The organisation whose portfolio this is; everything else has a default. 组织名称，其余均有默认值
            organisation: "\(name)"
            # profile: ghg_protocol_2015   # cn_mee_enterprise, cn_gbt32150_2025, cn_market_gec, ghg_protocol_hourly
            # factor_fallback: [nation]    # the step that may stand in where no provincial factor is published

            """
    }

    private static func sites(_ plan: Plan) -> String {
        CSVText.typedRow([
            "site_id", "name", "name_zh", "kind", "region", "timezone", "cooling",
        ])
            + CSVText.typedRow([
                plan.siteID, plan.siteID, "", plan.kind.rawValue, plan.region, plan.timezone, "",
            ])
    }
}
