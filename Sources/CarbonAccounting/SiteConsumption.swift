public import EnergyLedger
public import Metering
public import Quantities

/// What one site used in the months of a calendar year, of which instruments may cover a part
/// (可匹配用电量).
///
/// Own consumption of a month is generation on the site less export, never below nothing; where several
/// plants stand, the export is taken off them in proportion, what is left over off the first.
public struct SiteConsumption: Sendable {
    /// The site.
    public let siteID: String
    /// Its region, ISO 3166-2.
    public let region: String
    /// The path of the unit that owns it.
    public let organisation: String?
    /// The months, in order; the last one may be cut by the end of a period.
    public let months: [Period]
    /// The energy of each account of `accounts` in each month [J].
    public let energy: [[Int64]]

    /// The accounts that instruments may cover, in the order in which a remainder is dealt out.
    public static let accounts: [Account] = [
        .gridImport, .directLine, .onsiteSolar, .onsiteWind, .onsiteOther,
    ]
    /// Of those, the ones that are generated on the site.
    static let ownAccounts = 2..<5

    /// Makes a consumption of checked columns: one for each of `accounts`, one value a month.
    public init(
        siteID: String, region: String, organisation: String?, months: [Period],
        energy: [[Int64]]
    ) {
        precondition(
            energy.count == Self.accounts.count && energy.allSatisfy { $0.count == months.count },
            "one column an account, one value a month")
        self.siteID = siteID
        self.region = region
        self.organisation = organisation
        self.months = months
        self.energy = energy
    }

    /// Takes the months of a year out of a journal that holds them.
    public init(of journal: Journal, months: [Period]) {
        self.init(of: Closing(of: journal, months: months))
    }

    /// Takes the months of a year, closed.
    public init(of closing: Closing) {
        let months = closing.months
        func monthly(_ account: Account) -> [Int64] {
            closing.monthly(account).map(\.energy.joules)
        }
        var energy = Self.accounts.map(monthly)
        let exported = monthly(.gridExport)
        for month in months.indices { Self.takeOff(exported[month], from: &energy, in: month) }
        self.init(
            siteID: closing.site.id, region: closing.site.region,
            organisation: closing.site.organisation, months: months, energy: energy)
    }

    /// Takes an export off the generation of a month.
    static func takeOff(_ export: Int64, from energy: inout [[Int64]], in month: Int) {
        let generated = ownAccounts.reduce(Int64(0)) { $0 + max(0, energy[$1][month]) }
        var rest = min(max(0, export), generated)
        guard rest > 0 else { return }
        let whole = rest
        for account in ownAccounts {
            let share = Int64(
                Int128(whole) * Int128(max(0, energy[account][month])) / Int128(generated))
            energy[account][month] -= share
            rest -= share
        }
        for account in ownAccounts where rest > 0 {
            let part = min(rest, max(0, energy[account][month]))
            energy[account][month] -= part
            rest -= part
        }
    }

    /// The nation whose market it buys in.
    public var nation: String { FactorCatalogue.nation(of: region) }
}
