import CarbonAccounting
import MeterFiles
import Provenance
import Quantities

// Cells of the tables of instruments and activities.

extension TableRow {
    /// `true` or `false`; nothing else.
    mutating func flag(_ column: String) -> Bool? {
        guard let text = text(column) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            add(.unknownValue, column, ["expected": "true, false"])
            return nil
        }
    }

    /// A calendar year.
    mutating func year(_ column: String) -> Int? {
        guard let text = text(column) else { return nil }
        if text.utf8.count == 4, let year = Int(text), (1970...2199).contains(year) { return year }
        add(
            .valueMalformed, column, ["example": "2026"],
            ["expected": BilingualText("a year", zh: "年份")])
        return nil
    }

    /// An emission rate of zero or more, of at most 12 digits.
    mutating func rate(_ column: String) -> EmissionIntensity? {
        guard let value = decimal(column, positive: false) else { return nil }
        if value.significand >= 0, value.significand < 1_000_000_000_000, value.scale <= 12 {
            return EmissionIntensity(kilogramsPerKilowattHour: value)
        }
        add(
            .valueMalformed, column, ["example": "0.25"],
            ["expected": BilingualText("a rate of zero or more", zh: "不小于零的排放率")])
        return nil
    }

    /// The start of a UTC hour [h since 1970].
    mutating func utcHour(_ column: String) -> Int64? {
        guard let text = text(column) else { return nil }
        if let stamp = Timestamp(text: text), !stamp.isLocal, stamp.seconds % 3_600 == 0 {
            return stamp.seconds / 3_600
        }
        add(
            .valueMalformed, column, ["example": "2026-01-01T00:00:00Z"],
            ["expected": BilingualText("the start of a UTC hour", zh: "UTC 整点时间")])
        return nil
    }

    /// An ISO 3166-2 code.
    mutating func region(_ column: String) -> String? {
        guard let text = text(column) else { return nil }
        if SitesTable.isRegion(text) { return text }
        add(
            .valueMalformed, column, ["example": "CN-GD"],
            ["expected": BilingualText("an ISO 3166-2 code", zh: "ISO 3166-2 代码")])
        return nil
    }
}
