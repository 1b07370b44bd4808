public import Grading
public import Provenance
import Quantities

/// Grades in words and bars (评级文字), for the terminal and for pages.
public enum GradeText {
    /// Tells whether a grade says anything of its site beyond that it has no level.
    public static func speaks(_ grade: Grade) -> Bool {
        if grade.level != nil || grade.indicativeLevel != nil || grade.rank?.mark != nil {
            return true
        }
        if grade.moneyAtStake != nil { return true }
        return (grade.gates + grade.criteria).contains { $0.verdict != .notEvaluated }
            || !grade.obligations.isEmpty
    }

    /// The level, or why there is none.
    public static func level(_ grade: Grade, _ language: Language) -> String {
        func words(_ english: String, _ chinese: String) -> String {
            BilingualText(english, zh: chinese).text(in: language)
        }
        if let level = grade.level {
            let label = grade.levelLabel?.text(in: language) ?? level
            let information = grade.isInformative ? words("  (for information)", "（仅供参考）") : ""
            return words("LEVEL ", "等级 ") + level + "  \(label)" + information
        }
        if let rank = grade.rank, let mark = rank.mark {
            return words("RANK CLASS ", "相对等级 ") + mark
                + words(
                    "  (\(rank.better ?? 0) of \(rank.sites) like sites are better)",
                    "（同类 \(rank.sites) 个站点中 \(rank.better ?? 0) 个更优）")
        }
        let reason = (grade.rank?.reason ?? grade.reason)?.text(in: language) ?? ""
        let indicative = grade.indicativeLevel.map {
            words("; the value at hand would be \($0)", "；按现有数值相当于 \($0)")
        }
        return words("no level: ", "无等级：") + reason + (indicative ?? "")
    }

    /// The levels of the leading criterion in a row with the reached one in brackets; nil for a
    /// scheme of one level or none.
    public static func bar(_ grade: Grade, _ rulebook: Rulebook) -> String? {
        guard rulebook.levels.count > 1, rulebook.scoring == nil,
            let lead = grade.criteria.first(where: { $0.limit != nil }), let value = lead.value
        else { return nil }
        let reached = grade.level ?? grade.indicativeLevel
        let parts = rulebook.levels.map { level -> String in
            let limit = grade.criteria.first { $0.level == level.level }?.limit
            let text = level.level + " " + (limit.map { "\($0.symbol)\($0.threshold)" } ?? "")
            return level.level == reached ? "[\(text)]" : " \(text) "
        }
        return parts.joined(separator: "·") + "   = \(value.text())"
    }

    /// A bar of points; nil without points.
    ///
    /// - Parameter drawsBar: False leaves the bar to a page that draws its own.
    public static func points(
        _ grade: Grade, _ language: Language, drawsBar: Bool = true
    ) -> String? {
        guard let points = grade.points, let possible = grade.pointsPossible,
            let open = grade.pointsNotEvaluated
        else { return nil }
        let full = tenths(points, of: possible)
        let unknown = min(20 - full, tenths(open, of: possible))
        let bar =
            String(repeating: "█", count: full)
            + String(repeating: "░", count: max(0, 20 - full - unknown))
            + String(repeating: "?", count: max(0, unknown))
        let rest = BilingualText(
            "points of \(possible), \(open) not evaluated", zh: "分（满分 \(possible)，未评价 \(open)）")
        return (drawsBar ? "[\(bar)] " : "") + "\(short(points)) " + rest.text(in: language)
    }

    private static func tenths(_ part: DecimalText, of whole: DecimalText) -> Int {
        guard whole.significand > 0 else { return 0 }
        let above = part.significand * 20 * Rounding.powerOfTen(whole.scale)
        return max(0, min(20, Int(above / (whole.significand * Rounding.powerOfTen(part.scale)))))
    }

    /// Points to two places, cut.
    static func short(_ points: DecimalText) -> String {
        guard points.scale > 2 else { return points.description }
        return Rounding.pointed(
            points.significand / Rounding.powerOfTen(points.scale - 2), places: 2)
    }

    /// One criterion on a line.
    public static func criterion(_ result: CriterionResult, _ language: Language) -> String {
        let sign =
            switch result.verdict {
            case .met: "✓"
            case .notMet: "✗"
            case .notEvaluated: "?"
            }
        var text = "\(sign) \(result.name.text(in: language))"
        if let value = result.value { text += " \(value.text())" }
        if let limit = result.limit { text += " (\(limit.symbol) \(limit.threshold))" }
        if let possible = result.pointsPossible {
            text += "  \(result.points.map(short) ?? "?")/\(possible)"
        }
        if !result.decides {
            text += BilingualText("  (shown only)", zh: "（仅展示）").text(in: language)
        }
        if let reason = result.reason { text += " — " + reason.text(in: language) }
        return text
    }

