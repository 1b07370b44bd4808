import Provenance
import Reporting

extension CertificateSheet {
    /// The level and the assurance, side by side and in letters of the same size.
    func drawPanels() {
        let gap = 18.0
        let width = (Self.width - gap) / 2
        let top = 212.0
        let height = 126.0
        let level = levelWords
        let assurance = subject["assurance"]?["label"]?.bilingual ?? BilingualText("–", zh: "–")
        let style = Canvas.Style(size: 42, ink: .deep, alignment: .centre)
        // One size for both: nobody may set the level larger than what it rests on.
        let size =
            [level, assurance].map {
                canvas.fitting(lines($0).0, width: width - 30, style, least: 0.3).size
            }.min() ?? style.size
        let second = [level, assurance].compactMap { lines($0).1 }.map {
            canvas.fitting(
                $0, width: width - 30, Canvas.Style(size: 14, alignment: .centre), least: 0.4
            ).size
        }.min()
        let panels = [
            (words("Level", zh: "等级"), level, schemeLine, true),
            (words("Assurance", zh: "保证程度"), assurance, assuranceLine, false),
        ]
        for (number, panel) in panels.enumerated() {
            let x = Self.left + Double(number) * (width + gap)
            canvas.fill(panel.3 ? .wash : .paper, x: x, y: top, width: width, height: height)
            drawRosette(x: x + width / 2, y: top + height / 2, isLevel: panel.3)
            canvas.frame(.pale, x: x, y: top, width: width, height: height, line: 0.7)
            let caption = Canvas.Style(size: 8, ink: .quiet, alignment: .centre, tracking: 0.8)
            canvas.text(panel.0, x: x, y: top + 17, width: width, caption)
            let (first, other) = lines(panel.1)
            var big = style
            big.size = size
            let baseline = top + (other == nil ? 70.0 : 62)
            canvas.text(first, x: x + 8, y: baseline, width: width - 16, big)
            if let other, let second {
                canvas.text(
                    other, x: x + 8, y: top + 83, width: width - 16,
                    Canvas.Style(size: second, ink: .deep, alignment: .centre))
            }
            drawFoot(panel.2, x: x + 8, y: top + 105, width: width - 16)
        }
    }

    /// What stands below the words of a panel: one line or two.
    private func drawFoot(
        _ text: (String, String?), x: Double, y: Double, width: Double
    ) {
        let (first, second) = text
        let style = Canvas.Style(size: 8, ink: .text, alignment: .centre)
        canvas.text(
            first, x: x, y: second == nil ? y + 4 : y, width: width,
            canvas.fitting(first, width: width, style, least: 0.7))
        guard let second else { return }
        let quiet = Canvas.Style(size: 7, ink: .quiet, alignment: .centre)
        canvas.text(
            second, x: x, y: y + 11, width: width,
            canvas.fitting(second, width: width, quiet, least: 0.75))
    }

    private func drawRosette(x: Double, y: Double, isLevel: Bool) {
        let ink = isLevel ? Ink(0xDCEBE3) : Ink(0xEEF3F0)
        for turn in 0..<4 {
            canvas.line(
                ink,
                Rosette.points(
                    x: x, y: y, inner: 30, outer: 54, petals: isLevel ? 24 : 16,
                    turn: Double(turn) * 1.5708),
                line: 0.4, closed: true)
        }
    }

    /// The level's words; where they are only a mark, the mark.
    private var levelWords: BilingualText {
        let label = grade["level_label"]?.bilingual
        let mark = grade["level"]?.string ?? "–"
        guard let label, !label.english.isEmpty else { return BilingualText(mark, zh: mark) }
        return label
    }

    private var schemeLine: (String, String?) {
        let number = grade["number"]?.string ?? ""
        let (first, second) = lines(grade["title"]?.bilingual ?? BilingualText("", zh: ""))
        return second == nil ? (number, first) : (number + "   " + first, second)
    }

    private var assuranceLine: (String, String?) {
        guard let verifier = subject["assurance"]?["verifier"], verifier != .null else {
            return lines(
                BilingualText(
                    "by the issuer alone; nobody else has verified it", zh: "仅由签发方声明，未经第三方核查"))
        }
        let opinion = verifier["opinion"]?.string.flatMap(CertificateForm.Opinion.init)?.label
        let standard = verifier["standard"]?.string ?? ""
        return (
            verifier["name"]?.string ?? "",
            standard + "   ·   " + (opinion?.text(in: language) ?? "")
        )
    }

    // MARK: - The scale of the scheme

