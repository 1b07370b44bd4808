import CarbonAccounting
import EnergyLedger
import MeterFiles
import Metering
import Provenance
import Quantities

/// The tables of a portfolio that only its accounting reads.
struct AccountingTables {
    /// The lots of `instruments.csv`.
    private(set) var lots: [Instrument] = []
    /// Generation by the hour of the lots that name a file.
    private(set) var profiles: [String: HourlyProfile] = [:]
    /// The activities of `activities.csv`, by site.
    private var activities: [String: [Activity]] = [:]
    /// The carbon-free shares of grids by the hour, by region.
    private var carbonFreeGrids: [String: CarbonFreeGrid] = [:]
    /// The accuracy classes of meters, as far as they are numbers.
    private(set) var classes: [MeterClass.Key: MeterClass] = [:]
    /// The SHA-256 of each table and file.
    private(set) var digests: [(name: String, digest: Digest)] = []

    /// Reads the tables that exist; what is wrong is appended to the findings.
    init(
        folder: String, sites: [Site], meters: (meters: [Meter], table: Table),
        findings: inout [Finding]
    ) throws {
        if Files.exists(folder + "/instruments.csv") {
            let contents = try InstrumentsTable.read(
                folder: folder, name: "instruments.csv", sites: sites, findings: &findings)
            lots = contents.lots
            profiles = contents.profiles
            digests += contents.digests
        }
        if Files.exists(folder + "/activities.csv") {
            let read = try ActivitiesTable.read(
                path: folder + "/activities.csv", name: "activities.csv", sites: sites,
                findings: &findings)
            activities = Dictionary(grouping: read.activities, by: \.siteID)
            digests.append(("activities.csv", read.table.digest))
        }
        if Files.exists(folder + "/carbon_free_shares.csv") {
            let read = try CarbonFreeSharesTable.read(
                path: folder + "/carbon_free_shares.csv", name: "carbon_free_shares.csv",
                findings: &findings)
            carbonFreeGrids = read.grids
            digests.append(("carbon_free_shares.csv", read.table.digest))
        }
        // Rows and meters go side by side where every row is right; else nothing is accounted.
        guard meters.meters.count == meters.table.rows.count else { return }
        for (meter, row) in zip(meters.meters, meters.table.rows) {
            let key = MeterClass.Key(meterID: meter.id, validFrom: meter.validity.start)
            classes[key] = MeterClass(meter: row["accuracy_class"], transformer: row["ct_class"])
        }
    }

    /// The shares of a site's grid, of its region, or of its country.
    func carbonFreeGrid(of site: Site) -> CarbonFreeGrid? {
        [site.grid, site.region, FactorCatalogue.nation(of: site.region)].lazy
            .compactMap { $0.flatMap { carbonFreeGrids[$0] } }.first
    }

    /// The activities of a site, in the order of the table.
    func activities(of site: Site) -> [Activity] { activities[site.id] ?? [] }
}
