public import EnergyLedger
import Metering
import Quantities

/// What an ingest restated, by meter and month (重述差异表).
public enum DifferenceTable {
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
