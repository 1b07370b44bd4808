import CarbonAccounting
import EnergyLedger
import MeterFiles
import Metering
import Provenance
import Quantities
import Retrofit
import Store

/// The closings that a store keeps, and what each of them rests on (月结簿).
///
/// A closing stands while the numbers of the changes that brought its meters' loads, the lines of its
/// meters, the calendar of its site and the rules of the journal are those of when it was made. Another
/// basis makes it void: the journal is walked then, and the next ingest closes anew.
struct ClosingBook {
    private let portfolio: Portfolio
    private let headers: [StoredMeter.Key: MeterHeader]
    private var kept: [String: [StoredClosing]] = [:]
    private var period: (asked: Period, months: [Period])?

    /// Opens the book for the years of a period; nil takes no closing, only what they would rest on.
    init(_ portfolio: Portfolio, _ store: LedgerStore, over period: Period?) throws {
        self.portfolio = portfolio
        headers = try store.meterHeaders()
        prefix = "\(KeptClosing.edition) \(MeterDerivation.edition) \(TimeZones.release) "
        let planning = portfolio.settings.planning
        tariffs = SiteTariffs(planning, at: portfolio.sites)
        bands = Dictionary(
            (planning.tariffs.map(\.tariff) + [planning.tariff].compactMap { $0 }).map {
                ($0.name, $0.markBasis)
            }
        ) { first, _ in first }
        guard let period else { return }
        self.period = (period, period.months)
        // Lots are matched from the first day of a year on.
        kept = try store.closings(of: period.years)
    }

    /// The closing of a site for a period of whole months; nil where the hours must be walked.
    func closing(of site: Site, over period: Period) -> Closing? {
        guard let years = kept[site.id], let basis = basis(of: site),
            period.start.components.day == 1, period.end.components.day == 1
        else { return nil }
        let standing = years.filter { $0.basis == basis }.reduce(into: [Int: [UInt8]]()) {
            $0[$1.year] = $1.months
        }
        return Closing(
            of: site, over: period,
            months: period == self.period?.asked ? self.period?.months : nil, years: standing,
            meters: portfolio.meters(of: site))
    }

    /// The loads of a site without their months: what stands beside a closing.
    func headsOfLoads(of site: Site) -> [MeterLoad] {
        let empty = LoadProfile(slotSeconds: site.calendar.slotSeconds)
        return portfolio.meters(of: site).map { meter in
            let header = headers[
                StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)]
            return MeterLoad(
                meter: meter, own: empty, mirror: empty,
                midnightSpans: header?.midnightSpans ?? [], suspects: header?.suspects ?? [],
                outOfServiceSince: header?.outOfServiceSince,
                flowsBothWays: header?.flowsBothWays ?? false, demands: header?.demands)
        }
    }

    /// The rules of the journal and the release of time zones.
    private let prefix: String
    /// By the bands of their tariffs closings keep hours apart.
    private let tariffs: SiteTariffs
    /// The bands of each tariff as text, by its name.
    private let bands: [String: String]

    /// What the closings of a site rest on, as a digest; nil where none can be kept.
    func basis(of site: Site) -> String? {
        let meters = portfolio.meters(of: site)
        let known = meters.map {
            headers[StoredMeter.Key(meterID: $0.id, validFrom: $0.validity.start)]
        }
        let isPossible = KeptClosing.isPossible(
            zip(meters, known).map { ($0, $1?.flowsBothWays ?? false) },
            isEstimated: !portfolio.settings.estimation.isEmpty)
        guard isPossible else { return nil }
        var text = prefix + (tariffs.tariff(at: site).flatMap { bands[$0.name] } ?? "")
        text += site.calendar.identifier
        for (meter, header) in zip(meters, known) {
            for part in [meter.id, meter.account.rawValue, meter.parentID ?? ""] {
                text += "\n"
                text += part
            }
            for number in [meter.validity.start, meter.validity.end, header?.revision ?? -1] {
                text += "\t"
                text += String(number)
            }
            text += meter.unit.dimension.rawValue
        }
        return ByteReader.digest(of: text.utf8).hexadecimal
    }
}

