public import EnergyLedger
import Metering
import Quantities

/// What an ingest restated, by meter and month (重述差异表).
public enum DifferenceTable {
    /// All differences as CSV; an empty cell is nothing that stands.
    public static func csv(_ differences: [LoadDifference]) -> String {
        var table = CSVText(header: [
            "meter_id", "site_id", "account", "month", "unit", "old", "new", "difference",
            "changed_hours",
        ])
        for difference in differences {
            let dimension = difference.dimension
            table.append([
                difference.meterID, difference.siteID, difference.account.rawValue,
                difference.month, dimension.unit, difference.old.map(dimension.exactText) ?? "",
                difference.new.map(dimension.exactText) ?? "",
                dimension.exactText(of: difference.difference), hours(difference),
            ])
        }
        return table.text
    }

    private static func hours(_ difference: LoadDifference) -> String {
        Rounding.text(Int128(difference.changedSeconds), over: 3_600, places: 2)
    }

    /// One difference as JSON.
    public static func json(_ difference: LoadDifference) -> JSONValue {
        let dimension = difference.dimension
        return .object([
            "meter_id": .string(difference.meterID), "site_id": .string(difference.siteID),
            "account": .string(difference.account.rawValue), "month": .string(difference.month),
            "unit": .string(dimension.unit),
            "old": .decimal(difference.old.map(dimension.exactText)),
            "new": .decimal(difference.new.map(dimension.exactText)),
            "difference": .number(dimension.exactText(of: difference.difference)),
            "changed_hours": .number(hours(difference)),
        ])
    }
}