    /// The way to the next level.
    public static func gap(_ gap: GapToNext, _ language: Language) -> String {
        var text =
            BilingualText("next level \(gap.level): ", zh: "上一级 \(gap.level)：").text(in: language)
        let or = BilingualText(" | or ", zh: " | 或 ").text(in: language)
        let and = BilingualText(" and ", zh: "，并 ").text(in: language)
        text += gap.changes.map { change($0, language) }.joined(separator: or)
        text += gap.combination.map { change($0, language) }.joined(separator: and)
        if gap.changes.isEmpty, gap.combination.isEmpty, gap.blockedBy.isEmpty {
            text += BilingualText("no lever of this program reaches it", zh: "现有措施杠杆无法达到")
                .text(in: language)
        }
        if !gap.blockedBy.isEmpty {
            let names = gap.blockedBy.joined(separator: ", ")
            text += BilingualText(
                "\(gap.combination.isEmpty ? "" : "; ")also needed: \(names)",
                zh: "\(gap.combination.isEmpty ? "" : "；")另需：\(names)"
            ).text(in: language)
        }
        return text
    }

    /// One change on a line.
    public static func change(_ change: GapToNext.Change, _ language: Language) -> String {
        let (digits, unit) = GradeTable.text(of: change.amount)
        let amount = grouped(digits, places: unit == "kWh" ? 0 : 3)
        let words: BilingualText =
            switch change.lever {
            case .facilityEnergy: BilingualText("save \(amount) kWh", zh: "需节约 \(amount) kWh")
            case .freshWater, .water, .potableWater:
                BilingualText("save \(amount) m³ of water", zh: "需节水 \(amount) m³")
            case .greenPower:
                BilingualText(
                    "\(amount) more green certificates of 1 MWh", zh: "需增加 \(amount) 张绿证（1 MWh）")
            case .heat:
                BilingualText("hand out \(amount) kWh more heat", zh: "需多外供余热 \(amount) kWh")
            case .racks: BilingualText("\(amount) more racks in use", zh: "需多上架 \(amount) 个机架")
            case .emission:
                BilingualText("emit \(amount) kg less", zh: "需减排 \(amount) kg")
            }
        let cost = change.costHundredths.map {
            " (\(grouped(Rounding.pointed($0, places: 2), places: 0)) CNY)"
        }
        let reach = change.isReachable ? "" : " — " + (change.reason?.text(in: language) ?? "")
        return words.text(in: language) + (cost ?? "") + reach
    }

    /// What stands beside the level: robustness, obligations, money.
    public static func beside(_ grade: Grade, _ language: Language) -> [String] {
        var lines: [String] = []
        if let robust = grade.robustness, !robust.holds {
            let (best, worst) = (robust.best ?? "-", robust.worst ?? "-")
            lines.append(
                BilingualText(
                    "with the missing hours as in the best month: \(best), as in the worst: \(worst)",
                    zh: "缺失小时按最好月份：\(best)，按最差月份：\(worst)"
                ).text(in: language))
        }
        for due in grade.obligations {
            let state: BilingualText =
                switch due.verdict {
                case .met: BilingualText("met today", zh: "目前已达到")
                case .notMet: BilingualText("not met today", zh: "目前未达到")
                case .notEvaluated: BilingualText("not evaluated", zh: "未评价")
                }
            lines.append(
                BilingualText(
                    "due \(due.due): \(due.criterion) \(due.limit.symbol) \(due.limit.threshold), ",
                    zh: "\(due.due) 起：\(due.criterion) \(due.limit.symbol) \(due.limit.threshold)，"
                ).text(in: language) + state.text(in: language))
        }
        if let money = grade.moneyAtStake {
            let amount = grouped(Rounding.pointed(money.hundredths, places: 2), places: 2)
            lines.append(
                BilingualText(
                    "at stake: \(amount) \(money.currency) a year at \(money.price) for each kWh above the limit",
                    zh: "涉及金额：\(amount) \(money.currency)/年，超限电量单价 \(money.price)"
                ).text(in: language))
        }
        return lines
    }

    /// Digits in groups of three, cut to some places half to even.
    static func grouped(_ decimal: String, places: Int) -> String {
        var decimal = decimal
        if let exact = DecimalText(decimal), exact.scale > places {
            decimal = Rounding.text(
                exact.significand, over: Rounding.powerOfTen(exact.scale), places: places)
        }
        let parts = decimal.split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first.map(Array.init) ?? []
        var text = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return parts.count == 2 ? text + "." + parts[1] : text
    }
}
