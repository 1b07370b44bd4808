import Quantities

/// Numbers for the eye (数字显示): grouped, with their unit, rounded half to even once, here.
enum Figure {
    /// Digits in groups of three; rounded where there are more places than wanted.
    static func grouped(_ decimal: DecimalText, places: Int) -> String {
        let text =
            decimal.scale > places
            ? Rounding.text(
                decimal.significand, over: Rounding.powerOfTen(decimal.scale), places: places)
            : decimal.description
        return grouped(text)
    }

    /// The same of a text that is a decimal; other text stays.
    static func grouped(_ text: String, places: Int) -> String {
        DecimalText(text).map { grouped($0, places: places) } ?? text
    }

    private static func grouped(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.dropFirst(sign.count).split(
            separator: ".", omittingEmptySubsequences: false)
        let whole = Array(parts.first ?? "")
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        // A minus sign of its own width, as beside it stand figures.
        let shown = sign.isEmpty || isZero(text) ? result : "−" + result
        return parts.count == 2 ? shown + "." + parts[1] : shown
    }

    private static func isZero(_ text: String) -> Bool {
        !text.contains { ("1"..."9").contains($0) }
    }

    /// Megawatt-hours to one place, small amounts to three.
    static func megawattHours(_ energy: Energy) -> String {
        let places = energy.magnitude.joules < 3_600_000_000 * 10 ? 3 : 1
        return grouped(Rounding.text(Int128(energy.joules), over: 3_600_000_000, places: places))
    }

    /// Kilowatt-hours to three places.
    static func kilowattHours(_ energy: Energy) -> String {
        grouped(Rounding.text(Int128(energy.joules), over: 3_600_000, places: 3))
    }

    /// Tonnes to one place, small masses to three.
    static func tonnes(_ mass: EmissionMass) -> String {
        let places = mass.milligrams.magnitude < 10_000_000_000 ? 3 : 1
        return grouped(Rounding.text(Int128(mass.milligrams), over: 1_000_000_000, places: places))
    }

    /// Cubic metres to one place.
    static func cubicMetres(_ volume: Volume) -> String {
        grouped(Rounding.text(Int128(volume.millilitres), over: 1_000_000, places: 1))
    }

    /// A ratio such as PUE.
    static func ratio(_ ratio: ExactRatio, places: Int = 3) -> String {
        grouped(ratio.text(places: places))
    }

    /// A share in percent, cut and not rounded, always to two places: 99.996 % is 99.99 % and not all.
    static func percent(_ ratio: ExactRatio) -> String {
        let hundredths = ratio.numerator * 10_000 / ratio.denominator
        return Rounding.pointed(hundredths, places: 2) + " %"
    }

    /// The names of gases as they are set: `CO₂`, `CO₂e (AR5)`.
    static func gases(_ names: String) -> String { names.replacing("CO2", with: "CO₂") }

    /// A size of a file.
    static func bytes(_ count: Int64) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var (scaled, unit, divisor) = (count, 0, Int64(1))
        while scaled >= 1_000, unit < units.count - 1 {
            divisor *= 1_000
            scaled = count / divisor
            unit += 1
        }
        return Rounding.text(Int128(count), over: Int128(divisor), places: unit == 0 ? 0 : 1)
            + " " + units[unit]
    }
}

/// One of the large figures above a page (关键指标), which leads to its explanation.
struct KeyFigure {
    let name: String
    let value: String?
    var unit = ""
    var address: PageAddress?
    var reason: String?
    /// What stands small below it.
    var note: String?

    /// A row of them.
    static func row(_ figures: [KeyFigure], _ context: PageContext) -> HTML {
        let models = figures.map { figure -> Model in
            [
                "name": figure.name, "value": figure.value, "unit": figure.unit,
                "address": figure.address?.text,
                "reason": figure.value == nil ? figure.reason : nil, "note": figure.note,
            ]
        }
        return template.render(["figures": models], in: context.language)
    }

    static let template = Template(
        """
        <dl class="figures">
        {{#figures}}<div><dt>{{name}}</dt>{{#value}}<dd>{{#address}}<a href="{{address}}">{{/address}}{{value}}{{#address}}</a>{{/address}} <small>{{unit}}</small>{{#note}}<span class="why">{{note}}</span>{{/note}}</dd>{{/value}}{{^value}}<dd class="none">{{#address}}<a href="{{address}}">{{/address}}[[not evaluated|未评价]]{{#address}}</a>{{/address}}{{#reason}}<span class="why">{{reason}}</span>{{/reason}}</dd>{{/value}}</div>
        {{/figures}}
        </dl>
        """)
}
