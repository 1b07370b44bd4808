import CarbonAccounting
import Provenance

/// A portfolio's own factor tables (自有因子表): the folder `factors/`, in the form of
/// `EmissionFactors/`.
struct OwnFactors: Sendable {
    /// What they hold.
    let contents: FactorContents
    /// The digest of each file, by its name below the portfolio.
    let digests: [(name: String, digest: Digest)]
    private let places: [FactorFiles.LineKey: FactorFiles.Place]

    /// None.
    init() {
        contents = FactorContents()
        digests = []
        places = [:]
    }

    /// Reads the folder; what is wrong is appended to the findings.
    init(folder: String, findings: inout [Finding]) {
        var files = FactorFiles(folder: folder, prefix: "factors/")
        if Files.isFolder(folder) {
            for publication in FactorFiles.publications(in: folder) { files.read(publication) }
            for name in Files.names(in: folder) where FactorFiles.isTable(name) {
                findings.append(
                    Finding(
                        .factorRecordUnreadable, file: "factors/" + name,
                        phrases: [
                            "reason": BilingualText(
                                "a table needs a folder of its own with a publication.json",
                                zh: "表须放在含 publication.json 的独立文件夹中")
                        ]))
            }
        }
        contents = files.contents
        digests = files.digests.map { ("factors/" + $0.name, $0.digest) }
        places = files.places
        findings += files.findings
    }

    /// The publications, by id.
    var publications: [String] { contents.records.map(\.id) }

    /// A portfolio's publication may not bear the name of one of the library.
    func refuseNames(of library: [String]) throws {
        let taken = publications.filter(Set(library).contains)
        guard !taken.isEmpty else { return }
        throw Refusal(
            taken.map {
                Finding(
                    .duplicateKey, file: "factors/\($0)/publication.json", column: "id", value: $0,
                    arguments: ["first": "EmissionFactors"])
            })
    }

    /// A note for each publication with electricity factors, fuels or heat that is not chosen.
    func unused(among chosen: Set<String>) -> [Finding] {
        contents.records.filter { record in
            !chosen.contains(record.id) && record.hourly.isEmpty
                && !contents.substances.contains { $0.publication.identifier == record.id }
        }
        .map {
            Finding(.factorsNotChosen, file: "factors/\($0.id)/publication.json", value: $0.id)
        }
    }

    /// A contradiction of the catalogue as a finding, where the portfolio's own tables or choices
    /// are its cause; nil when the library contradicts itself.
    func finding(of fault: FactorCatalogue.Fault, chosen: [String]) -> Finding? {
        let ours = Set(publications)
        switch fault {
        case .unknownPublication(let name) where chosen.contains(name):
            return Finding(
                .danglingReference, file: "portfolio.yaml", column: "factor_publications",
                value: name, arguments: ["expected": "EmissionFactors/, factors/"])
        case .overlap(let factorID, let publications)
        where publications.contains(where: { ours.contains($0) || chosen.contains($0) }):
            let publication = publications.first(where: ours.contains) ?? publications[0]
            return finding(
                .factorOverlap, factorID, publication,
                ["publications": publications.joined(separator: ", ")])
        case .mixedFamilies(let region, let publication)
        where ours.contains(publication) || chosen.contains(publication):
            return finding(.factorFamilyMixed, region, publication, [:])
        case .unknownSubstance(let substance, let publication) where ours.contains(publication):
            return finding(
                .danglingReference, substance, publication, ["expected": "substances.csv"])
        default: return nil
        }
    }

    private func finding(
        _ code: FindingCode, _ value: String, _ publication: String, _ arguments: [String: String]
    ) -> Finding {
        var arguments = arguments
        arguments["publication"] = publication
        let place = places[FactorFiles.LineKey(publication: publication, factorID: value)]
        let isOurs = publications.contains(publication)
        return Finding(
            code, file: place?.file ?? (isOurs ? "factors/\(publication)" : "portfolio.yaml"),
            line: place?.line, column: isOurs ? nil : "factor_publications", value: value,
            arguments: arguments)
    }
}
