import Quantities

/// Exact decimals as people read them on paper; rounding half to even, for display only.
enum PaperText {
    /// A decimal with so many places and its thousands apart; a dash where there is none.
    ///
    /// - Parameter divisor: The power of ten that the unit is larger by: 3 for kWh as MWh.
    static func number(_ text: String?, places: Int, dividedByTenTo divisor: Int = 0) -> String {
        text.flatMap { DecimalText($0)?.dividedByTen(toThe: divisor) }?.grouped(places: places)
            ?? "–"
    }

    /// A share as a percentage.
    static func percent(_ text: String?, places: Int) -> String {
        guard let text, let value = DecimalText(text) else { return "–" }
        let denominator = Rounding.powerOfTen(value.scale)
        return Rounding.text(value.significand * 100, over: denominator, places: places) + " %"
    }

    /// A half-open stretch of days as first and last day.
    static func span(_ start: String, before end: String) -> String {
        guard let end = CivilDate(iso: end) else { return start }
        return "\(start) – \(end.adding(days: -1))"
    }

    /// A decimal as a coordinate; drawings alone may round so.
    static func coordinate(_ text: String?) -> Double? {
        text.flatMap { DecimalText($0)?.coordinate }
    }
}
