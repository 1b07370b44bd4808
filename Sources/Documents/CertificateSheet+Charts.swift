import Reporting

extension CertificateSheet {
    private static let chartTop = 448.0
    private static let chartHeight = 74.0

    /// Energy, carbon and PUE month by month, three drawings on one row of months.
    func drawCharts() {
        let gap = 22.0
        let width = (Self.width - 2 * gap) / 3
        let energy = months.map { PaperText.coordinate($0["e_dc_kwh"]?.string) }
        let it = months.map { PaperText.coordinate($0["e_it_kwh"]?.string) }
        let carbon = months.map { PaperText.coordinate($0["scope2_location_kg"]?.string) }
        let pue = months.map { PaperText.coordinate($0["pue"]?.string) }
        bars(
            x: Self.left, width: width, title: words("Energy", zh: "电量") + "  MWh",
            note: words("dark: IT equipment", zh: "深色：IT 设备"), energy, dark: it, scale: 1_000)
        bars(
            x: Self.left + width + gap, width: width, title: words("Carbon", zh: "碳排放") + "  t CO2",
            note: words("Scope 2, location-based", zh: "范围二，位置法"), carbon, dark: nil,
            scale: 1_000)
        ratios(x: Self.left + 2 * (width + gap), width: width, pue)
    }

    private func heading(_ title: String, _ note: String, x: Double, width: Double) {
        let style = Canvas.Style(size: 8.5, weight: .semibold, ink: .deep)
        let quiet = Canvas.Style(size: 6.3, ink: .quiet)
        canvas.text(
            title, x: x, y: Self.chartTop - 19, width: width,
            canvas.fitting(title, width: width, style))
        canvas.text(
            note, x: x, y: Self.chartTop - 9, width: width,
            canvas.fitting(note, width: width, quiet, least: 0.8))
    }

    private func bars(
        x: Double, width: Double, title: String, note: String, _ values: [Double?],
        dark: [Double?]?, scale: Double
    ) {
        heading(title, note, x: x, width: width)
        let highest = Axis.ceiling(values.compactMap { $0 }.max() ?? 1)
        axis(x: x, width: width, from: 0, to: highest) { Axis.label($0 / scale) }
        let step = plotWidth(width) / 12
        for (number, value) in values.enumerated() {
            guard let value, value > 0 else { continue }
            let left = x + Axis.labelWidth + Double(number) * step
            func bar(_ ink: Ink, _ amount: Double) {
                let height = Self.chartHeight * amount / highest
                canvas.fill(
                    ink, x: left + step * 0.16, y: Self.chartTop + Self.chartHeight - height,
                    width: step * 0.68, height: height)
            }
            bar(dark == nil ? .green : .pale, value)
            if let inner = dark?[number] { bar(.green, min(inner, value)) }
        }
    }

    /// PUE from below its least value: dots with a line, gaps where a month has none.
    private func ratios(x: Double, width: Double, _ values: [Double?]) {
        heading(
            "PUE", words("months are interim; line: limit", zh: "各月为中期值；横线为限值"), x: x,
            width: width)
        let known = values.compactMap { $0 }
        let (lowest, highest) = Axis.range(known)
        axis(x: x, width: width, from: lowest, to: highest) { Axis.ratio($0) }
        let step = plotWidth(width) / 12
        func height(_ value: Double) -> Double {
            Self.chartTop + Self.chartHeight * (1 - (value - lowest) / (highest - lowest))
        }
        if let limit = reachedLimit, limit >= lowest, limit <= highest {
            canvas.line(
                .amber,
                [(x + Axis.labelWidth, height(limit)), (x + width, height(limit))], line: 0.7)
        }
        var stretch: [(Double, Double)] = []
        for (number, value) in (values + [nil]).enumerated() {
            if let value {
                stretch.append((x + Axis.labelWidth + (Double(number) + 0.5) * step, height(value)))
            } else {
                canvas.line(.green, stretch, line: 1.3)
                for point in stretch { canvas.disc(.green, x: point.0, y: point.1, radius: 2) }
                stretch = []
            }
        }
    }

    /// The limit of the reached level, drawn where PUE is what was classified.
    private var reachedLimit: Double? {
        guard grade["indicator"]?.string == "pue" else { return nil }
        let reached = grade["levels"]?.elements.first { $0["reached"]?.isTrue ?? false }
        return PaperText.coordinate(reached?["limit"]?.string)
    }

    private func plotWidth(_ width: Double) -> Double { width - Axis.labelWidth }

    private func axis(
        x: Double, width: Double, from low: Double, to high: Double, label: (Double) -> String
    ) {
        let bottom = Self.chartTop + Self.chartHeight
        for part in 0...2 {
            let y = bottom - Self.chartHeight * Double(part) / 2
            canvas.line(
                .line, [(x + Axis.labelWidth, y), (x + width, y)], line: part == 0 ? 0.8 : 0.3)
            canvas.text(
                label(low + (high - low) * Double(part) / 2), x: x, y: y + 2.2,
                width: Axis.labelWidth - 4,
                Canvas.Style(size: 6, ink: .quiet, alignment: .right))
        }
        let step = plotWidth(width) / 12
        for number in 0..<12 {
            let month = number < months.count ? months[number]["month"]?.string : nil
            canvas.text(
                month.flatMap { Int($0.suffix(2)) }.map(String.init) ?? "",
                x: x + Axis.labelWidth + Double(number) * step, y: bottom + 9, width: step,
                Canvas.Style(size: 6, ink: .quiet, alignment: .centre))
        }
    }
}

/// Round numbers for axes; drawing only.
enum Axis {
    static let labelWidth = 24.0

    /// The next of 1, 2, 2.5, 4, 5, 6, 8 times a power of ten that is not below a value.
    static func ceiling(_ value: Double) -> Double {
        guard value > 0 else { return 1 }
        var power = 1.0
        while power * 10 <= value { power *= 10 }
        while power > value { power /= 10 }
        let steps = [1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10]
        return (steps.first { $0 * power >= value } ?? 10) * power
    }

    /// From a tenth below the least to a tenth above the greatest, never below one.
    static func range(_ values: [Double]) -> (Double, Double) {
        guard let least = values.min(), let greatest = values.max() else { return (1, 2) }
        let low = max(1, ((least - 0.05) * 10).rounded(.down) / 10)
        let high = max(low + 0.2, ((greatest + 0.05) * 10).rounded(.up) / 10)
        return (low, high)
    }

    static func label(_ value: Double) -> String {
        let rounded = value.rounded()
        if abs(rounded - value) < 0.001 || value >= 100 { return String(Int(rounded)) }
        return String((value * 10).rounded() / 10)
    }

    static func ratio(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + String(rest)
    }
}