    /// The levels of the scheme in a row, the reached one filled, with the value above it.
    func drawScale() {
        let levels = grade["levels"]?.elements ?? []
        guard !levels.isEmpty else { return }
        let top = 371.0
        let height = 17.0
        let width = Self.width / Double(levels.count)
        for (number, level) in levels.enumerated() {
            let x = Self.left + Double(number) * width
            let isReached = level["reached"]?.isTrue ?? false
            canvas.fill(
                isReached ? .green : .wash, x: x + 1, y: top, width: width - 2, height: height)
            let mark = level["level"]?.string ?? ""
            let signs = ["at_most": "≤ ", "below": "< ", "at_least": "≥ ", "above": "> "]
            let sign = signs[level["bound"]?.string ?? ""] ?? ""
            let limit = level["limit"]?.string.map { sign + $0 } ?? words("above", zh: "其余")
            let style = Canvas.Style(
                size: 9, weight: isReached ? .semibold : .regular,
                ink: isReached ? .paper : .quiet, alignment: .centre)
            let label = "\(mark)   \(limit)"
            canvas.text(
                label, x: x + 3, y: top + 12, width: width - 6,
                canvas.fitting(label, width: width - 6, style, least: 0.6))
            if isReached {
                let middle = x + width / 2
                canvas.area(
                    .green,
                    [(middle - 4, top - 5), (middle + 4, top - 5), (middle, top)])
                drawValue(at: middle, y: top - 9)
            }
        }
        drawGap(y: top + height + 12)
    }

    /// The value on which the level rests, as long as its sign at one place before the limit's.
    private func drawValue(at x: Double, y: Double) {
        guard let text = grade["points"]?.string ?? grade["value"]?.string else { return }
        let isPoints = grade["points"]?.string != nil
        let value = PaperText.number(text, places: isPoints ? 1 : 3)
        let name =
            isPoints
            ? words("points", zh: "得分") : indicatorName(grade["indicator"]?.string ?? "")
        let unit = isPoints ? "" : grade["unit"]?.string ?? ""
        let line = name + " = " + value + (unit == "1" || unit.isEmpty ? "" : " " + unit)
        let style = Canvas.Style(size: 11, weight: .semibold, ink: .deep, alignment: .centre)
        let width = 240.0
        // Near an edge the line stays inside the page.
        let start = min(max(x - width / 2, Self.left), Self.left + Self.width - width)
        canvas.text(line, x: start, y: y, width: width, style)
    }

    /// What the next level takes, what was assumed, and where the limits stand.
    private func drawGap(y: Double) {
        var parts: [BilingualText] = []
        if let gap = grade["gap_to_next"], gap != .null {
            let next = gap["level"]?.string ?? ""
            let saving = gap["changes"]?.elements.first {
                ["kWh", "m3"].contains($0["unit"]?.string) && ($0["reachable"]?.isTrue ?? false)
            }
            if let saving {
                let isEnergy = saving["unit"]?.string == "kWh"
                let amount =
                    PaperText.number(
                        saving["amount"]?.string, places: 0, dividedByTenTo: isEnergy ? 3 : 0)
                    + (isEnergy ? " MWh" : " m³")
                parts.append(
                    BilingualText(
                        "to level \(next): save \(amount)", zh: "距 \(next) 级：需节约 \(amount)"))
            }
        }
        let assumed = grade["assumed"]?.elements.count ?? 0
        if assumed > 0 {
            parts.append(
                BilingualText("scope conditions assumed: \(assumed)", zh: "\(assumed) 项适用条件按假定处理"))
        }
        if let place = grade["place"]?.bilingual { parts.append(place) }
        let all = BilingualText(
            parts.map(\.english).joined(separator: "   ·   "),
            zh: parts.map(\.chinese).joined(separator: "   ·   "))
        let (first, second) = lines(all)
        let style = Canvas.Style(size: 7, ink: .quiet, alignment: .centre)
        for (number, line) in [first, second].compactMap({ $0 }).enumerated() {
            canvas.text(
                line, x: Self.left, y: y + Double(number) * 9.5, width: Self.width,
                canvas.fitting(line, width: Self.width, style, least: 0.75))
        }
    }

    /// The name of an indicator, with the category at which IT energy is measured.
    func indicatorName(_ id: String) -> String {
        let indicator = subject["indicators"]?[id]
        let name = indicator?["designation"]?.string ?? id.uppercased()
        switch id {
        case "wue_fresh": return words("WUE, fresh water", zh: "WUE（新鲜水）")
        case "cue_location": return words("CUE, location-based", zh: "CUE（位置法）")
        case "cue_market": return words("CUE, market-based", zh: "CUE（市场法）")
        default: break
        }
        guard let category = indicator?["category"]?.string else { return name }
        return name + " · " + words("category", zh: "类别") + " " + category
    }
}
