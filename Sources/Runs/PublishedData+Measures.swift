import MeterFiles
import Provenance
import Retrofit

extension PublishedData {
    /// Reads `RetrofitMeasures`: every table but `sources.csv` holds measures.
    static func measures(in folder: String) throws -> MeasureCatalogue {
        var measures: [Measure] = []
        var sources: [MeasureCatalogue.Source] = []
        var digests: [String] = []
        for name in Files.all(below: folder) where name.hasSuffix(".csv") {
            let isSources = name == "sources.csv"
            let columns =
                isSources ? ["source", "title", "title_zh", "locator"] : MeasureTable.columns
            let table: Table
            do {
                table = try Table(
                    path: folder + "/" + name, name: "RetrofitMeasures/" + name,
                    known: columns + (isSources ? [] : MeasureTable.optional),
                    mandatory: isSources ? columns : MeasureTable.mandatory)
            } catch let refusal as FileRefusal {
                throw Broken(reason: "\(name): \(refusal.finding.message(in: .english))")
            }
            let missing = columns.filter { !table.columns.contains($0) }
            if let finding = table.findings.first {
                throw Broken(
                    reason: "\(table.file):\(finding.line ?? 0): "
                        + finding.message(in: .english))
            }
            guard missing.isEmpty else {
                throw Broken(reason: "\(table.file) lacks \(missing.joined(separator: ", "))")
            }
            digests.append("\(name) \(table.digest)")
            for row in table.rows {
                if isSources {
                    sources.append(
                        MeasureCatalogue.Source(
                            id: row["source"] ?? "",
                            title: BilingualText(row["title"] ?? "", zh: row["title_zh"] ?? ""),
                            locator: row["locator"] ?? ""))
                } else {
                    measures.append(try measure(row, of: table))
                }
            }
        }
        guard !measures.isEmpty else {
            throw Broken(reason: "RetrofitMeasures holds no measure; use --data DIR")
        }
        do {
            return try MeasureCatalogue(
                measures: measures, sources: sources,
                digest: ByteReader.digest(of: digests.sorted().joined(separator: "\n").utf8))
        } catch {
            throw Broken(reason: "RetrofitMeasures contradicts itself: \(error)")
        }
    }

    private static func measure(_ row: Table.Row, of table: Table) throws -> Measure {
        do {
            return try MeasureTable.measure(
                (MeasureTable.columns + MeasureTable.optional).reduce(into: [:]) {
                    $0[$1] = row[$1]
                })
        } catch {
            throw Broken(
                reason: "\(table.file):\(row.line): \(error.column) is `\(error.value)`, "
                    + "expected \(error.expected.english)")
        }
    }
}
