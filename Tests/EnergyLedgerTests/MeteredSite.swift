import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport

/// A site whose meters are derived from readings, as the program does it; kWh by the hour.
struct MeteredSite {
    let site: Site
    private(set) var loads: [MeterLoad] = []
    /// The first instant of 2025-01-01 at the site.
    let newYear: Int64

    init(in calendar: LocalCalendar = .utc, excludes: Set<Account> = []) {
        site = Site(
            id: "dc-1", name: "One", nameChinese: "一", kind: .dataCenter, region: "CN-GD",
            grid: nil, calendar: calendar, organisation: nil, hub: nil, commissioned: nil,
            itDesignKilowatts: nil, racksDesign: nil, racksInstalled: nil, racksOccupied: nil,
            rackNominalKilowatts: nil, floorAreaSquareMetres: nil, boundaryExcludes: excludes,
            cooling: nil)
        newYear = .clock("2025-01-01") - calendar.offset(at: .clock("2025-01-01"))
    }

    /// Adds a meter with a value for each hour from the new year; nil is missing.
    mutating func add(
        _ account: Account, _ hours: [Int64?], id: String? = nil, parent: String? = nil,
        unit: MeterUnit = .kilowattHour, validity: Interval = Meter.always
    ) {
        let rows = hours.enumerated().compactMap { hour, value in
            value.map {
                ReadingRow(
                    newYear + Int64(hour) * 3_600, DecimalText(significand: Int128($0), scale: 0))
            }
        }
        add(
            .example(
                id: id ?? account.rawValue, account: account, unit: unit, every: 3_600,
                parent: parent, validity: validity), rows)
    }

    /// Adds any meter with its readings.
    mutating func add(_ meter: Meter, _ rows: [ReadingRow], events: [MeterEvent] = []) {
        let derivation = MeterDerivation(meter, from: [ReadingBatch(rows)], events: events)
        let slot = site.calendar.slotSeconds
        func profile(mirror: Bool) -> LoadProfile {
            LoadProfile(
                derivation.bookings, slotSeconds: slot, of: meter.account, wantsMirror: mirror)
        }
        loads.append(
            MeterLoad(
                meter: meter, own: profile(mirror: false), mirror: profile(mirror: true),
                midnightSpans: derivation.bookings.filter { crossesMidnight($0.interval) },
                suspects: derivation.suspects,
                outOfServiceSince: derivation.outOfServiceSince))
    }

    private func crossesMidnight(_ interval: Interval) -> Bool {
        let midnight = site.calendar.start(of: site.calendar.date(at: interval.end - 1))
        return interval.start < midnight && midnight < interval.end
    }

    /// The closing of a period; the first day of 2025 unless another is named.
    func balances(
        _ text: String = "2025-01-01/2025-01-02", estimating rules: [EstimationRule] = []
    ) throws -> Balances {
        guard let period = Period(text) else { throw NoSuchPeriod() }
        let loads = Estimation.fill(
            loads, over: period.interval(in: site.calendar), in: site.calendar, by: rules)
        let journal = try Journal(
            of: site, over: period.interval(in: site.calendar), loads: loads)
        return Balances(journal, period: period, loads: loads)
    }

    struct NoSuchPeriod: Error {}
}

extension Balances {
    /// What was found, as words of code, sorted.
    var codes: [String] { findings.map(\.code.rawValue).sorted() }

    /// The whole kWh that an account has in the first slots of the period.
    func kWh(_ account: Account, _ slots: Int) -> [Int64] {
        (0..<slots).map { slot in
            journal.columns(of: [account]).reduce(0) { $0 + $1.amounts[slot] } / 3_600_000
        }
    }
}
