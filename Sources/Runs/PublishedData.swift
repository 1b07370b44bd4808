public import CarbonAccounting
import Foundation
public import Grading
import MeterFiles
public import Provenance
public import Retrofit

/// The published data that ship with the tool: emission factors, rulebooks and retrofit measures, read
/// from plain files and named by their digests in every output.
public struct PublishedData: Sendable {
    /// The emission factors of the release.
    public let factors: FactorCatalogue
    /// The rulebooks, by id.
    public let rulebooks: [(rulebook: Rulebook, digest: Digest)]
    /// The retrofit measures.
    public let measures: MeasureCatalogue

    /// The data cannot be found or contradict themselves; a fault of the installation.
    public struct Broken: Error, Sendable {
        /// What is wrong, in one sentence.
        public let reason: String
    }

    /// Reads the data.
    ///
    /// - Parameter folder: The folder that holds `EmissionFactors`, `Rulebooks` and
    ///   `RetrofitMeasures`; nil looks beside
    ///   the executable and above it.
    public init(folder: String?) throws {
        let folder = try folder ?? Self.find()
        factors = try Self.factors(in: folder + "/EmissionFactors")
        rulebooks = try Self.rulebooks(in: folder + "/Rulebooks")
        measures = try Self.measures(in: folder + "/RetrofitMeasures")
    }

    /// The rulebook of a name.
    public func rulebook(_ id: String) -> Rulebook? {
        rulebooks.first { $0.rulebook.id == id }?.rulebook
    }

    /// `../share/carbongrade` beside the executable's real path, else the nearest folder above it
    /// that holds `EmissionFactors`.
    private static func find() throws -> String {
        guard
            let executable = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")
        else { throw Broken(reason: "the path of the executable is unknown; use --data") }
        var folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
        let shared = folder.deletingLastPathComponent().appendingPathComponent("share/carbongrade")
        if Files.isFolder(shared.path + "/EmissionFactors") { return shared.path }
        while folder.path != "/" {
            if Files.isFolder(folder.path + "/EmissionFactors") { return folder.path }
            folder = folder.deletingLastPathComponent()
        }
        throw Broken(
            reason: "EmissionFactors is not to be found near the executable; use --data DIR")
    }

    // MARK: - Factors

    private static func factors(in folder: String) throws -> FactorCatalogue {
        let release: FactorRelease = try decode(folder + "/release.json")
        var digests: [String] = []
        func table(_ name: String, _ columns: [String]) throws -> Table {
            let table = try strict(
                folder + "/" + name, name: "EmissionFactors/" + name, columns: columns)
            digests.append("\(name) \(table.digest)")
            return table
        }
        let defaults = try table("defaults.csv", FactorDefault.columns)
        let grids = try table("grids.csv", GridMembership.columns)
        var factors: [EmissionFactor] = []
        for name in Files.all(below: folder) where name.hasSuffix("/publication.json") {
            let place = String(name.dropLast("/publication.json".count))
            let record: PublicationRecord = try decode(folder + "/" + name)
            guard record.id == place else {
                throw Broken(reason: "EmissionFactors/\(name) names itself \(record.id)")
            }
            let bytes = Files.bytes(at: folder + "/" + name, limit: 1 << 20) ?? []
            digests.append("\(name) \(ByteReader.digest(of: bytes))")
            let rows = try table(place + "/factors.csv", FactorTable.columns)
            for row in rows.rows {
                do {
                    factors.append(
                        try FactorTable.factor(cells(row, FactorTable.columns), of: record))
                } catch {
                    throw Broken(
                        reason: "\(rows.file):\(row.line): \(error.column) is `\(error.value)`, "
                            + "expected \(error.expected.english)")
                }
            }
        }
        let digest = ByteReader.digest(of: digests.sorted().joined(separator: "\n").utf8)
        do {
            return try FactorCatalogue(
                release: release.release, factors: factors,
                defaults: try read(defaults, FactorDefault.columns, FactorDefault.init),
                grids: try read(grids, GridMembership.columns, GridMembership.init), digest: digest)
        } catch let fault as FactorCatalogue.Fault {
            throw Broken(reason: "EmissionFactors contradicts itself: \(fault)")
        }
    }

    private static func strict(_ path: String, name: String, columns: [String]) throws -> Table {
        let table: Table
        do {
            table = try Table(path: path, name: name, known: columns, mandatory: columns)
        } catch let refusal as FileRefusal {
            throw Broken(reason: "\(name): \(refusal.finding.message(in: .english))")
        }
        guard let finding = table.findings.first else { return table }
        throw Broken(reason: FindingText.line(finding))
    }

    private static func cells(_ row: Table.Row, _ columns: [String]) -> [String: String] {
        columns.reduce(into: [:]) { $0[$1] = row[$1] }
    }

    private static func read<Value>(
        _ table: Table, _ columns: [String], _ make: ([String: String]) -> Value?
    ) throws -> [Value] {
        try table.rows.map { row in
            guard let value = make(cells(row, columns)) else {
                throw Broken(reason: "\(table.file):\(row.line): a cell cannot be read")
            }
            return value
        }
    }

    // MARK: - Rulebooks

    private static func rulebooks(in folder: String) throws -> [(
        rulebook: Rulebook, digest: Digest
    )] {
        try Files.all(below: folder)
            .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }
            .map { name in
                let rulebook: Rulebook = try decode(folder + "/" + name)
                guard rulebook.id + ".json" == name else {
                    throw Broken(reason: "Rulebooks/\(name) names itself \(rulebook.id)")
                }
                let bytes = Files.bytes(at: folder + "/" + name, limit: 16 << 20) ?? []
                return (rulebook, ByteReader.digest(of: bytes))
            }
    }

    private static func decode<Value: Decodable>(_ path: String) throws -> Value {
        guard let bytes = Files.bytes(at: path, limit: 16 << 20) else {
            throw Broken(reason: "\(path.lastPart) is missing or too large")
        }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw Broken(reason: "\(path.lastPart): \(error)")
        }
    }
}

/// A finding as one English line, for faults of the installation.
private enum FindingText {
    static func line(_ finding: Finding) -> String {
        "\(finding.file ?? ""):\(finding.line ?? 0): \(finding.message(in: .english))"
    }
}
