import CarbonAccounting
import EnergyLedger
import Metering
import Quantities
import Store

extension Run {
    /// The loads of a site's meters over some time, with what estimation adds to it.
    static func loads(
        _ meters: [Meter], of site: Site, _ portfolio: Portfolio, over interval: Interval,
        _ store: LedgerStore
    ) throws -> [MeterLoad] {
        let rules = portfolio.settings.estimation
        // Estimates rest on readings around the period as well.
        let reach = rules.isEmpty ? 0 : Estimation.reach
        let window = Interval(start: interval.start - reach, end: interval.end + reach)
        let loads = try meters.map { meter -> MeterLoad in
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            let load = try store.load(of: key, over: window)
            let empty = LoadProfile(slotSeconds: site.calendar.slotSeconds)
            return MeterLoad(
                meter: meter, own: load?.own ?? empty, mirror: load?.mirror ?? empty,
                midnightSpans: load?.midnightSpans ?? [], suspects: load?.suspects ?? [],
                outOfServiceSince: load?.outOfServiceSince,
                flowsBothWays: load?.flowsBothWays ?? false, demands: load?.demands)
        }
        return Estimation.fill(loads, over: interval, in: site.calendar, by: rules)
    }

    /// What estimation added in the period, by the file that has the next reading; only energy is
    /// stated.
    static func estimated(_ journal: Journal) -> [Int: Int64] {
        var sums: [Int: Int64] = [:]
        for column in journal.columns where column.dimension == .energy {
            for estimate in column.estimates.values where estimate.source >= 0 {
                sums[Int(estimate.source), default: 0] += estimate.amount
            }
        }
        return sums
    }

    static func estimated(_ results: [SiteResult]) -> [Int: Int64] {
        var sums: [Int: Int64] = [:]
        for place in results.indices where !results[place].estimated.isEmpty {
            sums.merge(results[place].estimated, uniquingKeysWith: +)
        }
        return sums
    }

    /// Tells whether anything about a site is told by the hour: an intensity or a share of its grid, a battery,
    /// bills that may speak of the same time as a meter.
    static func needsHours(
        _ site: Site, _ meters: [Meter], _ portfolio: Portfolio, _ data: PublishedData,
        _ matching: Matching
    ) -> Bool {
        let regions = [site.grid, site.region, FactorCatalogue.nation(of: site.region)]
        return HourlyGreen.needsHours(meters.map(\.account))
            || portfolio.accounting.carbonFreeGrid(of: site) != nil
            || regions.contains { $0.flatMap(data.factors.profile) != nil }
            || portfolio.accounting.activities(of: site).contains {
                $0.kind.matter == .fuel || $0.kind == .heat || $0.kind == .cooling
            }
    }

    /// The bills that touch the period, each held against a journal of exactly its dates.
    static func assertions(
        _ portfolio: Portfolio, over period: Period, site: String?, _ store: LedgerStore
    ) throws -> [BalanceAssertion] {
        try portfolio.bills.filter {
            (site == nil || $0.siteID == site) && $0.start < period.end && period.start < $0.end
        }.compactMap { bill in
            guard let site = portfolio.sites.first(where: { $0.id == bill.siteID }) else {
                return nil
            }
            let interval = site.calendar.interval(from: bill.start, to: bill.end)
            let loads = try loads(
                portfolio.meters(of: site), of: site, portfolio, over: interval, store)
            return BalanceAssertion(
                bill, against: try Journal(of: site, over: interval, loads: loads))
        }
    }
}
