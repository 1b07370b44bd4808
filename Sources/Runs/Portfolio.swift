public import EnergyLedger
public import Grading
public import MeterFiles
public import Metering
public import Provenance
import Quantities

/// Input that is refused whole; nothing was changed.
public struct Refusal: Error, Sendable {
    /// Why.
    public let findings: [Finding]

    /// Makes a refusal.
    public init(_ findings: [Finding]) { self.findings = findings }
}

/// A portfolio folder, read strictly: its settings, sites, meters, events and layouts.
public struct Portfolio: Sendable {
    /// Where it lies, without a slash at its end.
    public let folder: String
    /// What `portfolio.yaml` says.
    let settings: Settings
    /// The sites in the order of `sites.csv`.
    public let sites: [Site]
    /// The meters in the order of `meters.csv`.
    public let meters: [Meter]
    /// The layouts that meters name.
    private let layoutOfMeter: [String: String]
    /// The same by site.
    private let metersBySite: [String: [Meter]]
    /// The events of meters.
    public let events: [MeterEvent]
    /// The utility bills that the ledger is held against.
    public let bills: [Bill]
    /// Its own factor tables.
    let ownFactors: OwnFactors
    /// The declared facts.
    public let facts: [Fact]
    private let factsBySite: [String: [Fact]]
    /// The layouts.
    public let layouts: [Layout]
    /// What the tables of accounting say: lots, activities, classes of meters.
    let accounting: AccountingTables
    /// What `measures.csv` says of retrofit measures.
    let ownMeasures: OwnMeasures
    /// Savings that were proven afterwards.
    let verified: VerifiedTable
    /// The SHA-256 of each table, by its name.
    public let digests: [(name: String, digest: Digest)]

    /// The languages in which files are written.
    public var fileLanguage: Language { settings.language }

    /// Reads a portfolio.
    ///
    /// - Throws: `Refusal` with everything that is wrong with its tables.
    public init(folder: String) throws {
        self.folder = folder
        var findings: [Finding] = []
        var zones = TimeZones()
        var digests: [(name: String, digest: Digest)] = []
        func path(_ name: String) -> String { folder + "/" + name }
        do {
            settings = try Settings(
                path: path("portfolio.yaml"), name: "portfolio.yaml", findings: &findings)
            ownFactors = OwnFactors(folder: path("factors"), findings: &findings)
            digests += ownFactors.digests
            layouts = try LayoutFiles.read(
                folder: path("layouts"), name: "layouts", findings: &findings)
            let sites = try SitesTable.read(
                path: path("sites.csv"), name: "sites.csv", zones: &zones, findings: &findings)
            self.sites = sites.sites
            digests.append(("sites.csv", sites.table.digest))
            let meters = try MetersTable.read(
                path: path("meters.csv"), name: "meters.csv", sites: sites.sites,
                siteIDs: Set(sites.table.rows.compactMap { $0["site_id"] }),
                layouts: layouts.map(\.name) + Preset.all.map(\.name), zones: &zones,
                findings: &findings)
            self.meters = meters.meters
            layoutOfMeter = Dictionary(meters.meters.map { ($0.id, $0.layout) }) { first, _ in first
            }
            .compactMapValues(\.self)
            metersBySite = Dictionary(grouping: meters.meters, by: \.siteID)
            digests.append(("meters.csv", meters.table.digest))
            if Files.exists(path("events.csv")) {
                let events = try EventsTable.read(
                    path: path("events.csv"), name: "events.csv", meters: meters.meters,
                    findings: &findings)
                self.events = events.events
                digests.append(("events.csv", events.table.digest))
            } else {
                events = []
            }
            if Files.exists(path("bills.csv")) {
                let bills = try BillsTable.read(
                    path: path("bills.csv"), name: "bills.csv", sites: sites.sites,
                    siteIDs: Set(sites.table.rows.compactMap { $0["site_id"] }),
                    findings: &findings)
                self.bills = bills.bills
                digests.append(("bills.csv", bills.table.digest))
            } else {
                bills = []
            }
            accounting = try AccountingTables(
                folder: folder, sites: sites.sites, meters: meters, findings: &findings)
            digests += accounting.digests
            if Files.exists(path("facts.csv")) {
                let facts = try FactsTable.read(
                    path: path("facts.csv"), name: "facts.csv", sites: sites.sites,
                    findings: &findings)
                self.facts = facts.facts
                digests.append(("facts.csv", facts.table.digest))
            } else {
                facts = []
            }
            factsBySite = Dictionary(grouping: facts, by: \.siteID)
            ownMeasures = try OwnMeasures(
                path: path("measures.csv"), name: "measures.csv",
                siteIDs: sites.sites.map(\.id), findings: &findings)
            if let digest = ownMeasures.digest { digests.append(("measures.csv", digest)) }
            verified = try VerifiedTable(
                folder: folder, siteIDs: sites.sites.map(\.id), findings: &findings)
            if let digest = verified.digest { digests.append((VerifiedTable.name, digest)) }
        } catch let refusal as FileRefusal {
            throw Refusal(findings + [refusal.finding])
        }
        guard findings.isEmpty else { throw Refusal(findings.sorted(by: Finding.byPlace)) }
        if let text = Files.text(at: path("portfolio.yaml")) {
            digests.append(("portfolio.yaml", ByteReader.digest(of: text.utf8)))
        }
        self.digests = digests.sorted { $0.name < $1.name }
    }

