import Metering
import Provenance
import Quantities

/// The energy statement as CSV (电量平衡表): one line a file.
public enum StatementTable {
    /// The table.
    public static func csv(_ statements: [FileStatement]) -> String {
        var table = CSVText(header: [
            "batch", "file", "digest", "rows", "rows_accepted", "rows_rejected", "energy_in_kwh",
            "energy_booked_kwh", "energy_superseded_kwh", "energy_duplicate_kwh",
            "energy_rejected_kwh", "energy_estimated_kwh", "balance_kwh",
        ])
        for file in statements {
            let statement = file.statement
            let energies = [
                statement.energyIn, statement.booked, statement.superseded, statement.duplicate,
                statement.rejected, statement.estimated, statement.balance,
            ]
            table.append(
                [
                    String(file.batch), file.file, file.digest?.hexadecimal ?? "",
                    String(statement.rows),
                    String(statement.rowsAccepted), String(statement.rowsRejected),
                ] + energies.map { Energy(joules: $0).kilowattHoursText })
        }
        return table.text
    }
}
