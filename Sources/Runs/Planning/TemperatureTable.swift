import MeterFiles
import Provenance
import Quantities

/// Outdoor temperatures by day, as `measures verify` reads them (室外日均气温): `date, temperature_c`.
struct TemperatureTable {
    static let columns = ["date", "temperature_c"]
    /// Colder and hotter than any place on earth is a mistake of unit or column.
    private static let lowest = DecimalText(significand: -90, scale: 0)
    private static let highest = DecimalText(significand: 60, scale: 0)

    /// The mean of each day [°C], an estimate like all that follows from it.
    let celsius: [CivilDate: Double]
    /// The SHA-256 of the file.
    let digest: Digest

    /// Reads the table.
    ///
    /// - Throws: `Refusal` with everything that is wrong with it.
    init(path: String) throws {
        let name = path.lastPart
        var findings: [Finding] = []
        var celsius: [CivilDate: Double] = [:]
        var lines: [CivilDate: Int] = [:]
        do {
            let table = try Table(
                path: path, name: name, known: Self.columns, mandatory: Self.columns)
            digest = table.digest
            findings = table.findings
            for row in table.rows {
                var reader = TableRow(row, of: table)
                let date = reader.date("date")
                let value = row["temperature_c"].flatMap { DecimalText($0) }
                if let value, Self.lowest <= value, value <= Self.highest {
                    if let date {
                        if let first = lines[date] {
                            reader.add(.duplicateKey, "date", ["first": String(first)])
                        }
                        lines[date] = lines[date] ?? row.line
                        celsius[date] = Double("\(value)")
                    }
                } else {
                    reader.add(
                        .valueMalformed, "temperature_c", ["example": "21.4"],
                        [
                            "expected": BilingualText(
                                "degrees Celsius, -90 to 60", zh: "摄氏度，-90 至 60")
                        ])
                }
                findings += reader.findings
            }
        } catch let refusal as FileRefusal {
            throw Refusal(findings + [refusal.finding])
        }
        guard findings.isEmpty else { throw Refusal(findings.sorted(by: Finding.byPlace)) }
        self.celsius = celsius
    }
}
