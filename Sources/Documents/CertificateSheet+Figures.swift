import Provenance
import Reporting

extension CertificateSheet {
    /// The figures in two columns; what is not certified or not evaluated says so.
    func drawFigures() {
        let gap = 26.0
        let width = (Self.width - gap) / 2
        for (column, rows) in [energyRows, carbonRows].enumerated() {
            let x = Self.left + Double(column) * (width + gap)
            for (number, row) in rows.enumerated() {
                drawRow(row, x: x, y: 555 + Double(number) * 13.6, width: width)
            }
        }
        drawNote(y: 555 + 7 * 13.6 + 1)
    }

    private typealias Row = (name: String, value: String, isQuiet: Bool)

    private func drawRow(_ row: Row, x: Double, y: Double, width: Double) {
        let name = Canvas.Style(size: 8, ink: .quiet)
        let value = Canvas.Style(
            size: 8.5, weight: row.isQuiet ? .regular : .semibold,
            ink: row.isQuiet ? .quiet : .text, alignment: .right)
        let share = 0.62
        canvas.text(
            row.name, x: x, y: y, width: width * share,
            canvas.fitting(row.name, width: width * share, name, least: 0.7))
        canvas.text(
            row.value, x: x + width * share, y: y, width: width * (1 - share),
            canvas.fitting(row.value, width: width * (1 - share), value, least: 0.6))
        canvas.line(.line, [(x, y + 4.2), (x + width, y + 4.2)], line: 0.3)
    }

    private var notEvaluated: String { words("not evaluated", zh: "未评价") }

    private func indicator(_ id: String, places: Int) -> Row {
        let indicator = subject["indicators"]?[id]
        let unit = indicator?["unit"]?.string ?? "1"
        guard let value = indicator?["value"]?.string else {
            return (indicatorName(id), notEvaluated, true)
        }
        return (
            indicatorName(id),
            PaperText.number(value, places: places) + (unit == "1" ? "" : " " + unit), false
        )
    }

    private func energy(_ id: String, _ name: String) -> Row {
        guard let value = subject["energy"]?[id]?.string else { return (name, notEvaluated, true) }
        let text = PaperText.number(value, places: 0, dividedByTenTo: 3) + " MWh"
        return (name + mark("energy"), text, !isCertified("energy"))
    }

    private func carbon(_ scope: String, _ name: String) -> Row {
        guard let value = subject["emissions"]?["kg"]?[scope]?.string else {
            return (name, notEvaluated, true)
        }
        let gases = subject["emissions"]?["gases_by_scope"]?[scope]?.string ?? ""
        let unit = gases.hasPrefix("CO2e") ? " t CO2e" : " t CO2"
        let text = PaperText.number(value, places: 0, dividedByTenTo: 3) + unit
        return (name + mark("emissions"), text, !isCertified("emissions"))
    }

    private func isCertified(_ part: String) -> Bool {
        subject[part]?["certified"]?.isTrue ?? false
    }

    /// A star sends the reader to the note below the figures.
    private func mark(_ part: String) -> String { isCertified(part) ? "" : " *" }

    private var energyRows: [Row] {
        let coverage = subject["coverage"]
        return [
            energy("e_dc_kwh", words("Energy of the data center", zh: "数据中心总耗能")),
            energy("e_it_kwh", words("Energy of IT equipment", zh: "IT 设备耗能")),
            indicator("pue", places: 3), indicator("wue", places: 3),
            (
                words("Hours complete", zh: "完整小时占比"),
                PaperText.percent(coverage?["complete_hours"]?.string, places: 2), false
            ),
            (
                words("Estimated share", zh: "估算占比"),
                PaperText.percent(coverage?["estimated_share"]?.string, places: 2), false
            ),
            uncertaintyRow,
        ]
    }

    private var uncertaintyRow: Row {
        let name = words("Uncertainty, Scope 2", zh: "范围二不确定度")
        guard let value = subject["uncertainty"]?["scope2_location_percent"]?.string else {
            return (name, notEvaluated, true)
        }
        return (name, "± " + PaperText.number(value, places: 2) + " %", false)
    }

    private var carbonRows: [Row] {
        let share = subject["green_power"]?["share"]?.string
        let data = subject["data"]
        return [
            carbon("scope1", words("Scope 1", zh: "范围一")),
            carbon("scope2_location", words("Scope 2, location-based", zh: "范围二（位置法）")),
            carbon("scope2_market", words("Scope 2, market-based", zh: "范围二（市场法）")),
            indicator("cue_location", places: 3),
            (
                words("Green power share", zh: "绿电消费比例")
                    + (share == nil ? "" : mark("green_power")),
                share.map { PaperText.percent($0, places: 1) } ?? notEvaluated,
                !isCertified("green_power")
            ),
            (
                words("Accounting profile", zh: "核算口径"),
                subject["emissions"]?["profile"]?.string ?? "", false
            ),
            (
                words("Factors, rules", zh: "因子、规则版本"),
                (data?["factor_release"]?.string ?? "") + ", " + (grade["scheme"]?.string ?? ""),
                false
            ),
        ]
    }

    private func drawNote(y: Double) {
        var notes: [String] = []
        if let reason = subject["energy"]?["reason"], reason != .null {
            notes.append("* " + text(reason))
        }
        let further = subject["further_grades"]?.elements ?? []
        let names = further.prefix(40).compactMap { grade -> String? in
            guard let scheme = grade["scheme"]?.string, let level = grade["level"]?.string else {
                return nil
            }
            return scheme + " " + level
        }
        if !names.isEmpty {
            notes.append(
                words("For information only", zh: "仅供参考") + ": " + names.joined(separator: ", "))
        }
        for (number, note) in notes.prefix(2).enumerated() {
            canvas.text(
                note, x: Self.left, y: y + Double(number) * 10, width: Self.width,
                canvas.fitting(
                    note, width: Self.width, Canvas.Style(size: 6.8, ink: .quiet), least: 0.75))
        }
    }
}
