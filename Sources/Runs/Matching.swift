import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities

/// The matching of lots for every calendar year that a period touches, over all sites of a portfolio.
///
/// A year is matched from its first day to the end of the period: quarters are the year to date.
struct Matching {
    /// By the accounting profile.
    private(set) var allocations: [Int: Allocation] = [:]
    /// By the rule of the green share.
    private(set) var green: [Int: Allocation] = [:]
    /// By the hour, for the lots whose generation by the hour is known.
    private(set) var hourly: [Int: Allocation] = [:]
    /// What was found.
    private(set) var findings: [Finding] = []

    /// Matches; without lots and without sold certificates there is nothing to do.
    ///
    /// - Parameter journal: Gives the journal of a site over an interval.
    init(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period,
        spent: [LotChecker.SpentClaim], journal: (Site, Interval) throws -> Journal
    ) throws {
        let settings = portfolio.settings.accounting
        let tables = portfolio.accounting
        guard !tables.lots.isEmpty || settings.instruments.onsiteAttributesSold else { return }
        let years = Set(period.months.map { $0.start.components.year }).sorted()
        for year in years {
            guard let months = Self.months(of: year, until: period.end) else { continue }
            var consumption: [SiteConsumption] = []
            var hours: [HourlyConsumption] = []
            let isHourly = settings.profile == .ghgProtocolHourly || !tables.profiles.isEmpty
            for site in portfolio.sites {
                let interval = site.calendar.interval(
                    from: months[0].start, to: months.last?.end ?? period.end)
                let book = try journal(site, interval)
                consumption.append(SiteConsumption(of: book, months: months))
                if isHourly { hours.append(HourlyConsumption(of: book, months: months)) }
            }
            let lots = tables.lots.filter { $0.year == year && Self.began($0, before: period.end) }
            func match(_ profile: AccountingProfile) -> Allocation {
                let checker = LotChecker(
                    organisation: portfolio.settings.organisation, sites: consumption,
                    markets: data.markets, rules: settings.instruments, profile: profile,
                    spent: spent)
                let book =
                    profile == .ghgProtocolHourly
                    ? HourlyBook(sites: hours, profiles: tables.profiles) : nil
                return Allocation(
                    of: lots, year: year, sites: consumption, checker: checker, hours: book)
            }
            let allocation = match(settings.profile)
            allocations[year] = allocation
            let isGreen = [.ghgProtocol2015, .cnMarketGEC].contains(settings.profile)
            green[year] = isGreen ? allocation : match(.cnMarketGEC)
            if isHourly {
                hourly[year] =
                    settings.profile == .ghgProtocolHourly ? allocation : match(.ghgProtocolHourly)
            }
            findings += Self.findings(
                allocation, isClosed: months.count == 12 && Self.isWhole(months))
        }
    }

    /// The months of a year up to the end of a period.
    private static func months(of year: Int, until end: CivilDate) -> [Period]? {
        guard let january = CivilDate(year: year, month: 1, day: 1),
            let window = Period(from: january, to: min(end, january.firstOfMonth(adding: 12)))
        else { return nil }
        return window.months
    }

    private static func isWhole(_ months: [Period]) -> Bool {
        months.allSatisfy { $0.end == $0.start.firstOfMonth(adding: 1) }
    }

    private static func began(_ lot: Instrument, before end: CivilDate) -> Bool {
        lot.generationStart < end
    }

    // MARK: - Findings

    private static func findings(_ allocation: Allocation, isClosed: Bool) -> [Finding] {
        var findings: [Finding] = []
        for lot in allocation.lots {
            for refusal in lot.assessment.refusals where refusal.kind != .profile {
                findings.append(finding(lot.assessment.lot, refusal))
            }
            if lot.surplus > .zero, lot.assessment.counts {
                findings.append(
                    Finding(
                        .instrumentSurplus, file: "instruments.csv", line: lot.assessment.lot.line,
                        value: lot.assessment.lot.id,
                        arguments: ["energy": lot.surplus.kilowattHoursText]))
            }
        }
        if !isClosed, !allocation.lots.isEmpty {
            findings.append(
                Finding(.matchingProvisional, arguments: ["year": String(allocation.year)]))
        }
        return findings
    }

    private static func finding(_ lot: Instrument, _ refusal: InstrumentRefusal) -> Finding {
        let code: FindingCode =
            switch refusal.kind {
            case .expired: .instrumentExpired
            case .doubleClaim: .instrumentDoubleClaim
            case .wrongYear: .instrumentWrongYear
            case .criterion, .profile: .instrumentRefused
            }
        let criterion = refusal.criterion.map { "\($0.rawValue)" } ?? "-"
        return Finding(
            code, file: "instruments.csv", line: lot.line, value: lot.id,
            arguments: ["criterion": criterion], phrases: ["reason": refusal.reason])
    }
}
