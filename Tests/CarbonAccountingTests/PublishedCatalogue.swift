import CarbonAccounting
import Foundation
import Provenance
import TestSupport
import Testing

/// The catalogue of `EmissionFactors/`, read as the form says and by other code than the program's.
enum PublishedCatalogue {
    /// The publications: every folder with a `publication.json`, two levels deep.
    static let publications: [String] = {
        guard let root = Project.root?.appending(path: "EmissionFactors").path(),
            let all = try? FileManager.default.subpathsOfDirectory(atPath: root)
        else { return [] }
        return all.filter { $0.hasSuffix("/publication.json") }
            .map { String($0.dropLast("/publication.json".count)) }.sorted()
    }()

    /// The publications of release 2026a: what the folder `releases/` says.
    static func first() throws -> [String] {
        let record = try JSONDecoder().decode(
            FactorRelease.self, from: Project.data("EmissionFactors/releases/2026a/release.json"))
        return try #require(record.publications)
    }

    static func load(omitting omitted: Set<FactorVariant> = []) throws -> FactorCatalogue {
        var contents = FactorContents()
        for name in publications { try read(name, into: &contents) }
        contents.electricity.removeAll { omitted.contains($0.variant) }
        let defaults = try table("EmissionFactors/defaults.csv").flatMap {
            try FactorDefault.lines(reading: $0)
        }
        let grids = try table("EmissionFactors/grids.csv").map { try GridMembership(reading: $0) }
        return try FactorCatalogue(
            release: release().release, contents: contents, defaults: defaults, grids: grids,
            digest: Digest(bytes: Array(repeating: 0, count: 32)))
    }

    private static func read(_ name: String, into contents: inout FactorContents) throws {
        let record = try record(name)
        contents.records.append(record)
        func lines(_ file: String) throws -> [[String: String]] {
            let path = "EmissionFactors/\(name)/\(file)"
            guard let root = Project.root,
                FileManager.default.fileExists(atPath: root.appending(path: path).path())
            else { return [] }
            return try table(path)
        }
        contents.electricity += try lines("factors.csv").map {
            try FactorTable.factor($0, of: record)
        }
        contents.gasFactors += try lines("gases.csv").map { try GasTable.factor($0, of: record) }
        contents.footprints += try lines("footprints.csv").map {
            try FootprintTable.factor($0, of: record)
        }
        contents.fuels += try FuelTable.fuels(
            lines("fuels.csv").map { try FuelTable.line($0) }, of: record)
        contents.heat += try lines("heat.csv").map { try HeatTable.factor($0, of: record) }
        contents.coalEquivalents += try lines("coal-equivalents.csv").map {
            try CoalEquivalentTable.equivalent($0, of: record)
        }
        contents.substances += try lines("substances.csv").map {
            try SubstanceTable.substance($0, of: record)
        }
        contents.potentials += try lines("potentials.csv").map {
            try PotentialTable.potential($0, of: record)
        }
    }

    static func release() throws -> FactorRelease {
        try JSONDecoder().decode(
            FactorRelease.self, from: Project.data("EmissionFactors/release.json"))
    }

    static func record(_ name: String) throws -> PublicationRecord {
        try JSONDecoder().decode(
            PublicationRecord.self, from: Project.data("EmissionFactors/\(name)/publication.json"))
    }

    /// The lines of a table as cells by column name.
    static func table(_ path: String) throws -> [[String: String]] {
        try table(Project.data(path))
    }

    static func table(_ data: Data) throws -> [[String: String]] {
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            cells(String($0))
        }
        let header = try #require(lines.first)
        return try lines.dropFirst().map { cells in
            try #require(cells.count == header.count, "\(cells)")
            return Dictionary(zip(header, cells)) { first, _ in first }
        }
    }

    /// The cells of a line without line breaks in its quotes.
    private static func cells(_ line: String) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line where character != "\r" {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
