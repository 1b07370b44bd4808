import CarbonAccounting
import Foundation
import Provenance
import TestSupport
import Testing

/// The catalogue of `EmissionFactors/`, read as the form says.
enum PublishedCatalogue {
    static let publications = [
        "CN/mee-nbs-12-2024", "CN/mee-nbs-33-2024", "CN/mee-nbs-47-2025", "CN/mee-reporting-2015",
        "CN/mee-reporting-2021", "CN/mee-332-2023",
    ]

    static func load(
        omitting omitted: Set<FactorVariant> = []
    ) throws -> FactorCatalogue {
        let factors = try publications.flatMap { name -> [EmissionFactor] in
            let record = try record(name)
            return try table("EmissionFactors/\(name)/factors.csv").map {
                try FactorTable.factor($0, of: record)
            }
        }
        let defaults = try table("EmissionFactors/defaults.csv").map {
            try #require(FactorDefault(cells: $0))
        }
        let grids = try table("EmissionFactors/grids.csv").map {
            try #require(GridMembership(cells: $0))
        }
        return try FactorCatalogue(
            release: release().release, factors: factors.filter { !omitted.contains($0.variant) },
            defaults: omitted.isEmpty
                ? defaults : defaults.filter { $0.variants.contains(.average) },
            grids: grids, digest: Digest(bytes: Array(repeating: 0, count: 32)))
    }

    static func release() throws -> FactorRelease {
        try JSONDecoder().decode(
            FactorRelease.self, from: Project.data("EmissionFactors/release.json"))
    }

    static func record(_ name: String) throws -> PublicationRecord {
        try JSONDecoder().decode(
            PublicationRecord.self, from: Project.data("EmissionFactors/\(name)/publication.json"))
    }

    /// The lines of a table without quotes, as cells by column name.
    static func table(_ path: String) throws -> [[String: String]] {
        try table(Project.data(path))
    }

    static func table(_ data: Data) throws -> [[String: String]] {
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }
}