    /// The meters of a site.
    public func meters(of site: Site) -> [Meter] { metersBySite[site.id] ?? [] }

    /// The declared facts of a site.
    func facts(of site: Site) -> [Fact] { factsBySite[site.id] ?? [] }

    /// The layout by which a file is read: the one that its meters name or whose patterns fit.
    func layout(for file: String, named chosen: String? = nil) -> Layout? {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let originals = RejectedName.originals(of: name)
        var layout = chosen.map(layout(named:)) ?? fitting([name] + originals)
        if !originals.isEmpty {
            // Rejected rows are written by us: commas, UTF-8.
            layout?.delimiter = nil
            layout?.encoding = nil
        }
        return layout
    }

    private func fitting(_ names: [String]) -> Layout? {
        for name in names {
            if let layout = fitting(name) { return layout }
        }
        return nil
    }

    private func fitting(_ name: String) -> Layout? {
        if let fitting = layouts.first(where: { $0.fits(fileName: name) }) { return fitting }
        // One file a meter: the file bears the meter's name, and the meter names its layout.
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        return layoutOfMeter[stem].flatMap(layout(named:))
    }

    /// The name of the layout of the portfolio by which a file is read; nil where its header decides.
    public func layoutName(for file: String) -> String? { layout(for: file)?.name }

    /// Why a file would be refused before any row of it is read (读取前检查): its columns are not clear, or no layout
    /// has the name; nil where nothing is in the way yet.
    ///
    /// - Parameters:
    ///   - name: What the file is called, other than where it lies.
    ///   - chosen: The layout that somebody chose for it.
    public func refusal(
        of path: String, called name: String, layout chosen: String? = nil
    ) throws -> Finding? {
        do {
            let layout = layout(for: name, named: chosen)
            let workspace =
                chosen == nil && Workspace.exists(in: folder)
                ? try? Workspace(of: folder, writing: false) : nil
            try RowReader.rows(
                [], path: path, name: name, layout: layout,
                meterIDs: Set(meters.map(\.id)),
                origins: workspace.map {
                    OriginFinder(portfolio: self, workspace: $0).origins(isStrict: layout == nil)
                }, heading: { _ in }, row: { _, _ in })
            return nil
        } catch let refusal as FileRefusal {
            return refusal.finding
        }
    }

    /// The layout of a name: one of the portfolio's own, else a preset.
    func layout(named name: String) -> Layout? {
        layouts.first { $0.name == name } ?? Preset.named(name)?.layout
    }

    /// The meters by name; of several lines of one name the first.
    var meterByID: [String: Meter] {
        Dictionary(meters.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Everything about a meter that its load depends on, as one text; another text makes the
    /// load stale.
    func definition(of meter: Meter, site: Site?, events: [MeterEvent]) -> String {
        let parts: [String] =
            [
                meter.siteID, meter.account.rawValue, meter.quantity.rawValue, meter.unit.rawValue,
                meter.multiplier.description,
                meter.intervalSeconds.map(String.init) ?? meter.calendarStep?.rawValue ?? "",
                meter.label.rawValue, meter.calendar.identifier, TimeZones.release,
                meter.registerMax?.description ?? "", meter.maxPowerKilowatts?.description ?? "",
                meter.registerReset?.rawValue ?? "", "rules \(MeterDerivation.edition)",
                "\(meter.validity.start)", "\(meter.validity.end)",
                site?.calendar.identifier ?? "",
            ] + (meter.hasDemand ? ["demand \(MonthlyDemand.edition)"] : [])
        return ByteReader.digest(of: (parts + events.map { "\($0)" }).joined(separator: "\n").utf8)
            .hexadecimal
    }
}
