import CarbonAccounting
import Foundation
import MeterFiles
import Provenance

/// Reads publications from their folders, strictly: `<place>/publication.json` and the tables beside
/// it. What is wrong becomes a finding with file and line.
struct FactorFiles {
    /// The folder that holds the publications.
    let folder: String
    /// What findings put before a file's name, `EmissionFactors/`.
    let prefix: String
    private(set) var contents = FactorContents()
    /// The digest of every file that was read or passed over, by its name below the folder.
    private(set) var digests: [(name: String, digest: Digest)] = []
    private(set) var findings: [Finding] = []
    /// Where each publication's lines stand, to name them when they contradict others.
    private(set) var places: [LineKey: Place] = [:]

    struct LineKey: Hashable {
        let publication: String
        let factorID: String
    }

    /// The line of a value.
    struct Place {
        let file: String
        let line: Int
    }

    init(folder: String, prefix: String) {
        self.folder = folder
        self.prefix = prefix
    }

    /// The publications below a folder, at most three folders deep, in byte order: where a
    /// `publication.json` stands, or a table that lacks one. Releases of before are none.
    static func publications(in folder: String) -> [String] {
        var found: [String] = []
        func walk(_ place: String, depth: Int) {
            let path = place.isEmpty ? folder : folder + "/" + place
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
                .filter { !$0.hasPrefix(".") }
            let isPublication = names.contains { $0 == "publication.json" || isTable($0) }
            if !place.isEmpty, isPublication { found.append(place) }
            guard depth < 3 else { return }
            for name in names where !(place.isEmpty && name == "releases") {
                let deeper = place.isEmpty ? name : place + "/" + name
                if !isFile(name), Files.isFolder(folder + "/" + deeper) {
                    walk(deeper, depth: depth + 1)
                }
            }
        }
        walk("", depth: 0)
        return found.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    /// Tells whether a name is that of a table.
    static func isTable(_ name: String) -> Bool {
        name.hasSuffix(".csv") || name.hasSuffix(".csv.gz")
    }

    /// Tells whether a name is surely no folder's, so that it need not be asked.
    private static func isFile(_ name: String) -> Bool {
        isTable(name) || name.hasSuffix(".json") || name.hasSuffix(".md")
    }

    /// Digests the files of a publication without reading them.
    mutating func passOver(_ place: String) {
        for name in Files.names(in: folder + "/" + place) {
            let path = "\(folder)/\(place)/\(name)"
            guard let bytes = Files.bytes(at: path, limit: 64 << 20) else { continue }
            digests.append(("\(place)/\(name)", ByteReader.digest(of: bytes)))
        }
    }

    /// Reads a publication.
    mutating func read(_ place: String) {
        guard let record = record(place) else { return }
        contents.records.append(record)
        var names = Set(Files.names(in: folder + "/" + place)).subtracting(["publication.json"])
        for kind in TableKind.allCases where names.remove(kind.rawValue) != nil {
            read(kind, of: record, in: place)
        }
        for file in record.hourly where names.remove(file.file) != nil {
            read(file, of: record, in: place)
        }
        for file in record.hourly where !Files.exists("\(folder)/\(place)/\(file.file)") {
            report(
                .danglingReference, "\(place)/publication.json", column: "hourly", value: file.file,
                ["expected": "the files beside it"])
        }
        for name in names.sorted() where name.hasSuffix(".csv") || name.hasSuffix(".json") {
            report(
                .unknownValue, "\(place)/\(name)", column: "file", value: name,
                ["expected": TableKind.allCases.map(\.rawValue).joined(separator: ", ")])
        }
    }

    private mutating func record(_ place: String) -> PublicationRecord? {
        let name = place + "/publication.json"
        guard let bytes = Files.bytes(at: folder + "/" + name, limit: 1 << 20) else {
            report(
                .factorRecordUnreadable, name,
                phrases: ["reason": BilingualText("missing or too large", zh: "缺失或过大")])
            return nil
        }
        digests.append((name, ByteReader.digest(of: bytes)))
        do {
            let record = try JSONDecoder().decode(PublicationRecord.self, from: Data(bytes))
            guard record.id != place else { return record }
            report(
                .factorRecordUnreadable, name, line: JSONFault.line(of: "id", in: bytes),
                column: "id", value: record.id,
                phrases: [
                    "reason": BilingualText(
                        "its id is not its folder \(place)", zh: "其 id 与所在文件夹 \(place) 不符")
                ])
        } catch {
            let fault = JSONFault(error, in: bytes)
            report(
                .factorRecordUnreadable, name, line: fault.line, column: fault.key,
                phrases: ["reason": BilingualText(fault.reason, zh: fault.reason)])
        }
        return nil
    }

    private mutating func read(_ kind: TableKind, of record: PublicationRecord, in place: String) {
        let name = "\(place)/\(kind.rawValue)"
        guard let table = table(name, kind.columns, kind.optional) else { return }
        var fuels: [(line: Int, value: FuelTable.Line)] = []
        for row in table.rows {
            let cells = row.cells(kind.columns)
            do {
                switch kind {
                case .factors:
                    let factor = try FactorTable.factor(cells, of: record)
                    note(factor.factorID, record, name, row.line)
                    contents.electricity.append(factor)
                case .gases:
                    let factor = try GasTable.factor(cells, of: record)
                    note(factor.factorID, record, name, row.line)
                    contents.gasFactors.append(factor)
                case .footprints:
                    let factor = try FootprintTable.factor(cells, of: record)
                    note(factor.factorID, record, name, row.line)
                    contents.footprints.append(factor)
                case .fuels: fuels.append((row.line, try FuelTable.line(cells)))
                case .heat: contents.heat.append(try HeatTable.factor(cells, of: record))
                case .coalEquivalents:
                    contents.coalEquivalents.append(
                        try CoalEquivalentTable.equivalent(cells, of: record))
                case .substances:
                    contents.substances.append(try SubstanceTable.substance(cells, of: record))
                case .potentials:
                    contents.potentials.append(try PotentialTable.potential(cells, of: record))
                }
            } catch {
                report(error, name, line: row.line)
            }
        }
        do {
            contents.fuels += try FuelTable.fuels(fuels.map(\.value), of: record)
        } catch {
            report(
                .duplicateKey, name, line: fuels[error.index].line, column: "parameter",
                value: error.parameter.rawValue,
                ["first": String(fuels[error.first].line)])
        }
    }

    /// Remembers where a value stands; a name that is used twice is a finding.
    private mutating func note(
        _ factorID: String, _ record: PublicationRecord, _ name: String, _ line: Int
    ) {
        let key = LineKey(publication: record.id, factorID: factorID)
        if let first = places[key] {
            report(
                .duplicateKey, name, line: line, value: factorID, ["first": String(first.line)])
        } else {
            places[key] = Place(file: prefix + name, line: line)
        }
    }

    private mutating func read(
        _ file: HourlyFile, of record: PublicationRecord, in place: String
    ) {
        let name = "\(place)/\(file.file)"
        guard let table = table(name, nil, []) else { return }
        var reader = HourlyReader(file, of: record, name: prefix + name)
        let profile = reader.profile(of: table)
        findings += reader.findings
        guard let profile else { return }
        let earlier = contents.profiles.firstIndex {
            $0.region == profile.region && $0.publication.identifier == record.id
        }
        guard let earlier else {
            contents.profiles.append(profile)
            return
        }
        if let joined = contents.profiles[earlier].joined(with: profile) {
            contents.profiles[earlier] = joined
        } else {
            report(
                .factorOverlap, name, column: "hourly", value: profile.factorID,
                ["publications": record.id])
        }
    }

    private mutating func table(
        _ name: String, _ columns: [String]?, _ optional: Set<String>
    ) -> Table? {
        do {
            let table = try Table(
                path: folder + "/" + name, name: prefix + name, known: columns,
                mandatory: (columns ?? []).filter { !optional.contains($0) })
            digests.append((name, table.digest))
            findings += table.findings
            return table.findings.isEmpty ? table : nil
        } catch let refusal as FileRefusal {
            findings.append(refusal.finding)
        } catch {
            report(
                .fileUnreadable, name,
                phrases: ["reason": BilingualText("\(error)", zh: "\(error)")])
        }
        return nil
    }

    private mutating func report(_ fault: CellFault, _ name: String, line: Int) {
        let isUnit = fault.column.hasSuffix("unit")
        report(
            isUnit ? .factorUnitMismatch : .valueMalformed, name, line: line, column: fault.column,
            value: fault.value, ["example": "0.5306"], phrases: ["expected": fault.expected])
    }

    private mutating func report(
        _ code: FindingCode, _ name: String, line: Int? = nil, column: String? = nil,
        value: String? = nil, _ arguments: [String: String] = [:],
        phrases: [String: BilingualText] = [:]
    ) {
        findings.append(
            Finding(
                code, file: prefix + name, line: line, column: column, value: value,
                arguments: arguments, phrases: phrases))
    }
}

extension Table.Row {
    /// The cells of some columns by name.
    func cells(_ columns: [String]) -> [String: String] {
        columns.reduce(into: [:]) { $0[$1] = self[$1] }
    }
}
