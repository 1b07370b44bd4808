import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting

extension PublishedListing {
    /// All rulebooks.
    package func schemes() -> String {
        switch form {
        case .json: return data.schemesDocument(language).text
        case .csv:
            var table = CSVText(header: ["id", "edition", "jurisdiction", "title", "sha256"])
            for (rulebook, digest) in data.rulebooks {
                table.append([
                    rulebook.id, rulebook.edition, rulebook.jurisdiction.rawValue,
                    rulebook.title.text(in: language), digest.hexadecimal,
                ])
            }
            return table.text
        case .table:
            var table = TextTable(.left, .left, .left, .left)
            for (rulebook, _) in data.rulebooks {
                table.append(
                    rulebook.id, rulebook.jurisdiction.rawValue, rulebook.edition,
                    rulebook.title.text(in: language))
            }
            return table.text(indent: "")
        }
    }

    /// One rulebook with its limits and sources; nil when there is none of that name.
    package func scheme(_ id: String) -> String? {
        guard let rulebook = data.rulebook(id) else { return nil }
        return switch form {
        case .json: data.schemeDocument(id, language)?.text
        case .csv: RulebookDocument.csv(rulebook, language: language)
        case .table: text(rulebook)
        }
    }

    private func text(_ rulebook: Rulebook) -> String {
        var head = TextTable(.left, .left)
        head.append(rulebook.id, rulebook.title.text(in: language))
        head.append(words("number", zh: "编号"), rulebook.number)
        head.append(words("issuer", zh: "发布机构"), rulebook.issuer.text(in: language))
        head.append(
            words("holds in", zh: "适用地区"),
            rulebook.regions.isEmpty
                ? words("everywhere", zh: "不限") : rulebook.regions.joined(separator: ", "))
        head.append(
            words("made for", zh: "适用"),
            rulebook.appliesTo.map(\.rawValue).joined(separator: ", "))
        var text = head.text(indent: "")
        text += levels(rulebook)
        for criterion in rulebook.criteria { text += self.criterion(criterion) }
        func list(_ title: String, _ lines: [String]) -> String {
            lines.isEmpty ? "" : "\n\(title)\n" + lines.map { "  · \($0)\n" }.joined()
        }
        if let slot = rulebook.slot {
            text += list(
                words("Table not at hand", zh: "等级表未获取"),
                [slot.missing.text(in: language), slot.whereFound.text(in: language)]
                    + (slot.fact.map {
                        [words("enters as fact ", zh: "以事实录入：") + $0.rawValue]
                    }
                        ?? []))
        }
        text += list(
            words("Conditions", zh: "适用条件"),
            rulebook.conditions.map { $0.text.text(in: language) + "  (\($0.when.shown))" })
        text += list(
            words("Remarks", zh: "说明"), rulebook.remarks.map { $0.text(in: language) })
        if let surcharge = rulebook.surcharge {
            text += list(
                words("Surcharge", zh: "加价"),
                surcharge.tiers.map { tier in
                    let excess =
                        tier.excessAtMost.map { "≤ \($0)" } ?? words("above", zh: "以上")
                    return "\(tier.price) \(surcharge.currency)/kWh, "
                        + words("excess over the limit ", zh: "超出限值比例 ") + excess
                } + [surcharge.note.text(in: language)])
        }
        text += list(
            words("Sources", zh: "来源"),
            rulebook.sources.map { "\($0.id): \($0.title.text(in: language)) — \($0.locator)" })
        text += list(
            words("Not known here", zh: "未见内容"),
            rulebook.notKnown.map { $0.text(in: language) })
        return text
    }

    private func levels(_ rulebook: Rulebook) -> String {
        guard !rulebook.levels.isEmpty else { return "" }
        var table = TextTable(.left, .left, .left)
        for level in rulebook.levels {
            table.append(
                level.level, level.label.text(in: language),
                level.pointsAtLeast.map { words("from \($0) points", zh: "\($0) 分起") } ?? ""
            )
        }
        return "\n" + words("Levels", zh: "等级") + "\n" + table.text()
    }

    private func criterion(_ criterion: Criterion) -> String {
        var text =
            "\n\(criterion.id)  \(criterion.name.text(in: language))  \(criterion.quantity.word) [\(criterion.unit)]"
        if !criterion.decides { text += words("  (shown only)", zh: "（仅展示）") }
        if let points = criterion.points {
            text += words(
                "  up to \(points.possible) points", zh: "  最高 \(points.possible) 分")
        }
        text += "\n"
        if !criterion.when.isEmpty {
            text +=
                words("  applies when ", zh: "  适用条件 ")
                + criterion.when.map(\.shown).joined(separator: "; ") + "\n"
        }
        var table = TextTable(.left, .left, .right, .left, .left, .left)
        for line in RulebookLine.all(of: criterion) {
            let sign = ["at_most": "≤", "below": "<", "at_least": "≥", "above": ">", "at": "="]
            table.append(
                line.level ?? "",
                (line.bound.flatMap { sign[$0] } ?? "") + " " + (line.threshold ?? ""),
                line.points.map { words("\($0) points", zh: "\($0) 分") } ?? "", line.when,
                "\(line.source): " + line.place.text(in: language), line.confidence.rawValue)
        }
        return text + table.text()
    }
}
