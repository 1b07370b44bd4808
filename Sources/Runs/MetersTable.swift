import EnergyLedger
import MeterFiles
import Metering
import Provenance
import Quantities

/// `meters.csv`: one line a meter and validity.
enum MetersTable {
    static let columns = [
        "meter_id", "site_id", "account", "medium", "quantity", "unit", "multiplier", "interval",
        "label", "timezone", "register_max", "max_power_kw", "parent_meter", "measurement_point",
        "accuracy_class", "ct_class", "valid_from", "valid_to", "layout",
        "register_reset",
    ]

    static func read(
        path: String, name: String, sites: [Site], siteIDs: Set<String>, layouts: [String],
        zones: inout TimeZones,
        findings: inout [Finding]
    ) throws -> (meters: [Meter], table: Table) {
        let table = try Table(
            path: path, name: name, known: columns,
            mandatory: ["meter_id", "site_id", "account", "quantity", "unit"])
        findings += table.findings
        let siteByID = Dictionary(sites.map { ($0.id, $0) }) { first, _ in first }
        let names = Set(table.rows.compactMap { $0["meter_id"] })
        var meters: [(meter: Meter, line: Int)] = []
        for row in table.rows {
            var reader = TableRow(row, of: table)
            if let meter = meter(
                &reader, sites: siteByID, siteIDs: siteIDs, names: names, layouts: layouts,
                zones: &zones)
            {
                meters.append((meter, row.line))
            }
            findings += reader.findings
        }
        findings += overlaps(meters, table: table)
        findings += cycles(meters, table: table)
        return (meters.map(\.meter), table)
    }

    private static func meter(
        _ row: inout TableRow, sites: [String: Site], siteIDs: Set<String>, names: Set<String>,
        layouts: [String],
        zones: inout TimeZones
    ) -> Meter? {
        let site = row.text("site_id").flatMap { id -> Site? in
            // A site whose own line is wrong was reported there.
            if let site = sites[id] { return site }
            if siteIDs.contains(id) { return nil }
            row.add(
                .danglingReference, "site_id",
                ["expected": siteIDs.sorted().prefix(20).joined(separator: ", ")])
            return nil
        }
        let account = row.word("account", of: Account.self, allowed: Account.ofMeters)
        let quantity = row.word("quantity", of: Meter.Quantity.self)
        let unit = row.word("unit", of: MeterUnit.self)
        let label = row.word("label", of: Meter.Label.self)
        let point = row.word("measurement_point", of: Meter.MeasurementPoint.self)
        let multiplier = row.decimal("multiplier")
        let calendarStep = row.text("interval").flatMap(CalendarStep.init(rawValue:))
        let interval = calendarStep == nil ? row.duration("interval") : nil
        let registerMax = row.decimal("register_max", digits: 20)
        let maxPower = row.decimal("max_power_kw")
        let reset = row.word("register_reset", of: RegisterReset.self)
        if reset != nil, let quantity, quantity != .register {
            row.add(
                .unknownValue, "register_reset",
                ["expected": "quantity = \(Meter.Quantity.register.rawValue)"])
        }
        if let parent = row.text("parent_meter"), !names.contains(parent) {
            row.add(
                .danglingReference, "parent_meter", [:],
                ["expected": BilingualText("a meter_id of this table", zh: "本表中的 meter_id")])
        }
        if let layout = row.text("layout"), !layouts.contains(layout) {
            row.add(.danglingReference, "layout", ["expected": layouts.joined(separator: ", ")])
        }
        var calendar = site?.calendar
        if row.text("timezone") != nil { calendar = SitesTable.calendar(&row, zones: &zones) }
        guard let id = row.text("meter_id"), let site, let account, let quantity, let unit,
            let calendar
        else { return nil }
        check(unit, fits: account, quantity, &row)
        guard let validity = validity(&row, in: site.calendar) else { return nil }
        return Meter(
            id: id, siteID: site.id, account: account,
            medium: row.text("medium") ?? (unit.dimension == .energy ? "electricity" : "water"),
            quantity: quantity, unit: unit, multiplier: multiplier ?? .one,
            intervalSeconds: interval, label: label ?? .start, calendar: calendar,
            registerMax: registerMax, maxPowerKilowatts: maxPower,
            parentID: row.text("parent_meter"), measurementPoint: point, validity: validity,
            layout: row.text("layout"), registerReset: reset, calendarStep: calendarStep)
    }

    private static func check(
        _ unit: MeterUnit, fits account: Account, _ quantity: Meter.Quantity, _ row: inout TableRow
    ) {
        let isRight =
            (account.dimension.map { $0 == unit.dimension } ?? true)
            && (quantity == .power) == unit.isPower
        if isRight { return }
        let fitting = MeterUnit.allCases.filter { candidate in
            (account.dimension.map { $0 == candidate.dimension } ?? true)
                && (quantity == .power) == candidate.isPower
        }
        row.add(
            .unitMismatch, "unit",
            [
                "expected": "\(account.rawValue) / \(quantity.rawValue)",
                "units": fitting.map(\.rawValue).joined(separator: ", "),
            ])
    }

    private static func validity(_ row: inout TableRow, in calendar: LocalCalendar) -> Interval? {
        let from = row.instant("valid_from", in: calendar) ?? Meter.always.start
        let to = row.instant("valid_to", in: calendar) ?? Meter.always.end
        if from < to { return Interval(start: from, end: to) }
        row.add(
            .valueMalformed, "valid_to",
            ["example": "2027-01-01"],
            ["expected": BilingualText("a date after valid_from", zh: "晚于 valid_from 的日期")])
        return nil
    }

    private static func overlaps(_ meters: [(meter: Meter, line: Int)], table: Table) -> [Finding] {
        Dictionary(grouping: meters) { $0.meter.id }.values.flatMap { lines -> [Finding] in
            let sorted = lines.sorted {
                ($0.meter.validity.start, $0.line) < ($1.meter.validity.start, $1.line)
            }
            return zip(sorted, sorted.dropFirst()).compactMap { earlier, later in
                guard later.meter.validity.start < earlier.meter.validity.end else { return nil }
                let isSame = later.meter.validity.start == earlier.meter.validity.start
                return Finding(
                    isSame ? .duplicateKey : .validityOverlap, file: table.file, line: later.line,
                    column: isSame ? "meter_id" : "valid_from", value: later.meter.id,
                    arguments: ["first": String(earlier.line)], meterID: later.meter.id)
            }
        }
    }

    private static func cycles(_ meters: [(meter: Meter, line: Int)], table: Table) -> [Finding] {
        let parents = Dictionary(meters.map { ($0.meter.id, $0.meter.parentID) }) { first, _ in
            first
        }
        return meters.compactMap { entry in
            var seen: Set<String> = []
            var next: String? = entry.meter.parentID
            while let name = next, seen.insert(name).inserted {
                if name == entry.meter.id {
                    return Finding(
                        .parentCycle, file: table.file, line: entry.line, column: "parent_meter",
                        value: entry.meter.parentID, meterID: entry.meter.id)
                }
                next = parents[name] ?? nil
            }
            return nil
        }
    }
}
