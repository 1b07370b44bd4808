import CarbonAccounting
import Grading
import MeterFiles
import Provenance

/// The small published tables beside factors and rulebooks: markets of certificates, points of green
/// power, the green share at hub nodes.
enum PublishedTables {
    /// Reads them below a folder that holds `EmissionFactors` and `Rulebooks`.
    static func read(in folder: String) throws -> (MarketMap, GreenPowerScale, HubTarget) {
        let markets = try lines(folder, "EmissionFactors/markets.csv", MarketMap.columns)
        let scale = try lines(folder, "Rulebooks/green-power-quality.csv", GreenPowerScale.columns)
        guard let map = MarketMap(lines: markets) else {
            throw PublishedData.Broken(reason: "EmissionFactors/markets.csv: a cell cannot be read")
        }
        guard let points = GreenPowerScale(lines: scale) else {
            throw PublishedData.Broken(
                reason: "Rulebooks/green-power-quality.csv: a class or value is missing")
        }
        let hubs = try lines(folder, "Rulebooks/hub-green-share.csv", HubTarget.columns)
        guard let hub = HubTarget(lines: hubs) else {
            throw PublishedData.Broken(
                reason: "Rulebooks/hub-green-share.csv: a cell cannot be read")
        }
        return (map, points, hub)
    }

    private static func lines(
        _ folder: String, _ name: String, _ columns: [String]
    ) throws -> [[String: String]] {
        let table: Table
        do {
            table = try Table(
                path: folder + "/" + name, name: name, known: columns, mandatory: columns)
        } catch let refusal as FileRefusal {
            throw PublishedData.Broken(
                reason: "\(name): \(refusal.finding.message(in: .english))")
        }
        if let finding = table.findings.first {
            throw PublishedData.Broken(
                reason: "\(name):\(finding.line ?? 0): \(finding.message(in: .english))")
        }
        return table.rows.map { row in columns.reduce(into: [:]) { $0[$1] = row[$1] } }
    }
}
