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

    /// What a year is matched from.
    private struct Year {
        let year: Int
        let months: [Period]
        var consumption: [SiteConsumption]
        var hours: [HourlyConsumption]

        /// Tells that the matching holds all of it.
        var isClosed: Bool {
            months.count == 12
                && months.allSatisfy { $0.end == $0.start.firstOfMonth(adding: 1) }
        }
    }

    private let portfolio: Portfolio
    private let data: PublishedData
    private let spent: [LotChecker.SpentClaim]
    private let end: CivilDate
    private var years: [Year] = []
    /// Lots that a plan would buy.
    var planned: [Instrument] = []

    private var settings: AccountingSettings { portfolio.settings.accounting }
    /// Tells whether the matching by the hour holds more than own generation: a lot of known hours, a line whose lot
    /// proves it, or own generation whose certificates were sold.
    private var isHourly: Bool {
        settings.profile == .ghgProtocolHourly || !portfolio.accounting.profiles.isEmpty
            || settings.instruments.onsiteAttributesSold
            || portfolio.accounting.lots.contains { lot in
                switch lot.kind {
                case .directLine: true
                case .selfUse:
                    lot.cancelledFor.map {
                        $0 != lot.siteID && $0 != portfolio.settings.organisation
                    } ?? false
                default: false
                }
            }
    }

    /// Matches; without lots and without sold certificates there is nothing to do.
    ///
    /// - Parameters:
    ///   - closing: Gives the kept closing of a site over a period, where there is one.
    ///   - journal: Gives the journal of a site over an interval, of all its meters or of its supply alone.
    init(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period,
        spent: [LotChecker.SpentClaim], closing: (Site, Period) -> Closing?,
        journal: (Site, Interval, _ supplyOnly: Bool) throws -> Journal
    ) throws {
        self.portfolio = portfolio
        self.data = data
        self.spent = spent
        end = period.end
        guard !portfolio.accounting.lots.isEmpty || settings.instruments.onsiteAttributesSold
        else { return }
        for number in period.years {
            guard let months = Self.months(of: number, until: period.end) else { continue }
            var year = Year(year: number, months: months, consumption: [], hours: [])
            let whole = Period(from: months[0].start, to: months[months.count - 1].end)
            for site in portfolio.sites {
                let kept = whole.flatMap { closing(site, $0) }
                if let kept { year.consumption.append(SiteConsumption(of: kept)) }
                if kept != nil, !isHourly { continue }
                // Where nothing but supply is asked for, the other meters are left where they lie.
                let supplyOnly = kept.map { HourlyGreen.buysOnly($0.lines.map(\.account)) }
                let book = try journal(
                    site, Self.interval(of: months, at: site), supplyOnly ?? false)
                if kept == nil {
                    year.consumption.append(SiteConsumption(of: book, months: months))
                }
                if isHourly { year.hours.append(HourlyConsumption(of: book, months: months)) }
            }
            years.append(year)
        }
        matchAll()
    }

    /// Tells that no lot is matched, so that what one site uses is no matter of another.
    var isEmpty: Bool { years.isEmpty }

    /// The matching with the books of one site changed, as a plan would change them, and green power bought for
    /// it. Where lots are matched over more of the year than the changed books hold, they stay as they are.
    func rematched(with book: ChangedBook, adding lots: [Instrument]) -> Matching {
        guard !years.isEmpty else {
            return lots.isEmpty ? self : alone(with: book, lots)
        }
        var other = self
        other.planned = lots
        if let index = portfolio.sites.firstIndex(where: { $0.id == book.site.id }) {
            other.change(book, at: index)
        }
        other.matchAll()
        return other
    }

    /// Where nothing else is matched, the lots of one site are matched against that site alone.
    private func alone(with book: ChangedBook, _ lots: [Instrument]) -> Matching {
        var other = self
        other.planned = lots
        for number in Set(lots.map(\.year)).sorted() {
            guard let months = Self.months(of: number, until: end) else { continue }
            let interval = Self.interval(of: months, at: book.site)
            var year = Year(year: number, months: months, consumption: [], hours: [])
            switch book {
            case .journal(let journal) where journal.interval == interval:
                year.consumption = [SiteConsumption(of: journal, months: months)]
                if isHourly { year.hours = [HourlyConsumption(of: journal, months: months)] }
            case .closing(let closing) where closing.interval == interval && !isHourly:
                year.consumption = [SiteConsumption(of: closing)]
            case .journal, .closing: continue
            }
            other.years.append(year)
        }
        other.matchAll()
        return other
    }

    /// Puts changed books of a site, by its place among the sites, in place of those as they are.
    mutating func change(_ book: ChangedBook, at index: Int) {
        switch book {
        case .journal(let journal):
            guard
                let place = years.firstIndex(where: {
                    Self.interval(of: $0.months, at: journal.site) == journal.interval
                })
            else { return }
            let months = years[place].months
            years[place].consumption[index] = SiteConsumption(of: journal, months: months)
            if isHourly {
                years[place].hours[index] = HourlyConsumption(of: journal, months: months)
            }
        case .closing(let closing):
            guard !isHourly,
                let place = years.firstIndex(where: {
                    Self.interval(of: $0.months, at: closing.site) == closing.interval
                })
            else { return }
            years[place].consumption[index] = SiteConsumption(of: closing)
        }
    }

    /// Matches every year anew.
    mutating func matchAll() {
        findings = []
        for year in years {
            let allocation = match(year, settings.profile)
            allocations[year.year] = allocation
            let isGreen = [.ghgProtocol2015, .cnMarketGEC].contains(settings.profile)
            green[year.year] = isGreen ? allocation : match(year, .cnMarketGEC)
            if isHourly {
                hourly[year.year] =
                    settings.profile == .ghgProtocolHourly
                    ? allocation : match(year, .ghgProtocolHourly)
            }
            findings += Self.findings(allocation, isClosed: year.isClosed)
        }
    }

    private func match(_ year: Year, _ profile: AccountingProfile) -> Allocation {
        let table = portfolio.accounting.lots + planned
        let checker = LotChecker(
            organisation: portfolio.settings.organisation, sites: year.consumption,
            markets: data.markets, rules: settings.instruments, profile: profile, spent: spent,
            table: table)
        // A year that is over has all its lots, also those generated shortly after it; what became of each is said.
        let lots = table.filter {
            $0.concerns(year.year) && (year.isClosed || $0.generationStart < end)
        }
        let book =
            profile == .ghgProtocolHourly
            ? HourlyBook(sites: year.hours, profiles: portfolio.accounting.profiles) : nil
        return Allocation(
            of: lots, year: year.year, sites: year.consumption, checker: checker, hours: book)
    }

    /// The months of a year, on the clock of a site.
    private static func interval(of months: [Period], at site: Site) -> Interval {
        site.calendar.interval(
            from: months[0].start, to: months[months.count - 1].end)
    }

    /// The months of a year up to the end of a period.
    private static func months(of year: Int, until end: CivilDate) -> [Period]? {
        guard let january = CivilDate(year: year, month: 1, day: 1),
            let window = Period(from: january, to: min(end, january.firstOfMonth(adding: 12)))
        else { return nil }
        return window.months
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
