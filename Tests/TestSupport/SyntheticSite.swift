package import EnergyLedger
package import Metering
package import Quantities

/// A site made by hand: a few meters, each with amounts spread evenly over periods.
package struct SyntheticSite {
    package let site: Site
    package private(set) var loads: [MeterLoad] = []

    package var meters: [Meter] { loads.map(\.meter) }

    package init(
        region: String = "CN-GD", grid: String? = nil, kind: Site.Kind = .dataCenter,
        racks: Int? = 360, itDesignKilowatts: DecimalText? = nil,
        excludes: Set<Account> = [], cooling: Site.Cooling? = .air, id: String = "dc-1",
        hub: String? = nil, commissioned: String? = nil, racksDesign: Int? = nil,
        racksOccupied: Int? = nil, rackNominalKilowatts: DecimalText? = nil
    ) {
        site = Site(
            id: id, name: "One", nameChinese: "一", kind: kind, region: region, grid: grid,
            calendar: LocalCalendar.shanghai, organisation: nil, hub: hub,
            commissioned: commissioned.flatMap { CivilDate(iso: $0) },
            itDesignKilowatts: itDesignKilowatts, racksDesign: racksDesign, racksInstalled: racks,
            racksOccupied: racksOccupied, rackNominalKilowatts: rackNominalKilowatts,
            floorAreaSquareMetres: nil,
            boundaryExcludes: excludes, cooling: cooling)
    }

    /// Adds a meter with amounts [J, mL] of periods; a period that is not named is missing.
    package mutating func add(
        _ account: Account, at point: Meter.MeasurementPoint? = nil,
        medium: String = "electricity", unit: MeterUnit = .kilowattHour, isEstimate: Bool = false,
        id: String? = nil, parent: String? = nil, from day: String? = nil,
        _ amounts: [(period: String, amount: Int64)]
    ) {
        let meter = Meter(
            id: id ?? "m\(loads.count)-\(account.rawValue)", siteID: site.id, account: account,
            medium: medium, quantity: .interval, unit: unit, multiplier: .one,
            intervalSeconds: nil, label: .start, calendar: LocalCalendar.shanghai, registerMax: nil,
            maxPowerKilowatts: nil, parentID: parent, measurementPoint: point,
            validity: Interval(
                start: day.flatMap { CivilDate(iso: $0) }.map(LocalCalendar.shanghai.start(of:))
                    ?? Meter.always.start, end: Meter.always.end),
            layout: nil)
        let bookings = amounts.enumerated().compactMap { row, part in
            Period(part.period).map {
                Booking(
                    interval: $0.interval(in: LocalCalendar.shanghai), amount: part.amount,
                    source: 0,
                    line: Int32(row + 2), isEstimate: isEstimate)
            }
        }
        let empty = LoadProfile(slotSeconds: 3_600)
        let own = LoadProfile(bookings, slotSeconds: 3_600, of: account, wantsMirror: false)
        loads.append(
            MeterLoad(meter: meter, own: own, mirror: empty, midnightSpans: [], suspects: []))
    }

    /// The closing of a period.
    package func balances(_ period: String) throws -> Balances {
        guard let period = Period(period) else { throw NoSuchPeriod() }
        let journal = try Journal(
            of: site, over: period.interval(in: LocalCalendar.shanghai), loads: loads)
        return Balances(journal, period: period, loads: loads)
    }

    package struct NoSuchPeriod: Error {}
}

extension Int64 {
    /// Kilowatt-hours in joules.
    package static func kWh(_ value: Int64) -> Int64 { value * 3_600_000 }
    /// Megawatt-hours in joules.
    package static func MWh(_ value: Int64) -> Int64 { value * 3_600_000_000 }
}
