import Metering
import Provenance
import Quantities

/// The book of a year's matching: what is not covered yet, by site, account and month, in one row of
/// whole joules.
struct AllocationBook {
    private let sites: [SiteConsumption]
    private let markets: MarketMap
    private let siteNumbers: [String: Int]
    private let months: Int
    /// What may still be covered as bought electricity or null power.
    private(set) var uncovered: [Int64]
    /// What is own consumption whose certificates are not sold, as far as is known.
    private var own: [Int64]
    private(set) var draws: [Allocation.Draw] = []
    private(set) var nullPower: [Allocation.Cell: Energy] = [:]

    private static let accounts = SiteConsumption.accounts.count

    init(sites: [SiteConsumption], markets: MarketMap) {
        self.sites = sites
        self.markets = markets
        months = sites.map(\.months.count).max() ?? 0
        siteNumbers = Dictionary(sites.enumerated().map { ($1.siteID, $0) }) { first, _ in first }
        let count = sites.count * Self.accounts * months
        uncovered = Array(repeating: 0, count: count)
        own = uncovered
        for (number, site) in sites.enumerated() {
            for account in 0..<Self.accounts {
                for month in site.months.indices {
                    let energy = max(0, site.energy[account][month])
                    let place = place(number, account, month)
                    if SiteConsumption.ownAccounts.contains(account) {
                        own[place] = energy
                    } else {
                        uncovered[place] = energy
                    }
                }
            }
        }
    }

    private func place(_ site: Int, _ account: Int, _ month: Int) -> Int {
        (site * Self.accounts + account) * months + month
    }

    /// What is not covered yet of an account in a month [J].
    func left(site: Int, account: Int, month: Int) -> Int64 {
        uncovered[place(site, account, month)]
    }

    // MARK: - Own generation and direct lines

    /// The own consumption that a lot speaks of is null power: its certificates were sold.
    mutating func declareSold(_ lot: Instrument) {
        guard let site = lot.siteID.flatMap({ siteNumbers[$0] }) else { return }
        let cells = cells(site, accounts: SiteConsumption.ownAccounts)
        for part in Self.spread(lot.quantity.joules, over: cells.map { own[$0] }).enumerated() {
            turnToNull(cells[part.offset], part.element)
        }
    }

    /// All own consumption that no lot covers is null power.
    mutating func declareRestSold() {
        for site in sites.indices {
            for cell in cells(site, accounts: SiteConsumption.ownAccounts) {
                turnToNull(cell, own[cell])
            }
        }
    }

    private mutating func turnToNull(_ cell: Int, _ joules: Int64) {
        guard joules > 0 else { return }
        own[cell] -= joules
        uncovered[cell] += joules
        nullPower[key(of: cell), default: .zero] += Energy(joules: joules)
    }

    /// Covers own consumption; gives what was drawn [J].
    mutating func drawOwn(_ assessment: LotAssessment) -> Int64 {
        guard let site = assessment.lot.siteID.flatMap({ siteNumbers[$0] }) else { return 0 }
        let cells = cells(site, accounts: SiteConsumption.ownAccounts)
        let parts = Self.spread(
            assessment.lot.quantity.joules, over: cells.map { own[$0] })
        for (cell, joules) in zip(cells, parts) { own[cell] -= joules }
        return record(parts, at: cells, assessment)
    }

    /// Covers what a direct line brought; gives what was drawn [J].
    mutating func drawDirectLine(_ assessment: LotAssessment) -> Int64 {
        guard let site = assessment.lot.siteID.flatMap({ siteNumbers[$0] }) else { return 0 }
        return draw(assessment, at: cells(site, accounts: 1..<2))
    }

    // MARK: - Bought electricity

    /// Covers what is bought; gives what was drawn [J].
    mutating func draw(_ assessment: LotAssessment, sites: [Int]) -> Int64 {
        // Month by month, so that a remainder goes to the earliest.
        var cells: [Int] = []
        cells.reserveCapacity(sites.count * Self.accounts * months)
        for month in 0..<months {
            for site in sites {
                for account in 0..<Self.accounts { cells.append(place(site, account, month)) }
            }
        }
        return draw(assessment, at: cells)
    }

    /// Covers what was matched by the hour; gives what was drawn [J].
    mutating func draw(
        _ assessment: LotAssessment,
        hourly parts: [(site: Int, account: Int, month: Int, joules: Int64)]
    ) -> Int64 {
        var cells: [Int] = []
        var joules: [Int64] = []
        for part in parts {
            let cell = place(part.site, part.account, part.month)
            cells.append(cell)
            joules.append(part.joules)
            uncovered[cell] -= part.joules
        }
        return record(joules, at: cells, assessment)
    }

    private mutating func draw(_ assessment: LotAssessment, at cells: [Int]) -> Int64 {
        let parts = Self.spread(
            assessment.lot.quantity.joules, over: cells.map { uncovered[$0] })
        for (cell, joules) in zip(cells, parts) { uncovered[cell] -= joules }
        return record(parts, at: cells, assessment)
    }

    // MARK: - Parts

    /// Spreads an amount over cells in proportion to what they hold: floored, what is left over one
    /// joule each to the earliest; never more than all of them hold.
    static func spread(_ amount: Int64, over cells: [Int64]) -> [Int64] {
        let whole = cells.reduce(Int64(0), +)
        guard whole > 0, amount > 0 else { return cells.map { _ in 0 } }
        if amount >= whole { return cells }
        var parts = cells.map { Int64(Int128(amount) * Int128($0) / Int128(whole)) }
        var rest = amount - parts.reduce(0, +)
        // An amount below the whole floors every part below its cell, so one more always fits.
        for cell in cells.indices where rest > 0 && cells[cell] > 0 {
            parts[cell] += 1
            rest -= 1
        }
        return parts
    }

    /// The cells of a site, month by month.
    private func cells(_ site: Int, accounts: Range<Int>) -> [Int] {
        (0..<months).flatMap { month in accounts.map { place(site, $0, month) } }
    }

    private func key(of cell: Int) -> Allocation.Cell {
        let (row, month) = cell.quotientAndRemainder(dividingBy: months)
        let (site, account) = row.quotientAndRemainder(dividingBy: Self.accounts)
        return Allocation.Cell(
            siteID: sites[site].siteID, account: SiteConsumption.accounts[account],
            month: sites[site].months[month])
    }

    private mutating func record(
        _ parts: [Int64], at cells: [Int], _ assessment: LotAssessment
    ) -> Int64 {
        var total: Int64 = 0
        var confidences: [String: Confidence] = [:]
        for (cell, joules) in zip(cells, parts) where joules > 0 {
            let key = key(of: cell)
            let region = sites[cell / (months * Self.accounts)].region
            let confidence =
                confidences[region] ?? markets.confidence(of: assessment.lot, in: region)
            confidences[region] = confidence
            total += joules
            draws.append(
                Allocation.Draw(
                    instrumentID: assessment.lot.id, kind: assessment.lot.kind,
                    siteID: key.siteID, account: key.account, month: key.month,
                    energy: Energy(joules: joules), rate: assessment.rate,
                    isRenewable: assessment.lot.isRenewable,
                    isForTenants: assessment.lot.isForTenants, confidence: confidence))
        }
        return total
    }
}
