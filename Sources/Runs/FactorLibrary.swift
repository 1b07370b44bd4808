import CarbonAccounting
import Foundation
import MeterFiles
import Provenance

/// The folder `EmissionFactors`: one release at a time, read whole or only for some countries.
struct FactorLibrary {
    private let folder: String
    /// The newest release.
    let newest: FactorRelease

    init(folder: String) throws {
        self.folder = folder
        newest = try Self.decode(folder + "/release.json")
    }

    /// The names of the releases, the newest first.
    var releases: [String] {
        let older =
            (try? FileManager.default.contentsOfDirectory(atPath: folder + "/releases")) ?? []
        return [newest.release] + older.filter { $0 != newest.release }.sorted(by: >)
    }

    /// A release as a catalogue.
    ///
    /// - Parameters:
    ///   - name: The release; nil for the newest.
    ///   - nations: The countries whose publications are read; nil for all. The digest covers every
    ///     file either way.
    ///   - own: A portfolio's own publications.
    ///   - chosen: The publications that a portfolio prefers.
    /// - Throws: `PublishedData.Broken` when the library is, `Refusal` when the portfolio's own
    ///   tables or choices do not fit it.
    func catalogue(
        _ name: String? = nil, nations: Set<String>? = nil, own: OwnFactors = OwnFactors(),
        chosen: [String] = []
    ) throws -> FactorCatalogue {
        let isNewest = name == nil || name == newest.release
        let place = isNewest ? "" : "releases/\(name ?? "")/"
        guard isNewest || releases.contains(name ?? "") else {
            throw Refusal([
                Finding(
                    .danglingReference, file: "portfolio.yaml", column: "factor_release",
                    value: name, arguments: ["expected": releases.joined(separator: ", ")])
            ])
        }
        let release: FactorRelease =
            isNewest ? newest : try Self.decode(folder + "/\(place)release.json")
        let defaults = try table(
            place, "defaults.csv", FactorDefault.columns, FactorDefault.optional)
        let grids = try table(place, "grids.csv", GridMembership.columns, [])
        let lines = try defaults.rows.flatMap { row in
            try strictly(defaults, row) { cells throws(CellFault) in
                try FactorDefault.lines(reading: cells)
            }
        }
        let held = nations.map { nations in Self.held(lines, by: nations) } ?? lines
        let wanted = nations == nil ? nil : Set(held.flatMap(\.publications) + chosen)
        var files = FactorFiles(folder: folder, prefix: "EmissionFactors/")
        let publications = release.publications ?? FactorFiles.publications(in: folder)
        try own.refuseNames(of: publications)
        for publication in publications {
            let isCommon = publication.hasPrefix("INT/") && Self.isCommon(folder, publication)
            if wanted?.contains(publication) ?? true || isCommon {
                files.read(publication)
            } else {
                files.passOver(publication)
            }
        }
        if let finding = files.findings.first { throw PublishedData.Broken(finding) }
        let digests =
            files.digests.map { "\($0.name) \($0.digest)" } + [
                "defaults.csv \(defaults.digest)", "grids.csv \(grids.digest)",
            ]
        let digest = ByteReader.digest(of: digests.sorted().joined(separator: "\n").utf8)
        let members = try grids.rows.map { row in
            try strictly(grids, row) { cells throws(CellFault) in try GridMembership(reading: cells)
            }
        }
        do {
            return try FactorCatalogue(
                release: release.release, contents: files.contents.adding(own.contents),
                defaults: held, grids: members, chosen: Set(chosen), digest: digest)
        } catch {
            guard let finding = own.finding(of: error, chosen: chosen) else {
                throw PublishedData.Broken(reason: "EmissionFactors contradicts itself: \(error)")
            }
            throw Refusal([finding])
        }
    }

    /// The defaults that sites in some countries may ask; `*` only where a country has no line of
    /// its own on the subject.
    private static func held(_ lines: [FactorDefault], by nations: Set<String>) -> [FactorDefault] {
        lines.filter { line in
            guard line.region == "*" else { return line.concerns(nations.union(["INT"])) }
            return !nations.allSatisfy { nation in
                lines.contains { $0.region == nation && $0.subject == line.subject }
            }
        }
    }

    /// Substances and potentials are needed wherever a site stands.
    private static func isCommon(_ folder: String, _ publication: String) -> Bool {
        [TableKind.substances, .potentials].contains {
            Files.exists("\(folder)/\(publication)/\($0.rawValue)")
        }
    }

    private func table(
        _ place: String, _ name: String, _ columns: [String], _ optional: Set<String>
    ) throws -> Table {
        let table: Table
        do {
            table = try Table(
                path: folder + "/" + place + name, name: "EmissionFactors/" + place + name,
                known: columns, mandatory: columns.filter { !optional.contains($0) })
        } catch let refusal as FileRefusal {
            throw PublishedData.Broken(refusal.finding)
        }
        guard let finding = table.findings.first else { return table }
        throw PublishedData.Broken(finding)
    }

    private func strictly<Value>(
        _ table: Table, _ row: Table.Row, _ make: ([String: String]) throws(CellFault) -> Value
    ) throws -> Value {
        do {
            return try make(row.cells(table.columns))
        } catch {
            throw PublishedData.Broken(
                reason: "\(table.file):\(row.line): \(error.column) is `\(error.value)`, expected "
                    + error.expected.english)
        }
    }

    private static func decode<Value: Decodable>(_ path: String) throws -> Value {
        guard let bytes = Files.bytes(at: path, limit: 1 << 20) else {
            throw PublishedData.Broken(reason: "\(path.lastPart) is missing or too large")
        }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            let fault = JSONFault(error, in: bytes)
            throw PublishedData.Broken(
                reason: "\(path.lastPart):\(fault.line ?? 1): \(fault.reason)")
        }
    }
}

extension FactorContents {
    /// These and others.
    func adding(_ others: FactorContents) -> FactorContents {
        var all = self
        all.records += others.records
        all.electricity += others.electricity
        all.gasFactors += others.gasFactors
        all.footprints += others.footprints
        all.fuels += others.fuels
        all.heat += others.heat
        all.coalEquivalents += others.coalEquivalents
        all.substances += others.substances
        all.potentials += others.potentials
        all.profiles += others.profiles
        return all
    }
}
