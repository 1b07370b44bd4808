import EnergyLedger
public import Provenance
public import Quantities

/// The rows of `RetrofitMeasures/*.csv` (措施库): one measure a row, read strictly.
public enum MeasureTable {
    /// The columns, all of which must be there.
    public static let columns = [
        "measure", "title", "title_zh", "applies_to", "needs", "needs_zh", "end_use", "effect",
        "low", "high", "unit", "needs_quantity", "depends_on", "conflicts_with", "water", "remark",
        "remark_zh", "source", "confidence",
    ]
    /// The columns that may lack.
    public static let optional = ["needs_plant", "replaces", "minimum_age_years"]
    /// The columns that may not be empty.
    public static let mandatory = [
        "measure", "title", "title_zh", "applies_to", "effect", "water", "source", "confidence",
    ]

    /// A cell that cannot be read.
    public struct Fault: Error, Hashable, Sendable {
        /// The column.
        public let column: String
        /// What stands there.
        public let value: String
        /// What should stand there.
        public let expected: BilingualText
    }

    /// Reads a row.
    ///
    /// - Throws: `Fault` of the first cell that cannot be read.
    public static func measure(_ cells: [String: String]) throws(Fault) -> Measure {
        func fault(_ column: String, _ english: String, _ chinese: String) -> Fault {
            Fault(
                column: column, value: cells[column] ?? "",
                expected: BilingualText(english, zh: chinese))
        }
        func word<Word: RawRepresentable & CaseIterable>(
            _ column: String, _ type: Word.Type
        ) throws(Fault) -> Word where Word.RawValue == String {
            guard let word = Word(rawValue: cells[column] ?? "") else {
                let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw fault(column, "one of \(words)", "\(words) 之一")
            }
            return word
        }
        let id = cells["measure"] ?? ""
        guard isName(id) else {
            throw fault("measure", "lower case, digits, hyphens", "小写字母、数字和连字符")
        }
        var kinds: [Site.Kind] = []
        for text in list(cells["applies_to"]) {
            guard let kind = Site.Kind(rawValue: text) else {
                throw fault("applies_to", "kinds of site", "站点类型")
            }
            kinds.append(kind)
        }
        let effect = try word("effect", Measure.Effect.self)
        var endUse: EndUse?
        if cells["end_use"] != nil { endUse = try word("end_use", EndUse.self) }
        let (low, high) = (decimal(cells["low"]), decimal(cells["high"]))
        guard (low == nil) == (cells["low"] == nil) else {
            throw fault("low", "a decimal", "小数")
        }
        guard (high == nil) == (cells["high"] == nil), isRange(low, high) else {
            throw fault("high", "a decimal not below low", "不小于 low 的小数")
        }
        if let problem = rangeProblem(effect, endUse, low, high) {
            throw fault(problem.column, problem.english, problem.chinese)
        }
        let needsQuantity = cells["needs_quantity"] ?? "false"
        guard ["true", "false"].contains(needsQuantity) else {
            throw fault("needs_quantity", "true or false", "true 或 false")
        }
        guard let needsPlant = parts(cells["needs_plant"]) else {
            throw fault("needs_plant", "parts of plant", "设备名称")
        }
        var replaces: Plant?
        if cells["replaces"] != nil { replaces = try word("replaces", Plant.self) }
        var age: Int?
        if let text = cells["minimum_age_years"] {
            age = Int(text).flatMap(AgeCondition.years)
            guard age != nil else {
                throw fault(
                    "minimum_age_years", "whole years up to \(AgeCondition.most)",
                    "不超过 \(AgeCondition.most) 的整年数")
            }
        }
        guard age == nil || replaces != nil else {
            throw fault("replaces", "the plant whose age counts", "按其年限判断的设备")
        }
        return Measure(
            id: id, title: BilingualText(cells["title"] ?? "", zh: cells["title_zh"] ?? ""),
            appliesTo: kinds,
            needs: BilingualText(cells["needs"] ?? "", zh: cells["needs_zh"] ?? ""),
            needsPlant: needsPlant, replaces: replaces, minimumAgeYears: age,
            endUse: endUse, effect: effect, low: low, high: high, unit: cells["unit"] ?? "",
            needsQuantity: needsQuantity == "true" || effect.needsQuantity,
            dependsOn: dependencies(cells["depends_on"]),
            conflictsWith: list(cells["conflicts_with"]),
            water: try word("water", Measure.WaterEffect.self),
            remark: BilingualText(cells["remark"] ?? "", zh: cells["remark_zh"] ?? ""),
            source: cells["source"] ?? "",
            confidence: try word("confidence", SavingConfidence.self))
    }

    /// Groups of prerequisites: `;` between groups that are all needed, `|` inside a group of which
    /// any one will do.
    public static func dependencies(_ text: String?) -> [[String]] {
        list(text).map { group in
            group.split(separator: "|").map { alternative in
                String(alternative).filter { $0 != " " }
            }
        }
    }

    /// The plant that a cell names between semicolons; nil where a word names none.
    public static func parts(_ text: String?) -> [PlantPart]? {
        let words = list(text)
        let parts = words.compactMap(PlantPart.init(rawValue:))
        return parts.count == words.count ? parts : nil
    }

    /// The parts of a cell between semicolons.
    public static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ";").map { part in String(part).filter { $0 != " " } }
            .filter { !$0.isEmpty }
    }

    /// Tells whether a text may name a measure.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 60
            && text.utf8.allSatisfy {
                ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
            }
    }

    /// What is wrong with the range of an effect; nil when nothing is.
    public static func rangeProblem(
        _ effect: Measure.Effect, _ endUse: EndUse?, _ low: DecimalText?, _ high: DecimalText?
    ) -> (column: String, english: String, chinese: String)? {
        guard effect.isComputable else { return nil }
        if !effect.actsOnSupply, endUse == nil {
            return ("end_use", "a link of the power chain", "用电环节")
        }
        if effect == .efficiencyPoints,
            let endUse, ![.conversionLoss, .distributionLoss].contains(endUse)
        {
            return (
                "end_use", "conversion_loss or distribution_loss",
                "conversion_loss 或 distribution_loss"
            )
        }
        for (column, value) in [("low", low), ("high", high)] {
            guard let value else { continue }
            let isIn =
                switch effect {
                case .share, .sharePerDegree, .efficiencyPoints: Share(value) != nil
                case .storage: Share(value).map { $0 >= SupplyBasis.leastEfficiency } ?? false
                case .fanSpeed: FanLaw.saving(atSpeed: .one, exponent: value) != nil
                case .energyPerUnit, .generation:
                    value.significand >= 0 && value.rounded(times: .one, times: 1) != nil
                case .enabler, .statement, .greenTrade, .greenCertificates: true
                }
            guard !isIn else { continue }
            switch effect {
            case .fanSpeed:
                return (column, "an exponent from 1 to 3 in halves", "1 至 3、以 0.5 为步长的指数")
            case .energyPerUnit, .generation:
                return (column, "kWh a year, not negative", "每年 kWh，非负")
            case .storage:
                return (column, "an efficiency from 0.1 to 1", "0.1 至 1 的效率")
            default: return (column, "a share from 0 to 1", "0 到 1 的份额")
            }
        }
        return nil
    }

    private static func decimal(_ text: String?) -> DecimalText? {
        text.flatMap { $0.utf8.count <= 20 ? DecimalText($0) : nil }
    }

    private static func isRange(_ low: DecimalText?, _ high: DecimalText?) -> Bool {
        guard let low, let high else { return high == nil || low != nil }
        return low <= high
    }
}