extension ClosingBook {
    /// Closes the months of all sites whose closings rest on something that is no longer so.
    static func renew(_ portfolio: Portfolio, _ store: LedgerStore) throws {
        let book = try ClosingBook(portfolio, store, over: nil)
        let known = try store.closingBases()
        let spans = try store.monthSpans()
        var renewed: [String] = []
        var closings: [StoredClosing] = []
        var marks = BandMarks(book.tariffs)
        for site in portfolio.sites {
            let basis = book.basis(of: site)
            if basis == known[site.id] { continue }
            renewed.append(site.id)
            guard let basis else { continue }
            for year in years(of: site, portfolio, spans) {
                if let months = try months(
                    of: year, at: site, portfolio, store, &marks)
                {
                    closings.append(
                        StoredClosing(
                            siteID: site.id, year: year, basis: basis, months: months))
                }
            }
        }
        guard !renewed.isEmpty else { return }
        try store.keep(closings, of: renewed)
    }

    /// The kept closings of the years of a period that answer for the ledger and are not what its hours come
    /// to: someone or something else wrote to the store.
    static func altered(
        _ portfolio: Portfolio, _ store: LedgerStore, over period: Period, site asked: String?
    ) throws -> [Finding] {
        let book = try ClosingBook(portfolio, store, over: period)
        var findings: [Finding] = []
        var marks = BandMarks(book.tariffs)
        for site in portfolio.sites where asked == nil || site.id == asked {
            guard let kept = book.kept[site.id], let basis = book.basis(of: site) else { continue }
            for closing in kept where closing.basis == basis {
                let walked = try months(
                    of: closing.year, at: site, portfolio, store, &marks)
                guard closing.months != walked, let year = Period(String(closing.year)) else {
                    continue
                }
                findings.append(
                    Finding(
                        .closingAltered, arguments: ["year": String(closing.year)],
                        siteID: site.id, interval: year.interval(in: site.calendar)))
            }
        }
        return findings
    }

    /// The calendar years of a site in which any of its meters has a load.
    private static func years(
        of site: Site, _ portfolio: Portfolio, _ spans: [StoredMeter.Key: ClosedRange<Int>]
    ) -> [Int] {
        let found = portfolio.meters(of: site).compactMap {
            spans[StoredMeter.Key(meterID: $0.id, validFrom: $0.validity.start)]
        }
        guard let first = found.map(\.lowerBound).min(),
            let last = found.map(\.upperBound).max()
        else { return [] }
        let start = LoadProfile.interval(ofMonth: first).start
        let end = LoadProfile.interval(ofMonth: last).end - 1
        let years = [start, end].map { site.calendar.date(at: $0).components.year }
        return Array(years[0]...max(years[0], years[1]))
    }

    private static func months(
        of year: Int, at site: Site, _ portfolio: Portfolio, _ store: LedgerStore,
        _ marks: inout BandMarks
    ) throws -> [UInt8]? {
        guard let period = Period(String(year)) else { return nil }
        let interval = period.interval(in: site.calendar)
        let loads = try Run.loads(
            portfolio.meters(of: site), of: site, portfolio, over: interval, store)
        // The months of Greenwich that begin before local midnight bring a year without readings.
        guard loads.contains(where: { $0.own.covers(anyOf: interval) }) else { return nil }
        return KeptClosing.bytes(
            of: try Journal(of: site, over: interval, loads: loads), months: period.months,
            loads: loads, marks: marks.marks(over: interval, at: site))
    }
}

/// The bands of tariffs slot by slot (时段标记), made once for all sites of one tariff and clock.
private struct BandMarks {
    private struct Key: Hashable {
        let tariff: String
        let calendar: String
        let interval: Interval
    }

    private let tariffs: SiteTariffs
    private var known: [Key: [UInt8]] = [:]

    init(_ tariffs: SiteTariffs) { self.tariffs = tariffs }

    mutating func marks(over interval: Interval, at site: Site) -> [UInt8] {
        guard let tariff = tariffs.tariff(at: site) else { return [] }
        let calendar = site.calendar
        let key = Key(
            tariff: tariff.name, calendar: calendar.identifier, interval: interval)
        if let marks = known[key] { return marks }
        let marks = tariff.marks(
            over: interval, slotSeconds: calendar.slotSeconds, in: calendar)
        known[key] = marks
        return marks
    }
}
