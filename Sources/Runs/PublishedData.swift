public import CarbonAccounting
import EnergyLedger
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
    /// The countries that form one market of certificates.
    let markets: MarketMap
    /// The points of the quality of green power.
    let greenPowerScale: GreenPowerScale
    /// The green share that notices name for hub nodes.
    let hubTarget: HubTarget
    /// The names of the factor releases that are there, the newest first.
    public let releases: [String]
    /// The rulebooks, by id.
    public let rulebooks: [(rulebook: Rulebook, digest: Digest)]
    /// The retrofit measures.
    public let measures: MeasureCatalogue

    /// The data cannot be found or contradict themselves; a fault of the installation.
    public struct Broken: Error, Sendable {
        /// What is wrong, in one sentence.
        public let reason: String

        init(reason: String) { self.reason = reason }

        /// A finding as one English line.
        init(_ finding: Finding) {
            reason =
                "\(finding.file ?? ""):\(finding.line ?? 0): \(finding.message(in: .english))"
        }
    }

    /// Reads the data.
    ///
    /// - Parameter folder: The folder that holds `EmissionFactors`, `Rulebooks` and
    ///   `RetrofitMeasures`; nil looks beside
    ///   the executable and above it.
    public init(folder: String?) throws {
        try self.init(folder: folder, own: OwnFactors(), settings: nil, nations: nil, release: nil)
    }

    /// Reads what the sites of a portfolio need: the factors of their countries, the portfolio's
    /// own tables, the release that it names.
    ///
    /// - Throws: `Refusal` when the portfolio's tables or choices do not fit the library.
    public init(folder: String?, for portfolio: Portfolio) throws {
        let regions = portfolio.sites.flatMap { [$0.region, $0.grid].compactMap(\.self) }
        try self.init(
            folder: folder, own: portfolio.ownFactors, settings: portfolio.settings,
            nations: Set(regions.map(FactorCatalogue.nation)), release: nil)
    }

    /// Reads a whole release, with the tables of a portfolio folder where there is one.
    ///
    /// - Parameter release: The release; nil for the one that the portfolio names, else the newest.
    public init(folder: String?, beside portfolio: String, release: String? = nil) throws {
        let path = portfolio + "/portfolio.yaml"
        guard Files.exists(path) else {
            try self.init(
                folder: folder, own: OwnFactors(), settings: nil, nations: nil, release: release)
            return
        }
        var findings: [Finding] = []
        let settings = try Settings(path: path, name: "portfolio.yaml", findings: &findings)
        let own = OwnFactors(folder: portfolio + "/factors", findings: &findings)
        guard findings.isEmpty else { throw Refusal(findings.sorted(by: Finding.byPlace)) }
        try self.init(
            folder: folder, own: own, settings: settings, nations: nil, release: release)
    }

    private init(
        folder: String?, own: OwnFactors, settings: Settings?, nations: Set<String>?,
        release: String?
    ) throws {
        let folder = try folder ?? Self.find()
        (markets, greenPowerScale, hubTarget) = try PublishedTables.read(in: folder)
        let library = try FactorLibrary(folder: folder + "/EmissionFactors")
        releases = library.releases
        factors = try library.catalogue(
            release ?? settings?.factorRelease, nations: nations, own: own,
            chosen: settings?.factorPublications ?? [])
        rulebooks = try Self.rulebooks(in: folder + "/Rulebooks")
        measures = try Self.measures(in: folder + "/RetrofitMeasures")
    }

    /// The rulebook of a name.
    public func rulebook(_ id: String) -> Rulebook? {
        rulebooks.first { $0.rulebook.id == id }?.rulebook
    }

    /// Where the published data lie: the folder that is named, else the one that is found.
    static func folder(_ named: String?) throws -> String { try named ?? find() }

    /// The titles of the schemes, by id.
    public var schemeTitles: [String: BilingualText] {
        rulebooks.reduce(into: [:]) { $0[$1.rulebook.id] = $1.rulebook.title }
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
